//! Actors: who there is, under which names, in which office, on which date.
//!
//! Comes in: `data/actors/`, compiled by the build script into an index and tables, and users' overlays.
//! Goes out: [`Actors`], which answers who a name means on a date, who speaks for whom, who is a member of what.
//! Never imported here: text, language, mentions, statements. Data: `data/actors/`.

pub mod compile;
mod dictionary;
mod fold;
mod index;
mod level;
mod lookup;
mod names;
mod overlay;
mod record;
pub mod source;
mod twins;

use jiff::civil::Date;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{ActorId, ActorKind};

pub use fold::{fold, fold_into};
pub use index::Found;
pub use lookup::Candidate;
pub use overlay::{Conflict, OverlayFile};
pub use record::{Case, Class, Day, Kind, Noun, NounRole, Posting, Record, Role, Sense};
pub use source::Fault;

use record::{Holder, Tables};

/// Position of an actor in the tables: cheap to copy and compare, meaningless outside of one [`Actors`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorIdx(u32);

/// What is known of actors.
///
/// ```
/// use detente::model::ActorId;
/// use detente::vocabulary::actors::Actors;
/// let actors = Actors::embedded();
/// assert_eq!(actors.name(&ActorId::new("RUS")), Some("Russia"));
/// assert_eq!(actors.name(&ActorId::new("no-such-actor")), None);
/// ```
#[derive(Clone)]
pub struct Actors {
    index: fst::raw::Fst<std::borrow::Cow<'static, [u8]>>,
    tables: Tables,
    nouns: FxHashMap<String, (u32, bool)>,
    noun_starts: FxHashSet<String>,
    /// The most words that a noun phrase of the list has.
    longest_noun: usize,
}

impl std::fmt::Debug for Actors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Actors")
            .field("actors", &self.tables.actors.len())
            .field("aliases", &self.tables.postings.len())
            .finish_non_exhaustive()
    }
}

/// A date as the tables keep it.
pub fn to_day(date: Date) -> Day {
    Day::from(date.year().unsigned_abs()) * 10_000
        + Day::from(date.month().unsigned_abs()) * 100
        + Day::from(date.day().unsigned_abs())
}

/// Whether a day lies in an interval, both ends included; `0` is open. Without a day everything is valid.
pub fn covers(from: Day, until: Day, day: Option<Day>) -> bool {
    day.is_none_or(|day| (from == 0 || from <= day) && (until == 0 || day <= until))
}

/// How far a day lies outside an interval, in (rough) days; 0 inside.
pub fn distance(from: Day, until: Day, day: Option<Day>) -> u32 {
    let Some(day) = day else { return 0 };
    let rough = |day: Day| day / 10_000 * 372 + day / 100 % 100 * 31 + day % 100;
    if from != 0 && day < from {
        rough(from) - rough(day)
    } else if until != 0 && day > until {
        rough(day) - rough(until)
    } else {
        0
    }
}

impl Actors {
    /// The shipped knowledge. Costs a few milliseconds; keep it rather than call it per text.
    ///
    /// # Panics
    /// Never on input: only if the build script wrote what this version cannot read.
    pub fn embedded() -> Self {
        static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/actors.fst"));
        static TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/actors.bin"));
        let tables = postcard::from_bytes(TABLES).expect("the build script wrote these tables");
        Self::assemble(std::borrow::Cow::Borrowed(INDEX), tables)
            .expect("the build script wrote this index")
    }

    fn assemble(
        index: std::borrow::Cow<'static, [u8]>,
        tables: Tables,
    ) -> Result<Self, fst::Error> {
        let mut nouns = FxHashMap::default();
        let mut longest_noun = 1;
        let mut noun_starts = FxHashSet::default();
        for (position, noun) in tables.nouns.iter().enumerate() {
            longest_noun = longest_noun.max(noun.singular.split(' ').count());
            for form in [&noun.plural, &noun.singular] {
                noun_starts.insert(form.split(' ').next().unwrap_or_default().to_owned());
            }
            nouns.insert(noun.plural.clone(), (position as u32, true));
            nouns.insert(noun.singular.clone(), (position as u32, false));
        }
        Ok(Self {
            index: fst::raw::Fst::new(index)?,
            tables,
            nouns,
            noun_starts,
            longest_noun,
        })
    }

    /// The actor of a posting.
    pub fn actor(&self, posting: &Posting) -> ActorIdx {
        ActorIdx(posting.actor)
    }

    /// An actor's position.
    pub fn find(&self, id: &ActorId) -> Option<ActorIdx> {
        self.by_id(id.as_str())
    }

    /// An actor's position by the id's text.
    pub fn by_id(&self, id: &str) -> Option<ActorIdx> {
        self.tables
            .by_id
            .binary_search_by(|&position| {
                self.text(self.tables.actors[position as usize].id).cmp(id)
            })
            .ok()
            .map(|found| ActorIdx(self.tables.by_id[found]))
    }

    /// Everything known of an actor.
    pub fn record(&self, actor: ActorIdx) -> &Record {
        &self.tables.actors[actor.0 as usize]
    }

