//! How long a relation holds and what changes it, as `data/relations/life.toml` declares.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::relation::Sign;
use crate::error::{Error, Result};
use crate::model::{Action, Status};

/// A set of statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Statuses(u16);

impl Statuses {
    fn of(list: &[Status]) -> Self {
        Self(
            list.iter()
                .fold(0, |bits, &status| bits | 1 << status as u16),
        )
    }

    pub(super) fn contains(self, status: Status) -> bool {
        self.0 & (1 << status as u16) != 0
    }

    pub(super) fn list(self) -> Vec<Status> {
        let all = Status::ALL.iter().copied();
        all.filter(|&status| self.contains(status)).collect()
    }
}

/// How long a stage holds by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Until something replaces or ends it.
    Open,
    /// Days after its last day.
    Days(i32),
    /// Days after its last day, as many as the window has.
    Window,
}

/// What an occurrence of one action under one status does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) holds: Holds,
    /// Days that a dated plan holds beyond its date.
    pub(super) after_due: Option<i32>,
    pub(super) replaces: Statuses,
    pub(super) later: Statuses,
    pub(super) supports: Statuses,
    pub(super) aside: Statuses,
    pub(super) recalls: Statuses,
    /// Whether the same status again goes on with the stage rather than being a matter of its own.
    pub(super) repeats: bool,
}

/// One matter ends another between the same two actors.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    pub(super) by: Action,
    pub(super) status: Statuses,
    pub(super) kinds: Vec<String>,
    /// Only an occurrence that its text dates has this effect.
    pub(super) dated_by_text: bool,
    pub(super) ended: Action,
    pub(super) family: Option<String>,
    pub(super) standing: Statuses,
}

#[derive(Debug, Clone)]
pub(super) struct OfAction {
    either: bool,
    persons: bool,
    undoing: Vec<String>,
    families: BTreeMap<String, Vec<String>>,
    /// One for each status, in their order.
    pub(super) general: Vec<Rule>,
    pub(super) by_kind: Vec<(Status, Vec<String>, Rule)>,
}

/// The rules of a relation's life.
///
/// ```
/// use detente::graph::Rules;
/// let rules = Rules::embedded().unwrap();
/// assert_eq!(rules.window_days(), 30);
/// assert!(Rules::parse("[window]\ndays = -1").is_err());
/// ```
#[derive(Debug, Clone)]
pub struct Rules {
    window_days: i32,
    /// Whether a matter is in force only on days of which a text says so.
    strict: bool,
    near: Near,
    /// What holds for an action that says nothing else; one for each status, in their order.
    pub(super) general: Vec<Rule>,
    /// One for each action, in their order.
    pub(super) of_action: Vec<OfAction>,
    pub(super) ends: Vec<Ends>,
    signs: Vec<SignFile>,
}

/// Nearness in days: reports of one act, and an act and its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_field_names)] // The unit belongs to each name.
pub(super) struct Near {
    pub(super) text_days: i32,
    pub(super) publication_days: i32,
    pub(super) due_days: i32,
}

