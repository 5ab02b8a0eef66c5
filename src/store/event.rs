//! A statement of event data in few numbers: what its kind shares is a [`Code`], kept once.

use jiff::civil::Date;
use rusqlite::Row;

use super::pattern::{Fill, REST};
use crate::model::{
    Action, Day, EventCode, Evidence, Party, Published, Span, Statement, Status, When,
};

/// What events of one kind have in common, with patterns for their ids and words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Code {
    pub(super) rule: String,
    pub(super) action: Action,
    pub(super) kind: String,
    pub(super) status: Status,
    pub(super) mutual: bool,
    pub(super) event: EventCode,
    pub(super) confidence: f32,
    pub(super) published_inferred: bool,
    pub(super) id: String,
    pub(super) evidence: String,
}

/// What an id has beyond its pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Rest {
    None,
    Number(i64),
    Text(String),
}

/// What a statement says on its own.
#[derive(Debug, PartialEq)]
pub(super) struct Own {
    /// Days since 1970.
    pub(super) day: i32,
    /// Days from then to the publication.
    pub(super) delay: i32,
    pub(super) rest: Rest,
}

/// Whether the statement says nothing but what rows of event data say: a day, two parties, a code.
fn is_event(statement: &Statement, fill: &Fill<'_>, day: Date) -> bool {
    let plain = |party: &Party| party.span == Span::default() && party.alternatives.is_empty();
    statement.when == Some(When::day(day, ""))
        && plain(&statement.source)
        && plain(&statement.target)
        && statement.attributed_to.is_empty()
        && statement.topic.is_none()
        && statement.evidence.span == Span::new(0, statement.evidence.text.len())
        && day.year() >= 0
        && fill.is_plain()
}

impl Code {
    /// The code that the statement is of, or one made for it, with what it says on its own: the less, the better.
    /// `None`: it is no row of event data.
    pub(super) fn of<'c, K>(
        statement: &Statement,
        known: impl IntoIterator<Item = &'c (Self, K)>,
    ) -> Option<(Result<K, Self>, Own)>
    where
        K: Copy + 'c,
    {
        let day = statement.when.as_ref()?.start?;
        let published = statement.published?.0;
        let text = day.to_string();
        let fill = fill(
            &statement.source,
            &statement.target,
            &statement.event,
            &text,
        );
        if !is_event(statement, &fill, day) {
            return None;
        }
        let own = |rest: &str| Own {
            day: Own::days_since_epoch(day),
            delay: Day::of(published).0 - Day::of(day).0,
            rest: Rest::of(rest),
        };
        let best = known
            .into_iter()
            .filter_map(|(code, key)| Some((code.fits(statement, &fill)?, *key)))
            .min_by_key(|(rest, _)| rest.len());
        if let Some((rest, key)) = best {
            let own = own(rest);
            if !matches!(own.rest, Rest::Text(_)) {
                return Some((Ok(key), own));
            }
        }
        // A pattern of its own may say more of the id.
        let made = Self::new(statement, &fill)
            .and_then(|code| Some((code.fits(statement, &fill)?.len(), code)));
        match (best, made) {
            (Some((rest, key)), Some((length, _))) if rest.len() <= length => {
                Some((Ok(key), own(rest)))
            }
            (Some((rest, key)), None) => Some((Ok(key), own(rest))),
            (_, Some((_, code))) => {
                let own = own(code.fits(statement, &fill)?);
                Some((Err(code), own))
            }
            (None, None) => None,
        }
    }

    fn new(statement: &Statement, fill: &Fill<'_>) -> Option<Self> {
        let words = &statement.evidence.text;
        let between = |first: &str, second: &str| {
            let middle = words
                .strip_prefix(first)?
                .strip_prefix(": ")?
                .strip_suffix(second)?
                .strip_suffix(": ")?;
            (!middle.contains('{')).then(|| middle.to_owned())
        };
        // The rows of codes for which the target acts name it second.
        let evidence = if let Some(middle) = between(fill.source, fill.target) {
            format!("{{source}}: {middle}: {{target}}")
        } else {
            let middle = between(fill.target, fill.source)?;
            format!("{{target}}: {middle}: {{source}}")
        };
        let id = &statement.id;
        let first = id.split_once(':').map_or("", |(first, _)| first);
        let head = id.rsplit_once(':').map(|(head, _)| head);
        let id = [
            format!("{first}:{{day}}:{{source}}:{{cameo}}:{{target}}"),
            format!("{first}:{{day}}:{{target}}:{{cameo}}:{{source}}"),
            format!("{first}:{{day}}:{REST}"),
            head.map_or_else(|| REST.to_owned(), |head| format!("{head}:{REST}")),
        ]
        .into_iter()
        .find(|pattern| fill.rest(pattern, id).is_some())?;
        Some(Self {
            rule: statement.rule.clone(),
            action: statement.action,
            kind: statement.kind.clone(),
            status: statement.status,
            mutual: statement.mutual,
            event: statement.event.clone(),
            confidence: statement.confidence,
            published_inferred: statement.published_inferred,
            id,
            evidence,
        })
    }

    /// What the statement's id has beyond the pattern, if all else is as the code has it.
    fn fits<'s>(&self, statement: &'s Statement, fill: &Fill<'_>) -> Option<&'s str> {
        let alike = self.action == statement.action
            && self.status == statement.status
            && self.mutual == statement.mutual
            && self.published_inferred == statement.published_inferred
            && self.confidence.to_bits() == statement.confidence.to_bits()
            && self.rule == statement.rule
            && self.kind == statement.kind
            && self.event == statement.event
            && self.event.goldstein.to_bits() == statement.event.goldstein.to_bits();
        if !alike {
            return None;
        }
        fill.rest(&self.evidence, &statement.evidence.text)?;
        fill.rest(&self.id, &statement.id)
    }

    /// The statement's id.
    pub(super) fn id_of(&self, own: &Own, (source, target): (&Party, &Party)) -> String {
        // Few ids have the day in them.
        let day = Day(own.day).date().filter(|_| self.id.contains("{day}"));
        let text = day.map_or_else(String::new, |day| day.to_string());
        self.id_in(&fill(source, target, &self.event, &text), &own.rest)
    }

    fn id_in(&self, fill: &Fill<'_>, rest: &Rest) -> String {
        match rest {
            Rest::None => fill.words(&self.id, None),
            Rest::Number(number) => fill.words(&self.id, Some(number)),
            Rest::Text(text) => fill.words(&self.id, Some(text)),
        }
    }

    /// The statement again; `None` for days that there are not.
    pub(super) fn statement(
        &self,
        own: &Own,
        (source, target): (Party, Party),
        document: String,
        sentence: usize,
        place: Option<String>,
    ) -> Option<Statement> {
        let day = Day(own.day).date()?;
        let published = Day(own.day.checked_add(own.delay)?).date()?;
        let text = day.to_string();
        let fill = fill(&source, &target, &self.event, &text);
        let words = fill.words(&self.evidence, None);
        let id = self.id_in(&fill, &own.rest);
        Some(Statement {
            id,
            document,
            published: Some(Published(published)),
            published_inferred: self.published_inferred,
            sentence,
            source,
            target,
            action: self.action,
            kind: self.kind.clone(),
            status: self.status,
            mutual: self.mutual,
            event: self.event.clone(),
            when: Some(When::day(day, "")),
            attributed_to: Vec::new(),
            topic: None,
            place,
            evidence: Evidence {
                span: Span::new(0, words.len()),
                text: words,
            },
            rule: self.rule.clone(),
            confidence: self.confidence,
        })
    }
}

