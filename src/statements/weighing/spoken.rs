//! Of whom a text has spoken so far, and how lately.

use crate::mentions::Mention;
use crate::model::ActorId;
use crate::statements::act::Filler;

/// Sentences back to which an actor may be left out of a sentence and still be meant.
const REACH: usize = 6;
/// Actors that may be meant, the latest first.
const MAX_MEANT: usize = 5;
/// Actors and dealings beyond which the oldest are forgotten, so that a book is no slower than a page.
const MAX_KNOWN: usize = 64;

/// The actors and dealings of a text up to a sentence.
#[derive(Debug, Default)]
pub struct Spoken {
    actors: Vec<SpokenActor>,
    dealings: Vec<Dealing>,
    /// The actors of the last sentence in their order.
    last: Vec<ActorId>,
    n_sentences: usize,
    n_mentions: usize,
}

#[derive(Debug)]
struct SpokenActor {
    filler: Filler,
    n_mentions: usize,
    sentence: usize,
}

#[derive(Debug)]
struct Dealing {
    between: [ActorId; 2],
    sentence: usize,
}

impl Spoken {
    /// Forgets everything, at the start of a text.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Remembers who was named in a sentence, and who dealt with whom.
    pub fn remember<'a>(
        &mut self,
        mentions: &[Mention],
        dealings: impl Iterator<Item = [&'a ActorId; 2]>,
    ) {
        self.last.clear();
        for mention in mentions {
            for party in &mention.parties {
                self.n_mentions += 1;
                let id = &party.principal;
                if !self.last.contains(id) {
                    self.last.push(id.clone());
                }
                match self.actors.iter_mut().find(|actor| actor.principal() == id) {
                    Some(actor) => {
                        actor.n_mentions += 1;
                        actor.sentence = self.n_sentences;
                    }
                    None => self.actors.push(SpokenActor {
                        filler: Filler {
                            party: party.clone(),
                            word: mention.head,
                            confidence: mention.confidence,
                        },
                        n_mentions: 1,
                        sentence: self.n_sentences,
                    }),
                }
            }
        }
        self.n_sentences += 1;
        self.dealings.extend(dealings.map(|between| Dealing {
            between: between.map(Clone::clone),
            sentence: self.n_sentences,
        }));
        if self.actors.len() > MAX_KNOWN {
            self.actors.sort_by_key(|actor| actor.sentence);
            self.actors.drain(..self.actors.len() - MAX_KNOWN);
        }
        let excess = self.dealings.len().saturating_sub(MAX_KNOWN);
        self.dealings.drain(..excess);
    }

    /// Who may be meant without being named, the latest first.
    pub fn meant(&self) -> Vec<&Filler> {
        let mut actors: Vec<&SpokenActor> = self
            .actors
            .iter()
            .filter(|actor| self.n_sentences - actor.sentence <= REACH)
            .collect();
        actors.sort_by_key(|actor| {
            (
                std::cmp::Reverse(actor.sentence),
                std::cmp::Reverse(actor.n_mentions),
            )
        });
        actors.truncate(MAX_MEANT);
        actors.into_iter().map(|actor| &actor.filler).collect()
    }

    /// How an actor stands out beside all but one other; `None` if the text has not spoken of it.
    pub fn standing(&self, actor: &ActorId, beside: &ActorId) -> Option<Standing> {
        let own = self
            .actors
            .iter()
            .find(|known| known.principal() == actor)?;
        let others = || {
            let others = self.actors.iter();
            others.filter(|known| known.principal() != beside)
        };
        Some(Standing {
            sentences_ago: self.n_sentences - own.sentence,
            n_mentions: own.n_mentions,
            share: own.n_mentions as f64 / self.n_mentions.max(1) as f64,
            n_spoken_of_more: others().filter(|o| o.n_mentions > own.n_mentions).count(),
            n_later: others().filter(|o| o.sentence > own.sentence).count(),
            n_others: others().count(),
            n_dealings: self.dealings.iter().filter(|d| d.involves(actor)).count(),
            opened_last: self.last.first() == Some(actor),
            in_last: self.last.contains(actor),
        })
    }

    /// Whether a text has spoken of an actor.
    pub fn knows(&self, actor: &ActorId) -> bool {
        self.actors.iter().any(|known| known.principal() == actor)
    }

