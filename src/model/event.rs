//! Rows of event data: few numbers each, under words that many share.

use std::sync::Arc;

use super::pattern::{Fill, IdForm, between, evidence};
use super::record::mark;
use super::{
    Action, Day, EventCode, Evidence, Party, Published, QuickMap, Span, Statement, Status, When,
};

/// What events of one kind have in common, with patterns for their ids and words.
#[derive(Debug, Clone)]
pub struct EventKind {
    /// As in [`Statement`], and so with those that follow.
    pub rule: String,
    /// What it is about.
    pub action: Action,
    /// The finer kind.
    pub kind: String,
    /// How it stands.
    pub status: Status,
    /// Whether both do it to each other.
    pub mutual: bool,
    /// Its codes.
    pub event: EventCode,
    /// How sure.
    pub confidence: f32,
    /// Whether the publication is only known through the day of the event.
    pub published_inferred: bool,
    /// Pattern of the ids, with the gaps `{day}`, `{source}`, `{target}`, `{cameo}` and at its end `{rest}`.
    pub id: String,
    /// Pattern of the words, with `{source}` and `{target}`.
    pub evidence: String,
}

/// What an id has beyond the pattern of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rest {
    /// Nothing.
    None,
    /// A number, written as it prints.
    Number(i64),
    /// Anything else.
    Text(Box<str>),
}

/// What an event says on its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Own {
    /// The day on which it happens.
    pub day: Day,
    /// When it was published.
    pub published: Day,
    /// The rest of its id.
    pub rest: Rest,
}

/// What a row of event data says, to be kept in [`Events`].
#[derive(Debug)]
pub struct Told<'a> {
    /// Of which kind it is.
    pub kind: &'a Arc<EventKind>,
    /// Who acts.
    pub source: &'a Arc<Party>,
    /// On whom.
    pub target: &'a Arc<Party>,
    /// What it says on its own.
    pub own: Own,
    /// Id of the document that reports it.
    pub document: &'a str,
    /// Number of the sentence in it.
    pub sentence: u32,
    /// Where it happened.
    pub place: Option<&'a str>,
}

/// An event as numbers of what it shares with others of the same [`Events`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Position in [`Events::kinds`].
    pub kind: u32,
    /// Position in [`Events::parties`] of who acts.
    pub source: u32,
    /// And of the other.
    pub target: u32,
    /// Position in [`Events::documents`].
    pub document: u32,
    /// Number of the sentence in it.
    pub sentence: u32,
    /// Position in [`Events::places`].
    pub place: Option<u32>,
    /// What it says on its own.
    pub own: Own,
}

/// A row: an event, or a statement that says more than an event can.
#[derive(Debug, Clone)]
pub enum Row {
    /// In numbers.
    Event(Event),
    /// In words.
    Worded(Box<Statement>),
}

/// Rows in order, with the words that they share.
#[derive(Debug, Default)]
pub struct Events {
    kinds: Shared<EventKind>,
    parties: Shared<Party>,
    documents: Words,
    places: Words,
    rows: Vec<Row>,
}

/// Things that are told apart by where they stand in memory: two that are equal may both be in it.
#[derive(Debug)]
struct Shared<T> {
    all: Vec<Arc<T>>,
    positions: QuickMap<usize, u32>,
}

/// Different words.
#[derive(Debug, Default)]
struct Words {
    all: Vec<Arc<str>>,
    positions: QuickMap<Arc<str>, u32>,
}

impl EventKind {
    /// The kind of a statement, with what it says on its own. `None`: it says more than an event can.
    ///
    /// Both follow from the statement alone: the same statement is always the same event.
    pub fn of(statement: &Statement) -> Option<(Self, Own)> {
        let day = statement.when.as_ref()?.start?;
        let published = statement.published?.0;
        let plain = |party: &Party| party.span == Span::default() && party.alternatives.is_empty();
        let alone = statement.when == Some(When::day(day, ""))
            && plain(&statement.source)
            && plain(&statement.target)
            && statement.attributed_to.is_empty()
            && statement.topic.is_none()
            && statement.evidence.span == Span::new(0, statement.evidence.text.len())
            && u32::try_from(statement.sentence).is_ok()
            && day.year() >= 0;
        let (source, target) = (&statement.source, &statement.target);
        let names = [&statement.event.cameo, &source.text, &target.text];
        // Gaps could not be told from words with a brace.
        if !alone || names.iter().any(|words| words.contains('{')) {
            return None;
        }
        let (source_first, middle) = between(&statement.evidence.text, &source.text, &target.text)?;
        let ends = (source.text.as_str(), target.text.as_str());
        let (form, first, rest) = IdForm::of(&statement.id, day, &statement.event.cameo, ends);
        let kind = Self {
            rule: statement.rule.clone(),
            action: statement.action,
            kind: statement.kind.clone(),
            status: statement.status,
            mutual: statement.mutual,
            event: statement.event.clone(),
            confidence: statement.confidence,
            published_inferred: statement.published_inferred,
            id: form.pattern(first),
            evidence: evidence(source_first, middle),
        };
        let own = Own {
            day: Day::of(day),
            published: Day::of(published),
            rest: Rest::of(rest),
        };
        Some((kind, own))
    }

