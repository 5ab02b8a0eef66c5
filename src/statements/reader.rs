//! From sentences to statements.

use super::act::{Act, Filler, distinct};
use super::context::Context;
use super::domestic::at_home;
use super::games::{is_about_a_game, is_played};
use super::predicates::Interpreter;
use super::silent::SilentPairs;
use super::status::Dropped;
use super::uncoded::{Account, LeftOut};
use super::view::View;
use crate::language::Tree;
use crate::mentions::{Mention, TimeExpression};
use crate::model::{
    Action, Attribution, Document, Evidence, Sentence, Span, Statement, Status, When,
};
use crate::vocabulary::relations::Relations;

/// Below this confidence nothing is said: silence is better than noise. Raising it trades recall for precision.
pub const MIN_CONFIDENCE: f32 = 0.2;
/// How the rule of a statement begins that frames have read …
const BY_FRAMES: &str = "";
/// … and that the arbiter has read where they are silent.
const BY_ARBITER: &str = "arbiter:";
/// What a verb asserts counts at least this much, however little the noun under it would by itself.
const ASSERTED_WEIGHT: f32 = 0.75;
/// Up to this number of parties a mutual act is expanded into pairs, as the gold data does.
const MAX_PAIRWISE: usize = 4;

/// One sentence ready to be read.
#[derive(Clone, Copy)]
pub struct SentenceReading<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Its tree.
    pub tree: &'a Tree,
    /// Who is named in it.
    pub mentions: &'a [Mention],
    /// What dates it.
    pub times: &'a [TimeExpression],
}

/// Reads statements off analysed sentences.
pub struct Reader<'v> {
    relations: &'v Relations,
    silent: SilentPairs<'v>,
    context: Context,
}

impl<'v> Reader<'v> {
    /// A reader with a vocabulary, and what reads where it is silent.
    pub fn new(relations: &'v Relations, silent: SilentPairs<'v>) -> Self {
        Self {
            relations,
            silent,
            context: Context::default(),
        }
    }

    /// The statements of one sentence, in the order of the words that name the acts.
    ///
    /// Sentences of a document are given in order, since a target may be left out that the text has named before;
    /// sentence 0 starts a new document.
    pub fn statements(
        &mut self,
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Vec<Statement> {
        let view = self.view(reading);
        let game = is_about_a_game(&view);
        let (acts, dropped) = Interpreter::new(&view).read();
        let acts = self.completed(&view, acts, game, reading);
        self.expressed(&view, &acts, &dropped, game, document, reading)
    }

    /// The statements of one sentence, with what it might have said and did not; see [`Reader::statements`].
    pub fn account(&mut self, document: &Document, reading: SentenceReading<'_>) -> Account {
        let view = self.view(reading);
        let game = is_about_a_game(&view);
        let (acts, dropped) = Interpreter::new(&view).read();
        let acts = self.completed(&view, acts, game, reading);
        let statements = self.expressed(&view, &acts, &dropped, game, document, reading);
        let uncoded = LeftOut {
            view: &view,
            statements: &statements,
            silent: self.silent,
        }
        .uncoded(&acts, &dropped, document, reading);
        Account {
            statements,
            uncoded,
        }
    }

    fn view<'a>(&self, reading: SentenceReading<'a>) -> View<'a>
    where
        'v: 'a,
    {
        let mut view = View::new(
            reading.tree,
            reading.mentions,
            reading.times,
            self.relations,
            reading.sentence.headline,
        );
        if reading.sentence.index > 0 {
            view.earlier = self.context.nouns();
        }
        view
    }

    /// Acts in the order of the words that name them, with the targets that the text has in mind.
    fn completed(
        &mut self,
        view: &View<'_>,
        mut acts: Vec<Act>,
        game: bool,
        reading: SentenceReading<'_>,
    ) -> Vec<Act> {
        acts.sort_by_key(|act| act.anchors.first().copied());
        acts.retain(|act| !(game && is_played(act)));
        for act in &mut acts {
            at_home(view, act);
        }
        if reading.sentence.index == 0 {
            self.context.clear();
        }
        for idx in 0..acts.len() {
            if let Some(completed) = self.context.complete(view, &acts[idx], &acts) {
                acts[idx] = completed;
            }
        }
        overtaken(&mut acts);
        let replies = self.context.replies(view, &acts);
        acts.extend(replies);
        let echoes = self.context.echoes(view, &acts);
        acts.extend(echoes);
        for act in &mut acts {
            if let Some(completed) = self.context.critic(act) {
                *act = completed;
            }
        }
        self.context.remember(view, &acts);
        self.context.remember_actors(reading.mentions);
        acts
    }

