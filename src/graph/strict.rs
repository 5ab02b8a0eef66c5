//! Strict reading: a matter is in force only on days of which a text says so.

use super::claim::{Claim, is_fact};
use super::occurrence::Act;
use super::relation::Closing;
use super::valid::DatedBy;
use crate::model::{Day, Status};

/// First day of which no text says any more that it is so. What has no date is in force on no day.
pub(super) fn said_until(act: &Act<'_>) -> (Option<Day>, Option<Closing>) {
    let last = if is_fact(act.status()) {
        let days = act.claims.iter().filter_map(last_day);
        // A state was so as long as any report says, an act happened when the most exact report says.
        if act.status() == Status::Underway || act.leading().valid.is_open() {
            days.max()
        } else {
            days.min()
        }
    } else {
        act.due.map(|(_, last)| last).or(act.said)
    };
    let until = last.max(act.begins).map(|last| last.plus(1));
    (until, Some(Closing::Lapsed))
}

/// The last day of which the claim says that it is so.
fn last_day(claim: &Claim<'_>) -> Option<Day> {
    let valid = claim.valid;
    if valid.is_open() {
        // "Since March" says so up to the day of the report.
        return claim.said.or(valid.last_day());
    }
    match valid.to {
        // "Until Friday", said on Tuesday, goes beyond the report.
        Some(to) if valid.dated_by == DatedBy::Text && claim.status() == Status::Underway => {
            Some(to)
        }
        _ => claim.latest().or(valid.last_day()),
    }
}
