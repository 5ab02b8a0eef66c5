//! What a sentence may say of two actors: candidates of frames, of the arbiter, and of what the text leaves to the reader.

use std::rc::Rc;

use super::pairs::{FITS, Judged, names};
use super::spoken::Spoken;
use crate::mentions::{Form, Mention};
use crate::model::{ActorId, Statement};
use crate::statements::act::{Act, Filler};
use crate::statements::arbiter::EVENTS;
use crate::statements::status::Dropped;
use crate::statements::view::View;

/// Actors of the text and of the sentence that an act may lack.
const MAX_MEANT: usize = 24;

/// Persons and descriptions that are no surer than this are guesses, as pronouns are.
const GUESS: f32 = 0.5;

/// Less probable than this by the arbiter, an event is no candidate.
const LEAST: f64 = 0.04;

/// A statement of frames.
#[derive(Debug, Clone, PartialEq)]
pub struct Framed {
    /// As frames have read it.
    pub statement: Statement,
    /// The place of its event in [`EVENTS`].
    pub event: Option<usize>,
    /// Whether a party comes from outside the sentence, or from another clause by what the text is about.
    pub completed: bool,
}

/// A sentence with all that speaks for and against candidates.
pub struct Scene<'a> {
    pub view: &'a View<'a>,
    /// What its words say, complete or not.
    pub acts: &'a [Act],
    /// What its words say and take back.
    pub dropped: &'a [Dropped],
    /// Statements of those who meet in great number, each with the hub.
    pub gathered: &'a [Statement],
    pub framed: &'a [Framed],
    pub judged: &'a [Judged],
    pub spoken: &'a Spoken,
}

/// Where a candidate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Frames, of parties that the sentence names.
    Frame,
    /// Frames, completed from the text before.
    Completed,
    /// The arbiter, of parties that the sentence names.
    Pair,
    /// An act that lacks a party, and an actor of the text before.
    Implied,
}

impl Origin {
    /// One letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Frame => "F",
            Self::Completed => "C",
            Self::Pair => "P",
            Self::Implied => "I",
        }
    }
}

/// An event that one actor may have towards another.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Principal of the source.
    pub source: ActorId,
    /// Principal of the target.
    pub target: ActorId,
    /// Place in [`EVENTS`].
    pub event: usize,
    /// Where it comes from.
    pub origin: Origin,
    /// The pair for which the arbiter holds it for most probable, and the direction.
    pub pair: Option<(usize, usize)>,
    /// The act that lacks a party.
    pub lacking: Option<Lacking>,
}

impl Candidate {
    /// Whether a statement of frames is the one that is weighed.
    pub fn is_of(&self, framed: &Framed) -> bool {
        let statement = &framed.statement;
        framed.event == Some(self.event)
            && (&self.source, &self.target)
                == (&statement.source.principal, &statement.target.principal)
    }

    /// Whether a statement says it, whoever has read it.
    pub fn says(&self, statement: &Statement) -> bool {
        EVENTS[self.event] == statement.event.plover
            && (&self.source, &self.target)
                == (&statement.source.principal, &statement.target.principal)
    }

    /// Whether an act of the sentence is the one that lacks a party.
    pub fn lacks(&self, scene: &Scene<'_>, act: &Act) -> bool {
        let lacking = self.lacking.as_ref();
        lacking.is_some_and(|lacking| std::ptr::eq(&raw const scene.acts[lacking.act], act))
    }

    /// Whether frames have read it without one of its parties.
    pub fn is_implied(&self) -> bool {
        self.lacking.is_some()
    }
}

/// An act without a source or a target, or with one that is a guess, and who may be it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lacking {
    /// Place among the acts.
    pub act: usize,
    /// Whether the source is missing, not the target.
    pub source: bool,
    /// Who may be meant.
    pub meant: Rc<Filler>,
    /// How the text names the party, if it does, in words that may mean another.
    pub guessed: Option<Form>,
}

