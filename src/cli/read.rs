//! `detente read`: statements into a store.

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;

use clap::Args;
use serde::Serialize;

use super::args::Reading;
use super::progress::Progress;
use super::screen::{Screen, count};
use super::{Failure, Outcome, input};
use crate::error::Error;
use crate::model::{Document, Events, Statement};
use crate::store::{Saved, Store, is_store};

const EXAMPLES: &str = "\
Examples:
  detente read data/samples --into relations.detente
  detente show relations.detente --at 1999-04-15

Reading is incremental: texts that are in the store are passed over. Each batch is kept whole or not at all, so that
reading can be stopped at any moment and started again. With --json, a line for each batch once it is on the disk.";

/// Texts of one batch: some seconds of reading at most.
const BATCH_TEXTS: usize = 64;
/// Batches that are read while one is written.
const BATCHES_AHEAD: usize = 2;

/// Reads texts and statements into a store, which every command then takes in their place
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, other stores, folders, or - for standard input
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    /// The store; it is made if there is none
    #[arg(long, value_name = "STORE")]
    into: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

/// What was done, for the screen and as JSON.
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Told {
    texts_read: usize,
    texts_known: usize,
    statements_new: usize,
    statements_known: usize,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let into = &arguments.into;
    if into.is_file() && !is_store(into) && std::fs::metadata(into).is_ok_and(|data| data.len() > 0)
    {
        return Err(Error::Input {
            path: into.clone(),
            line: None,
            message: "is there and is no store; give `--into` another name".to_owned(),
        }
        .into());
    }
    // The store first: what cannot be kept need not be read.
    let mut store = Store::create(into)?;
    let mut ledger = Ledger {
        json: arguments.reading.json,
        ..Ledger::default()
    };
    let inputs = input::split(&arguments.files, &arguments.reading, Progress::Shown)?;
    keep(inputs.events, &mut store, &mut ledger, out)?;
    let mut reader = None;
    let bar = Progress::Shown.texts(inputs.documents.len());
    for texts in inputs.documents.chunks(BATCH_TEXTS) {
        let mut batch: Vec<(Document, Vec<Statement>)> = Vec::new();
        for text in texts {
            if store.has_read(text)? {
                continue;
            }
            if reader.is_none() {
                reader = Some(input::reader(&arguments.reading.overlay)?);
            }
            let statements = reader
                .iter()
                .flat_map(|reader| reader.read(text).statements)
                .collect();
            batch.push((text.clone(), statements));
        }
        let saved = store.save(&batch)?;
        bar.inc(texts.len() as u64);
        ledger.enter(batch.len(), texts.len() - batch.len(), saved, out)?;
    }
    bar.finish_and_clear();
    if !ledger.json {
        let (n_documents, n_statements) = store.counts()?;
        let all = ledger.all;
        out.line(
            &format!(
                "{} read, {} known; {} new, {} known.",
                count(all.texts_read, "text"),
                all.texts_known,
                count(all.statements_new, "statement"),
                all.statements_known
            ),
            0,
        )?;
        out.line(
            &format!(
                "{} now holds {} of {}.",
                into.display(),
                count(n_statements, "statement"),
                count(n_documents, "document")
            ),
            0,
        )?;
    }
    Ok(Outcome::Found)
}

/// Keeps statements batch by batch. One thread writes while this one reads on.
fn keep(
    read: impl Iterator<Item = Result<Events, Failure>>,
    store: &mut Store,
    ledger: &mut Ledger,
    out: &mut Screen,
) -> Result<(), Failure> {
    thread::scope(|scope| {
        let (hand_over, batches) = mpsc::sync_channel::<Events>(BATCHES_AHEAD);
        let (acknowledge, acknowledged) = mpsc::channel();
        let writer = scope.spawn(move || -> Result<(), Error> {
            for batch in batches {
                // Nobody listens any more when the screen is gone; what is handed over is kept all the same.
                // The batch goes back to the thread that made it, whose memory it is.
                let _ = acknowledge.send((store.save_events(&batch)?, batch));
            }
            Ok(())
        });
        let reading = read_on(read, &hand_over, &acknowledged, ledger, out);
        drop(hand_over);
        for (saved, _) in acknowledged {
            ledger.enter(0, 0, saved, out)?;
        }
        // What could not be kept is told before what could not be read.
        match writer.join() {
            Ok(written) => written?,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        reading
    })
}

/// Hands over what is read until there is no more, or nobody takes it.
fn read_on(
    read: impl Iterator<Item = Result<Events, Failure>>,
    hand_over: &mpsc::SyncSender<Events>,
    acknowledged: &mpsc::Receiver<(Saved, Events)>,
    ledger: &mut Ledger,
    out: &mut Screen,
) -> Result<(), Failure> {
    for events in read {
        if hand_over.send(events?).is_err() {
            return Ok(());
        }
        for (saved, _) in acknowledged.try_iter() {
            ledger.enter(0, 0, saved, out)?;
        }
    }
    Ok(())
}

/// What has been done so far.
#[derive(Default)]
struct Ledger {
    json: bool,
    all: Told,
}

impl Ledger {
    /// Enters a batch that is on the disk, and says so at once to a program that listens.
    fn enter(
        &mut self,
        texts_read: usize,
        texts_known: usize,
        saved: Saved,
        out: &mut Screen,
    ) -> Result<(), Failure> {
        let batch = Told {
            texts_read,
            texts_known,
            statements_new: saved.n_new,
            statements_known: saved.n_known,
        };
        self.all.texts_read += batch.texts_read;
        self.all.texts_known += batch.texts_known;
        self.all.statements_new += batch.statements_new;
        self.all.statements_known += batch.statements_known;
        if self.json {
            out.json(&batch)?;
            out.flush()?;
        }
        Ok(())
    }
}
