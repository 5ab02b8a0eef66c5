//! Dates seen from the day of publication: weekdays, yesterday, last month, two weeks ago, over the weekend.

use std::ops::Range;

use jiff::civil::Date;

use super::number::number;
use super::reading::{Reading, Stretch, Unit, add_days, add_months, moved};
use super::{Context, Core, Meaning, absolute, lexicon};
use crate::model::Precision;
use crate::text::calendar;

/// Finds an expression that starts at the word.
pub(super) fn find(context: &Context<'_>, at: usize) -> Option<Core> {
    relative_day(context, at)
        .or_else(|| weekday(context, at))
        .or_else(|| limited_period(context, at))
        .or_else(|| period(context, at))
        .or_else(|| weekend(context, at))
        .or_else(|| ago(context, at))
        .or_else(|| in_units(context, at))
}

fn dated(words: Range<usize>, head: usize, reading: Reading) -> Core {
    Core {
        words,
        head,
        meaning: Meaning::Dated(reading),
    }
}

/// What the publication date gives; nothing without one.
fn seen_from(context: &Context<'_>, look: impl Fn(Date) -> Option<Stretch>) -> Option<Stretch> {
    context.published.and_then(look)
}

/// One past a part of the day at `at`, if one stands there: "night", "in the morning".
fn after_day_part(context: &Context<'_>, at: usize) -> usize {
    let skip = match (context.lower(at), context.lower(at + 1)) {
        ("in", "the") => 2,
        ("at", _) => 1,
        _ => 0,
    };
    if lexicon::is_day_part(context.lower(at + skip)) {
        at + skip + 1
    } else {
        at
    }
}

/// Where the words "earlier", "later", "late", "early" before an expression end.
fn after_shade(context: &Context<'_>, at: usize) -> usize {
    at + usize::from(matches!(
        context.lower(at),
        "earlier" | "later" | "late" | "early"
    ))
}

/// "yesterday", "earlier today", "this morning", "last night", "overnight", "the day before yesterday".
fn relative_day(context: &Context<'_>, at: usize) -> Option<Core> {
    let from_today = |shift: i64| {
        Reading::certain(seen_from(context, |today| {
            add_days(today, shift).map(Stretch::day)
        }))
    };
    if context.lower(at) == "overnight" {
        let reading = seen_from(context, |today| {
            Stretch::new(add_days(today, -1)?, today, Precision::Day)
        });
        return Some(dated(at..at + 1, at, Reading::certain(reading)));
    }
    if context.lower(at) == "the" && context.lower(at + 1) == "day" {
        let shift = match (context.lower(at + 2), context.lower(at + 3)) {
            ("before", "yesterday") => -2,
            ("after", "tomorrow") => 2,
            _ => return None,
        };
        return Some(dated(at..at + 4, at + 1, from_today(shift)));
    }
    // "the week before last"
    if context.lower(at) == "the"
        && (context.lower(at + 2), context.lower(at + 3)) == ("before", "last")
        && let Some(unit) = lexicon::unit(context.lower(at + 1))
    {
        let reading = seen_from(context, |today| moved_unit(today, unit, -2));
        return Some(dated(at..at + 4, at + 1, Reading::certain(reading)));
    }
    let head = after_shade(context, at);
    if let Some(shift) = lexicon::relative_day(context.lower(head)) {
        return Some(dated(
            at..after_day_part(context, head + 1),
            head,
            from_today(shift),
        ));
    }
    let shift = match context.lower(head) {
        "this" => 0,
        "last" if matches!(context.lower(head + 1), "night" | "evening") => -1,
        _ => return None,
    };
    lexicon::is_day_part(context.lower(head + 1))
        .then(|| dated(at..head + 2, head + 1, from_today(shift)))
}

