//! `detente timeline`: what happened between two actors.

use std::ffi::OsString;

use clap::Args;
use jiff::civil::Date;

use super::args::{Building, Choice, files_and_two};
use super::question::Question;
use super::screen::{Screen, complain, long};
use super::{Failure, Outcome, actor};
use crate::graph::{Closing, Entry, Step};

const EXAMPLES: &str = "\
Examples:
  detente timeline data/samples Russia NATO
  detente timeline data/samples NATO Yugoslavia --only violence,truce
  detente timeline data/samples Russia NATO --json";

/// Everything between two actors in order of time, with what each report changed
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "detente timeline [OPTIONS] <FILES>... <A> <B>")]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the two actors
    #[arg(value_name = "FILES... A B", num_args = 1.., required = true)]
    files_one_other: Vec<OsString>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    building: Building,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let (files, [one, other]) = files_and_two(&arguments.files_one_other, "two actors")?;
    let question = Question::new(&files, &arguments.building)?;
    let overlays = &arguments.building.reading.overlay;
    let (one, other) = (
        actor::find(question.names(), &one, overlays)?,
        actor::find(question.names(), &other, overlays)?,
    );
    let graph = question.between(&one, &other)?;
    let entries: Vec<Entry> = graph
        .timeline(&one, &other)
        .into_iter()
        .filter(|entry| {
            arguments
                .choice
                .admits(entry.standing.action, entry.standing.sign)
        })
        .collect();
    if arguments.building.reading.json {
        for entry in &entries {
            out.json(entry)?;
        }
    } else if entries.is_empty() {
        complain(&format!(
            "nothing found between {} and {}",
            graph.name(&one),
            graph.name(&other)
        ));
    } else {
        out.heading(&format!("{} and {}", graph.name(&one), graph.name(&other)))?;
        let series: Vec<(Date, f32)> = entries
            .iter()
            .filter(|entry| entry.step != Step::Aside)
            .filter_map(|entry| Some((entry.date?, entry.standing.goldstein)))
            .collect();
        if let Some(line) = sparkline(&series) {
            out.line(&line, 0)?;
        }
        for entry in &entries {
            out.blank()?;
            let date = entry
                .standing
                .since
                .map_or_else(|| "undated".to_owned(), |since| since.to_string());
            out.signed(
                entry.standing.sign,
                &format!("{date}: {}{}", entry.standing.reason, remark(entry)),
                0,
            )?;
            out.evidence(entry.standing.leading(), 4)?;
        }
    }
    Ok(if entries.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    })
}

/// Places of a sparkline at most, so that with its dates it fits 80 columns.
const PLACES: usize = 28;

/// The mean Goldstein value of equal stretches of time: "Goldstein 7 Feb 1999 ▂ ▁█ 24 Jul 1999, −10 ▁ to 10 █".
///
/// A stretch in which nothing happened is blank. `None` for fewer than two days, which make no series.
fn sparkline(series: &[(Date, f32)]) -> Option<String> {
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let first = series.iter().map(|(day, _)| *day).min()?;
    let last = series.iter().map(|(day, _)| *day).max()?;
    let days = |day: Date| {
        first
            .until(day)
            .map_or(0, |span| span.get_days())
            .unsigned_abs() as usize
    };
    let n_days = days(last) + 1;
    if n_days < 2 {
        return None;
    }
    let n_places = n_days.min(PLACES);
    let mut sums = vec![(0.0_f32, 0_u16); n_places];
    for (day, value) in series {
        let (sum, n) = &mut sums[days(*day) * n_places / n_days];
        *sum += value.clamp(-10.0, 10.0);
        *n += 1;
    }
    let bars: String = sums
        .iter()
        .map(|&(sum, n)| {
            if n == 0 {
                return ' ';
            }
            let share = (sum / f32::from(n) + 10.0) / 20.0;
            STEPS[((share * 8.0) as usize).min(7)]
        })
        .collect();
    // A no-break space stays where the line would be wrapped.
    let bars = bars.replace(' ', "\u{a0}");
    Some(format!(
        "Goldstein {} {bars} {} (−10 ▁ to █ 10)",
        long(first),
        long(last)
    ))
}

/// What else there is to say of an entry: for when it is planned, until when it held.
fn remark(entry: &Entry) -> String {
    let mut remarks = Vec::new();
    if let Some(due) = entry.standing.due {
        remarks.push(format!("for {due}"));
    }
    match entry.step {
        Step::Opens | Step::Changes => {}
        Step::Repeats => remarks.push("again".to_owned()),
        Step::Aside => remarks.push("changes nothing".to_owned()),
    }
    if let Some(until) = entry.until {
        let how = match entry.closing {
            Some(Closing::Lapsed) => "lapsed",
            Some(Closing::EndedByOther) => "ended",
            Some(Closing::Stated) => "over",
            Some(Closing::Changed) | None => "until",
        };
        remarks.push(format!("{how} {}", long(until)));
    }
    if remarks.is_empty() {
        String::new()
    } else {
        format!(" ({})", remarks.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_series_becomes_bars_from_hostile_to_friendly() {
        let (early, late) = (date(1999, 3, 1), date(1999, 3, 3));
        let line = sparkline(&[(early, -10.0), (late, 10.0)]).unwrap();
        assert_eq!(
            line,
            "Goldstein 1 Mar 1999 ▁\u{a0}█ 3 Mar 1999 (−10 ▁ to █ 10)"
        );
        assert_eq!(sparkline(&[(early, 1.0)]), None);
        let years = [(date(1900, 1, 1), 0.0), (date(2020, 12, 31), f32::NAN)];
        assert!(sparkline(&years).unwrap().chars().count() <= 80);
    }
}
