//! The written form of `data/actors/`, and of users' overlays: TOML for actors, TSV for people, nouns and places.
//!
//! Shared with the build script, so it imports nothing of the crate. Faults are collected, each with its line.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::record::{Class, Kind, NounRole};

/// A file of `[[actor]]` blocks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorFile {
    /// The blocks, in the file's order.
    #[serde(default)]
    pub actor: Vec<toml::Spanned<ActorSource>>,
}

/// What an overlay's block does to an actor of the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// Adds the actor, or adds to its lists.
    #[default]
    Add,
    /// Takes the place of the actor with its lists.
    Replace,
    /// Takes the actor and its aliases out.
    Remove,
}

/// One `[[actor]]` block.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorSource {
    /// Stable, unique: ISO 3166 alpha-3 for states, upper case for others.
    pub id: String,
    /// Overlays only.
    #[serde(default)]
    pub op: Operation,
    /// What sort of actor; needed unless the block changes or removes a known one.
    pub kind: Option<Kind>,
    /// The usual name.
    pub name: Option<String>,
    /// The actor it speaks for, if not for itself.
    pub principal: Option<String>,
    /// The state where a group is at home.
    pub home: Option<String>,
    /// First day of its existence.
    pub from: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// The state whose part it was before it began.
    pub part_of: Option<PartSource>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<AliasSource>,
    /// Adjectives.
    #[serde(default)]
    pub adjectives: Vec<AliasSource>,
    /// Words for its people or members.
    #[serde(default)]
    pub people: Vec<AliasSource>,
    /// Capitals and seats that stand for it.
    #[serde(default)]
    pub seats: Vec<AliasSource>,
    /// Members.
    #[serde(default)]
    pub members: Vec<MemberSource>,
    /// Words that describe it: kingdom, alliance.
    #[serde(default)]
    pub traits: Vec<String>,
    /// Codes of other lists.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
}

/// An alias: plain, or with conditions.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum AliasSource {
    /// The words alone.
    Plain(String),
    /// With conditions.
    Full(AliasConditions),
}

/// An alias with the conditions under which it counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AliasConditions {
    /// The words.
    pub text: String,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// `any`, `capital`, `exact`.
    pub case: Option<CaseSource>,
    /// From 0 to 1; 1 when missing.
    pub weight: Option<f32>,
}

/// How an alias must be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaseSource {
    /// In any case.
    Any,
    /// With a capital first letter.
    Capital,
    /// In capitals.
    Exact,
}

impl AliasSource {
    /// The alias with all its conditions.
    pub fn conditions(&self) -> AliasConditions {
        match self {
            Self::Plain(text) => AliasConditions {
                text: text.clone(),
                from: None,
                until: None,
                case: None,
                weight: None,
            },
            Self::Full(full) => full.clone(),
        }
    }
}

/// A member: an id, or an id with dates.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum MemberSource {
    /// A member throughout.
    Plain(String),
    /// A member for a time.
    Dated(DatedMember),
}

/// A member with the time of its membership.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedMember {
    /// The member.
    pub id: String,
    /// First day.
    pub from: Option<String>,
    /// First day no longer a member.
    pub until: Option<String>,
}

/// What a state was a part of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartSource {
    /// The larger state.
    pub id: String,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub until: String,
}

/// One row of `people.tsv`: a person in one office.
#[derive(Debug, Clone, Default)]
pub struct PersonSource {
    /// The file as it was named.
    pub file: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// Full name.
    pub name: String,
    /// Other names, among them single words the person goes by.
    pub aliases: Vec<String>,
    /// The state or organisation.
    pub actor: String,
    /// The office's name.
    pub office: String,
    /// The office's class; `None` if the file's word is unknown.
    pub class: Option<Class>,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Day on which a list still showed the person in office.
    pub seen: String,
    /// `m` or `f`.
    pub gender: Option<char>,
    /// Wikidata item.
    pub wikidata: String,
    /// Where the row comes from.
    pub source: String,
}

/// One row of `nouns.tsv`.
#[derive(Debug, Clone)]
pub struct NounSource {
    /// Singular.
    pub singular: String,
    /// Plural.
    pub plural: String,
    /// What sort.
    pub role: NounRole,
    /// The office's class.
    pub class: Option<Class>,
    /// The institution, or the trait.
    pub part: String,
}

