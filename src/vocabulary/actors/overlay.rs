//! Users' own knowledge on top of the shipped one: files of the same form as `data/actors/`.

use super::compile::{Compiled, compile};
use super::dictionary::{read_agents, read_dictionary};
use super::source::{self, Fault, Sources};
use super::{Actors, record};

/// A file as read by the caller; this room touches no files.
#[derive(Debug, Clone)]
pub struct OverlayFile {
    /// Its name, for messages; the ending and, for tables, the name tell the form.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Actors {
    /// This knowledge with overlays added, in their order: later files win.
    ///
    /// A `.toml` file holds `[[actor]]` blocks with an optional `op`: `add` (the default; lists are added to),
    /// `replace` or `remove`. A `.tsv` file is read by the start of its name: `people`, `places`, `things`, `nouns`,
    /// `given_names`, `common_surnames`; others are taken for people. `.actors` and `.agents` are dictionaries of TABARI
    /// and PETRARCH.
    ///
    /// # Errors
    /// All faults of all files: what cannot be parsed, unknown ids, ends before beginnings, missing names.
    ///
    /// ```
    /// use detente::vocabulary::actors::{Actors, OverlayFile};
    /// let mine = OverlayFile {
    ///     name: "mine.toml".into(),
    ///     text: "[[actor]]\nid = \"ATL\"\nkind = \"state\"\nname = \"Atlantis\"\nseats = [\"Poseidonis\"]\n".into(),
    /// };
    /// let actors = Actors::embedded().with_overlays(&[mine]).unwrap();
    /// assert_eq!(actors.lookup("Poseidonis", None)[0].id.as_str(), "ATL");
    ///
    /// let broken = OverlayFile { name: "broken.toml".into(), text: "[[actor]]\nid = \"X\"\nop = \"remove\"\n".into() };
    /// assert_eq!(Actors::embedded().with_overlays(&[broken]).unwrap_err()[0].line, 1);
    /// ```
    pub fn with_overlays(self, files: &[OverlayFile]) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut sources = Sources::default();
        for file in files {
            read(
                file,
                |id| self.by_id(id).is_some(),
                &mut sources,
                &mut faults,
            );
        }
        let base = Compiled {
            index: self.index.as_bytes().to_vec(),
            tables: self.tables,
        };
        let compiled = compile(&sources, base, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        Self::assemble(std::borrow::Cow::Owned(compiled.index), compiled.tables).map_err(|error| {
            vec![Fault {
                file: String::new(),
                line: 0,
                message: error.to_string(),
            }]
        })
    }
}

fn read(
    file: &OverlayFile,
    is_known: impl Fn(&str) -> bool,
    sources: &mut Sources,
    faults: &mut Vec<Fault>,
) {
    let (name, text) = (file.name.as_str(), file.text.as_str());
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let ending = base.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "tsv" => {}
        "actors" => return read_dictionary(name, text, is_known, sources, faults),
        "agents" => return read_agents(name, text, sources, faults),
        _ => return source::read_actors(name, text, sources, faults),
    }
    let phrases = |faults: &mut Vec<Fault>| source::read_phrases(name, text, faults);
    match base.split(['.', '-', '_']).next().unwrap_or_default() {
        "places" => sources.places.extend(phrases(faults)),
        "things" => sources.things.extend(phrases(faults)),
        "nouns" => source::read_nouns(name, text, sources, faults),
        "given" => sources.given.extend(
            phrases(faults)
                .into_iter()
                .map(|row| (row.text, row.of.chars().next().unwrap_or(' '))),
        ),
        "common" => sources
            .common
            .extend(phrases(faults).into_iter().map(|row| row.text)),
        _ => source::read_people(name, text, sources, faults),
    }
}

/// An alias that two actors claim on the same dates with the same right, so that a text cannot tell them apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The folded alias.
    pub alias: String,
    /// The ids that claim it.
    pub ids: Vec<String>,
}

