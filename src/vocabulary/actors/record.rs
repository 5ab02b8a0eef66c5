//! The compiled form of `data/actors/`: plain tables, written by the build script and read at start.
//!
//! Shared with the build script, so it imports nothing of the crate.

use serde::{Deserialize, Serialize};

/// Text in [`Tables::blob`]: one block is read faster than forty thousand strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// First byte.
    pub start: u32,
    /// Length in bytes.
    pub len: u16,
}

/// A date as `yyyymmdd`; `0` means open. Partial dates are widened: a start to its first day, an end to its last.
pub type Day = u32;

/// What sort of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A state, also a historical one.
    State,
    /// An international organisation or court.
    Organisation,
    /// An armed or political group.
    Group,
    /// An institution of one state.
    Institution,
    /// A people, or a region that acts.
    People,
    /// A body that consists of its members: a joint council.
    Composite,
    /// A person.
    Person,
}

/// A member of an organisation, `from` included, `until` excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Position of the member in [`Tables::actors`].
    pub member: u32,
    /// First day, or 0.
    pub from: Day,
    /// First day no longer a member, or 0.
    pub until: Day,
}

/// An office class, most prominent first: the order decides who is meant by a bare surname.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// President, king, emir.
    HeadOfState,
    /// Prime minister, chancellor.
    HeadOfGovernment,
    /// Secretary-general and the like.
    OrganisationHead,
    /// Foreign minister, secretary of state.
    ForeignMinister,
    /// Defence minister.
    DefenceMinister,
    /// Vice president.
    VicePresident,
    /// Deputy prime minister.
    DeputyHeadOfGovernment,
    /// Leader of an armed group, an opposition or a people.
    GroupLeader,
    /// Special envoy, ambassador, negotiator.
    Envoy,
    /// National security adviser, head of an intelligence service.
    SecurityChief,
    /// Chief of staff, commander.
    MilitaryChief,
    /// Interior minister.
    InteriorMinister,
    /// Finance minister.
    FinanceMinister,
    /// Speaker of a parliament.
    LegislatureHead,
    /// Governor of the central bank.
    CentralBank,
    /// Spokesman or -woman.
    Spokesperson,
    /// Governor-general.
    HeadOfStateRep,
    /// Another member of the government.
    GovernmentMember,
    /// From a list of soldiers and defence officials without the office's name.
    MilitaryOrDefence,
    /// Anything else.
    Other,
}

/// A person's office, `from` and `until` included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Position of the state or organisation in [`Tables::actors`].
    pub principal: u32,
    /// Position in [`Tables::offices`].
    pub office: u32,
    /// What sort of office.
    pub class: Class,
    /// First day, or 0.
    pub from: Day,
    /// Last day, or 0.
    pub until: Day,
    /// Whether `until` is only the day of a list that still showed the person in office.
    pub seen: bool,
}

/// One actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// `RUS`, `NATO`, `igor-ivanov`.
    pub id: Text,
    /// Its usual name.
    pub name: Text,
    /// What sort.
    pub kind: Kind,
    /// Position of the principal; its own position for those that speak for themselves.
    pub principal: u32,
    /// Position of the state where a group is at home, or its own.
    pub home: u32,
    /// First day, or 0.
    pub from: Day,
    /// Last day, or 0.
    pub until: Day,
    /// `f`, `m`, or space when unknown.
    pub gender: char,
    /// Positions in [`Tables::traits`]: alliance, kingdom, island.
    pub traits: Vec<u16>,
    /// Members, for organisations and composite bodies.
    pub members: Vec<Membership>,
    /// Offices, for persons; by start.
    pub roles: Vec<Role>,
    /// What a state was a part of before it began.
    pub part_of: Option<Part>,
}

/// A state as a part of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Position of the larger state in [`Tables::actors`].
    pub whole: u32,
    /// First day, or 0.
    pub from: Day,
    /// Last day.
    pub until: Day,
}

/// What an alias says about the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sense {
    /// Its name: "Russia".
    Name,
    /// An adjective: "Russian".
    Adjective,
    /// Its people: "Russians", "the Dutch".
    People,
    /// A capital or another seat: "Moscow", "the Kremlin".
    Seat,
    /// A town or region in it.
    Place,
    /// A person's name with more than one word.
    FullName,
    /// A person's surname, or a name they go by.
    Surname,
    /// The name of a thing that contains an actor's name: "Vienna Convention".
    Thing,
    /// A news agency, newspaper or broadcaster.
    Media,
}

