//! What a store outlives: kills at any moment, full disks, damaged indexes, several processes at once.
//!
//! `DETENTE_KILLS` sets how often each is tried; the pipeline does so a few times.
#![cfg(unix)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use support::{Run, detente, folder, root};

/// SIGKILL and SIGXFSZ.
const KILLED: i32 = 9;
const FILE_TOO_LARGE: i32 = 25;

fn n_kills() -> u64 {
    std::env::var("DETENTE_KILLS").map_or(6, |number| number.parse().unwrap())
}

/// Numbers that look random and are the same in every run (Knuth's multiplier).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// Rows of event data in four columns, each another event.
fn quads(path: &Path, n_rows: usize) {
    const STATES: [&str; 8] = [
        "Iran", "Iraq", "France", "Japan", "Peru", "Chile", "Kenya", "Norway",
    ];
    const EVENTS: [&str; 4] = ["Consult", "Accuse", "Host a visit", "Provide economic aid"];
    let mut text = String::new();
    let first = jiff::civil::date(1990, 1, 1);
    for row in 0..n_rows {
        let (source, rest) = (row % 8, row / 8);
        let target = (source + 1 + rest % 7) % 8;
        let day = first + jiff::Span::new().days(i64::try_from(rest / 28).unwrap());
        let event = EVENTS[rest / 7 % 4];
        writeln!(
            text,
            "{}\t{event}\t{}\t{day}",
            STATES[source], STATES[target]
        )
        .unwrap();
    }
    fs::write(path, text).unwrap();
}

/// Texts as JSON Lines, the samples over and over under other names.
fn texts(path: &Path, n_texts: usize) {
    let mut samples: Vec<PathBuf> = fs::read_dir(root().join("data/samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    samples.sort();
    let samples: Vec<String> = samples
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let mut lines = String::new();
    for number in 0..n_texts {
        let text = &samples[number % samples.len()];
        let line =
            serde_json::json!({"id": format!("t{number}"), "date": "1999-04-01", "text": text});
        writeln!(lines, "{line}").unwrap();
    }
    fs::write(path, lines).unwrap();
}

fn reading(input: &Path, store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
    command
        .args(["read", "--json", "--into"])
        .args([store, input])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

fn ask(command: &str, store: &Path) -> Run {
    detente(&[command, "--json", store.to_str().unwrap()])
}

fn statements(store: &Path) -> BTreeSet<String> {
    ask("statements", store)
        .expect(0)
        .out
        .lines()
        .map(str::to_owned)
        .collect()
}

/// What the lines of `read --json` acknowledge.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Acknowledged {
    texts: u64,
    statements: u64,
}

fn acknowledged(output: &str) -> Acknowledged {
    let mut all = Acknowledged::default();
    // The last line may be cut off; its batch is on the disk all the same.
    for line in output.lines() {
        let Ok(batch) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        let number = |name: &str| batch[name].as_u64().unwrap();
        all.texts += number("texts_read") + number("texts_known");
        all.statements += number("statements_new") + number("statements_known");
    }
    all
}

/// Opens the store with `SQLite` itself, has it checked, and counts texts and statements.
fn whole(store: &Path) -> Acknowledged {
    let database = rusqlite::Connection::open(store).unwrap();
    let check: String = database
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    let number = |query: &str| -> u64 { database.query_row(query, [], |row| row.get(0)).unwrap() };
    Acknowledged {
        texts: number("SELECT count(*) FROM documents WHERE digest <> x''"),
        statements: number("SELECT count(*) FROM readable"),
    }
}

/// Kills reading at moments spread over the time that it takes, starting the store over now and then; what was
/// acknowledged must be there each time, and reading on must end with what one undisturbed reading gives.
fn kills_lose_nothing(name: &str, input: &Path) {
    let folder = folder(name);
    let undisturbed = folder.join("undisturbed.detente");
    let begun = std::time::Instant::now();
    assert!(reading(input, &undisturbed).status().unwrap().success());
    let takes = u64::try_from(begun.elapsed().as_millis()).unwrap();
    let right = statements(&undisturbed);
    let store = folder.join("a.detente");
    let mut chance = Chance(7);
    let (mut n_killed, mut n_acknowledged) = (0, 0);
    for kill in 0..n_kills() {
        if kill % 4 == 0 {
            for ending in ["", "-wal", "-shm", ".index"] {
                let _ = fs::remove_file(folder.join(format!("a.detente{ending}")));
            }
        }
        let mut child = reading(input, &store).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(chance.below(takes + takes / 8)));
        child.kill().unwrap();
        n_killed += u64::from(child.wait().unwrap().signal() == Some(KILLED));
        let mut output = String::new();
        child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut output)
            .unwrap();
        let told = acknowledged(&output);
        n_acknowledged += told.statements;
        // Killed before the store was one, it is missing or empty, and nothing was acknowledged.
        if fs::metadata(&store).map_or(0, |file| file.len()) == 0 {
            assert_eq!(told, Acknowledged::default());
            continue;
        }
        let there = whole_or_empty(&store);
        assert!(
            there.texts >= told.texts && there.statements >= told.statements,
            "kill {kill}: told {told:?}, there {there:?}"
        );
        let code = ask("show", &store).code;
        assert!(
            code == 0 || there.statements == 0,
            "kill {kill}: show ended with {code}"
        );
    }
    assert!(reading(input, &store).status().unwrap().success());
    assert!(statements(&store) == right, "reading on ends elsewhere");
    println!(
        "{name}: {n_killed} of {} killed in {takes} ms of reading, {n_acknowledged} acknowledged",
        n_kills()
    );
}

