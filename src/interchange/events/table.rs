//! Somebody's own table of events, read by a map of its columns.

use std::sync::Arc;

use jiff::civil::Date;

use super::icews::{is_missing, whole_code};
use super::map::Table;
use super::row::{Event, Words};
use super::rows::{COLUMNS, Context, MERE_STATEMENT, NO_CODE, NO_DATE, ONE_ACTOR, any_date};
use crate::model::{Party, Status};
use crate::vocabulary::relations::{Acts, Meaning};

const NO_ACTION: &str = "with an action or status that Détente does not have";

pub(super) fn event(
    cells: &[String],
    table: &Table,
    context: &mut Context,
) -> Result<Event<'static>, &'static str> {
    if cells.len() != table.n_columns {
        return Err(COLUMNS);
    }
    let cell = |field: &str| table.get(cells, field);
    let day = date(cell("date"), table).ok_or(NO_DATE)?;
    let published = match cell("published") {
        "" => None,
        text => Some(date(text, table).ok_or(NO_DATE)?),
    };
    let (source, target) = (cell("source"), cell("target"));
    if is_missing(source) || is_missing(target) {
        return Err(ONE_ACTOR);
    }
    let (meaning, cameo) = meaning(table, cells, context)?;
    let source = party(source, cell("source-country"), day, context);
    let target = party(target, cell("target-country"), day, context);
    let plover = table
        .has("event")
        .then(|| (cell("event").to_uppercase(), cell("mode").to_lowercase()));
    let said = match (&cameo, &plover) {
        (Some(code), _) => context
            .codes
            .cameo_name(code)
            .unwrap_or_default()
            .to_owned(),
        (_, Some((event, mode))) => format!("{event} {mode}").trim_end().to_owned(),
        _ => format!("{} {}", meaning.action, meaning.status),
    };
    let words = match cell("text") {
        "" => Words::Between(said.clone().into()),
        text => Words::Own(text.to_owned()),
    };
    let code = cameo.as_deref().unwrap_or(&said);
    let id = match cell("id") {
        "" => format!("table:{day}:{}:{code}:{}", source.text, target.text),
        id => format!("table:{id}"),
    };
    let goldstein = cell("goldstein").parse().ok();
    let quad = cell("quad").parse().ok();
    Ok(Event {
        id,
        document: cell("document").to_owned().into(),
        sentence: 0,
        day,
        published: published.unwrap_or(day),
        published_inferred: published.is_none(),
        words,
        source,
        target,
        rule: ("table", code.to_lowercase().replace(' ', "-").into()),
        meaning,
        cameo: cameo.clone().map(Into::into),
        plover,
        quad: quad.filter(|quad| (1..=4).contains(quad)),
        goldstein: goldstein.filter(|value: &f32| value.abs() <= 10.0),
        place: Some(cell("place"))
            .filter(|place| !place.is_empty())
            .map(|place| place.to_owned().into()),
        remark: None,
    })
}

/// What the row says, and its CAMEO code if it has one.
fn meaning(
    table: &Table,
    cells: &[String],
    context: &Context,
) -> Result<(Meaning, Option<String>), &'static str> {
    let cell = |field: &str| table.get(cells, field);
    if table.has("code") {
        let given = cell("code");
        let code = whole_code(given, context)
            .or_else(|| context.codes.cameo_named(given).map(str::to_owned))
            .ok_or(NO_CODE)?;
        let meaning = context.codes.cameo(&code).ok_or(MERE_STATEMENT)?;
        return Ok((meaning, Some(code)));
    }
    if table.has("event") {
        let (event, mode) = (cell("event").to_uppercase(), cell("mode").to_lowercase());
        let meaning = context.codes.plover(&event, &mode).ok_or(NO_CODE)?;
        return Ok((meaning, None));
    }
    let status = match cell("status") {
        "" => Status::Done,
        word => word.to_lowercase().parse().map_err(|_| NO_ACTION)?,
    };
    let action = cell("action")
        .to_lowercase()
        .parse()
        .map_err(|_| NO_ACTION)?;
    let meaning = Meaning {
        action,
        kind: "",
        status,
        acts: Acts::Source,
    };
    Ok((meaning, None))
}

/// A cell in capitals by threes may be a CAMEO code; if it is none, or anything else, it is a name.
fn party(cell: &str, country: &str, on: Date, context: &mut Context) -> Arc<Party> {
    let coded = cell.len().is_multiple_of(3) && cell.bytes().all(|b| b.is_ascii_uppercase());
    let by_code = coded
        .then(|| context.parties.whole_code(cell, "", on))
        .flatten();
    by_code.unwrap_or_else(|| context.parties.named(cell, country, on))
}

fn date(text: &str, table: &Table) -> Option<Date> {
    match &table.date_format {
        Some(format) => Date::strptime(format, text).ok(),
        None => any_date(text),
    }
}