/// How an alias must be written to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Case {
    /// Any case.
    Any,
    /// The first letter is a capital.
    Capital,
    /// All letters are capitals.
    Upper,
}

/// One meaning of an alias, `from` and `until` included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Posting {
    /// What the alias says.
    pub sense: Sense,
    /// Position in [`Tables::actors`].
    pub actor: u32,
    /// First day, or 0.
    pub from: Day,
    /// Last day, or 0.
    pub until: Day,
    /// How sure the alias alone makes it, in percent.
    pub weight: u8,
    /// How it must be written.
    pub case: Case,
    /// Words of the alias, at spaces and hyphens.
    pub words: u8,
}

/// What a common noun says about those who act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noun {
    /// In the singular, lower case: "minister".
    pub singular: String,
    /// In the plural, or the same.
    pub plural: String,
    /// What sort.
    pub role: NounRole,
    /// The institution it belongs to: `government`, `military`; empty when none.
    pub part: String,
    /// The class of office, for persons.
    pub class: Option<Class>,
    /// Traits of the actors it can describe ("alliance"), for descriptions.
    pub traits: Vec<u16>,
}

/// What sort of common noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NounRole {
    /// A person with an office: minister, spokesman, envoy.
    Office,
    /// A title that stands before a name only: Mr, Sheikh, Colonel.
    Title,
    /// An institution: government, ministry, parliament, army.
    Body,
    /// Soldiers and officials in the plural or singular: troops, officials, diplomats.
    Agents,
    /// People without office: citizens, protesters.
    Crowd,
    /// Armed people who are no army: rebels, guerrillas.
    Rebels,
    /// Arms and vehicles that act for their owner: warplanes, bombers.
    Arms,
    /// A state by description: country, kingdom, neighbour.
    Country,
    /// An organisation by description: alliance, bloc, agency.
    Organisation,
    /// A group by description: movement, militia.
    Group,
    /// Both of a pair: sides, parties, foes.
    Pair,
    /// A thing, so that a country word before it names no actor: cuisine, striker, Convention.
    Thing,
    /// Land, so that a name after it is only where: the coast of, the streets of.
    Place,
    /// What strikes lands of itself: earthquake, storm.
    Hazard,
}

/// Somebody who holds a class of office for a principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holder {
    /// Position of the principal.
    pub principal: u32,
    /// The class.
    pub class: Class,
    /// First day.
    pub from: Day,
    /// Last day, or 0.
    pub until: Day,
    /// Position of the person.
    pub person: u32,
}

/// All tables.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tables {
    /// The characters of ids, names and offices.
    pub blob: String,
    /// Actors: first those that are no persons, by id, then persons, by name.
    pub actors: Vec<Record>,
    /// Positions of the actors in the order of their ids.
    pub by_id: Vec<u32>,
    /// Holders of offices; sorted.
    pub holders: Vec<Holder>,
    /// Office names.
    pub offices: Vec<Text>,
    /// Trait names.
    pub traits: Vec<String>,
    /// Where the meanings of each of the index's values begin in `postings`; one more than there are values.
    pub starts: Vec<u32>,
    /// Meanings of the aliases.
    pub postings: Vec<Posting>,
    /// Common nouns.
    pub nouns: Vec<Noun>,
    /// Given names, folded, with gender (`m`, `f` or space); sorted.
    pub given: Vec<(String, char)>,
    /// Words that are surnames as well as common words or places, folded; sorted.
    pub common: Vec<String>,
}

impl Tables {
    /// The characters of a text.
    pub fn text(&self, text: Text) -> &str {
        let start = text.start as usize;
        self.blob
            .get(start..start + usize::from(text.len))
            .unwrap_or_default()
    }

    /// Keeps a text.
    pub fn keep(&mut self, text: &str) -> Text {
        let start = self.blob.len() as u32;
        let len = text.len().min(usize::from(u16::MAX));
        self.blob.push_str(&text[..len]);
        Text {
            start,
            len: len as u16,
        }
    }
}
