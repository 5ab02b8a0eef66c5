//! What a store promises.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::model::{
    Action, ActorId, ActorKind, Alternative, Attribution, Document, EventCode, Events, Evidence,
    Party, Precision, Published, Span, Statement, Status, When,
};

fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/tmp/store");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.detente"));
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", path.display()));
    }
    path
}

fn party(id: &str, words: &str) -> Party {
    Party {
        id: ActorId::new(id),
        name: format!("the {id}"),
        kind: ActorKind::State,
        principal: ActorId::new(id),
        principal_name: String::new(),
        office: None,
        text: words.to_owned(),
        span: Span::new(0, words.len()),
        alternatives: Vec::new(),
    }
}

fn statement(document: &str, number: usize) -> Statement {
    Statement {
        id: format!("{document}:{number}"),
        document: document.to_owned(),
        published: Some(Published("1999-07-21".parse().unwrap())),
        published_inferred: false,
        sentence: number,
        source: party("RUS", "Moscow"),
        target: party("NATO", "the alliance"),
        action: Action::Ties,
        kind: "sever".to_owned(),
        status: Status::Ended,
        mutual: false,
        event: EventCode {
            plover: "SANCTION".to_owned(),
            mode: String::new(),
            cameo: "036".to_owned(),
            quad: 4,
            goldstein: -4.1,
        },
        when: Some(When::day("1999-03-25".parse().unwrap(), "Thursday")),
        attributed_to: Vec::new(),
        topic: None,
        place: None,
        evidence: Evidence {
            text: "Moscow broke with the alliance.".to_owned(),
            span: Span::new(3, 34),
        },
        rule: "ties/sever".to_owned(),
        confidence: 0.93,
    }
}

/// Keeps statements that come without their text.
fn keep(store: &mut Store, statements: &[Statement]) -> Saved {
    let mut saved = Saved::default();
    for events in Events::in_parts(statements.to_vec(), usize::MAX) {
        saved = store.save_events(&events).unwrap();
    }
    saved
}

fn text(id: &str, words: &str) -> Document {
    Document {
        id: id.to_owned(),
        text: words.to_owned(),
        ..Document::default()
    }
}

#[test]
fn a_second_reading_changes_nothing() {
    let path = path("second");
    let batch = [(
        text("a.txt", "words"),
        vec![statement("a.txt", 0), statement("a.txt", 1)],
    )];
    let mut store = Store::create(&path).unwrap();
    assert!(!store.has_read(&batch[0].0).unwrap());
    assert_eq!(
        store.save(&batch).unwrap(),
        Saved {
            n_new: 2,
            n_known: 0
        }
    );
    assert!(store.has_read(&batch[0].0).unwrap());
    assert_eq!(store.save(&batch).unwrap(), Saved::default());
    assert_eq!(
        keep(&mut store, &batch[0].1),
        Saved {
            n_new: 0,
            n_known: 2
        }
    );
    assert_eq!(store.counts().unwrap(), (1, 2));
    drop(store);
    assert_eq!(
        Store::open(&path).unwrap().statements().unwrap(),
        batch[0].1
    );
}

#[test]
fn texts_of_one_name_are_told_apart_and_a_new_date_replaces() {
    let mut store = Store::create(&path("names")).unwrap();
    let batch = [
        (text("a.txt", "words"), vec![statement("a.txt", 0)]),
        (
            text("a.txt#2", "other words"),
            vec![statement("a.txt#2", 0)],
        ),
    ];
    store.save(&batch).unwrap();
    // The second text alone has no number of its own, and is known all the same.
    assert!(store.has_read(&text("a.txt", "other words")).unwrap());
    store
        .save(&[(text("a.txt", "third"), vec![statement("a.txt", 0)])])
        .unwrap();
    let ids = |store: &Store| -> Vec<String> {
        store
            .statements()
            .unwrap()
            .into_iter()
            .map(|one| one.id)
            .collect()
    };
    assert_eq!(ids(&store), ["a.txt:0", "a.txt#2:0", "a.txt#3:0"]);
    let redated = Document {
        published: Some(Published("1999-07-22".parse().unwrap())),
        ..text("a.txt", "other words")
    };
    assert!(!store.has_read(&redated).unwrap());
    store
        .save(&[(redated, vec![statement("a.txt", 7)])])
        .unwrap();
    assert_eq!(ids(&store), ["a.txt:0", "a.txt#3:0", "a.txt#2:7"]);
    assert_eq!(store.counts().unwrap(), (3, 3));
}

