//! What a text says beyond its sentences: who is meant, what is answered, and which day.

use detente::model::{Document, Published};
use detente::pipeline::Reader;
use jiff::civil::date;

/// What a text of Thursday, 12 June 2025 says: "NOR > DNK visit planned 2025-06-19".
fn told(text: &str) -> Vec<String> {
    let document = Document {
        text: text.to_owned(),
        published: Some(Published(date(2025, 6, 12))),
        ..Document::default()
    };
    let read = Reader::embedded().unwrap().read(&document);
    let statements = read.statements.iter();
    statements
        .map(|statement| {
            let sign = if statement.mutual { '=' } else { '>' };
            let when = statement.when.as_ref().and_then(|when| when.start);
            let day = when.map(|day| format!(" {day}")).unwrap_or_default();
            format!(
                "{} {sign} {} {} {}{day}",
                statement.source.principal,
                statement.target.principal,
                statement.action,
                statement.status
            )
        })
        .collect()
}

/// Each text with a statement that it must make.
#[track_caller]
fn tell(expected: &[(&str, &str)]) {
    for (text, statement) in expected {
        let told = told(text);
        assert!(told.contains(&(*statement).to_owned()), "{text}\n{told:?}");
    }
}

#[test]
fn a_word_answers_what_was_asked() {
    tell(&[
        (
            "Norway invited Denmark to talks. Copenhagen declined.",
            "DNK > NOR meeting refused",
        ),
        (
            "Norway asked Denmark for an apology. Copenhagen refused.",
            "DNK > NOR praise refused",
        ),
        (
            "Norway accused Denmark of arming rebels. Copenhagen said that the claim was baseless.",
            "DNK > NOR criticism denied",
        ),
        (
            "Norway offered to mediate between Sweden and Finland. Stockholm accepted.",
            "SWE > NOR meeting planned",
        ),
    ]);
}

#[test]
fn what_is_refused_or_accepted_was_asked_by_somebody() {
    tell(&[
        (
            "Norway rejected a request by Denmark for inspections.",
            "DNK > NOR policy demanded",
        ),
        (
            "Norway accepted Denmark's proposal for talks.",
            "NOR > DNK meeting planned",
        ),
        (
            "Norway accepted Denmark's proposal for talks.",
            "DNK > NOR meeting proposed",
        ),
    ]);
}

#[test]
fn a_state_lays_hands_on_its_own() {
    tell(&[
        (
            "Norwegian police arrested a radio journalist.",
            "NOR > NOR coercion done",
        ),
        (
            "In Oslo ten thousand students stoned the riot police, who arrested 700 of them.",
            "NOR > NOR coercion done",
        ),
        (
            "Thousands marched against Denmark in Oslo.",
            "NOR > DNK protest done",
        ),
    ]);
}

#[test]
fn a_name_says_man_or_woman() {
    tell(&[(
        "Prime Minister Viktor Orban criticised Ukraine. Chancellor Angela Merkel reproached \
         Hungary's leader. He had praised Russia.",
        "HUN > RUS praise done",
    )]);
}

#[test]
fn what_is_alleged_is_not_told() {
    for text in [
        "Norway charged Denmark with arming the rebels of Finland.",
        "Norway rejected an allegation by Denmark that it had armed the rebels.",
    ] {
        let told = told(text);
        assert!(
            !told.iter().any(|t| t.contains(" aid ")),
            "{text}\n{told:?}"
        );
    }
}

#[test]
fn a_date_belongs_to_what_it_stands_with() {
    tell(&[
        // The promise is of the past, whenever it is kept.
        (
            "Norway said on Tuesday that it would send food to Denmark.",
            "NOR > DNK aid planned 2025-06-10",
        ),
        // The day of the report is today.
        (
            "Norway's premier will visit Denmark on Thursday.",
            "NOR > DNK visit planned 2025-06-12",
        ),
        // What is told in passing has its own date …
        (
            "Norway, which left the European Union in 1998, praised Denmark.",
            "NOR > DNK praise done",
        ),
        // … and so has the other half of a sentence.
        (
            "Norway praised Denmark; Sweden met Finland on Tuesday.",
            "NOR > DNK praise done",
        ),
        (
            "Norway put off a meeting with Denmark that had been set for Monday.",
            "NOR > DNK meeting postponed 2025-06-16",
        ),
    ]);
}
