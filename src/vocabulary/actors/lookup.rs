//! What a user's word means: exact aliases first, near names for a hint.

use jiff::civil::Date;

use super::record::{Day, Sense};
use super::{ActorIdx, Actors, covers, fold, to_day};
use crate::model::ActorId;

/// An actor that a word may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The actor.
    pub id: ActorId,
    /// Its usual name.
    pub name: String,
    /// Its principal on the date asked for.
    pub principal: ActorId,
    /// What the word is to the actor.
    pub sense: Sense,
    /// Whether the alias holds on the date asked for.
    pub valid: bool,
    /// First day of the alias, or 0.
    pub from: Day,
    /// Last day of the alias, or 0.
    pub until: Day,
    /// How sure, from 0 to 1.
    pub weight: f32,
}

/// Most names that a hint offers.
const NEAR_NAMES: usize = 3;

impl Actors {
    /// The actors that `word` may mean: an id, a name, an adjective, a seat, a person. Best first.
    ///
    /// ```
    /// use detente::vocabulary::actors::Actors;
    /// let actors = Actors::embedded();
    /// assert_eq!(actors.lookup("Britain", None)[0].id.as_str(), "GBR");
    /// assert!(actors.lookup("Atlantis", None).is_empty());
    /// ```
    pub fn lookup(&self, word: &str, on: Option<Date>) -> Vec<Candidate> {
        let day = on.map(to_day);
        let trimmed = word.trim();
        let trimmed = trimmed.strip_prefix("the ").unwrap_or(trimmed);
        let mut found = Vec::new();
        let exact = self
            .by_id(trimmed)
            .or_else(|| self.by_id(&trimmed.to_uppercase()));
        if let Some(actor) = exact {
            found.push((0, 0, Sense::Name, actor, true, 1.0, (0, 0)));
        }
        for posting in self.postings(&fold(trimmed)) {
            if matches!(posting.sense, Sense::Thing | Sense::Media) {
                continue;
            }
            let actor = ActorIdx(posting.actor);
            let valid = covers(posting.from, posting.until, day);
            found.push((
                usize::from(!valid) + 1,
                usize::from(100 - posting.weight.min(100)),
                posting.sense,
                actor,
                valid,
                f32::from(posting.weight) / 100.0,
                (posting.from, posting.until),
            ));
        }
        found.sort_by_key(|entry| (entry.0, entry.2, entry.1));
        let mut seen = Vec::new();
        found
            .into_iter()
            .filter(|entry| {
                let new = !seen.contains(&entry.3);
                seen.push(entry.3);
                new
            })
            .map(
                |(_, _, sense, actor, valid, weight, (from, until))| Candidate {
                    id: self.id(actor),
                    name: self.name_text(actor).to_owned(),
                    principal: self.id(self.principal_of(actor, day)),
                    sense,
                    valid,
                    from,
                    until,
                    weight,
                },
            )
            .collect()
    }

    /// Names close to an unknown word, for a hint: states, organisations and groups before people.
    ///
    /// Costs a pass over all names; meant for one error message, not for text.
    pub fn near(&self, word: &str) -> Vec<String> {
        let wanted = fold(word);
        let most = 1 + wanted.chars().count() / 4;
        let mut found: Vec<(usize, usize, &str)> = self
            .tables
            .actors
            .iter()
            .enumerate()
            .filter_map(|(position, record)| {
                let shown = self.tables.text(record.name);
                let id = self.tables.text(record.id);
                let apart = edit_distance(&wanted, &fold(shown), most).min(edit_distance(
                    &wanted,
                    &fold(id),
                    most,
                ));
                (apart <= most).then_some((apart, position, shown))
            })
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|entry| entry.2);
        found
            .into_iter()
            .take(NEAR_NAMES)
            .map(|(_, _, name)| name.to_owned())
            .collect()
    }
}

/// Levenshtein distance over bytes of folded words; anything over `most` is given as `most + 1`.
fn edit_distance(one: &str, other: &str, most: usize) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (to, b) in other.iter().enumerate() {
            let changed = corner + usize::from(a != b);
            corner = row[to + 1];
            row[to + 1] = changed.min(corner + 1).min(row[to] + 1);
        }
    }
    row[other.len()].min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::edit_distance;

    #[test]
    fn distances_up_to_a_limit() {
        assert_eq!(edit_distance("rusia", "russia", 2), 1);
        assert_eq!(edit_distance("iran", "iraq", 2), 1);
        assert_eq!(edit_distance("france", "japan", 2), 3);
    }
}
