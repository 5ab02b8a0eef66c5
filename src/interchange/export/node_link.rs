//! Node-link JSON, as `NetworkX` and D3 read it.

use serde_json::{Map, Value, json};

use super::network::{
    ACTOR_COLUMNS, Network, SPELL_COLUMNS, actor_values, spell_ids, spell_values,
};

/// The network as node-link JSON: `networkx.node_link_graph(data, edges="edges")`.
pub fn node_link(network: &Network) -> String {
    let nodes: Vec<Value> = network
        .actors
        .iter()
        .map(|(id, actor)| {
            let mut node = Map::new();
            node.insert("id".to_owned(), id.as_str().into());
            node.insert("name".to_owned(), actor.name.as_str().into());
            node.extend(named(&ACTOR_COLUMNS, actor_values(actor)));
            node.into()
        })
        .collect();
    let edges: Vec<Value> = spell_ids(&network.spells)
        .into_iter()
        .zip(&network.spells)
        .map(|(id, spell)| {
            let mut edge = Map::new();
            edge.insert("source".to_owned(), spell.standing.source.as_str().into());
            edge.insert("target".to_owned(), spell.standing.target.as_str().into());
            edge.insert("key".to_owned(), id.into());
            edge.extend(named(&SPELL_COLUMNS, spell_values(spell)));
            edge.into()
        })
        .collect();
    let whole =
        json!({"directed": true, "multigraph": true, "graph": {}, "nodes": nodes, "edges": edges});
    format!("{whole}\n")
}

fn named<const N: usize>(
    names: &[&str; N],
    values: [Value; N],
) -> impl Iterator<Item = (String, Value)> {
    names.map(str::to_owned).into_iter().zip(values)
}