impl Own {
    pub(super) fn days_since_epoch(day: Date) -> i32 {
        Day::of(day).0
    }
}

impl Rest {
    /// A number only if it is written as it prints, so that no leading zero is lost.
    fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::None;
        }
        match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Self::Number(number),
            _ => Self::Text(text.to_owned()),
        }
    }
}

fn fill<'a>(source: &'a Party, target: &'a Party, event: &'a EventCode, day: &'a str) -> Fill<'a> {
    Fill {
        day,
        cameo: &event.cameo,
        source: &source.text,
        target: &target.text,
    }
}

/// Some of the codes with their keys.
pub(super) fn codes<P: rusqlite::Params>(
    connection: &rusqlite::Connection,
    which: &str,
    parameters: P,
) -> rusqlite::Result<Vec<(Code, i64)>> {
    let word = |row: &Row<'_>, at: usize| -> rusqlite::Result<String> { row.get(at) };
    let wrong = |at: usize, message: String| {
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, message.into())
    };
    connection
        .prepare_cached(&format!(
            "SELECT key, rule, action, kind, status, mutual, plover, mode, cameo, quad, goldstein, confidence,
                 published_inferred, id, evidence FROM codes {which}"
        ))?
        .query_map(parameters, |row| {
            let code = Code {
                rule: word(row, 1)?,
                action: word(row, 2)?
                    .parse()
                    .map_err(|error| wrong(2, format!("{error}")))?,
                kind: word(row, 3)?,
                status: word(row, 4)?
                    .parse()
                    .map_err(|error| wrong(4, format!("{error}")))?,
                mutual: row.get(5)?,
                event: EventCode {
                    plover: word(row, 6)?,
                    mode: word(row, 7)?,
                    cameo: word(row, 8)?,
                    quad: row.get(9)?,
                    goldstein: row.get::<_, f64>(10)? as f32,
                },
                confidence: row.get::<_, f64>(11)? as f32,
                published_inferred: row.get(12)?,
                id: word(row, 13)?,
                evidence: word(row, 14)?,
            };
            Ok((code, row.get(0)?))
        })?
        .collect()
}
