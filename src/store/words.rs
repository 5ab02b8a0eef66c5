//! What the numbers of rows stand for: actors, parties and codes, each read when it is first asked for.

use std::cell::RefCell;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};

use super::codes::codes;
use super::load::{Cell, Fault, actor};
use crate::model::{EventKind, Party, QuickMap};

/// How an actor is read.
const ACTOR: &str = "SELECT key, id, name, kind, principal, principal_name, office FROM actors";

/// Actors, parties and codes by their keys, as far as they were asked for.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Parties without words.
    actors: RefCell<QuickMap<i64, Arc<Party>>>,
    parties: RefCell<QuickMap<i64, Arc<Party>>>,
    codes: RefCell<QuickMap<i64, Arc<EventKind>>>,
}

impl Words {
    /// The actor with the key, as a party without words.
    pub(super) fn actor(&self, connection: &Connection, key: i64) -> Cell<Arc<Party>> {
        known(&self.actors, key, "actor", || {
            let mut query = connection.prepare_cached(&format!("{ACTOR} WHERE key = ?"))?;
            let mut rows = query.query([key])?;
            rows.next()?.map(actor).transpose()
        })
    }

    /// The party with the key.
    pub(super) fn party(&self, connection: &Connection, key: i64) -> Cell<Arc<Party>> {
        known(&self.parties, key, "party", || {
            let row: Option<(i64, String)> = connection
                .prepare_cached("SELECT actor, text FROM parties WHERE key = ?")?
                .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((key, text)) = row else {
                return Ok(None);
            };
            let actor = self.actor(connection, key)?;
            Ok(Some(Party {
                text,
                ..Party::clone(&actor)
            }))
        })
    }

    /// The code with the key.
    pub(super) fn code(&self, connection: &Connection, key: i64) -> Cell<Arc<EventKind>> {
        known(&self.codes, key, "code", || {
            let found = codes(connection, "WHERE key = ?", [key])?;
            Ok(found.into_iter().next().map(|(code, _)| code))
        })
    }
}

/// What the key stands for.
fn known<T>(
    all: &RefCell<QuickMap<i64, Arc<T>>>,
    key: i64,
    what: &str,
    read: impl FnOnce() -> Cell<Option<T>>,
) -> Cell<Arc<T>> {
    if let Some(known) = all.borrow().get(&key) {
        return Ok(Arc::clone(known));
    }
    let read = read()?.ok_or_else(|| Fault::Cell(format!("no {what} {key}")))?;
    let read = Arc::new(read);
    all.borrow_mut().insert(key, Arc::clone(&read));
    Ok(read)
}
