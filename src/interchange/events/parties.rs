//! The actors of event data, resolved to ours.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::{ActorId, ActorKind, Party, Span};
use crate::vocabulary::actors::{Actors, covers, to_day};

/// Finds whom names and codes mean, and remembers, since a file names few actors often.
pub(super) struct Parties {
    pub(super) actors: Arc<Actors>,
    /// By a hash of name, country and year: offices change, but a look-up for each day would cost more than it tells.
    met: HashMap<u64, Vec<Met>>,
    /// States by name and year, since most names are of an institution of one.
    states: HashMap<(String, i16), InYear>,
}

/// What state a name means in a year.
enum InYear {
    /// The same from the first day to the last, or none.
    Same(Option<ActorId>),
    /// One state followed another.
    Changes,
}

/// Whom a name meant in a year, for a country.
struct Met {
    name: String,
    country: String,
    year: i16,
    party: Party,
}

/// Under which it is remembered whom a name meant. A common one ("Police") means another in each country and year.
fn place(name: &str, country: &str, on: Date) -> u64 {
    let mut hasher = DefaultHasher::new();
    (name, country, on.year()).hash(&mut hasher);
    hasher.finish()
}

impl Parties {
    pub(super) fn new(actors: Arc<Actors>) -> Self {
        Self {
            actors,
            met: HashMap::new(),
            states: HashMap::new(),
        }
    }

    pub(super) fn met(&self, name: &str, country: &str, on: Date) -> Option<Party> {
        let met = self.met.get(&place(name, country, on))?;
        let same = |one: &&Met| one.year == on.year() && one.country == country && one.name == name;
        met.iter().find(same).map(|one| one.party.clone())
    }

    pub(super) fn remember(&mut self, name: &str, country: &str, on: Date, party: Party) -> Party {
        let met = Met {
            name: name.to_owned(),
            country: country.to_owned(),
            year: on.year(),
            party: party.clone(),
        };
        let place = place(name, country, on);
        self.met.entry(place).or_default().push(met);
        party
    }

    /// The actor of a name such as "Barack Obama" or "Foreign Affairs (France)", with the country that the data give.
    ///
    /// What is not in our vocabulary keeps its name and gets an id from it: it is an institution of the country, or
    /// an organisation of its own when there is none.
    pub(super) fn named(&mut self, name: &str, country: &str, on: Date) -> Party {
        if let Some(party) = self.met(name, country, on) {
            return party;
        }
        let party = self.find(name, country, on);
        self.remember(name, country, on, party)
    }

    fn find(&mut self, name: &str, country: &str, on: Date) -> Party {
        let (body, bracket) = bracketed(name);
        // "Foreign Affairs (France)": an institution of France, whatever our vocabulary makes of "Foreign Affairs".
        if let Some(bracket) = bracket
            && let Some(state) = match self.state(bracket, on) {
                Some(state) => Some(state),
                None => self.state(country, on),
            }
        {
            return institution(name, body, &state, &self.usual_name(&state));
        }
        if let Some(party) = self.known(name, country, on) {
            return party;
        }
        match self.state(country, on) {
            Some(state) => institution(name, name, &state, &self.usual_name(&state)),
            None => Party {
                id: ActorId::new(slug(name)),
                name: name.to_owned(),
                kind: ActorKind::Organisation,
                principal: ActorId::new(slug(name)),
                principal_name: name.to_owned(),
                office: None,
                text: name.to_owned(),
                span: Span::default(),
                alternatives: Vec::new(),
            },
        }
    }

    /// An actor that our vocabulary has under the name, on the day or, for persons out of office, on any.
    fn known(&mut self, name: &str, country: &str, on: Date) -> Option<Party> {
        let state = self.state(country, on);
        let found = self.actors.lookup(name, Some(on));
        // The country that the data give decides between namesakes.
        let best = found
            .iter()
            .find(|one| one.valid && state.as_ref().is_none_or(|state| one.principal == *state))
            .or_else(|| found.iter().find(|one| one.valid))
            .or(found.first())?;
        let actor = self.actors.find(&best.id)?;
        let kind = self.actors.kind(&best.id)?;
        // A person speaks for the country of the data in office and out of it.
        let principal = match (kind, state) {
            (ActorKind::Person, Some(state)) => state,
            _ => best.principal.clone(),
        };
        let office = (kind == ActorKind::Person)
            .then(|| self.actors.role_on(actor, Some(to_day(on))))
            .flatten()
            .filter(|role| covers(role.from, role.until, Some(to_day(on))))
            .map(|role| self.actors.office(role).to_owned())
            .filter(|office| !office.is_empty());
        Some(Party {
            principal_name: self.usual_name(&principal),
            id: best.id.clone(),
            name: best.name.clone(),
            kind,
            principal,
            office,
            text: name.to_owned(),
            span: Span::default(),
            alternatives: Vec::new(),
        })
    }

