//! From sentences to statements.

use super::act::{Act, Filler};
use super::arbiter::{Arbiter, EVENTS};
use super::circumstances::Circumstances;
use super::context::Context;
use super::domestic::at_home;
use super::games::{is_about_a_game, is_played};
use super::gatherings::{hub, is_of_many, together};
use super::predicates::Interpreter;
use super::status::Dropped;
use super::uncoded::{Account, LeftOut};
use super::view::View;
use super::weighing::{
    self, Candidate, Framed, Judged, MentionPair, Origin, Scene, Spoken, Traits, Weighed, Weighers,
};
use crate::language::{English, Tree};
use crate::mentions::{Mention, TimeExpression};
use crate::model::{ActorKind, Document, Evidence, Reason, Sentence, Statement, Status};
use crate::vocabulary::relations::Relations;

/// Below this confidence nothing is said: silence is better than noise. Raising it trades recall for precision.
pub const MIN_CONFIDENCE: f32 = 0.2;
/// How the rule of a statement begins that frames have read …
const BY_FRAMES: &str = "";
/// … that the arbiter has read where they are silent …
const BY_ARBITER: &str = "arbiter:";
/// … and that frames have read without one party, which the text has named before.
const IMPLIED: &str = "implied:";
/// What a verb asserts counts at least this much, however little the noun under it would by itself.
const ASSERTED_WEIGHT: f32 = 0.75;
/// Letters of a state's id.
const STATE_ID: usize = 3;

/// One sentence ready to be read. One that has not been parsed says nothing; who is named in it is remembered.
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

/// What has been learned: it speaks where the rules are silent, and says how sure each statement is.
#[derive(Clone, Copy)]
pub struct Judges<'v> {
    /// What two parties have to do with each other.
    pub arbiter: &'v Arbiter,
    /// Which candidates become statements.
    pub weighers: &'v Weighers,
    /// Whose words they know.
    pub english: &'v English,
}

/// Reads statements off analysed sentences.
pub struct Reader<'v> {
    relations: &'v Relations,
    judges: Judges<'v>,
    /// Whether a meeting of many becomes pairs, too.
    pairwise: bool,
    context: Context,
    spoken: Spoken,
}

/// A sentence that has been looked at, until the rest of its text is known.
struct Look<'a> {
    reading: SentenceReading<'a>,
    /// Nothing of a sentence that cannot say anything, so that a long text does not fill the memory.
    read: Option<(View<'a>, Read)>,
    weighed: Vec<Weighed>,
    /// What speaks for and against each candidate at first sight, where somebody asks.
    reasons: Vec<(Candidate, Vec<Reason>)>,
}

/// What is asked of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Statements,
    /// With what speaks for and against them.
    Reasons,
    /// With what was left out.
    Account,
}

/// What rules have read in a sentence; nothing where it has not been parsed.
#[derive(Default)]
struct Read {
    acts: Vec<Act>,
    dropped: Vec<Dropped>,
    /// Those of many, one for each who takes part.
    gathered: Vec<Statement>,
    framed: Vec<Framed>,
    judged: Vec<Judged>,
}

impl<'v> Reader<'v> {
    /// A reader with a vocabulary, and with what has been learned.
    pub fn new(relations: &'v Relations, judges: Judges<'v>) -> Self {
        Self {
            relations,
            judges,
            pairwise: false,
            context: Context::default(),
            spoken: Spoken::default(),
        }
    }

    /// Expands meetings and pacts of many into pairs: twenty parties give 190 statements instead of twenty.
    #[must_use]
    pub fn pairwise(self, pairwise: bool) -> Self {
        Self { pairwise, ..self }
    }

