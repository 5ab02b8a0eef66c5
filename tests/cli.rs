//! The commands on statements that are given as JSON Lines, so that only the graph and the command line are tried.

mod support;

use std::fs;
use std::process::{Command, Stdio};

use support::{detente, file, folder, root, with_input};

const STATEMENTS: &str = "tests/data/statements.jsonl";

#[test]
fn show_gives_what_is_in_force_with_its_sentence() {
    let run = detente(&["show", STATEMENTS, "--at", "1999-07-21"]).expect(0);
    let expected = "\
In force on 21 Jul 1999: 5 relations between 5 actors

· Russia ↔ NATO: talks postponed (20 Jul 1999)
    “The talks between Russia and NATO were put off on Tuesday.”
    council.txt, sentence 1, published 21 Jul 1999

- Russia → NATO: severed ties (25 Mar 1999)
    “Russia severed its ties with NATO on Thursday.”
    march.txt, sentence 1, published 26 Mar 1999

+ NATO ↔ Yugoslavia: ceasefire (9 Jun 1999)
    “NATO and Yugoslavia signed a ceasefire on Wednesday.”
    june.txt, sentence 1, published 10 Jun 1999

+ Russia → Britain: visit planned (21 Jul 1999)
    “Ivanov leaves for London on Wednesday.”
    council.txt, sentence 2, published 21 Jul 1999

+ Russia ↔ United States: to meet (21 Jul 1999)
    “Prime Minister Stepashin will meet Vice President Gore.”
    council.txt, sentence 3, published 21 Jul 1999
";
    assert_eq!(run.out, expected);
    assert_eq!(run.err, "");
}

