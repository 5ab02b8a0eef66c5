//! Reading into a store, asking it, and what it outlives.

mod support;

use std::fs;

use support::{detente, folder, root};

const STATEMENTS: &str = "tests/data/statements.jsonl";

#[test]
fn a_store_answers_as_its_texts_do() {
    let store = folder("store-answers").join("a.detente");
    let store = store.to_str().unwrap();
    let first = detente(&["read", "data/samples", STATEMENTS, "--into", store]).expect(0);
    assert!(first.out.contains("0 known"), "{}", first.out);
    let again = detente(&["read", "data/samples", STATEMENTS, "--into", store]).expect(0);
    assert!(again.out.contains("0 texts read"), "{}", again.out);
    assert!(again.out.contains("0 statements new"), "{}", again.out);
    for question in [
        &["show", "--at", "1999-04-15", "--json"][..],
        &[
            "show",
            "--at",
            "1999-07-21",
            "--known",
            "1999-06-01",
            "--json",
        ],
    ] {
        let ask = |files: &[&str]| {
            let arguments = [&question[..1], files, &question[1..]].concat();
            detente(&arguments).expect(0).out
        };
        assert_eq!(ask(&[store]), ask(&["data/samples", STATEMENTS]));
    }
    let timeline = |files: &[&str]| {
        detente(&[&["timeline"], files, &["Russia", "NATO"]].concat())
            .expect(0)
            .out
    };
    assert_eq!(timeline(&[store]), timeline(&["data/samples", STATEMENTS]));
}

/// The index saves time and changes no answer, whatever becomes of it.
#[test]
fn the_index_changes_no_answer() {
    let folder = folder("store-index");
    let path = folder.join("a.detente");
    let store = path.to_str().unwrap();
    let index = folder.join("a.detente.index");
    detente(&["read", STATEMENTS, "--into", store]).expect(0);
    let questions: [&[&str]; 18] = [
        &["show"],
        &["show", "--json", "--at", "1999-04-15"],
        &["show", "--actor", "nato"],
        &["show", "--at", "1801"],
        &["diff", "1999-02-20", "1999-07-22"],
        &["paths", "--at", "1999-07-21", "Russia", "Britain"],
        &["timeline", "--json", "Russia", "NATO"],
        &["timeline", "Russia", "Ruritania"],
        &["explain", "Russia", "NATO"],
        &["draw", "--at", "1999-04-15"],
        &["draw", "--diff", "1999-02-20", "1999-07-22"],
        &["draw", "--dates", "1999-04,1999-07", "--around", "NATO"],
        &[
            "show",
            "--only",
            "ties",
            "--sign",
            "-",
            "--at",
            "1999-04-15",
            "--json",
        ],
        &[
            "diff",
            "--only",
            "ties",
            "1999-02-20",
            "1999-07-22",
            "--json",
        ],
        &["diff", "--json", "1999-07-22", "1999-02-20"],
        &[
            "paths",
            "--all",
            "--max-hops",
            "3",
            "--at",
            "1999-07-21",
            "Russia",
            "Britain",
            "--json",
        ],
        &[
            "paths",
            "--weighted",
            "--at",
            "1999-07-21",
            "Russia",
            "Britain",
            "--json",
        ],
        &["around", "NATO", "--at", "1999-07-21", "--json"],
    ];
    let ask = |files: &[&str]| -> Vec<support::Run> {
        questions
            .iter()
            .map(|question| detente(&[&question[..1], files, &question[1..]].concat()))
            .collect()
    };
    let right = ask(&[STATEMENTS]);
    assert!(right.iter().filter(|run| !run.out.is_empty()).count() > 5);
    assert!(!index.exists());
    assert_eq!(ask(&[store]), right);
    let kept = fs::read(&index).unwrap();
    assert_eq!(ask(&[store]), right);
    assert_eq!(fs::read(&index).unwrap(), kept);
    let mut flipped = kept.clone();
    flipped.iter_mut().skip(60).for_each(|byte| *byte ^= 1);
    let mut rows_flipped = kept.clone();
    let in_rows = kept.len() * 3 / 4;
    rows_flipped
        .iter_mut()
        .skip(in_rows)
        .for_each(|byte| *byte ^= 1);
    for damaged in [
        &flipped[..],
        &rows_flipped,
        &kept[..kept.len() / 2],
        &kept[..kept.len() - 1],
        &kept[..20],
        b"",
    ] {
        fs::write(&index, damaged).unwrap();
        assert_eq!(ask(&[store]), right);
        assert_eq!(fs::read(&index).unwrap(), kept, "it is not made anew");
    }
    // What is read later is in the next answer, and so is what other programs change.
    detente(&["read", "data/samples", "--into", store]).expect(0);
    let both = ask(&["data/samples", STATEMENTS]);
    assert_ne!(both, right);
    assert_eq!(ask(&[store]), both);
    assert_eq!(
        fs::read(&index).unwrap(),
        kept,
        "a few statements more are no reason to make it anew"
    );
    for damaged in [&rows_flipped[..], &kept[..kept.len() - 1], b""] {
        fs::write(&index, damaged).unwrap();
        assert_eq!(ask(&[store]), both);
        fs::write(&index, &kept).unwrap();
    }
    assert_eq!(ask(&[store]), both);
    // A store that was there before has other seals.
    let copy = folder.join("b.detente");
    detente(&["read", STATEMENTS, "--into", copy.to_str().unwrap()]).expect(0);
    fs::copy(&index, folder.join("b.detente.index")).unwrap();
    assert_eq!(ask(&[copy.to_str().unwrap()]), right);
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute("UPDATE sentences SET text = 'Changed by hand.'", [])
        .unwrap();
    // The log is not in the store yet.
    let changed = ask(&[store]);
    assert!(changed[8].out.contains("Changed by hand."));
    drop(other);
    assert_eq!(ask(&[store]), changed);
    // Other rules are none of the index's.
    let strict = |files: &str| detente(&["show", files, "--window", "1"]);
    detente(&["statements", "--json", store]).expect(0);
    assert_ne!(strict(store), changed[0]);
}

