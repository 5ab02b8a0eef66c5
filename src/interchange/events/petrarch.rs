//! What the coders of the PETRARCH family write: one event a line, without a header.
//!
//! Columns as `write_events` of PETRARCH2 and Universal PETRARCH orders them: date, source, target, code, issues, ids
//! (`story_sentence`, several with `;`), the address if there is one, the source of the story; then, as the coder was
//! told, the words of both actors, those of the event, and the roots of both actors.

use super::columns::known;
use super::row::{Event, Words};
use super::rows::{
    COLUMNS, Context, MERE_STATEMENT, NO_CODE, NO_DATE, NO_STATE, ONE_ACTOR, any_date,
};

const CODE: usize = 3;
const IDS: usize = 5;
/// The address, or without one the source of the story.
const ADDRESS: usize = 6;
/// Columns without an address and words; with all of them.
const N_COLUMNS: std::ops::RangeInclusive<usize> = 7..=13;

/// Whether a line is of this form.
pub(super) fn is_event(cells: &[&str]) -> bool {
    let is_actor = |cell: &str| {
        !cell.is_empty()
            && cell
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-~*_".contains(&b))
    };
    N_COLUMNS.contains(&cells.len())
        && any_date(cells[0]).is_some()
        && is_actor(cells[1])
        && is_actor(cells[2])
        && (2..=4).contains(&cells[CODE].len())
        && cells[CODE].bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn event<'r>(
    cells: &[&'r str],
    context: &mut Context,
) -> Result<Event<'r>, &'static str> {
    if !N_COLUMNS.contains(&cells.len()) {
        return Err(COLUMNS);
    }
    let day = any_date(cells[0]).ok_or(NO_DATE)?;
    let code = cells[CODE].trim();
    if !context.codes.is_cameo(code) {
        return Err(NO_CODE);
    }
    let is_missing = |cell: &str| known(cell).trim_matches(['-', '*']).is_empty();
    if is_missing(cells[1]) || is_missing(cells[2]) {
        return Err(ONE_ACTOR);
    }
    let meaning = context.codes.cameo(code).ok_or(MERE_STATEMENT)?;
    let has_address = cells[ADDRESS].contains("://");
    // Words of the actors come in twos; a column alone is the event's.
    let words = &cells[ADDRESS + 1 + usize::from(has_address)..];
    let names = match words {
        [source, target, ..] => [known(source), known(target)],
        _ => ["", ""],
    };
    let mut party = |at: usize| {
        context
            .parties
            .whole_code(cells[at].trim(), names[at - 1], day)
            .ok_or(NO_STATE)
    };
    let (source, target) = (party(1)?, party(2)?);
    let name = context.codes.cameo_name(code).unwrap_or_default();
    let first = cells[IDS].split(';').next().unwrap_or_default().trim();
    let (story, sentence) = first
        .rsplit_once('_')
        .and_then(|(story, number)| Some((story, number.parse().ok()?)))
        .unwrap_or((first, 0));
    Ok(Event {
        id: format!(
            "petrarch:{first}:{}:{code}:{}",
            cells[1].trim(),
            cells[2].trim()
        ),
        document: if has_address { cells[ADDRESS] } else { story }
            .trim()
            .into(),
        sentence,
        day,
        // The coder knows the day of the story, and takes it for that of the event.
        published: day,
        published_inferred: false,
        words: Words::Between(name.into()),
        source,
        target,
        meaning,
        rule: ("petrarch", code.into()),
        cameo: Some(code.into()),
        plover: None,
        quad: None,
        goldstein: None,
        place: None,
        remark: None,
    })
}
