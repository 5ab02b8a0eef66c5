//! `detente read`: statements into a store.

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

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
/// Pieces of event data that are read while one is written.
const PIECES_AHEAD: usize = 2;
/// Statements of event data beyond which a batch is at its end; its last piece may have more.
const BATCH_STATEMENTS: usize = 10_000;
/// How long a batch waits for its next piece.
const PATIENCE: Duration = Duration::from_millis(50);

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
    // Side by side, since to open either takes a tenth of a short reading. What cannot be kept need not be read.
    let (store, inputs) = thread::scope(|scope| {
        let store = scope.spawn(|| Store::create(into));
        let inputs = input::split(&arguments.files, &arguments.reading, Progress::Shown);
        (joined(store), inputs)
    });
    let (mut store, inputs) = (store?, inputs?);
    let mut ledger = Ledger {
        json: arguments.reading.json,
        ..Ledger::default()
    };
    keep(
        (inputs.events, inputs.has_rows),
        &mut store,
        &mut ledger,
        out,
    )?;
    let mut reader = None;
    let bar = Progress::Shown.texts(inputs.documents.len());
    for texts in inputs.documents.chunks(BATCH_TEXTS) {
        let mut batch: Vec<(Document, Vec<Statement>)> = Vec::new();
        for text in texts {
            if store.has_read(text)? {
                continue;
            }
            if reader.is_none() {
                reader = Some(input::reader(&arguments.reading)?);
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
    (read, has_rows): (impl Iterator<Item = Result<Events, Failure>>, bool),
    store: &mut Store,
    ledger: &mut Ledger,
    out: &mut Screen,
) -> Result<(), Failure> {
    thread::scope(|scope| {
        let (hand_over, pieces) = mpsc::sync_channel::<Events>(PIECES_AHEAD);
        let (told, telling) = mpsc::channel();
        let writer = scope.spawn(move || {
            if has_rows {
                store.look_back()?;
            }
            write(store, &pieces, &told)
        });
        let reading = read_on(read, &hand_over, &telling, ledger, out);
        drop(hand_over);
        for done in telling {
            done.enter(ledger, out)?;
        }
        // What could not be kept is told before what could not be read.
        joined(writer)?;
        reading
    })
}

/// What the thread has made.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(made) => made,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// What the one who writes tells the one who reads.
enum Done {
    /// A piece is written; it goes back to the thread that made it, whose memory it is.
    Piece(Box<Events>),
    /// A batch is on the disk.
    Batch(Saved),
}

impl Done {
    fn enter(self, ledger: &mut Ledger, out: &mut Screen) -> Result<(), Failure> {
        match self {
            Self::Piece(piece) => drop(piece),
            Self::Batch(saved) => ledger.enter(0, 0, saved, out)?,
        }
        Ok(())
    }
}

/// Writes pieces as they come. A batch takes those that come soon, until it has enough.
fn write(
    store: &mut Store,
    pieces: &mpsc::Receiver<Events>,
    told: &mpsc::Sender<Done>,
) -> Result<(), Error> {
    while let Ok(first) = pieces.recv() {
        let mut n_statements = first.len();
        let soon = std::iter::from_fn(|| {
            if n_statements >= BATCH_STATEMENTS {
                return None;
            }
            let next = pieces.recv_timeout(PATIENCE).ok()?;
            n_statements += next.len();
            Some(next)
        });
        // Nobody listens any more when the screen is gone; what is handed over is kept all the same.
        let saved = store.save_pieces(&mut std::iter::once(first).chain(soon), |piece| {
            let _ = told.send(Done::Piece(Box::new(piece)));
        })?;
        let _ = told.send(Done::Batch(saved));
    }
    Ok(())
}

/// Hands over what is read until there is no more, or nobody takes it.
fn read_on(
    read: impl Iterator<Item = Result<Events, Failure>>,
    hand_over: &mpsc::SyncSender<Events>,
    telling: &mpsc::Receiver<Done>,
    ledger: &mut Ledger,
    out: &mut Screen,
) -> Result<(), Failure> {
    for events in read {
        if hand_over.send(events?).is_err() {
            return Ok(());
        }
        for done in telling.try_iter() {
            done.enter(ledger, out)?;
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