    fn text(&self, text: record::Text) -> &str {
        self.tables.text(text)
    }

    /// Its id's characters.
    pub fn id_text(&self, actor: ActorIdx) -> &str {
        self.text(self.record(actor).id)
    }

    /// Its usual name.
    pub fn name_text(&self, actor: ActorIdx) -> &str {
        self.text(self.record(actor).name)
    }

    /// Its id.
    pub fn id(&self, actor: ActorIdx) -> ActorId {
        ActorId::new(self.id_text(actor))
    }

    /// Its usual name.
    pub fn name(&self, id: &ActorId) -> Option<&str> {
        self.find(id).map(|actor| self.name_text(actor))
    }

    /// What sort of actor it is.
    pub fn kind(&self, id: &ActorId) -> Option<ActorKind> {
        self.find(id).map(|actor| kind_of(self.record(actor).kind))
    }

    /// The actor it speaks for, itself for states and organisations. For persons the principal on `day`.
    pub fn principal_of(&self, actor: ActorIdx, day: Option<Day>) -> ActorIdx {
        let record = self.record(actor);
        match self.role_on(actor, day) {
            Some(role) => ActorIdx(self.tables.actors[role.principal as usize].principal),
            None if record.kind == Kind::Person => ActorIdx(record.home),
            None => ActorIdx(record.principal),
        }
    }

    /// The state where a group is at home.
    pub fn home_of(&self, group: ActorIdx) -> Option<ActorIdx> {
        let home = ActorIdx(self.record(group).home);
        (self.record(home).kind == Kind::State).then_some(home)
    }

    /// The principal by id: the state of a ministry, of a person in office on that date.
    pub fn principal(&self, id: &ActorId, date: Option<Date>) -> Option<ActorId> {
        self.find(id)
            .map(|actor| self.id(self.principal_of(actor, date.map(to_day))))
    }

    /// The office a person holds on `day`; the nearest in time when none is held then.
    pub fn role_on(&self, actor: ActorIdx, day: Option<Day>) -> Option<&Role> {
        self.record(actor)
            .roles
            .iter()
            .min_by_key(|role| (distance(role.from, role.until, day), role.class))
    }

    /// Whether an actor holds an office that the data know on a day, or on no day known.
    pub fn is_in_office(&self, actor: ActorIdx, day: Option<Day>) -> bool {
        let mut roles = self.record(actor).roles.iter();
        roles.any(|role| distance(role.from, role.until, day) == 0)
    }

    /// The name of an office; empty when the source gives none.
    pub fn office(&self, role: &Role) -> &str {
        self.text(self.tables.offices[role.office as usize])
    }

    /// Whether a trait (kingdom, alliance, island) is among the actor's.
    pub fn has_trait(&self, actor: ActorIdx, name: &str) -> bool {
        self.record(actor)
            .traits
            .iter()
            .any(|&position| self.tables.traits[usize::from(position)] == name)
    }

    /// A common noun of one or several lower-case words, and whether this form is its plural.
    pub fn noun(&self, words: &str) -> Option<(&Noun, bool)> {
        self.nouns
            .get(words)
            .map(|&(position, plural)| (&self.tables.nouns[position as usize], plural))
    }

    /// Whether a listed noun begins with this lower-case word; a full stop at its end does not count.
    pub fn starts_noun(&self, word: &str) -> bool {
        self.noun_starts
            .contains(word.strip_suffix('.').unwrap_or(word))
    }

    /// The name of a noun's trait: the description it makes ("alliance").
    pub fn noun_trait(&self, noun: &Noun) -> Option<&str> {
        noun.traits
            .first()
            .map(|&position| self.tables.traits[usize::from(position)].as_str())
    }

    /// The most words that a listed noun phrase has.
    pub fn longest_noun(&self) -> usize {
        self.longest_noun
    }

    /// Persons whose whole name has the same skeleton: another transliteration of it.
    pub fn transliterated(&self, name: &str) -> &[Posting] {
        self.postings(&names::whole_skeleton(name))
    }

    /// Holders of top offices whose surname has the same skeleton.
    pub fn transliterated_surname(&self, surname: &str) -> &[Posting] {
        self.postings(&format!(
            "{0}{0}{1}",
            fold::SKELETON,
            fold::skeleton(surname)
        ))
    }

    /// Whether a name is that of a news agency, newspaper or broadcaster: a source, not an actor.
    pub fn is_media(&self, name: &str) -> bool {
        self.postings(&fold(name))
            .iter()
            .any(|posting| posting.sense == Sense::Media)
    }

    /// A given name's gender: `m`, `f`, or a space when both or unknown. `None` when it is no given name.
    pub fn given_name(&self, folded: &str) -> Option<char> {
        self.tables
            .given
            .binary_search_by(|(name, _)| name.as_str().cmp(folded))
            .ok()
            .map(|position| self.tables.given[position].1)
    }

