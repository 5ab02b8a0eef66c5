//! Paths of every sort, neighbours, sentences, measures, strict reading and diffs between stores, on the command line.

mod support;

use support::{detente, file, folder};

const STATEMENTS: &str = "tests/data/statements.jsonl";

#[test]
fn paths_may_be_many_weighted_and_over_time() {
    let all = detente(&[
        "paths",
        STATEMENTS,
        "NATO",
        "Britain",
        "--at",
        "1999-07-21",
        "--all",
        "--json",
    ])
    .expect(0)
    .json()
    .remove(0);
    assert_eq!(
        (all["paths"].as_array().unwrap().len(), &all["cut_off"]),
        (1, &false.into())
    );
    let two = [
        "paths",
        STATEMENTS,
        "NATO",
        "Britain",
        "--at",
        "1999-07-21",
        "--k",
        "2",
    ];
    detente(&two).expect(0);
    let weighted = detente(&[&two[..], &["--weighted"]].concat()).expect(0);
    let first = weighted.out.lines().next().unwrap();
    assert!(first.ends_with("Britain (length 1.50)"), "{first}");
    detente(&[&two[..], &["--status", "done"]].concat()).expect(1);
    let over = detente(&[
        "paths",
        STATEMENTS,
        "NATO",
        "Britain",
        "--time-respecting",
        "--from",
        "1999-07",
        "--to",
        "1999-07",
    ])
    .expect(0);
    assert!(over.out.contains("1. NATO and Russia, on "), "{}", over.out);
    for (wrong, says) in [
        (
            &["--from", "1999"][..],
            "--from and --to go with --time-respecting",
        ),
        (
            &["--time-respecting", "--from", "2000", "--to", "1999"],
            "give the earlier date first",
        ),
        (
            &["--time-respecting", "--at", "1999"],
            "cannot be used with",
        ),
        (&["--all", "--k", "2"], "cannot be used with"),
        (&["--status", "dead"], "'dead' is no status"),
    ] {
        let run =
            detente(&[&["paths", STATEMENTS, "NATO", "Britain"][..], wrong].concat()).expect(2);
        assert!(run.err.contains(says), "{wrong:?}: {}", run.err);
    }
}

