//! From the written form to tables and index: dates widened, names folded, surnames derived.
//!
//! Shared with the build script, so it imports nothing of the crate.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{SKELETON, fold, skeleton, word_count};
use super::names;
use super::record::{
    Case, Class, Day, Holder, Kind, Membership, Noun, NounRole, Part, Posting, Record, Role, Sense,
    Tables,
};
use super::source::{
    ActorSource, AliasConditions, AliasSource, CaseSource, Fault, MemberSource, Operation,
    PersonSource, Sources,
};
use super::twins::twins;

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

/// Compiles sources on top of `base`: what was compiled before, or nothing.
/// Faults are added to `faults`; what is faulty is left out.
pub fn compile(sources: &Sources, base: Compiled, faults: &mut Vec<Fault>) -> Compiled {
    let mut compiler = Compiler::new(sources, base, faults);
    compiler.actors();
    compiler.faults.extend(twins(&sources.people));
    compiler.people();
    compiler.phrases();
    compiler.nouns();
    let compiled = compiler.finish();
    // A block's dates are read for its name as well as for itself.
    let mut seen = BTreeSet::new();
    faults.retain(|fault| seen.insert((fault.file.clone(), fault.line, fault.message.clone())));
    compiled
}

/// The aliases of a compiled index with their meanings.
fn unpack(compiled: &Compiled) -> BTreeMap<String, BTreeSet<Posting>> {
    use fst::Streamer;

    let mut index = BTreeMap::new();
    let Ok(map) = fst::Map::new(compiled.index.as_slice()) else {
        return index;
    };
    let tables = &compiled.tables;
    let mut stream = map.stream();
    while let Some((key, value)) = stream.next() {
        let range = tables
            .starts
            .get(value as usize)
            .zip(tables.starts.get(value as usize + 1));
        if let (Ok(key), Some((&start, &end))) = (std::str::from_utf8(key), range) {
            let postings = tables.postings[start as usize..end as usize]
                .iter()
                .copied()
                .collect();
            index.insert(key.to_owned(), postings);
        }
    }
    index
}

impl<'a> Compiler<'a> {
    fn new(sources: &'a Sources, base: Compiled, faults: &'a mut Vec<Fault>) -> Self {
        let index = unpack(&base);
        let mut tables = base.tables;
        tables.postings.clear();
        tables.starts.clear();
        let positions = tables
            .actors
            .iter()
            .enumerate()
            .map(|(position, record)| (tables.text(record.id).to_owned(), position as u32))
            .collect();
        let offices = tables
            .offices
            .iter()
            .enumerate()
            .map(|(position, office)| (tables.text(*office).to_owned(), position as u32))
            .collect();
        Self {
            sources,
            faults,
            positions,
            index,
            traits: std::mem::take(&mut tables.traits),
            offices,
            tables,
        }
    }

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

    /// Adds a name of a state, which before that began was one of a place in the state that it was a part of.
    fn add_by_date(&mut self, key: &str, posting: Posting) {
        let record = &self.tables.actors[posting.actor as usize];
        let Some(part) = record.part_of else {
            return self.add(key, posting);
        };
        let from = record.from;
        let sense = match posting.sense {
            Sense::Name | Sense::Seat => Sense::Place,
            sense => sense,
        };
        let of_whole = Posting {
            sense,
            actor: part.whole,
            from: part.from,
            until: part.until,
            weight: posting.weight.min(PLACE_WEIGHT),
            ..posting
        };
        self.add(key, of_whole);
        self.add(key, Posting { from, ..posting });
    }

    fn add(&mut self, key: &str, posting: Posting) {
        if !key.is_empty() {
            self.index
                .entry(key.to_owned())
                .or_default()
                .insert(posting);
        }
    }

    /// Reads the blocks: first their ids, so that they may name each other, then what they say.
    fn actors(&mut self) {
        let sources = self.sources;
        let new: BTreeSet<&str> = sources
            .actors
            .iter()
            .filter(|(_, _, block)| block.op != Operation::Remove)
            .map(|(_, _, block)| block.id.as_str())
            .filter(|id| !self.positions.contains_key(*id))
            .collect();
        for id in new {
            let own = self.tables.actors.len() as u32;
            let blank = self.blank(id, own);
            self.tables.actors.push(blank);
            self.positions.insert(id.to_owned(), own);
        }
        let mut seen: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
        for (file, line, block) in &sources.actors {
            if let Some((_, first)) = seen
                .get(block.id.as_str())
                .filter(|(known, _)| known == file)
            {
                self.fault(
                    file,
                    *line,
                    format!("'{}' is also in line {first}", block.id),
                );
            }
            seen.insert(&block.id, (file, *line));
            self.block(file, *line, block);
        }
    }

