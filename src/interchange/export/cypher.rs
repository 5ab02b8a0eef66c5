//! Cypher, for Neo4j and its relatives.

use std::fmt::Write as _;

use serde_json::Value;

use super::network::{
    ACTOR_COLUMNS, Network, SPELL_COLUMNS, actor_values, spell_ids, spell_values,
};

/// The network as statements that can be run again without doubling anything.
pub fn cypher(network: &Network) -> String {
    let mut text = String::from(
        "CREATE CONSTRAINT actor_id IF NOT EXISTS FOR (actor:Actor) REQUIRE actor.id IS UNIQUE;\n",
    );
    for (id, actor) in &network.actors {
        let _ = write!(
            text,
            "MERGE (actor:Actor {{id: {}}}) SET actor.name = {}",
            quoted(id.as_str()),
            quoted(&actor.name)
        );
        for (name, value) in ACTOR_COLUMNS.iter().zip(actor_values(actor)) {
            set(&mut text, "actor", name, &value);
        }
        text.push_str(";\n");
    }
    for (id, spell) in spell_ids(&network.spells).iter().zip(&network.spells) {
        let standing = &spell.standing;
        let _ = write!(
            text,
            "MATCH (source:Actor {{id: {}}}), (target:Actor {{id: {}}}) MERGE (source)-[relation:{} {{id: {}}}]->(target) \
             SET relation.relation = {}",
            quoted(standing.source.as_str()),
            quoted(standing.target.as_str()),
            standing.action.as_str().to_uppercase(),
            quoted(id),
            quoted(standing.relation.as_str())
        );
        // The relation's name is set above.
        for (name, value) in SPELL_COLUMNS.iter().zip(spell_values(spell)).skip(1) {
            set(&mut text, "relation", name, &value);
        }
        text.push_str(";\n");
    }
    text
}

fn set(text: &mut String, of: &str, name: &str, value: &Value) {
    let value = match value {
        Value::Null => return,
        Value::String(day) if ["start", "end", "published"].contains(&name) => {
            format!("date({})", quoted(day))
        }
        Value::String(words) => quoted(words),
        other => other.to_string(),
    };
    let _ = write!(text, ", {of}.{name} = {value}");
}

/// A string literal: quotes and backslashes escaped, and on one line.
fn quoted(words: &str) -> String {
    let mut literal = String::from("'");
    for c in words.chars() {
        match c {
            '\\' => literal.push_str("\\\\"),
            '\'' => literal.push_str("\\'"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            c => literal.push(c),
        }
    }
    literal.push('\'');
    literal
}
