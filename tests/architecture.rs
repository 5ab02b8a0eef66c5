//! The rooms of the house import downward only; see `docs/architecture.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may use. What is not listed is forbidden.
const MAY_USE: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("model", &[]),
    ("vocabulary", &["error", "model"]),
    ("text", &["error", "model"]),
    ("language", &["error", "model", "text"]),
    (
        "mentions",
        &["error", "language", "model", "text", "vocabulary"],
    ),
    (
        "statements",
        &[
            "error",
            "language",
            "mentions",
            "model",
            "text",
            "vocabulary",
        ],
    ),
    ("store", &["error", "model"]),
    ("graph", &["error", "model"]),
    (
        "interchange",
        &["error", "graph", "model", "render", "vocabulary"],
    ),
    ("render", &["error", "graph", "model"]),
    (
        "score",
        &[
            "error",
            "language",
            "mentions",
            "model",
            "pipeline",
            "statements",
            "text",
            "vocabulary",
        ],
    ),
    (
        "pipeline",
        &[
            "error",
            "language",
            "mentions",
            "model",
            "statements",
            "text",
            "vocabulary",
        ],
    ),
    (
        "cli",
        &[
            "error",
            "graph",
            "interchange",
            "mentions",
            "model",
            "pipeline",
            "render",
            "score",
            "store",
            "text",
            "vocabulary",
        ],
    ),
];

/// The rooms that may print.
const MAY_PRINT: &[&str] = &["cli", "main"];
/// The rooms that may touch files.
const MAY_TOUCH_FILES: &[&str] = &["cli", "store", "text"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The code of each room without its comments, by file.
fn rooms() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rooms: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for path in sources(&root) {
        let inside = path.strip_prefix(&root).unwrap();
        let first = inside
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_str()
            .unwrap();
        let room = first.strip_suffix(".rs").unwrap_or(first).to_owned();
        let code: Vec<String> = fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .map(str::to_owned)
            .collect();
        rooms.entry(room).or_default().push((path, code.join("\n")));
    }
    rooms
}

/// The rooms named after `crate::`, also in `use crate::{graph, model}`.
fn used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, mark) in code.match_indices("crate::") {
        let rest = &code[at + mark.len()..];
        let names = match rest.strip_prefix('{') {
            // The rooms of a group stand at its outermost level.
            Some(group) => {
                let mut depth = 0;
                let mut names = vec![String::new()];
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.push(String::new()),
                        c if depth == 0 => names[0..].last_mut().unwrap().push(c),
                        _ => {}
                    }
                }
                names
            }
            None => vec![rest.to_owned()],
        };
        used.extend(names.iter().map(|name| {
            let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
            name.trim()
                .chars()
                .take_while(|&c| is_name(c))
                .collect::<String>()
        }));
    }
    used.remove("");
    used
}

#[test]
fn imports_run_downward() {
    let mut wrong = Vec::new();
    for (room, files) in rooms() {
        if room == "lib" || room == "main" {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!(
                "src/{room}: a new room; say in tests/architecture.rs what it may use"
            ));
            continue;
        };
        for (path, code) in files {
            for other in used(&code) {
                if other != room && !allowed.contains(&other.as_str()) {
                    wrong.push(format!("{}: {room} must not use {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rooms_stand_in_an_order() {
    // Whatever a room may use may not use it in turn, at any distance.
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    for (room, _) in MAY_USE {
        let mut below: Vec<&str> = allowed[room].to_vec();
        let mut seen = BTreeSet::new();
        while let Some(next) = below.pop() {
            assert_ne!(next, *room, "{room} reaches itself");
            if seen.insert(next) {
                below.extend(allowed[next]);
            }
        }
    }
}

#[test]
fn only_the_command_line_prints() {
    for (room, files) in rooms() {
        if MAY_PRINT.contains(&room.as_str()) {
            continue;
        }
        for (path, code) in files {
            for printing in [
                "println!",
                "print!(",
                "eprint",
                "dbg!",
                "io::stdout",
                "io::stderr",
            ] {
                assert!(
                    !code.contains(printing),
                    "{} has {printing}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn only_readers_and_the_command_line_touch_files() {
    for (room, files) in rooms() {
        if MAY_TOUCH_FILES.contains(&room.as_str()) {
            continue;
        }
        for (path, code) in files {
            for touching in ["std::fs", "fs::read", "File::open", "File::create"] {
                assert!(
                    !code.contains(touching),
                    "{} has {touching}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn imports_are_recognised() {
    let code = "use crate::model::{Action, Status};\nuse crate::{graph::{Graph, Level}, error};\npub(crate) fn x() {}";
    let found: Vec<String> = used(code).into_iter().collect();
    assert_eq!(found, ["error", "graph", "model"]);
}
