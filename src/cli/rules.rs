//! `detente rules`: how long what holds, and what changes it.

use clap::Args;
use serde::Serialize;

use super::screen::{Screen, count};
use super::{Failure, Outcome};
use crate::graph::{EndInForce, RuleInForce, Rules};
use crate::model::{Action, Status};

const EXAMPLES: &str = "\
Examples:
  detente rules
  detente rules ties truce
  detente rules --window 60 --json
  detente rules ties --strict

docs/time.md draws what the rules do; data/relations/life.toml gives the reasons.";

/// The rules in force: how long a relation holds under each status, and what changes or ends it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Only what is said of these actions
    #[arg(value_name = "ACTIONS")]
    actions: Vec<Action>,
    /// How long a single act counts as the state of things [default: 30]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i32).range(1..=36500))]
    window: Option<i32>,
    /// In force only while a text says so
    #[arg(long, conflicts_with = "window")]
    strict: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Told {
    window_days: i32,
    /// If so, `days` and `days_after_due` of the rules do not count.
    strict: bool,
    rules: Vec<RuleInForce>,
    ends: Vec<EndInForce>,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let mut rules = Rules::embedded()?;
    if let Some(days) = arguments.window {
        rules = rules.with_window(days);
    }
    if arguments.strict {
        rules = rules.strictly();
    }
    let wanted =
        |action: Action| arguments.actions.is_empty() || arguments.actions.contains(&action);
    let told = Told {
        window_days: rules.window_days(),
        strict: rules.is_strict(),
        rules: rules
            .in_force()
            .into_iter()
            .filter(|rule| rule.action.is_none_or(wanted))
            .collect(),
        ends: rules
            .ends_in_force()
            .into_iter()
            .filter(|end| wanted(end.by) || wanted(end.ends))
            .collect(),
    };
    if arguments.json {
        out.json(&told)?;
        return Ok(Outcome::Found);
    }
    let mut about = None;
    for rule in &told.rules {
        if about != Some(rule.action) {
            if about.is_some() {
                out.blank()?;
            }
            about = Some(rule.action);
            match rule.action {
                None => out.heading("Every action, unless it says otherwise")?,
                Some(action) => out.heading(action.as_str())?,
            }
        }
        out.line(&sentence(rule, told.strict), 2)?;
    }
    if !told.ends.is_empty() {
        out.blank()?;
        out.heading("One matter ends another of the same two")?;
        for end in &told.ends {
            out.line(&ending(end), 2)?;
        }
    }
    Ok(Outcome::Found)
}

/// "planned: holds 90 days, with a date until 14 days after it; replaces demanded, possible".
fn sentence(rule: &RuleInForce, strict: bool) -> String {
    let mut parts = vec![match rule.days {
        _ if strict => "holds while its text says so".to_owned(),
        None => "holds until replaced or ended".to_owned(),
        Some(days) => format!("holds {}", count(days.unsigned_abs() as usize, "day")),
    }];
    if let (Some(days), false) = (rule.days_after_due, strict) {
        parts[0].push_str(&format!(
            ", with a date until {} after it",
            count(days.unsigned_abs() as usize, "day")
        ));
    }
    for (does, statuses) in [
        ("replaces", &rule.replaces),
        ("if later, replaces", &rule.replaces_if_later),
        ("supports", &rule.supports),
        ("changes nothing beside", &rule.aside),
        ("unless later, recalls", &rule.recalls),
    ] {
        if !statuses.is_empty() {
            parts.push(format!("{does} {}", listed(statuses)));
        }
    }
    if !rule.repeats {
        parts.push("again, it is another matter".to_owned());
    }
    format!(
        "{}{}: {}",
        rule.status,
        of_kinds(&rule.kinds),
        parts.join("; ")
    )
}

/// "truce done, underway (ceasefire, peace) ends violence that is done, underway".
fn ending(end: &EndInForce) -> String {
    let family = end
        .family
        .as_ref()
        .filter(|family| family.as_str() != end.ends.as_str())
        .map_or_else(String::new, |family| format!("/{family}"));
    let dated = if end.dated_by_text {
        ", if its text dates it,"
    } else {
        ""
    };
    format!(
        "{} {}{}{dated} ends {}{family} that is {}",
        end.by,
        listed(&end.under),
        of_kinds(&end.kinds),
        end.ends,
        listed(&end.standing)
    )
}

fn of_kinds(kinds: &[String]) -> String {
    if kinds.is_empty() {
        String::new()
    } else {
        format!(" ({})", kinds.join(", "))
    }
}

fn listed(statuses: &[Status]) -> String {
    let words: Vec<&str> = statuses.iter().map(|status| status.as_str()).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_told_in_words() {
        let rules = Rules::embedded().unwrap();
        let told = |action: Option<Action>, status: Status| {
            let all = rules.in_force();
            let found = all
                .iter()
                .find(|rule| rule.action == action && rule.status == status);
            sentence(found.unwrap(), false)
        };
        assert_eq!(
            told(Some(Action::Ties), Status::Done).split(';').next(),
            Some("done: holds until replaced or ended")
        );
        assert_eq!(
            told(None, Status::Threatened),
            "threatened: holds 30 days, with a date until 14 days after it; replaces possible"
        );
        assert_eq!(
            ending(&rules.ends_in_force()[0]),
            "truce done, underway (ceasefire, peace, surrender) ends violence that is done, underway, planned, threatened"
        );
    }
}
