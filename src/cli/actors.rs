//! `detente actors`: whom a name means on a date, or whom the words of a text mean.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use super::args::{Reading, day};
use super::progress::Progress;
use super::screen::{Screen, complain};
use super::{Failure, Outcome, input};
use crate::error::Error;
use crate::mentions::Form;
use crate::model::{ActorId, ActorKind, Alternative, PartialDate};
use crate::vocabulary::actors::{Actors, Candidate, Day, Role, Sense, covers, to_day};

const EXAMPLES: &str = "\
Examples:
  detente actors Ivanov --on 1999-07-20
  detente actors Belgrade --on 1995-07-01 --json
  detente actors --explain data/samples/1999-03-26-ties.txt";

/// Whom a name means on a date and why; with --explain, whom the words of texts mean
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A name, id, seat, adjective or surname
    #[arg(value_name = "NAME", required_unless_present = "explain")]
    name: Option<String>,
    /// The date
    #[arg(long, value_name = "DATE", conflicts_with = "explain")]
    on: Option<PartialDate>,
    /// Texts or folders whose mentions are told
    #[arg(long, value_name = "FILES", num_args = 1.., conflicts_with = "name")]
    explain: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

/// A candidate in JSON.
#[derive(Serialize)]
struct Told {
    id: ActorId,
    name: String,
    kind: ActorKind,
    principal: ActorId,
    /// What the word is to the actor.
    word: &'static str,
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    weight: f32,
    roles: Vec<ToldRole>,
    members: Vec<ActorId>,
}

/// A person's office in JSON.
#[derive(Serialize)]
struct ToldRole {
    office: String,
    of: ActorId,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// The list that has it still showed the person in office on `until`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    last_seen: bool,
    held: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    match &arguments.name {
        Some(name) => look_up(name, arguments, out),
        None => explain(arguments, out),
    }
}

fn look_up(name: &str, arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let actors = input::actors(&arguments.reading.overlay)?;
    let on = day(arguments.on);
    let candidates = actors.lookup(name, on);
    if candidates.is_empty() {
        let near = actors.near(name);
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!("; did you mean {}?", near.join(" or "))
        };
        complain(&format!("nobody is known as '{name}'{hint}"));
        return Ok(Outcome::Nothing);
    }
    for candidate in candidates {
        let told = told(&actors, candidate, on);
        if arguments.reading.json {
            out.json(&told)?;
        } else {
            tell(&told, on, out)?;
        }
    }
    Ok(Outcome::Found)
}

fn told(actors: &Actors, candidate: Candidate, on: Option<Date>) -> Told {
    let actor = actors.find(&candidate.id);
    let roles = actor
        .map(|actor| &actors.record(actor).roles)
        .into_iter()
        .flatten()
        .map(|role| told_role(actors, role, on))
        .collect();
    Told {
        kind: actors
            .kind(&candidate.id)
            .unwrap_or(ActorKind::Organisation),
        members: actors.members_on(&candidate.id, on),
        principal: candidate.principal,
        word: word_of(candidate.sense),
        valid: candidate.valid,
        from: date(candidate.from),
        until: date(candidate.until),
        weight: candidate.weight,
        roles,
        id: candidate.id,
        name: candidate.name,
    }
}

fn told_role(actors: &Actors, role: &Role, on: Option<Date>) -> ToldRole {
    ToldRole {
        office: actors.office(role).to_owned(),
        of: actors.id_of_role(role),
        from: date(role.from),
        until: date(role.until),
        last_seen: role.seen,
        held: covers(role.from, role.until, on.map(to_day)),
    }
}

/// "19990720" as "1999-07-20"; nothing for an open end.
fn date(day: Day) -> Option<String> {
    (day != 0).then(|| {
        format!(
            "{:04}-{:02}-{:02}",
            day / 10_000,
            day / 100 % 100,
            day % 100
        )
    })
}

fn word_of(sense: Sense) -> &'static str {
    match sense {
        Sense::Name => "name",
        Sense::Adjective => "adjective",
        Sense::People => "people",
        Sense::Seat => "seat",
        Sense::Place => "place",
        Sense::FullName => "full name",
        Sense::Surname => "surname",
        Sense::Thing => "thing",
        Sense::Media => "media",
    }
}

