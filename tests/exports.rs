//! Exports to files: Parquet, read back by its own library, and folders of tables. `.ci/consumers.sh` has other programs
//! read every form.
#![cfg(feature = "parquet")]

mod support;

use std::fs::File;
use std::path::Path;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use support::{detente, folder};

const STATEMENTS: &str = "tests/data/statements.jsonl";

/// The cells of a column, in order of the rows.
fn column(path: &Path, name: &str) -> Vec<Field> {
    let file = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    file.get_row_iter(None)
        .unwrap()
        .map(|row| {
            let row = row.unwrap();
            let mut columns = row.get_column_iter();
            let (_, cell) = columns.find(|(column, _)| *column == name).unwrap();
            cell.clone()
        })
        .collect()
}

#[test]
fn parquet_keeps_types_rows_and_gaps() {
    let folder = folder("exports-parquet");
    let export = |form: &str| {
        let path = folder.join(format!("{form}.parquet"));
        detente(&[
            "export",
            STATEMENTS,
            "--to",
            form,
            "-o",
            path.to_str().unwrap(),
        ])
        .expect(0);
        path
    };
    let relations = export("parquet");
    let csv = detente(&["export", STATEMENTS, "--to", "csv"])
        .expect(0)
        .out;
    let n_open = csv.lines().filter(|line| line.contains(",,")).count();
    let ends = column(&relations, "end");
    assert_eq!(ends.len(), csv.lines().count() - 1);
    assert!(ends.iter().any(|end| matches!(end, Field::Date(_))));
    assert_eq!(ends.contains(&Field::Null), n_open > 0);
    let statements = export("statements-parquet");
    let said: Vec<String> = detente(&["statements", "--json", STATEMENTS])
        .expect(0)
        .json()
        .iter()
        .map(|one| one["evidence"]["text"].as_str().unwrap().to_owned())
        .collect();
    let mut kept: Vec<String> = column(&statements, "evidence")
        .into_iter()
        .map(|cell| match cell {
            Field::Str(text) => text,
            other => panic!("{other:?} is no text"),
        })
        .collect();
    kept.sort();
    let mut said = said;
    said.sort();
    assert_eq!(kept, said);
    let refused = ["--to", "statements-parquet", "--at", "1999-04-01"];
    detente(&[&["export", STATEMENTS], &refused[..]].concat()).expect(2);
}

#[test]
fn tables_of_a_program_are_a_folder() {
    let folder = folder("exports-tables");
    let rows = |text: &str| text.matches("\r\n").count();
    for (form, heads) in [
        ("neo4j", ["id:ID,:LABEL,", ":START_ID,:END_ID,:TYPE,"]),
        ("gephi", ["Id,Label,", "Source,Target,Type,Kind,"]),
    ] {
        let path = folder.join("new").join(form);
        let run = ["export", STATEMENTS, "--to", form];
        let refused = detente(&run).expect(2);
        assert!(refused.err.contains("name a folder"), "{}", refused.err);
        detente(&[&run[..], &["-o", path.to_str().unwrap()]].concat()).expect(0);
        let tables = [("actors", "actors-csv"), ("relations", "csv")];
        for ((name, plain), head) in tables.into_iter().zip(heads) {
            let table = std::fs::read_to_string(path.join(format!("{name}.csv"))).unwrap();
            assert!(table.starts_with(head), "{form}: {table:.200}");
            let plain = detente(&["export", STATEMENTS, "--to", plain]).expect(0);
            assert_eq!(rows(&table), rows(&plain.out), "{form}: {name}");
        }
    }
    let in_the_way = folder.join("file");
    std::fs::write(&in_the_way, "").unwrap();
    let run = ["export", STATEMENTS, "--to", "neo4j", "-o"];
    let refused = detente(&[&run[..], &[in_the_way.to_str().unwrap()]].concat()).expect(2);
    assert!(refused.err.contains("file"), "{}", refused.err);
}
