//! What the numbers of rows stand for: actors, parties and codes, read at once, since rows share them.

use rusqlite::Connection;

use super::codes::codes;
use super::load::{Cell, Fault, all_actors};
use crate::model::{EventKind, Party, QuickMap};

/// All actors, parties and codes by their keys.
#[derive(Debug)]
pub(super) struct Words {
    /// Parties without words.
    pub(super) actors: QuickMap<i64, Party>,
    pub(super) parties: QuickMap<i64, Party>,
    pub(super) codes: QuickMap<i64, EventKind>,
}

impl Words {
    pub(super) fn load(connection: &Connection) -> Cell<Self> {
        let actors = all_actors(connection)?;
        let mut parties = QuickMap::default();
        let mut query = connection.prepare("SELECT key, actor, text FROM parties")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let actor = known(&actors, row.get(1)?, "actor")?.clone();
            let text = row.get(2)?;
            parties.insert(row.get(0)?, Party { text, ..actor });
        }
        let codes = codes(connection, "", [])?
            .into_iter()
            .map(|(code, key)| (key, code))
            .collect();
        Ok(Self {
            actors,
            parties,
            codes,
        })
    }
}

/// What the key stands for.
pub(super) fn known<'a, T>(all: &'a QuickMap<i64, T>, key: i64, what: &str) -> Cell<&'a T> {
    all.get(&key)
        .ok_or_else(|| Fault::Cell(format!("no {what} {key}")))
}