    /// The statements of the sentences of a text, given in order: of each sentence those of the rules in the order of the
    /// words that name the acts, then the others, the most probable first.
    ///
    /// What one sentence says depends on the others: a party may be left out that the text has named before, and an act
    /// is told more than once. Sentence 0 starts a new document.
    pub fn statements<'a>(
        &mut self,
        document: &Document,
        readings: impl IntoIterator<Item = SentenceReading<'a>>,
    ) -> Vec<Statement>
    where
        'v: 'a,
    {
        let looks = self.looks(document, readings, Asked::Statements);
        let told = looks.iter().map(|look| self.told(look, document));
        told.flatten().collect()
    }

    /// The statements of the sentences of a text, with what each might have said and did not; see
    /// [`Reader::statements`].
    pub fn account<'a>(
        &mut self,
        document: &Document,
        readings: impl IntoIterator<Item = SentenceReading<'a>>,
    ) -> Vec<Account>
    where
        'v: 'a,
    {
        let looks = self.looks(document, readings, Asked::Account);
        let accounts = looks.iter().map(|look| {
            let statements = self.told(look, document);
            let uncoded = look.read.as_ref().and_then(|(view, read)| {
                let left_out = LeftOut {
                    scene: &self.scene(view, read),
                    statements: &statements,
                    weighed: &look.weighed,
                };
                left_out.uncoded(document, look.reading)
            });
            Account {
                statements,
                uncoded,
            }
        });
        accounts.collect()
    }

    /// The statements of the sentences of a text, each with what speaks most for and against it at first sight; see
    /// [`Reader::statements`].
    pub fn reasons<'a>(
        &mut self,
        document: &Document,
        readings: impl IntoIterator<Item = SentenceReading<'a>>,
    ) -> Vec<(Statement, Vec<Reason>)>
    where
        'v: 'a,
    {
        let looks = self.looks(document, readings, Asked::Reasons);
        let told = looks.into_iter().flat_map(|look| {
            let statements = self.told(&look, document).into_iter();
            statements.map(move |statement| {
                let own = look.reasons.iter().find(|(own, _)| own.says(&statement));
                let why = own.map_or_else(Vec::new, |(_, reasons)| reasons.clone());
                (statement, why)
            })
        });
        told.collect()
    }

    /// Looks at the sentences of a text twice: at each by itself and what came before, then at all together.
    fn looks<'a>(
        &mut self,
        document: &Document,
        readings: impl IntoIterator<Item = SentenceReading<'a>>,
        asked: Asked,
    ) -> Vec<Look<'a>>
    where
        'v: 'a,
    {
        let weighers = self.judges.weighers;
        let mut looks: Vec<Look<'a>> = Vec::new();
        for reading in readings {
            let view = self.view(reading);
            let read = self.read(&view, document, reading);
            let scene = self.scene(&view, &read);
            let weighed = weighers.weigh(&scene);
            let candidates = weighed.iter().map(|own| &own.candidate);
            let candidates = candidates.filter(|_| asked == Asked::Reasons);
            let reasons = candidates
                .map(|own| (own.clone(), weighers.first.reasons(&scene, own)))
                .collect();
            self.remember(&read, reading);
            let says = asked == Asked::Account || !weighed.is_empty() || !read.gathered.is_empty();
            looks.push(Look {
                reading,
                read: says.then_some((view, read)),
                weighed,
                reasons,
            });
        }
        weighers.weigh_again(looks.iter_mut().map(|look| &mut look.weighed));
        let alone = looks.len() == 1;
        for look in &mut looks {
            if let Some((view, read)) = &look.read {
                weighing::accept(&self.scene(view, read), &mut look.weighed, alone);
            }
        }
        looks
    }

    /// What one sentence may say, with what speaks for and against it at first sight, for training. Sentences are given in
    /// order; sentence 0 starts a new document.
    pub fn candidates(
        &mut self,
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Vec<(Candidate, Traits)> {
        let view = self.view(reading);
        let read = self.read(&view, document, reading);
        let traits = weighing::traits_of(&self.scene(&view, &read));
        self.remember(&read, reading);
        traits
    }

    /// Pairs of mentions of a sentence, with what rules read of them, for training.
    pub fn pairs(&self, reading: SentenceReading<'_>) -> Vec<MentionPair> {
        let view = self.view(reading);
        weighing::mention_pairs(&view, &Interpreter::new(&view).acts())
    }

    /// Reads a sentence by the rules, and asks the arbiter about its parties.
    fn read(&mut self, view: &View<'_>, document: &Document, reading: SentenceReading<'_>) -> Read {
        if reading.sentence.index == 0 {
            self.context.clear();
            self.spoken.clear();
        }
        if !reading.tree.is_parsed() {
            self.context.remember(view, &[]);
            self.context.remember_actors(reading.mentions);
            return Read::default();
        }
        let game = is_about_a_game(view);
        let (acts, dropped) = Interpreter::new(view).read();
        let judged = if game || view.mentions.len() < 2 {
            Vec::new()
        } else {
            let pairs = weighing::mention_pairs(view, &acts);
            weighing::judged(view, pairs, self.judges.arbiter, self.judges.english)
        };
        let acts = self.completed(view, acts, game, reading);
        let mut framed: Vec<Framed> = Vec::new();
        let mut gathered: Vec<Statement> = Vec::new();
        for act in &acts {
            if !self.pairwise && is_of_many(act) {
                gathered.extend(self.gathered(view, act, document, reading));
                continue;
            }
            for new in self.express(view, act, document, reading) {
                let statement = &new.statement;
                let known = framed.iter().any(|Framed { statement: s, .. }| {
                    s.action == statement.action
                        && s.status == statement.status
                        && s.source.principal == statement.source.principal
                        && s.target.principal == statement.target.principal
                        && (s.when == statement.when || statement.when.is_none())
                });
                if !known {
                    framed.push(new);
                }
            }
        }
        Read {
            acts: if game { Vec::new() } else { acts },
            dropped,
            gathered,
            framed,
            judged,
        }
    }

    fn scene<'a>(&'a self, view: &'a View<'a>, read: &'a Read) -> Scene<'a> {
        Scene {
            view,
            acts: &read.acts,
            dropped: &read.dropped,
            gathered: &read.gathered,
            framed: &read.framed,
            judged: &read.judged,
            spoken: &self.spoken,
        }
    }

    fn remember(&mut self, read: &Read, reading: SentenceReading<'_>) {
        let dealings = read.framed.iter().map(|framed| {
            let statement = &framed.statement;
            [&statement.source.principal, &statement.target.principal]
        });
        self.spoken.remember(reading.mentions, dealings);
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

    /// The statements of a sentence that have been weighed and accepted.
    fn told(&self, look: &Look<'_>, document: &Document) -> Vec<Statement> {
        let Some((view, read)) = &look.read else {
            return Vec::new();
        };
        let (scene, reading) = (&self.scene(view, read), look.reading);
        let weighed = &look.weighed;
        let mut statements: Vec<Statement> = scene.gathered.to_vec();
        for framed in scene.framed {
            let statement = &framed.statement;
            let own = weighed.iter().find(|w| w.candidate.is_of(framed));
            if let Some(own) = own.filter(|own| own.accepted) {
                statements.push(Statement {
                    confidence: rounded(own.probability),
                    ..statement.clone()
                });
            }
        }
        let others = weighed
            .iter()
            .filter(|w| w.accepted && matches!(w.candidate.origin, Origin::Pair | Origin::Implied));
        for own in others {
            let Some(act) = weighing::act_of(scene, own) else {
                continue;
            };
            let by = if own.candidate.is_implied() {
                IMPLIED
            } else {
                BY_ARBITER
            };
            let ([source, ..], [target, ..]) = (&act.sources[..], &act.targets[..]) else {
                continue;
            };
            let circumstances = Circumstances::of(scene.view, &act, document);
            let confidence = rounded(own.probability);
            statements.push(self.statement(
                &act,
                by,
                source,
                target,
                &circumstances,
                confidence,
                document,
                reading,
            ));
        }
        for (number, statement) in statements.iter_mut().enumerate() {
            statement.id = format!("{}#{}.{}", document.id, reading.sentence.index, number);
        }
        statements
    }

    /// The statements of an act of many: each party's with the hub.
    fn gathered(
        &self,
        view: &View<'_>,
        act: &Act,
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Vec<Statement> {
        let circumstances = Circumstances::of(view, act, document);
        let hub = hub(view, act, document, reading.sentence.index);
        let parties = together(act).into_iter().flatten();
        parties
            .map(|party| (party, confidence(act, party, &hub)))
            .filter(|(_, confidence)| *confidence >= MIN_CONFIDENCE)
            .map(|(party, confidence)| {
                self.statement(
                    act,
                    BY_FRAMES,
                    party,
                    &hub,
                    &circumstances,
                    confidence,
                    document,
                    reading,
                )
            })
            .collect()
    }

    /// The statements of an act that frames have read.
    fn express(
        &self,
        view: &View<'_>,
        act: &Act,
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Vec<Framed> {
        if !act.complete() {
            return Vec::new();
        }
        let circumstances = Circumstances::of(view, act, document);
        let named = |filler: &Filler| {
            view.mentions.iter().any(|mention| {
                let mut parties = mention.parties.iter();
                mention.words.contains(&filler.word)
                    && parties.any(|party| party.principal == filler.party.principal)
            })
        };
        let mut framed = Vec::new();
        for (source, target) in pairs(act) {
            let confidence = confidence(act, source, target);
            if confidence < MIN_CONFIDENCE || is_within_a_body(source, target) {
                continue;
            }
            let statement = self.statement(
                act,
                BY_FRAMES,
                source,
                target,
                &circumstances,
                confidence,
                document,
                reading,
            );
            framed.push(Framed {
                event: EVENTS
                    .iter()
                    .position(|known| *known == statement.event.plover),
                completed: !named(source) || !named(target),
                statement,
            });
        }
        framed
    }

    #[allow(clippy::too_many_arguments)]
    fn statement(
        &self,
        act: &Act,
        by: &str,
        source: &Filler,
        target: &Filler,
        circumstances: &Circumstances,
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
            when: circumstances.when.clone(),
            attributed_to: circumstances.attributed_to.clone(),
            topic: circumstances.topic.clone(),
            place: None,
            evidence: Evidence {
                text: document.text[span.range()]
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                span: document.origin.original_span(span),
            },
            rule: format!("{by}{}/{}", act.action, act.kind),
            confidence: rounded(f64::from(confidence)),
        }
    }
}

/// To two digits.
fn rounded(confidence: f64) -> f32 {
    ((confidence * 100.0).round() / 100.0) as f32
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

/// Whether both are of one organisation: what goes on within a state is told, within the United Nations it is not.
fn is_within_a_body(source: &Filler, target: &Filler) -> bool {
    let principal = &source.party.principal;
    let is_state = principal.as_str().len() == STATE_ID;
    let is_body = |filler: &Filler| {
        let party = &filler.party;
        party.kind == ActorKind::Organisation && party.id == party.principal
    };
    *principal == target.party.principal && (!is_state || is_body(source) || is_body(target))
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

/// Source and target of each statement that an act makes, whatever the number of its parties.
pub(super) fn pairs(act: &Act) -> Vec<(&Filler, &Filler)> {
    let mut pairs: Vec<(&Filler, &Filler)> = Vec::new();
    if let Some(parties) = together(act) {
        for (i, &source) in parties.iter().enumerate() {
            pairs.extend(parties[i + 1..].iter().map(|&target| (source, target)));
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
