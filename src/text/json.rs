//! Texts and statements in JSON: one object a line, an array, or a single object.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::Value;

use super::publication::parse_date;
use crate::model::{Published, Statement};

/// One object of a JSON file.
#[derive(Debug)]
pub(super) enum Record {
    /// A text.
    Text(TextRecord),
    /// A statement as this program writes it.
    Statement(Box<Statement>),
}

/// The fields of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TextRecord {
    pub(super) id: Option<String>,
    pub(super) published: Option<Published>,
    pub(super) title: Option<String>,
    pub(super) text: String,
    /// A date that was given but could not be read.
    pub(super) odd_date: Option<String>,
}

/// What a line or element held: its line number from 1, and the record or what is wrong with it.
pub(super) type Read = (usize, Result<Record, String>);

/// Keys of the text, the date and the title, best first.
const TEXT_KEYS: [&str; 4] = ["text", "event_text", "body", "content"];
const DATE_KEYS: [&str; 4] = ["published", "date", "publication_date", "pubdate"];

/// Reads one object a line and gives each to `each`; blank lines are passed over.
pub(super) fn read_lines(text: &str, mut each: impl FnMut(Read)) {
    for (number, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            let record = serde_json::from_str(line)
                .map_err(|error| {
                    format!(
                        "malformed JSON ({}); the line is passed over",
                        reason(&error)
                    )
                })
                .and_then(record);
            each((number + 1, record));
        }
    }
}

/// Reads an array of objects, or one object. Elements before a fault are kept.
pub(super) fn read_value(text: &str, mut each: impl FnMut(Read)) {
    let mut n_read = 0;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outcome = if text.trim_start().starts_with('[') {
        let visitor = Elements {
            each: &mut each,
            n_read: &mut n_read,
        };
        visitor
            .deserialize(&mut deserializer)
            .and_then(|()| deserializer.end())
    } else {
        <Value as serde::Deserialize>::deserialize(&mut deserializer).and_then(|value| {
            each((1, record(value)));
            n_read += 1;
            deserializer.end()
        })
    };
    if let Err(error) = outcome {
        let message = format!(
            "malformed JSON ({}); {n_read} records before it are read",
            reason(&error)
        );
        each((error.line(), Err(message)));
    }
}

/// The reason without the position, which is given apart.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message
        .split(" at line ")
        .next()
        .unwrap_or(&message)
        .to_owned()
}

/// Gives each element of an array to a function, so that only one is in memory as a tree.
struct Elements<'a, F> {
    each: &'a mut F,
    n_read: &'a mut usize,
}

impl<'de, F: FnMut(Read)> DeserializeSeed<'de> for Elements<'_, F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Read)> Visitor<'de> for Elements<'_, F> {
    type Value = ();
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array of objects")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(value) = elements.next_element::<Value>()? {
            *self.n_read += 1;
            let read =
                record(value).map_err(|message| format!("record {}: {message}", self.n_read));
            (self.each)((1, read));
        }
        Ok(())
    }
}

/// Tells a statement from a text by its keys.
fn record(value: Value) -> Result<Record, String> {
    let Value::Object(fields) = &value else {
        return Err("expected an object with the key \"text\"; passed over".to_owned());
    };
    if ["source", "target", "action", "status"]
        .iter()
        .all(|key| fields.contains_key(*key))
    {
        return serde_json::from_value(value)
            .map(|statement| Record::Statement(Box::new(statement)))
            .map_err(|error| {
                format!("not a statement as Détente writes it ({error}); passed over")
            });
    }
    let string = |key: &str| match fields.get(key) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let Some(text) = TEXT_KEYS.iter().find_map(|key| string(key)) else {
        return Err(format!(
            "no text: expected a key \"text\" or \"event_text\", found {}; passed over",
            keys(fields)
        ));
    };
    let date = DATE_KEYS
        .iter()
        .find_map(|key| string(key))
        .filter(|date| !date.trim().is_empty());
    let published = date.as_deref().and_then(parse_date).map(Published);
    Ok(Record::Text(TextRecord {
        id: string("id").filter(|id| !id.is_empty()),
        odd_date: date.filter(|_| published.is_none()),
        published,
        title: string("title").filter(|title| !title.trim().is_empty()),
        text,
    }))
}

/// The first few keys, for messages.
fn keys(fields: &serde_json::Map<String, Value>) -> String {
    const SHOWN: usize = 6;
    let names: Vec<String> = fields
        .keys()
        .take(SHOWN)
        .map(|key| format!("\"{key}\""))
        .collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(usize, Result<String, String>)> {
        let mut found = Vec::new();
        read_lines(text, |(line, record)| {
            found.push((
                line,
                record.map(|record| match record {
                    Record::Text(text) => format!(
                        "{:?} {:?} {}",
                        text.id,
                        text.published.map(|p| p.0.to_string()),
                        text.text
                    ),
                    Record::Statement(_) => "statement".to_owned(),
                }),
            ));
        });
        found
    }

    #[test]
    fn good_lines_are_read_beside_bad_ones() {
        let found = lines(
            "{\"id\":7,\"date\":\"1999-07-21\",\"event_text\":\"Talks.\"}\n\n{\"id\":\"b\n{\"id\":\"c\"}\n[1]\n",
        );
        assert_eq!(
            found[0],
            (1, Ok("Some(\"7\") Some(\"1999-07-21\") Talks.".to_owned()))
        );
        assert_eq!(found[1].0, 3);
        assert!(found[1].1.as_ref().unwrap_err().contains("malformed JSON"));
        assert!(found[2].1.as_ref().unwrap_err().contains("\"id\""));
        assert!(
            found[3]
                .1
                .as_ref()
                .unwrap_err()
                .contains("expected an object")
        );
    }

    #[test]
    fn arrays_are_read_up_to_a_fault() {
        let mut found = Vec::new();
        read_value("[{\"text\":\"a\"},\n{\"text\":\"b\"},\n{]", |read| {
            found.push(read);
        });
        assert!(found[0].1.is_ok() && found[1].1.is_ok());
        assert_eq!(found[2].0, 3);
        assert!(
            found[2]
                .1
                .as_ref()
                .unwrap_err()
                .contains("2 records before it are read")
        );
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        let found = lines(&format!("{{\"text\":{}", "[".repeat(10_000)));
        assert!(found[0].1.is_err());
    }
}