#[test]
fn readers_see_whole_batches_while_another_writes() {
    let path = path("reader");
    let mut writer = Store::create(&path).unwrap();
    keep(&mut writer, &[statement("a", 0)]);
    let reader = Store::open(&path).unwrap();
    assert_eq!(reader.statements().unwrap().len(), 1);
    keep(&mut writer, &[statement("a", 1), statement("a", 2)]);
    assert_eq!(reader.statements().unwrap().len(), 3);
}

#[test]
fn what_is_no_store_is_refused_with_a_reason() {
    let path = path("other");
    let refused = |path: &std::path::Path| Store::open(path).unwrap_err().to_string();
    assert!(refused(&path).contains("cannot be opened"));
    fs::write(&path, "SQLite format 3\0 and then rubbish".repeat(200)).unwrap();
    assert!(is_store(&path));
    assert!(refused(&path).contains("damaged"));
    fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(refused(&path).contains("no store of detente"));
    assert!(
        Store::create(&path)
            .unwrap_err()
            .to_string()
            .contains("no store")
    );
    other
        .pragma_update(None, "application_id", 0x6474_6e74)
        .unwrap();
    other.pragma_update(None, "user_version", 99).unwrap();
    assert!(refused(&path).contains("version 99"));
}

#[test]
fn a_truncated_store_is_an_error() {
    let path = path("cut");
    let mut store = Store::create(&path).unwrap();
    let many: Vec<Statement> = (0..500).map(|number| statement("a", number)).collect();
    keep(&mut store, &many);
    drop(store);
    let length = fs::metadata(&path).unwrap().len();
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(length / 2)
        .unwrap();
    let outcome = Store::open(&path).and_then(|store| store.statements());
    assert!(outcome.unwrap_err().to_string().contains("damaged"));
}

