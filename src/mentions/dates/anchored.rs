//! Dates seen from another date of the text: "the same day", "three days later", "a week after the vote".

use super::number::number;
use super::reading::{Reading, Stretch, Unit, add_days, moved};
use super::{Context, Core, Meaning, lexicon};
use crate::language::Upos;
use crate::model::Precision;

/// How a date is reached from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The calendar unit around it: "that month". `None`: itself ("since then").
    Same(Option<Unit>),
    /// So many half units away.
    Away { halves: i64, unit: Unit },
}

/// Finds an expression that starts at the word.
pub(super) fn find(context: &Context<'_>, at: usize) -> Option<Core> {
    same(context, at)
        .or_else(|| neighbour(context, at))
        .or_else(|| away(context, at))
        .or_else(|| then(context, at))
}

fn anchored(words: std::ops::Range<usize>, head: usize, step: Step) -> Core {
    Core {
        words,
        head,
        meaning: Meaning::Anchored(step),
    }
}

/// "the same day", "that same month", "that year", "the very same day", "that night", "earlier in the day".
fn same(context: &Context<'_>, at: usize) -> Option<Core> {
    let (first, second) = (context.lower(at), context.lower(at + 1));
    let head = match (first, second) {
        ("earlier" | "later", "in")
            if context.lower(at + 2) == "the" && context.lower(at + 3) == "day" =>
        {
            at + 3
        }
        ("the" | "that", "same") => at + 2,
        // "On Monday, the day its troops left".
        ("the", "day") if context.lower_before(at) == "," && opens_clause(context, at + 2) => {
            at + 1
        }
        ("the" | "that", "very") => at + 2 + usize::from(context.lower(at + 2) == "same"),
        // A bare "that year" needs no "same"; "that" may be a conjunction before "day".
        ("that", _) => at + 1,
        _ => return None,
    };
    let word = context.lower(head);
    let unit = lexicon::unit(word)
        .filter(|_| !word.ends_with('s'))
        .or(lexicon::is_day_part(word).then_some(Unit::Day))?;
    let hour = unit == Unit::Hour;
    (!hour && context.lower(head + 1) != "-")
        .then(|| anchored(at..head + 1, head, Step::Same(Some(unit))))
}

/// Whether a word can be the first of a clause that says which day is meant.
fn opens_clause(context: &Context<'_>, at: usize) -> bool {
    context.tree.words.get(at).is_some_and(|word| {
        matches!(
            word.upos,
            Upos::Det | Upos::Pron | Upos::Propn | Upos::Adj | Upos::Noun
        ) || matches!(word.lower.as_str(), "that" | "when")
    })
}

/// "the next day", "the following month", "the previous year", "the day before", "the day after".
fn neighbour(context: &Context<'_>, at: usize) -> Option<Core> {
    let the = usize::from(context.lower(at) == "the");
    let sign = match context.lower(at + the) {
        "next" | "following" if the == 1 => 1,
        "previous" | "preceding" if the == 1 => -1,
        word if the == 1 && !word.ends_with('s') => return beside(context, at, word),
        _ => return None,
    };
    let head = at + the + 1;
    let word = context.lower(head);
    let unit = lexicon::unit(word)
        .filter(|unit| !word.ends_with('s') && !matches!(unit, Unit::Hour | Unit::Century))
        .or(lexicon::is_day_part(word).then_some(Unit::Day))?;
    (context.lower(head + 1) != "-").then(|| {
        anchored(
            at..head + 1,
            head,
            Step::Away {
                halves: sign * 2,
                unit,
            },
        )
    })
}

/// "the day before", "the week after", "the night before": seen from the clause above, unless a clause or noun follows;
/// that one lies on the other side: "the day after its troops had left".
fn beside(context: &Context<'_>, at: usize, word: &str) -> Option<Core> {
    let unit = lexicon::unit(word)
        .filter(|unit| !matches!(unit, Unit::Hour | Unit::Century))
        .or(lexicon::is_day_part(word).then_some(Unit::Day))?;
    let sign = match context.lower(at + 2) {
        "before" => -1,
        "after" => 1,
        _ => return None,
    };
    let sign = if closes(context.lower(at + 3)) {
        sign
    } else {
        -sign
    };
    let step = Step::Away {
        halves: sign * 2,
        unit,
    };
    Some(anchored(at..at + 3, at + 1, step))
}

/// Whether nothing follows that "before" or "after" could govern.
fn closes(follower: &str) -> bool {
    follower.is_empty()
        || matches!(
            follower,
            "," | "." | ";" | ")" | "-" | "–" | "and" | "in" | "at" | "by"
        )
}

/// "three days later", "a week earlier", "two days after …", "hours before …".
fn away(context: &Context<'_>, at: usize) -> Option<Core> {
    let number = number(context, at);
    let unit_at = number.map_or(at, |number| number.end);
    let word = context.lower(unit_at);
    let unit = lexicon::unit(word)?;
    // "hours after" needs no number, "days after" has none to give.
    if number.is_none() && !(word.ends_with('s') || word == "moments") {
        return None;
    }
    let after = unit_at + 1;
    let (sign, head) = match context.lower(after) {
        "later" | "afterwards" => (1, after),
        "earlier" | "previously" => (-1, after),
        // The tree hangs the clause's verb over the unit.
        "after" => (-1, unit_at),
        "before" => (1, unit_at),
        _ => return None,
    };
    let follower = context.lower(after + 1);
    let relates = matches!(context.lower(after), "after" | "before");
    // "two days earlier than planned"; "a week before," ends the phrase and looks back.
    if follower == "than" {
        return None;
    }
    let sign = if relates && closes(follower) {
        -sign
    } else {
        sign
    };
    let words = at..after + 1;
    let halves = if unit == Unit::Hour {
        Some(0)
    } else {
        number
            .and_then(|number| number.halves)
            .map(|halves| halves * lexicon::times(word))
    };
    match halves {
        Some(halves) => Some(anchored(
            words,
            head,
            Step::Away {
                halves: sign * halves,
                unit,
            },
        )),
        None => Some(Core {
            words,
            head,
            meaning: Meaning::Vague,
        }),
    }
}

