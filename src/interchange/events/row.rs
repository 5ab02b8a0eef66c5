//! What a row says, in our words, and how it is kept: in few numbers, under what it has in common with others.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::{
    Day, EventCode, EventKind, Events, Evidence, IdForm, Own, Party, Published, QuickMap, Rest,
    Span, Statement, Told, When, evidence, quick_hash,
};
use crate::vocabulary::relations::{Acts, EventCodes, Meaning};

/// What a row says.
pub(super) struct Event<'r> {
    /// Unique in its data set; the same row read twice has the same.
    pub(super) id: String,
    /// Where it was reported; empty for the file.
    pub(super) document: Cow<'r, str>,
    pub(super) sentence: usize,
    pub(super) day: Date,
    pub(super) published: Date,
    /// Whether the publication is only known through the day of the event.
    pub(super) published_inferred: bool,
    /// The two in the order of the row.
    pub(super) source: Arc<Party>,
    pub(super) target: Arc<Party>,
    pub(super) meaning: Meaning,
    /// The data set's own CAMEO code.
    pub(super) cameo: Option<Cow<'r, str>>,
    /// PLOVER event and mode, where the data set gives them.
    pub(super) plover: Option<(String, String)>,
    pub(super) quad: Option<u8>,
    pub(super) goldstein: Option<f32>,
    pub(super) words: Words<'r>,
    pub(super) place: Option<Cow<'r, str>>,
    /// Which data set, and which of its rules.
    pub(super) rule: (&'static str, Cow<'r, str>),
    /// What is odd about it.
    pub(super) remark: Option<&'static str>,
}

/// What the row says, to be read by people.
#[derive(Clone)]
pub(super) enum Words<'r> {
    /// What stands between the names of the two.
    Between(Cow<'r, str>),
    /// Words of its own.
    Own(String),
}

/// The kinds of the rows met so far, since a data set has few.
#[derive(Default)]
pub(super) struct Kinds {
    /// By a hash of what tells them apart.
    met: QuickMap<u64, Vec<Met>>,
}

struct Met {
    apart: Apart<'static>,
    kind: Arc<EventKind>,
    /// A hash of what its events say beside who and when.
    matter: u64,
}

/// What tells kinds apart.
#[derive(PartialEq, Eq, Hash)]
struct Apart<'a> {
    rule: (&'static str, Cow<'a, str>),
    meaning: Meaning,
    cameo: Option<Cow<'a, str>>,
    plover: Option<(Cow<'a, str>, Cow<'a, str>)>,
    quad: Option<u8>,
    goldstein: Option<u32>,
    published_inferred: bool,
    form: IdForm,
    first: Cow<'a, str>,
    middle: Cow<'a, str>,
    source_first: bool,
}

impl Kinds {
    /// Adds what the row says to the events; gives a hash of it apart from where it was reported, in which both
    /// directions of a mutual event are one.
    pub(super) fn keep<'r>(
        &mut self,
        mut event: Event<'r>,
        file: &'r str,
        codes: &EventCodes,
        events: &mut Events,
    ) -> u64 {
        let swapped = event.meaning.acts == Acts::Target;
        if event.document.is_empty() {
            event.document = file.into();
        }
        let (source, target) = if swapped {
            (&event.target, &event.source)
        } else {
            (&event.source, &event.target)
        };
        let Some(met) = self.find(&event, (source, target), codes) else {
            let code = code(&event, codes);
            let said = said(&event, matter(&event.meaning, &code));
            events.push_worded(statement(event, code));
            return said;
        };
        let ends = (source.text.as_str(), target.text.as_str());
        let (_, _, rest) = IdForm::of(&event.id, event.day, &met.kind.event.cameo, ends);
        events.push(Told {
            kind: &met.kind,
            source,
            target,
            own: Own {
                day: Day::of(event.day),
                published: Day::of(event.published),
                rest: Rest::of(rest),
            },
            document: &event.document,
            sentence: event.sentence as u32,
            place: event.place.as_deref(),
        });
        said(&event, met.matter)
    }

    /// The row's kind; `None` where only the whole statement tells.
    fn find(
        &mut self,
        event: &Event<'_>,
        (source, target): (&Party, &Party),
        codes: &EventCodes,
    ) -> Option<&Met> {
        let Words::Between(middle) = &event.words else {
            return None;
        };
        let cameo = event.cameo.as_deref().unwrap_or_default();
        let plain = [&source.text, &target.text]
            .iter()
            .all(|name| !name.contains('{'))
            && !middle.contains('{')
            && !cameo.contains('{')
            && event.day.year() >= 0
            && u32::try_from(event.sentence).is_ok();
        let swapped = event.meaning.acts == Acts::Target;
        // Which of the two stands first could not be told.
        if !plain || swapped && target.text.starts_with(&source.text) {
            return None;
        }
        // Without a code of its own the row has that of its meaning.
        let coded = if event.cameo.is_none() {
            code(event, codes).cameo
        } else {
            String::new()
        };
        let own_code = if event.cameo.is_none() { &coded } else { cameo };
        let ends = (source.text.as_str(), target.text.as_str());
        let (form, first, _) = IdForm::of(&event.id, event.day, own_code, ends);
        let borrowed = |text| Cow::Borrowed::<str>(text);
        let apart = Apart {
            rule: (event.rule.0, borrowed(&event.rule.1)),
            meaning: event.meaning,
            cameo: event.cameo.as_deref().map(borrowed),
            plover: event
                .plover
                .as_ref()
                .map(|(event, mode)| (borrowed(event), borrowed(mode))),
            quad: event.quad,
            goldstein: event.goldstein.map(f32::to_bits),
            published_inferred: event.published_inferred,
            form,
            first: borrowed(first),
            middle: borrowed(middle),
            source_first: !swapped,
        };
        let alike = self.met.entry(quick_hash(&apart)).or_default();
        let at = alike.iter().position(|met| met.apart == apart);
        let at = at.unwrap_or_else(|| {
            alike.push(Met::new(apart, code(event, codes)));
            alike.len() - 1
        });
        alike.get(at)
    }
}

