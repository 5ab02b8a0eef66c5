//! GDELT event records, versions 1.0 and 2.0 (codebooks of 2013 and 2015).

use std::borrow::Cow;

use super::columns::known;
use super::row::{Event, Words};
use super::rows::{
    COLUMNS, Context, MERE_STATEMENT, NO_CODE, NO_DATE, NO_STATE, ONE_ACTOR, compact_date,
};
use crate::model::Day;

// Columns that both versions have in the same place.
const ID: usize = 0;
const DAY: usize = 1;
const ACTOR_1: usize = 5;
const ACTOR_2: usize = 15;
const CODE: usize = 26;
const QUAD: usize = 29;
const GOLDSTEIN: usize = 30;

// Within an actor's ten columns.
const NAME: usize = 1;
const COUNTRY: usize = 2;
const GROUP: usize = 3;

/// GDELT dates an event by the words of the article, and takes "a year ago" and "a decade ago" for such dates.
const BACKDATED: &str = "dated more than a month before the report";
/// Days after which a report counts as late.
const LATE: i32 = 31;

/// Reads a row, which has as many columns as one of `widths` says.
pub(super) fn event<'r>(
    cells: &[&'r str],
    widths: &[usize],
    context: &mut Context,
) -> Result<Event<'r>, &'static str> {
    if !widths.contains(&cells.len()) {
        return Err(COLUMNS);
    }
    let (place, added, address) = match cells.len() {
        57 => (50, 56, None),
        58 => (50, 56, Some(57)),
        _ => (52, 59, Some(60)),
    };
    let day = compact_date(cells[DAY]).ok_or(NO_DATE)?;
    let published = compact_date(cells[added]).ok_or(NO_DATE)?;
    let code = cells[CODE].trim();
    let coded = context.codes.cameo_code(code).ok_or(NO_CODE)?;
    let missing = |at: usize| known(cells[at]).is_empty() && known(cells[at + NAME]).is_empty();
    if missing(ACTOR_1) || missing(ACTOR_2) {
        return Err(ONE_ACTOR);
    }
    let meaning = coded.meaning.ok_or(MERE_STATEMENT)?;
    let mut party = |at: usize| {
        let cell = |offset: usize| known(cells[at + offset]);
        context
            .parties
            .coded(cell(0), cell(COUNTRY), cell(GROUP), cell(NAME), day)
            .ok_or(NO_STATE)
    };
    let (source, target) = (party(ACTOR_1)?, party(ACTOR_2)?);
    let late = Day::of(published).0 - Day::of(day).0 > LATE;
    Ok(Event {
        id: format!("gdelt:{}", cells[ID]),
        document: address.map_or_else(
            || format!("gdelt:{}", cells[added]).into(),
            |at| cells[at].trim().into(),
        ),
        sentence: 0,
        day,
        published,
        published_inferred: false,
        words: Words::Between(coded.name.into()),
        source,
        target,
        meaning,
        rule: ("gdelt", code.into()),
        cameo: Some(code.into()),
        plover: None,
        quad: cells[QUAD]
            .parse()
            .ok()
            .filter(|quad| (1..=4).contains(quad)),
        goldstein: cells[GOLDSTEIN]
            .parse()
            .ok()
            .filter(|value: &f32| value.abs() <= 10.0),
        place: Some(known(cells[place]).into()).filter(|place: &Cow<'_, str>| !place.is_empty()),
        remark: late.then_some(BACKDATED),
    })
}
