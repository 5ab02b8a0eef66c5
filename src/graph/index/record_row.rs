//! The records of a pair as bytes, in their order.

use super::pen::{Eye, Pen};
use crate::model::{Day, Legend, Place, Record, Span};

// What follows in a row, and what need not.
const PUBLISHED: u8 = 1;
const START: u8 = 2;
const END: u8 = 4;
/// The last day is the first.
const ONE_DAY: u8 = 8;
const PLACE: u8 = 16;

/// Writes the records of a pair.
pub(super) fn write(records: &[Record], legend: &Legend, pen: &mut Pen) {
    let mut before = Day(0);
    let mut last_key = 0;
    for record in records {
        let place = legend.places.get(record.place as usize).copied();
        let place = place.filter(|place| *place != Place::default());
        let one_day = record.start == record.end && record.start != Day::NONE;
        let mut what = 0;
        for (flag, is) in [
            (PUBLISHED, record.published != Day::NONE),
            (START, record.start != Day::NONE),
            (END, record.end != Day::NONE && !one_day),
            (ONE_DAY, one_day),
            (PLACE, place.is_some()),
        ] {
            what |= if is { flag } else { 0 };
        }
        pen.byte(what);
        pen.step(i64::from(record.key) - last_key);
        last_key = i64::from(record.key);
        pen.bytes.extend(record.mark.to_le_bytes());
        for number in [record.source, record.target, record.code] {
            pen.number(u64::from(number));
        }
        if what & PUBLISHED != 0 {
            pen.day(record.published, before);
            before = record.published;
        }
        if what & START != 0 {
            pen.day(record.start, before);
        }
        if what & END != 0 {
            pen.day(record.end, before);
        }
        if let Some(place) = place {
            pen.number(place.sentence as u64);
            for span in [place.source, place.target] {
                pen.number(span.start() as u64);
                pen.number(span.len() as u64);
            }
        }
    }
}

/// Reads the records of a pair, and their places, whose numbers go on from the legend's. `None`: these are no records
/// under it.
pub(super) fn read(bytes: &[u8], legend: &Legend) -> Option<(Vec<Record>, Vec<Place>)> {
    let mut places = Vec::new();
    let mut eye = Eye::on(bytes);
    let mut records = Vec::new();
    let mut before = Day(0);
    let mut last_key = 0;
    while !eye.is_done() {
        let what = eye.byte()?;
        let has = |flag: u8| what & flag != 0;
        let key = u32::try_from(eye.step()?.checked_add(last_key)?).ok()?;
        last_key = i64::from(key);
        let mark = u32::from_le_bytes(eye.fixed()?);
        let (source, target, code) = (eye.small()?, eye.small()?, eye.small()?);
        let published = if has(PUBLISHED) {
            before = eye.day(before)?;
            before
        } else {
            Day::NONE
        };
        let start = if has(START) {
            eye.day(before)?
        } else {
            Day::NONE
        };
        let end = match (has(END), has(ONE_DAY)) {
            (true, _) => eye.day(before)?,
            (false, true) => start,
            (false, false) => Day::NONE,
        };
        let place = if has(PLACE) {
            let sentence = usize::try_from(eye.number()?).ok()?;
            let mut span = || {
                let start = usize::try_from(eye.number()?).ok()?;
                let length = usize::try_from(eye.number()?).ok()?;
                Some(Span::new(start, start.checked_add(length)?))
            };
            let (source, target) = (span()?, span()?);
            places.push(Place {
                sentence,
                source,
                target,
            });
            (legend.places.len() + places.len() - 1) as u32
        } else {
            0
        };
        let known = (source as usize) < legend.parties.len()
            && (target as usize) < legend.parties.len()
            && (code as usize) < legend.codes.len();
        known.then_some(())?;
        records.push(Record {
            key,
            mark,
            source,
            target,
            code,
            place,
            published,
            start,
            end,
        });
    }
    Some((records, places))
}
