//! ICEWS coded event data: with its header, and as four columns.

use jiff::civil::Date;

use super::row::{Event, Words};
use super::rows::{COLUMNS, Context, MERE_STATEMENT, NO_CODE, NO_DATE, ONE_ACTOR};

/// How ICEWS writes that it does not know who.
const NOBODY: &str = "Unspecified Actor";

pub(super) fn is_missing(name: &str) -> bool {
    name.is_empty() || name == NOBODY
}

/// ICEWS leaves the leading zero out where a spreadsheet took it for a number.
pub(super) fn whole_code(code: &str, context: &Context) -> Option<String> {
    let padded = format!("0{code}");
    [code, &padded]
        .into_iter()
        .find(|code| context.codes.is_cameo(code))
        .map(str::to_owned)
}

pub(super) fn event<'r>(
    cells: &[&'r str],
    context: &mut Context,
) -> Result<Event<'r>, &'static str> {
    let columns = &context.columns;
    if cells.len() != columns.len() {
        return Err(COLUMNS);
    }
    let cell = |name: &str| columns.get(cells, name);
    let date = cell("Event Date");
    let day: Date = date
        .get(..10)
        .unwrap_or(date)
        .parse()
        .map_err(|_| NO_DATE)?;
    let code = whole_code(cell("CAMEO Code"), context).ok_or(NO_CODE)?;
    let (source, target) = (cell("Source Name"), cell("Target Name"));
    if is_missing(source) || is_missing(target) {
        return Err(ONE_ACTOR);
    }
    let meaning = context.codes.cameo(&code).ok_or(MERE_STATEMENT)?;
    let story = cell("Story ID");
    let id = cell("Event ID");
    let sentence: usize = cell("Sentence Number").parse().unwrap_or(1);
    let place = ["City", "Province", "Country"].map(cell);
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let words = Words::Between(cell("Event Text").into());
    let countries = (cell("Source Country"), cell("Target Country"));
    let goldstein = cell("Intensity")
        .parse()
        .ok()
        .filter(|value: &f32| value.abs() <= 10.0);
    Ok(Event {
        // An event's number is unique only with its date.
        id: format!("icews:{day}:{id}"),
        document: if story.is_empty() {
            "".into()
        } else {
            format!("icews:{story}").into()
        },
        sentence: sentence.saturating_sub(1),
        day,
        published: day,
        published_inferred: true,
        source: context.parties.named(source, countries.0, day),
        target: context.parties.named(target, countries.1, day),
        meaning,
        rule: ("icews", code.clone().into()),
        cameo: Some(code.into()),
        plover: None,
        quad: None,
        goldstein,
        words,
        place: (!place.is_empty()).then(|| place.join(", ").into()),
        remark: None,
    })
}

pub(super) fn quad<'r>(
    cells: &[&'r str],
    context: &mut Context,
) -> Result<Event<'r>, &'static str> {
    let &[source, name, target, date] = cells else {
        return Err(COLUMNS);
    };
    let (source, target) = (source.trim(), target.trim());
    let day: Date = date.trim().parse().map_err(|_| NO_DATE)?;
    if is_missing(source) || is_missing(target) {
        return Err(ONE_ACTOR);
    }
    let code = context.codes.cameo_named(name).ok_or(NO_CODE)?;
    let meaning = context.codes.cameo(code).ok_or(MERE_STATEMENT)?;
    Ok(Event {
        id: format!("icews:{day}:{source}:{code}:{target}"),
        document: "".into(),
        sentence: 0,
        day,
        published: day,
        published_inferred: true,
        words: Words::Between(name.trim().into()),
        source: context.parties.named(source, "", day),
        target: context.parties.named(target, "", day),
        meaning,
        cameo: Some(code.to_owned().into()),
        plover: None,
        quad: None,
        goldstein: None,
        place: None,
        rule: ("icews", code.to_owned().into()),
        remark: None,
    })
}