impl Scene<'_> {
    /// All candidates, each once: those of frames first, in their order.
    pub fn candidates(&self) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for framed in self.framed {
            let statement = &framed.statement;
            let (source, target) = (&statement.source.principal, &statement.target.principal);
            let Some(event) = framed.event else {
                continue;
            };
            let completed = self.framed.iter().any(|framed| {
                let other = &framed.statement;
                framed.completed
                    && framed.event == Some(event)
                    && (&other.source.principal, &other.target.principal) == (source, target)
            });
            let origin = if completed {
                Origin::Completed
            } else {
                Origin::Frame
            };
            self.add(&mut candidates, [source, target], event, origin, None);
        }
        self.of_pairs(&mut candidates);
        self.of_lacking(&mut candidates);
        candidates
    }

    fn of_pairs(&self, candidates: &mut Vec<Candidate>) {
        for judged in self.judged {
            for way in 0..2 {
                let [source, target] = judged.ends(way);
                for (event, _) in EVENTS.iter().enumerate().take(EVENTS.len() - 1) {
                    let fits = || {
                        let readings = &judged.pair.readings[way];
                        readings
                            .iter()
                            .any(|reading| reading.fit > FITS && reading.told == EVENTS[event])
                    };
                    if judged.opinions[way].both[event] < LEAST && !fits() {
                        continue;
                    }
                    for source in &source.parties {
                        for target in &target.parties {
                            let ends = [&source.principal, &target.principal];
                            if ends[0] != ends[1] {
                                self.add(candidates, ends, event, Origin::Pair, None);
                            }
                        }
                    }
                }
            }
        }
    }

    /// "The junta expelled the ambassador": whose, the text has said before.
    fn of_lacking(&self, candidates: &mut Vec<Candidate>) {
        let lacks = |act: &Act| act.sources.is_empty() != act.targets.is_empty();
        let guesses = |act: &Act| {
            [&act.sources, &act.targets]
                .iter()
                .any(|side| matches!(&side[..], [party] if self.guessed(party).is_some()))
        };
        let open = |act: &Act| lacks(act) || act.complete() && guesses(act);
        if !self.acts.iter().any(open) {
            return;
        }
        let mut meant: Vec<Rc<Filler>> = self
            .spoken
            .meant()
            .into_iter()
            .cloned()
            .map(Rc::new)
            .collect();
        let tree = self.view.tree;
        for mention in self.view.mentions {
            if mention.form == Form::Adjective || mention.is_mere_place(tree) {
                continue;
            }
            for party in mention
                .parties
                .iter()
                .take(MAX_MEANT.saturating_sub(meant.len()))
            {
                meant.push(Rc::new(Filler {
                    party: party.clone(),
                    word: mention.head,
                    confidence: mention.confidence,
                }));
            }
        }
        for (place, act) in self.acts.iter().enumerate() {
            let events = &self.view.relations.events;
            let code = events.plover(act.action, &act.kind, act.status);
            let Some(event) = EVENTS.iter().position(|known| *known == code) else {
                continue;
            };
            if act.complete() {
                for (source, own, other) in [
                    (true, &act.sources, &act.targets),
                    (false, &act.targets, &act.sources),
                ] {
                    if let [party] = &own[..]
                        && let Some(form) = self.guessed(party)
                    {
                        let others = meant.iter().filter(|meant| {
                            let id = &meant.party.principal;
                            *id != party.party.principal
                                && other.iter().all(|other| other.party.principal != *id)
                        });
                        self.add_meant(candidates, other, others, event, |meant| Lacking {
                            act: place,
                            source,
                            meant: Rc::clone(meant),
                            guessed: Some(form),
                        });
                    }
                }
            } else if lacks(act) {
                let known = if act.sources.is_empty() {
                    &act.targets
                } else {
                    &act.sources
                };
                // "They tore up their accords with Paris": Paris is not who did it.
                let beside = |known: &Filler| self.view.has_case(known.word, "with");
                let source = act.sources.is_empty() || known.iter().all(beside);
                let others = meant.iter().filter(|meant| {
                    let id = &meant.party.principal;
                    known.iter().all(|known| known.party.principal != *id)
                });
                self.add_meant(candidates, known, others, event, |meant| Lacking {
                    act: place,
                    source,
                    meant: Rc::clone(meant),
                    guessed: None,
                });
            }
        }
    }

    /// How a party is named, if in words that may mean another: a pronoun, a description that the text leaves open.
    fn guessed(&self, party: &Filler) -> Option<Form> {
        let mention = self.mention_of(party)?;
        let open = match mention.form {
            Form::Pronoun => true,
            Form::Description | Form::Person => mention.confidence <= GUESS,
            _ => false,
        };
        (open && mention.parties.len() == 1).then_some(mention.form)
    }

    /// Adds a candidate for each known party and each actor who may be the other.
    fn add_meant<'a>(
        &self,
        candidates: &mut Vec<Candidate>,
        known: &[Filler],
        meant: impl Iterator<Item = &'a Rc<Filler>>,
        event: usize,
        lacking: impl Fn(&Rc<Filler>) -> Lacking,
    ) {
        for other in meant {
            for own in known {
                let lacking = lacking(other);
                let (own, id) = (&own.party.principal, &other.party.principal);
                let ends = if lacking.source { [id, own] } else { [own, id] };
                self.add(candidates, ends, event, Origin::Implied, Some(lacking));
            }
        }
    }

    /// Adds a candidate, or what is new of it to the one there is.
    fn add(
        &self,
        candidates: &mut Vec<Candidate>,
        [source, target]: [&ActorId; 2],
        event: usize,
        origin: Origin,
        lacking: Option<Lacking>,
    ) {
        let known = candidates
            .iter_mut()
            .find(|c| (&c.source, &c.target, c.event) == (source, target, event));
        if let Some(known) = known {
            let weight = |lacking: &Lacking| self.acts[lacking.act].weight;
            let heavier = lacking.as_ref().is_some_and(|new| {
                let old = known.lacking.as_ref();
                old.is_none_or(|old| weight(old) < weight(new))
            });
            if heavier {
                known.lacking = lacking;
            }
            return;
        }
        let named = self.is_named(source) && self.is_named(target);
        let origin = match origin {
            Origin::Implied if named => Origin::Pair,
            origin => origin,
        };
        candidates.push(Candidate {
            source: source.clone(),
            target: target.clone(),
            event,
            origin,
            pair: self.best_pair(source, target, event),
            lacking,
        });
    }

    /// Whether the sentence names an actor.
    pub fn is_named(&self, actor: &ActorId) -> bool {
        let mut mentions = self.view.mentions.iter();
        mentions.any(|mention| names(mention, actor))
    }

    /// Whether a party is named by a pronoun.
    pub fn is_pronoun(&self, party: &Filler) -> bool {
        let mention = self.mention_of(party);
        mention.is_some_and(|mention| mention.form == Form::Pronoun)
    }

    /// How the sentence names a party; nothing if the text before does.
    fn mention_of(&self, party: &Filler) -> Option<&Mention> {
        let mut mentions = self.view.mentions.iter();
        mentions.find(|mention| {
            mention.words.contains(&party.word) && names(mention, &party.party.principal)
        })
    }

    /// The pairs of mentions of two actors, each with the direction in which they stand.
    pub fn pairs_of(
        &self,
        source: &ActorId,
        target: &ActorId,
    ) -> impl Iterator<Item = (usize, usize)> {
        self.judged
            .iter()
            .enumerate()
            .flat_map(move |(at, judged)| {
                (0..2).filter_map(move |way| {
                    let [one, other] = judged.ends(way);
                    (names(one, source) && names(other, target)).then_some((at, way))
                })
            })
    }

    fn best_pair(
        &self,
        source: &ActorId,
        target: &ActorId,
        event: usize,
    ) -> Option<(usize, usize)> {
        let probable = |&(at, way): &(usize, usize)| self.judged[at].opinions[way].both[event];
        // The earlier of two alike.
        self.pairs_of(source, target)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .max_by(|one, other| probable(one).total_cmp(&probable(other)))
    }

    /// Whether a party of a candidate stands within the phrase of another, which does or suffers what the candidate says:
    /// "Canada, a partner of the island, called on Washington".
    pub fn is_nested(&self, candidate: &Candidate) -> bool {
        let Some((at, way)) = candidate.pair.filter(|_| candidate.origin == Origin::Pair) else {
            return false;
        };
        let ends = self.judged[at].ends(way);
        let events = &self.view.relations.events;
        let within = |side: &[Filler], mention: &Mention| {
            let mut above = self.view.tree.ancestors(mention.head).take(self.view.len());
            above.any(|up| {
                side.iter()
                    .any(|filler| filler.word == up && !mention.words.contains(&up))
            })
        };
        let has = |side: &[Filler], actor: &ActorId| {
            side.iter().any(|filler| filler.party.principal == *actor)
        };
        self.acts.iter().filter(|act| act.complete()).any(|act| {
            events.plover(act.action, &act.kind, act.status) == EVENTS[candidate.event]
                && (has(&act.targets, &candidate.target) && within(&act.sources, ends[0])
                    || has(&act.sources, &candidate.source) && within(&act.targets, ends[1]))
        })
    }

    /// Whether the two of a candidate take part in the same meeting or pact of many, and that is what it says.
    pub fn is_gathered(&self, candidate: &Candidate) -> bool {
        let of_event = |first: &&Statement| first.event.plover == EVENTS[candidate.event];
        self.gathered.iter().filter(of_event).any(|first| {
            let with = |actor: &ActorId| {
                self.gathered.iter().any(|statement| {
                    statement.target.id == first.target.id && statement.source.principal == *actor
                })
            };
            with(&candidate.source) && with(&candidate.target)
        })
    }

    /// Whether rules read an act that both do to each other in a candidate: a truce.
    pub fn is_mutual(&self, candidate: &Candidate) -> bool {
        let event = EVENTS[candidate.event];
        let ends = [&candidate.source, &candidate.target];
        let framed = self.framed.iter();
        let by_frames = framed
            .filter(|framed| framed.statement.mutual && framed.event == Some(candidate.event))
            .any(|Framed { statement, .. }| {
                let own = [&statement.source.principal, &statement.target.principal];
                own == ends || own == [ends[1], ends[0]]
            });
        by_frames
            || self.pairs_of(ends[0], ends[1]).any(|(at, way)| {
                let readings = self.judged[at].pair.readings[way].iter();
                readings
                    .filter(|reading| reading.told == event)
                    .any(|reading| reading.mutual)
            })
    }

    /// How sure frames are of a candidate, from 0 to 1.
    pub fn sureness(&self, candidate: &Candidate) -> f64 {
        self.framed
            .iter()
            .filter(|framed| candidate.is_of(framed))
            .fold(0.0, |most, framed| {
                most.max(f64::from(framed.statement.confidence))
            })
    }

    /// Whether the arbiter holds the event for more probable in the other direction.
    pub fn is_likelier_turned(&self, candidate: &Candidate) -> bool {
        let most = |source: &ActorId, target: &ActorId| {
            self.pairs_of(source, target)
                .map(|(at, way)| self.judged[at].opinions[way].both[candidate.event])
                .fold(0.0, f64::max)
        };
        let (source, target) = (&candidate.source, &candidate.target);
        most(target, source) > most(source, target)
    }
}
