//! The samples, read end to end: the story they tell, and the examples of the help as a newcomer copies them.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use support::{detente, folder, root};

const SAMPLES: &str = "data/samples";

#[test]
fn every_sample_says_something_and_has_its_date() {
    let run = detente(&["statements", SAMPLES, "--json"]).expect(0);
    let statements = run.json();
    assert_eq!(run.err, "");
    let mut documents: Vec<String> = Vec::new();
    for entry in fs::read_dir(root().join(SAMPLES)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "jsonl") {
            for line in fs::read_to_string(&path).unwrap().lines() {
                let record: serde_json::Value = serde_json::from_str(line).unwrap();
                documents.push(record["id"].as_str().unwrap().to_owned());
            }
        } else {
            documents.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    assert!(documents.len() >= 20);
    for document in documents {
        let own: Vec<&serde_json::Value> = statements
            .iter()
            .filter(|statement| statement["document"] == document.as_str())
            .collect();
        assert!(!own.is_empty(), "{document} says nothing");
        // Every sample is named after its day.
        assert!(
            own.iter()
                .all(|statement| statement["published"] == document[..10]),
            "{document}"
        );
    }
}

#[test]
fn russia_and_nato_break_off_and_talk_again() {
    let run = detente(&["timeline", SAMPLES, "Russia", "NATO"]).expect(0);
    let severed = run.out.find("severed ties with NATO").expect(&run.out);
    let restored = run.out.find("restores ties with NATO").expect(&run.out);
    assert!(severed < restored, "{}", run.out);
    assert!(
        run.out.contains("23 Jul 1999: Russia and NATO met"),
        "{}",
        run.out
    );
}

#[test]
fn spring_differs_from_winter_by_the_war() {
    let run = detente(&["diff", SAMPLES, "1999-02-20", "1999-04-15"]).expect(1);
    let added = run.out.split("Removed").next().unwrap();
    for change in [
        "Poland → NATO: joined (12 Mar 1999)",
        "NATO → Yugoslavia: air campaign",
        "Russia → NATO: severed ties (26 Mar 1999)",
        "Russia → United States: visit called off (23 Mar 1999)",
    ] {
        assert!(added.contains(change), "{change} is missing:\n{added}");
    }
}

#[test]
fn summer_restores_what_spring_broke_off() {
    let run = detente(&["diff", SAMPLES, "1999-04-15", "1999-08-01"]).expect(1);
    let (before, changed) = run.out.split_once("\nChanged\n").expect(&run.out);
    assert!(
        changed.contains("restored ties (24 Jul 1999), was: severed ties (26 Mar 1999)"),
        "{changed}"
    );
    let removed = before.split_once("\nRemoved\n").expect(&run.out).1;
    assert!(
        removed.contains("NATO → Yugoslavia: air campaign"),
        "{removed}"
    );
}

#[test]
fn nobody_attacks_the_attacker() {
    let run = detente(&["statements", SAMPLES, "--json"]).expect(0);
    for statement in run.json() {
        let pair = (
            statement["source"]["principal"].as_str().unwrap(),
            statement["target"]["principal"].as_str().unwrap(),
            statement["action"].as_str().unwrap(),
        );
        assert_ne!(pair, ("YUG", "NATO", "violence"), "{statement}");
        assert_ne!(pair, ("NATO", "RUS", "violence"), "{statement}");
    }
}

/// The examples of a command's help, each split into words, with a file for standard input where there is one.
fn examples(command: &str) -> Vec<(Vec<String>, Option<String>)> {
    let help = detente(&[command, "--help"]).expect(0).out;
    help.lines()
        .filter_map(|line| line.strip_prefix("  detente "))
        .map(|line| {
            // What other programs make of the answer is theirs.
            let line = line.split(" | ").next().unwrap_or(line);
            let (line, input) = match line.split_once(" < ") {
                Some((line, input)) => (line, Some(input.to_owned())),
                None => (line, None),
            };
            (line.split_whitespace().map(str::to_owned).collect(), input)
        })
        .collect()
}

#[test]
fn the_examples_of_the_help_can_be_copied() {
    let place = folder("examples");
    let samples = root().join(SAMPLES);
    let there = |word: &str| word.replace(SAMPLES, samples.to_str().unwrap());
    for command in [
        "statements",
        "show",
        "paths",
        "timeline",
        "diff",
        "draw",
        "explain",
    ] {
        let examples = examples(command);
        assert!(examples.len() >= 2, "{command}");
        for (words, input) in examples {
            let input = match input {
                Some(path) => Stdio::from(fs::File::open(there(&path)).unwrap()),
                None => Stdio::null(),
            };
            let output = Command::new(env!("CARGO_BIN_EXE_detente"))
                .args(words.iter().map(|word| there(word)))
                .current_dir(&place)
                .stdin(input)
                .output()
                .unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            let expected = i32::from(command == "diff");
            assert_eq!(output.status.code(), Some(expected), "{words:?}: {err}");
            let written = words
                .iter()
                .position(|word| word == "-o")
                .map(|at| place.join(&words[at + 1]));
            match written {
                Some(file) => assert!(
                    fs::metadata(&file).unwrap().len() > 1000,
                    "{}",
                    file.display()
                ),
                None => assert!(!output.stdout.is_empty(), "{words:?}"),
            }
        }
    }
}

#[test]
fn samples_come_in_every_format() {
    let endings = ["txt", "md", "html", "jsonl"];
    for ending in endings {
        let found = fs::read_dir(root().join(SAMPLES)).unwrap().any(|entry| {
            entry
                .unwrap()
                .path()
                .extension()
                .is_some_and(|own| own == ending)
        });
        assert!(found, "no .{ending} among the samples");
    }
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLES).is_dir());
}
