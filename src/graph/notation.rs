//! Statements in one line, for tests: `1999-07-21 RUS ~ NATO meeting/meet planned 1999-07-27`.
//!
//! Publication (`-` for none), source, `>` or `~` (mutual), target, action/kind, status, and when, if the text says:
//! a day, month or year, `DAY..DAY` for a range, `DAY..` for "since". `@name` at the end names the document,
//! which is otherwise the day of publication. Lower-case parties are persons: `igor-ivanov@RUS`.

use crate::model::{
    Action, ActorId, ActorKind, EventCode, Evidence, PartialDate, Party, Published, Span,
    Statement, Status, When,
};

/// Reads the notation. It panics on a mistake, since only tests write it.
pub(super) fn say(line: &str) -> Statement {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let document = words
        .last()
        .and_then(|word| word.strip_prefix('@'))
        .map(str::to_owned);
    if document.is_some() {
        words.pop();
    }
    let date = |word: &str| word.parse::<PartialDate>().unwrap();
    let published = (words[0] != "-").then(|| Published(date(words[0]).first()));
    let (action, kind) = words[4].split_once('/').unwrap_or((words[4], ""));
    let action: Action = action.parse().unwrap();
    let status: Status = words[5].parse().unwrap();
    let when = words.get(6).map(|word| match word.split_once("..") {
        Some((start, "")) => When {
            start: Some(date(start).first()),
            end: None,
            precision: date(start).precision(),
            text: (*word).to_owned(),
            open: true,
        },
        Some((start, end)) => When::range(
            date(start).first(),
            date(end).last(),
            date(start).precision(),
            word,
        ),
        None => When::range(
            date(word).first(),
            date(word).last(),
            date(word).precision(),
            word,
        ),
    });
    Statement {
        id: line.to_owned(),
        document: document.unwrap_or_else(|| words[0].to_owned()),
        published,
        published_inferred: false,
        sentence: 0,
        source: party(words[1]),
        target: party(words[3]),
        action,
        kind: kind.to_owned(),
        status,
        mutual: words[2] == "~",
        event: EventCode {
            plover: String::new(),
            mode: String::new(),
            cameo: String::new(),
            quad: quad(action, status),
            goldstein: 0.0,
        },
        when,
        attributed_to: Vec::new(),
        topic: None,
        place: None,
        evidence: Evidence {
            text: line.to_owned(),
            span: Span::new(0, line.len()),
        },
        rule: String::new(),
        confidence: 0.9,
    }
}

fn party(word: &str) -> Party {
    let (id, principal) = word.split_once('@').unwrap_or((word, word));
    let name = |id: &str| match id {
        "RUS" => "Russia".to_owned(),
        "GBR" => "Britain".to_owned(),
        "USA" => "United States".to_owned(),
        "YUG" => "Yugoslavia".to_owned(),
        _ => id
            .split('-')
            .map(|part| {
                part.chars()
                    .take(1)
                    .flat_map(char::to_uppercase)
                    .chain(part.chars().skip(1))
                    .collect()
            })
            .collect::<Vec<String>>()
            .join(" "),
    };
    Party {
        id: ActorId::new(id),
        name: name(id),
        kind: match (id == principal, id.len()) {
            (false, _) => ActorKind::Person,
            (true, 3) => ActorKind::State,
            (true, _) => ActorKind::Organisation,
        },
        principal: ActorId::new(principal),
        principal_name: name(principal),
        office: None,
        text: name(id),
        span: Span::new(0, 1),
        alternatives: Vec::new(),
    }
}

/// A rough quad class; the real one comes with the statement.
fn quad(action: Action, status: Status) -> u8 {
    let hostile = matches!(
        action,
        Action::Sanctions
            | Action::Criticism
            | Action::Protest
            | Action::Forces
            | Action::Coercion
            | Action::Violence
    );
    match status {
        Status::Refused
        | Status::Demanded
        | Status::Threatened
        | Status::Denied
        | Status::Postponed => 3,
        Status::Ended if hostile => 2,
        Status::Ended => 4,
        _ if action == Action::Criticism => 3,
        _ if hostile => 4,
        _ => 1,
    }
}
