//! What the graph's questions cost beside a plain scan over its statements, so that figures mean the same on any machine.
//!
//! `cargo bench --bench graph`. The statements are made up: states in a ring of neighbours, meetings, visits, aid and
//! quarrels over twenty years, from a fixed formula.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};

use detente::graph::{Graph, Options, PathOptions};
use detente::model::{
    Action, ActorId, ActorKind, EventCode, Evidence, Party, Published, Span, Statement, Status,
    When,
};

const N_ACTORS: usize = 150;
const N_DAYS: i64 = 20 * 365;
/// Sizes at which it is measured: how time grows counts more than what it is.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const N_ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for n_statements in SIZES {
        let statements: Vec<Statement> = (0..n_statements).map(statement).collect();
        let scan = fastest(|| {
            let cooperative = statements.iter().filter(|one| one.event.goldstein > 0.0);
            black_box(
                cooperative
                    .map(|one| one.evidence.text.len())
                    .sum::<usize>(),
            );
        });
        let started = Instant::now();
        let graph = Graph::new(statements.clone(), Options::default())?;
        let build = started.elapsed();
        println!(
            "\n{n_statements} statements, {} actors, {} relations; a scan takes {:.3} ms",
            graph.actors().len(),
            graph.relations().len(),
            scan.as_secs_f64() * 1000.0
        );
        let tell = |what: &str, taken: Duration| {
            println!(
                "{what:10} {:9.2} ms {:9.0} scans",
                taken.as_secs_f64() * 1000.0,
                taken.as_secs_f64() / scan.as_secs_f64()
            );
        };
        tell("build", build);
        let (early, late) = (date(2005, 6, 30), date(2015, 6, 30));
        tell(
            "snapshot",
            fastest(|| {
                black_box(graph.snapshot(Some(late), None));
            }),
        );
        tell(
            "diff",
            fastest(|| {
                black_box(graph.diff(Some(early), Some(late)));
            }),
        );
        let snapshot = graph.snapshot(Some(late), None);
        let (from, to) = (actor(0), actor(N_ACTORS / 2));
        tell(
            "paths",
            fastest(|| {
                black_box(snapshot.paths(&from, &to, &PathOptions::default()));
            }),
        );
        tell(
            "timeline",
            fastest(|| {
                black_box(graph.timeline(&actor(0), &actor(1)));
            }),
        );
    }
    Ok(())
}

fn fastest(mut pass: impl FnMut()) -> Duration {
    (0..N_ROUNDS)
        .map(|_| {
            let started = Instant::now();
            pass();
            started.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn actor(number: usize) -> ActorId {
    ActorId::new(format!("A{number:03}"))
}

fn party(number: usize) -> Party {
    let name = format!("Actor {number}");
    Party {
        id: actor(number),
        name: name.clone(),
        kind: ActorKind::State,
        principal: actor(number),
        principal_name: name.clone(),
        office: None,
        text: name,
        span: Span::new(0, 8),
        alternatives: Vec::new(),
    }
}

/// What is done, how it stands, and the codes that the real table gives.
const ACTS: [(Action, Status, &str, &str, u8, f32); 6] = [
    (Action::Meeting, Status::Planned, "AGREE", "036", 1, 4.0),
    (Action::Meeting, Status::Done, "CONSULT", "040", 1, 1.0),
    (Action::Visit, Status::Done, "CONSULT", "042", 1, 1.9),
    (Action::Aid, Status::Done, "AID", "070", 2, 7.0),
    (Action::Criticism, Status::Done, "ACCUSE", "111", 3, -2.0),
    (Action::Ties, Status::Ended, "SANCTION", "161", 4, -4.0),
];

fn statement(number: usize) -> Statement {
    // Odd constants spread pairs, acts and days evenly and always alike (Knuth's multiplicative hashing).
    let mixed = number.wrapping_mul(2_654_435_761);
    let source = mixed % N_ACTORS;
    let target = (source + 1 + (mixed / N_ACTORS) % 12) % N_ACTORS;
    let (action, status, plover, cameo, quad, goldstein) = ACTS[(mixed / 7) % ACTS.len()];
    let day = day((mixed / 13) as i64 % N_DAYS);
    let text = format!("Actor {source} and actor {target}, on day {day}.");
    Statement {
        id: format!("{number}#0.0"),
        document: number.to_string(),
        published: Some(Published(day)),
        published_inferred: false,
        sentence: 0,
        source: party(source),
        target: party(target),
        action,
        kind: String::new(),
        status,
        mutual: action == Action::Meeting,
        event: EventCode {
            plover: plover.to_owned(),
            mode: String::new(),
            cameo: cameo.to_owned(),
            quad,
            goldstein,
        },
        when: Some(When::day(day, "that day")),
        attributed_to: Vec::new(),
        topic: None,
        place: None,
        evidence: Evidence {
            span: Span::new(0, text.len()),
            text,
        },
        rule: String::new(),
        confidence: 0.9,
    }
}

fn day(after_start: i64) -> Date {
    date(2000, 1, 1)
        .checked_add(jiff::Span::new().days(after_start))
        .unwrap_or(date(2000, 1, 1))
}
