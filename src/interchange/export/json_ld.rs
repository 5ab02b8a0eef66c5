//! JSON-LD: the graph as linked data, with the W3C's words for provenance (PROV-O) and schema.org's for the rest.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::network::{Network, actor_values, decimal, spell_ids};
use crate::graph::Spell;
use crate::model::{Action, Party, Published, Statement, Status};

/// What stands before our own names. It is no address, since there is no network: nothing is to be fetched.
const OURS: &str = "urn:x-detente:";

/// Actors, relations with their stages, the statements that these derive from, and the documents that were quoted.
///
/// A stage `prov:wasDerivedFrom` its statements; a statement `prov:wasQuotedFrom` its document and has the words as
/// `prov:value`. Days are `xsd:date`, first and last, both included. A meeting or visit has its `schema:eventStatus`.
pub fn json_ld(network: &Network) -> String {
    let mut nodes = Vec::new();
    nodes.extend(network.actors.iter().map(|(id, actor)| {
        let [kind, principal, office] = actor_values(actor);
        json!({
            "@id": iri("actor", id.as_str()),
            "@type": ["Actor", "prov:Agent"],
            "name": actor.name,
            "actorKind": kind,
            // A state speaks for itself, which need not be said.
            "principal": principal.as_str().filter(|of| *of != id.as_str()).map(|id| iri("actor", id)),
            "office": office,
        })
    }));
    let mut statements: BTreeMap<&str, &Statement> = BTreeMap::new();
    let ids = spell_ids(&network.spells);
    for (life, ids) in lives(&network.spells, &ids) {
        let standing = &life[0].standing;
        let stages: Vec<Value> = life
            .iter()
            .zip(ids)
            .map(|(spell, id)| stage(spell, id))
            .collect();
        nodes.push(json!({
            "@id": iri("relation", standing.relation.as_str()),
            "@type": "Relation",
            "source": iri("actor", standing.source.as_str()),
            "target": iri("actor", standing.target.as_str()),
            "action": standing.action,
            "stages": stages,
        }));
        for statement in life.iter().flat_map(|spell| &spell.standing.statements) {
            statements.insert(&statement.id, statement);
        }
    }
    let mut documents: BTreeMap<&str, Option<Published>> = BTreeMap::new();
    for statement in statements.values() {
        documents.insert(&statement.document, statement.published);
        nodes.push(claim(statement));
    }
    nodes.extend(documents.into_iter().map(|(id, published)| {
        json!({
            "@id": iri("document", id),
            "@type": ["Document", "prov:Entity"],
            "name": id,
            "datePublished": published,
        })
    }));
    nodes.iter_mut().for_each(without_unknown);
    let whole = json!({"@context": context(), "@graph": nodes});
    format!("{whole}\n")
}

/// The stages of each relation, with their ids.
fn lives<'n>(
    spells: &'n [Spell],
    ids: &'n [String],
) -> impl Iterator<Item = (&'n [Spell], &'n [String])> {
    let mut at = 0;
    spells
        .chunk_by(|one, next| one.standing.relation == next.standing.relation)
        .map(move |life| {
            let ids = &ids[at..at + life.len()];
            at += life.len();
            (life, ids)
        })
}

fn stage(spell: &Spell, id: &str) -> Value {
    let standing = &spell.standing;
    let sources: Vec<String> = standing
        .statements
        .iter()
        .map(|statement| iri("statement", &statement.id))
        .collect();
    json!({
        "@id": iri("stage", id),
        "@type": ["Stage", "prov:Entity"],
        "source": iri("actor", standing.source.as_str()),
        "target": iri("actor", standing.target.as_str()),
        "label": standing.label,
        "actionKind": standing.kind,
        "status": standing.status,
        "eventStatus": event_status(standing.action, standing.status),
        "sign": standing.sign,
        "mutual": standing.mutual,
        "goldstein": decimal(standing.goldstein),
        "start": spell.from,
        "end": spell.to,
        "closing": spell.closing,
        "derivedFrom": sources,
    })
}

fn claim(statement: &Statement) -> Value {
    let when = statement.when.as_ref();
    let party = |party: &Party| iri("actor", party.id.as_str());
    let said_by: Vec<&str> = statement
        .attributed_to
        .iter()
        .map(|speaker| speaker.text.as_str())
        .collect();
    json!({
        "@id": iri("statement", &statement.id),
        "@type": ["Statement", "prov:Entity"],
        "source": party(&statement.source),
        "target": party(&statement.target),
        "action": statement.action,
        "actionKind": statement.kind,
        "status": statement.status,
        "plover": statement.event.plover,
        "cameo": statement.event.cameo,
        "start": when.and_then(|when| when.start),
        "end": when.and_then(|when| when.end),
        "words": statement.evidence.text,
        "quotedFrom": iri("document", &statement.document),
        "saidBy": said_by,
        "rule": statement.rule,
        "confidence": statement.confidence,
    })
}

/// How schema.org says how an event stands, for what has a day on which it happens.
fn event_status(action: Action, status: Status) -> Option<&'static str> {
    if !matches!(action, Action::Meeting | Action::Visit) {
        return None;
    }
    match status {
        Status::Planned => Some("schema:EventScheduled"),
        Status::Postponed => Some("schema:EventPostponed"),
        Status::Ended => Some("schema:EventCancelled"),
        _ => None,
    }
}

/// What the short names stand for.
fn context() -> Value {
    let day = |name: &str| json!({"@id": format!("ours:{name}"), "@type": "xsd:date"});
    let link = |name: &str| json!({"@id": name, "@type": "@id"});
    json!({
        "ours": OURS,
        "prov": "http://www.w3.org/ns/prov#",
        "schema": "https://schema.org/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "@vocab": OURS,
        "name": "schema:name",
        "label": "rdfs:label",
        "datePublished": {"@id": "schema:datePublished", "@type": "xsd:date"},
        "eventStatus": link("schema:eventStatus"),
        "principal": link("prov:actedOnBehalfOf"),
        "derivedFrom": link("prov:wasDerivedFrom"),
        "quotedFrom": link("prov:wasQuotedFrom"),
        "words": "prov:value",
        "source": link("ours:source"),
        "target": link("ours:target"),
        "stages": link("ours:stage"),
        "start": day("start"),
        "end": day("end"),
    })
}

/// An id as an IRI: what IRIs may not hold is written in per cent.
fn iri(kind: &str, id: &str) -> String {
    let mut iri = format!("{OURS}{kind}:");
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            iri.push_str(&format!("%{byte:02X}"));
        }
    }
    iri
}

/// What is not known is left out: null would mean that a name of the context is taken away.
fn without_unknown(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let known: Map<String, Value> = std::mem::take(fields)
                .into_iter()
                .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""))
                .collect();
            *fields = known;
            fields.values_mut().for_each(without_unknown);
        }
        Value::Array(values) => values.iter_mut().for_each(without_unknown),
        _ => {}
    }
}
