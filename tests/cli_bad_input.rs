//! What is wrong with an input is told, with the right exit status, in bounded time, and never by a panic.

mod support;

use std::fs;
use std::time::{Duration, Instant};

use support::{detente, file, folder, with_input};

/// Far above what the test build needs on a busy machine, far below "does not come back".
const PATIENCE: Duration = Duration::from_secs(120);

fn in_time(run: impl FnOnce() -> support::Run) -> support::Run {
    let start = Instant::now();
    let run = run();
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    assert!(
        !run.err.contains("panicked") && !run.err.contains("fault of detente"),
        "{}",
        run.err
    );
    run
}

#[test]
fn a_missing_file_is_named() {
    let run = detente(&["show", "no-such-file.txt"]).expect(2);
    assert!(
        run.err.starts_with("error: no-such-file.txt: "),
        "{}",
        run.err
    );
    assert_eq!(run.out, "");
}

#[test]
fn a_folder_without_texts_is_told() {
    let empty = folder("without-texts");
    fs::write(empty.join("picture.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    let run = detente(&["show", empty.to_str().unwrap()]).expect(2);
    assert!(run.err.contains("no texts in this folder"), "{}", run.err);
}

#[test]
fn a_binary_file_is_refused() {
    let bytes: Vec<u8> = (0..4096_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let run = detente(&["statements", &file("noise.bin", bytes)]).expect(2);
    assert!(
        run.err.contains("noise.bin") && run.err.contains("not text"),
        "{}",
        run.err
    );
}

#[test]
fn broken_utf8_is_read_all_the_same() {
    let run = in_time(|| {
        detente(&[
            "statements",
            &file("broken.txt", b"Russia met \xff\xfe\xc3 NATO.\n"),
        ])
    });
    assert!(run.code == 0 || run.code == 1, "{run:?}");
}

#[test]
fn an_empty_text_says_nothing() {
    let run = detente(&["statements", &file("empty.txt", "")]).expect(1);
    assert_eq!(run.out, "");
    assert!(run.err.contains("no statements found"), "{}", run.err);
    let run = with_input(&["show", "-"], b"").expect(1);
    assert!(run.err.contains("no statements found"), "{}", run.err);
}

#[test]
fn a_malformed_line_is_named_and_the_others_are_read() {
    let good = fs::read_to_string(support::root().join("tests/data/statements.jsonl")).unwrap();
    let mut lines: Vec<&str> = good.lines().collect();
    lines.insert(2, "{\"id\": \"broken");
    let run = detente(&[
        "statements",
        "--json",
        &file("malformed.jsonl", lines.join("\n")),
    ])
    .expect(0);
    assert_eq!(run.json().len(), good.lines().count());
    assert!(run.err.contains("malformed.jsonl:3"), "{}", run.err);
}

#[test]
fn ten_thousand_brackets_are_no_trouble() {
    let text = format!(
        "{}Russia met NATO.{}",
        "(".repeat(10_000),
        ")".repeat(10_000)
    );
    in_time(|| detente(&["statements", &file("brackets.txt", text)]));
    let json = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let run = in_time(|| detente(&["statements", &file("brackets.jsonl", json)]));
    assert_ne!(run.code, 0);
    let html = format!(
        "<html><body>{}Russia met NATO.</body></html>",
        "<div>".repeat(10_000)
    );
    in_time(|| detente(&["statements", &file("brackets.html", html)]));
}

#[test]
fn a_text_without_a_date_leaves_its_dates_open_and_says_so() {
    let run = in_time(|| {
        detente(&[
            "statements",
            &file("undated.txt", "Russia met NATO on Friday."),
        ])
    });
    assert_eq!(run.code, 0);
    assert!(
        !run.out.contains("19") && run.err.contains("without a date"),
        "{}{}",
        run.out,
        run.err
    );
    assert_eq!(run.err.lines().count(), 1);
}

#[test]
fn a_sentence_of_fifty_thousand_words_comes_back() {
    let text = "Russia and NATO and Britain met the ministers of France and ".repeat(4_200);
    in_time(|| {
        detente(&[
            "statements",
            "--published",
            "1999-07-21",
            &file("endless.txt", text),
        ])
    });
}

#[test]
fn a_long_line_comes_back() {
    // Debug builds are slow: a small part of what the release build is tried with.
    let text =
        "Russia and NATO held talks on Friday. The two sides agreed to meet again. ".repeat(700);
    let run = in_time(|| {
        detente(&[
            "statements",
            "--published",
            "1999-07-21",
            &file("line.txt", text),
        ])
    });
    assert!(run.code == 0 || run.code == 1);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let given = fs::read_to_string(support::root().join("tests/data/statements.jsonl")).unwrap();
    let steering = given.replace("Russia severed", "\\u001b[2J\\u202eRussia severed");
    let run = detente(&[
        "explain",
        &file("steering.jsonl", steering),
        "Russia",
        "NATO",
    ])
    .expect(0);
    assert!(!run.out.contains('\u{1b}') && !run.out.contains('\u{202e}'));
}
