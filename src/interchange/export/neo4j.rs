//! CSV for `neo4j-admin database import full`: two tables whose headings give ends, types and labels.

use super::csv::{Tables, csv_line};
use super::network::{
    ACTOR_COLUMNS, ColumnType, Network, SPELL_COLUMNS, actor_values, column_type, plain, spell_ids,
    spell_values,
};

/// The network as nodes and relationships with the labels, types and properties of the Cypher form.
///
/// Source: Neo4j Operations Manual, *Import*, "CSV header format". A cell with nothing in it is a property that is not
/// there. A cell may have line breaks, which the importer reads with `--multiline-fields=true` alone.
pub fn neo4j(network: &Network) -> Tables {
    let mut actors = String::new();
    let head = ["id:ID", ":LABEL", "name"].map(str::to_owned);
    csv_line(
        &mut actors,
        head.into_iter().chain(ACTOR_COLUMNS.map(heading)),
    );
    for (id, actor) in &network.actors {
        let own = [id.to_string(), "Actor".to_owned(), actor.name.clone()];
        let values = actor_values(actor).map(|value| plain(&value).unwrap_or_default());
        csv_line(&mut actors, own.into_iter().chain(values));
    }
    let mut relations = String::new();
    let head = [":START_ID", ":END_ID", ":TYPE", "id"].map(str::to_owned);
    csv_line(
        &mut relations,
        head.into_iter().chain(SPELL_COLUMNS.map(heading)),
    );
    for (id, spell) in spell_ids(&network.spells).into_iter().zip(&network.spells) {
        let standing = &spell.standing;
        let own = [
            standing.source.to_string(),
            standing.target.to_string(),
            standing.action.as_str().to_uppercase(),
            id,
        ];
        let values = spell_values(spell).map(|value| plain(&value).unwrap_or_default());
        csv_line(&mut relations, own.into_iter().chain(values));
    }
    Tables { actors, relations }
}

/// A property with its type; without one it is a string.
fn heading(column: &str) -> String {
    match column_type(column) {
        ColumnType::Boolean => format!("{column}:boolean"),
        ColumnType::Count => format!("{column}:long"),
        ColumnType::Day => format!("{column}:date"),
        // A `float` has 32 bits, which Cypher widens: 3.4 would become 3.4000000953674316.
        ColumnType::Number => format!("{column}:double"),
        ColumnType::Text => column.to_owned(),
    }
}