    /// How often two have dealt with each other, and how many sentences ago last.
    pub fn dealings(&self, one: &ActorId, other: &ActorId) -> (usize, Option<usize>) {
        let theirs = || {
            let dealings = self.dealings.iter();
            dealings.filter(|dealing| dealing.involves(one) && dealing.involves(other))
        };
        let last = theirs().next_back();
        (
            theirs().count(),
            last.map(|dealing| self.n_sentences - dealing.sentence),
        )
    }

    /// Whether the last dealing of the text involves an actor.
    pub fn dealt_last(&self, actor: &ActorId) -> bool {
        let last = self.dealings.last();
        last.is_some_and(|dealing| dealing.involves(actor))
    }
}

impl SpokenActor {
    fn principal(&self) -> &ActorId {
        &self.filler.party.principal
    }
}

impl Dealing {
    fn involves(&self, actor: &ActorId) -> bool {
        self.between.contains(actor)
    }
}

/// How an actor stands out in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Sentences since it was last named, from 1.
    pub sentences_ago: usize,
    /// Mentions so far.
    pub n_mentions: usize,
    /// Its share in all mentions, from 0 to 1.
    pub share: f64,
    /// How many others were mentioned more often.
    pub n_spoken_of_more: usize,
    /// How many others were mentioned later.
    pub n_later: usize,
    /// How many there are to compare with, itself included.
    pub n_others: usize,
    /// Dealings with anybody.
    pub n_dealings: usize,
    /// Whether the last sentence named it first.
    pub opened_last: bool,
    /// Whether the last sentence named it.
    pub in_last: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mentions::Form;
    use crate::model::{ActorKind, Party, Span};

    fn mention(id: &str) -> Mention {
        let party = Party {
            id: ActorId::new(id),
            name: id.to_owned(),
            kind: ActorKind::State,
            principal: ActorId::new(id),
            principal_name: id.to_owned(),
            office: None,
            text: id.to_owned(),
            span: Span::new(0, 1),
            alternatives: Vec::new(),
        };
        Mention {
            words: 0..1,
            head: 0,
            form: Form::Name,
            parties: vec![party],
            place: true,
            whereabouts: false,
            confidence: 0.9,
        }
    }

    #[test]
    fn the_latest_and_the_most_spoken_of_stand_out() {
        let [norway, denmark, sweden] = ["NOR", "DNK", "SWE"].map(ActorId::new);
        let mut spoken = Spoken::default();
        spoken.remember(
            &[mention("NOR"), mention("DNK"), mention("NOR")],
            [[&norway, &denmark]].into_iter(),
        );
        spoken.remember(&[mention("SWE")], std::iter::empty());
        let meant: Vec<&str> = spoken
            .meant()
            .iter()
            .map(|filler| filler.party.principal.as_str())
            .collect();
        assert_eq!(meant, ["SWE", "NOR", "DNK"]);
        let standing = spoken.standing(&norway, &sweden).unwrap();
        assert_eq!((standing.sentences_ago, standing.n_mentions), (2, 2));
        assert_eq!((standing.n_spoken_of_more, standing.n_later), (0, 0));
        assert!((standing.share - 0.5).abs() < 1e-9 && !standing.in_last);
        assert_eq!(spoken.dealings(&denmark, &norway), (1, Some(1)));
        assert_eq!(spoken.dealings(&denmark, &sweden), (0, None));
        assert!(spoken.dealt_last(&denmark) && !spoken.dealt_last(&sweden));
        spoken.clear();
        assert!(spoken.meant().is_empty() && !spoken.knows(&norway));
    }

    #[test]
    fn a_book_is_no_slower_than_a_page() {
        let mut spoken = Spoken::default();
        for number in 0..1_000 {
            let (one, other) = (ActorId::new(number.to_string()), ActorId::new("NOR"));
            spoken.remember(&[mention(one.as_str())], [[&one, &other]].into_iter());
        }
        assert_eq!(spoken.actors.len(), MAX_KNOWN);
        assert_eq!(spoken.dealings.len(), MAX_KNOWN);
        assert!(spoken.knows(&ActorId::new("999")) && spoken.meant().len() == MAX_MEANT);
    }
}
