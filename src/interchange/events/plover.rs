//! PLOVER events as JSON Lines: `id`, `date`, `actor`, `event`, and where there are any `recipient`, `mode`,
//! `quad_code`, `text`. Older files say `source` and `target`, and one value may stand for a list of one.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::row::{Event, Words};
use super::rows::{Context, NO_CODE, NO_DATE, ONE_ACTOR, any_date};
use crate::model::{Party, Status};
use crate::vocabulary::relations::{Acts, Meaning};
use jiff::civil::Date;

const NO_JSON: &str = "that are no JSON object";
const TOO_MANY: &str = "with more than 64 pairs of actors";
/// Pairs that one event may have: eight parties on each side. A longer list is more likely a fault than an event.
const MOST_PAIRS: usize = 64;

/// Whether a line is a PLOVER event; what Détente writes as a statement has an object for its event.
pub(super) fn is_event(line: &str) -> bool {
    let Ok(Value::Object(fields)) = serde_json::from_str(line) else {
        return false;
    };
    let is_root = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase());
    first(&fields, &["event", "event_type"]).is_some_and(|event| is_root(&event))
        && fields.contains_key("date")
        && ["actor", "source"]
            .iter()
            .any(|key| fields.contains_key(*key))
}

/// The events of a line: one for each pair of an actor and a recipient.
pub(super) fn events(
    line: &str,
    context: &mut Context,
) -> Result<Vec<Event<'static>>, &'static str> {
    let Ok(Value::Object(fields)) = serde_json::from_str(line) else {
        return Err(NO_JSON);
    };
    let text = |keys: &[&str]| first(&fields, keys).unwrap_or_default();
    let day = any_date(text(&["date"])).ok_or(NO_DATE)?;
    let (event, mode) = (
        text(&["event", "event_type"]).to_uppercase(),
        text(&["mode"]).to_lowercase(),
    );
    let coded = context.codes.plover(&event, &mode).ok_or(NO_CODE)?;
    let meaning = ours(&fields, coded);
    let mut parties = |keys: &[&str]| -> Vec<Arc<Party>> {
        let found = keys.iter().find_map(|key| fields.get(*key));
        found
            .map_or(&[][..], |value| match value {
                Value::Array(several) => several,
                one => std::slice::from_ref(one),
            })
            .iter()
            .filter_map(|entry| party(entry, day, context))
            .collect()
    };
    let actors = parties(&["actor", "source"]);
    let recipients = parties(&["recipient", "target"]);
    let mut pairs: Vec<(&Arc<Party>, &Arc<Party>)> = actors
        .iter()
        .flat_map(|actor| recipients.iter().map(move |recipient| (actor, recipient)))
        .collect();
    // Those who met without a recipient met each other.
    if recipients.is_empty() && meaning.acts == Acts::Both {
        for (at, one) in actors.iter().enumerate() {
            pairs.extend(actors[at + 1..].iter().map(|other| (one, other)));
        }
    }
    match pairs.len() {
        0 => return Err(ONE_ACTOR),
        n if n > MOST_PAIRS => return Err(TOO_MANY),
        _ => {}
    }
    let published = any_date(text(&["publication_date", "published"]));
    let cite = fields.get("cite_info").and_then(Value::as_object);
    let document = first(&fields, &["document", "url"])
        .or_else(|| cite.and_then(|cite| first(cite, &["url", "id", "source", "title"])));
    let number = |key: &str| fields.get(key).and_then(Value::as_f64);
    let several = pairs.len() > 1;
    Ok(pairs
        .into_iter()
        .map(|(source, target)| {
            let id = match text(&["id"]) {
                "" => format!(
                    "plover:{day}:{}:{event}:{mode}:{}",
                    source.text, target.text
                ),
                id if several => format!("plover:{id}:{}:{}", source.id, target.id),
                id => format!("plover:{id}"),
            };
            let said = format!("{event} {mode}");
            Event {
                id,
                document: document.unwrap_or_default().to_owned().into(),
                sentence: 0,
                day,
                published: published.unwrap_or(day),
                published_inferred: published.is_none(),
                words: match text(&["text"]) {
                    "" => Words::Between(said.trim_end().to_owned().into()),
                    words => Words::Own(words.to_owned()),
                },
                source: Arc::clone(source),
                target: Arc::clone(target),
                meaning,
                cameo: Some(text(&["cameo"]))
                    .filter(|code| context.codes.is_cameo(code))
                    .map(|code| code.to_owned().into()),
                plover: Some((event.clone(), mode.clone())),
                quad: number("quad_code")
                    .filter(|quad| (1.0..=4.0).contains(quad))
                    .map(|quad| quad as u8),
                goldstein: number("goldstein")
                    .filter(|value| value.abs() <= 10.0)
                    .map(|value| value as f32),
                place: None,
                rule: ("plover", event.to_lowercase().into()),
                remark: None,
            }
        })
        .collect())
}

/// What the event says; what we wrote ourselves says action and status besides.
fn ours(fields: &Map<String, Value>, coded: Meaning) -> Meaning {
    let word = |key: &str| first(fields, &[key]).unwrap_or_default();
    let (Ok(action), Ok(status)) = (word("action").parse(), word("status").parse::<Status>())
    else {
        return coded;
    };
    let acts = match fields.get("mutual").and_then(Value::as_bool) {
        Some(true) => Acts::Both,
        Some(false) => Acts::Source,
        None => coded.acts,
    };
    let kind = if coded.action == action {
        coded.kind
    } else {
        ""
    };
    Meaning {
        action,
        kind,
        status,
        acts,
    }
}

/// An entry of a list of actors: a code or name, or an object with either or both.
fn party(entry: &Value, on: Date, context: &mut Context) -> Option<Arc<Party>> {
    let (code, name) = match entry {
        Value::String(word) => (word.as_str(), ""),
        Value::Object(fields) => (
            first(fields, &["actor", "code", "country"]).unwrap_or_default(),
            first(fields, &["name", "text"]).unwrap_or_default(),
        ),
        _ => return None,
    };
    let parties = &mut context.parties;
    match (code.trim(), name.trim()) {
        ("", "") => None,
        ("", name) => Some(parties.named(name, "", on)),
        (code, "") => Some(match parties.whole_code(code, "", on) {
            Some(party) => party,
            None => parties.named(code, "", on),
        }),
        (code, name) => Some(parties.named(name, code, on)),
    }
}

/// The first text under any of the keys, or the first of a list of texts.
fn first<'f>(fields: &'f Map<String, Value>, keys: &[&str]) -> Option<&'f str> {
    keys.iter()
        .filter_map(|key| match fields.get(*key)? {
            Value::Array(several) => several.first()?.as_str(),
            one => one.as_str(),
        })
        .find(|text| !text.is_empty())
}
