//! Détente's library, asked the questions of `benches/peers` in one process.
//!
//! `run.py` builds it and calls it with `STORE PAIRS BEFORE DAY ROUNDS`; the answer is a line of JSON.
//! Each time is the fastest of the rounds, in seconds. The store should be a copy of its own: an index belongs to the
//! program that made it, and this one makes another.

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::BufReader;
use std::path::Path;
use std::time::Instant;

use jiff::civil::Date;
use serde_json::{Value, json};

use detente::graph::{Difference, Frozen, Graph, Keep, Labels, PathOptions, Rules, Stand, freeze};
use detente::model::{ActorId, Legend};
use detente::store::{Index, Store};

type Done<T> = Result<T, Box<dyn Error>>;
type Pairs = Vec<(ActorId, ActorId)>;

fn main() -> Done<()> {
    // `cargo bench` adds an argument of its own.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let [store, pairs, before, day, n_rounds] = arguments.as_slice() else {
        if arguments.is_empty() {
            eprintln!("run by benches/peers/run.py; without a store there is nothing to ask");
            return Ok(());
        }
        return Err("give STORE PAIRS BEFORE DAY ROUNDS".into());
    };
    let store = Path::new(store);
    let asked: Value = serde_json::from_str(&std::fs::read_to_string(pairs)?)?;
    let (before, day): (Date, Date) = (before.parse()?, day.parse()?);
    let n_rounds: usize = n_rounds.parse()?;
    let fastest = |question: &str, ask: &mut dyn FnMut() -> Done<usize>| -> Done<(String, Value)> {
        let mut seconds = f64::INFINITY;
        let mut answer = 0;
        for _ in 0..n_rounds {
            let started = Instant::now();
            answer = black_box(ask()?);
            seconds = seconds.min(started.elapsed().as_secs_f64());
        }
        Ok((
            question.to_owned(),
            json!({ "seconds": seconds, "answer": answer }),
        ))
    };
    keep_index(store)?;
    let mut questions = Vec::new();
    questions.push(fastest("open", &mut || {
        Ok(Asked::new(store)?.frozen.names().actors().len())
    })?);
    // In numbers, from a store that stands open, as the peers' tables do.
    let mut open = Asked::new(store)?;
    questions.push(fastest("snapshot", &mut || Ok(open.standings(day)?.len()))?);
    questions.push(fastest("diff", &mut || {
        let fetch = &mut |keys: &[u32]| open.store.statements_of(keys);
        let differences = open.frozen.differences(Some(before), Some(day), fetch)?;
        let status = |stand: &Option<Stand>| Some(open.frozen.code(stand.as_ref()?.code)?.status);
        let differs = |(one, other): &&Difference| status(one) != status(other);
        Ok(differences.iter().filter(differs).count())
    })?);
    for (question, kind) in [("timelines", "timelines"), ("busy timelines", "busy")] {
        let pairs = pairs_of(&asked[kind])?;
        questions.push(fastest(question, &mut || {
            let mut n_rows = 0;
            for (one, other) in &pairs {
                let fetch = &mut |keys: &[u32]| open.store.statements_of(keys);
                n_rows += open.frozen.history(one, other, fetch)?.len();
            }
            Ok(n_rows)
        })?);
    }
    let pairs = pairs_of(&asked["timelines"])?;
    questions.push(fastest("timelines in words", &mut || {
        let mut n_entries = 0;
        for (one, other) in &pairs {
            let graph = Asked::new(store)?.between(one, other)?;
            n_entries += graph.timeline(one, other).len();
        }
        Ok(n_entries)
    })?);
    // In words, from the file.
    questions.push(fastest("snapshot in words", &mut || {
        let graph = Asked::new(store)?.in_force(&[day])?;
        Ok(graph.snapshot(Some(day), None).standings.len())
    })?);
    questions.push(fastest("diff in words", &mut || {
        let graph = Asked::new(store)?.in_force(&[before, day])?;
        Ok(graph.diff(Some(before), Some(day)).changes.len())
    })?);
    let snapshot = Asked::new(store)?
        .in_force(&[day])?
        .snapshot(Some(day), None);
    let pairs = pairs_of(&asked["paths"])?;
    let options = PathOptions {
        n_paths: Some(1),
        ..PathOptions::default()
    };
    questions.push(fastest("build for paths", &mut || {
        black_box(snapshot.connections(&options));
        Ok(snapshot.standings.len())
    })?);
    let net = snapshot.connections(&options);
    let mut hops = Vec::new();
    questions.push(fastest("paths", &mut || {
        hops.clear();
        for (from, to) in &pairs {
            hops.push(net.first_way(from, to).len().checked_sub(1));
        }
        Ok(hops.iter().flatten().count())
    })?);
    questions.push(fastest("paths in words", &mut || {
        let ways = pairs
            .iter()
            .map(|(from, to)| net.paths(from, to).paths.len());
        Ok(ways.sum())
    })?);
    let questions: serde_json::Map<String, Value> = questions.into_iter().collect();
    println!("{}", json!({ "questions": questions, "hops": hops }));
    Ok(())
}

/// As the first question to a store does.
fn keep_index(path: &Path) -> Done<()> {
    let store = Store::open(path)?;
    let seal = store
        .hold()?
        .ok_or("somebody else has written into the store")?;
    let index = Index::of(path).ok_or("this program's file cannot be found")?;
    if index.open(&store).is_none() {
        let records = store.records(Legend::default(), None)?;
        let fetch = &mut |keys: &[u32]| store.statements_of(keys);
        index.keep(&seal, &freeze(records, &Rules::embedded()?, fetch)?);
    }
    Ok(())
}

/// A store that is asked, as the program opens it for each question.
struct Asked {
    store: Store,
    frozen: Frozen<BufReader<File>>,
}

impl Asked {
    fn new(path: &Path) -> Done<Self> {
        let store = Store::open(path)?;
        let index = Index::of(path).ok_or("this program's file cannot be found")?;
        let kept = index.open(&store);
        let (bytes, _) = kept.ok_or("the store's folder may not be written")?;
        let frozen = Frozen::open(bytes, Rules::embedded()?, Labels::embedded()?)?;
        Ok(Self { store, frozen })
    }

    fn standings(&mut self, day: Date) -> Done<Vec<Stand>> {
        let fetch = &mut |keys: &[u32]| self.store.statements_of(keys);
        Ok(self.frozen.standings(Some(day), fetch)?)
    }

    fn in_force(mut self, days: &[Date]) -> Done<Graph> {
        let days: Vec<Option<Date>> = days.iter().copied().map(Some).collect();
        let fetch = &mut |keys: &[u32]| self.store.statements_of(keys);
        Ok(self.frozen.in_force(&days, Keep::all(), fetch)?)
    }

    fn between(mut self, one: &ActorId, other: &ActorId) -> Done<Graph> {
        let fetch = &mut |keys: &[u32]| self.store.statements_of(keys);
        Ok(self.frozen.between(one, other, fetch)?)
    }
}

fn pairs_of(asked: &Value) -> Done<Pairs> {
    let pairs: Vec<(String, String)> = serde_json::from_value(asked.clone())?;
    Ok(pairs
        .into_iter()
        .map(|(one, other)| (ActorId::new(one), ActorId::new(other)))
        .collect())
}