/// One row of `places.tsv` or `things.tsv`: words, and what they stand for.
#[derive(Debug, Clone)]
pub struct PhraseSource {
    /// Line in the file, from 1.
    pub line: usize,
    /// The words.
    pub text: String,
    /// The state, or the sort of thing.
    pub of: String,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Blocks with the file's name and line.
    pub actors: Vec<(String, usize, ActorSource)>,
    /// People.
    pub people: Vec<PersonSource>,
    /// Common nouns.
    pub nouns: Vec<NounSource>,
    /// Towns and regions.
    pub places: Vec<PhraseSource>,
    /// Names that are no actors.
    pub things: Vec<PhraseSource>,
    /// Given names with gender.
    pub given: Vec<(String, char)>,
    /// Surnames that are also common words.
    pub common: Vec<String>,
}

/// A fault in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file as it was named.
    pub file: String,
    /// Line, from 1; 0 when it concerns the whole.
    pub line: usize,
    /// What was found, what was expected.
    pub message: String,
}

/// Parses a TOML file of actors into `sources`.
pub fn read_actors(file: &str, text: &str, sources: &mut Sources, faults: &mut Vec<Fault>) {
    match toml::from_str::<ActorFile>(text) {
        Ok(parsed) => {
            for block in parsed.actor {
                let line = line_of(text, block.span().start);
                sources
                    .actors
                    .push((file.to_owned(), line, block.into_inner()));
            }
        }
        Err(error) => faults.push(Fault {
            file: file.to_owned(),
            line: error.span().map_or(0, |span| line_of(text, span.start)),
            message: error.message().to_owned(),
        }),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.get(..offset).unwrap_or(text).matches('\n').count()
}

/// The fields of each row of a TSV file below its header, with the line's number. Comment lines start with `#`.
fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(|(index, line)| (index + 1, line.split('\t').collect()))
}

fn word<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text)).ok()
}

fn fault(file: &str, line: usize, message: String) -> Fault {
    Fault {
        file: file.to_owned(),
        line,
        message,
    }
}

/// Parses a table of people.
pub fn read_people(file: &str, text: &str, sources: &mut Sources, faults: &mut Vec<Fault>) {
    for (line, fields) in rows(text) {
        let [
            name,
            aliases,
            actor,
            office,
            class,
            from,
            until,
            seen,
            gender,
            wikidata,
            source,
            ..,
        ] = fields.as_slice()
        else {
            faults.push(fault(
                file,
                line,
                format!("{} fields instead of 11", fields.len()),
            ));
            continue;
        };
        let known = word(class);
        if known.is_none() {
            faults.push(fault(
                file,
                line,
                format!("'{class}' is no class of office"),
            ));
        }
        sources.people.push(PersonSource {
            file: file.to_owned(),
            line,
            name: (*name).to_owned(),
            aliases: aliases
                .split('|')
                .filter(|alias| !alias.is_empty())
                .map(str::to_owned)
                .collect(),
            actor: (*actor).to_owned(),
            office: (*office).to_owned(),
            class: known,
            from: (*from).to_owned(),
            until: (*until).to_owned(),
            seen: (*seen).to_owned(),
            gender: gender.chars().next(),
            wikidata: (*wikidata).to_owned(),
            source: (*source).to_owned(),
        });
    }
}

/// Parses the table of common nouns.
pub fn read_nouns(file: &str, text: &str, sources: &mut Sources, faults: &mut Vec<Fault>) {
    for (line, fields) in rows(text) {
        let [singular, plural, role, class, part] = fields.as_slice() else {
            faults.push(fault(
                file,
                line,
                format!("{} fields instead of 5", fields.len()),
            ));
            continue;
        };
        let Some(role) = word(role) else {
            faults.push(fault(file, line, format!("'{role}' is no sort of noun")));
            continue;
        };
        sources.nouns.push(NounSource {
            singular: (*singular).to_owned(),
            plural: (if plural.is_empty() { singular } else { plural }).to_string(),
            role,
            class: word(class),
            part: (*part).to_owned(),
        });
    }
}

/// Parses a table of phrases: words, then what they stand for.
pub fn read_phrases(file: &str, text: &str, faults: &mut Vec<Fault>) -> Vec<PhraseSource> {
    let mut phrases = Vec::new();
    for (line, fields) in rows(text) {
        let [text, of, ..] = fields.as_slice() else {
            faults.push(fault(file, line, "one field instead of two".to_owned()));
            continue;
        };
        phrases.push(PhraseSource {
            line,
            text: (*text).to_owned(),
            of: (*of).to_owned(),
        });
    }
    phrases
}

/// The files of `[[actor]]` blocks in `data/actors/`.
pub const ACTOR_FILES: &[&str] = &[
    "groups.toml",
    "institutions.toml",
    "organisations.toml",
    "peoples.toml",
    "states.toml",
];