#[test]
fn show_chooses_by_actor_action_and_sign() {
    let labels = |arguments: &[&str]| -> Vec<String> {
        let all = [
            &["show", STATEMENTS, "--at", "1999-07-21", "--json"],
            arguments,
        ]
        .concat();
        let run = detente(&all);
        let relations = run.json().remove(0)["relations"].take();
        relations
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["label"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(labels(&["--actor", "Britain"]), ["visit planned"]);
    assert_eq!(
        labels(&["--only", "ties,visit"]),
        ["severed ties", "visit planned"]
    );
    assert_eq!(labels(&["--sign", "-"]), ["severed ties"]);
    assert_eq!(labels(&["--sign", "0"]), ["talks postponed"]);
    assert_eq!(labels(&["--sign", "hostile", "--only", "visit"]), [""; 0]);
}

#[test]
fn a_month_means_its_last_day_and_no_date_the_latest_publication() {
    let month = detente(&["show", STATEMENTS, "--at", "1999-03"]).expect(0);
    assert!(
        month.out.starts_with("In force on 31 Mar 1999"),
        "{}",
        month.out
    );
    let latest = detente(&["show", STATEMENTS]).expect(0);
    assert!(
        latest.out.starts_with("In force on 24 Jul 1999"),
        "{}",
        latest.out
    );
}

#[test]
fn show_counts_only_what_was_known() {
    let run = detente(&[
        "show",
        STATEMENTS,
        "--at",
        "1999-07-23",
        "--known",
        "1999-07-22",
        "--only",
        "ties",
    ])
    .expect(0);
    assert!(run.out.contains("severed ties"), "{}", run.out);
    let run = detente(&["show", STATEMENTS, "--at", "1999-07-23", "--only", "ties"]).expect(0);
    assert!(run.out.contains("restored ties"), "{}", run.out);
}

#[test]
fn paths_lead_over_russia_with_a_sentence_for_each_hop() {
    let run = detente(&["paths", STATEMENTS, "NATO", "Britain", "--at", "1999-07-21"]).expect(0);
    let first = run.out.lines().next().unwrap();
    assert_eq!(
        first,
        "NATO – talks postponed – Russia – visit planned – Britain"
    );
    assert!(
        run.out
            .contains("“The talks between Russia and NATO were put off on Tuesday.”")
    );
    assert!(run.out.contains("“Ivanov leaves for London on Wednesday.”"));
    assert!(
        run.out
            .contains("Russia (Igor Ivanov) plans a visit to Britain.")
    );

    let answer = detente(&[
        "paths",
        STATEMENTS,
        "NATO",
        "Britain",
        "--at",
        "1999-07-21",
        "--json",
    ])
    .expect(0)
    .json();
    let hops = answer[0]["paths"][0]["hops"].as_array().unwrap();
    let ends: Vec<(&str, &str)> = hops
        .iter()
        .map(|hop| (hop["from"].as_str().unwrap(), hop["to"].as_str().unwrap()))
        .collect();
    assert_eq!(ends, [("NATO", "RUS"), ("RUS", "GBR")]);
    assert!(hops.iter().all(|hop| {
        !hop["by"][0]["evidence"][0]["text"]
            .as_str()
            .unwrap()
            .is_empty()
    }));
}

#[test]
fn no_path_is_status_one() {
    let run = detente(&[
        "paths",
        STATEMENTS,
        "Yugoslavia",
        "Britain",
        "--at",
        "1999-04-01",
    ])
    .expect(1);
    assert_eq!(run.out, "");
    assert_eq!(
        run.err,
        "no path from Yugoslavia to Britain over relations in force on 1 Apr 1999 within 6 steps\n"
    );
    detente(&[
        "paths",
        STATEMENTS,
        "NATO",
        "Britain",
        "--at",
        "1999-07-21",
        "--max-hops",
        "1",
    ])
    .expect(1);
    detente(&[
        "paths",
        STATEMENTS,
        "NATO",
        "Britain",
        "--at",
        "1999-07-21",
        "--sign",
        "-",
    ])
    .expect(1);
}

#[test]
fn a_timeline_tells_the_story_in_order() {
    let run = detente(&["timeline", STATEMENTS, "Russia", "NATO"]).expect(0);
    let told: Vec<&str> = run
        .out
        .lines()
        .filter(|line| line.contains("1999: "))
        .collect();
    assert_eq!(
        told,
        [
            "- 25 Mar 1999: Russia severed ties with NATO (until 23 Jul 1999)",
            "- 26 Mar 1999: Russia accuses NATO (lapsed 25 Apr 1999)",
            "+ 15 Jul 1999: Russia and NATO plan talks (for 20 Jul 1999, until 20 Jul 1999)",
            "· 20 Jul 1999: Russia and NATO: talks postponed (for 20 Jul 1999, until 23 Jul",
            "+ 23 Jul 1999: Russia and NATO met (lapsed 22 Aug 1999)",
            "+ 23 Jul 1999: Russia restores ties with NATO",
        ]
    );
    let turned = detente(&["timeline", STATEMENTS, "NATO", "Russia", "--json"]).expect(0);
    assert_eq!(turned.json().len(), 6);
}

#[test]
fn diff_tells_added_removed_and_changed_and_ends_with_one() {
    let run = detente(&["diff", STATEMENTS, "1999-04-01", "1999-07-24"]).expect(1);
    let lines: Vec<&str> = run
        .out
        .lines()
        .filter(|line| !line.starts_with("      "))
        .collect();
    assert_eq!(
        lines,
        [
            "From 1 Apr 1999 to 24 Jul 1999: 4 added, 2 removed, 1 changed, 0 unchanged",
            "",
            "Added",
            "  + Russia ↔ NATO: met (23 Jul 1999)",
            "  + NATO ↔ Yugoslavia: ceasefire (9 Jun 1999)",
            "  + Russia → Britain: visit planned (21 Jul 1999)",
            "  + Russia ↔ United States: to meet (21 Jul 1999)",
            "",
            "Removed",
            "  - NATO → Yugoslavia: air campaign (since 24 Mar 1999), ended on 9 Jun 1999 by:",
            "    ceasefire",
            "  - Russia → NATO: accuses (26 Mar 1999), lapsed on 25 Apr 1999",
            "",
            "Changed",
            "  + Russia → NATO: restored ties (23 Jul 1999), was: severed ties (25 Mar 1999)",
        ]
    );
    // The air campaign was ended by the ceasefire, and that is the sentence shown.
    assert!(
        run.out.contains(
            "    ceasefire\n      “NATO and Yugoslavia signed a ceasefire on Wednesday.”"
        ),
        "{}",
        run.out
    );
}

#[test]
fn diff_of_a_date_with_itself_is_empty_and_ends_with_zero() {
    let run = detente(&["diff", STATEMENTS, "1999-04-01", "1999-04-01", "--json"]).expect(0);
    assert_eq!(run.json()[0]["changes"].as_array().unwrap().len(), 0);
}

#[test]
fn explain_gives_every_sentence_behind_an_edge() {
    let run = detente(&["explain", STATEMENTS, "Russia", "NATO"]).expect(0);
    assert_eq!(run.out.matches('“').count(), 6);
    assert!(
        run.out
            .contains("NATO and Russia: ties [NATO~RUS:ties:1999-03-25], 2 statements"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("  ended, from 25 Mar 1999 until 23 Jul 1999 (changed)"),
        "{}",
        run.out
    );
    let ended = detente(&["explain", STATEMENTS, "NATO", "Yugoslavia", "--json"])
        .expect(0)
        .json();
    let stage = &ended[0]["stages"][0];
    assert_eq!(stage["closing"], "ended");
    assert_eq!(stage["ended_by"]["document"], "june.txt");
    assert_eq!(
        stage["occurrences"][0][0]["evidence"]["text"],
        "NATO has bombed Yugoslavia since Wednesday."
    );
}

#[test]
fn statements_pass_through_unchanged() {
    let run = detente(&["statements", "--json", STATEMENTS]).expect(0);
    let given = fs::read_to_string(root().join(STATEMENTS)).unwrap();
    let given: Vec<serde_json::Value> = given
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let passed = run.json();
    assert_eq!(passed.len(), given.len());
    for (given, passed) in given.iter().zip(&passed) {
        for field in [
            "id",
            "document",
            "published",
            "action",
            "status",
            "evidence",
        ] {
            assert_eq!(given[field], passed[field], "{field}");
        }
        assert_eq!(given["source"]["principal"], passed["source"]["principal"]);
    }
    let again = with_input(&["statements", "--json", "-"], run.out.as_bytes()).expect(0);
    assert_eq!(again.out, run.out);
}

#[test]
fn statements_are_legible_as_text() {
    let run = detente(&["statements", STATEMENTS]).expect(0);
    assert!(
        run.out.contains(
            "  - Russia (Moscow) → NATO (the alliance): criticism done [accuse, ACCUSE, CAMEO"
        ),
        "{}",
        run.out
    );
}

#[test]
fn the_level_of_persons_keeps_them_apart() {
    let run = detente(&[
        "show",
        STATEMENTS,
        "--at",
        "1999-07-21",
        "--level",
        "person",
        "--actor",
        "Ivanov",
    ])
    .expect(0);
    assert!(
        run.out
            .contains("+ Igor Ivanov → Britain: visit planned (21 Jul 1999)"),
        "{}",
        run.out
    );
    let states = detente(&[
        "show",
        STATEMENTS,
        "--at",
        "1999-07-21",
        "--actor",
        "Ivanov",
    ])
    .expect(0);
    assert!(
        states.err.contains("Igor Ivanov speaks for Russia"),
        "{}",
        states.err
    );
}

#[test]
fn no_line_is_longer_than_eighty_columns_but_for_long_words() {
    for command in [
        &["show", STATEMENTS, "--at", "1999-07-21"][..],
        &["timeline", STATEMENTS, "Russia", "NATO"],
        &["diff", STATEMENTS, "1999-04-01", "1999-07-24"],
        &["explain", STATEMENTS, "Russia", "NATO"],
        &["paths", STATEMENTS, "NATO", "Britain", "--at", "1999-07-21"],
        &["statements", STATEMENTS],
    ] {
        let run = detente(command);
        for line in run.out.lines() {
            assert!(line.chars().count() <= 80, "{line}");
            assert!(
                !line.contains('\u{1b}'),
                "colour without a terminal: {line}"
            );
        }
    }
}

#[test]
fn draw_writes_svg_and_dot_by_the_ending() {
    let folder = folder("draw");
    let svg = folder.join("graph.svg");
    let dot = folder.join("graph.dot");
    let at = ["--at", "1999-07-21"];
    detente(&[&["draw", STATEMENTS, "-o", svg.to_str().unwrap()][..], &at].concat()).expect(0);
    detente(&[&["draw", STATEMENTS, "-o", dot.to_str().unwrap()][..], &at].concat()).expect(0);
    let picture = fs::read_to_string(svg).unwrap();
    assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
    for word in [
        "Russia",
        "NATO",
        "severed ties",
        "visit planned",
        "State on 21 July 1999",
    ] {
        assert!(picture.contains(word), "{word} is missing");
    }
    assert!(fs::read_to_string(dot).unwrap().contains("digraph"));
    let streamed = detente(&[&["draw", STATEMENTS][..], &at].concat()).expect(0);
    assert_eq!(streamed.out, picture);
}

#[test]
fn draw_shows_a_diff_a_path_and_a_neighbourhood() {
    let diff = detente(&["draw", STATEMENTS, "--diff", "1999-04-01", "1999-07-24"]).expect(0);
    assert!(diff.out.contains("air campaign") && diff.out.contains("restored ties"));
    let path = detente(&[
        "draw",
        STATEMENTS,
        "--path",
        "NATO",
        "Britain",
        "--at",
        "1999-07-21",
    ])
    .expect(0);
    assert!(path.out.contains("visit planned"));
    let around = detente(&[
        "draw",
        STATEMENTS,
        "--around",
        "Britain",
        "--at",
        "1999-07-21",
    ])
    .expect(0);
    assert!(around.out.contains("visit planned") && !around.out.contains("ceasefire"));
    let none = detente(&["draw", STATEMENTS, "--at", "1900"]).expect(1);
    assert!(
        none.err
            .contains("no such relation in force on 31 Dec 1900"),
        "{}",
        none.err
    );
}

#[test]
fn draw_refuses_endings_it_cannot_write() {
    let run = detente(&["draw", STATEMENTS, "-o", "picture.bmp"]).expect(2);
    assert_eq!(
        run.err,
        "error: picture.bmp: the file must end in .svg, .png, .dot or .html\n"
    );
    let run = detente(&["draw", STATEMENTS, "-o", "no/such/folder/picture.svg"]).expect(2);
    assert!(
        run.err.contains("no/such/folder/picture.svg"),
        "{}",
        run.err
    );
}

#[test]
fn two_runs_give_the_same_bytes() {
    for command in [
        &["show", STATEMENTS, "--json"][..],
        &["timeline", STATEMENTS, "Russia", "NATO", "--json"],
        &["diff", STATEMENTS, "1999-04-01", "1999-07-24", "--json"],
        &[
            "paths",
            STATEMENTS,
            "NATO",
            "Britain",
            "--at",
            "1999-07-21",
            "--json",
        ],
        &["draw", STATEMENTS, "--at", "1999-07-21"],
    ] {
        assert_eq!(detente(command), detente(command));
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    let given = fs::read_to_string(root().join(STATEMENTS)).unwrap();
    let mut lines: Vec<&str> = given.lines().collect();
    lines.reverse();
    let reversed = file("reversed.jsonl", lines.join("\n"));
    let show = |input: &str| detente(&["show", input, "--json"]).expect(0).out;
    assert_eq!(show(STATEMENTS), show(&reversed));
}

#[test]
fn an_unknown_actor_is_an_error_with_near_names() {
    let run = detente(&["paths", STATEMENTS, "NATO", "Britian"]).expect(2);
    assert_eq!(run.out, "");
    assert!(
        run.err.contains("'Britian'") && run.err.contains("did you mean Britain?"),
        "{}",
        run.err
    );
    let run = detente(&["timeline", STATEMENTS, "NATO", "Qqqq"]).expect(2);
    assert!(run.err.contains("no actor 'Qqqq'"), "{}", run.err);
}

#[test]
fn impossible_dates_and_wrong_usage_are_told() {
    let run = detente(&["show", STATEMENTS, "--at", "1999-02-30"]).expect(2);
    assert!(
        run.err
            .contains("'1999-02-30' is not a date: write YYYY-MM-DD, YYYY-MM or YYYY"),
        "{}",
        run.err
    );
    let run = detente(&["diff", STATEMENTS, "1999-02-01", "soon"]).expect(2);
    assert!(run.err.contains("'soon' is not a date"), "{}", run.err);
    let run = detente(&["diff", STATEMENTS]).expect(2);
    assert_eq!(
        run.err,
        "error: give files or folders, then two dates, or --since, or two stores alone; see --help\n"
    );
    detente(&[
        "diff",
        STATEMENTS,
        "--json",
        "1999-02-01",
        "--known",
        "1999-08",
        "1999-02-01",
    ])
    .expect(0);
    detente(&["show"]).expect(2);
    detente(&["frobnicate"]).expect(2);
    let run = detente(&["show", STATEMENTS, "--only", "gossip"]).expect(2);
    assert!(run.err.contains("'gossip' is no action"), "{}", run.err);
    let run = detente(&["show", STATEMENTS, "--at", "1850"]).expect(1);
    assert!(
        run.err.contains("what was read begins on 24 Mar 1999"),
        "{}",
        run.err
    );
}

#[test]
fn help_and_version_go_to_standard_output() {
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["show", "--help"],
        &["help", "diff"],
    ] {
        let run = detente(arguments).expect(0);
        assert!(!run.out.is_empty() && run.err.is_empty());
    }
    for command in [
        "statements",
        "show",
        "paths",
        "timeline",
        "diff",
        "draw",
        "explain",
    ] {
        let help = detente(&[command, "--help"]).expect(0).out;
        assert!(
            help.contains(&format!("  detente {command} data/samples")),
            "{help}"
        );
        assert!(
            help.contains("--json") && help.contains("--published <DATE>"),
            "{help}"
        );
    }
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    // Far more than a pipe holds, so that writing meets the closed end.
    let given = fs::read_to_string(root().join(STATEMENTS)).unwrap();
    let long = file("long.jsonl", given.repeat(200));
    let mut child = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(["statements", "--json", &long])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn score_judges_own_and_other_statements() {
    let scratch = folder("score");
    let gold = scratch.join("gold.jsonl");
    fs::write(
        &gold,
        "{\"id\":\"a\",\"published\":\"2001-05-03\",\"text\":\"Norway met Sweden on Tuesday. Denmark denounced Finland.\",\"gold\":[{\"source\":\"NOR\",\"target\":\"SWE\",\"action\":\"meeting\",\"status\":\"done\",\"event\":\"CONSULT\",\"date\":\"2001-05-01\",\"mutual\":true},{\"source\":\"FIN\",\"target\":\"DNK\",\"action\":\"aid\",\"status\":\"done\",\"event\":\"AID\"}]}\n",
    )
    .unwrap();
    let path = gold.to_str().unwrap();
    let run = detente(&["score", "--json", path]);
    assert_eq!(run.code, 0, "{}", run.err);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["figures"]["precision"], 0.5);
    assert_eq!(report["figures"]["date"], 1.0);
    assert_eq!(report["confusion"]["AID"]["ACCUSE"], 1);
    let shown = detente(&["score", path]);
    assert!(
        shown.out.contains("extra a: DNK criticism done FIN ACCUSE"),
        "{}",
        shown.out
    );
    let others = scratch.join("others.jsonl");
    fs::write(&others, "{\"document\":\"a\"}\n").unwrap();
    let bad = detente(&["score", path, others.to_str().unwrap()]);
    assert_eq!(bad.code, 2);
    assert!(
        bad.err.contains("others.jsonl:1: no statement"),
        "{}",
        bad.err
    );
}