impl Met {
    fn new(apart: Apart<'_>, code: EventCode) -> Self {
        let meaning = apart.meaning;
        Self {
            matter: matter(&meaning, &code),
            kind: Arc::new(EventKind {
                rule: format!("{}/{}", apart.rule.0, apart.rule.1),
                action: meaning.action,
                kind: meaning.kind.to_owned(),
                status: meaning.status,
                mutual: meaning.acts == Acts::Both,
                event: code,
                confidence: CONFIDENCE,
                published_inferred: apart.published_inferred,
                id: apart.form.pattern(&apart.first),
                evidence: evidence(apart.source_first, &apart.middle),
            }),
            apart: apart.into_owned(),
        }
    }
}

impl Apart<'_> {
    fn into_owned(self) -> Apart<'static> {
        let owned = |text: Cow<'_, str>| Cow::<'static, str>::Owned(text.into_owned());
        Apart {
            rule: (self.rule.0, owned(self.rule.1)),
            cameo: self.cameo.map(owned),
            plover: self.plover.map(|(event, mode)| (owned(event), owned(mode))),
            first: owned(self.first),
            middle: owned(self.middle),
            meaning: self.meaning,
            quad: self.quad,
            goldstein: self.goldstein,
            published_inferred: self.published_inferred,
            form: self.form,
            source_first: self.source_first,
        }
    }
}

/// The row is taken at its word; its data set does not say how sure it is.
const CONFIDENCE: f32 = 1.0;

fn code(event: &Event<'_>, codes: &EventCodes) -> EventCode {
    let mut code = codes.coded(event.meaning, event.cameo.as_deref());
    if let Some((plover, mode)) = &event.plover {
        code.plover.clone_from(plover);
        code.mode.clone_from(mode);
    }
    code.quad = event.quad.unwrap_or(code.quad);
    code.goldstein = event.goldstein.unwrap_or(code.goldstein);
    code
}

fn statement(event: Event<'_>, code: EventCode) -> Statement {
    let words = match event.words {
        Words::Between(middle) => format!("{}: {middle}: {}", event.source.text, event.target.text),
        Words::Own(words) => words,
    };
    let (source, target) = if event.meaning.acts == Acts::Target {
        (event.target, event.source)
    } else {
        (event.source, event.target)
    };
    Statement {
        id: event.id,
        document: event.document.into_owned(),
        published: Some(Published(event.published)),
        published_inferred: event.published_inferred,
        sentence: event.sentence,
        source: Party::clone(&source),
        target: Party::clone(&target),
        action: event.meaning.action,
        kind: event.meaning.kind.to_owned(),
        status: event.meaning.status,
        mutual: event.meaning.acts == Acts::Both,
        event: code,
        when: Some(When::day(event.day, "")),
        attributed_to: Vec::new(),
        topic: None,
        place: event.place.map(Cow::into_owned),
        evidence: Evidence {
            span: Span::new(0, words.len()),
            text: words,
        },
        rule: format!("{}/{}", event.rule.0, event.rule.1),
        confidence: CONFIDENCE,
    }
}

fn matter(meaning: &Meaning, code: &EventCode) -> u64 {
    quick_hash((&code.cameo, meaning.action, meaning.kind, meaning.status))
}

fn said(event: &Event<'_>, matter: u64) -> u64 {
    let mut ends = [&event.source.id, &event.target.id];
    let turned = match event.meaning.acts {
        Acts::Both => ends[0] > ends[1],
        Acts::Target => true,
        Acts::Source => false,
    };
    if turned {
        ends.reverse();
    }
    quick_hash((ends, matter, Day::of(event.day)))
}