#[test]
fn what_cannot_be_kept_is_said() {
    let folder = folder("store-refused");
    let taken = folder.join("a.txt");
    fs::write(&taken, "Talks resumed.").unwrap();
    let into = |path: &std::path::Path| {
        detente(&["read", STATEMENTS, "--into", path.to_str().unwrap()])
            .expect(2)
            .err
    };
    assert!(into(&taken).contains("is no store"));
    assert_eq!(fs::read_to_string(&taken).unwrap(), "Talks resumed.");
    assert!(into(&folder.join("no/such/folder.detente")).contains("does its folder exist"));
    let full = std::path::Path::new("/dev/full");
    if full.exists() {
        assert!(into(full).starts_with("error: /dev/full"));
    }
}

/// A store of the version before answers, and knows, what was read into it.
#[test]
fn an_older_store_goes_on() {
    let folder = folder("store-older");
    let path = folder.join("a.detente");
    fs::copy(root().join("tests/data/version-1.detente"), &path).unwrap();
    let store = path.to_str().unwrap();
    let quads = folder.join("quads.txt");
    fs::copy(root().join("tests/data/version-1-quads.txt"), &quads).unwrap();
    let refused = detente(&["show", store]).expect(2).err;
    assert!(refused.contains("`--into` it once"), "{refused}");
    let again = detente(&["read", quads.to_str().unwrap(), "--into", store]).expect(0);
    assert!(
        again.out.contains("0 statements new, 3 known"),
        "{}",
        again.out
    );
    let told = detente(&["timeline", store, "Iran", "Iraq"]).expect(0).out;
    let right = detente(&["timeline", quads.to_str().unwrap(), "Iran", "Iraq"])
        .expect(0)
        .out;
    assert_eq!(told, right);
}

/// `version-3.detente` was made by the program of version 3 from the three files, one after the other, and two lines of
/// `statements.jsonl`.
#[test]
fn rows_of_an_older_store_are_known_again() {
    let folder = folder("store-version-3");
    let path = folder.join("a.detente");
    fs::copy(root().join("tests/data/version-3.detente"), &path).unwrap();
    let store = path.to_str().unwrap();
    let files = [
        "tests/data/version-1-quads.txt",
        "tests/data/version-3-gdelt.txt",
        "tests/data/version-3-petrarch.txt",
    ];
    for file in files {
        let again = detente(&["read", file, "--into", store]).expect(0).out;
        assert!(again.contains("0 statements new, 3 known"), "{again}");
    }
    for pair in [
        ["Iran", "Iraq"],
        ["USA", "Iran"],
        ["USA", "UN"],
        ["Iran", "UN"],
    ] {
        let ask = |files: &[&str]| {
            let told = detente(&[&["timeline", "--json"], files, &pair].concat());
            told.expect(0).out
        };
        assert_eq!(ask(&[store]), ask(&files));
    }
    let shown = detente(&["statements", "--json", store]).expect(0).out;
    let ids = |text: &str| -> Vec<String> {
        let id = |line: &str| {
            Some(
                line.split_once("\"id\":\"")?
                    .1
                    .split_once('"')?
                    .0
                    .to_owned(),
            )
        };
        let mut ids: Vec<String> = text.lines().filter_map(id).collect();
        ids.sort();
        ids
    };
    let own = detente(&[&["statements", "--json"], &files[..]].concat())
        .expect(0)
        .out;
    let (ids, own) = (ids(&shown), ids(&own));
    assert_eq!((ids.len(), own.len()), (11, 9));
    assert!(own.iter().all(|id| ids.contains(id)));
}
