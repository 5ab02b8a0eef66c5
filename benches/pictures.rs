//! What pictures cost. `cargo bench --bench pictures`. The actors and relations are made up, from a fixed formula.
//!
//! Fails beyond three times the bars below, since machines differ: 12 relations in 5 ms, 150 in 100 ms,
//! 1,000 in the default view in 500 ms.

use std::hint::black_box;
use std::time::{Duration, Instant};

use detente::model::ActorKind;
use detente::render::{Drawing, DrawnActor, DrawnEdge, Sign, Style, View, svg};

/// Actors, relations, whether lines are asked for, and the bar.
const SIZES: [(usize, usize, View, Duration); 4] = [
    (9, 12, View::Auto, Duration::from_millis(5)),
    (60, 150, View::Graph, Duration::from_millis(100)),
    (200, 1_000, View::Auto, Duration::from_millis(500)),
    (200, 1_000, View::Graph, Duration::from_millis(500)),
];
const N_ROUNDS: usize = 5;
const SLACK: u32 = 3;

fn main() {
    for (n_actors, n_edges, view, bar) in SIZES {
        let drawing = crowd(n_actors, n_edges);
        let style = Style {
            view,
            ..Style::default()
        };
        let fastest = (0..N_ROUNDS)
            .map(|_| {
                let started = Instant::now();
                black_box(svg(black_box(&drawing), &style));
                started.elapsed()
            })
            .min()
            .unwrap_or_default();
        println!("{n_actors:4} actors {n_edges:5} relations {view:?}: {fastest:.1?}, bar {bar:?}");
        assert!(fastest <= bar * SLACK, "more than {SLACK} times the bar");
    }
}

/// Actors of whom a few have most relations, as in the news.
fn crowd(n_actors: usize, n_edges: usize) -> Drawing {
    let id = |i: usize| format!("A{}", i % n_actors);
    let actors = (0..n_actors).map(|i| DrawnActor {
        id: id(i),
        name: format!("Actor number {i}"),
        office: None,
        kind: ActorKind::State,
        principal: None,
        cluster: None,
        matter: None,
    });
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |n: usize| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    };
    let edges = (0..n_edges).map(|i| {
        let source = if i < n_actors {
            i
        } else {
            below(n_actors).min(below(n_actors))
        };
        let target = below(n_actors).min(below(n_actors));
        DrawnEdge {
            label: "agreement signed".into(),
            date_label: "24 Mar 1999".into(),
            sign: [Sign::Cooperative, Sign::Hostile][i % 2],
            weight: (i % 9 + 1) as f64,
            ..DrawnEdge::new(&id(source), &id(target))
        }
    });
    Drawing {
        title: "Crowd".into(),
        actors: actors.collect(),
        edges: edges.collect(),
        ..Drawing::default()
    }
}