#[test]
fn around_an_actor_are_its_neighbours_with_their_sentences() {
    let run = detente(&[
        "around",
        STATEMENTS,
        "Britain",
        "--at",
        "1999-07-21",
        "--hops",
        "2",
    ])
    .expect(0);
    assert!(
        run.out
            .starts_with("Around Britain on 21 Jul 1999: 3 actors\n"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("Russia: 1 cooperative, 0 neutral, 0 hostile\n")
    );
    assert!(
        run.out
            .contains("NATO: 0 cooperative, 1 neutral, 1 hostile, 2 steps, through Russia\n")
    );
    assert!(run.out.contains("“Ivanov leaves for London on Wednesday.”"));
    let run = detente(&["around", STATEMENTS, "Britain", "--at", "1990"]).expect(1);
    assert_eq!(
        run.err,
        "no such relation of Britain in force on 31 Dec 1990\n"
    );
    detente(&["around", STATEMENTS]).expect(2);
}

#[test]
fn sentences_are_found_with_what_they_say() {
    let run = detente(&["find", STATEMENTS, "SEVER* ties"]).expect(0);
    assert_eq!(
        run.out,
        "1 sentence\n\n“Russia severed its ties with NATO on Thursday.”\n\
         march.txt, sentence 1, published 26 Mar 1999\n    - Russia → NATO: ties ended [NATO~RUS:ties:1999-03-25]\n"
    );
    let json = detente(&["find", STATEMENTS, "severed", "--json"])
        .expect(0)
        .json();
    assert_eq!(json[0]["claims"][0]["statement"]["source"]["id"], "RUS");
    for none in [
        &["--actor", "Britain"][..],
        &["--only", "visit"],
        &["--sign", "+"],
        &["--status", "planned"],
        &["--from", "1999-04"],
    ] {
        detente(&[&["find", STATEMENTS, "severed"][..], none].concat()).expect(1);
    }
    let run = detente(&["find", STATEMENTS, "\"severed its"]).expect(2);
    assert!(
        run.err.contains("a quotation mark is not closed"),
        "{}",
        run.err
    );
    assert!(
        detente(&["find", STATEMENTS, "?!"])
            .expect(2)
            .err
            .contains("no word to look for")
    );
}

#[test]
fn measures_are_tables_csv_and_json() {
    for measure in ["balance", "centrality", "blocs", "likeness"] {
        let words = ["measure", measure, STATEMENTS, "--at", "1999-07-21"];
        let shown = detente(&words).expect(0);
        assert!(
            shown.out.contains("on 21 Jul 1999: 5 actors in "),
            "{}",
            shown.out
        );
        assert!(shown.out.is_ascii() || shown.out.chars().all(|c| c != '\u{1b}'));
        let csv = detente(&[&words[..], &["--csv"]].concat()).expect(0);
        let mut lines = csv.out.split("\r\n");
        let n_columns = lines.next().unwrap().split(',').count();
        assert!(
            lines
                .filter(|line| !line.is_empty())
                .all(|line| line.split(',').count() == n_columns)
        );
        assert!(
            !detente(&[&words[..], &["--json"]].concat())
                .expect(0)
                .json()
                .is_empty()
        );
        detente(&[&words[..], &["--json", "--csv"]].concat()).expect(2);
        detente(&["measure", measure, STATEMENTS, "--at", "1990"]).expect(1);
    }
    let one = detente(&[
        "measure",
        "centrality",
        STATEMENTS,
        "--at",
        "1999-07-21",
        "--most",
        "1",
    ])
    .expect(0);
    assert!(
        one.out.ends_with("… and 4 more; --most 5 shows them\n"),
        "{}",
        one.out
    );
    let of = [
        "measure",
        "likeness",
        STATEMENTS,
        "--at",
        "1999-07-21",
        "--actor",
        "Britain",
        "--json",
    ];
    assert_eq!(detente(&of).expect(0).json().len(), 4);
}

#[test]
fn a_series_counts_dyads_by_month() {
    let between = ["--between", "Russia", "NATO", "--csv"];
    let run = detente(&[&["measure", "series", STATEMENTS][..], &between].concat()).expect(0);
    let lines: Vec<&str> = run.out.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "source,target,start,end,acts,documents,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,goldstein_sum,goldstein_mean"
    );
    assert!(
        lines.contains(&"RUS,NATO,1999-03-01,1999-03-31,2,1,0,0,1,1,-6,-3"),
        "{}",
        run.out
    );
    let zeros = [
        "--zeros",
        "--undirected",
        "--from",
        "1999-03",
        "--to",
        "1999-06",
    ];
    let run =
        detente(&[&["measure", "series", STATEMENTS][..], &between, &zeros].concat()).expect(0);
    let acts: Vec<&str> = (run.out.split("\r\n").skip(1))
        .filter_map(|line| line.split(',').nth(4))
        .collect();
    assert_eq!(acts, ["2", "0", "0", "0"]);
    let run = detente(&[
        "measure", "series", STATEMENTS, "--every", "day", "--zeros", "--from", "0001", "--to",
        "9999",
    ])
    .expect(2);
    assert!(run.err.contains("rows are too many"), "{}", run.err);
}

#[test]
fn strictly_only_what_a_text_says_is_in_force() {
    let run = detente(&["show", STATEMENTS, "--at", "1999-04-10", "--strict"]).expect(1);
    assert!(
        run.err.starts_with("no such relation in force"),
        "{}",
        run.err
    );
    detente(&["show", STATEMENTS, "--at", "1999-04-10"]).expect(0);
    let run = detente(&[
        "show",
        STATEMENTS,
        "--at",
        "1999-03-25",
        "--strict",
        "--only",
        "ties",
    ])
    .expect(0);
    assert!(
        run.out.contains("severed ties (25 Mar 1999)"),
        "{}",
        run.out
    );
    detente(&["show", STATEMENTS, "--strict", "--window", "7"]).expect(2);
    let rules = detente(&["rules", "ties", "--strict"]).expect(0);
    assert!(
        rules.out.contains("ended: holds while its text says so"),
        "{}",
        rules.out
    );
    // A store's index, kept in the usual way, is not asked.
    let store = folder("strict").join("relations.detente");
    let store = store.to_str().unwrap();
    detente(&["read", STATEMENTS, "--into", store]).expect(0);
    detente(&["show", store, "--at", "1999-04-10"]).expect(0);
    detente(&["show", store, "--at", "1999-04-10", "--strict"]).expect(1);
}