/// "Tuesday", "last Friday", "next Wednesday night", "late Tuesday", "Friday last week", "Tuesday of next week".
fn weekday(context: &Context<'_>, at: usize) -> Option<Core> {
    let mut start = after_shade(context, at);
    if start > at && context.lower(start) == "on" {
        start += 1;
    }
    if context.lower(start) == "this" && context.lower(start + 1) == "coming" {
        start += 1;
    }
    let chosen = context.lower(start);
    let is_chosen = matches!(chosen, "last" | "next" | "this" | "past" | "coming");
    let head = start + usize::from(is_chosen);
    let form = context.form(head);
    // "Sun", "Sat", "Mon" without a full stop are other words.
    let weekday = calendar::weekday(form).filter(|_| form.len() > 4 || form.ends_with('.'))?;
    let end = after_day_part(context, head + 1);
    let of = usize::from(context.lower(end) == "of");
    let week_shift = match (context.lower(end + of), context.lower(end + of + 1)) {
        ("last", "week") => Some(-1),
        ("this", "week") => Some(0),
        ("next", "week") => Some(1),
        _ => None,
    };
    if let Some(shift) = week_shift {
        let reading = seen_from(context, |today| {
            in_week(today, shift, weekday).map(Stretch::day)
        });
        return Some(dated(at..end + of + 2, head, Reading::certain(reading)));
    }
    let past = seen_from(context, |today| {
        back_to(today, weekday, chosen != "last" && chosen != "past").map(Stretch::day)
    });
    let future = seen_from(context, |today| {
        forward_to(today, weekday).map(Stretch::day)
    });
    let reading = match chosen {
        "last" | "past" => Reading::certain(past),
        // "Next Friday" is that of next week, also where this week's is still to come.
        "next" => Reading::certain(seen_from(context, |today| {
            in_week(today, 1, weekday).map(Stretch::day)
        })),
        "coming" => Reading::certain(future),
        "this" => Reading::certain(seen_from(context, |today| {
            in_week(today, 0, weekday).map(Stretch::day)
        })),
        _ => Reading { past, future },
    };
    Some(dated(at..end, head, reading))
}

/// The weekday in the week that lies `shift` weeks ahead, weeks running from Monday.
fn in_week(today: Date, shift: i64, weekday: i8) -> Option<Date> {
    add_days(
        today,
        shift * 7 + i64::from(weekday - today.weekday().to_monday_one_offset()),
    )
}

