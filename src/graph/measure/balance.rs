//! Structural balance: whether the friends of friends are friends, and the enemies of enemies too.

use serde::Serialize;

use super::ties::Ties;
use crate::graph::Sign;
use crate::model::ActorId;

/// Three actors of whom each two have a signed tie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Triad {
    /// By id.
    pub actors: [ActorId; 3],
    /// The signs of the first and second, first and third, second and third.
    pub signs: [Sign; 3],
}

/// How balanced the triads of a date are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Pairs whose tie has no sign, since friendly and hostile relations weigh the same. They are in no triad.
    pub n_pairs_without_sign: usize,
    /// Triads with 0, 1, 2 and 3 hostile ties.
    pub n_by_hostile: [usize; 4],
    /// Triads that are not balanced, by the ids; no more than were asked for.
    pub unbalanced: Vec<Triad>,
}

impl Balance {
    /// All triads.
    pub fn n_triads(&self) -> usize {
        self.n_by_hostile.iter().sum()
    }

    /// Triads with an even number of hostile ties: three friends, or two friends with a common enemy.
    ///
    /// Cartwright and Harary, "Structural Balance: A Generalization of Heider's Theory", Psychological Review 63, 1956.
    pub fn n_balanced(&self) -> usize {
        self.n_by_hostile[0] + self.n_by_hostile[2]
    }

    /// Share of balanced triads, 0 to 1; `None` without triads.
    pub fn share(&self) -> Option<f64> {
        share(self.n_balanced(), self.n_triads())
    }

    /// The same with three mutual enemies taken for balanced, as where more than two camps are possible.
    ///
    /// Davis, "Clustering and Structural Balance in Graphs", Human Relations 20, 1967.
    pub fn weak_share(&self) -> Option<f64> {
        share(self.n_balanced() + self.n_by_hostile[3], self.n_triads())
    }
}

fn share(n: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| n as f64 / of as f64)
}

impl Ties {
    /// Counts the triads by their signs, and lists unbalanced ones, at most so many.
    ///
    /// Cost: for each tie the neighbours of its ends are gone through once.
    pub fn balance(&self, at_most: usize) -> Balance {
        let net = self.neighbours(|tie| tie.sign() != Sign::Neutral);
        let mut balance = Balance {
            n_pairs_without_sign: (self.ties.iter())
                .filter(|tie| tie.sign() == Sign::Neutral)
                .count(),
            n_by_hostile: [0; 4],
            unbalanced: Vec::new(),
        };
        let sign = |weight: i64| {
            if weight > 0 {
                Sign::Cooperative
            } else {
                Sign::Hostile
            }
        };
        for (first, of_first) in net.of.iter().enumerate() {
            let later = &of_first[of_first.partition_point(|(actor, _)| *actor <= first)..];
            for &(second, one) in later {
                let of_second = &net.of[second];
                let beyond = of_second.partition_point(|(actor, _)| *actor <= second);
                for (third, other, closing) in both(later, &of_second[beyond..]) {
                    let signs = [sign(one), sign(other), sign(closing)];
                    let n_hostile = signs.iter().filter(|sign| **sign == Sign::Hostile).count();
                    balance.n_by_hostile[n_hostile] += 1;
                    if n_hostile % 2 == 1 && balance.unbalanced.len() < at_most {
                        balance.unbalanced.push(Triad {
                            actors: [first, second, third].map(|actor| net.ids[actor].clone()),
                            signs,
                        });
                    }
                }
            }
        }
        balance
    }
}

/// What is in both lists, each sorted, with both weights.
fn both<'a>(
    one: &'a [(usize, i64)],
    other: &'a [(usize, i64)],
) -> impl Iterator<Item = (usize, i64, i64)> + 'a {
    let mut at = 0;
    one.iter().filter_map(move |&(actor, weight)| {
        while other.get(at).is_some_and(|(next, _)| *next < actor) {
            at += 1;
        }
        let (found, closing) = *other.get(at)?;
        (found == actor).then_some((actor, weight, closing))
    })
}
