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

/// The records of a table, read as RFC 4180 has it; with an escape also as Gephi has it.
fn records(table: &str, escape: Option<char>) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = table.chars().peekable();
    while let Some(c) = chars.next() {
        let cells = records.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cells.last_mut().unwrap().extend(chars.next());
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted && chars.peek().is_none() => {}
            '\n' if !quoted => records.push(vec![String::new()]),
            c if Some(c) == escape => cells.last_mut().unwrap().extend(chars.next()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    records
}

#[test]
fn neo4j_has_ends_labels_and_types() {
    let tables = neo4j(&Network::new(&graph(), None));
    let actors = records(&tables.actors, None);
    assert_eq!(
        actors[0].join(","),
        "id:ID,:LABEL,name,kind,principal,office"
    );
    assert_eq!(actors[1].join(","), "CIV,Actor,Côte d'Ivoire,state,CIV,");
    let relations = records(&tables.relations, None);
    assert_eq!(
        relations[0].join(","),
        ":START_ID,:END_ID,:TYPE,id,relation,label,action,kind,status,sign,mutual:boolean,start:date,end:date,closing,\
         goldstein:double,documents:long,statements:long,published:date,document,evidence"
    );
    let cell = |name: &str| {
        let at = relations[0].iter().position(|head| head == name).unwrap();
        relations[1][at].as_str()
    };
    assert_eq!(
        [":START_ID", ":END_ID", ":TYPE", "start:date", "end:date"].map(cell),
        ["RUS", "CIV", "VISIT", "1999-07-20", "1999-07-24"]
    );
    assert_eq!(
        ["mutual:boolean", "goldstein:double", "statements:long"].map(cell),
        ["false", "1.9", "1"]
    );
    assert_eq!(cell("evidence"), "A \"visit\", <planned>\nin 'July'");
}

#[test]
fn gephi_has_its_own_headings_intervals_and_no_parallel_edges() {
    let mut network = Network::new(&graph(), None);
    network.spells[1].standing.status = network.spells[0].standing.status;
    network.spells[0].from = None;
    network.spells[1].to = None;
    network.spells[1].standing.label = "visits C:\\".to_owned();
    let tables = gephi(&network);
    let actors = records(&tables.actors, Some('\\'));
    assert_eq!(actors[0].join(","), "Id,Label,kind,principal,office");
    let relations = records(&tables.relations, Some('\\'));
    assert_eq!(
        relations[0].join(","),
        "Source,Target,Type,Kind,Id,Label,timeset,Weight,relation,action,finer_kind,status,sign,mutual,closing,\
         goldstein,documents,statements,published,document,evidence"
    );
    let column = |name: &str| -> Vec<&str> {
        let at = relations[0].iter().position(|head| head == name).unwrap();
        relations[1..].iter().map(|row| row[at].as_str()).collect()
    };
    assert_eq!(column("Kind"), ["visit planned", "visit planned 2"]);
    assert_eq!(
        column("timeset"),
        ["<[-Infinity, 1999-07-24]>", "<[1999-07-25, Infinity]>"]
    );
    assert_eq!(column("published"), ["20 Jul 1999", "25 Jul 1999"]);
    assert_eq!(column("Label")[1], "visits C:\\");
    assert_eq!(column("Weight"), ["1", "1"]);
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
