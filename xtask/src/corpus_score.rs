//! Measuring the rules on the project's own corpus.

use std::io;
use std::path::{Path, PathBuf};

use detente::language::English;
use detente::pipeline;
use detente::score::{AnnotatedSentence, Totals, compare, parse, read};

#[derive(clap::Args)]
pub struct Options {
    /// Corpus files or a folder of them.
    #[arg(default_value = "data/corpus")]
    corpus: Vec<PathBuf>,
    /// Score the tenth that is kept aside instead of the rest. Without --verbose only: looking at it would spoil it.
    #[arg(long, conflicts_with = "verbose")]
    held_out: bool,
    /// Print each miss and each extra statement.
    #[arg(long, short)]
    verbose: bool,
}

pub fn run(options: &Options) -> io::Result<()> {
    let english = English::embedded().map_err(io::Error::other)?;
    let whole = pipeline::Reader::embedded().map_err(io::Error::other)?;
    let mut reader = whole.statement_reader();
    let mut totals = Totals::default();
    let (mut n_hits, mut actions, mut statuses) = (0_usize, 0_usize, 0_usize);
    for annotated in sentences(&options.corpus)? {
        if annotated.held_out() != options.held_out {
            continue;
        }
        let comparison = compare(
            &annotated,
            read(&annotated, english, &mut reader),
            &mut totals,
        );
        n_hits += comparison.hits.len();
        actions += comparison
            .hits
            .iter()
            .filter(|(wanted, got)| wanted.action == got.action)
            .count();
        statuses += comparison
            .hits
            .iter()
            .filter(|(wanted, got)| wanted.status == got.status)
            .count();
        if options.verbose {
            for missed in &comparison.misses {
                let parties = |bracket: usize| annotated.brackets[bracket].principals.join("+");
                println!(
                    "MISS {} {}>{} {} {} {} | {}",
                    annotated.id,
                    parties(missed.source),
                    parties(missed.target),
                    missed.action,
                    missed.status,
                    missed.event,
                    annotated.text
                );
            }
            for extra in &comparison.extras {
                println!(
                    "EXTRA {} {}>{} {} {} {} {:.2} | {}",
                    annotated.id,
                    extra.source.principal,
                    extra.target.principal,
                    extra.rule,
                    extra.status,
                    extra.event.plover,
                    extra.confidence,
                    annotated.text
                );
            }
        }
    }
    println!("{totals}");
    let share = |n: usize| n as f64 / n_hits.max(1) as f64;
    println!(
        "of hits action {:.3} status {:.3}",
        share(actions),
        share(statuses)
    );
    Ok(())
}

/// The annotated sentences of corpus files, in the order of their names; of folders without those of ordinary news, which
/// have no annotation.
pub fn sentences(paths: &[PathBuf]) -> io::Result<Vec<AnnotatedSentence>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside: Vec<PathBuf> = std::fs::read_dir(path)?
                .filter_map(|entry| entry.ok().map(|e| e.path()))
                .filter(|p| p.extension().is_some_and(|e| e == "txt"))
                .filter(|p| {
                    !Path::new(crate::ordinary::SENTENCES)
                        .ends_with(p.file_name().unwrap_or_default())
                })
                .collect();
            inside.sort();
            files.extend(inside);
        } else {
            files.push(path.clone());
        }
    }
    let mut sentences = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        sentences.extend(
            parse(&text).map_err(|e| io::Error::other(format!("{}: {e}", file.display())))?,
        );
    }
    Ok(sentences)
}
