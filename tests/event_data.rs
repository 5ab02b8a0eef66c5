//! Event data through the command line.

mod support;

use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use support::{detente, file, folder, root};

const QUADS: &str = "Iran\tHost a visit\tForeign Affairs (Iraq)\t2008-07-25\n\
                     Iran\tMake statement\tIraq\t2008-07-26\n\
                     Iraq\tExpress intent to meet or negotiate\tIran\t2008-07-27\n";

#[test]
fn rows_are_asked_like_texts() {
    let path = file("quads.txt", QUADS);
    let run = detente(&["timeline", &path, "Iran", "Iraq"]).expect(0);
    assert!(run.out.contains("Iraq visited Iran"), "{}", run.out);
    assert!(
        run.err.contains("3 rows: 2 kept, 1 set aside"),
        "{}",
        run.err
    );
    assert!(run.err.contains("the first is line 2"), "{}", run.err);
}

#[test]
fn overlays_name_actors_of_rows_and_of_the_command_line() {
    let rows = "Iran\tHost a visit\tAtlantis\t2008-07-25\n\
                Atlantis\tExpress intent to meet or negotiate\tIran\t2008-07-27\n";
    let path = file("atlantis.txt", rows);
    let mine = file(
        "atlantis.toml",
        "[[actor]]\nid = \"ATL\"\nkind = \"state\"\nname = \"Atlantis\"\nseats = [\"Poseidonis\"]\n",
    );
    // Only the overlay knows the seat that the command line names.
    let run = detente(&["timeline", &path, "Iran", "Poseidonis", "--overlay", &mine]).expect(0);
    assert!(run.out.contains("Atlantis visited Iran"), "{}", run.out);
    detente(&["timeline", &path, "Iran", "Poseidonis"]).expect(2);
}

#[test]
fn packed_files_are_unpacked() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(QUADS.as_bytes()).unwrap();
    let path = file("quads.gz", packed.finish().unwrap());
    let plain = file("quads.txt.plain", QUADS);
    let show = |path: &str| {
        detente(&["show", path, "--at", "2008-07-28"])
            .expect(0)
            .out
            .lines()
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(show(&path), show(&plain));
    let path = file("other.gz", b"\x1f\x8b rubbish");
    detente(&["show", &path]).expect(2);
    let path = file("other.zip", b"PK\x03\x04 rubbish");
    assert!(
        detente(&["show", &path])
            .expect(2)
            .err
            .contains("damaged ZIP")
    );
}

#[test]
fn a_store_takes_event_data_once() {
    let path = file("quads.tab", QUADS);
    let store = folder("event-store").join("a.detente");
    let store = store.to_str().unwrap();
    let read = || detente(&["read", &path, "--into", store]).expect(0).out;
    assert!(read().contains("2 statements new, 0 known"));
    assert!(read().contains("0 statements new, 2 known"));
}

/// The published files, where they lie beside the repository: every row is kept or has its reason.
#[test]
fn every_row_of_real_files_is_accounted_for() {
    let real = root().join("../shared/data/event-data");
    for (name, rows, kept) in [
        ("gdelt1-mixed-57-58.tsv", 710, 179),
        ("gdelt2-20180101000000.export.CSV", 2414, 566),
        ("icews-events.2018.sample.tab", 3705, 3030),
    ] {
        let path = real.join(name);
        if fs::metadata(&path).is_err() {
            continue;
        }
        let run = detente(&["statements", "--json", path.to_str().unwrap()]).expect(0);
        let aside = rows - kept;
        let account = format!("{rows} rows: {kept} kept, {aside} set aside");
        assert!(run.err.contains(&account), "{}", run.err);
        assert_eq!(run.out.lines().count(), kept);
    }
}