    /// Whether its patterns are those that [`EventKind::of`] makes; earlier versions made others.
    pub fn is_usual(&self) -> bool {
        IdForm::makes(&self.id)
    }

    /// The id of an event of the kind.
    pub fn id_of(&self, own: &Own, (source, target): (&Party, &Party)) -> String {
        // Few ids have the day in them.
        let day = own.day.date().filter(|_| self.id.contains("{day}"));
        let text = day.map_or_else(String::new, |day| day.to_string());
        self.id_in(&fill(source, target, &self.event, &text), &own.rest)
    }

    /// [`mark`] of the id of an event of the kind.
    pub fn mark_of(&self, own: &Own, parties: (&Party, &Party)) -> u32 {
        let (Rest::Number(number @ 0..), Some(first)) = (&own.rest, IdForm::named(&self.id)) else {
            return mark(&self.id_of(own, parties));
        };
        // Most ids are a number behind the name of the data set, and there are millions of them.
        let mut digits = [0; 20];
        let mut left = *number;
        let mut start = digits.len();
        while left > 0 || start == digits.len() {
            start -= 1;
            digits[start] = b'0' + (left % 10) as u8;
            left /= 10;
        }
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(first.as_bytes());
        hasher.update(&digits[start..]);
        hasher.finalize()
    }

    fn id_in(&self, fill: &Fill<'_>, rest: &Rest) -> String {
        match rest {
            Rest::None => fill.words(&self.id, None),
            Rest::Number(number) => fill.words(&self.id, Some(number)),
            Rest::Text(text) => fill.words(&self.id, Some(text)),
        }
    }

    /// The statement again; `None` for days that there are not.
    pub fn statement(
        &self,
        own: &Own,
        (source, target): (Party, Party),
        document: String,
        sentence: usize,
        place: Option<String>,
    ) -> Option<Statement> {
        let day = own.day.date()?;
        let published = own.published.date()?;
        let text = day.to_string();
        let fill = fill(&source, &target, &self.event, &text);
        let words = fill.words(&self.evidence, None);
        let id = self.id_in(&fill, &own.rest);
        Some(Statement {
            id,
            document,
            published: Some(Published(published)),
            published_inferred: self.published_inferred,
            sentence,
            source,
            target,
            action: self.action,
            kind: self.kind.clone(),
            status: self.status,
            mutual: self.mutual,
            event: self.event.clone(),
            when: Some(When::day(day, "")),
            attributed_to: Vec::new(),
            topic: None,
            place,
            evidence: Evidence {
                span: Span::new(0, words.len()),
                text: words,
            },
            rule: self.rule.clone(),
            confidence: self.confidence,
        })
    }
}

impl PartialEq for EventKind {
    fn eq(&self, other: &Self) -> bool {
        self.rule == other.rule
            && self.action == other.action
            && self.kind == other.kind
            && self.status == other.status
            && self.mutual == other.mutual
            && self.event == other.event
            // 0 and −0 are equal, but not written alike.
            && self.event.goldstein.to_bits() == other.event.goldstein.to_bits()
            && self.confidence.to_bits() == other.confidence.to_bits()
            && self.published_inferred == other.published_inferred
            && self.id == other.id
            && self.evidence == other.evidence
    }
}

impl Own {
    /// What the id has beyond the pattern, where that is a number.
    pub fn number(&self) -> Option<i64> {
        match self.rest {
            Rest::Number(number) => Some(number),
            Rest::None | Rest::Text(_) => None,
        }
    }
}

impl Rest {
    /// A number only if it is written as it prints, so that no leading zero is lost.
    pub fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::None;
        }
        let bytes = text.as_bytes();
        // Eighteen digits always fit.
        if bytes.len() <= 18 && bytes[0] != b'0' && bytes.iter().all(u8::is_ascii_digit) {
            let digit = |number: i64, byte: &u8| number * 10 + i64::from(byte - b'0');
            return Self::Number(bytes.iter().fold(0, digit));
        }
        match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Self::Number(number),
            _ => Self::Text(text.into()),
        }
    }
}

fn fill<'a>(source: &'a Party, target: &'a Party, event: &'a EventCode, day: &'a str) -> Fill<'a> {
    Fill {
        day,
        cameo: &event.cameo,
        source: &source.text,
        target: &target.text,
    }
}

