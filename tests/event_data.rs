//! Event data through the command line.

mod support;

use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use support::{detente, file, folder, root, with_input};

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

#[test]
fn rows_come_from_standard_input_too() {
    let path = file("stdin-quads.txt", QUADS);
    let show = |run: support::Run| run.expect(0).out;
    let right = show(detente(&["timeline", &path, "Iran", "Iraq"]));
    let without_document = |text: &str| text.replace("stdin-quads.txt", "-");
    let piped = with_input(&["timeline", "-", "Iran", "Iraq"], QUADS.as_bytes());
    assert_eq!(show(piped), without_document(&right));
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(QUADS.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let piped = with_input(&["timeline", "-", "Iran", "Iraq"], &packed);
    assert_eq!(show(piped), without_document(&right));
    // What is no event data is read as a text, from its first byte on.
    let text = "MOSCOW, March 26, 1999 - Russia severed its ties with NATO.";
    let run = with_input(&["timeline", "-", "Russia", "NATO"], text.as_bytes()).expect(0);
    assert!(run.out.contains("severed"), "{}", run.out);
}

#[test]
fn folders_may_hold_event_data_beside_texts() {
    let folder = folder("event-folder");
    fs::write(folder.join("a.tab"), QUADS).unwrap();
    fs::write(folder.join("b.txt"), QUADS.replace("2008", "2009")).unwrap();
    fs::write(
        folder.join("c.txt"),
        "MOSCOW, March 26, 1999 - Russia severed its ties with NATO.",
    )
    .unwrap();
    fs::write(folder.join("d.zip"), "PK\x03\x04 rubbish").unwrap();
    let run = detente(&["statements", "--json", folder.to_str().unwrap()]).expect(0);
    assert_eq!(run.out.lines().count(), 5, "{}", run.out);
    assert!(run.err.contains("d.zip: a damaged ZIP"), "{}", run.err);
    assert_eq!(run.err.matches("3 rows: 2 kept").count(), 2, "{}", run.err);
}

#[test]
fn rows_that_are_not_kept_can_be_had_with_their_reasons() {
    let rows = format!("{QUADS}Iran\tConsult\t\t2008-07-25\nIran\t\"Sing\"\tIraq\t2008-07-25\n");
    let path = file("aside-quads.txt", rows);
    let aside = folder("event-aside").join("aside.csv");
    let aside = aside.to_str().unwrap();
    let run = detente(&["statements", "--json", &path, "--set-aside", aside]).expect(0);
    assert!(run.err.contains("2 kept, 3 set aside"), "{}", run.err);
    let told = fs::read_to_string(aside).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0], "file,line,reason,row");
    assert!(lines[1].contains(",2,\"that say nothing"), "{}", lines[1]);
    assert!(lines[2].ends_with(",4,with one actor missing,Iran\tConsult\t\t2008-07-25"));
    assert!(
        lines[3].ends_with("\"Iran\t\"\"Sing\"\"\tIraq\t2008-07-25\""),
        "{}",
        lines[3]
    );
    // What would be lost is not written over.
    let refused = detente(&["statements", &path, "--set-aside", &path]).expect(2);
    assert!(refused.err.contains("give `--set-aside` another name"));
    assert!(fs::read_to_string(&path).unwrap().starts_with(QUADS));
}

#[test]
fn own_tables_need_a_map() {
    let table = "Day;Who;Whom;What\n2008-07-25;Iran;Iraq;Consult\n26.07.2008;Iran;Iraq;Consult\n";
    let path = file("own.csv", table);
    let map = "date=Day,source=Who,target=Whom,code=What";
    let run = detente(&["timeline", &path, "Iran", "Iraq", "--map", map]).expect(0);
    assert!(
        run.err.contains("a table, 2 rows: 1 kept, 1 set aside"),
        "{}",
        run.err
    );
    let written = file("map.txt", map.replace(',', "\n# and\n"));
    let by_file = detente(&["timeline", &path, "Iran", "Iraq", "--map", &written]).expect(0);
    assert_eq!(by_file, run);
    let wrong = |map: &str| detente(&["show", &path, "--map", map]).expect(2).err;
    assert!(
        wrong("date=Tag,source=Who,target=Whom,code=What").contains("own.csv:1: no column 'Tag'")
    );
    assert!(wrong("date=Day,source=Who").contains("'target'"));
    assert!(wrong("day=Day").contains("'day' is no field"));
    let no_file = wrong("gdelt");
    assert!(
        no_file.contains("no file 'gdelt'") && no_file.contains("GDELT 2.0"),
        "{no_file}"
    );
}

/// Who does what to whom, under which status and when.
fn told(run: &support::Run) -> Vec<String> {
    let mut told: Vec<String> = run
        .json()
        .iter()
        .map(|one| {
            let day = one["when"]["start"].as_str().or(one["published"].as_str());
            format!(
                "{} {} {} {} {} {} {day:?}",
                one["source"]["principal"],
                one["target"]["principal"],
                one["action"],
                one["status"],
                one["event"]["plover"],
                one["event"]["cameo"]
            )
        })
        .collect();
    told.sort();
    told
}

#[test]
fn what_is_exported_as_plover_is_read_again() {
    let events = folder("event-plover").join("events.jsonl");
    let events = events.to_str().unwrap();
    let texts = "tests/data/statements.jsonl";
    detente(&["export", texts, "--to", "plover", "-o", events]).expect(0);
    let again = detente(&["statements", "--json", events]).expect(0);
    let first = detente(&["statements", "--json", texts]).expect(0);
    assert_eq!(told(&again), told(&first));
    assert!(again.err.contains("PLOVER as JSON Lines"), "{}", again.err);
}

#[test]
fn petrarch_output_is_read() {
    let path = file(
        "petrarch.txt",
        "20080725\tIRN\tIRQGOV\t036\t\tafp-1_2\tAFP\n20080726\tIRN\tIRQ\t010\t\tafp-1_3\tAFP\n",
    );
    let run = detente(&["timeline", &path, "Iran", "Iraq"]).expect(0);
    assert!(
        run.err.contains("PETRARCH, 2 rows: 1 kept, 1 set aside"),
        "{}",
        run.err
    );
}

/// The published files, where they lie beside the repository: every row is kept or has its reason.
#[test]
fn every_row_of_real_files_is_accounted_for() {
    let real = root().join("../shared/data/event-data");
    for (name, rows, kept) in [
        ("gdelt1-mixed-57-58.tsv", 710, 179),
        ("gdelt2-20180101000000.export.CSV", 2414, 566),
        ("icews-events.2018.sample.tab", 3705, 3030),
        ("icews-2005-2015-quads.txt", 46_092, 37_399),
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