#[test]
fn a_diff_reckons_back_and_knows_what_was_known() {
    let since = detente(&["diff", STATEMENTS, "--since", "2w", "--at", "1999-07-24"]).expect(1);
    assert!(
        since.out.starts_with("From 10 Jul 1999 to 24 Jul 1999: "),
        "{}",
        since.out
    );
    let same = detente(&["diff", STATEMENTS, "1999-07-10", "1999-07-24"]).expect(1);
    assert_eq!(since.out, same.out);
    // The ties were restored on the 23rd, as the paper of the 24th says.
    let known = [
        "diff",
        STATEMENTS,
        "1999-07-23",
        "1999-07-24",
        "--only",
        "ties",
    ];
    detente(&known).expect(0);
    let news = detente(&[&known[..], &["--as-known", "--json"]].concat())
        .expect(1)
        .json()
        .remove(0);
    assert_eq!(news["from_known"], "1999-07-23");
    let cause = &news["changes"][0]["causes"][0];
    assert_eq!(cause["published"], "1999-07-24");
    for (wrong, says) in [
        (&["--since", "7x"][..], "neither a time such as 7d"),
        (&["--since", "2000", "--at", "1999"], "lies after"),
        (
            &["1999", "2000", "--at", "1999"],
            "two dates are given already",
        ),
        (
            &["--since", "7d", "--as-known", "--known", "1999"],
            "cannot be used with",
        ),
    ] {
        let run = detente(&[&["diff", STATEMENTS][..], wrong].concat()).expect(2);
        assert!(run.err.contains(says), "{wrong:?}: {}", run.err);
    }
}

#[test]
fn two_stores_differ_in_what_one_does_not_say() {
    let lines: Vec<String> = std::fs::read_to_string(support::root().join(STATEMENTS))
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    let (late, early): (Vec<&String>, Vec<&String>) = lines
        .iter()
        .partition(|line| line.contains("\"published\": \"1999-07-24\""));
    assert!(!late.is_empty());
    let early: String = early
        .iter()
        .flat_map(|line| [line.as_str(), "\n"])
        .collect();
    let old = file("early.jsonl", early);
    let folder = folder("two-stores");
    let [old_store, new_store] =
        ["old.detente", "new.detente"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    detente(&["read", &old, "--into", &old_store]).expect(0);
    detente(&["read", STATEMENTS, "--into", &new_store]).expect(0);
    let run = detente(&["diff", &old_store, &new_store, "--json"]).expect(1);
    let diff = run.json().remove(0);
    assert_eq!(
        (&diff["from"], &diff["to"]),
        (&"1999-07-24".into(), &"1999-07-24".into())
    );
    for change in diff["changes"].as_array().unwrap() {
        assert_eq!(change["causes"][0]["published"], "1999-07-24", "{change}");
    }
    let told = detente(&["diff", &old_store, &new_store]).expect(1);
    assert!(
        told.out
            .replace('\n', " ")
            .contains("new.detente on 24 Jul 1999: "),
        "{}",
        told.out
    );
    detente(&["diff", &new_store, &new_store]).expect(0);
    // Who has not read of the ceasefire has nothing to say of it.
    let unread: String = lines
        .iter()
        .filter(|line| !line.contains("\"document\": \"june.txt\""))
        .flat_map(|line| [line.as_str(), "\n"])
        .collect();
    let unread = file("unread.jsonl", unread);
    let back = detente(&["diff", STATEMENTS, &unread, "--at", "1999-07-21"]).expect(1);
    let removed = "+ NATO ↔ Yugoslavia: ceasefire (9 Jun 1999), not said in the second";
    assert!(
        back.out.replace("\n    ", " ").contains(removed),
        "{}",
        back.out
    );
    let run = detente(&["diff", &old_store, &new_store, "--as-known"]).expect(2);
    assert!(run.err.contains("not with two stores"), "{}", run.err);
    detente(&["diff", &old_store, "missing.detente"]).expect(2);
}