/// The last such weekday up to today, or strictly before.
fn back_to(today: Date, weekday: i8, or_today: bool) -> Option<Date> {
    let back = i64::from(today.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
    add_days(today, if back == 0 && !or_today { -7 } else { -back })
}

/// The next such weekday after today.
fn forward_to(today: Date, weekday: i8) -> Option<Date> {
    let ahead = i64::from(weekday - today.weekday().to_monday_one_offset()).rem_euclid(7);
    add_days(today, if ahead == 0 { 7 } else { ahead })
}

/// "earlier this month", "later this year", "early next month": a period of which the publication day cuts off a part.
fn limited_period(context: &Context<'_>, at: usize) -> Option<Core> {
    let shade = context.lower(at);
    if !matches!(shade, "earlier" | "later") {
        return None;
    }
    let skip = usize::from(context.lower(at + 1) == "in");
    let core = period(context, at + 1 + skip)?;
    let Meaning::Dated(reading) = core.meaning else {
        return None;
    };
    let reading = reading.map(|stretch| {
        let today = context.published?;
        if today < stretch.start || stretch.end < today {
            return Some(stretch);
        }
        let cut = if shade == "earlier" {
            Stretch::new(stretch.start, add_days(today, -1)?, stretch.precision)
        } else {
            Stretch::new(add_days(today, 1)?, stretch.end, stretch.precision)
        };
        cut.or(Some(stretch))
    });
    Some(dated(at..core.words.end, core.head, reading))
}

/// "last week", "this month", "next year", "last summer", "the week", "last May".
pub(super) fn period(context: &Context<'_>, at: usize) -> Option<Core> {
    let shift: i64 = match context.lower(at) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        // "at the end of the month", "later in the year"
        "the"
            if matches!(context.lower_before(at), "of" | "in")
                && is_present_period(context, at) =>
        {
            0
        }
        _ => return None,
    };
    // "the last week" and "the next day" are seen from somewhere else.
    if shift != 0
        && matches!(
            context.lower_before(at),
            "the" | "'s" | "’s" | "its" | "their" | "his"
        )
    {
        return None;
    }
    let head = at + 1;
    let word = context.lower(head);
    let words = at..head + 1;
    if context.lower(head + 1) == "-" {
        // "last-minute", "this year-long"
        return None;
    }
    if let Some(unit) = lexicon::unit(word).filter(|_| !word.ends_with('s')) {
        if matches!(unit, Unit::Hour | Unit::Day | Unit::Century) {
            return None;
        }
        let reading = seen_from(context, |today| moved_unit(today, unit, shift));
        return Some(dated(words, head, Reading::certain(reading)));
    }
    if let Some(first_month) = lexicon::season(word) {
        let chosen = seen_from(context, |today| chosen_season(today, first_month, shift));
        return Some(dated(words, head, Reading::certain(chosen)));
    }
    let month = calendar::month(context.form(head))?;
    if calendar::day_of_month(context.form(head + 1)).is_some()
        || calendar::year(context.form(head + 1)).is_some()
    {
        return None;
    }
    let reading = absolute::month_reading(context, month, None);
    let now = context.published.map(Date::month);
    let chosen = match shift {
        -1 if now == Some(month) => {
            seen_from(context, |today| Stretch::month(today.year() - 1, month))
        }
        -1 => reading.past,
        1 if now == Some(month) => {
            seen_from(context, |today| Stretch::month(today.year() + 1, month))
        }
        1 => reading.future,
        _ => seen_from(context, |today| Stretch::month(today.year(), month)),
    };
    Some(dated(words, head, Reading::certain(chosen)))
}

/// The season before (−1), of (0) or after (1) today. This winter is the one that is on; this autumn that of the year.
fn chosen_season(today: Date, first_month: i8, shift: i64) -> Option<Stretch> {
    let seasons = |shifts: [i16; 3]| {
        shifts
            .into_iter()
            .filter_map(move |shift| Stretch::season(today.year() + shift, first_month))
    };
    match shift {
        -1 => seasons([0, -1, -2]).find(|season| season.end < today),
        1 => seasons([-1, 0, 1]).find(|season| season.start > today),
        _ => seasons([-1, 0, 1])
            .find(|season| season.start <= today && today <= season.end)
            .or_else(|| Stretch::season(today.year(), first_month)),
    }
}

/// Whether "the month" or "the year" is the present one: after "the end of", "later in".
fn is_present_period(context: &Context<'_>, at: usize) -> bool {
    let two_before = at
        .checked_sub(2)
        .map_or("", |position| context.lower(position));
    let opened = lexicon::edge(two_before).is_some()
        || matches!(
            two_before,
            "earlier" | "later" | "early" | "late" | "half" | "rest" | "days" | "weeks"
        );
    let closed = !matches!(
        context.lower(at + 2),
        "of" | "before" | "after" | "when" | "that"
    );
    opened
        && closed
        && matches!(
            context.lower(at + 1),
            "week" | "month" | "year" | "decade" | "summer" | "autumn" | "winter" | "spring"
        )
}

/// The calendar unit that lies `shift` units from today's.
fn moved_unit(today: Date, unit: Unit, shift: i64) -> Option<Stretch> {
    let day = match unit {
        Unit::Week => add_days(today, shift * 7)?,
        Unit::Month => add_months(today, shift)?,
        Unit::Quarter => add_months(today, shift * 3)?,
        Unit::Year => add_months(today, shift * 12)?,
        Unit::Decade => add_months(today, shift * 120)?,
        Unit::Hour | Unit::Day | Unit::Century => today,
    };
    Stretch::unit_of(unit, day)
}

