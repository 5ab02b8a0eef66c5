//! The forms of a small network, with what is hard to quote.

use super::*;
use crate::graph::{Graph, Options};
use crate::model::Statement;

fn graph() -> Graph {
    let line = |id: &str, status: &str, day: &str, text: &str| -> Statement {
        serde_json::from_value(serde_json::json!({
            "id": id, "document": "a & b.txt", "published": day, "sentence": 0,
            "source": {"id":"RUS","name":"Russia","kind":"state","principal":"RUS","text":"Moscow","span":[0,6]},
            "target": {"id":"CIV","name":"Côte d'Ivoire","kind":"state","principal":"CIV","text":"it","span":[7,9]},
            "action":"visit","kind":"visit","status":status,"mutual":false,
            "event":{"plover":"CONSULT","mode":"visit","cameo":"042","quad":1,"goldstein":1.9},
            "when":null,"attributed_to":[],"topic":null,"place":null,
            "evidence":{"text":text,"span":[0,9]},"rule":"visit/visit","confidence":0.9
        }))
        .unwrap()
    };
    let statements = [
        line(
            "1",
            "planned",
            "1999-07-20",
            "A \"visit\", <planned>\nin 'July'",
        ),
        line("2", "postponed", "1999-07-25", "Put off."),
    ];
    Graph::new(statements, Options::default()).unwrap()
}

#[test]
fn spells_follow_each_other() {
    let network = Network::new(&graph(), None);
    let days: Vec<String> = network
        .spells
        .iter()
        .map(|spell| format!("{} {:?} {:?}", spell.standing.status, spell.from, spell.to))
        .collect();
    assert_eq!(days[0], "planned Some(1999-07-20) Some(1999-07-24)");
    assert!(days[1].starts_with("postponed Some(1999-07-25)"));
    let on = |day: &str| {
        Network::new(&graph(), Some(day.parse().unwrap()))
            .spells
            .len()
    };
    assert_eq!(
        [
            on("1999-07-19"),
            on("1999-07-20"),
            on("1999-07-24"),
            on("1999-07-25")
        ],
        [0, 1, 1, 1]
    );
}

#[test]
fn xml_is_well_formed_and_whole() {
    let network = Network::new(&graph(), None);
    let text = graphml(&network);
    let xml = roxmltree::Document::parse(&text).unwrap();
    let count = |name: &str| {
        xml.descendants()
            .filter(|node| node.has_tag_name(name))
            .count()
    };
    assert_eq!((count("node"), count("edge"), count("key")), (2, 2, 20));
    let text = gexf(&network);
    let xml = roxmltree::Document::parse(&text).unwrap();
    let tags = |name: &'static str| -> Vec<roxmltree::Node<'_, '_>> {
        xml.descendants()
            .filter(|node| node.tag_name().name() == name)
            .collect()
    };
    assert_eq!(
        (tags("node").len(), tags("edge").len(), tags("spell").len()),
        (2, 1, 2)
    );
    assert_eq!(tags("spell")[0].attribute("end"), Some("1999-07-24"));
    assert_eq!(tags("edge")[0].attribute("kind"), Some("visit"));
    // Gephi has these of its own, and fails on values of them that change.
    let own = ["id", "label", "timeset", "weight", "source", "target"];
    let ids = tags("attribute").into_iter();
    let ids: Vec<&str> = ids.filter_map(|one| one.attribute("id")).collect();
    assert!(ids.iter().all(|id| !own.contains(id)), "{ids:?}");
    let evidence = tags("attvalue")
        .into_iter()
        .find(|node| node.attribute("for") == Some("evidence"))
        .unwrap();
    assert!(
        evidence
            .attribute("value")
            .unwrap()
            .contains("\"visit\", <planned>")
    );
}

#[test]
fn quotes_survive_in_every_form() {
    let network = Network::new(&graph(), None);
    let csv = relations_csv(&network);
    assert!(
        csv.contains("\"A \"\"visit\"\", <planned>\nin 'July'\"\r\n"),
        "{csv}"
    );
    assert!(actors_csv(&network).contains("CIV,Côte d'Ivoire,state,CIV,\r\n"));
    let statements = cypher(&network);
    assert!(
        statements.contains("relation.evidence = 'A \"visit\", <planned>\\nin \\'July\\''"),
        "{statements}"
    );
    assert!(statements.contains("relation.start = date('1999-07-20')"));
    assert!(statements.lines().all(|line| line.ends_with(';')));
    let json: serde_json::Value = serde_json::from_str(&node_link(&network)).unwrap();
    assert_eq!(json["edges"][1]["status"], "postponed");
    assert_eq!(json["nodes"][0]["name"], "Côte d'Ivoire");
    let event: serde_json::Value = serde_json::from_str(&plover(&graph().statements()[0])).unwrap();
    assert_eq!(
        (event["event"].as_str(), event["date"].as_str()),
        (Some("CONSULT"), Some("1999-07-20"))
    );
}

#[test]
fn json_ld_leads_from_stages_to_words() {
    let network = Network::new(&graph(), None);
    let whole: serde_json::Value = serde_json::from_str(&json_ld(&network)).unwrap();
    let nodes = whole["@graph"].as_array().unwrap();
    let of = |kind: &str| -> Vec<&serde_json::Value> {
        let is = |node: &&serde_json::Value| node["@type"] == kind || node["@type"][0] == kind;
        nodes.iter().filter(is).collect()
    };
    let relation = of("Relation")[0];
    let stages = relation["stages"].as_array().unwrap();
    assert_eq!(stages.len(), 2);
    assert_eq!(stages[0]["eventStatus"], "schema:EventScheduled");
    assert_eq!(stages[0]["end"], "1999-07-24");
    assert_eq!(stages[1]["end"], "1999-10-22", "put off, it lapses");
    let source = &stages[0]["derivedFrom"][0];
    let statement = of("Statement")
        .into_iter()
        .find(|one| one["@id"] == *source)
        .unwrap();
    assert_eq!(statement["words"], "A \"visit\", <planned>\nin 'July'");
    assert_eq!(
        statement["quotedFrom"],
        "urn:x-detente:document:a%20%26%20b.txt"
    );
    let document = of("Document")[0];
    assert_eq!(document["@id"], statement["quotedFrom"]);
}
