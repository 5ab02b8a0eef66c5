//! What speaks for or against a candidate, as numbers with names.

use super::candidates::{Candidate, Origin, Scene};
use super::pairs::names;
use crate::mentions::{Form, Mention};
use crate::model::ActorId;
use crate::statements::act::{Act, Filler};
use crate::statements::arbiter::{EVENTS, NOTHING, Name};
use crate::statements::view::View;

/// Words that name an act or govern it that are looked at, inner first.
const MAX_ANCHORS: usize = 3;
/// Readings of the rules that are looked at, best first.
const N_READINGS: usize = 3;
/// What no voice is surer than, in log-odds.
const LOUDEST: f64 = 7.0;
/// What log-odds are divided by, so that they weigh in training as what is there or not.
pub(super) const UNIT: f64 = 3.0;

/// The traits of a candidate: keys of their names, with amounts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Traits {
    /// Key and amount.
    pub seen: Vec<(u32, f32)>,
}

/// Collects traits whose names begin with the candidate's origin.
pub(super) struct Collector {
    pub traits: Traits,
    origin: &'static str,
    /// How the names begin.
    start: Name,
    /// The names of the traits, where somebody asks why.
    names: Option<Vec<String>>,
}

impl Collector {
    /// Without traits yet; with their names, if there are any to go on from.
    pub fn new(origin: &'static str, names: Option<Vec<String>>) -> Self {
        Self {
            traits: Traits::default(),
            origin,
            start: Name::of(&[origin]),
            names,
        }
    }

    /// A trait that is there, whatever the origin.
    pub fn any(&mut self, parts: &[&str]) {
        self.push(Name::of(parts), parts, 1.0);
    }

    fn push(&mut self, name: Name, parts: &[&str], amount: f32) {
        self.traits.seen.push((name.key(), amount));
        if let Some(names) = &mut self.names {
            let parts: Vec<&str> = parts
                .iter()
                .copied()
                .filter(|part| !part.is_empty())
                .collect();
            names.push(parts.join(" "));
        }
    }

    /// A trait that is there.
    fn is(&mut self, name: &str, more: &str) {
        let whole = self.start.and(name).and(more);
        self.push(whole, &[self.origin, name, more], 1.0);
    }

    fn is_if(&mut self, there: bool, name: &str) {
        if there {
            self.is(name, "");
        }
    }

    /// How many edges a number reaches.
    pub fn step(&mut self, name: &str, number: f64, edges: &[f64]) {
        self.is(name, step(number, edges).encode_utf8(&mut [0; 4]));
    }

    /// Likewise, whatever the origin.
    pub fn step_of<N: PartialOrd + Copy>(
        &mut self,
        [first, second]: [&str; 2],
        number: N,
        edges: &[N],
    ) {
        let step = step(number, edges);
        self.any(&[first, second, step.encode_utf8(&mut [0; 4])]);
    }

    pub fn count(&mut self, name: &str, number: usize, most: usize) {
        let number = char::from(b'0' + number.min(most) as u8);
        self.is(name, number.encode_utf8(&mut [0; 4]));
    }

    pub fn amount(&mut self, parts: &[&str], amount: f64) {
        self.push(Name::of(parts), parts, amount as f32);
    }

    /// A probability, as log-odds and in steps.
    fn probability(&mut self, name: &str, probability: f64) {
        let odds = log_odds(probability);
        self.amount(&[self.origin, name], odds / UNIT);
        self.step(
            name,
            odds,
            &[-5.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0],
        );
    }
}

/// How many edges a number reaches, as one letter.
fn step<N: PartialOrd + Copy>(number: N, edges: &[N]) -> char {
    let step = edges.iter().filter(|edge| number >= **edge).count();
    char::from(b'0' + step as u8)
}

pub(super) fn log_odds(probability: f64) -> f64 {
    const LEAST: f64 = 1e-4;
    ((probability + LEAST) / (1.0 - probability + LEAST))
        .ln()
        .clamp(-LOUDEST, LOUDEST)
}

