//! The actors of CAMEO's actor codes, resolved to ours.

use std::sync::Arc;

use jiff::civil::Date;

use super::parties::{Asked, Parties, institution, slug};
use crate::model::{ActorId, ActorKind, Party, Span};
use crate::vocabulary::actors::to_day;

impl Parties {
    /// The actor of a CAMEO code such as `USA`, `USAGOV` or `IGOUNO`, with its country, known group and name.
    /// Roles of no country (`GOV`, `COP`) are nobody in particular.
    pub(super) fn coded(
        &mut self,
        code: &str,
        country: &str,
        group: &str,
        name: &str,
        on: Date,
    ) -> Option<Arc<Party>> {
        let asked = Asked {
            code,
            name,
            country,
        };
        if let Some(party) = self.met(asked, on) {
            return Some(party);
        }
        let party = self.of_code(code, country, group, name, on)?;
        // Only who a known group speaks for changes with time.
        let on = Some(on).filter(|_| !group.is_empty());
        Some(self.remember(asked, on, party))
    }

    fn of_code(
        &self,
        code: &str,
        country: &str,
        group: &str,
        name: &str,
        on: Date,
    ) -> Option<Party> {
        let shown = titled(name);
        if !group.is_empty() {
            if let Some(actor) = self.actors.by_id(group_id(group)) {
                let id = self.actors.id(actor);
                return Some(Party {
                    name: self.usual_name(&id),
                    kind: self.actors.kind(&id)?,
                    principal: self
                        .actors
                        .id(self.actors.principal_of(actor, Some(to_day(on)))),
                    principal_name: self.usual_name(&id),
                    id,
                    office: None,
                    text: shown,
                    span: Span::default(),
                    alternatives: Vec::new(),
                });
            }
            return Some(Party {
                id: ActorId::new(format!("{}-{}", group.to_lowercase(), slug(&shown))),
                kind: ActorKind::Group,
                principal: ActorId::new(group),
                principal_name: shown.clone(),
                name: shown.clone(),
                office: None,
                text: shown,
                span: Span::default(),
                alternatives: Vec::new(),
            });
        }
        if country.is_empty() {
            return None;
        }
        let state = ActorId::new(iso(country));
        let state_name = self.usual_name(&state);
        if code == country {
            return Some(Party {
                name: state_name.clone(),
                kind: ActorKind::State,
                principal: state.clone(),
                principal_name: state_name,
                id: state,
                office: None,
                text: shown,
                span: Span::default(),
                alternatives: Vec::new(),
            });
        }
        Some(institution(
            &shown,
            &format!("{} {shown}", code.strip_prefix(country).unwrap_or(code)),
            &state,
            &state_name,
        ))
    }

    /// The actor of a CAMEO code that stands alone, as PETRARCH writes it: a state and what of it (`USAGOV`), or a
    /// kind of group and which (`IGOUNO`), with its name where the data give one. `None`: a role or region of no state,
    /// or a group that we do not know.
    pub(super) fn whole_code(&mut self, code: &str, name: &str, on: Date) -> Option<Arc<Party>> {
        let (head, tail) = code.split_at_checked(3)?;
        let state = ActorId::new(iso(head));
        if self.actors.kind(&state) != Some(ActorKind::State) {
            let group = tail.get(..3)?;
            let known = self.actors.by_id(group_id(group))?;
            let usual = self.actors.name_text(known).to_owned();
            let name = if name.is_empty() { &usual } else { name };
            return self.coded(code, "", group, name, on);
        }
        if tail.is_empty() && name.is_empty() {
            let state_name = self.usual_name(&state);
            return self.coded(code, head, "", &state_name, on);
        }
        if name.is_empty() {
            let state_name = self.usual_name(&state);
            let shown = format!("{state_name} ({tail})");
            return Some(Arc::new(institution(&shown, tail, &state, &state_name)));
        }
        self.coded(code, head, "", name, on)
    }
}

/// CAMEO's own codes of countries where ISO 3166 has others.
fn iso(country: &str) -> &str {
    match country {
        "ROM" => "ROU",
        "TMP" => "TLS",
        "ZAR" => "COD",
        "PAL" => "PSE",
        other => other,
    }
}

/// Our id of a group that CAMEO calls otherwise.
fn group_id(group: &str) -> &str {
    match group {
        "UNO" => "UN",
        "NAT" => "NATO",
        "EEC" => "EU",
        other => other,
    }
}

/// "UNITED STATES" as "United States".
fn titled(name: &str) -> String {
    let mut at_start = true;
    name.chars()
        .flat_map(|c| {
            let own: Vec<char> = if at_start {
                c.to_uppercase().collect()
            } else {
                c.to_lowercase().collect()
            };
            at_start = !c.is_alphanumeric();
            own
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::actors::Actors;

    #[test]
    fn codes_lead_to_our_actors() {
        let mut parties = Parties::new(Arc::new(Actors::embedded()));
        let on = jiff::civil::date(2018, 1, 1);
        let mut found = |code: &str, country: &str, group: &str, name: &str| {
            parties
                .coded(code, country, group, name, on)
                .map(|party| format!("{} {}", party.id, party.principal))
        };
        assert_eq!(found("USA", "USA", "", "IOWA").unwrap(), "USA USA");
        assert_eq!(
            found("USAGOV", "USA", "", "SENATE").unwrap(),
            "usa-gov-senate USA"
        );
        assert_eq!(
            found("IGOUNO", "", "UNO", "UNITED NATIONS").unwrap(),
            "UN UN"
        );
        assert_eq!(found("GOV", "", "", "CABINET"), None);
    }

    #[test]
    fn a_code_alone_says_whose_and_what() {
        let mut parties = Parties::new(Arc::new(Actors::embedded()));
        let on = jiff::civil::date(2018, 1, 1);
        let mut found = |code: &str, name: &str| {
            parties
                .whole_code(code, name, on)
                .map(|party| format!("{} {} {}", party.id, party.principal, party.text))
        };
        assert_eq!(found("ROM", "").unwrap(), "ROU ROU Romania");
        assert_eq!(
            found("USAGOV", "").unwrap(),
            "usa-gov USA United States (GOV)"
        );
        assert_eq!(
            found("USAGOV", "senate").unwrap(),
            "usa-gov-senate USA Senate"
        );
        assert_eq!(
            found("IGOUNO", "united nations").unwrap(),
            "UN UN United Nations"
        );
        for nobody in ["GOV", "COPMIL", "---", "", "é", "EUR"] {
            assert_eq!(found(nobody, ""), None, "{nobody}");
        }
    }
}