    fn block(&mut self, file: &str, line: usize, block: &ActorSource) {
        let Some(&own) = self.positions.get(&block.id) else {
            self.fault(
                file,
                line,
                format!("'{}' is to be removed but not known", block.id),
            );
            return;
        };
        if block.op != Operation::Add {
            self.forget(own);
        }
        if block.op == Operation::Remove {
            self.positions.remove(&block.id);
            return;
        }
        let blank = self.blank(&block.id, own);
        let known = &mut self.tables.actors[own as usize];
        if block.op == Operation::Replace {
            *known = blank.clone();
        }
        let is_new = self.tables.text(self.tables.actors[own as usize].name) == block.id
            && self.tables.actors[own as usize].members.is_empty()
            && self.tables.actors[own as usize].kind == blank.kind;
        if is_new && (block.kind.is_none() || block.name.is_none()) {
            let missing = if block.kind.is_none() { "kind" } else { "name" };
            self.fault(file, line, format!("'{}' has no {missing}", block.id));
            return;
        }
        let (from, until) = self.interval(
            file,
            line,
            block.from.as_deref().unwrap_or(""),
            block.until.as_deref().unwrap_or(""),
        );
        let principal = block
            .principal
            .as_deref()
            .map(|id| self.reference(file, line, id, own));
        let home = block
            .home
            .as_deref()
            .map(|id| self.reference(file, line, id, own));
        let name = block.name.as_deref().map(|name| self.tables.keep(name));
        let traits: Vec<u16> = block
            .traits
            .iter()
            .map(|name| self.trait_position(name))
            .collect();
        let members = self.members(file, line, &block.members);
        let part_of = block.part_of.as_ref().map(|part| {
            let whole = self.reference(file, line, &part.id, own);
            let from = part.from.as_deref().unwrap_or("");
            let (from, until) = self.interval(file, line, from, &part.until);
            Part { whole, from, until }
        });
        let record = &mut self.tables.actors[own as usize];
        record.kind = block.kind.unwrap_or(record.kind);
        record.name = name.unwrap_or(record.name);
        record.principal = principal.unwrap_or(record.principal);
        record.home = home.unwrap_or(record.home);
        if block.from.is_some() {
            record.from = from;
        }
        if block.until.is_some() {
            record.until = until;
        }
        record.part_of = part_of.or(record.part_of);
        record.traits.extend(traits);
        record.members.extend(members);
        let named: Vec<AliasSource> = block
            .name
            .iter()
            .map(|name| {
                AliasSource::Full(AliasConditions {
                    text: name.clone(),
                    from: block.from.clone(),
                    until: block.until.clone(),
                    case: None,
                    weight: None,
                })
            })
            .collect();
        for (sense, list) in [
            (Sense::Name, &named),
            (Sense::Name, &block.aliases),
            (Sense::Adjective, &block.adjectives),
            (Sense::People, &block.people),
            (Sense::Seat, &block.seats),
        ] {
            self.aliases(file, line, own, sense, list);
        }
    }

    /// Takes an actor's aliases out of the index.
    fn forget(&mut self, actor: u32) {
        for postings in self.index.values_mut() {
            postings.retain(|posting| {
                posting.actor != actor || matches!(posting.sense, Sense::Thing | Sense::Media)
            });
        }
        self.index.retain(|_, postings| !postings.is_empty());
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
            part_of: None,
        }
    }

    fn reference(&mut self, file: &str, line: usize, id: &str, own: u32) -> u32 {
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
            let posting = Posting {
                sense,
                actor,
                from,
                until,
                weight: alias
                    .weight
                    .map_or(FULL_WEIGHT, |weight| (weight.clamp(0.0, 1.0) * 100.0) as u8),
                case,
                words: word_count(text).min(255) as u8,
            };
            // A name that has dates of its own is not the part's of old.
            if alias.from.is_some() && sense != Sense::Name || alias.until.is_some() {
                self.add(&key, posting);
            } else {
                self.add_by_date(&key, posting);
            }
        }
    }

    fn people(&mut self) {
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
                self.fault(
                    &rows[0].file,
                    rows[0].line,
                    format!("'{actor}' is no known actor"),
                );
                continue;
            };
            let mut roles = Vec::new();
            for row in rows {
                let Some(class) = row.class else { continue };
                let (from, mut until) = self.interval(&row.file, row.line, &row.from, &row.until);
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
                .or_else(|| taken.get(key).copied().filter(|_| own))
                .or_else(|| self.known_person(&rows[0].name, principal));
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
                    part_of: None,
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
        listed.extend(std::mem::take(&mut self.tables.given));
        for (name, gender) in &self.sources.given {
            listed.insert(fold(name), *gender);
        }
        self.tables.given = listed.into_iter().collect();
    }

    /// A person of the layer below with the same name and principal.
    fn known_person(&self, name: &str, principal: u32) -> Option<u32> {
        let position = *self.positions.get(&names::slug(name))?;
        let record = &self.tables.actors[position as usize];
        (record.kind == Kind::Person && record.roles.iter().any(|role| role.principal == principal))
            .then_some(position)
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
            self.add_by_date(&key, posting);
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
        self.tables
            .common
            .extend(self.sources.common.iter().map(|word| fold(word)));
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
            self.tables
                .nouns
                .retain(|noun| noun.singular != source.singular);
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