const CONFIDENCES: &[f64] = &[0.01, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const FEW_CONFIDENCES: &[f64] = &[0.01, 0.4, 0.6, 0.8];
const MENTION_CONFIDENCES: &[f64] = &[0.4, 0.6, 0.7, 0.8, 0.9];

/// The traits of a candidate.
pub fn traits(scene: &Scene<'_>, candidate: &Candidate) -> Traits {
    collect(scene, candidate, None).traits
}

/// Likewise, with their names.
pub fn named_traits(scene: &Scene<'_>, candidate: &Candidate) -> (Traits, Vec<String>) {
    let collector = collect(scene, candidate, Some(Vec::new()));
    (collector.traits, collector.names.unwrap_or_default())
}

fn collect(scene: &Scene<'_>, candidate: &Candidate, names: Option<Vec<String>>) -> Collector {
    let mut collector = Collector::new(candidate.origin.letter(), names);
    let event = EVENTS[candidate.event];
    collector.any(&[collector.origin]);
    collector.any(&["event", event]);
    collector.is("event", event);
    of_frames(scene, candidate, &mut collector);
    of_sentence(scene, candidate, &mut collector);
    of_pair(scene, candidate, &mut collector);
    of_lacking(scene, candidate, &mut collector);
    of_words(scene, candidate, &mut collector);
    if matches!(candidate.origin, Origin::Completed | Origin::Implied) {
        of_text(scene, candidate, &mut collector);
    }
    collector
}

/// What frames have read of the two.
fn of_frames(scene: &Scene<'_>, candidate: &Candidate, collector: &mut Collector) {
    let event = EVENTS[candidate.event];
    let (mut own, mut other, mut turned, mut turned_other) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    let mut first = None;
    for framed in scene.framed {
        let statement = &framed.statement;
        let ends = (&statement.source.principal, &statement.target.principal);
        let same = framed.event == Some(candidate.event);
        let confidence = f64::from(statement.confidence);
        let along = ends == (&candidate.source, &candidate.target);
        if along {
            let most = if same { &mut own } else { &mut other };
            *most = most.max(confidence);
            if same {
                first = first.or(Some(statement));
                collector.is_if(statement.mutual, "mutual");
            }
        } else if ends == (&candidate.target, &candidate.source) {
            let most = if same { &mut turned } else { &mut turned_other };
            *most = most.max(confidence);
            collector.is_if(same && statement.mutual, "turned mutual");
        }
        let joins = along || ends == (&candidate.target, &candidate.source) && statement.mutual;
        if joins && !same {
            collector.any(&[collector.origin, "beside", event, &statement.event.plover]);
            collector.is("beside", "");
        }
    }
    collector.step("own", own, CONFIDENCES);
    collector.step("other", other, FEW_CONFIDENCES);
    collector.step("turned", turned, FEW_CONFIDENCES);
    collector.step("turned other", turned_other, FEW_CONFIDENCES);
    if let Some(statement) = first {
        let (action, status) = (statement.action.as_str(), statement.status.as_str());
        collector.any(&["action", action]);
        collector.any(&["status", status]);
        collector.any(&["action", action, status]);
        collector.any(&["rule", &statement.rule]);
    }
    for dropped in scene.dropped {
        if dropped.joins(&candidate.source, &candidate.target) {
            let (action, kind) = (dropped.act.action, &dropped.act.kind);
            let events = &scene.view.relations.events;
            let same = events.plover(action, kind, dropped.act.status) == event;
            collector.is("dropped", "");
            collector.is("dropped", dropped.why.as_str());
            collector.is("dropped", if same { "same" } else { "another" });
        }
    }
}

/// What else the sentence holds.
fn of_sentence(scene: &Scene<'_>, candidate: &Candidate, collector: &mut Collector) {
    let same = |actor: &ActorId, other: &ActorId, source: bool| {
        let of_event = scene.framed.iter();
        of_event
            .filter(|framed| framed.event == Some(candidate.event))
            .filter(|framed| {
                let s = &framed.statement;
                let (near, far) = if source {
                    (&s.source.principal, &s.target.principal)
                } else {
                    (&s.target.principal, &s.source.principal)
                };
                near == actor && far != other
            })
            .count()
    };
    let (source, target) = (&candidate.source, &candidate.target);
    let of_event = scene.framed.iter();
    let of_event = of_event.filter(|framed| framed.event == Some(candidate.event));
    collector.step(
        "statements",
        scene.framed.len() as f64,
        &[1.0, 2.0, 3.0, 4.0, 6.0],
    );
    collector.count("of event", of_event.count(), 3);
    collector.count("of source", same(source, target, true), 2);
    collector.count("of target", same(target, source, false), 2);
    let mut actors: Vec<&ActorId> = Vec::new();
    let (mut of_source, mut of_target, mut together) = (0, 0, false);
    for mention in scene.view.mentions {
        for party in &mention.parties {
            if !actors.contains(&&party.principal) {
                actors.push(&party.principal);
            }
        }
        let both = [source, target].map(|actor| names(mention, actor));
        of_source += usize::from(both[0]);
        of_target += usize::from(both[1]);
        together |= both == [true; 2];
    }
    collector.count("actors", actors.len(), 6);
    collector.step(
        "words",
        scene.view.len() as f64,
        &[8.0, 12.0, 20.0, 30.0, 40.0, 50.0],
    );
    collector.count("source's mentions", of_source, 3);
    collector.count("target's mentions", of_target, 3);
    if together {
        collector.is("together", "");
        let own = scene.sureness(candidate);
        collector.step("together", own, &[0.01, 0.3, 0.5, 0.7]);
    }
    let others = actors
        .iter()
        .filter(|actor| ![source, target].contains(*actor));
    collector.count("others", others.count(), 3);
}

/// What the arbiter says of the two, and how they stand in the tree.
fn of_pair(scene: &Scene<'_>, candidate: &Candidate, collector: &mut Collector) {
    let Some((at, way)) = candidate.pair else {
        collector.is("no pair", "");
        return;
    };
    let judged = &scene.judged[at];
    let opinion = &judged.opinions[way];
    let (event, nothing) = (candidate.event, EVENTS.len() - 1);
    debug_assert_eq!(EVENTS[nothing], NOTHING);
    let both = &opinion.both;
    let mut least_nothing = 1.0_f64;
    for (at, way) in scene.pairs_of(&candidate.source, &candidate.target) {
        least_nothing = least_nothing.min(scene.judged[at].opinions[way].both[nothing]);
    }
    let (mut turned, mut turned_nothing) = (0.0_f64, 1.0_f64);
    for (at, way) in scene.pairs_of(&candidate.target, &candidate.source) {
        let opinion = &scene.judged[at].opinions[way];
        turned = turned.max(opinion.both[event]);
        turned_nothing = turned_nothing.min(opinion.both[nothing]);
    }
    let other = (0..nothing)
        .filter(|&other| other != event)
        .fold(0.0, |most: f64, other| most.max(both[other]));
    for (name, probability) in [
        ("linear", opinion.linear[event]),
        ("network", opinion.network[event]),
        ("both", both[event]),
        ("nothing", both[nothing]),
        ("linear nothing", opinion.linear[nothing]),
        ("network nothing", opinion.network[nothing]),
        ("best other", other),
        ("least nothing", least_nothing),
        ("turned both", turned),
        ("turned nothing", turned_nothing),
    ] {
        collector.probability(name, probability);
    }
    collector.amount(&["both of", EVENTS[event]], log_odds(both[event]) / UNIT);
    let rank = both.iter().filter(|p| **p > both[event]).count();
    collector.count("rank", rank, 3);
    collector.is_if(judged.parted, "parted");
    collector.step(
        "gap",
        judged.gap as f64,
        &[1.0, 2.0, 4.0, 8.0, 12.0, 20.0, 30.0],
    );
    collector.is_if(way == 0, "in order");
    let view = scene.view;
    let [source, target] = judged.ends(way);
    of_mention(view, source, "source", collector);
    of_mention(view, target, "target", collector);
    collector.any(&["forms", source.form.as_str(), target.form.as_str()]);
    let chain = |from: usize| -> Vec<usize> {
        std::iter::once(from)
            .chain(view.tree.ancestors(from).take(view.len()))
            .collect()
    };
    let (up, down) = (chain(source.head), chain(target.head));
    let meeting = up.iter().position(|at| down.contains(at));
    let steps_down = meeting.and_then(|up_to| down.iter().position(|at| *at == up[up_to]));
    collector.count("up", meeting.unwrap_or(usize::MAX), 5);
    collector.count("down", steps_down.unwrap_or(usize::MAX), 5);
    let (first, second) = (&judged.pair.one, &judged.pair.other);
    let between = view
        .mentions
        .iter()
        .filter(|mention| (first.words.end..second.words.start).contains(&mention.words.start));
    collector.count("between", between.count(), 3);
    let mut n_read = 0;
    let mut fit = -1.0_f64;
    for (at, way) in scene.pairs_of(&candidate.source, &candidate.target) {
        let readings = scene.judged[at].pair.readings[way].iter();
        for reading in readings.take(N_READINGS) {
            if reading.told == EVENTS[event] {
                n_read += 1;
                fit = fit.max(f64::from(reading.fit));
            }
        }
    }
    collector.step("fit", fit, &[0.0, 0.2, 0.5, 0.65, 0.9]);
    collector.step("read", f64::from(n_read), &[1.0, 2.0, 4.0]);
}

fn of_mention(view: &View<'_>, mention: &Mention, end: &str, collector: &mut Collector) {
    let origin = collector.origin;
    collector.any(&[origin, end, mention.form.as_str()]);
    collector.any(&[origin, end, view.word(mention.head).rel.as_str()]);
    let nation = mention.form == Form::Description && !mention.place && is_of_nation(view, mention);
    for (name, there) in [
        ("place", mention.place),
        ("mere place", mention.is_mere_place(view.tree)),
        ("of nation", nation),
        ("several", mention.parties.len() > 1),
    ] {
        if there {
            collector.any(&[origin, end, name]);
        }
    }
    let step = step(f64::from(mention.confidence), MENTION_CONFIDENCES);
    collector.any(&[origin, end, step.encode_utf8(&mut [0; 4])]);
}

/// Whether a mention was made of a nation's adjective for its noun.
fn is_of_nation(view: &View<'_>, mention: &Mention) -> bool {
    view.mentions
        .iter()
        .any(|known| known.form == Form::Adjective && known.words.start == mention.words.start)
}

/// The act that lacks a party.
fn of_lacking(scene: &Scene<'_>, candidate: &Candidate, collector: &mut Collector) {
    let Some(lacking) = &candidate.lacking else {
        return;
    };
    let act: &Act = &scene.acts[lacking.act];
    let end = if lacking.source {
        "no source"
    } else {
        "no target"
    };
    collector.is("lacking", end);
    if let Some(form) = lacking.guessed {
        collector.any(&[end, "guessed", form.as_str()]);
        collector.any(&["guessed", EVENTS[candidate.event]]);
    }
    collector.any(&[collector.origin, end, EVENTS[candidate.event]]);
    let (action, status) = (act.action.as_str(), act.status.as_str());
    collector.any(&[end, "action", action]);
    collector.any(&[end, "status", status]);
    collector.any(&[end, "action", action, status]);
    collector.any(&[end, "kind", &act.kind]);
    let own = if lacking.source {
        &act.targets
    } else {
        &act.sources
    };
    let confidence = own
        .iter()
        .fold(0.0, |most: f32, own| most.max(own.confidence));
    for (name, number, edges) in [
        (
            "weight",
            act.weight,
            &[0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9][..],
        ),
        ("confidence", confidence, &[0.3, 0.5, 0.6, 0.7, 0.8, 0.9]),
    ] {
        collector.step_of([end, name], number, edges);
    }
    let view = scene.view;
    let verb = act.anchors.first().is_some_and(|&at| view.is_verb(at));
    let object = act.anchors.iter().any(|&at| view.patient(at).is_some());
    for (name, there) in [
        ("asserted", act.asserted),
        ("verb", verb),
        ("mutual", act.mutual),
        ("object", object),
    ] {
        collector.any(&[end, name, if there { "yes" } else { "no" }]);
    }
}

/// The words that name the act, or under which the two stand.
fn of_words(scene: &Scene<'_>, candidate: &Candidate, collector: &mut Collector) {
    let (view, event) = (scene.view, EVENTS[candidate.event]);
    let lemma = |at: usize| view.tree.words.get(at).map_or("", |word| &*word.lemma);
    if let Some((at, way)) = candidate.pair {
        let [source, target] = scene.judged[at].ends(way);
        let top = view.meeting(source.head, target.head);
        collector.any(&["top", lemma(top)]);
        collector.any(&["top", lemma(top), event]);
        for (end, mention) in [("source", source), ("target", target)] {
            let mut above = view.tree.ancestors(mention.head).take(view.len());
            if let Some(verb) = above.find(|&at| view.is_verb(at)) {
                collector.any(&[end, "under", lemma(verb), event]);
            }
            let case = view.preposition(mention.head).unwrap_or_default();
            let rel = view.word(mention.head).rel.as_str();
            collector.any(&[end, "case", case, rel, event]);
        }
    }
    let own = |act: &&Act| {
        let code = view
            .relations
            .events
            .plover(act.action, &act.kind, act.status);
        let has = |side: &[Filler], actor: &ActorId| {
            side.iter().any(|filler| filler.party.principal == *actor)
        };
        let (source, target) = (&candidate.source, &candidate.target);
        let along = has(&act.sources, source) && has(&act.targets, target);
        let back = has(&act.targets, source) && has(&act.sources, target);
        code == event && (along || act.mutual && (back || has(&act.sources, source)))
    };
    let lacking = candidate
        .lacking
        .as_ref()
        .map(|lacking| &scene.acts[lacking.act]);
    if let Some(act) = scene.acts.iter().find(own).or(lacking) {
        for (place, &anchor) in act.anchors.iter().enumerate().take(MAX_ANCHORS) {
            let place = if place == 0 { "act" } else { "above" };
            collector.any(&[place, lemma(anchor)]);
            collector.any(&[place, lemma(anchor), event]);
        }
    }
}

/// How the party that the sentence does not name stands out in the text.
fn of_text(scene: &Scene<'_>, candidate: &Candidate, collector: &mut Collector) {
    let (source, target) = (&candidate.source, &candidate.target);
    let source_missing = !scene.is_named(source);
    let (missing, named, end) = if source_missing {
        (source, target, "source missing")
    } else {
        (target, source, "target missing")
    };
    collector.any(&[end]);
    collector.is_if(source_missing && !scene.is_named(target), "both missing");
    if let Some(standing) = scene.spoken.standing(missing, named) {
        collector.step(
            end,
            standing.sentences_ago as f64,
            &[1.0, 2.0, 3.0, 4.0, 7.0],
        );
        collector.step(
            "spoken of",
            standing.n_mentions as f64,
            &[1.0, 2.0, 3.0, 4.0, 6.0, 9.0],
        );
        collector.step("share", standing.share, &[0.05, 0.1, 0.2, 0.3, 0.4, 0.5]);
        collector.count("more spoken of", standing.n_spoken_of_more, 3);
        collector.count("later", standing.n_later, 3);
        collector.step(
            "known",
            standing.n_others as f64,
            &[1.0, 2.0, 3.0, 4.0, 6.0],
        );
        collector.step("dealings", standing.n_dealings as f64, &[1.0, 2.0, 4.0]);
        collector.is_if(standing.opened_last, "opened last");
        collector.is_if(standing.in_last, "in last");
    } else {
        collector.is("unknown", "");
    }
    let (n_dealings, since) = scene.spoken.dealings(source, target);
    collector.count("their dealings", n_dealings, 3);
    collector.step(
        "since",
        since.map_or(9.0, |since| since as f64),
        &[1.0, 2.0, 3.0, 9.0],
    );
    let last = scene.spoken.dealt_last(missing);
    collector.is_if(last && scene.spoken.dealt_last(named), "dealt last");
    collector.is_if(last, "dealt last with any");
    collector.is_if(missing.as_str().len() != 3, "organisation");
    collector.is_if(!scene.spoken.knows(named), "new");
    let mut mentions = scene.view.mentions.iter();
    if let Some(mention) = mentions.find(|mention| names(mention, named)) {
        collector.is("named as", mention.form.as_str());
        collector.is("named", scene.view.word(mention.head).rel.as_str());
        collector.is_if(mention.is_mere_place(scene.view.tree), "named as place");
        collector.is_if(mention.words.start < 3, "named first");
    }
}
