//! Compiles `data/actors/` into an index and tables, and the dictionary of English into one table, which the binary
//! embeds.
//!
//! The parsers and compilers are the crate's own, so that overlays are read in the same way.

#[allow(dead_code)]
#[path = "src/vocabulary/actors/compile.rs"]
mod compile;
#[allow(dead_code)]
#[path = "src/language/dictionary.rs"]
mod dictionary;
#[allow(dead_code)]
#[path = "src/vocabulary/actors/fold.rs"]
mod fold;
#[allow(dead_code)]
#[path = "src/language/hash.rs"]
mod hash;
#[allow(dead_code)]
#[path = "src/vocabulary/actors/names.rs"]
mod names;
#[allow(dead_code)]
#[path = "src/vocabulary/actors/record.rs"]
mod record;
#[allow(dead_code)]
#[path = "src/vocabulary/actors/source.rs"]
mod source;
#[path = "src/vocabulary/actors/twins.rs"]
mod twins;

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=data/actors");
    println!("cargo::rerun-if-changed=src/vocabulary/actors");
    println!("cargo::rerun-if-changed=data/language/en/clusters.tsv");
    println!("cargo::rerun-if-changed=data/language/en/senses.tsv");
    println!("cargo::rerun-if-changed=src/language/dictionary.rs");
    println!("cargo::rerun-if-changed=src/language/hash.rs");
    println!("cargo::rerun-if-changed=build.rs");
    if let Err(message) = actors().and_then(|()| dictionary()) {
        println!("cargo::error={message}");
    }
}

fn dictionary() -> Result<(), String> {
    let folder = Path::new("data/language/en");
    let read = |name: &str| {
        fs::read_to_string(folder.join(name))
            .map_err(|error| format!("data/language/en/{name}: {error}"))
    };
    write(
        "dictionary.bin",
        &dictionary::compile(&read("clusters.tsv")?, &read("senses.tsv")?),
    )
}

fn write(name: &str, bytes: &[u8]) -> Result<(), String> {
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&out).join(name), bytes).map_err(|error| error.to_string())
}

fn actors() -> Result<(), String> {
    let folder = Path::new("data/actors");
    let mut faults = Vec::new();
    let read = |name: &str| {
        fs::read_to_string(folder.join(name))
            .map_err(|error| format!("data/actors/{name}: {error}"))
    };
    let mut sources = source::Sources::default();
    for file in source::ACTOR_FILES {
        source::read_actors(file, &read(file)?, &mut sources, &mut faults);
    }
    source::read_people(
        "people.tsv",
        &read("people.tsv")?,
        &mut sources,
        &mut faults,
    );
    source::read_nouns("nouns.tsv", &read("nouns.tsv")?, &mut sources, &mut faults);
    sources.places = source::read_phrases("places.tsv", &read("places.tsv")?, &mut faults);
    sources.things = source::read_phrases("things.tsv", &read("things.tsv")?, &mut faults);
    sources.given = source::read_phrases("given_names.tsv", &read("given_names.tsv")?, &mut faults)
        .into_iter()
        .map(|row| (row.text, row.of.chars().next().unwrap_or(' ')))
        .collect();
    sources.common = source::read_phrases(
        "common_surnames.tsv",
        &read("common_surnames.tsv")?,
        &mut faults,
    )
    .into_iter()
    .map(|row| row.text)
    .collect();
    let compiled = compile::compile(&sources, compile::Compiled::default(), &mut faults);
    if !faults.is_empty() {
        let lines: Vec<String> = faults
            .iter()
            .take(400)
            .map(|fault| {
                format!(
                    "data/actors/{}:{}: {}",
                    fault.file, fault.line, fault.message
                )
            })
            .collect();
        for line in &lines {
            println!("cargo::error={line}");
        }
        return Err(format!("{} faults in data/actors", faults.len()));
    }
    let tables = postcard::to_stdvec(&compiled.tables).map_err(|error| error.to_string())?;
    write("actors.fst", &compiled.index)?;
    write("actors.bin", &tables)
}
