//! Pictures, measured: nothing overlaps, nothing is cut off, no line runs through a foreign actor.

mod fixtures;
mod measure;

use std::path::Path;

use detente::render::{Style, dot, svg};

/// Writes every fixture's picture to the test's folder, to be looked at.
#[test]
fn fixtures_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("the test folder can be made");
    for (name, drawing) in fixtures::all() {
        let start = std::time::Instant::now();
        let picture = svg(&drawing, &Style::default());
        let elapsed = start.elapsed();
        println!(
            "{name}: {elapsed:?}, {} crossings",
            measure::crossings(&picture)
        );
        std::fs::write(folder.join(format!("{name}.svg")), &picture)
            .expect("the picture can be written");
        assert!(picture.ends_with("</svg>\n"));
    }
}

/// Up to sixty actors and a hundred and fifty relations, nothing may overlap.
#[test]
fn nothing_overlaps() {
    let mut drawings = fixtures::all();
    for seed in 10..30 {
        drawings.push((
            "crowd",
            fixtures::crowd(4 + 2 * seed as usize, 6 + 4 * seed as usize, seed),
        ));
    }
    let mut all = Vec::new();
    for (name, drawing) in drawings {
        if drawing.edges.len() > 150 || drawing.actors.len() > 60 {
            continue;
        }
        let faults = measure::faults(&svg(&drawing, &Style::default()), &drawing);
        all.extend(
            faults
                .into_iter()
                .map(|fault| format!("{name} {}: {fault}", drawing.edges.len())),
        );
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[test]
fn the_same_drawing_gives_the_same_bytes() {
    for (_, drawing) in fixtures::all() {
        assert_eq!(
            svg(&drawing, &Style::default()),
            svg(&drawing, &Style::default())
        );
    }
}

/// Every fixture as DOT, for Graphviz to draw where it is installed.
#[test]
fn dot_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("the test folder can be made");
    for (name, drawing) in fixtures::all() {
        let text = dot(&drawing);
        std::fs::write(folder.join(format!("{name}.dot")), &text).expect("the file can be written");
        assert!(text.starts_with("digraph relations {") && text.ends_with("}\n"));
    }
}
