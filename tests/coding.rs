//! How sentences are coded, by example: what each frame reads and leaves alone, what was left out and why, what a rule is.

mod support;

use std::collections::BTreeSet;
use std::fs;

use detente::language::English;
use detente::model::{Action, Document, Sentence, Span, Statement};
use detente::pipeline::Reader;
use detente::text::tokens;
use detente::vocabulary::relations::RuleCard;
use support::{detente, file, root, with_input};

/// One sentence of `data/relations/examples.tsv`.
struct Example {
    line: usize,
    frame: String,
    word: String,
    sentence: String,
    told: String,
}

fn examples() -> Vec<Example> {
    let text = fs::read_to_string(root().join("data/relations/examples.tsv")).unwrap();
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.starts_with('#'))
        .skip(1)
        .map(|(at, line)| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [frame, word, sentence, told] = cells[..] else {
                panic!("data/relations/examples.tsv:{}: {line}", at + 1);
            };
            Example {
                line: at + 1,
                frame: frame.to_owned(),
                word: word.to_owned(),
                sentence: sentence.to_owned(),
                told: told.to_owned(),
            }
        })
        .collect()
}

/// "NOR > DNK aid done"; a statement of the arbiter says so.
fn told(statement: &Statement) -> String {
    let sign = if statement.mutual { '=' } else { '>' };
    let by = if statement.rule.starts_with("arbiter:") {
        " (arbiter)"
    } else {
        ""
    };
    let (source, target) = (&statement.source.principal, &statement.target.principal);
    format!(
        "{source} {sign} {target} {} {}{by}",
        statement.action, statement.status
    )
}