    /// The state with a name or three-letter code. "Palestinian Territory, Occupied" is read as it is spoken.
    fn state(&mut self, name: &str, on: Date) -> Option<ActorId> {
        if name.is_empty() {
            return None;
        }
        let key = (name.to_owned(), on.year());
        if !self.states.contains_key(&key) {
            let first = self.find_state(name, on.first_of_year());
            let in_year = if first == self.find_state(name, on.last_of_year()) {
                InYear::Same(first)
            } else {
                InYear::Changes
            };
            self.states.insert(key.clone(), in_year);
        }
        match self.states.get(&key) {
            Some(InYear::Same(state)) => state.clone(),
            Some(InYear::Changes) | None => self.find_state(name, on),
        }
    }

    fn find_state(&self, name: &str, on: Date) -> Option<ActorId> {
        let spoken = name
            .split_once(", ")
            .map(|(noun, adjective)| format!("{adjective} {noun}"));
        [Some(name.to_owned()), spoken]
            .into_iter()
            .flatten()
            .find_map(|name| {
                self.actors
                    .lookup(&name, Some(on))
                    .into_iter()
                    .map(|one| one.id)
                    .find(|id| self.actors.kind(id) == Some(ActorKind::State))
            })
    }

    pub(super) fn usual_name(&self, id: &ActorId) -> String {
        self.actors.name(id).unwrap_or(id.as_str()).to_owned()
    }
}

pub(super) fn institution(name: &str, of: &str, state: &ActorId, state_name: &str) -> Party {
    Party {
        id: ActorId::new(format!("{}-{}", state.as_str().to_lowercase(), slug(of))),
        name: name.to_owned(),
        kind: ActorKind::Institution,
        principal: state.clone(),
        principal_name: state_name.to_owned(),
        office: None,
        text: name.to_owned(),
        span: Span::default(),
        alternatives: Vec::new(),
    }
}

/// "Foreign Affairs (France)" as "Foreign Affairs" and "France".
fn bracketed(name: &str) -> (&str, Option<&str>) {
    match name
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once(" ("))
    {
        Some((body, bracket)) => (body, Some(bracket)),
        None => (name, None),
    }
}

/// An id from a name: lower case, dashes.
pub(super) fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_our_actors() {
        let mut parties = Parties::new(Arc::new(Actors::embedded()));
        let on = jiff::civil::date(2014, 6, 1);
        let mut found = |name: &str, country: &str| {
            let party = parties.named(name, country, on);
            format!("{} {}", party.id, party.principal)
        };
        assert_eq!(found("France", ""), "FRA FRA");
        assert_eq!(
            found("Foreign Affairs (France)", ""),
            "fra-foreign-affairs FRA"
        );
        assert_eq!(found("Barack Obama", ""), "barack-obama USA");
        assert_eq!(found("Acme Workers", "Brazil"), "bra-acme-workers BRA");
        assert_eq!(found("Acme Workers", ""), "acme-workers acme-workers");
        assert_eq!(
            found("Citizen (Palestinian Territory, Occupied)", ""),
            "pse-citizen PSE"
        );
    }

    #[test]
    fn a_state_that_changes_within_a_year_is_looked_up_by_the_day() {
        let mut parties = Parties::new(Arc::new(Actors::embedded()));
        let mut found = |name: &str, month: i8| {
            let on = jiff::civil::date(2006, month, 1);
            parties.named(name, "", on).principal.to_string()
        };
        assert_eq!(found("Citizen (Serbia)", 11), "SRB");
        assert_eq!(found("Employee (Serbia)", 2), "SCG");
    }
}
