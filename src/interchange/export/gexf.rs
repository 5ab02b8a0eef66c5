//! GEXF 1.3, the form of Gephi, with time.

use std::fmt::Write as _;

use super::network::{
    ACTOR_COLUMNS, ColumnType, Network, SPELL_COLUMNS, actor_values, column_type, plain,
    spell_values,
};
use crate::graph::Spell;
use crate::render::escape_xml;

/// The network as GEXF: one edge for each relation, a spell for each of its statuses, and values that change with them,
/// so that Gephi's timeline shows each day as it was. First and last days are included.
pub fn gexf(network: &Network) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n  \
         <graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\">\n",
    );
    xml.push_str("    <attributes class=\"node\" mode=\"static\">\n");
    for name in ACTOR_COLUMNS {
        let _ = writeln!(
            xml,
            "      <attribute id=\"{name}\" title=\"{name}\" type=\"string\"/>"
        );
    }
    xml.push_str("    </attributes>\n    <attributes class=\"edge\" mode=\"dynamic\">\n");
    for name in columns() {
        let kind = match column_type(name) {
            ColumnType::Boolean => "boolean",
            ColumnType::Count => "integer",
            ColumnType::Number => "double",
            ColumnType::Day | ColumnType::Text => "string",
        };
        let _ = writeln!(
            xml,
            "      <attribute id=\"{0}\" title=\"{0}\" type=\"{kind}\"/>",
            title(name)
        );
    }
    xml.push_str("    </attributes>\n    <nodes>\n");
    for (id, actor) in &network.actors {
        let _ = writeln!(
            xml,
            "      <node id=\"{}\" label=\"{}\">\n        <attvalues>",
            escape_xml(id.as_str()),
            escape_xml(&actor.name)
        );
        for (name, value) in ACTOR_COLUMNS.iter().zip(actor_values(actor)) {
            if let Some(text) = plain(&value) {
                let _ = writeln!(
                    xml,
                    "          <attvalue for=\"{name}\" value=\"{}\"/>",
                    escape_xml(&text)
                );
            }
        }
        xml.push_str("        </attvalues>\n      </node>\n");
    }
    xml.push_str("    </nodes>\n    <edges>\n");
    for life in network
        .spells
        .chunk_by(|one, next| one.standing.relation == next.standing.relation)
    {
        edge(&mut xml, life);
    }
    xml.push_str("    </edges>\n  </graph>\n</gexf>\n");
    xml
}

/// What changes with the status; the relation is the edge's id, and the days are its spells'.
fn columns() -> impl Iterator<Item = &'static str> {
    SPELL_COLUMNS
        .into_iter()
        .filter(|name| !["relation", "start", "end"].contains(name))
}

/// What a column is called. Gephi has a label of each edge already, which does not change: it fails on another.
fn title(column: &str) -> &str {
    if column == "label" { "words" } else { column }
}

/// Gephi takes edges of one kind between the same two for one edge, unless it is told not to.
fn edge(xml: &mut String, life: &[Spell]) {
    let standing = &life[0].standing;
    let _ = writeln!(
        xml,
        "      <edge id=\"{}\" source=\"{}\" target=\"{}\" kind=\"{}\" label=\"{}\">\n        <attvalues>",
        escape_xml(standing.relation.as_str()),
        escape_xml(standing.source.as_str()),
        escape_xml(standing.target.as_str()),
        standing.action,
        escape_xml(&standing.label)
    );
    for spell in life {
        for (name, value) in SPELL_COLUMNS.iter().zip(spell_values(spell)) {
            if let Some(text) = plain(&value).filter(|_| columns().any(|own| own == *name)) {
                let _ = writeln!(
                    xml,
                    "          <attvalue for=\"{}\" value=\"{}\"{}/>",
                    title(name),
                    escape_xml(&text),
                    days(spell)
                );
            }
        }
    }
    xml.push_str("        </attvalues>\n        <spells>\n");
    for spell in life {
        let _ = writeln!(xml, "          <spell{}/>", days(spell));
    }
    xml.push_str("        </spells>\n      </edge>\n");
}

fn days(spell: &Spell) -> String {
    let mut days = String::new();
    for (name, day) in [("start", spell.from), ("end", spell.to)] {
        if let Some(day) = day {
            let _ = write!(days, " {name}=\"{day}\"");
        }
    }
    days
}
