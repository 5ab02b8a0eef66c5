//! Whom a party counts as: the person, the institution, the state or organisation, the bloc.

use jiff::civil::Date;

use super::record::{Class, Kind, NounRole};
use super::{ActorIdx, Actors, covers, kind_of, to_day};
use crate::model::{ActorId, ActorKind, Party};

impl Actors {
    /// The institution that a person speaks for on a date: a foreign minister's is the foreign ministry.
    ///
    /// A person whose office belongs to no institution, and every other party, stays as it is; heads of organisations
    /// count as the organisation. Offices that only the text gives are read from its words.
    pub fn as_institution(&self, party: &Party, on: Option<Date>) -> Party {
        if party.kind != ActorKind::Person {
            return party.clone();
        }
        let Some(principal) = self.find(&party.principal) else {
            return party.clone();
        };
        if self.record(principal).kind != Kind::State {
            return self.counted_as(party, principal);
        }
        let day = on.map(to_day);
        let class = self
            .find(&party.id)
            .and_then(|actor| self.role_on(actor, day))
            .filter(|role| covers(role.from, role.until, day))
            .map(|role| role.class);
        let part = class
            .and_then(|class| self.part_of_class(class))
            .or_else(|| self.part_of_office(party.office.as_deref()?));
        match part {
            None => party.clone(),
            Some("government") => self.counted_as(party, principal),
            Some(part) => Party {
                id: ActorId::new(format!(
                    "{}-{}",
                    self.id_text(principal),
                    part.to_uppercase()
                )),
                name: format!("{} ({})", self.name_text(principal), part.replace('-', " ")),
                kind: ActorKind::Institution,
                office: None,
                ..party.clone()
            },
        }
    }

    /// The first of `blocs` that the principal is a member of on a date, as a party that speaks for itself; the
    /// principal where it is in none. A bloc stays itself.
    ///
    /// ```
    /// use detente::model::{ActorId, ActorKind, Party, Span};
    /// use detente::vocabulary::actors::Actors;
    /// let actors = Actors::embedded();
    /// let poland = Party {
    ///     id: ActorId::new("POL"), name: "Poland".into(), kind: ActorKind::State, principal: ActorId::new("POL"),
    ///     principal_name: String::new(), office: None, text: "Warsaw".into(), span: Span::new(0, 6), alternatives: vec![],
    /// };
    /// let blocs = [ActorId::new("EU")];
    /// assert_eq!(actors.as_bloc(&poland, &blocs, "2005-01-01".parse().ok()).id.as_str(), "EU");
    /// assert_eq!(actors.as_bloc(&poland, &blocs, "1999-01-01".parse().ok()).id.as_str(), "POL");
    /// ```
    pub fn as_bloc(&self, party: &Party, blocs: &[ActorId], on: Option<Date>) -> Party {
        let Some(principal) = self.find(&party.principal) else {
            return party.clone();
        };
        let day = on.map(to_day);
        let bloc = blocs
            .iter()
            .filter_map(|bloc| self.find(bloc))
            .find(|&bloc| bloc == principal || self.members(bloc, day).contains(&principal));
        self.counted_as(party, bloc.unwrap_or(principal))
    }

    fn counted_as(&self, party: &Party, actor: ActorIdx) -> Party {
        Party {
            id: self.id(actor),
            name: self.name_text(actor).to_owned(),
            kind: kind_of(self.record(actor).kind),
            principal: self.id(actor),
            principal_name: self.name_text(actor).to_owned(),
            office: None,
            ..party.clone()
        }
    }

    /// The part of a state that a class of office belongs to: `foreign-ministry`, `presidency`.
    fn part_of_class(&self, class: Class) -> Option<&str> {
        self.tables
            .nouns
            .iter()
            .find(|noun| {
                noun.role == NounRole::Office && noun.class == Some(class) && !noun.part.is_empty()
            })
            .map(|noun| noun.part.as_str())
    }

    /// The part that the words of an office name: "Russian Foreign Minister", "army chief of staff".
    fn part_of_office(&self, office: &str) -> Option<&str> {
        let lower = office.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        (0..words.len())
            .filter_map(|start| self.noun(&words[start..].join(" ")))
            .map(|(noun, _)| noun.part.as_str())
            .find(|part| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn person(id: &str, principal: &str, office: Option<&str>) -> Party {
        Party {
            id: ActorId::new(id),
            name: id.to_owned(),
            kind: ActorKind::Person,
            principal: ActorId::new(principal),
            principal_name: String::new(),
            office: office.map(str::to_owned),
            text: String::new(),
            span: Span::new(0, 1),
            alternatives: Vec::new(),
        }
    }

    #[test]
    fn a_minister_counts_as_his_ministry() {
        let actors = Actors::embedded();
        let on = "1999-07-20".parse().ok();
        let id = |party: &Party| actors.as_institution(party, on).id.to_string();
        assert_eq!(
            id(&person("igor-ivanov", "RUS", None)),
            "RUS-FOREIGN-MINISTRY"
        );
        assert_eq!(id(&person("javier-solana", "NATO", None)), "NATO");
        let colonel = person("ann-other", "SEN", Some("Senegalese colonel"));
        assert_eq!(id(&colonel), "SEN-MILITARY");
        assert_eq!(id(&person("ann-other", "SEN", None)), "ann-other");
    }

    #[test]
    fn membership_counts_on_the_date() {
        let actors = Actors::embedded();
        let minister = person("robin-cook", "GBR", None);
        let blocs = [ActorId::new("EU"), ActorId::new("NATO")];
        let id = |date: &str| {
            actors
                .as_bloc(&minister, &blocs, date.parse().ok())
                .id
                .to_string()
        };
        assert_eq!(id("1999-07-20"), "EU");
        assert_eq!(id("2021-07-20"), "NATO");
        assert_eq!(actors.as_bloc(&minister, &[], None).id.as_str(), "GBR");
    }
}
