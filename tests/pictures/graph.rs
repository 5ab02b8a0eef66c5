//! From statements to drawings.

use detente::graph::{Graph, Options, PathOptions};
use detente::model::{ActorId, Statement, Status};
use detente::render::{Chronicle, Drawing, EdgeChange, Sign, Style, svg};
use jiff::civil::date;

/// A statement as `detente statements` prints it.
fn statement(
    id: &str,
    day: &str,
    source: (&str, &str),
    target: (&str, &str),
    rest: &str,
) -> Statement {
    let party = |(id, name): (&str, &str)| {
        let kind = if id == "NATO" {
            "organisation"
        } else {
            "state"
        };
        format!(
            r#"{{"id":"{id}","name":"{name}","kind":"{kind}","principal":"{id}","principal_name":"{name}","text":"{name}","span":[0,4]}}"#
        )
    };
    let json = format!(
        r#"{{"id":"{id}","document":"{id}.txt","published":"{day}","sentence":0,"source":{},"target":{},{rest},
        "when":{{"start":"{day}","end":"{day}","precision":"day","text":""}},"attributed_to":[],"topic":null,"place":null,
        "evidence":{{"text":"Sentence {id}.","span":[0,9]}},"rule":"test","confidence":0.9}}"#,
        party(source),
        party(target)
    );
    serde_json::from_str(&json).expect("a statement")
}

fn graph() -> Graph {
    let (russia, nato, britain) = (("RUS", "Russia"), ("NATO", "NATO"), ("GBR", "Britain"));
    let severed = r#""action":"ties","kind":"sever","status":"ended","mutual":false,
        "event":{"plover":"SANCTION","mode":"withdraw","cameo":"161","quad":4,"goldstein":-4.0}"#;
    let visit = r#""action":"visit","kind":"visit","status":"planned","mutual":false,
        "event":{"plover":"AGREE","mode":"","cameo":"036","quad":1,"goldstein":1.0}"#;
    let statements = vec![
        statement("a", "1999-03-26", russia, nato, severed),
        statement("b", "1999-07-20", russia, britain, visit),
    ];
    Graph::new(statements, Options::default()).expect("the embedded data load")
}

#[test]
fn a_snapshot_shows_its_standings() {
    let drawing = Drawing::from(&graph().snapshot(Some(date(1999, 7, 20)), None));
    let severed = drawing
        .edges
        .iter()
        .find(|edge| edge.target == "NATO")
        .expect("severed ties");
    assert_eq!(
        (severed.sign, severed.broken, severed.status),
        (Sign::Hostile, true, Status::Ended)
    );
    assert_eq!(severed.tooltip.sentence, "Sentence a.");
    assert_eq!(severed.tooltip.date, "26 March 1999");
    let picture = svg(&drawing, &Style::default());
    assert!(
        picture.contains("severed ties") && picture.contains("State on 20 July 1999."),
        "{picture}"
    );
    assert!(picture.contains("Sources: a.txt, b.txt."));
}

#[test]
fn a_diff_marks_what_is_new() {
    let diff = graph().diff(Some(date(1999, 3, 1)), Some(date(1999, 4, 1)));
    let drawing = Drawing::from(&diff);
    assert_eq!(drawing.edges.len(), 1);
    assert_eq!(drawing.edges[0].change, Some(EdgeChange::Added));
    assert!(
        drawing.title.ends_with("1 March → 1 April 1999"),
        "{}",
        drawing.title
    );
}

#[test]
fn a_path_numbers_its_hops_among_the_others() {
    let snapshot = graph().snapshot(Some(date(1999, 7, 20)), None);
    let paths = snapshot.paths(
        &ActorId::new("NATO"),
        &ActorId::new("GBR"),
        &PathOptions::default(),
    );
    let drawing = Drawing::of_path(&paths.paths[0], &snapshot);
    let mut hops: Vec<_> = drawing
        .edges
        .iter()
        .map(|edge| (edge.hop, edge.target.as_str()))
        .collect();
    hops.sort_unstable();
    assert_eq!(hops, [(Some(1), "NATO"), (Some(2), "GBR")]);
    assert_eq!(drawing.title, "From NATO to Britain");
}

#[test]
fn a_chronicle_holds_every_stage_with_its_days() {
    let chronicle = Chronicle::from(&graph());
    assert_eq!(chronicle.lives.len(), chronicle.drawing.edges.len());
    let life = chronicle
        .lives
        .iter()
        .find(|life| life.action == "ties")
        .expect("the ties");
    assert_eq!(life.from, Some(date(1999, 3, 26)));
    assert_eq!(life.evidence[0].document, "a.txt");
}
