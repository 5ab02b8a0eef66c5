//! `GraphML`, as yEd, igraph and `NetworkX` read it.

use std::fmt::Write as _;

use serde_json::Value;

use super::network::{
    ACTOR_COLUMNS, ColumnType, Network, SPELL_COLUMNS, actor_values, column_type, plain, spell_ids,
    spell_values,
};
use crate::render::escape_xml;

/// The network as `GraphML`: one edge for each relation under each of its statuses, from source to target.
///
/// All edges are directed, since readers refuse mixed graphs; `mutual` says which go both ways.
pub fn graphml(network: &Network) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (name, of) in std::iter::once("name")
        .chain(ACTOR_COLUMNS)
        .map(|name| (name, "node"))
        .chain(SPELL_COLUMNS.map(|name| (name, "edge")))
    {
        let kind = match column_type(name) {
            ColumnType::Boolean => "boolean",
            ColumnType::Count => "int",
            ColumnType::Number => "double",
            ColumnType::Day | ColumnType::Text => "string",
        };
        let _ = writeln!(
            xml,
            "  <key id=\"{of}-{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        );
    }
    xml.push_str("  <graph id=\"relations\" edgedefault=\"directed\">\n");
    for (id, actor) in &network.actors {
        let _ = writeln!(xml, "    <node id=\"{}\">", escape_xml(id.as_str()));
        data(&mut xml, "node", "name", &actor.name.as_str().into());
        for (name, value) in ACTOR_COLUMNS.iter().zip(actor_values(actor)) {
            data(&mut xml, "node", name, &value);
        }
        xml.push_str("    </node>\n");
    }
    for (id, spell) in spell_ids(&network.spells).iter().zip(&network.spells) {
        let _ = writeln!(
            xml,
            "    <edge id=\"{}\" source=\"{}\" target=\"{}\">",
            escape_xml(id),
            escape_xml(spell.standing.source.as_str()),
            escape_xml(spell.standing.target.as_str())
        );
        for (name, value) in SPELL_COLUMNS.iter().zip(spell_values(spell)) {
            data(&mut xml, "edge", name, &value);
        }
        xml.push_str("    </edge>\n");
    }
    xml.push_str("  </graph>\n</graphml>\n");
    xml
}

fn data(xml: &mut String, of: &str, name: &str, value: &Value) {
    if let Some(text) = plain(value) {
        let _ = writeln!(
            xml,
            "      <data key=\"{of}-{name}\">{}</data>",
            escape_xml(&text)
        );
    }
}