/// As [`whole`]; a store that was killed before its tables were made has none.
fn whole_or_empty(store: &Path) -> Acknowledged {
    let database = rusqlite::Connection::open(store).unwrap();
    let n_tables: u64 = database
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
        .unwrap();
    drop(database);
    if n_tables == 0 {
        Acknowledged::default()
    } else {
        whole(store)
    }
}

#[test]
fn kills_while_event_data_are_imported_lose_nothing() {
    let input = folder("kills-events-input").join("quads.txt");
    quads(&input, 50_000);
    kills_lose_nothing("kills-events", &input);
}

#[test]
fn kills_while_texts_are_read_lose_nothing() {
    let input = folder("kills-texts-input").join("texts.jsonl");
    texts(&input, 256);
    kills_lose_nothing("kills-texts", &input);
}

/// Files may grow to so many bytes only: to a program that ignores the signal, the disk is full.
#[test]
fn a_full_disk_loses_nothing() {
    let folder = folder("kills-full");
    let input = folder.join("quads.txt");
    quads(&input, 50_000);
    let undisturbed = folder.join("undisturbed.detente");
    assert!(reading(&input, &undisturbed).status().unwrap().success());
    let n_blocks = fs::metadata(&undisturbed).unwrap().len() / 512;
    let right = statements(&undisturbed);
    let mut chance = Chance(11);
    let mut n_stopped = 0;
    for round in 0..n_kills() {
        let store = folder.join(format!("{round}.detente"));
        let blocks = chance.below(n_blocks);
        let heeded = round % 2 == 0;
        let limit = format!(
            "{}ulimit -f {blocks}; exec \"$0\" \"$@\"",
            if heeded {
                "trap '' XFSZ; "
            } else {
                "ulimit -c 0; "
            }
        );
        let command = reading(&input, &store);
        let output = Command::new("sh")
            .args(["-c", &limit])
            .arg(command.get_program())
            .args(command.get_args())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().last().unwrap_or_default();
        match (output.status.code(), output.status.signal()) {
            // What is acknowledged may still be in the log, and the store itself be no longer than the limit.
            (Some(0), _) => {}
            (Some(2), _) if last.starts_with("error: ") => n_stopped += 1,
            (None, Some(FILE_TOO_LARGE)) if !heeded => n_stopped += 1,
            end => panic!("{blocks} blocks: {end:?}, {said}"),
        }
        let told = acknowledged(&String::from_utf8_lossy(&output.stdout));
        if store.exists() {
            let there = whole_or_empty(&store);
            assert!(there.statements >= told.statements, "{told:?}, {there:?}");
        }
        assert!(reading(&input, &store).status().unwrap().success());
        assert!(
            statements(&store) == right,
            "{blocks} blocks: reading on ends elsewhere"
        );
        fs::remove_file(&store).unwrap();
    }
    assert!(n_stopped > 0, "no limit stopped anything");
    println!("full disk: {n_stopped} of {} stopped", n_kills());
}

#[test]
fn a_damaged_index_changes_no_answer() {
    let folder = folder("kills-index");
    let input = folder.join("quads.txt");
    quads(&input, 5_000);
    let store = folder.join("a.detente");
    assert!(reading(&input, &store).status().unwrap().success());
    let index = folder.join("a.detente.index");
    let right = ask("show", &store).expect(0);
    let kept = fs::read(&index).unwrap();
    let mut chance = Chance(13);
    for _ in 0..n_kills() {
        let length = usize::try_from(chance.below(kept.len() as u64)).unwrap();
        fs::write(&index, &kept[..length]).unwrap();
        assert_eq!(
            ask("show", &store).expect(0),
            right,
            "cut to {length} bytes"
        );
        assert!(fs::read(&index).unwrap() == kept, "it is not made anew");
    }
}

#[test]
fn a_store_is_asked_while_it_is_written() {
    let folder = folder("kills-asked");
    let input = folder.join("quads.txt");
    quads(&input, 100_000);
    let store = folder.join("a.detente");
    let mut child = reading(&input, &store).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = acknowledged(&lines.next().unwrap().unwrap()).statements;
    let listener = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
    let (mut n_asked, mut before) = (0, 0);
    while child.try_wait().unwrap().is_none() {
        let there = statements(&store).len() as u64;
        assert!(
            there >= told.max(before),
            "{there} after {before}, {told} acknowledged"
        );
        ask("show", &store).expect(0);
        before = there;
        n_asked += 1;
    }
    assert!(
        n_asked > 0,
        "the reader was done before anything could be asked"
    );
    assert!(child.wait().unwrap().success());
    told += acknowledged(&listener.join().unwrap().join("\n")).statements;
    assert_eq!(statements(&store).len() as u64, told);
}

#[test]
fn two_may_write_at_once() {
    let folder = folder("kills-two");
    let store = folder.join("a.detente");
    let inputs = [folder.join("quads.txt"), folder.join("texts.jsonl")];
    quads(&inputs[0], 50_000);
    texts(&inputs[1], 64);
    let start = |input: &PathBuf| reading(input, &store).spawn().unwrap();
    let mut children: Vec<Child> = inputs.iter().map(start).collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    let alone = |input: &PathBuf, name: &str| {
        let store = folder.join(name);
        assert!(reading(input, &store).status().unwrap().success());
        statements(&store)
    };
    let mut right = alone(&inputs[0], "quads.detente");
    right.extend(alone(&inputs[1], "texts.detente"));
    assert!(statements(&store) == right);
}
