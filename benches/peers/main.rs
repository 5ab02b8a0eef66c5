//! Détente's library, asked the questions of `benches/peers` in one process.
//!
//! `run.py` builds it and calls it with `STORE PAIRS BEFORE DAY ROUNDS`; the answer is a line of JSON.
//! Each time is the fastest of the rounds, in seconds. The store should be a copy of its own: an index belongs to the
//! program that made it, and this one makes another.

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use jiff::civil::Date;
use serde_json::{Value, json};

use detente::graph::{Frozen, Graph, Labels, Options, PathOptions, Rules};
use detente::model::ActorId;
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
        Ok(open(store)?.names().actors().len())
    })?);
    questions.push(fastest("snapshot", &mut || {
        Ok(in_force(store, &[day])?
            .snapshot(Some(day), None)
            .standings
            .len())
    })?);
    questions.push(fastest("diff", &mut || {
        Ok(in_force(store, &[before, day])?
            .diff(Some(before), Some(day))
            .changes
            .len())
    })?);
    for (question, kind) in [("timelines", "timelines"), ("busy timelines", "busy")] {
        let pairs = pairs_of(&asked[kind])?;
        questions.push(fastest(question, &mut || {
            let mut n_entries = 0;
            for (one, other) in &pairs {
                n_entries += open(store)?.between(one, other)?.timeline(one, other).len();
            }
            Ok(n_entries)
        })?);
    }
    let snapshot = in_force(store, &[day])?.snapshot(Some(day), None);
    let pairs = pairs_of(&asked["paths"])?;
    let options = PathOptions {
        n_paths: Some(1),
        ..PathOptions::default()
    };
    let mut hops = Vec::new();
    questions.push(fastest("paths", &mut || {
        hops.clear();
        for (from, to) in &pairs {
            let ways = snapshot.paths(from, to, &options);
            hops.push(ways.paths.first().map(|way| way.hops.len()));
        }
        Ok(hops.iter().flatten().count())
    })?);
    let questions: serde_json::Map<String, Value> = questions.into_iter().collect();
    println!("{}", json!({ "questions": questions, "hops": hops }));
    Ok(())
}

/// As the first question to a store does.
fn keep_index(store: &Path) -> Done<()> {
    let index = Index::of(store).ok_or("the store cannot be read")?;
    if index.open().is_none() {
        let statements = Store::open(store)?.statements()?;
        index.keep(&Graph::new(statements, Options::default())?.freeze()?);
    }
    Ok(())
}

fn open(store: &Path) -> Done<Frozen<impl std::io::Read + std::io::Seek>> {
    let index = Index::of(store).ok_or("the store cannot be read")?;
    let index = index
        .open()
        .ok_or("somebody else has written into the store, or its folder may not be written")?;
    Ok(Frozen::open(
        index,
        Rules::embedded()?,
        Labels::embedded()?,
    )?)
}

fn in_force(store: &Path, days: &[Date]) -> Done<Graph> {
    let days: Vec<Option<Date>> = days.iter().copied().map(Some).collect();
    Ok(open(store)?.in_force(&days)?)
}

fn pairs_of(asked: &Value) -> Done<Pairs> {
    let pairs: Vec<(String, String)> = serde_json::from_value(asked.clone())?;
    Ok(pairs
        .into_iter()
        .map(|(one, other)| (ActorId::new(one), ActorId::new(other)))
        .collect())
}
