//! The life of a relation in numbers.

use super::head::Extent;
use crate::graph::build::ordinals;
use crate::graph::claim::{AllTerms, Claim, Lane};
use crate::graph::life::{Life, StageDraft, unfold};
use crate::graph::occurrence::{Act, join};
use crate::graph::relation::Closing;
use crate::graph::rules::Rules;
use crate::graph::valid::{DatedBy, Valid};
use crate::model::{ActorId, Day, Legend, Precision, Record};

/// The life of one relation. Its lists are flat, so that thousands of lives are read through one row without asking for
/// memory.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LifeRow {
    pub(super) lane: Lane,
    /// What its id ends in when others of the pair began on the same day; empty for the first of them.
    pub(super) rest: u32,
    /// When its first stage begins.
    pub(super) first: Day,
    /// Position in [`Legend::codes`] of its first act, which tells the matter.
    pub(super) matter: u32,
    pub(super) acts: Vec<ActRow>,
    /// The statements, act by act, the leading of each first.
    pub(super) keys: Vec<u32>,
    pub(super) stages: Vec<StageRow>,
    /// The acts of the stages as positions in [`LifeRow::acts`], stage by stage.
    pub(super) places: Vec<u32>,
    /// Acts that change nothing, likewise.
    pub(super) asides: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ActRow {
    /// Whether the first of the pair acts.
    pub(super) forward: bool,
    /// Position in [`Legend::codes`], of the leading statement.
    pub(super) code: u32,
    /// When it happens or stands, as [`Valid`] has it.
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) precision: Precision,
    pub(super) dated_by: DatedBy,
    pub(super) begins: Day,
    /// For which days it is planned.
    pub(super) due: Option<(Day, Day)>,
    /// Where its statements end in [`LifeRow::keys`].
    pub(super) keys_end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct StageRow {
    pub(super) from: Day,
    pub(super) until: Day,
    pub(super) closing: Option<Closing>,
    /// Where its acts end in [`LifeRow::places`].
    pub(super) places_end: u32,
    /// The statement of the other matter that ended it.
    pub(super) ended_by: Option<u32>,
}

/// What the numbers of records mean, and what the rules make of their codes.
pub(super) type Told<'t> = (&'t Legend, &'t AllTerms<'t>, &'t Rules);

/// The lives of a pair that are wanted by when they are in force, from its records in order, and when the first of all
/// begins. `None`: the records are not under this legend.
pub(super) fn of_pair(
    pair: (&ActorId, &ActorId),
    records: &[Record],
    (legend, terms, rules): Told<'_>,
    wanted: impl Fn(Extent) -> bool,
) -> Option<(Option<Day>, Vec<LifeRow>)> {
    let claims = records.iter().enumerate();
    let claims = claims.map(|record| Claim::of_record(record, pair.0, legend, terms));
    let mut claims = claims.collect::<Option<Vec<_>>>()?;
    let mut acts = join(&mut claims, rules, true);
    let lives = unfold(&mut acts, rules);
    let begun = lives.iter().filter_map(|life| life.stages.first()?.from);
    let first = begun.min();
    let numbered = ordinals(pair, &lives).into_iter().zip(&lives);
    let rows = numbered
        .filter(|(_, life)| wanted(extent(life)))
        .map(|(rest, life)| row(rest, life, &acts, (records, legend)));
    Some((first, rows.collect()))
}

/// From when to when a life is in force.
fn extent(life: &Life<'_>) -> Extent {
    let days = |stage: &StageDraft| (or_none(stage.from), or_none(stage.until));
    Extent::of(life.stages.iter().map(days))
}

