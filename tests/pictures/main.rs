//! Pictures, measured: nothing overlaps, nothing is cut off, no line runs through a foreign actor.

mod fixtures;
mod graph;
mod graphviz;
mod hostile;
mod kinds;
mod measure;

use std::path::Path;

use detente::render::{Chronicle, Drawing, Life, PageLevel, Style, Theme, View, dot, page, svg};

/// Lines, however dense.
fn lines() -> Style {
    Style {
        view: View::Graph,
        ..Style::default()
    }
}

/// Writes every fixture's picture to the test's folder, to be looked at.
#[test]
fn fixtures_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("the test folder can be made");
    for (name, drawing) in fixtures::all() {
        let start = std::time::Instant::now();
        let picture = svg(&drawing, &lines());
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
        let faults = measure::faults(&svg(&drawing, &lines()), &drawing);
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
        let text = dot(&drawing, Theme::Light);
        std::fs::write(folder.join(format!("{name}.dot")), &text).expect("the file can be written");
        assert!(text.starts_with("digraph relations {") && text.ends_with("}\n"));
    }
}

/// A chronicle in which every relation of a drawing is in force in 1999.
fn chronicle(drawing: Drawing) -> Chronicle {
    let lives = drawing
        .edges
        .iter()
        .enumerate()
        .map(|(i, edge)| Life {
            relation: format!("r{i}"),
            action: "ties".into(),
            from: Some(jiff::civil::date(1999, 1, 1)),
            until: None,
            confidence: 0.9,
            evidence: vec![edge.tooltip.clone()],
            reports: Vec::new(),
        })
        .collect();
    Chronicle {
        drawing,
        lives,
        at: Some(jiff::civil::date(1999, 7, 21)),
        before: None,
    }
}

/// A page's only level.
fn level(drawing: Drawing) -> [PageLevel; 1] {
    let chronicle = chronicle(drawing);
    [PageLevel {
        name: "States".into(),
        chronicle,
    }]
}

#[test]
fn the_page_is_small_and_its_picture_is_measured() {
    assert!(page(&[PageLevel::default()]).len() < 60_000);
    let html = page(&level(fixtures::summer_1999()));
    let start = html.find("<svg").expect("a picture");
    let end = html.find("</svg>").expect("its end") + 6;
    let faults = measure::faults(&html[start..end], &fixtures::summer_1999());
    assert!(faults.is_empty(), "{faults:?}");
}
