//! The tables under `data/`: whole and sorted. What their cells mean is checked where they are loaded.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Tables whose rows stand in an order that means something (the first sense that fits wins) or that groups what
/// belongs together. All others are sorted by their first column.
const IN_AN_ORDER_OF_THEIR_OWN: [&str; 7] = [
    "actors/people.tsv",
    "lexicon/classes.tsv",
    "lexicon/modifiers.tsv",
    "relations/nouns.tsv",
    "relations/operators.tsv",
    "relations/reversals.tsv",
    "relations/verbs.tsv",
];

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// Rows by line number, the first the names of the columns, without comments.
fn rows(name: &str) -> Vec<(usize, Vec<String>)> {
    fs::read_to_string(data().join(name))
        .unwrap()
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(at, line)| (at + 1, line.split('\t').map(str::to_owned).collect()))
        .collect()
}

fn tables() -> Vec<String> {
    let mut tables = Vec::new();
    for folder in ["actors", "lexicon", "relations"] {
        for entry in fs::read_dir(data().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if Path::new(&name).extension().is_some_and(|end| end == "tsv") {
                tables.push(format!("{folder}/{name}"));
            }
        }
    }
    tables.sort();
    tables
}

#[test]
fn rows_have_all_columns_and_no_stray_blanks() {
    for table in tables() {
        let rows = rows(&table);
        let n_columns = rows[0].1.len();
        for (line, cells) in &rows {
            assert_eq!(cells.len(), n_columns, "data/{table}:{line}");
            for cell in cells {
                assert_eq!(cell.trim(), cell, "data/{table}:{line}");
            }
        }
    }
}

#[test]
fn no_row_stands_twice() {
    for table in tables() {
        let mut seen = BTreeSet::new();
        for (line, cells) in rows(&table) {
            assert!(seen.insert(cells), "data/{table}:{line} stands twice");
        }
    }
}

#[test]
fn tables_are_sorted() {
    for table in tables() {
        if IN_AN_ORDER_OF_THEIR_OWN.contains(&table.as_str()) {
            continue;
        }
        let rows = rows(&table);
        for pair in rows[1..].windows(2) {
            assert!(
                pair[0].1[0] <= pair[1].1[0],
                "data/{table}:{}: '{}' after '{}'",
                pair[1].0,
                pair[1].1[0],
                pair[0].1[0]
            );
        }
    }
}

#[test]
fn actors_are_sorted_by_id() {
    let mut n_files = 0;
    for entry in fs::read_dir(data().join("actors")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            let ids: Vec<&str> = text
                .lines()
                .filter_map(|line| line.strip_prefix("id = "))
                .collect();
            assert!(ids.is_sorted(), "{}", path.display());
            n_files += usize::from(!ids.is_empty());
        }
    }
    assert!(n_files > 0);
}
