//! What the README and the guide show is true: its commands run, its JSON has the fields that we write.

mod support;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use support::{detente, folder, root};

/// The fenced blocks of one language in a page, in order.
fn blocks_of(page: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap_or_default().to_owned())
        .collect()
}

/// Those of the README.
fn blocks(language: &str) -> Vec<String> {
    blocks_of("README.md", language)
}

/// The arguments that a line of the README gives to `detente`; `None` for other programs.
fn arguments(line: &str) -> Option<Vec<String>> {
    let rest = line
        .strip_prefix("detente ")
        .or_else(|| line.strip_prefix("cargo run --release -- "))?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

/// Runs the commands of a page in order; what they write goes to a scratch folder under the name that the page gives
/// it, and is found there by those that follow. Gives all that they said.
fn run_commands(page: &str) -> Vec<String> {
    let out = folder(&page.replace('/', "-"));
    let mut written: Vec<String> = Vec::new();
    let mut said = Vec::new();
    for line in blocks_of(page, "sh").iter().flat_map(|block| block.lines()) {
        let Some(mut arguments) = arguments(line) else {
            continue;
        };
        let file = arguments
            .iter()
            .position(|word| word == "-o" || word == "--into")
            .map(|at| arguments[at + 1].clone());
        written.extend(file.clone());
        for word in &mut arguments {
            if written.contains(word) {
                *word = out.join(&*word).display().to_string();
            }
        }
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = detente(&words);
        // As diff(1), `diff` leaves with 1 when there are differences.
        let expected = i32::from(words[0] == "diff");
        assert_eq!(run.code, expected, "{line}\n{}\n{}", run.out, run.err);
        match file {
            Some(name) => assert!(fs::metadata(out.join(name)).unwrap().len() > 0, "{line}"),
            None => assert!(!run.out.is_empty(), "{line}"),
        }
        said.push(run.out);
    }
    said
}

#[test]
fn commands_run() {
    let n_commands = run_commands("README.md").len();
    assert!(n_commands >= 8, "only {n_commands} commands found");
}

#[test]
fn pages_show_what_their_commands_say() {
    for page in ["docs/guide.md", "docs/measures.md"] {
        let said = run_commands(page);
        assert!(
            said.len() >= 8,
            "{page}: only {} commands found",
            said.len()
        );
        let lines: BTreeSet<&str> = said.iter().flat_map(|run| run.lines()).collect();
        for line in blocks_of(page, "text")
            .iter()
            .flat_map(|block| block.lines())
        {
            assert!(
                lines.contains(line),
                "{page} shows '{line}'; no command says so"
            );
        }
    }
}

#[test]
fn the_two_commands_are_those_of_ci() {
    let block = &blocks("sh")[0];
    let commands: Vec<&str> = block.lines().collect();
    assert_eq!(
        commands,
        [
            "cargo run --release -- draw data/samples -o relations.svg",
            "cargo test --workspace"
        ]
    );
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(ci.contains("cargo test --workspace"));
    assert!(ci.contains("-- draw data/samples -o"));
}

/// The paths of all fields: `source.principal`.
fn fields(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    if let Value::Object(object) = value {
        for (key, value) in object {
            let path = format!("{path}.{key}");
            fields(value, &path, found);
            found.insert(path);
        }
    }
}

#[test]
fn the_json_has_these_fields() {
    let shown: Value = serde_json::from_str(&blocks("json")[0]).unwrap();
    let run = detente(&["statements", "--json", "data/samples/1999-03-26-ties.txt"]).expect(0);
    let written = run
        .json()
        .into_iter()
        .find(|statement| statement["action"] == "ties" && statement["target"]["id"] == "NATO")
        .unwrap();
    let (mut expected, mut found) = (BTreeSet::new(), BTreeSet::new());
    fields(&shown, "", &mut expected);
    fields(&written, "", &mut found);
    let missing: Vec<_> = expected.difference(&found).collect();
    assert!(missing.is_empty(), "shown, but not written: {missing:?}");
    for key in [
        "document",
        "published",
        "sentence",
        "action",
        "status",
        "event",
    ] {
        assert_eq!(shown[key], written[key], "{key}");
    }
}

#[test]
fn what_is_linked_exists() {
    for page in [
        "README.md",
        "data/README.md",
        "docs/architecture.md",
        "docs/design.md",
        "docs/guide.md",
        "docs/measures.md",
        "docs/time.md",
    ] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let folder = root().join(page).parent().unwrap().to_owned();
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(
                folder.join(target).exists(),
                "{page}: {target} does not exist"
            );
        }
    }
}
