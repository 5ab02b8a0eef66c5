//! From action, kind and status to the codes of the field.

use std::collections::{BTreeMap, BTreeSet};

use super::REVERSALS;
use super::table::{TableError, rows};
use crate::model::{Action, EventCode, Status};

const EVENTS: &str = include_str!("../../../data/relations/events.tsv");
const CAMEO: &str = include_str!("../../../data/relations/cameo.tsv");
const PAIRS: &str = include_str!("../../../data/relations/pairs.tsv");

#[derive(Clone, Copy)]
struct Coding {
    plover: &'static str,
    mode: &'static str,
    cameo: &'static str,
}

/// The table from (action, kind, status) to PLOVER and CAMEO, with quad class and Goldstein value.
pub struct Events {
    codings: BTreeMap<(Action, &'static str, Status), Coding>,
    goldstein: BTreeMap<&'static str, f32>,
    reversals: BTreeMap<Action, &'static str>,
    pairs: BTreeMap<(Action, &'static str, Status), &'static str>,
}

impl Events {
    pub(super) fn load() -> Result<Self, TableError> {
        let error = |table, line, message: String| TableError {
            table,
            line,
            message,
        };
        let mut goldstein = BTreeMap::new();
        for (line, cells) in rows("relations/cameo.tsv", CAMEO)? {
            let value = cells[2].parse().map_err(|_| {
                error(
                    "relations/cameo.tsv",
                    line,
                    format!("'{}' is no number", cells[2]),
                )
            })?;
            goldstein.insert(cells[0], value);
        }
        let table = "relations/events.tsv";
        let mut codings = BTreeMap::new();
        for (line, cells) in rows(table, EVENTS)? {
            let action: Action = cells[0]
                .parse()
                .map_err(|e| error(table, line, format!("{e}")))?;
            let status: Status = cells[2]
                .parse()
                .map_err(|e| error(table, line, format!("{e}")))?;
            if !goldstein.contains_key(cells[5]) {
                return Err(error(
                    table,
                    line,
                    format!("'{}' is no CAMEO code", cells[5]),
                ));
            }
            if quad_of(cells[3]).is_none() {
                return Err(error(
                    table,
                    line,
                    format!("'{}' is no PLOVER event", cells[3]),
                ));
            }
            let coding = Coding {
                plover: cells[3],
                mode: cells[4],
                cameo: cells[5],
            };
            if codings.insert((action, cells[1], status), coding).is_some() {
                return Err(error(table, line, "this row stands twice".to_owned()));
            }
        }
        let table = "relations/pairs.tsv";
        let mut pairs = BTreeMap::new();
        for (line, cells) in rows(table, PAIRS)? {
            let action: Action = cells[0]
                .parse()
                .map_err(|e| error(table, line, format!("{e}")))?;
            let status: Status = cells[2]
                .parse()
                .map_err(|e| error(table, line, format!("{e}")))?;
            if quad_of(cells[3]).is_none() {
                let message = format!("'{}' is no PLOVER event", cells[3]);
                return Err(error(table, line, message));
            }
            pairs.insert((action, cells[1], status), cells[3]);
        }
        let mut reversals = BTreeMap::new();
        for (line, cells) in rows("relations/reversals.tsv", REVERSALS)? {
            let action: Action = cells[0]
                .parse()
                .map_err(|e| error("relations/reversals.tsv", line, format!("{e}")))?;
            reversals.insert(action, cells[1]);
        }
        for &action in Action::ALL {
            for &status in Status::ALL {
                if !codings.contains_key(&(action, "*", status)) {
                    return Err(error(table, 0, format!("no row for {action} * {status}")));
                }
            }
            if !reversals.contains_key(&action) {
                return Err(error(
                    "relations/reversals.tsv",
                    0,
                    format!("no row for {action}"),
                ));
            }
        }
        Ok(Self {
            codings,
            goldstein,
            reversals,
            pairs,
        })
    }

    /// Every action with each of its kinds that has a row of its own, and with `*`, which stands for the others.
    pub fn kinds(&self) -> impl Iterator<Item = (Action, &'static str)> {
        let pairs: BTreeSet<(Action, &'static str)> = self
            .codings
            .keys()
            .map(|&(action, kind, _)| (action, kind))
            .collect();
        pairs.into_iter()
    }

    /// The codes for an act; a kind without a row of its own is coded as its action.
    pub fn code(&self, action: Action, kind: &str, status: Status) -> EventCode {
        match self.coding(action, kind, status) {
            Some(coding) => EventCode {
                plover: coding.plover.to_owned(),
                mode: coding.mode.to_owned(),
                cameo: coding.cameo.to_owned(),
                quad: quad_of(coding.plover).unwrap_or(1),
                goldstein: self.goldstein.get(coding.cameo).copied().unwrap_or(0.0),
            },
            None => EventCode {
                plover: String::new(),
                mode: String::new(),
                cameo: String::new(),
                quad: 1,
                goldstein: 0.0,
            },
        }
    }

    /// The codes for an act between two marked parties, by the convention of published sets of such pairs
    /// (`data/relations/pairs.tsv`).
    pub fn pair_code(&self, action: Action, kind: &str, status: Status) -> EventCode {
        let mut code = self.code(action, kind, status);
        if let Some(plover) = self.of_pairs(action, kind, status) {
            plover.clone_into(&mut code.plover);
            code.mode.clear();
            code.quad = quad_of(plover).unwrap_or(code.quad);
        }
        code
    }

    /// The PLOVER event alone; empty if the tables have none.
    pub fn plover(&self, action: Action, kind: &str, status: Status) -> &'static str {
        let coding = self.coding(action, kind, status);
        coding.map_or("", |coding| coding.plover)
    }

    /// The PLOVER event alone, by the convention of marked pairs; empty if the tables have none.
    pub fn pair_plover(&self, action: Action, kind: &str, status: Status) -> &'static str {
        let own = self.of_pairs(action, kind, status);
        own.unwrap_or_else(|| self.plover(action, kind, status))
    }

    fn coding(&self, action: Action, kind: &str, status: Status) -> Option<Coding> {
        let own = self.codings.get(&(action, kind, status));
        own.or_else(|| self.codings.get(&(action, "*", status)))
            .copied()
    }

    fn of_pairs(&self, action: Action, kind: &str, status: Status) -> Option<&'static str> {
        let own = self.pairs.get(&(action, kind, status));
        own.or_else(|| self.pairs.get(&(action, "*", status)))
            .copied()
    }

    /// The kind that an act takes when something ends it: ties → sever, sanctions → lift.
    pub fn reversal(&self, action: Action) -> &'static str {
        self.reversals.get(&action).copied().unwrap_or("end")
    }
}

/// Quad class of a PLOVER event: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
/// (PLOVER manual, 2021). YIELD joins CONCEDE and RETREAT, which the gold data does not tell apart.
fn quad_of(plover: &str) -> Option<u8> {
    Some(match plover {
        "AGREE" | "CONSULT" | "SUPPORT" => 1,
        "COOPERATE" | "AID" | "YIELD" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => 4,
        _ => return None,
    })
}