fn tell(told: &Told, on: Option<Date>, out: &mut Screen) -> Result<(), Failure> {
    let mut line = format!("{} ({})", told.name, told.id);
    if told.principal != told.id {
        line += &format!(", speaks for {}", told.principal);
    }
    out.heading(&line)?;
    let span = between(told.from.as_deref(), told.until.as_deref());
    let mut why = format!("  by its {}{span}, weight {:.2}", told.word, told.weight);
    if !told.valid {
        why += ", but not on that date";
    }
    out.line(&why, 4)?;
    for role in &told.roles {
        let office = if role.office.is_empty() {
            "in government"
        } else {
            &role.office
        };
        let mark = if on.is_some() && role.held {
            "* "
        } else {
            "- "
        };
        let seen = if role.last_seen { " (last seen)" } else { "" };
        out.line(
            &format!(
                "  {mark}{office}, {}{}{seen}",
                role.of,
                between(role.from.as_deref(), role.until.as_deref())
            ),
            6,
        )?;
    }
    if !told.members.is_empty() {
        let members: Vec<String> = told.members.iter().map(ToString::to_string).collect();
        out.line(&format!("  members: {}", members.join(" ")), 4)?;
    }
    Ok(())
}

fn between(from: Option<&str>, until: Option<&str>) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!(", {from} to {until}"),
        (Some(from), None) => format!(", from {from}"),
        (None, Some(until)) => format!(", until {until}"),
        (None, None) => String::new(),
    }
}

/// A mention in JSON.
#[derive(Serialize)]
struct ToldMention<'a> {
    document: &'a str,
    sentence: usize,
    text: &'a str,
    form: &'static str,
    /// The words only say where.
    place: bool,
    confidence: f32,
    parties: Vec<ToldParty<'a>>,
}

#[derive(Serialize)]
struct ToldParty<'a> {
    id: &'a ActorId,
    name: &'a str,
    principal: &'a ActorId,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<&'a str>,
    #[serde(skip_serializing_if = "<[Alternative]>::is_empty")]
    alternatives: &'a [Alternative],
}

fn explain(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let inputs = input::split(&arguments.explain, &arguments.reading, Progress::Hidden)?;
    if inputs.documents.is_empty() {
        return Err(Error::Usage(
            "--explain wants texts; statements are explained by `detente explain`".to_owned(),
        )
        .into());
    }
    let reader = input::reader(&arguments.reading)?;
    let mut outcome = Outcome::Nothing;
    for document in &inputs.documents {
        let analysis = reader.analyse(document);
        let sentences = analysis.sentences.iter().zip(&analysis.trees);
        for ((sentence, tree), mentions) in sentences.zip(&analysis.mentions) {
            if mentions.is_empty() {
                continue;
            }
            outcome = Outcome::Found;
            if !arguments.reading.json {
                let words = &document.text[sentence.span.range()];
                out.heading(&format!("{} [{}]", document.id, sentence.index))?;
                out.line(&format!("  “{}”", words.trim()), 2)?;
            }
            for mention in mentions {
                let told = ToldMention {
                    document: &document.id,
                    sentence: sentence.index,
                    text: &mention.parties[0].text,
                    form: word_of_form(mention.form),
                    place: mention.is_mere_place(tree),
                    confidence: mention.confidence,
                    parties: mention
                        .parties
                        .iter()
                        .map(|party| ToldParty {
                            id: &party.id,
                            name: &party.name,
                            principal: &party.principal,
                            office: party.office.as_deref(),
                            alternatives: &party.alternatives,
                        })
                        .collect(),
                };
                if arguments.reading.json {
                    out.json(&told)?;
                } else {
                    tell_mention(&told, out)?;
                }
            }
        }
    }
    Ok(outcome)
}

fn word_of_form(form: Form) -> &'static str {
    match form {
        Form::Composite => "body of several",
        form => form.as_str(),
    }
}

fn tell_mention(told: &ToldMention<'_>, out: &mut Screen) -> Result<(), Failure> {
    let parties: Vec<String> = told.parties.iter().map(tell_party).collect();
    let place = if told.place { ", only a place" } else { "" };
    out.line(
        &format!(
            "  - “{}”: {} [{}{place}, {:.2}]",
            told.text,
            parties.join(" and "),
            told.form,
            told.confidence
        ),
        4,
    )
}

fn tell_party(party: &ToldParty<'_>) -> String {
    let mut line = format!("{} ({})", party.name, party.id);
    if party.id != party.principal {
        line += &format!(" for {}", party.principal);
    }
    if let Some(office) = party.office {
        line += &format!(", {office}");
    }
    if !party.alternatives.is_empty() {
        let others: Vec<String> = party
            .alternatives
            .iter()
            .map(|other| format!("{} {:.2}", other.id, other.weight))
            .collect();
        line += &format!("; or {}", others.join(", "));
    }
    line
}