impl Events {
    /// Statements in words, in parts of so many at most.
    pub fn in_parts(statements: Vec<Statement>, most: usize) -> impl Iterator<Item = Self> {
        let mut left = statements.into_iter().peekable();
        std::iter::from_fn(move || {
            left.peek()?;
            let rows = left.by_ref().take(most);
            Some(Self {
                rows: rows.map(|one| Row::Worded(Box::new(one))).collect(),
                ..Self::default()
            })
        })
    }

    /// Adds an event.
    pub fn push(&mut self, told: Told<'_>) {
        let event = Event {
            kind: self.kinds.position(told.kind),
            source: self.parties.position(told.source),
            target: self.parties.position(told.target),
            document: self.documents.position(told.document),
            sentence: told.sentence,
            place: told.place.map(|place| self.places.position(place)),
            own: told.own,
        };
        self.rows.push(Row::Event(event));
    }

    /// Adds a statement in words.
    pub fn push_worded(&mut self, statement: Statement) {
        self.rows.push(Row::Worded(Box::new(statement)));
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Of which kinds the events are.
    pub fn kinds(&self) -> &[Arc<EventKind>] {
        &self.kinds.all
    }

    /// Who acts in them, and on whom.
    pub fn parties(&self) -> &[Arc<Party>] {
        &self.parties.all
    }

    /// Which documents report them.
    pub fn documents(&self) -> &[Arc<str>] {
        &self.documents.all
    }

    /// Where they happened.
    pub fn places(&self) -> &[Arc<str>] {
        &self.places.all
    }

    /// An event in words; `None` if its days or numbers mean nothing.
    pub fn statement(&self, event: &Event) -> Option<Statement> {
        let party = |at: u32| Some(Party::clone(self.parties.all.get(at as usize)?));
        let place = match event.place {
            Some(at) => Some(self.places.all.get(at as usize)?.to_string()),
            None => None,
        };
        self.kinds.all.get(event.kind as usize)?.statement(
            &event.own,
            (party(event.source)?, party(event.target)?),
            self.documents.all.get(event.document as usize)?.to_string(),
            event.sentence as usize,
            place,
        )
    }

    /// All rows in words, in order.
    pub fn into_statements(mut self) -> Vec<Statement> {
        let rows = std::mem::take(&mut self.rows);
        rows.into_iter()
            .filter_map(|row| match row {
                Row::Event(event) => self.statement(&event),
                Row::Worded(statement) => Some(*statement),
            })
            .collect()
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            positions: QuickMap::default(),
        }
    }
}

impl<T> Shared<T> {
    fn position(&mut self, one: &Arc<T>) -> u32 {
        let address = Arc::as_ptr(one).addr();
        *self.positions.entry(address).or_insert_with(|| {
            // It is held, so that the address stays its own.
            self.all.push(Arc::clone(one));
            (self.all.len() - 1) as u32
        })
    }
}

impl Words {
    fn position(&mut self, words: &str) -> u32 {
        if let Some(&position) = self.positions.get(words) {
            return position;
        }
        let position = self.all.len() as u32;
        let words: Arc<str> = words.into();
        self.all.push(Arc::clone(&words));
        self.positions.insert(words, position);
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorId, ActorKind};

    fn party(text: &str) -> Party {
        Party {
            id: ActorId::new(text),
            name: text.to_owned(),
            kind: ActorKind::State,
            principal: ActorId::new(text),
            principal_name: text.to_owned(),
            office: None,
            text: text.to_owned(),
            span: Span::default(),
            alternatives: Vec::new(),
        }
    }

    #[test]
    fn the_mark_of_an_event_is_that_of_its_id() {
        let ends = (&party("Iran"), &party("Iraq"));
        for id in [
            "gdelt:{rest}",
            "{rest}",
            "icews:{day}:{rest}",
            "icews:{day}:{source}:{cameo}:{target}",
        ] {
            let kind = EventKind {
                rule: String::new(),
                action: Action::Visit,
                kind: String::new(),
                status: Status::Done,
                mutual: false,
                event: EventCode {
                    plover: String::new(),
                    mode: String::new(),
                    cameo: "042".to_owned(),
                    quad: 1,
                    goldstein: 1.9,
                },
                confidence: 1.0,
                published_inferred: false,
                id: id.to_owned(),
                evidence: evidence(true, "Make a visit"),
            };
            for rest in ["", "0", "-7", "1203", "000", "9223372036854775807", "a:b"] {
                let own = Own {
                    day: Day(14_085),
                    published: Day(14_085),
                    rest: Rest::of(rest),
                };
                assert_eq!(kind.mark_of(&own, ends), mark(&kind.id_of(&own, ends)));
            }
        }
    }
}
