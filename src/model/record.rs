//! Statements in numbers, for whoever goes through millions of them: words stay where they are kept.

use std::sync::Arc;

use super::{
    Action, Alternative, Day, Party, Precision, QuickMap, Span, Statement, Status, quick_hash,
};

/// A statement as far as relations follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Under which its words are found again.
    pub key: u32,
    /// [`mark`] of its id.
    pub mark: u32,
    /// Who acts, as a position in [`Legend::parties`].
    pub source: u32,
    /// On whom, likewise.
    pub target: u32,
    /// Position in [`Legend::codes`].
    pub code: u32,
    /// Position in [`Legend::places`].
    pub place: u32,
    /// When it was published.
    pub published: Day,
    /// First day on which it happens, where the text says.
    pub start: Day,
    /// Last day, included.
    pub end: Day,
}

/// What many statements have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code {
    /// What it is about.
    pub action: Action,
    /// The finer kind.
    pub kind: String,
    /// How it stands.
    pub status: Status,
    /// Whether both are doing it to each other.
    pub mutual: bool,
    /// Quad class.
    pub quad: u8,
    /// The bits of the Goldstein value, so that codes compare.
    pub goldstein: u32,
    /// Confidence in tenths; finer it never decides.
    pub tenths: i32,
    /// How exactly its days are known.
    pub precision: Precision,
    /// Whether it goes on from its first day.
    pub open: bool,
}

/// Where a statement stands in its document: sentence, source, target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Number of the sentence.
    pub sentence: usize,
    /// The words that name the source.
    pub source: Span,
    /// The words that name the target.
    pub target: Span,
}

/// What the numbers of records stand for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Legend {
    /// Actors with the words that name them, without places in a text and without alternatives.
    pub parties: Vec<Arc<Party>>,
    /// What statements have in common.
    pub codes: Vec<Code>,
    /// Where statements stand; the first is that of a statement without a text.
    pub places: Vec<Place>,
    /// The numbers of parties by the keys under which the statements' keeper has them, as far as it gave any.
    pub kept: QuickMap<i64, u32>,
}

/// Records, and the legend to their numbers.
#[derive(Debug, Default)]
pub struct Records {
    legend: Legend,
    rows: Vec<Record>,
    /// By a hash of their words; once one is looked for.
    parties: Option<QuickMap<u64, Vec<u32>>>,
    codes: QuickMap<Code, u32>,
}

/// What orders statements of one day and place: a number that follows from the id alone, so that it is the same in
/// whatever order statements come, and the id's words need not be at hand. Ids that share it are compared.
pub fn mark(id: &str) -> u32 {
    crc32fast::hash(id.as_bytes())
}

impl Place {
    /// Where the statement stands.
    pub fn of(statement: &Statement) -> Self {
        Self {
            sentence: statement.sentence,
            source: statement.source.span,
            target: statement.target.span,
        }
    }
}

impl Code {
    /// What the statement has in common with others.
    pub fn of(statement: &Statement) -> Self {
        let when = statement.when.as_ref();
        Self {
            action: statement.action,
            kind: statement.kind.clone(),
            status: statement.status,
            mutual: statement.mutual,
            quad: statement.event.quad,
            goldstein: statement.event.goldstein.to_bits(),
            tenths: Self::tenths(statement.confidence),
            precision: when.map_or(Precision::Day, |when| when.precision),
            open: when.is_some_and(|when| when.open),
        }
    }

    /// A confidence from 0 to 1 in tenths.
    pub fn tenths(confidence: f32) -> i32 {
        (confidence * 10.0).round() as i32
    }
}

impl Records {
    /// No records yet, to be told in the terms of a legend, which grows.
    pub fn under(mut legend: Legend) -> Self {
        if legend.places.is_empty() {
            legend.places.push(Place::default());
        }
        let codes = legend.codes.iter().cloned().zip(0..).collect();
        Self {
            legend,
            rows: Vec::new(),
            parties: None,
            codes,
        }
    }

    /// Adds a statement under a key.
    pub fn add(&mut self, key: u32, statement: &Statement) {
        let (start, end) = statement
            .when
            .as_ref()
            .map_or((None, None), |when| (when.start, when.end));
        let record = Record {
            key,
            mark: mark(&statement.id),
            source: self.party(&statement.source),
            target: self.party(&statement.target),
            code: self.code(Code::of(statement)),
            place: self.place(Place::of(statement)),
            published: Day::of_option(statement.published.map(|published| published.0)),
            start: Day::of_option(start),
            end: Day::of_option(end),
        };
        self.push(record);
    }

    /// Adds a record whose numbers are of this legend.
    pub fn push(&mut self, record: Record) {
        self.rows.push(record);
    }

    /// The party's number.
    pub fn party(&mut self, party: &Party) -> u32 {
        let known = &self.legend.parties;
        let parties = self.parties.get_or_insert_with(|| by_words(known));
        let alike = parties.entry(quick_hash(&party.text)).or_default();
        let same = |known: &&u32| {
            let known = &self.legend.parties[**known as usize];
            known.text == party.text
                && known.id == party.id
                && known.name == party.name
                && known.kind == party.kind
                && known.principal == party.principal
                && known.principal_name == party.principal_name
                && known.office == party.office
        };
        if let Some(&number) = alike.iter().find(same) {
            return number;
        }
        let number = self.legend.parties.len() as u32;
        alike.push(number);
        self.legend.parties.push(Arc::new(Party {
            span: Span::default(),
            alternatives: Vec::<Alternative>::new(),
            ..party.clone()
        }));
        number
    }

    /// The party that is kept under the key, with its number, if it was met before.
    pub fn kept(&self, key: i64) -> Option<(u32, &Arc<Party>)> {
        let number = *self.legend.kept.get(&key)?;
        Some((number, self.legend.parties.get(number as usize)?))
    }

    /// The party's number, which is kept under the key.
    pub fn keep(&mut self, key: i64, party: &Party) -> u32 {
        let number = self.party(party);
        self.legend.kept.insert(key, number);
        number
    }

    /// The code's number.
    pub fn code(&mut self, code: Code) -> u32 {
        if let Some(&number) = self.codes.get(&code) {
            return number;
        }
        let number = self.legend.codes.len() as u32;
        self.legend.codes.push(code.clone());
        self.codes.insert(code, number);
        number
    }

    /// The number of a place. Places of texts are rarely those of others, and not looked for among them.
    pub fn place(&mut self, place: Place) -> u32 {
        if let Some(back) = self
            .legend
            .places
            .iter()
            .rev()
            .take(2)
            .position(|known| *known == place)
        {
            return (self.legend.places.len() - 1 - back) as u32;
        }
        if self.legend.places.first() == Some(&place) {
            return 0;
        }
        self.legend.places.push(place);
        (self.legend.places.len() - 1) as u32
    }

    /// The legend and the records in the order in which they were added.
    pub fn into_parts(self) -> (Legend, Vec<Record>) {
        (self.legend, self.rows)
    }
}

/// The numbers of parties by a hash of their words.
fn by_words(parties: &[Arc<Party>]) -> QuickMap<u64, Vec<u32>> {
    let mut numbers: QuickMap<u64, Vec<u32>> = QuickMap::default();
    for (number, party) in (0..).zip(parties) {
        let alike = numbers.entry(quick_hash(&party.text)).or_default();
        alike.push(number);
    }
    numbers
}