/// "since then", "by then", "until that time": only after a preposition, as "then" alone goes on with a story.
fn then(context: &Context<'_>, at: usize) -> Option<Core> {
    let placed = matches!(
        context.lower_before(at),
        "since" | "until" | "till" | "by" | "before" | "from"
    );
    if !placed {
        return None;
    }
    match (context.lower(at), context.lower(at + 1)) {
        ("then", _) => Some(anchored(at..at + 1, at, Step::Same(None))),
        ("that", "time" | "date" | "point" | "moment") => {
            Some(anchored(at..at + 2, at + 1, Step::Same(None)))
        }
        _ => None,
    }
}

/// The readings of all expressions: anchored ones look to the nearest dated one before them in the sentence, then to
/// `carried`; "N days after …" also to one that follows.
pub(super) fn resolve(
    context: &Context<'_>,
    cores: &[Core],
    carried: Option<Stretch>,
) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::with_capacity(cores.len());
    for (position, core) in cores.iter().enumerate() {
        let reading = match core.meaning {
            Meaning::Dated(reading) => reading,
            Meaning::Vague => Reading::default(),
            Meaning::Anchored(step) => {
                let before = readings
                    .iter()
                    .rev()
                    .copied()
                    .find(|reading| reading.is_known());
                let relates = relates_to_clause(context, core);
                let after = cores[position + 1..].first().filter(|_| relates);
                match (
                    before,
                    after.and_then(|after| dated(after).map(|d| (d, after))),
                ) {
                    // "Two months after it was imposed in May" dates what the sentence tells, not the imposing.
                    (None, Some((anchor, after))) if !is_apart(context, core, after) => {
                        anchor.map(|stretch| step.back().from(stretch))
                    }
                    (Some(anchor), _) | (None, Some((anchor, _))) => {
                        anchor.map(|stretch| step.from(stretch))
                    }
                    // What happened "two days after the vote" has no date where the vote has none.
                    (None, None) if relates => Reading::default(),
                    // "Had left the night before, officials said on Sunday".
                    (None, None) if looks_beyond(step) && ahead(cores, position).is_some() => {
                        let anchor = ahead(cores, position).unwrap_or_default();
                        anchor.map(|stretch| step.from(stretch))
                    }
                    (None, None) => Reading::certain(carried).map(|stretch| step.from(stretch)),
                }
            }
        };
        readings.push(reading);
    }
    readings
}

/// Whether the expression dates a clause by the sentence's main matter: "two days after …".
fn relates_to_clause(context: &Context<'_>, core: &Core) -> bool {
    matches!(context.lower(core.words.end - 1), "after" | "before")
        && !closes(context.lower(core.words.end))
}

/// Whether a comma stands between two expressions, so that the second does not belong to the clause of the first.
fn is_apart(context: &Context<'_>, core: &Core, after: &Core) -> bool {
    (core.words.end..after.words.start).any(|at| context.lower(at) == ",")
}

/// Whether a step leads to the day before what the sentence tells of.
fn looks_beyond(step: Step) -> bool {
    matches!(
        step,
        Step::Away {
            halves: -2,
            unit: Unit::Day
        }
    )
}

/// The next dated expression.
fn ahead(cores: &[Core], position: usize) -> Option<Reading> {
    cores[position + 1..].iter().find_map(dated)
}

fn dated(core: &Core) -> Option<Reading> {
    match core.meaning {
        Meaning::Dated(reading) if reading.is_known() => Some(reading),
        _ => None,
    }
}

impl Step {
    /// The same step in the other direction.
    fn back(self) -> Self {
        match self {
            Step::Away { halves, unit } => Step::Away {
                halves: -halves,
                unit,
            },
            same @ Step::Same(_) => same,
        }
    }

    /// Takes the step; `None` where the anchor is too coarse for it: no day is three days after "March".
    fn from(self, anchor: Stretch) -> Option<Stretch> {
        let is_coarser = |unit: Unit| match anchor.precision {
            Precision::Day => false,
            Precision::Week => unit < Unit::Week,
            Precision::Month => unit < Unit::Month,
            Precision::Season => unit < Unit::Quarter,
            Precision::Year => unit < Unit::Year,
            Precision::Decade => unit < Unit::Decade,
        };
        match self {
            // "The same day" beside a mere month means that month at best.
            Step::Same(Some(unit)) if !is_coarser(unit) => Stretch::unit_of(unit, anchor.start),
            Step::Same(_) | Step::Away { halves: 0, .. } => Some(anchor),
            Step::Away { unit, .. } if is_coarser(unit) => None,
            Step::Away {
                halves,
                unit: Unit::Week,
            } if anchor.precision == Precision::Day => {
                let day = add_days(anchor.start, halves * 7 / 2)?;
                Stretch::new(day, day, Precision::Week)
            }
            Step::Away { halves, unit } => moved(anchor.start, unit, halves),
        }
    }
}
