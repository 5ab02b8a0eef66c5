//! Where a predicate's parties stand in the sentence.

/// A place beside a predicate where a party or a complement may stand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The logical subject (the by-phrase of a passive).
    Subj,
    /// The logical object (the subject of a passive).
    Obj,
    /// The indirect object.
    Iobj,
    /// A possessor: "Moscow's visit".
    Poss,
    /// A nationality or name inside the noun phrase: "Russian aid", "NATO air strikes".
    Adj,
    /// Both members of a hyphenated pair: "Russian-U.S. talks".
    Pair,
    /// The coordinated parties of "between".
    Between,
    /// The subject of the verb that a noun hangs on.
    Gov,
    /// An open clause: "called him a liar".
    Xcomp,
    /// A prepositional phrase.
    Prep(Box<str>),
}

impl Slot {
    fn parse(word: &str) -> Self {
        match word {
            "subj" => Self::Subj,
            "obj" => Self::Obj,
            "iobj" => Self::Iobj,
            "poss" => Self::Poss,
            "adj" => Self::Adj,
            "pair" => Self::Pair,
            "between" => Self::Between,
            "gov" => Self::Gov,
            "xcomp" => Self::Xcomp,
            prep => Self::Prep(prep.into()),
        }
    }

    /// The slots of a comma list.
    pub(super) fn list(cell: &str) -> Vec<Self> {
        super::table::words(cell).map(Self::parse).collect()
    }
}

/// Where source and target stand; slots are tried in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Where the source may stand.
    pub source: Vec<Slot>,
    /// Where the target may stand.
    pub target: Vec<Slot>,
    /// Whether both do it to each other.
    pub mutual: bool,
}

impl Pattern {
    /// Reads `subj>obj,to` or `subj=with`.
    pub(super) fn parse(cell: &str) -> Option<Self> {
        let (at, mutual) = match (cell.find('>'), cell.find('=')) {
            (Some(at), None) => (at, false),
            (None, Some(at)) => (at, true),
            _ => return None,
        };
        let pattern = Self {
            source: Slot::list(&cell[..at]),
            target: Slot::list(&cell[at + 1..]),
            mutual,
        };
        (!pattern.source.is_empty() && !pattern.target.is_empty()).then_some(pattern)
    }
}

/// Where the complement of an operator stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Complement {
    /// A noun in a slot: "suspended talks", "called for talks".
    Noun(Slot),
    /// An infinitive or gerund: "agreed to send".
    Infinitive,
    /// A clause: "said that it would send".
    Clause,
}

impl Complement {
    pub(super) fn list(cell: &str) -> Vec<Self> {
        super::table::words(cell)
            .map(|word| match word {
                "xcomp" => Self::Infinitive,
                "ccomp" | "that" => Self::Clause,
                slot => Self::Noun(Slot::parse(slot)),
            })
            .collect()
    }
}