impl Rules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// Only [`Error::Internal`]: the embedded rules do not load.
    pub fn embedded() -> Result<Self> {
        Self::parse(include_str!("../../data/relations/life.toml"))
            .map_err(|message| Error::Internal(format!("data/relations/life.toml: {message}")))
    }

    /// Reads rules as `data/relations/life.toml` writes them.
    ///
    /// # Errors
    /// Says what is wrong: a line that is no TOML, an unknown status, an action without an entry.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        if file.window.days < 1 {
            return Err(format!(
                "[window] days is {}; it must be 1 or more",
                file.window.days
            ));
        }
        let general = Status::ALL
            .iter()
            .map(|&status| {
                let entry = file.status.iter().find(|entry| entry.id == status);
                let entry = entry.ok_or_else(|| format!("no [[status]] for '{status}'"))?;
                Ok(Rule {
                    holds: entry.holds.parse()?,
                    after_due: entry.after_due,
                    replaces: Statuses::of(&entry.replaces),
                    later: Statuses::of(&entry.later),
                    supports: Statuses::of(&entry.supports),
                    aside: Statuses::of(&entry.aside),
                    recalls: Statuses::default(),
                    repeats: true,
                })
            })
            .collect::<std::result::Result<Vec<Rule>, String>>()?;
        let actions = Action::ALL
            .iter()
            .map(|&action| {
                let entry = file.action.iter().find(|entry| entry.id == action);
                entry
                    .ok_or_else(|| format!("no [[action]] for '{action}'"))?
                    .resolve(&general)
            })
            .collect::<std::result::Result<Vec<OfAction>, String>>()?;
        let ends = file
            .ends
            .into_iter()
            .map(|entry| Ends {
                by: entry.by,
                status: Statuses::of(&entry.status),
                kinds: entry.kinds,
                dated_by_text: entry.dated_by_text,
                ended: entry.ends,
                family: entry.family,
                standing: Statuses::of(&entry.standing),
            })
            .collect();
        Ok(Self {
            window_days: file.window.days,
            strict: false,
            near: file.near,
            general,
            of_action: actions,
            ends,
            signs: file.sign,
        })
    }

    /// Days for which a single act counts as the state of things.
    pub fn window_days(&self) -> i32 {
        self.window_days
    }

    /// The same rules with another window; less than one day is read as one.
    #[must_use]
    pub fn with_window(mut self, days: i32) -> Self {
        self.window_days = days.max(1);
        self
    }

    /// The same rules without any carrying on: a relation is in force only on days of which a text says so. An act
    /// that is dated by its publication is in force on that day; "since March" up to the report; a plan with a date
    /// from its report to its date; what has no date, never.
    #[must_use]
    pub fn strictly(self) -> Self {
        Self {
            strict: true,
            ..self
        }
    }

    /// Whether a relation is in force only on days of which a text says so ([`Rules::strictly`]).
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// Friendly, hostile or neither, from the quad class (1 to 4; others are neither) and the status.
    pub fn sign(&self, action: Action, status: Status, quad: u8) -> Sign {
        let declared = self.signs.iter().find(|entry| {
            entry.status == status && (entry.actions.is_empty() || entry.actions.contains(&action))
        });
        match (declared, quad) {
            (Some(entry), _) => entry.sign,
            (None, 1 | 2) => Sign::Cooperative,
            (None, 3 | 4) => Sign::Hostile,
            (None, _) => Sign::Neutral,
        }
    }

    pub(super) fn near(&self) -> Near {
        self.near
    }

    pub(super) fn rule(&self, action: Action, kind: &str, status: Status) -> &Rule {
        let rules = &self.of_action[action as usize];
        rules
            .by_kind
            .iter()
            .find(|(rule_status, kinds, _)| {
                *rule_status == status && kinds.iter().any(|listed| listed == kind)
            })
            .map_or(&rules.general[status as usize], |(_, _, rule)| rule)
    }

    /// Whether matters of the action end others of the same pair, or are ended by them.
    pub(super) fn ends_or_is_ended(&self, action: Action) -> bool {
        let mut ends = self.ends.iter();
        ends.any(|ends| ends.by == action || ends.ended == action)
    }

    /// Days after the last day of which an act speaks, on all of which it is over; `None`: it may hold for good.
    pub(super) fn holds_at_most(&self, action: Action, kind: &str, status: Status) -> Option<i32> {
        let rule = self.rule(action, kind, status);
        let days = match rule.holds {
            Holds::Open => return None,
            Holds::Days(days) => days,
            Holds::Window => self.window_days,
        };
        Some(days.max(rule.after_due.map_or(0, |days| days + 1)).max(1))
    }

    /// The most days by which reports of one act may lie apart.
    pub(super) fn near_at_most(&self) -> i32 {
        let Near {
            text_days,
            publication_days,
            due_days,
        } = self.near;
        text_days.max(publication_days).max(due_days)
    }

    /// Whether the matter belongs to both parties alike.
    pub(super) fn either(&self, action: Action) -> bool {
        self.of_action[action as usize].either
    }

    /// Whether different persons make different matters.
    pub(super) fn persons(&self, action: Action) -> bool {
        self.of_action[action as usize].persons
    }

    /// Whether the kind undoes the action.
    pub(super) fn undoes(&self, action: Action, kind: &str) -> bool {
        self.of_action[action as usize]
            .undoing
            .iter()
            .any(|listed| listed == kind)
    }

    /// Which kinds belong together: the family's name, or the action's.
    pub(super) fn family(&self, action: Action, kind: &str) -> &str {
        self.of_action[action as usize]
            .families
            .iter()
            .find(|(_, kinds)| kinds.iter().any(|listed| listed == kind))
            .map_or(action.as_str(), |(family, _)| family)
    }

    pub(super) fn ended_by(
        &self,
        action: Action,
        kind: &str,
        status: Status,
    ) -> impl Iterator<Item = &Ends> {
        self.ends.iter().filter(move |ends| {
            ends.by == action
                && ends.status.contains(status)
                && (ends.kinds.is_empty() || ends.kinds.iter().any(|listed| listed == kind))
        })
    }
}

