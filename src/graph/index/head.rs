//! What is read of a frozen graph before anything is asked: the head, and where the block of each pair stands.

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
        let party = |party: &Party| PartyRow {
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
        Self {
            parties: legend.parties.iter().map(party).collect(),
            codes: legend.codes.iter().map(code).collect(),
            names,
        }
    }

    /// The legend, and the row of names.
    pub(super) fn into_parts(self) -> (Legend, NamesRow) {
        let party = |row: PartyRow| Party {
            id: ActorId::new(row.id),
            name: row.name,
            kind: row.kind,
            principal: ActorId::new(row.principal),
            principal_name: row.principal_name,
            office: row.office,
            text: row.text,
            span: Span::default(),
            alternatives: Vec::new(),
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
        };
        (legend, self.names)
    }
}

/// Where a pair's block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PairRow {
    /// The two as positions among the nodes in order of their ids, the lesser first.
    pub(super) pair: (u32, u32),
    /// From the start of the blocks.
    pub(super) at: u64,
    /// Bytes of the records, which stand first, and of the lives.
    pub(super) n_bytes: (u32, u32),
    /// Checksums of both.
    pub(super) checksums: (u32, u32),
    /// Position of its first relation among all.
    pub(super) first_relation: u32,
    /// When the first of its relations begins.
    pub(super) first: Day,
    /// The earliest day on which any of its statements could make one begin.
    pub(super) earliest: Day,
}

impl PairRow {
    pub(super) const N_BYTES: usize = 44;

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.at.to_le_bytes());
        for number in [
            self.pair.0,
            self.pair.1,
            self.n_bytes.0,
            self.n_bytes.1,
            self.checksums.0,
            self.checksums.1,
            self.first_relation,
        ] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.first.0.to_le_bytes());
        bytes.extend(self.earliest.0.to_le_bytes());
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (at, rest) = bytes.split_first_chunk::<8>()?;
        let number = |nth: usize| -> Option<u32> {
            let bytes = rest.get(4 * nth..4 * nth + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?))
        };
        Some(Self {
            at: u64::from_le_bytes(*at),
            pair: (number(0)?, number(1)?),
            n_bytes: (number(2)?, number(3)?),
            checksums: (number(4)?, number(5)?),
            first_relation: number(6)?,
            first: Day(number(7)? as i32),
            earliest: Day(number(8)? as i32),
        })
    }
}

/// A relation: when it is in force, and where its life stands among those of its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// First day; [`Day::NONE`] if it has no known beginning.
    pub(super) from: Day,
    /// First day on which it is over; the last of all days if none is known.
    pub(super) until: Day,
    /// Bytes from the first life of its pair.
    pub(super) at: u32,
}

impl Extent {
    pub(super) const N_BYTES: usize = 12;

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.from.0.to_le_bytes());
        bytes.extend(self.until.0.to_le_bytes());
        bytes.extend(self.at.to_le_bytes());
    }

    pub(super) fn read(bytes: &[u8; Self::N_BYTES]) -> Self {
        let number = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        Self {
            from: Day(number(0) as i32),
            until: Day(number(4) as i32),
            at: number(8),
        }
    }

    /// Whether it may be in force on any of the days; a missing day is every day.
    pub(super) fn meets(&self, days: &[Option<Day>]) -> bool {
        days.iter()
            .any(|day| day.is_none_or(|day| self.from <= day && day < self.until))
    }
}
