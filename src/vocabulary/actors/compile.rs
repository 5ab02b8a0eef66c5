//! From the written form to tables and index: dates widened, names folded, surnames derived.
//!
//! Shared with the build script, so it imports nothing of the crate.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{SKELETON, fold, skeleton, word_count};
use super::names;
use super::record::{
    Case, Class, Day, Holder, Kind, Membership, Noun, NounRole, Posting, Record, Role, Sense,
    Tables,
};
use super::source::{
    AliasConditions, AliasSource, CaseSource, Fault, MemberSource, Operation, PersonSource, Sources,
};

/// Percent that an alias counts when the data give none.
const FULL_WEIGHT: u8 = 100;

/// Percent for towns: a name of a place, and seldom its government.
const PLACE_WEIGHT: u8 = 90;

/// The source of rows from general knowledge.
const OWN: &str = "own";

/// Acronyms up to this length must be written in capitals: "US", "WHO"; longer ones may be "Nato".
const STRICT_ACRONYM: usize = 3;

/// The compiled index and tables.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// Folded alias → position in [`Tables::postings`], as bytes of an fst map.
    pub index: Vec<u8>,
    /// The tables.
    pub tables: Tables,
}

/// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as the first or the last day it covers; empty is open.
pub fn day(text: &str, last: bool) -> Option<Day> {
    if text.is_empty() {
        return Some(0);
    }
    let mut parts = text.split('-');
    let year: Day = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: Day = match parts.next() {
        None => {
            if last {
                12
            } else {
                1
            }
        }
        Some(month) => month.parse().ok().filter(|m| (1..=12).contains(m))?,
    };
    let day: Day = match parts.next() {
        None => {
            if last {
                31
            } else {
                1
            }
        }
        Some(day) => day.parse().ok().filter(|d| (1..=31).contains(d))?,
    };
    parts
        .next()
        .is_none()
        .then_some(year * 10_000 + month * 100 + day)
}

/// What an alias's spelling demands when the data say nothing.
fn natural_case(alias: &str) -> Case {
    let letters: Vec<char> = alias.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.iter().all(|c| c.is_lowercase()) {
        Case::Any
    } else if letters.len() <= STRICT_ACRONYM && letters.iter().all(|c| c.is_uppercase()) {
        Case::Upper
    } else {
        Case::Capital
    }
}

struct Compiler<'a> {
    sources: &'a Sources,
    faults: &'a mut Vec<Fault>,
    positions: BTreeMap<String, u32>,
    index: BTreeMap<String, BTreeSet<Posting>>,
    traits: Vec<String>,
    offices: BTreeMap<String, u32>,
    tables: Tables,
}

/// Compiles sources. `known` are the ids of layers below, which may be named as principals and members.
/// Faults are added to `faults`; what is faulty is left out.
pub fn compile(sources: &Sources, faults: &mut Vec<Fault>) -> Compiled {
    let mut compiler = Compiler {
        sources,
        faults,
        positions: BTreeMap::new(),
        index: BTreeMap::new(),
        traits: Vec::new(),
        offices: BTreeMap::new(),
        tables: Tables::default(),
    };
    compiler.actors();
    compiler.people();
    compiler.phrases();
    compiler.nouns();
    compiler.finish()
}