#[test]
fn frames_read_their_examples_and_leave_the_others_alone() {
    let reader = Reader::embedded().unwrap();
    let mut wrong = Vec::new();
    for example in examples() {
        let document = Document {
            text: example.sentence.clone(),
            ..Document::default()
        };
        let statements = reader.read(&document).statements;
        let action = example
            .frame
            .split('/')
            .next()
            .and_then(|a| a.parse::<Action>().ok());
        let read: Vec<String> = statements.iter().map(told).collect();
        let right = if example.told == "-" {
            let about = |statement: &Statement| action.is_none_or(|a| a == statement.action);
            !statements.iter().any(about)
        } else {
            read.contains(&example.told)
        };
        if !right {
            wrong.push(format!(
                "data/relations/examples.tsv:{} ({}, {}): {}\n    wanted {}, read {read:?}",
                example.line, example.frame, example.word, example.sentence, example.told
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn examples_cover_the_vocabulary() {
    let examples = examples();
    let ids: BTreeSet<&str> = examples.iter().map(|example| &*example.frame).collect();
    for id in &ids {
        assert!(RuleCard::find(id).unwrap().is_some(), "{id} is no rule");
    }
    let accepted: BTreeSet<&str> = examples
        .iter()
        .filter(|example| example.told != "-")
        .map(|example| &*example.word)
        .collect();
    let n_refused = examples
        .iter()
        .filter(|example| example.told == "-")
        .count();
    assert!(accepted.len() >= 400, "{} words", accepted.len());
    assert!(
        n_refused >= 80 && ids.len() >= 70,
        "{n_refused} refused, {} rules",
        ids.len()
    );
}

/// The contents of a page's blocks with a mark.
fn blocks(page: &str, mark: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    text.split(&format!("```{mark}\n"))
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_page_on_coding_shows_what_a_run_says() {
    let page = "docs/coding.md";
    let sentences = blocks(page, "sentences").remove(0);
    let path = file("coding.txt", &sentences);
    let lines: BTreeSet<String> = [&["statements"][..], &["statements", "--uncoded"]]
        .into_iter()
        .flat_map(|start| {
            let arguments = [start, &["--published", "2003-05-14", &path]].concat();
            let run = detente(&arguments).expect(0);
            run.out.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    for line in blocks(page, "text").iter().flat_map(|block| block.lines()) {
        assert!(
            lines.contains(line),
            "{page} shows '{line}'; no run says so"
        );
    }
    let english = English::embedded().unwrap();
    let trees = blocks(page, "tree");
    let sentences: Vec<&str> = sentences.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(trees.len(), sentences.len());
    for (shown, text) in trees.iter().zip(sentences) {
        let span = Span::new(0, text.len());
        let sentence = Sentence {
            tokens: tokens(text, span),
            span,
            ..Sentence::default()
        };
        let words = english.analyse(text, &sentence).words;
        let rows = words.iter().enumerate().map(|(at, word)| {
            let (class, rel) = (word.upos.as_str(), word.rel.as_str());
            let head = word.head.map_or(0, |head| head + 1);
            format!(
                "{:>2} {:<10} {:<10} {class:<6} {head:>2} {rel}\n",
                at + 1,
                word.form,
                word.lemma
            )
        });
        assert_eq!(*shown, rows.collect::<String>(), "{text}");
    }
}

const TEXT: &str = "Norway met Denmark in Oslo. If Sweden attacks Finland, Norway will act. \
    Norway and Denmark failed to sign a treaty. Rain fell. Norway praised Denmark.";

#[test]
fn what_gave_no_statement_is_listed_with_its_reason() {
    let arguments = [
        "statements",
        "--uncoded",
        "--json",
        "--published",
        "2001-05-02",
        "-",
    ];
    let run = with_input(&arguments, TEXT.as_bytes()).expect(0);
    let uncoded = run.json();
    let reasons: Vec<(i64, &str, &str)> = uncoded
        .iter()
        .flat_map(|sentence| {
            let candidates = sentence["candidates"].as_array().unwrap().iter();
            candidates.map(|candidate| {
                (
                    sentence["sentence"].as_i64().unwrap(),
                    candidate["reason"].as_str().unwrap(),
                    candidate["words"].as_str().unwrap(),
                )
            })
        })
        .collect();
    assert!(
        reasons.contains(&(1, "hypothetical", "attacks")),
        "{reasons:?}"
    );
    assert!(
        reasons.contains(&(2, "failed", "failed … sign")),
        "{reasons:?}"
    );
    // Sentences that say what they can say, and those that name nobody, are not listed.
    assert!(
        uncoded
            .iter()
            .all(|sentence| [1, 2].contains(&sentence["sentence"].as_i64().unwrap()))
    );
    assert_eq!(uncoded[0]["published"], "2001-05-02");
    let span: Vec<usize> = uncoded[1]["span"]
        .as_array()
        .unwrap()
        .iter()
        .map(|offset| usize::try_from(offset.as_u64().unwrap()).unwrap())
        .collect();
    assert_eq!(
        &TEXT[span[0]..span[1]],
        uncoded[1]["text"].as_str().unwrap()
    );
}

#[test]
fn a_meeting_of_many_is_one_hub_and_pairs_only_on_request() {
    let text = "Norway, Denmark, Sweden, Finland and Iceland met in Oslo on Monday.";
    let told = |more: &[&str]| {
        let own = ["statements", "--json", "--published", "2001-05-02"];
        let arguments = [&own[..], more, &["-"]].concat();
        with_input(&arguments, text.as_bytes()).expect(0).json()
    };
    let statements = told(&[]);
    assert_eq!(statements.len(), 5, "{statements:?}");
    let hub = &statements[0]["target"];
    assert_eq!(
        (&hub["kind"], &hub["name"]),
        (&"gathering".into(), &"meeting of 5".into())
    );
    assert!(
        statements
            .iter()
            .all(|statement| statement["target"]["id"] == hub["id"])
    );
    let pairs = told(&["--pairwise"]);
    assert!(pairs.len() > 5, "{pairs:?}");
    assert!(
        pairs
            .iter()
            .all(|pair| pair["target"]["kind"] != "gathering")
    );
}

#[test]
fn neither_what_stands_in_a_party_nor_a_body_with_itself_is_told() {
    let told = |text: &str| {
        let arguments = ["statements", "--json", "--published", "2001-05-02", "-"];
        let run = with_input(&arguments, text.as_bytes());
        let ends = |statement: &serde_json::Value| {
            ["source", "target"].map(|end| statement[end]["principal"].as_str().unwrap().to_owned())
        };
        run.json().iter().map(ends).collect::<Vec<_>>()
    };
    let ends = told("Norway, a partner of Cuba, called on Denmark to leave Sweden alone.");
    let cuban = |ends: &&[String; 2]| ends[0] == "CUB";
    assert_eq!(ends.iter().find(cuban), None, "{ends:?}");
    let ends = told("The Security Council condemned the UN inspectors.");
    assert!(ends.is_empty(), "{ends:?}");
}

#[test]
fn an_echo_leaves_the_speakers_of_another_sentence_behind() {
    let text = "Norway banned Danish beef on Thursday, the ministry in Oslo said. Sweden followed.";
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let read = Reader::embedded().unwrap().read(&document).statements;
    let swedish = read.iter().find(|s| s.source.principal.as_str() == "SWE");
    let swedish = swedish.expect("what followed is told");
    assert_eq!(swedish.target.principal.as_str(), "DNK");
    assert!(swedish.attributed_to.is_empty());
}

#[test]
fn why_names_what_speaks_for_and_against_a_statement() {
    let arguments = [
        "statements",
        "--why",
        "--json",
        "--published",
        "2001-05-02",
        "-",
    ];
    let told = with_input(&arguments, TEXT.as_bytes()).expect(0).json();
    assert!(!told.is_empty());
    for statement in &told {
        let why = statement["why"].as_array().unwrap();
        assert!(!why.is_empty() && why.len() <= 6, "{statement}");
        let weights: Vec<f64> = why
            .iter()
            .map(|own| own["weight"].as_f64().unwrap())
            .collect();
        assert!(
            weights.is_sorted_by(|one, other| one.abs() >= other.abs()),
            "{weights:?}"
        );
        assert!(
            why.iter()
                .all(|own| !own["trait"].as_str().unwrap().is_empty())
        );
    }
    // Statements alone do not say.
    let arguments = ["statements", "--json", "--published", "2001-05-02", "-"];
    let plain = with_input(&arguments, TEXT.as_bytes()).expect(0).json();
    assert_eq!(plain.len(), told.len());
    assert!(plain.iter().all(|statement| statement.get("why").is_none()));
}

#[test]
fn people_are_told_what_was_left_out_and_how_often() {
    let run = with_input(&["statements", "--uncoded", "-"], TEXT.as_bytes()).expect(0);
    assert!(
        run.out
            .contains("it did not come about: failed … sign (agreement/sign done, NOR, DNK → ?)"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("  SWE, FIN: no statement\n"),
        "{}",
        run.out
    );
    assert!(
        run.err
            .contains("2 sentences left something out, 2 with two actors"),
        "{}",
        run.err
    );
}

#[test]
fn uncoded_asks_for_texts_and_says_when_nothing_was_left_out() {
    let run = with_input(&["statements", "--uncoded", "-"], b"Rain fell.").expect(1);
    assert_eq!((&*run.out, &*run.err), ("", "nothing was left out\n"));
    let run = detente(&["statements", "--uncoded", "tests/data/statements.jsonl"]).expect(2);
    assert!(run.err.contains("--uncoded needs texts"), "{}", run.err);
}

#[test]
fn a_rule_is_explained_from_the_tables() {
    let run = detente(&["explain", "--rule", "ties/sever"]).expect(0);
    assert!(run.out.contains("data/relations/verbs.tsv:"), "{}", run.out);
    assert!(
        run.out
            .contains("frame ties/sever:ended, requires obj:TIES"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("data/relations/reversals.tsv:"),
        "{}",
        run.out
    );
    let ended = run
        .out
        .lines()
        .find(|line| line.trim_start().starts_with("ended"));
    assert!(
        ended.is_some_and(|line| line.contains("SANCTION")),
        "{}",
        run.out
    );

    let operator = detente(&["explain", "--rule", "op:refuse", "--json"])
        .expect(0)
        .json();
    let tables: BTreeSet<&str> = operator[0]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["table"].as_str().unwrap())
        .collect();
    let all = [
        "lexicon/modifiers.tsv",
        "relations/operators.tsv",
        "relations/verbs.tsv",
    ];
    assert_eq!(tables, BTreeSet::from(all));
}

#[test]
fn a_rule_of_the_arbiter_names_what_speaks_loudest() {
    let run = detente(&["explain", "--rule", "arbiter:praise/praise", "--json"]).expect(0);
    let card = run.json().remove(0);
    let features = card["arbiter"].as_array().unwrap();
    assert!(features.len() >= 10, "{card}");
    let weights: Vec<f64> = features
        .iter()
        .map(|pair| pair[1].as_f64().unwrap())
        .collect();
    assert!(
        weights.is_sorted_by(|one, other| one >= other) && weights[0] > 0.5,
        "{weights:?}"
    );
}

#[test]
fn a_rule_that_is_none_is_refused_with_those_that_are_alike() {
    let run = detente(&["explain", "--rule", "ties/knot"]).expect(2);
    assert!(
        run.err.contains("'ties/knot' is no rule") && run.err.contains("ties/sever"),
        "{}",
        run.err
    );
    detente(&["explain", "--rule", ""]).expect(2);
    detente(&["explain", "--rule", "arbiter:"]).expect(2);
    let implied = detente(&["explain", "--rule", "implied:ties/recall"]).expect(0);
    assert!(implied.out.contains("leaves"), "{}", implied.out);
    detente(&["explain"]).expect(2);
}
