//! Our layout beside Graphviz's on the same drawings, where Graphviz is installed.

use std::io::Write as _;
use std::process::{Command, Stdio};

use detente::render::{Drawing, Theme, dot, svg};

use crate::{fixtures, lines, measure};

/// What `dot -Tsvg` makes of a DOT text; `None` where there is no Graphviz.
pub fn graphviz(text: &str) -> Option<String> {
    let (is_fine, picture, complaint) = piped("dot", &["-Tsvg"], text)?;
    assert!(is_fine, "dot refuses our DOT: {complaint}");
    assert!(
        !complaint.contains("syntax") && !complaint.contains("Error"),
        "{complaint}"
    );
    Some(picture)
}

/// Whether a program takes `input`, what it answers, and its complaints; `None` where it is not installed.
pub fn piped(program: &str, arguments: &[&str], input: &str) -> Option<(bool, String, String)> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    let _ = feeder.join();
    Some((
        output.status.success(),
        String::from_utf8(output.stdout).expect("UTF-8"),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}

/// Actors and relations of the crowds that are compared, each from several seeds.
const CROWDS: [(usize, usize); 8] = [
    (6, 8),
    (9, 14),
    (12, 20),
    (16, 30),
    (25, 60),
    (25, 110),
    (40, 60),
    (60, 150),
];
const SEEDS: std::ops::Range<u64> = 1..4;
/// Crossings that a drawing may have more than a fifth above dot's: where dot has none or one, a single one shows little.
const ALLOWANCE: usize = 1;

/// Lines cross at most 1.2 times as often as dot's, in every drawing of up to sixty actors and 150 relations.
#[test]
fn lines_cross_no_more_often_than_graphviz_has_them() {
    let mut drawings: Vec<(String, Drawing)> = fixtures::all()
        .into_iter()
        .filter(|(_, drawing)| drawing.edges.len() <= 150 && drawing.actors.len() <= 60)
        .map(|(name, drawing)| (name.to_owned(), drawing))
        .collect();
    for (n_actors, n_edges) in CROWDS {
        for seed in SEEDS {
            let name = format!("crowd of {n_actors} with {n_edges}, seed {seed}");
            drawings.push((name, fixtures::crowd(n_actors, n_edges, seed)));
        }
    }
    let (mut ours, mut theirs, mut beyond) = (0, 0, Vec::new());
    for (name, drawing) in drawings {
        let Some(other) = graphviz(&dot(&drawing, Theme::Light)) else {
            println!("SKIPPED: no Graphviz here, crossings are not compared");
            return;
        };
        let own = measure::crossings(&svg(&drawing, &lines()));
        let other = measure::graphviz_crossings(&other);
        println!("{name}: {own} crossings, Graphviz {other}");
        if own * 10 > other * 12 + ALLOWANCE * 10 {
            beyond.push(format!("{name}: {own} against {other}"));
        }
        (ours, theirs) = (ours + own, theirs + other);
    }
    println!("all: {ours} crossings, Graphviz {theirs}");
    assert!(beyond.is_empty(), "{}", beyond.join("\n"));
    assert!(ours < theirs, "{ours} against {theirs} in all");
}
