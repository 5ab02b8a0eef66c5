//! What is read of a frozen graph before anything is asked: the head, and where the block of each pair stands.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::names::NamesRow;
use crate::model::{
    Action, ActorId, ActorKind, Code, Day, Legend, Party, Place, Precision, Span, Status,
};

/// Who there is, and what the numbers of records stand for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    parties: Vec<PartyRow>,
    codes: Vec<CodeRow>,
    /// [`Legend::kept`], in order.
    kept: Vec<(i64, u32)>,
    pub(super) names: NamesRow,
}

#[derive(Debug, Serialize, Deserialize)]
struct PartyRow {
    id: String,
    name: String,
    kind: ActorKind,
    principal: String,
    principal_name: String,
    office: Option<String>,
    text: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct CodeRow {
    action: Action,
    kind: String,
    status: Status,
    mutual: bool,
    quad: u8,
    goldstein: u32,
    tenths: i32,
    precision: Precision,
    open: bool,
}

impl Head {
    pub(super) fn new(legend: &Legend, names: NamesRow) -> Self {
        let party = |party: &Arc<Party>| PartyRow {
            id: party.id.to_string(),
            name: party.name.clone(),
            kind: party.kind,
            principal: party.principal.to_string(),
            principal_name: party.principal_name.clone(),
            office: party.office.clone(),
            text: party.text.clone(),
        };
        let code = |code: &Code| CodeRow {
            action: code.action,
            kind: code.kind.clone(),
            status: code.status,
            mutual: code.mutual,
            quad: code.quad,
            goldstein: code.goldstein,
            tenths: code.tenths,
            precision: code.precision,
            open: code.open,
        };
        let mut kept: Vec<(i64, u32)> = legend.kept.iter().map(|(key, at)| (*key, *at)).collect();
        kept.sort_unstable();
        Self {
            kept,
            parties: legend.parties.iter().map(party).collect(),
            codes: legend.codes.iter().map(code).collect(),
            names,
        }
    }

    /// The legend, and the row of names.
    pub(super) fn into_parts(self) -> (Legend, NamesRow) {
        let party = |row: PartyRow| {
            Arc::new(Party {
                id: ActorId::new(row.id),
                name: row.name,
                kind: row.kind,
                principal: ActorId::new(row.principal),
                principal_name: row.principal_name,
                office: row.office,
                text: row.text,
                span: Span::default(),
                alternatives: Vec::new(),
            })
        };
        let code = |row: CodeRow| Code {
            action: row.action,
            kind: row.kind,
            status: row.status,
            mutual: row.mutual,
            quad: row.quad,
            goldstein: row.goldstein,
            tenths: row.tenths,
            precision: row.precision,
            open: row.open,
        };
        let legend = Legend {
            parties: self.parties.into_iter().map(party).collect(),
            codes: self.codes.into_iter().map(code).collect(),
            places: vec![Place::default()],
            kept: self.kept.into_iter().collect(),
        };
        (legend, self.names)
    }
}

/// Where a pair's block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PairRow {
    /// The two as positions among the nodes in order of their ids, the lesser first.
    pub(super) pair: (u32, u32),
    /// Of its records, from the start of the blocks.
    pub(super) at: u64,
    /// Bytes of the records.
    pub(super) n_bytes: u32,
    /// Their checksum.
    pub(super) checksum: u32,
    /// When the first of its relations begins.
    pub(super) first: Day,
}

impl PairRow {
    pub(super) const N_BYTES: usize = 28;

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.at.to_le_bytes());
        for number in [self.pair.0, self.pair.1, self.n_bytes, self.checksum] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.first.0.to_le_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (at, rest) = bytes.split_first_chunk::<8>()?;
        let number = numbers(rest);
        Some(Self {
            at: u64::from_le_bytes(*at),
            pair: (number(0)?, number(1)?),
            n_bytes: number(2)?,
            checksum: number(3)?,
            first: Day(number(4)? as i32),
        })
    }
}

/// Where the blocks of all pairs stand, in order of the pairs. It is left as it was read, since few are asked for.
#[derive(Debug)]
pub(super) struct Pairs {
    bytes: Vec<u8>,
}

