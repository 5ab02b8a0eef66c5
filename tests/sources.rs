//! Everything under `data/` that is not our own has its source and licence in `data/SOURCES.toml`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const KEYS: [&str; 5] = ["authors", "changes", "licence", "title", "used_in"];

fn data() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn read(name: &str) -> String {
    fs::read_to_string(data().join(name)).unwrap()
}

#[test]
fn sources_are_complete_and_sorted() {
    let text = read("SOURCES.toml");
    let sources: toml::Table = toml::from_str(&text).unwrap();
    let heads: Vec<&str> = text.lines().filter(|line| line.starts_with('[')).collect();
    assert!(heads.is_sorted(), "entries are sorted by id: {heads:?}");
    for (id, source) in &sources {
        let source = source.as_table().unwrap();
        for key in KEYS {
            assert!(source.contains_key(key), "{id} has no {key}");
        }
        for file in source["used_in"].as_array().unwrap() {
            // "actors/people.tsv (source = ifg)" names a part of a file.
            let file = file
                .as_str()
                .unwrap()
                .split(" (")
                .next()
                .unwrap_or_default();
            assert!(
                data().join(file).exists(),
                "{id}: data/{file} does not exist"
            );
        }
    }
}

#[test]
fn the_language_files_name_the_licence_of_their_source() {
    let sources: toml::Table = toml::from_str(&read("SOURCES.toml")).unwrap();
    let licence = sources["ud-english-ewt"]["licence"].as_str().unwrap();
    assert_eq!(licence, "CC-BY-SA-4.0");
    assert!(read("language/en/README.md").contains("creativecommons.org/licenses/by-sa/4.0"));
}

#[test]
fn every_row_about_a_person_has_a_known_source() {
    // Their entries: "actors/people.tsv (source = own, hand)".
    let sources: toml::Table = toml::from_str(&read("SOURCES.toml")).unwrap();
    let known: BTreeSet<String> = sources
        .values()
        .flat_map(|source| source["used_in"].as_array().unwrap().clone())
        .filter_map(|file| {
            let words = file
                .as_str()?
                .strip_prefix("actors/people.tsv (source = ")?;
            Some(words.strip_suffix(')')?.to_owned())
        })
        .flat_map(|words| words.split(", ").map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let people = read("actors/people.tsv");
    let used: BTreeSet<String> = people
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit('\t').next().map(str::to_owned))
        .collect();
    assert!(!used.is_empty());
    let unknown: Vec<&String> = used.difference(&known).collect();
    assert!(unknown.is_empty(), "not in data/SOURCES.toml: {unknown:?}");
}