fn any_statement() -> impl Strategy<Value = Statement> {
    let words = "[a-zé#\"\\\\ ]{0,6}";
    let day = (0_i32..20_000).prop_map(|days| {
        jiff::civil::date(1960, 1, 1)
            .checked_add(jiff::Span::new().days(days))
            .unwrap()
    });
    let party = (
        words,
        words,
        prop::sample::select(ActorKind::ALL.to_vec()),
        prop::option::of(words),
        0_usize..90,
        prop::collection::vec((words, 0.0_f32..1.0), 0..2),
    )
        .prop_map(|(id, name, kind, office, start, others)| Party {
            id: ActorId::new(id.as_str()),
            principal_name: name.clone(),
            name,
            kind,
            principal: ActorId::new("XXX"),
            office,
            text: id.clone(),
            span: Span::new(start, start + 2),
            alternatives: others
                .into_iter()
                .map(|(id, weight)| Alternative {
                    id: ActorId::new(id.as_str()),
                    principal: ActorId::new(id),
                    weight,
                })
                .collect(),
        });
    let when = (
        prop::option::of(day.clone()),
        prop::option::of(day.clone()),
        prop::sample::select(Precision::ALL.to_vec()),
        words,
        any::<bool>(),
    )
        .prop_map(|(start, end, precision, text, open)| When {
            start,
            end,
            precision,
            text,
            open,
        });
    let said =
        (words, prop::option::of(words), any::<bool>()).prop_map(|(text, by, claim)| Attribution {
            text,
            principal: by.map(ActorId::new),
            claim,
        });
    (
        (
            words,
            words,
            prop::option::of(day),
            any::<bool>(),
            0_usize..9,
        ),
        (party.clone(), party),
        prop::sample::select(Action::ALL.to_vec()),
        prop::sample::select(Status::ALL.to_vec()),
        (-10.0_f32..10.0, 0_u8..5, 0.0_f32..1.0),
        prop::option::of(when),
        prop::collection::vec(said, 0..3),
        (
            prop::option::of(words),
            prop::option::of(words),
            words,
            words,
        ),
    )
        .prop_map(
            |(
                (id, document, published, inferred, sentence),
                (source, target),
                action,
                status,
                numbers,
                when,
                said,
                rest,
            )| {
                Statement {
                    id,
                    document,
                    published: published.map(Published),
                    published_inferred: inferred,
                    sentence,
                    source,
                    target,
                    action,
                    kind: rest.2.clone(),
                    status,
                    mutual: inferred,
                    event: EventCode {
                        plover: rest.2.clone(),
                        mode: rest.3.clone(),
                        cameo: "0231".to_owned(),
                        quad: numbers.1,
                        goldstein: numbers.0,
                    },
                    when,
                    attributed_to: said,
                    topic: rest.0,
                    place: rest.1,
                    evidence: Evidence {
                        text: rest.3,
                        span: Span::new(sentence, sentence + 4),
                    },
                    rule: rest.2,
                    confidence: numbers.2,
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_saved_is_loaded(statements in prop::collection::vec(any_statement(), 0..20), cut in 0_usize..20) {
        let mut store = Store::create(&path("law")).unwrap();
        let cut = cut.min(statements.len());
        keep(&mut store, &statements[..cut]);
        keep(&mut store, &statements[cut..]);
        let mut different: Vec<Statement> = Vec::new();
        for statement in statements {
            if !different.contains(&statement) {
                different.push(statement);
            }
        }
        prop_assert_eq!(store.statements().unwrap(), different);
    }
}

/// A statement as a reader of event data makes it.
fn event(number: usize) -> Statement {
    let days = i64::try_from(number / 3).unwrap();
    let day = jiff::civil::date(2008, 7, 25)
        .checked_add(jiff::Span::new().days(days))
        .unwrap();
    let mut one = statement("events.tab", 0);
    for party in [&mut one.source, &mut one.target] {
        party.span = Span::default();
    }
    one.published = Some(Published(day));
    one.published_inferred = true;
    one.when = Some(When::day(day, ""));
    one.id = match number % 3 {
        0 => format!("icews:{day}:{number}"),
        1 => format!("icews:{day}:Moscow:036:the alliance"),
        _ => format!("polecat:0{number}"),
    };
    one.place = number.is_multiple_of(2).then(|| "Geneva".to_owned());
    one.evidence.text = if number % 3 == 2 {
        "the alliance: Consult: Moscow".to_owned()
    } else {
        "Moscow: Consult: the alliance".to_owned()
    };
    one.evidence.span = Span::new(0, one.evidence.text.len());
    one
}

#[test]
fn events_are_kept_in_numbers_and_known_again() {
    let path = path("events");
    let events: Vec<Statement> = (0..30).map(event).collect();
    let mut store = Store::create(&path).unwrap();
    keep(&mut store, &events[..10]);
    keep(&mut store, &[statement("a", 0)]);
    let saved = keep(&mut store, &events[5..]);
    assert_eq!((saved.n_new, saved.n_known), (20, 5));
    assert_eq!(store.number("SELECT count(*) FROM events").unwrap(), 30);
    assert_eq!(store.number("SELECT count(*) FROM codes").unwrap(), 3);
    drop(store);
    // Another process knows them too, whatever part of them it is given.
    let mut store = Store::create(&path).unwrap();
    assert_eq!(keep(&mut store, &events[7..9]).n_known, 2);
    assert_eq!(keep(&mut store, &events).n_known, 30);
    let mut all = events.clone();
    all.insert(10, statement("a", 0));
    assert_eq!(store.statements().unwrap(), all);
    assert_eq!(store.counts().unwrap(), (2, 31));
}

#[test]
fn two_that_write_in_turn_know_each_other_s_events() {
    let path = path("turns");
    let mut one = Store::create(&path).unwrap();
    let mut other = Store::create(&path).unwrap();
    let events: Vec<Statement> = (0..6).map(event).collect();
    keep(&mut one, &events[..1]);
    keep(&mut other, &events[..3]);
    assert_eq!(keep(&mut one, &events).n_known, 3);
    assert_eq!(keep(&mut other, &events).n_known, 6);
    assert_eq!(one.number("SELECT count(*) FROM codes").unwrap(), 3);
}

/// A row that comes again late must not make each later reading go through the marks of its batch.
#[test]
fn rows_far_from_their_batch_stand_apart_and_are_known_again() {
    let path = path("strays");
    let row = |number: usize| Statement {
        id: format!("gdelt:{number}"),
        ..event(0)
    };
    let mut rows: Vec<Statement> = (1000..1040).map(row).collect();
    rows.insert(7, row(3));
    let mut store = Store::create(&path).unwrap();
    keep(&mut store, &rows);
    drop(store);
    let mut store = Store::create(&path).unwrap();
    let ends = "SELECT group_concat(first_rest || '-' || last_rest) FROM batches";
    let told: String = (store.connection)
        .query_row(ends, [], |row| row.get(0))
        .unwrap();
    assert_eq!(told, "1000-1039,3-3");
    assert_eq!(keep(&mut store, &rows).n_known, 41);
    assert_eq!(store.counts().unwrap(), (1, 41));
}

#[test]
fn a_text_that_events_name_is_one_document() {
    let mut store = Store::create(&path("shared")).unwrap();
    let read = [(
        text("events.tab", "words"),
        vec![statement("events.tab", 0)],
    )];
    store.save(&read).unwrap();
    keep(&mut store, &[event(0), event(1)]);
    assert_eq!(store.number("SELECT count(*) FROM reports").unwrap(), 1);
    assert_eq!(store.counts().unwrap(), (1, 3));
}

#[test]
fn what_another_program_removes_is_counted_no_more() {
    let path = path("removed");
    let events: Vec<Statement> = (0..6).map(event).collect();
    let mut one = Store::create(&path).unwrap();
    keep(&mut one, &events);
    let seal = one.hold().unwrap().unwrap();
    one.connection.execute_batch("COMMIT").unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch("DELETE FROM events WHERE key IN (2, 3)")
        .unwrap();
    assert!(!one.has(&seal));
    assert_eq!(Store::create(&path).unwrap().counts().unwrap(), (1, 4));
    // Also where it happens between two batches; what was removed may come again.
    other
        .execute_batch("DELETE FROM events WHERE key = 1")
        .unwrap();
    let saved = keep(&mut one, &events);
    assert_eq!((saved.n_new, saved.n_known), (3, 3));
    assert_eq!(one.counts().unwrap(), (1, 6));
}

#[test]
fn what_is_worded_anew_each_time_is_kept_as_statements() {
    let mut store = Store::create(&path("worded")).unwrap();
    let worded = |number: usize| {
        let mut one = event(number);
        one.evidence.text = format!("Moscow: about {number}: the alliance");
        one.evidence.span = Span::new(0, one.evidence.text.len());
        one
    };
    let many: Vec<Statement> = (0..200).map(worded).collect();
    keep(&mut store, &many);
    assert_eq!(keep(&mut store, &many).n_known, 200);
    assert_eq!(store.number("SELECT count(*) FROM events").unwrap(), 64);
    assert_eq!(store.statements().unwrap(), many);
}

#[test]
fn braces_in_names_lead_nobody_astray() {
    let mut one = event(0);
    one.source.text = "{target}".to_owned();
    one.evidence.text = "{target}: Consult: the alliance".to_owned();
    one.evidence.span = Span::new(0, one.evidence.text.len());
    let mut store = Store::create(&path("braces")).unwrap();
    keep(&mut store, std::slice::from_ref(&one));
    assert_eq!(store.number("SELECT count(*) FROM events").unwrap(), 0);
    assert_eq!(store.statements().unwrap(), [one]);
}

#[test]
fn any_tool_reads_events_in_words() {
    let path = path("view");
    let mut store = Store::create(&path).unwrap();
    let events: Vec<Statement> = (0..9).map(event).collect();
    keep(&mut store, &events);
    let other = rusqlite::Connection::open(&path).unwrap();
    let mut query = other
        .prepare("SELECT id, published, evidence, document, source FROM readable ORDER BY id")
        .unwrap();
    let shown: Vec<[String; 5]> = query
        .query_map([], |row| {
            Ok([
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ])
        })
        .unwrap()
        .map(std::result::Result::unwrap)
        .collect();
    let mut right: Vec<[String; 5]> = events
        .into_iter()
        .map(|one| {
            [
                one.id,
                one.published.unwrap().0.to_string(),
                one.evidence.text,
                one.document,
                one.source.principal.to_string(),
            ]
        })
        .collect();
    right.sort();
    assert_eq!(shown, right);
}

/// `version-1.detente` was made by the program of version 1 from two lines of `statements.jsonl` and `version-1-quads.txt`.
#[test]
fn a_store_of_version_1_is_brought_up_to_date() {
    let path = path("version-1");
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::copy(data.join("version-1.detente"), &path).unwrap();
    let refused = Store::open(&path).unwrap_err().to_string();
    assert!(refused.contains("a store of version 1"), "{refused}");
    let mut store = Store::create(&path).unwrap();
    let statements = store.statements().unwrap();
    assert_eq!(statements.len(), 5);
    assert_eq!(store.number("SELECT count(*) FROM statements").unwrap(), 2);
    assert_eq!(store.number("SELECT count(*) FROM events").unwrap(), 3);
    assert_eq!(store.number("SELECT count(*) FROM sentences").unwrap(), 2);
    assert_eq!(
        statements[2].id,
        "icews:2008-07-25:Iran:043:Foreign Affairs (Iraq)"
    );
    assert_eq!(keep(&mut store, &statements).n_known, 5);
}