impl Pairs {
    /// `None`: these are no pairs of so many actors.
    pub(super) fn new(bytes: Vec<u8>, n_actors: usize) -> Option<Self> {
        let pairs = Self { bytes };
        let known = |row: PairRow| row.pair.0 <= row.pair.1 && (row.pair.1 as usize) < n_actors;
        let whole = pairs.bytes.len().is_multiple_of(PairRow::N_BYTES);
        (whole && pairs.all().all(known)).then_some(pairs)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = PairRow> + '_ {
        self.bytes
            .chunks(PairRow::N_BYTES)
            .filter_map(PairRow::read)
    }

    pub(super) fn get(&self, nth: usize) -> Option<PairRow> {
        let start = nth.checked_mul(PairRow::N_BYTES)?;
        PairRow::read(self.bytes.get(start..start + PairRow::N_BYTES)?)
    }

    pub(super) fn find(&self, pair: (u32, u32)) -> Option<PairRow> {
        let (mut from, mut until) = (0, self.bytes.len() / PairRow::N_BYTES);
        while from < until {
            let middle = from.midpoint(until);
            let row = self.get(middle)?;
            match row.pair.cmp(&pair) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(row),
                Ordering::Greater => until = middle,
            }
        }
        None
    }
}

/// From when to when something is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// First day; [`Day::NONE`] if it has no known beginning.
    pub(super) from: Day,
    /// First day on which it is over; the last of all days if none is known.
    pub(super) until: Day,
}

impl Extent {
    /// From the first of the stages' days to the last; of each its first and the first on which it is over.
    pub(super) fn of(stages: impl Iterator<Item = (Day, Day)>) -> Self {
        let mut all: Option<Self> = None;
        for (from, until) in stages {
            // Without an end it is open.
            let until = if until == Day::NONE {
                Day(i32::MAX)
            } else {
                until
            };
            let all = all.get_or_insert(Self { from, until });
            all.from = all.from.min(from);
            all.until = all.until.max(until);
        }
        all.unwrap_or(Self {
            from: Day::NONE,
            until: Day(i32::MAX),
        })
    }

    /// Whether it may be in force on any of the days; a missing day is every day.
    pub(super) fn meets(self, days: &[Option<Day>]) -> bool {
        days.iter()
            .any(|day| day.is_none_or(|day| self.from <= day && day < self.until))
    }

    /// How long it is, in doublings: those alike in this, in order of their beginning, are in force on a day one
    /// beside the other.
    pub(super) fn class(self) -> u32 {
        if self.from == Day::NONE || self.until == Day(i32::MAX) {
            return u32::MAX;
        }
        let n_days = i64::from(self.until.0) - i64::from(self.from.0);
        n_days.max(1).ilog2()
    }
}

/// Where some lives stand that are alike in length and follow each other in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk {
    /// From the first of their days to the last.
    pub(super) extent: Extent,
    /// From the start of the blocks.
    pub(super) at: u64,
    /// Their bytes.
    pub(super) n_bytes: u32,
    /// And the checksum of these.
    pub(super) checksum: u32,
}

impl Chunk {
    pub(super) const N_BYTES: usize = 24;

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.at.to_le_bytes());
        bytes.extend(self.extent.from.0.to_le_bytes());
        bytes.extend(self.extent.until.0.to_le_bytes());
        bytes.extend(self.n_bytes.to_le_bytes());
        bytes.extend(self.checksum.to_le_bytes());
    }

    pub(super) fn read(bytes: &[u8; Self::N_BYTES]) -> Option<Self> {
        let (at, rest) = bytes.split_first_chunk::<8>()?;
        let number = numbers(rest);
        Some(Self {
            at: u64::from_le_bytes(*at),
            extent: Extent {
                from: Day(number(0)? as i32),
                until: Day(number(1)? as i32),
            },
            n_bytes: number(2)?,
            checksum: number(3)?,
        })
    }
}

/// The numbers that the bytes hold one after the other.
fn numbers(bytes: &[u8]) -> impl Fn(usize) -> Option<u32> + '_ {
    |nth| {
        let bytes = bytes.get(4 * nth..4 * nth + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }
}