/// Saturday, counted from 1 for Monday.
const SATURDAY: i8 = 6;

/// "the weekend", "last weekend", "next weekend".
fn weekend(context: &Context<'_>, at: usize) -> Option<Core> {
    if context.lower(at + 1) != "weekend" {
        return None;
    }
    let two_days = |saturday: Date| Stretch::new(saturday, add_days(saturday, 1)?, Precision::Day);
    let past = seen_from(context, |today| {
        // On a Saturday, "over the weekend" looks ahead.
        back_to(today, SATURDAY, false).and_then(two_days)
    });
    let future = seen_from(context, |today| {
        let on_it = today.weekday().to_monday_one_offset() == SATURDAY;
        if on_it {
            two_days(today)
        } else {
            forward_to(today, SATURDAY).and_then(two_days)
        }
    });
    let reading = match context.lower(at) {
        "the" | "this" | "a" => Reading { past, future },
        "last" | "past" => Reading::certain(past),
        "next" | "coming" => Reading::certain(seen_from(context, |today| {
            in_week(today, 1, SATURDAY).and_then(two_days)
        })),
        _ => return None,
    };
    (context.lower(at) != "a").then(|| dated(at..at + 2, at + 1, reading))
}

fn times(context: &Context<'_>, at: usize) -> i64 {
    lexicon::times(context.lower(at))
}

/// "two days ago", "three weeks from now".
fn ago(context: &Context<'_>, at: usize) -> Option<Core> {
    let number = number(context, at)?;
    let unit = lexicon::unit(context.lower(number.end))?;
    let after = number.end + 1;
    let (sign, end, head) = match (context.lower(after), context.lower(after + 1)) {
        ("ago", _) => (-1, after + 1, after),
        ("from", "now" | "today") => (1, after + 2, number.end),
        ("hence", _) => (1, after + 1, number.end),
        _ => return None,
    };
    let Some(halves) = number.halves else {
        return Some(Core {
            words: at..end,
            head,
            meaning: Meaning::Vague,
        });
    };
    let reading = seen_from(context, |today| {
        moved(today, unit, sign * halves * times(context, number.end))
    });
    Some(dated(at..end, head, Reading::certain(reading)))
}

/// "The first talks in ten years": a word that looks back stands within this many words.
const REACH: usize = 8;

/// "in three weeks", "within two days", "in a month's time": only ahead; the past has "ago".
fn in_units(context: &Context<'_>, at: usize) -> Option<Core> {
    let within = context.lower(at) == "within";
    if !within && context.lower(at) != "in" {
        return None;
    }
    let number = number(context, at + 1)?;
    let unit = lexicon::unit(context.lower(number.end))?;
    let mut end = number.end + 1;
    if matches!(context.lower(end), "'s" | "’s" | "'" | "’") && context.lower(end + 1) == "time"
    {
        end += 2;
    }
    // "in two days of talks" is a duration.
    if matches!(
        context.lower(end),
        "of" | "ago" | "later" | "before" | "after" | "-"
    ) || unit == Unit::Hour
    {
        return None;
    }
    // "the first visit in ten years" looks back over a stretch.
    let looks_back = (at.saturating_sub(REACH)..at).any(|position| {
        matches!(context.tree.words[position].xpos, "JJS" | "RBS")
            || lexicon::ordinal(context.lower(position)).is_some()
            || context.lower(position) == "only"
    });
    if looks_back {
        return None;
    }
    let Some(halves) = number.halves else {
        return Some(Core {
            words: at..end,
            head: number.end,
            meaning: Meaning::Vague,
        });
    };
    let future = seen_from(context, |today| {
        let then = moved(today, unit, halves * times(context, number.end))?;
        if within {
            Stretch::new(today, then.end, then.precision)
        } else {
            Some(then)
        }
    });
    Some(dated(at..end, number.end, Reading { past: None, future }))
}