    /// What the acts say, each once, and what the arbiter says of pairs that they do not join. Of two whose act the words
    /// take back ("if Oslo attacks Bern", "failed to meet") it must not say what the frames have refused to say.
    fn expressed(
        &self,
        view: &View<'_>,
        acts: &[Act],
        dropped: &[Dropped],
        game: bool,
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Vec<Statement> {
        let mut statements: Vec<Statement> = Vec::new();
        for act in acts {
            for statement in self.express(view, act, BY_FRAMES, document, reading) {
                let known = statements.iter().any(|s| {
                    s.action == statement.action
                        && s.status == statement.status
                        && s.source.principal == statement.source.principal
                        && s.target.principal == statement.target.principal
                        && (s.when == statement.when || statement.when.is_none())
                });
                if !known {
                    statements.push(statement);
                }
            }
        }
        let silent = if game {
            Vec::new()
        } else {
            self.silent.acts(view, &statements)
        };
        for act in silent {
            if dropped.iter().any(|dropped| dropped.joins(&act)) {
                continue;
            }
            statements.extend(self.express(view, &act, BY_ARBITER, document, reading));
        }
        for (number, statement) in statements.iter_mut().enumerate() {
            statement.id = format!("{}#{}.{}", document.id, reading.sentence.index, number);
        }
        statements
    }

    fn express(
        &self,
        view: &View<'_>,
        act: &Act,
        by: &str,
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Vec<Statement> {
        if !act.complete() {
            return Vec::new();
        }
        let when = view.when(act, document.published);
        let attributed_to = attributions(view, act, document);
        let topic = topic(view, act, document);
        let mut statements = Vec::new();
        for (source, target) in pairs(act) {
            let confidence = confidence(act, source, target);
            if confidence < MIN_CONFIDENCE {
                continue;
            }
            statements.push(self.statement(
                act,
                by,
                source,
                target,
                when.clone(),
                &attributed_to,
                topic.clone(),
                confidence,
                document,
                reading,
            ));
        }
        statements
    }

    #[allow(clippy::too_many_arguments)]
    fn statement(
        &self,
        act: &Act,
        by: &str,
        source: &Filler,
        target: &Filler,
        when: Option<When>,
        attributed_to: &[Attribution],
        topic: Option<String>,
        confidence: f32,
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Statement {
        let span = reading.sentence.span;
        let original = |mut party: crate::model::Party| {
            party.span = document.origin.original_span(party.span);
            party
        };
        Statement {
            id: String::new(),
            document: document.id.clone(),
            published: document.published,
            published_inferred: document.published_inferred,
            sentence: reading.sentence.index,
            source: original(source.party.clone()),
            target: original(target.party.clone()),
            action: act.action,
            kind: act.kind.to_string(),
            status: act.status,
            mutual: act.mutual,
            event: self
                .relations
                .events
                .code(act.action, &act.kind, act.status),
            when,
            attributed_to: attributed_to.to_vec(),
            topic,
            place: None,
            evidence: Evidence {
                text: document.text[span.range()]
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                span: document.origin.original_span(span),
            },
            rule: format!("{by}{}/{}", act.action, act.kind),
            confidence: (confidence * 100.0).round() / 100.0,
        }
    }
}

/// "The talks, which had been due on Monday, were called off": of one noun, that it was planned is no news.
fn overtaken(acts: &mut Vec<Act>) {
    let ended: Vec<usize> = acts
        .iter()
        .filter(|act| matches!(act.status, Status::Ended | Status::Postponed))
        .filter_map(|act| act.anchors.first().copied())
        .collect();
    acts.retain(|act| {
        act.status != Status::Planned || act.anchors.first().is_none_or(|at| !ended.contains(at))
    });
}

/// How sure the wording and both mentions are together, from 0 to 1.
pub(super) fn confidence(act: &Act, source: &Filler, target: &Filler) -> f32 {
    let wording = if act.asserted {
        act.weight.max(ASSERTED_WEIGHT)
    } else {
        act.weight
    };
    wording * source.confidence * target.confidence
}

/// Source and target of each statement that an act makes.
pub(super) fn pairs(act: &Act) -> Vec<(&Filler, &Filler)> {
    let mut pairs: Vec<(&Filler, &Filler)> = Vec::new();
    // "A and B met", "A and B met C": each has met each.
    let broken = matches!(
        act.status,
        Status::Ended | Status::Postponed | Status::Refused | Status::Denied
    );
    let together = matches!(act.action, Action::Meeting | Action::Agreement)
        && !broken
        && distinct(&act.sources) > 1;
    if act.mutual && (act.targets.is_empty() || together) {
        let mut parties: Vec<&Filler> = Vec::new();
        let at_home = act.targets.is_empty() && act.is_inside_one_state();
        for filler in act.sources.iter().chain(&act.targets) {
            let known = |party: &&Filler| {
                if at_home {
                    party.party.id == filler.party.id
                } else {
                    party.party.principal == filler.party.principal
                }
            };
            if !parties.iter().any(known) {
                parties.push(filler);
            }
        }
        parties.truncate(MAX_PAIRWISE);
        for (i, &source) in parties.iter().enumerate() {
            for &target in &parties[i + 1..] {
                pairs.push((source, target));
            }
        }
        return pairs;
    }
    for source in &act.sources {
        for target in &act.targets {
            if source.party.id == target.party.id
                || (act.mutual && source.party.principal == target.party.principal)
            {
                continue;
            }
            let twin = pairs.iter().any(|(s, t)| {
                s.party.principal == source.party.principal && t.party.id == target.party.id
            });
            if !twin {
                pairs.push((source, target));
            }
        }
    }
    pairs
}

fn attributions(view: &View<'_>, act: &Act, document: &Document) -> Vec<Attribution> {
    act.speakers
        .iter()
        .map(|&at| {
            let (first, last) = view.tree.extent(at);
            let span = view.word(first).span.cover(view.word(last - 1).span);
            let principal = view
                .parties(at)
                .into_iter()
                .next()
                .map(|f| f.party.principal);
            let claim = principal.as_ref().is_some_and(|p| {
                act.sources.iter().all(|s| s.party.principal != *p)
                    && act.targets.iter().any(|t| t.party.principal == *p)
            });
            Attribution {
                text: document.text[span.range()]
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                principal,
                claim,
            }
        })
        .collect()
}

/// The words after "on", "over" or "about" that say what talks, aid or an agreement are about.
fn topic(view: &View<'_>, act: &Act, document: &Document) -> Option<String> {
    if !matches!(
        act.action,
        Action::Meeting
            | Action::Agreement
            | Action::Visit
            | Action::Cooperation
            | Action::Aid
            | Action::Policy
            | Action::Protest
            | Action::Criticism
    ) {
        return None;
    }
    act.anchors.iter().find_map(|&anchor| {
        view.tree
            .children(anchor)
            .iter()
            .copied()
            .find_map(|child| {
                let about = view
                    .preposition(child)
                    .is_some_and(|p| matches!(p, "on" | "over" | "about" | "concerning"));
                if !about
                    || view.is_time(child)
                    || view.parties(child).iter().any(|f| f.word == child)
                {
                    return None;
                }
                let (first, last) = view.tree.extent(child);
                // Without the preposition itself.
                let first = view
                    .tree
                    .children(child)
                    .iter()
                    .copied()
                    .find(|&c| c < child && view.preposition(child) == Some(&*view.word(c).lower))
                    .map_or(first, |c| c + 1);
                let span = Span::new(
                    view.word(first).span.start(),
                    view.word(last - 1).span.end(),
                );
                Some(
                    document.text[span.range()]
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" "),
                )
            })
    })
}

/// Acts with whatever was found, one line each: for people who mend the vocabulary.
pub fn trace(
    tree: &Tree,
    mentions: &[Mention],
    times: &[TimeExpression],
    relations: &Relations,
    headline: bool,
) -> Vec<String> {
    let view = View::new(tree, mentions, times, relations, headline);
    let ids = |fillers: &[Filler]| {
        let ids: Vec<String> = fillers
            .iter()
            .map(|f| format!("{}({:.2})", f.party.principal, f.confidence))
            .collect();
        ids.join(",")
    };
    Interpreter::new(&view)
        .acts()
        .iter()
        .map(|act| {
            let anchors: Vec<&str> = act.anchors.iter().map(|&at| &*view.word(at).form).collect();
            format!(
                "{}/{} {} {} {} {} [{}] weight {:.2}{}",
                act.action,
                act.kind,
                act.status,
                ids(&act.sources),
                if act.mutual { "=" } else { ">" },
                ids(&act.targets),
                anchors.join(" < "),
                act.weight,
                if act.asserted { " asserted" } else { "" }
            )
        })
        .collect()
}
