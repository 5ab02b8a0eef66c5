//! POLECAT: events in PLOVER's words, with actors by name and country.

use jiff::civil::Date;

use super::row::{Event, Words};
use super::rows::{COLUMNS, Context, NO_CODE, NO_DATE, ONE_ACTOR};

pub(super) fn event<'r>(
    cells: &[&'r str],
    context: &mut Context,
) -> Result<Event<'r>, &'static str> {
    let columns = &context.columns;
    if cells.len() != columns.len() {
        return Err(COLUMNS);
    }
    let cell = |name: &str| columns.get(cells, name);
    let date = |name: &str| -> Option<Date> {
        let text = cell(name);
        text.get(..10).unwrap_or(text).parse().ok()
    };
    let day = date("Event Date").ok_or(NO_DATE)?;
    let published = date("Publication Date");
    let (source, target) = (cell("Actor Name"), cell("Recipient Name"));
    if source.is_empty() || target.is_empty() {
        return Err(ONE_ACTOR);
    }
    let event = cell("Event Type").to_uppercase();
    let mode = cell("Event Mode").to_lowercase();
    let meaning = context.codes.plover(&event, &mode).ok_or(NO_CODE)?;
    let quad = match cell("Quad Code").to_uppercase().as_str() {
        "VERBAL COOPERATION" | "1" => Some(1),
        "MATERIAL COOPERATION" | "2" => Some(2),
        "VERBAL CONFLICT" | "3" => Some(3),
        "MATERIAL CONFLICT" | "4" => Some(4),
        _ => None,
    };
    let words = Words::Between(format!("{event} {mode}").into());
    let id = format!("polecat:{}", cell("Event ID"));
    let countries = (cell("Actor Country"), cell("Recipient Country"));
    let place = cell("Placename");
    Ok(Event {
        id,
        document: cell("Source").into(),
        sentence: 0,
        day,
        published: published.unwrap_or(day),
        published_inferred: published.is_none(),
        source: context.parties.named(source, countries.0, day),
        target: context.parties.named(target, countries.1, day),
        meaning,
        cameo: None,
        rule: ("polecat", event.to_lowercase().into()),
        plover: Some((event, mode)),
        quad,
        goldstein: None,
        words,
        place: (!place.is_empty()).then_some(place.into()),
        remark: None,
    })
}