// ---- The file -----------------------------------------------------------------------------------------------------

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    window: WindowFile,
    near: Near,
    status: Vec<StatusFile>,
    action: Vec<ActionFile>,
    #[serde(default)]
    ends: Vec<EndsFile>,
    #[serde(default)]
    sign: Vec<SignFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowFile {
    days: i32,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum HoldsFile {
    Days(i32),
    Word(String),
}

impl HoldsFile {
    fn parse(&self) -> std::result::Result<Holds, String> {
        match self {
            Self::Days(days) if *days > 0 => Ok(Holds::Days(*days)),
            Self::Days(days) => Err(format!("holds = {days}; it must be 1 day or more")),
            Self::Word(word) if word == "open" => Ok(Holds::Open),
            Self::Word(word) if word == "window" => Ok(Holds::Window),
            Self::Word(word) => Err(format!(
                "holds = \"{word}\"; write \"open\", \"window\" or a number of days"
            )),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusFile {
    id: Status,
    holds: HoldsFile,
    after_due: Option<i32>,
    #[serde(default)]
    replaces: Vec<Status>,
    #[serde(default)]
    later: Vec<Status>,
    #[serde(default)]
    supports: Vec<Status>,
    #[serde(default)]
    aside: Vec<Status>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum PairFile {
    Either,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionFile {
    id: Action,
    pair: Option<PairFile>,
    #[serde(default)]
    persons: bool,
    #[serde(default)]
    undoing: Vec<String>,
    #[serde(default)]
    families: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rule: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    status: Status,
    #[serde(default)]
    kinds: Vec<String>,
    holds: Option<HoldsFile>,
    after_due: Option<i32>,
    replaces: Option<Vec<Status>>,
    later: Option<Vec<Status>>,
    supports: Option<Vec<Status>>,
    aside: Option<Vec<Status>>,
    recalls: Option<Vec<Status>>,
    repeats: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndsFile {
    by: Action,
    status: Vec<Status>,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    dated_by_text: bool,
    ends: Action,
    family: Option<String>,
    standing: Vec<Status>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignFile {
    status: Status,
    #[serde(default)]
    actions: Vec<Action>,
    sign: Sign,
}

impl RuleFile {
    /// The general rule with what this entry says otherwise.
    fn over(&self, mut rule: Rule) -> std::result::Result<Rule, String> {
        if let Some(holds) = &self.holds {
            rule.holds = holds.parse()?;
        }
        rule.after_due = self.after_due.or(rule.after_due);
        let set = |list: &Option<Vec<Status>>, general: Statuses| {
            list.as_deref().map_or(general, Statuses::of)
        };
        rule.replaces = set(&self.replaces, rule.replaces);
        rule.later = set(&self.later, rule.later);
        rule.supports = set(&self.supports, rule.supports);
        rule.aside = set(&self.aside, rule.aside);
        rule.recalls = set(&self.recalls, rule.recalls);
        rule.repeats = self.repeats.unwrap_or(rule.repeats);
        Ok(rule)
    }
}

impl ActionFile {
    fn resolve(&self, general: &[Rule]) -> std::result::Result<OfAction, String> {
        let mut own = general.to_vec();
        for entry in self.rule.iter().filter(|entry| entry.kinds.is_empty()) {
            let place = &mut own[entry.status as usize];
            *place = entry.over(*place)?;
        }
        let by_kind = self
            .rule
            .iter()
            .filter(|entry| !entry.kinds.is_empty())
            .map(|entry| {
                let rule = entry.over(own[entry.status as usize])?;
                Ok((entry.status, entry.kinds.clone(), rule))
            })
            .collect::<std::result::Result<_, String>>()?;
        Ok(OfAction {
            either: self.pair == Some(PairFile::Either),
            persons: self.persons,
            undoing: self.undoing.clone(),
            families: self.families.clone(),
            general: own,
            by_kind,
        })
    }
}
