//! Pictures, measured: nothing overlaps, nothing is cut off, no line runs through a foreign actor.

mod fixtures;

use std::path::Path;

use detente::render::{Style, svg};

/// Writes every fixture's picture to the test's folder, to be looked at.
#[test]
fn fixtures_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("the test folder can be made");
    for (name, drawing) in fixtures::all() {
        let start = std::time::Instant::now();
        let picture = svg(&drawing, &Style::default());
        println!("{name}: {:?}", start.elapsed());
        std::fs::write(folder.join(format!("{name}.svg")), &picture)
            .expect("the picture can be written");
        assert!(picture.ends_with("</svg>\n"));
    }
}