impl Compiler<'_> {
    fn fault(&mut self, file: &str, line: usize, message: String) {
        self.faults.push(Fault {
            file: file.to_owned(),
            line,
            message,
        });
    }

    fn trait_position(&mut self, name: &str) -> u16 {
        if let Some(position) = self.traits.iter().position(|known| known == name) {
            return position as u16;
        }
        self.traits.push(name.to_owned());
        (self.traits.len() - 1) as u16
    }

    fn interval(&mut self, file: &str, line: usize, from: &str, until: &str) -> (Day, Day) {
        let (start, end) = (day(from, false), day(until, true));
        for (text, read) in [(from, start), (until, end)] {
            if read.is_none() {
                self.fault(
                    file,
                    line,
                    format!("'{text}' is no date: write YYYY, YYYY-MM or YYYY-MM-DD"),
                );
            }
        }
        let (start, end) = (start.unwrap_or(0), end.unwrap_or(0));
        if end != 0 && end < start {
            self.fault(file, line, format!("'{until}' lies before '{from}'"));
            return (0, 0);
        }
        (start, end)
    }

    fn add(&mut self, key: &str, posting: Posting) {
        if !key.is_empty() {
            self.index
                .entry(key.to_owned())
                .or_default()
                .insert(posting);
        }
    }

    /// Overlay blocks folded into one per id, in the order of the ids.
    fn merged(&mut self) -> Vec<(String, usize, super::source::ActorSource)> {
        let mut merged: BTreeMap<String, (String, usize, super::source::ActorSource)> =
            BTreeMap::new();
        for (file, line, block) in &self.sources.actors {
            match (block.op, merged.get_mut(&block.id)) {
                (Operation::Remove, known) => {
                    if known.is_none() {
                        self.faults.push(Fault {
                            file: file.clone(),
                            line: *line,
                            message: format!("'{}' is to be removed but not known", block.id),
                        });
                    }
                    merged.remove(&block.id);
                }
                (Operation::Add, Some((first_file, first_line, known))) => {
                    if file == first_file {
                        self.faults.push(Fault {
                            file: file.clone(),
                            line: *line,
                            message: format!("'{}' is also defined in line {first_line}", block.id),
                        });
                    }
                    known.aliases.extend(block.aliases.iter().cloned());
                    known.adjectives.extend(block.adjectives.iter().cloned());
                    known.people.extend(block.people.iter().cloned());
                    known.seats.extend(block.seats.iter().cloned());
                    known.members.extend(block.members.iter().cloned());
                    known.traits.extend(block.traits.iter().cloned());
                    for (new, old) in [
                        (&block.name, &mut known.name),
                        (&block.principal, &mut known.principal),
                        (&block.home, &mut known.home),
                        (&block.from, &mut known.from),
                        (&block.until, &mut known.until),
                    ] {
                        if new.is_some() {
                            old.clone_from(new);
                        }
                    }
                }
                _ => {
                    merged.insert(block.id.clone(), (file.clone(), *line, block.clone()));
                }
            }
        }
        merged.into_values().collect()
    }

    fn actors(&mut self) {
        let blocks = self.merged();
        for (position, (_, _, block)) in blocks.iter().enumerate() {
            self.positions.insert(block.id.clone(), position as u32);
        }
        for (file, line, block) in &blocks {
            let own = self.positions[&block.id];
            let Some(kind) = block.kind else {
                self.fault(file, *line, format!("'{}' has no kind", block.id));
                // The record still takes its place, since positions are given already.
                let blank = self.blank(&block.id, own);
                self.tables.actors.push(blank);
                continue;
            };
            let Some(name) = block.name.clone() else {
                self.fault(file, *line, format!("'{}' has no name", block.id));
                let blank = self.blank(&block.id, own);
                self.tables.actors.push(blank);
                continue;
            };
            let principal = self.reference(file, *line, block.principal.as_deref(), own);
            let home = self.reference(file, *line, block.home.as_deref(), own);
            let (from, until) = self.interval(
                file,
                *line,
                block.from.as_deref().unwrap_or(""),
                block.until.as_deref().unwrap_or(""),
            );
            let traits = block
                .traits
                .iter()
                .map(|name| self.trait_position(name))
                .collect();
            let members = self.members(file, *line, &block.members);
            let named = AliasSource::Full(AliasConditions {
                text: name.clone(),
                from: block.from.clone(),
                until: block.until.clone(),
                case: None,
                weight: None,
            });
            self.aliases(file, *line, own, Sense::Name, &[named]);
            for (sense, list) in [
                (Sense::Name, &block.aliases),
                (Sense::Adjective, &block.adjectives),
                (Sense::People, &block.people),
                (Sense::Seat, &block.seats),
            ] {
                self.aliases(file, *line, own, sense, list);
            }
            let (id, name) = (self.tables.keep(&block.id), self.tables.keep(&name));
            self.tables.actors.push(Record {
                id,
                name,
                kind,
                principal,
                home,
                from,
                until,
                gender: ' ',
                traits,
                members,
                roles: Vec::new(),
            });
        }
    }

    fn blank(&mut self, id: &str, own: u32) -> Record {
        let text = self.tables.keep(id);
        Record {
            id: text,
            name: text,
            kind: Kind::Organisation,
            principal: own,
            home: own,
            from: 0,
            until: 0,
            gender: ' ',
            traits: Vec::new(),
            members: Vec::new(),
            roles: Vec::new(),
        }
    }

    fn reference(&mut self, file: &str, line: usize, id: Option<&str>, own: u32) -> u32 {
        let Some(id) = id else { return own };
        if let Some(&position) = self.positions.get(id) {
            return position;
        }
        self.fault(file, line, format!("'{id}' is no known actor"));
        own
    }

    fn members(&mut self, file: &str, line: usize, list: &[MemberSource]) -> Vec<Membership> {
        let mut members = Vec::new();
        for source in list {
            let (id, from, until) = match source {
                MemberSource::Plain(id) => (id, "", ""),
                MemberSource::Dated(dated) => (
                    &dated.id,
                    dated.from.as_deref().unwrap_or(""),
                    dated.until.as_deref().unwrap_or(""),
                ),
            };
            let (from, until) = self.interval(file, line, from, until);
            if let Some(&member) = self.positions.get(id) {
                members.push(Membership {
                    member,
                    from,
                    until,
                });
            } else {
                self.fault(file, line, format!("member '{id}' is no known actor"));
            }
        }
        members
    }

    fn aliases(&mut self, file: &str, line: usize, actor: u32, sense: Sense, list: &[AliasSource]) {
        for source in list {
            let alias = source.conditions();
            let (from, until) = self.interval(
                file,
                line,
                alias.from.as_deref().unwrap_or(""),
                alias.until.as_deref().unwrap_or(""),
            );
            let text = alias.text.strip_prefix("the ").unwrap_or(&alias.text);
            let case = match alias.case {
                None => natural_case(text),
                Some(CaseSource::Any) => Case::Any,
                Some(CaseSource::Capital) => Case::Capital,
                Some(CaseSource::Exact) => Case::Upper,
            };
            let key = fold(text);
            if key.is_empty() {
                self.fault(
                    file,
                    line,
                    format!("'{text}' has no letter that can be matched"),
                );
                continue;
            }
            self.add(
                &key,
                Posting {
                    sense,
                    actor,
                    from,
                    until,
                    weight: alias
                        .weight
                        .map_or(FULL_WEIGHT, |weight| (weight.clamp(0.0, 1.0) * 100.0) as u8),
                    case,
                    words: word_count(text).min(255) as u8,
                },
            );
        }
    }

    fn people(&mut self) {
        const FILE: &str = "people.tsv";
        let given = names::given_names(
            self.sources
                .people
                .iter()
                .map(|person| person.name.as_str()),
        );
        let mut groups: BTreeMap<(String, &str), Vec<&PersonSource>> = BTreeMap::new();
        for person in &self.sources.people {
            groups
                .entry((fold(&person.name), person.actor.as_str()))
                .or_default()
                .push(person);
        }
        // One person may have served two principals: a defence minister who became an alliance's head.
        let mut by_item: BTreeMap<&str, u32> = BTreeMap::new();
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        for ((key, actor), rows) in &groups {
            let Some(&principal) = self.positions.get(*actor) else {
                self.fault(FILE, rows[0].line, format!("'{actor}' is no known actor"));
                continue;
            };
            let mut roles = Vec::new();
            for row in rows {
                let Some(class) = row.class else { continue };
                let (from, mut until) = self.interval(FILE, row.line, &row.from, &row.until);
                let mut seen = false;
                if until == 0 && !row.seen.is_empty() {
                    until = day(&row.seen, true).unwrap_or(0);
                    seen = true;
                }
                let office = self.office(&row.office);
                roles.push(Role {
                    principal,
                    office,
                    class,
                    from,
                    until,
                    seen,
                });
            }
            let item = rows
                .iter()
                .map(|row| row.wikidata.as_str())
                .find(|item| !item.is_empty());
            // Rows of our own speak of well-known people: the same name is the same person. Elsewhere only the item tells.
            let own = rows.iter().any(|row| row.source == OWN);
            let same = item
                .and_then(|item| by_item.get(item).copied())
                .or_else(|| taken.get(key).copied().filter(|_| own));
            let position = if let Some(position) = same {
                self.tables.actors[position as usize].roles.extend(roles);
                position
            } else {
                let position = self.tables.actors.len() as u32;
                let name = rows[0].name.clone();
                let mut id = names::slug(&name);
                if self.positions.contains_key(&id) {
                    id = format!("{id}-{}", actor.to_lowercase());
                }
                self.positions.insert(id.clone(), position);
                let (id, name) = (self.tables.keep(&id), self.tables.keep(&name));
                self.tables.actors.push(Record {
                    id,
                    name,
                    kind: Kind::Person,
                    principal,
                    home: principal,
                    from: 0,
                    until: 0,
                    gender: rows.iter().find_map(|row| row.gender).unwrap_or(' '),
                    traits: Vec::new(),
                    members: Vec::new(),
                    roles,
                });
                position
            };
            if let Some(item) = item {
                by_item.insert(item, position);
            }
            if own {
                taken.entry(key.clone()).or_insert(position);
            }
            self.person_names(position, actor, rows, &given);
        }
        for record in &mut self.tables.actors {
            record
                .roles
                .sort_by_key(|role| (role.from, role.class, role.until));
        }
        let mut listed = given;
        for (name, gender) in &self.sources.given {
            listed.insert(fold(name), *gender);
        }
        self.tables.given = listed.into_iter().collect();
    }

    fn person_names(
        &mut self,
        actor: u32,
        principal: &str,
        rows: &[&PersonSource],
        given: &BTreeMap<String, char>,
    ) {
        let posting = |sense, alias: &str, from, until, weight| Posting {
            sense,
            actor,
            from,
            until,
            weight,
            case: Case::Capital,
            words: word_count(alias).min(255) as u8,
        };
        let mut full: BTreeSet<String> = names::variants(&rows[0].name).into_iter().collect();
        let mut single = BTreeSet::new();
        for alias in rows.iter().flat_map(|row| &row.aliases) {
            if alias.contains(' ') {
                full.extend(names::variants(alias));
            } else {
                single.insert(alias.clone());
            }
        }
        for name in &full {
            let sense = if name.contains([' ', '-']) {
                Sense::FullName
            } else {
                Sense::Surname
            };
            self.add(&fold(name), posting(sense, name, 0, 0, FULL_WEIGHT));
            if sense == Sense::FullName {
                self.add(
                    &names::whole_skeleton(name),
                    posting(sense, name, 0, 0, FULL_WEIGHT),
                );
            }
        }
        for row in rows {
            let Some(class) = row.class.filter(|class| *class <= Class::Spokesperson) else {
                continue;
            };
            let from = day(&row.from, false).unwrap_or(0);
            let until = match day(&row.until, true).unwrap_or(0) {
                0 => day(&row.seen, true).unwrap_or(0),
                until => until,
            };
            let weight = FULL_WEIGHT - (class as u8) * 3;
            let mut surnames: BTreeSet<String> = single.clone();
            for name in rows.iter().flat_map(|row| {
                row.aliases
                    .iter()
                    .filter(|a| a.contains(' '))
                    .chain([&row.name])
            }) {
                surnames.extend(names::surnames(name, principal, given));
            }
            for surname in surnames {
                let posting = posting(Sense::Surname, &surname, from, until, weight);
                self.add(&fold(&surname), posting);
                self.add(
                    &format!("{SKELETON}{SKELETON}{}", skeleton(&surname)),
                    posting,
                );
            }
        }
    }

    fn office(&mut self, name: &str) -> u32 {
        if let Some(&position) = self.offices.get(name) {
            return position;
        }
        let position = self.tables.offices.len() as u32;
        let text = self.tables.keep(name);
        self.tables.offices.push(text);
        self.offices.insert(name.to_owned(), position);
        position
    }

    fn phrases(&mut self) {
        for place in &self.sources.places {
            let Some(&actor) = self.positions.get(&place.of) else {
                self.faults.push(Fault {
                    file: "places.tsv".to_owned(),
                    line: place.line,
                    message: format!("'{}' is no known actor", place.of),
                });
                continue;
            };
            let key = fold(&place.text);
            let posting = Posting {
                sense: Sense::Place,
                actor,
                from: 0,
                until: 0,
                weight: PLACE_WEIGHT,
                case: Case::Capital,
                words: word_count(&place.text).min(255) as u8,
            };
            self.index.entry(key).or_default().insert(posting);
        }
        for thing in &self.sources.things {
            let sense = if thing.of == "media" {
                Sense::Media
            } else {
                Sense::Thing
            };
            let posting = Posting {
                sense,
                actor: 0,
                from: 0,
                until: 0,
                weight: FULL_WEIGHT,
                case: natural_case(&thing.text),
                words: word_count(&thing.text).min(255) as u8,
            };
            self.index
                .entry(fold(&thing.text))
                .or_default()
                .insert(posting);
        }
        self.tables.common = self.sources.common.iter().map(|word| fold(word)).collect();
        self.tables.common.sort();
        self.tables.common.dedup();
    }

    fn nouns(&mut self) {
        for source in &self.sources.nouns {
            let described = matches!(
                source.role,
                NounRole::Country | NounRole::Organisation | NounRole::Group
            );
            let traits = if described && !source.part.is_empty() {
                vec![self.trait_position(&source.part)]
            } else {
                Vec::new()
            };
            self.tables.nouns.push(Noun {
                singular: source.singular.clone(),
                plural: source.plural.clone(),
                role: source.role,
                part: if described {
                    String::new()
                } else {
                    source.part.clone()
                },
                class: source.class,
                traits,
            });
        }
    }

    fn finish(mut self) -> Compiled {
        self.tables.traits = self.traits;
        let mut builder = fst::MapBuilder::memory();
        let mut value = 0;
        for (key, postings) in self.index {
            // Keys come sorted and unique from the map, which is all that the builder can refuse.
            if builder.insert(&key, value).is_ok() {
                value += 1;
                self.tables.starts.push(self.tables.postings.len() as u32);
                self.tables.postings.extend(postings);
            }
        }
        self.tables.starts.push(self.tables.postings.len() as u32);
        let tables = &self.tables;
        let actors = &tables.actors;
        let mut by_id: Vec<u32> = (0..actors.len() as u32).collect();
        by_id.sort_by_key(|&position| tables.text(actors[position as usize].id));
        let mut holders: Vec<Holder> = actors
            .iter()
            .enumerate()
            .flat_map(|(person, record)| record.roles.iter().map(move |role| (person, role)))
            .filter(|(_, role)| role.from != 0)
            .map(|(person, role)| Holder {
                principal: role.principal,
                class: role.class,
                from: role.from,
                until: role.until,
                person: person as u32,
            })
            .collect();
        holders.sort_unstable();
        self.tables.by_id = by_id;
        self.tables.holders = holders;
        Compiled {
            index: builder.into_inner().unwrap_or_default(),
            tables: self.tables,
        }
    }
}