    /// Whether a surname is also a common word, so that it needs a title or an earlier full name.
    pub fn is_common_word(&self, folded: &str) -> bool {
        self.tables
            .common
            .binary_search_by(|word| word.as_str().cmp(folded))
            .is_ok()
    }

    /// The members of an organisation or composite body on a date, by id.
    pub fn members_on(&self, bloc: &ActorId, date: Option<Date>) -> Vec<ActorId> {
        self.find(bloc).map_or_else(Vec::new, |actor| {
            self.members(actor, date.map(to_day))
                .into_iter()
                .map(|member| self.id(member))
                .collect()
        })
    }

    /// The members on a day; the end of a membership is the first day outside.
    pub fn members(&self, bloc: ActorIdx, day: Option<Day>) -> Vec<ActorIdx> {
        let mut members: Vec<ActorIdx> = self
            .record(bloc)
            .members
            .iter()
            .filter(|member| {
                day.is_none_or(|day| {
                    (member.from == 0 || member.from <= day)
                        && (member.until == 0 || day < member.until)
                })
            })
            .map(|member| ActorIdx(member.member))
            .collect();
        members.sort_unstable();
        members.dedup();
        members
    }

    /// Number of actors and of spellings that name one.
    pub fn counts(&self) -> (usize, usize) {
        let n_skeletons = {
            use fst::{IntoStreamer as _, Streamer as _};
            let mut stream = self
                .index
                .range()
                .ge(fold::SKELETON.to_string())
                .into_stream();
            let mut n = 0;
            while stream.next().is_some() {
                n += 1;
            }
            n
        };
        (self.tables.actors.len(), self.index.len() - n_skeletons)
    }

    /// The states that exist on a date, by id.
    pub fn states_on(&self, on: Date) -> Vec<ActorIdx> {
        self.tables
            .by_id
            .iter()
            .map(|&position| ActorIdx(position))
            .filter(|&actor| {
                let record = self.record(actor);
                record.kind == Kind::State && covers(record.from, record.until, Some(to_day(on)))
            })
            .collect()
    }

    /// The state or organisation of an office.
    pub fn id_of_role(&self, role: &Role) -> ActorId {
        self.id(ActorIdx(role.principal))
    }

    /// All who hold a class of office for a principal on a date.
    pub fn holders_on(&self, principal: ActorIdx, class: Class, on: Date) -> Vec<ActorIdx> {
        self.holders(principal, class, Some(to_day(on)))
            .map(ActorIdx)
            .collect()
    }

    /// Names of the offices of a class that somebody holds for a principal on a day.
    pub fn offices_on(&self, principal: ActorIdx, class: Class, day: Option<Day>) -> Vec<&str> {
        self.holders(principal, class, day)
            .filter_map(|person| self.role_on(ActorIdx(person), day))
            .map(|role| self.office(role))
            .collect()
    }

    /// Whether there was an actor on a day.
    pub fn exists_on(&self, actor: ActorIdx, day: Option<Day>) -> bool {
        let record = self.record(actor);
        covers(record.from, record.until, day)
    }

    fn holders(
        &self,
        principal: ActorIdx,
        class: Class,
        day: Option<Day>,
    ) -> impl Iterator<Item = u32> {
        self.terms(principal, class)
            .filter(move |holder| covers(holder.from, holder.until, day))
            .map(|holder| holder.person)
    }

    /// All terms in a class of office for a principal.
    fn terms(&self, principal: ActorIdx, class: Class) -> impl Iterator<Item = &Holder> {
        let start = self
            .tables
            .holders
            .partition_point(|holder| (holder.principal, holder.class) < (principal.0, class));
        self.tables.holders[start..]
            .iter()
            .take_while(move |holder| (holder.principal, holder.class) == (principal.0, class))
    }

    /// Who held a class of office for a principal last before a day, and no longer does.
    pub fn holder_before(&self, principal: ActorIdx, class: Class, day: Day) -> Option<ActorIdx> {
        let now: Vec<u32> = self.holders(principal, class, Some(day)).collect();
        self.terms(principal, class)
            .filter(|holder| {
                holder.until != 0 && holder.until < day && !now.contains(&holder.person)
            })
            .max_by_key(|holder| (holder.until, holder.person))
            .map(|holder| ActorIdx(holder.person))
    }

    /// Who holds a class of office for a principal on a day; nobody when the data have no one or several.
    pub fn holder(&self, principal: ActorIdx, class: Class, day: Option<Day>) -> Option<ActorIdx> {
        day?;
        let mut holders = self.holders(principal, class, day);
        let first = holders.next()?;
        holders
            .all(|other| other == first)
            .then_some(ActorIdx(first))
    }
}

/// The model's word for a sort of actor.
pub fn kind_of(kind: Kind) -> ActorKind {
    match kind {
        Kind::State => ActorKind::State,
        Kind::Organisation => ActorKind::Organisation,
        Kind::Group => ActorKind::Group,
        Kind::Institution | Kind::Composite => ActorKind::Institution,
        Kind::People => ActorKind::People,
        Kind::Person => ActorKind::Person,
    }
}
