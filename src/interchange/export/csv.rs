//! CSV (RFC 4180), for spreadsheets, pandas, R and `DuckDB`.

use super::network::{
    ACTOR_COLUMNS, Network, SPELL_COLUMNS, actor_values, plain, spell_ids, spell_values,
};

/// Actors and relations as CSV for one program, which reads both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// One line for each actor.
    pub actors: String,
    /// One line for each relation under each of its statuses.
    pub relations: String,
}

/// One line for each relation under each of its statuses.
pub fn relations_csv(network: &Network) -> String {
    let mut csv = String::new();
    let head = ["Source", "Target", "Type", "Id"]
        .into_iter()
        .chain(SPELL_COLUMNS);
    csv_line(&mut csv, head.map(str::to_owned));
    for (id, spell) in spell_ids(&network.spells).into_iter().zip(&network.spells) {
        let standing = &spell.standing;
        let ends = [
            standing.source.to_string(),
            standing.target.to_string(),
            "Directed".to_owned(),
            id,
        ];
        let values = spell_values(spell).map(|value| plain(&value).unwrap_or_default());
        csv_line(&mut csv, ends.into_iter().chain(values));
    }
    csv
}

/// One line for each actor.
pub fn actors_csv(network: &Network) -> String {
    let mut csv = String::new();
    let head = ["Id", "Label"].into_iter().chain(ACTOR_COLUMNS);
    csv_line(&mut csv, head.map(str::to_owned));
    for (id, actor) in &network.actors {
        let values = actor_values(actor).map(|value| plain(&value).unwrap_or_default());
        csv_line(
            &mut csv,
            [id.to_string(), actor.name.clone()]
                .into_iter()
                .chain(values),
        );
    }
    csv
}

/// Adds a record, with quotation marks where a cell needs them.
pub fn csv_line(csv: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            csv.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            csv.push('"');
            csv.push_str(&cell.replace('"', "\"\""));
            csv.push('"');
        } else {
            csv.push_str(&cell);
        }
    }
    csv.push_str("\r\n");
}