impl Actors {
    /// Aliases of states, organisations and groups that mean several of them at once with equal weight.
    ///
    /// Seats are left out: a city may house several bodies, and the text decides.
    pub fn conflicts(&self) -> Vec<Conflict> {
        use fst::Streamer;

        let mut conflicts = Vec::new();
        let mut stream = self.index.stream();
        while let Some((key, value)) = stream.next() {
            let names: Vec<_> = self
                .meanings(value.value() as usize)
                .iter()
                .filter(|posting| {
                    matches!(
                        posting.sense,
                        record::Sense::Name | record::Sense::Adjective
                    )
                })
                .collect();
            let clash = |one: &&record::Posting, other: &&record::Posting| {
                one.actor != other.actor
                    && one.sense == other.sense
                    && one.weight == other.weight
                    && (one.until == 0 || other.from <= one.until)
                    && (other.until == 0 || one.from <= other.until)
            };
            let mut ids: Vec<String> = names
                .iter()
                .filter(|one| names.iter().any(|other| clash(one, other)))
                .map(|posting| self.id_text(self.actor(posting)).to_owned())
                .collect();
            ids.sort();
            ids.dedup();
            if ids.len() > 1 {
                conflicts.push(Conflict {
                    alias: String::from_utf8_lossy(key).into_owned(),
                    ids,
                });
            }
        }
        conflicts
    }
}

#[cfg(test)]
mod tests {
    use super::{Actors, OverlayFile};
    use crate::model::ActorId;

    fn overlay(text: &str) -> Result<Actors, Vec<super::Fault>> {
        Actors::embedded().with_overlays(&[OverlayFile {
            name: "mine.toml".to_owned(),
            text: text.to_owned(),
        }])
    }

    #[test]
    fn an_alias_is_added_to_a_known_actor() {
        let actors = overlay("[[actor]]\nid = \"GBR\"\naliases = [\"Airstrip One\"]\n").unwrap();
        assert_eq!(actors.lookup("Airstrip One", None)[0].id.as_str(), "GBR");
        assert_eq!(actors.name(&ActorId::new("GBR")), Some("Britain"));
    }

    #[test]
    fn an_actor_is_replaced_with_its_aliases() {
        let actors =
            overlay("[[actor]]\nid = \"LIE\"\nop = \"replace\"\nkind = \"state\"\nname = \"FL\"\n")
                .unwrap();
        assert!(actors.lookup("Vaduz", None).is_empty());
        assert_eq!(actors.name(&ActorId::new("LIE")), Some("FL"));
    }

    #[test]
    fn an_actor_is_removed() {
        let actors = overlay("[[actor]]\nid = \"LIE\"\nop = \"remove\"\n").unwrap();
        assert!(actors.lookup("Liechtenstein", None).is_empty());
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let faults = overlay(
            "[[actor]]\nid = \"X1\"\nname = \"One\"\n\n[[actor]]\nid = \"X2\"\nkind = \"state\"\nname = \"Two\"\n\
             from = \"1999\"\nuntil = \"1998\"\n\n[[actor]]\nid = \"X3\"\nkind = \"group\"\nname = \"Three\"\nprincipal = \"NO\"\n",
        )
        .unwrap_err();
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 5, 12], "{faults:?}");
    }

    #[test]
    fn a_person_is_added() {
        let actors = Actors::embedded()
            .with_overlays(&[OverlayFile {
                name: "people.tsv".to_owned(),
                text: "name\taliases\tactor\toffice\tclass\tfrom\tuntil\tseen\tgender\twikidata\tsource\n\
                       Ada Example\t\tISL\tforeign minister\tforeign_minister\t2030\t\t\tf\t\tmine\n"
                    .to_owned(),
            }])
            .unwrap();
        assert_eq!(
            actors.lookup("Ada Example", None)[0].principal.as_str(),
            "ISL"
        );
    }

    #[test]
    fn shipped_names_do_not_clash() {
        let clashes = Actors::embedded().conflicts();
        assert!(clashes.is_empty(), "{clashes:?}");
    }
}
