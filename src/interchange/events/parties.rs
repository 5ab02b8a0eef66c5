//! The actors of event data, resolved to ours.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::{ActorId, ActorKind, Party, QuickMap, Span, quick_hash};
use crate::vocabulary::actors::{Actors, covers, to_day};

/// Finds whom names and codes mean, and remembers, since a file names few actors often.
pub(super) struct Parties {
    pub(super) actors: Arc<Actors>,
    /// By a hash of what was asked: offices change, but a look-up for each day would cost more than it tells.
    met: QuickMap<u64, Vec<Met>>,
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

/// What is asked: a name, a code or both, in a country. A common name ("Police") means another in each.
#[derive(Clone, Copy, Hash)]
pub(super) struct Asked<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    pub(super) country: &'a str,
}

/// Whom it meant.
struct Met {
    /// What was asked, in one piece: code, name and country, with a tab after the first two.
    asked: Box<str>,
    /// Whom it means in every year.
    always: Option<Arc<Party>>,
    /// Otherwise by year, in order.
    in_years: Vec<(i16, Arc<Party>)>,
}

impl Met {
    fn of(asked: Asked<'_>) -> Self {
        let Asked {
            code,
            name,
            country,
        } = asked;
        Self {
            asked: format!("{code}\t{name}\t{country}").into(),
            always: None,
            in_years: Vec::new(),
        }
    }

    fn is(&self, asked: Asked<'_>) -> bool {
        let left = self.asked.strip_prefix(asked.code);
        let left = left.and_then(|left| left.strip_prefix('\t')?.strip_prefix(asked.name));
        left.and_then(|left| left.strip_prefix('\t')) == Some(asked.country)
    }
}

impl Parties {
    pub(super) fn new(actors: Arc<Actors>) -> Self {
        Self {
            actors,
            met: QuickMap::default(),
            states: HashMap::new(),
        }
    }

    pub(super) fn met(&self, asked: Asked<'_>, on: Date) -> Option<Arc<Party>> {
        let met = self.met.get(&quick_hash(asked))?;
        let met = met.iter().find(|met| met.is(asked))?;
        if let Some(party) = &met.always {
            return Some(Arc::clone(party));
        }
        let at = met
            .in_years
            .binary_search_by_key(&on.year(), |(year, _)| *year);
        Some(Arc::clone(&met.in_years[at.ok()?].1))
    }

    /// Remembers whom it meant in the year of the day; in every year, where it follows from no day.
    pub(super) fn remember(
        &mut self,
        asked: Asked<'_>,
        on: Option<Date>,
        party: Party,
    ) -> Arc<Party> {
        let alike = self.met.entry(quick_hash(asked)).or_default();
        let at = alike.iter().position(|met| met.is(asked));
        let at = at.unwrap_or_else(|| {
            alike.push(Met::of(asked));
            alike.len() - 1
        });
        let met = &mut alike[at];
        let Some(on) = on else {
            return Arc::clone(met.always.insert(Arc::new(party)));
        };
        // It mostly means the same from year to year.
        let known = met.in_years.iter().find(|(_, known)| **known == party);
        let party = known.map_or_else(|| Arc::new(party), |(_, known)| Arc::clone(known));
        let at = met.in_years.partition_point(|(year, _)| *year < on.year());
        met.in_years.insert(at, (on.year(), Arc::clone(&party)));
        party
    }

    /// The actor of a name such as "Barack Obama" or "Foreign Affairs (France)", with the country that the data give.
    ///
    /// What is not in our vocabulary keeps its name and gets an id from it: it is an institution of the country, or
    /// an organisation of its own when there is none.
    pub(super) fn named(&mut self, name: &str, country: &str, on: Date) -> Arc<Party> {
        let asked = Asked {
            code: "",
            name,
            country,
        };
        if let Some(party) = self.met(asked, on) {
            return party;
        }
        let party = self.find(name, country, on);
        self.remember(asked, Some(on), party)
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