fn row(
    rest: u32,
    life: &Life<'_>,
    acts: &[Act<'_>],
    (records, legend): (&[Record], &Legend),
) -> LifeRow {
    let own = life.acts();
    let mut row = LifeRow {
        lane: life.lane,
        rest,
        ..LifeRow::default()
    };
    for act in own.iter().map(|&act| &acts[act]) {
        row.keys
            .extend(act.claims.iter().map(|claim| records[claim.statement].key));
        row.acts
            .push(act_row(act, row.keys.len(), (records, legend)));
    }
    let positions = |acts: &[usize]| -> Vec<u32> {
        acts.iter()
            .filter_map(|act| own.binary_search(act).ok())
            .map(|position| position as u32)
            .collect()
    };
    for stage in &life.stages {
        row.places.extend(positions(&stage.acts));
        row.stages.push(StageRow {
            from: or_none(stage.from),
            until: or_none(stage.until),
            closing: stage.closing,
            places_end: row.places.len() as u32,
            ended_by: (stage.ended_by).map(|act| records[acts[act].leading().statement].key),
        });
    }
    row.asides = positions(&life.asides);
    row.named()
}

fn act_row(act: &Act<'_>, keys_end: usize, (records, legend): (&[Record], &Legend)) -> ActRow {
    let leading = &records[act.leading().statement];
    let principal = |party: u32| &legend.parties[party as usize].principal;
    let valid = act.leading().valid;
    ActRow {
        forward: principal(leading.source) <= principal(leading.target),
        code: leading.code,
        from: or_none(valid.from),
        to: or_none(valid.to),
        precision: valid.precision,
        dated_by: valid.dated_by,
        begins: or_none(act.begins),
        due: act.due,
        keys_end: keys_end as u32,
    }
}

fn or_none(day: Option<Day>) -> Day {
    day.unwrap_or(Day::NONE)
}

impl Default for LifeRow {
    /// A row to read lives into.
    fn default() -> Self {
        Self {
            lane: Lane::Both,
            rest: 0,
            first: Day::NONE,
            matter: 0,
            acts: Vec::new(),
            keys: Vec::new(),
            stages: Vec::new(),
            places: Vec::new(),
            asides: Vec::new(),
        }
    }
}

impl LifeRow {
    /// The same, with what its id follows from.
    pub(super) fn named(mut self) -> Self {
        self.name();
        self
    }

    /// Notes what the id follows from.
    pub(super) fn name(&mut self) {
        self.first = self.stages.first().map_or(Day::NONE, |stage| stage.from);
        self.matter = self.acts.first().map_or(0, |act| act.code);
    }

    /// The same without what happened: what its id follows from.
    fn bare(&self) -> Self {
        Self {
            lane: self.lane,
            rest: self.rest,
            first: self.first,
            matter: self.matter,
            ..Self::default()
        }
    }

    /// From when to when it is in force.
    pub(super) fn extent(&self) -> Extent {
        Extent::of(self.stages.iter().map(|stage| (stage.from, stage.until)))
    }

    /// The stage in force on the day, as [`crate::graph::Relation::stage`] has it, by its position.
    pub(super) fn stage(&self, day: Option<Day>) -> Option<usize> {
        if let Some(day) = day {
            return self.stages.iter().rposition(|stage| stage.in_force(day));
        }
        let last = self.stages.last()?;
        last.closing.is_none().then(|| self.stages.len() - 1)
    }

    /// The acts of a stage, as positions in [`LifeRow::acts`].
    pub(super) fn acts_of(&self, stage: usize) -> &[u32] {
        let start = match stage.checked_sub(1) {
            Some(before) => self.stages[before].places_end as usize,
            None => 0,
        };
        let end = self.stages[stage].places_end as usize;
        self.places.get(start..end).unwrap_or_default()
    }

    /// The acts behind a stage by the day: the one that began it, and those that happened since.
    pub(super) fn behind(
        &self,
        stage: usize,
        day: Option<Day>,
    ) -> impl Iterator<Item = u32> + Clone + '_ {
        let acts = self.acts_of(stage).iter().enumerate();
        acts.filter_map(move |(nth, &at)| {
            let act = self.acts.get(at as usize)?;
            let happened = nth == 0 || day.is_none_or(|day| act.begins <= day);
            happened.then_some(at)
        })
    }

    /// The statements of an act, the leading first.
    pub(super) fn keys_of(&self, act: u32) -> &[u32] {
        let act = act as usize;
        let start = act
            .checked_sub(1)
            .map_or(0, |before| self.acts[before].keys_end as usize);
        let end = self.acts[act].keys_end as usize;
        self.keys.get(start..end).unwrap_or_default()
    }

    /// The part of the life that tells how it stands on each of the days, and what happened to it between them; a
    /// missing day needs all of it.
    pub(super) fn part(&self, days: &[Option<Day>]) -> Self {
        let days: Option<Vec<Day>> = days.iter().copied().collect();
        let Some((first, last)) = days
            .as_deref()
            .and_then(|days| Some((*days.iter().min()?, *days.iter().max()?)))
        else {
            return self.clone();
        };
        let begun = |day: Day| self.stages.iter().rposition(|stage| stage.from <= day);
        let last_begun: Vec<usize> = days
            .iter()
            .flatten()
            .filter_map(|&day| begun(day))
            .collect();
        let mut part = self.bare();
        for (nth, stage) in self.stages.iter().enumerate() {
            let met = stage.until == Day::NONE || first < stage.until || first < stage.from;
            if stage.from > last || !(met || last_begun.contains(&nth)) {
                continue;
            }
            for act in self.behind(nth, Some(last)) {
                part.keys.extend(self.keys_of(act));
                part.places.push(part.acts.len() as u32);
                part.acts.push(ActRow {
                    keys_end: part.keys.len() as u32,
                    ..self.acts[act as usize]
                });
            }
            part.stages.push(StageRow {
                places_end: part.places.len() as u32,
                // How it ended is asked between two days.
                ended_by: stage.ended_by.filter(|_| first < last),
                ..*stage
            });
        }
        part
    }

    /// The same with the leading statement of each stage, and those of plans where others than the first act of a stage
    /// say for when.
    pub(super) fn leading(&self) -> Self {
        let mut brief = self.bare();
        for (nth, stage) in self.stages.iter().enumerate() {
            // From which day on one is known that says for when it is planned; the first of those counts.
            let mut due_since = None;
            for (position, &at) in self.acts_of(nth).iter().enumerate() {
                let act = &self.acts[at as usize];
                let is_earlier = due_since.is_none_or(|since| act.begins < since);
                let tells_due = act.due.is_some() && is_earlier;
                if position > 0 && !tells_due {
                    continue;
                }
                if tells_due {
                    // The first act of a stage is behind it on every day.
                    due_since = Some(if position == 0 { Day::NONE } else { act.begins });
                }
                brief.keys.extend(self.keys_of(at).first());
                brief.places.push(brief.acts.len() as u32);
                brief.acts.push(ActRow {
                    keys_end: brief.keys.len() as u32,
                    ..*act
                });
            }
            brief.stages.push(StageRow {
                places_end: brief.places.len() as u32,
                ..*stage
            });
        }
        brief
    }

    /// The keys of the statements behind how it stands on the day.
    pub(super) fn keys_behind(&self, day: Option<Day>) -> Vec<u32> {
        let stage = self.stage(day);
        let acts = stage.into_iter().flat_map(|nth| self.behind(nth, day));
        acts.flat_map(|act| self.keys_of(act)).copied().collect()
    }

    /// The keys of all its statements.
    pub(super) fn all_keys(&self) -> impl Iterator<Item = u32> + '_ {
        let ends = self.stages.iter().filter_map(|stage| stage.ended_by);
        self.keys.iter().copied().chain(ends)
    }
}

impl ActRow {
    /// When it happens or stands.
    pub(super) fn valid(&self) -> Valid {
        Valid {
            from: self.from.date(),
            to: self.to.date(),
            precision: self.precision,
            dated_by: self.dated_by,
        }
    }
}

impl StageRow {
    /// As [`crate::graph::Stage::in_force`].
    fn in_force(&self, day: Day) -> bool {
        let replaced_undated = self.closing.is_some() && self.until == Day::NONE;
        // No day lies before all days.
        let begun = self.from <= day;
        let over = self.until != Day::NONE && self.until <= day;
        begun && !over && !replaced_undated
    }
}
