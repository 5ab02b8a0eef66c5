//! `detente measure`: figures over the graph.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::args::{Building, Choice, Period, Statuses, day};
use super::question::Question;
use super::screen::{Screen, complain, count, long};
use super::show::nothing;
use super::table::{Cell, Table};
use super::{Failure, Outcome, actor};
use crate::error::Error;
use crate::graph::Graph;
use crate::graph::measure::{Every, SeriesOptions, Ties, Weight};
use crate::model::{ActorId, PartialDate};

const EXAMPLES: &str = "\
Examples:
  detente measure series data/samples --every month --csv
  detente measure balance data/samples --at 1999-04-15
  detente measure centrality data/samples --at 1999-04-15 --sign +
  detente measure blocs data/samples --at 1999-04-15
  detente measure likeness data/samples --at 1999-04-15 --actor Russia

docs/measures.md gives each formula and where it comes from.";

/// Pairs at most, so that all of them fit into some hundreds of megabytes.
const PAIRS_AT_MOST: usize = 2_000_000;

/// Figures: series of dyads, structural balance, centrality, blocs, likeness of positions
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    measure: Measure,
}

#[derive(Debug, Subcommand)]
enum Measure {
    /// What each actor did to each other by day, week, month or year: acts, quad classes, Goldstein values
    Series(SeriesArguments),
    /// The share of balanced triads on a date, and those that are not
    Balance(OnDate),
    /// Degree, betweenness and page rank of each actor on a date
    Centrality(OnDate),
    /// Who holds together against whom on a date
    Blocs(OnDate),
    /// How alike two actors stand towards all others on a date
    Likeness(Likeness),
}

#[derive(Debug, Args)]
struct SeriesArguments {
    /// Texts, JSON Lines, event data, stores, folders, or - for standard input
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    /// The stretches of time
    #[arg(long, value_enum, default_value_t = EveryWord::Month)]
    every: EveryWord,
    /// Take the two of a pair together, whoever acts
    #[arg(long)]
    undirected: bool,
    /// Rows also for stretches in which nothing happened
    #[arg(long)]
    zeros: bool,
    /// Only these two
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Option<Vec<String>>,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    statuses: Statuses,
    /// Write CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    #[command(flatten)]
    building: Building,
}

#[derive(Debug, Args)]
struct OnDate {
    /// Texts, JSON Lines, event data, stores, folders, or - for standard input
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    /// The date
    #[arg(long, value_name = "DATE")]
    at: Option<PartialDate>,
    /// What a relation counts for in the tie of its pair
    #[arg(long, value_enum, default_value_t = WeightWord::Count)]
    weight: WeightWord,
    /// Show at most so many rows; --json and --csv have all
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    statuses: Statuses,
    /// Write CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    #[command(flatten)]
    building: Building,
}

#[derive(Debug, Args)]
struct Likeness {
    /// Only the pairs of this actor
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    #[command(flatten)]
    on_date: OnDate,
}

/// [`Every`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EveryWord {
    Day,
    Week,
    Month,
    Year,
}

/// [`Weight`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WeightWord {
    /// One
    Count,
    /// Its Goldstein value
    Goldstein,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    match &arguments.measure {
        Measure::Series(arguments) => series(arguments, out),
        Measure::Balance(arguments) => balance(arguments, out),
        Measure::Centrality(arguments) => centrality(arguments, out),
        Measure::Blocs(arguments) => blocs(arguments, out),
        Measure::Likeness(arguments) => likeness(arguments, out),
    }
}

fn series(arguments: &SeriesArguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let period = arguments.period.days()?;
    let building = &arguments.building;
    let graph = Question::new(&arguments.files, building)?.everything()?;
    let find = |word: &String| actor::find(&graph, word, &building.reading.overlay);
    let between = match arguments.between.as_deref() {
        Some([one, other]) => Some((find(one)?, find(other)?)),
        _ => None,
    };
    let options = SeriesOptions {
        every: match arguments.every {
            EveryWord::Day => Every::Day,
            EveryWord::Week => Every::Week,
            EveryWord::Month => Every::Month,
            EveryWord::Year => Every::Year,
        },
        directed: !arguments.undirected,
        zeros: arguments.zeros,
        between,
        period,
    };
    let series = graph
        .series(&options, |statement| {
            let (action, status) = (statement.action, statement.status);
            let sign = graph.rules().sign(action, status, statement.event.quad);
            arguments.choice.admits(action, sign) && arguments.statuses.admits(status)
        })
        .map_err(|error| Error::Usage(error.to_string()))?;
    for (n, why) in [
        (series.n_undated, "without any date"),
        (
            series.n_vague,
            "whose date is wider than a stretch; wider ones have a place for them",
        ),
    ] {
        if n > 0 {
            complain(&format!("note: left out: {} {why}", count(n, "act")));
        }
    }
    let outcome = if series.dyads.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    if building.reading.json {
        out.json(&series)?;
        return Ok(outcome);
    }
    if series.dyads.is_empty() {
        complain("no such act with a date");
        return Ok(outcome);
    }
    let mut table = Table::new(&[
        "source",
        "target",
        "start",
        "end",
        "acts",
        "documents",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
        "goldstein_sum",
        "goldstein_mean",
    ]);
    for dyad in &series.dyads {
        let mut row = vec![
            Cell::text(dyad.source.as_str()),
            Cell::text(dyad.target.as_str()),
            Cell::text(dyad.start.to_string()),
            Cell::text(dyad.end.to_string()),
            Cell::Count(dyad.n_acts),
            Cell::Count(dyad.n_documents),
        ];
        row.extend(dyad.quads.map(Cell::Count));
        row.push(Cell::Number(Some(dyad.goldstein), 1));
        row.push(Cell::Number(dyad.goldstein_mean(), 1));
        table.row(row);
    }
    if arguments.csv {
        table.csv(out)?;
    } else {
        table.show(table.n_rows(), out)?;
    }
    Ok(outcome)
}

/// The network that is asked for; `None`, when told that there is none.
fn network(arguments: &OnDate) -> Result<Option<(Graph, Ties)>, Failure> {
    let at = day(arguments.at);
    let graph = Question::new(&arguments.files, &arguments.building)?.in_force(&[at])?;
    let snapshot = graph.snapshot(at, None).only(|standing| {
        arguments.choice.admits(standing.action, standing.sign)
            && arguments.statuses.admits(standing.status)
    });
    let ties = snapshot.ties(match arguments.weight {
        WeightWord::Count => Weight::Count,
        WeightWord::Goldstein => Weight::Goldstein,
    });
    if ties.ties.is_empty() {
        complain(&nothing(&graph, &snapshot));
        return Ok(None);
    }
    Ok(Some((graph, ties)))
}

/// How an actor is called: by name for people, by id in CSV, where rows are to be joined with others.
fn called(graph: &Graph, id: &ActorId, arguments: &OnDate) -> Cell {
    Cell::text(if arguments.csv {
        id.as_str()
    } else {
        graph.name(id)
    })
}

/// "Balance on 15 Apr 1999: 12 actors, 20 pairs".
fn heading(what: &str, ties: &Ties, out: &mut Screen) -> Result<(), Failure> {
    let on = ties
        .at
        .map_or_else(String::new, |at| format!(" on {}", long(at)));
    out.heading(&format!(
        "{what}{on}: {} in {}",
        count(ties.actors.len(), "actor"),
        count(ties.ties.len(), "pair")
    ))
}

/// The table as it is asked for.
fn give(
    what: &str,
    ties: &Ties,
    table: &Table,
    arguments: &OnDate,
    out: &mut Screen,
) -> Result<(), Failure> {
    if arguments.csv {
        return table.csv(out);
    }
    heading(what, ties, out)?;
    if table.n_rows() > 0 {
        out.blank()?;
        table.show(arguments.most, out)?;
    }
    more(table.n_rows(), arguments, out)
}

fn more(n_rows: usize, arguments: &OnDate, out: &mut Screen) -> Result<(), Failure> {
    let n_more = n_rows.saturating_sub(arguments.most);
    if n_more > 0 {
        out.line(
            &format!("… and {n_more} more; --most {n_rows} shows them"),
            0,
        )?;
    }
    Ok(())
}

fn balance(arguments: &OnDate, out: &mut Screen) -> Result<Outcome, Failure> {
    #[derive(Serialize)]
    struct Answer<'a> {
        at: Option<jiff::civil::Date>,
        n_triads: usize,
        n_balanced: usize,
        share: Option<f64>,
        weak_share: Option<f64>,
        #[serde(flatten)]
        balance: &'a crate::graph::measure::Balance,
    }
    let Some((graph, ties)) = network(arguments)? else {
        return Ok(Outcome::Nothing);
    };
    let whole = arguments.csv || arguments.building.reading.json;
    let balance = ties.balance(if whole { usize::MAX } else { arguments.most });
    if arguments.building.reading.json {
        out.json(&Answer {
            at: ties.at,
            n_triads: balance.n_triads(),
            n_balanced: balance.n_balanced(),
            share: balance.share(),
            weak_share: balance.weak_share(),
            balance: &balance,
        })?;
        return Ok(Outcome::Found);
    }
    let mut table = Table::new(&[
        "first",
        "second",
        "third",
        "first_second",
        "first_third",
        "second_third",
    ]);
    for triad in &balance.unbalanced {
        let names = triad
            .actors
            .each_ref()
            .map(|id| called(&graph, id, arguments));
        let signs = triad.signs.map(|sign| Cell::text(sign.as_str()));
        table.row(names.into_iter().chain(signs).collect());
    }
    if !arguments.csv {
        let [none, one, two, three] = balance.n_by_hostile;
        let per_cent = |share: Option<f64>| {
            share.map_or_else(|| "–".to_owned(), |share| format!("{:.0}%", share * 100.0))
        };
        heading("Structural balance", &ties, out)?;
        out.line(
            &format!(
                "{}, {} balanced ({}; with three mutual enemies taken for balanced, {})",
                count(balance.n_triads(), "triad"),
                balance.n_balanced(),
                per_cent(balance.share()),
                per_cent(balance.weak_share())
            ),
            2,
        )?;
        out.line(
            &format!("hostile ties: none in {none}, one in {one}, two in {two}, three in {three}"),
            2,
        )?;
        if balance.n_pairs_without_sign > 0 {
            out.line(
                &format!(
                    "{} neither friendly nor hostile",
                    count(balance.n_pairs_without_sign, "pair")
                ),
                2,
            )?;
        }
        if table.n_rows() > 0 {
            out.blank()?;
            out.heading("Not balanced")?;
            table.show(arguments.most, out)?;
            more(balance.n_triads() - balance.n_balanced(), arguments, out)?;
        }
        return Ok(Outcome::Found);
    }
    table.csv(out)?;
    Ok(Outcome::Found)
}

fn centrality(arguments: &OnDate, out: &mut Screen) -> Result<Outcome, Failure> {
    let Some((graph, ties)) = network(arguments)? else {
        return Ok(Outcome::Nothing);
    };
    let mut found = ties.centralities();
    found.sort_by(|one, other| other.pagerank.total_cmp(&one.pagerank));
    if arguments.building.reading.json {
        for one in &found {
            out.json(one)?;
        }
        return Ok(Outcome::Found);
    }
    let mut table = Table::new(&[
        "id",
        "name",
        "degree",
        "friends",
        "enemies",
        "relations",
        "betweenness",
        "pagerank",
    ]);
    for one in &found {
        table.row(vec![
            Cell::text(one.actor.as_str()),
            Cell::text(graph.name(&one.actor)),
            Cell::Count(one.degree),
            Cell::Count(one.n_friends),
            Cell::Count(one.n_enemies),
            Cell::Count(one.n_relations),
            Cell::Number(Some(one.betweenness), 3),
            Cell::Number(Some(one.pagerank), 3),
        ]);
    }
    give("Centrality", &ties, &table, arguments, out)?;
    Ok(Outcome::Found)
}

fn blocs(arguments: &OnDate, out: &mut Screen) -> Result<Outcome, Failure> {
    let Some((graph, ties)) = network(arguments)? else {
        return Ok(Outcome::Nothing);
    };
    let found = ties.blocs();
    let outcome = if found.blocs.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    if arguments.building.reading.json {
        out.json(&found)?;
        return Ok(outcome);
    }
    let mut table = Table::new(&["bloc", "id", "name"]);
    for (number, bloc) in found.blocs.iter().enumerate() {
        for id in &bloc.members {
            table.row(vec![
                Cell::Count(number + 1),
                Cell::text(id.as_str()),
                Cell::text(graph.name(id)),
            ]);
        }
    }
    if arguments.csv {
        table.csv(out)?;
        return Ok(outcome);
    }
    let Some(modularity) = found.modularity else {
        complain("no pair is friendly or hostile on balance, so that there are no blocs");
        return Ok(outcome);
    };
    heading("Blocs", &ties, out)?;
    out.line(&format!("modularity {modularity:.2}"), 2)?;
    for (number, bloc) in found.blocs.iter().enumerate().take(arguments.most) {
        let names: Vec<&str> = bloc.members.iter().map(|id| graph.name(id)).collect();
        out.line(
            &format!(
                "  {}. {} ({}, {} hostile within)",
                number + 1,
                names.join(", "),
                count(bloc.n_friendly_inside, "friendly tie"),
                bloc.n_hostile_inside
            ),
            5,
        )?;
    }
    more(found.blocs.len(), arguments, out)?;
    Ok(outcome)
}

fn likeness(arguments: &Likeness, out: &mut Screen) -> Result<Outcome, Failure> {
    let on_date = &arguments.on_date;
    let Some((graph, ties)) = network(on_date)? else {
        return Ok(Outcome::Nothing);
    };
    let overlays = &on_date.building.reading.overlay;
    let of: Option<ActorId> = (arguments.actor.as_ref())
        .map(|word| actor::find(&graph, word, overlays))
        .transpose()?;
    let n_pairs = ties.actors.len() * ties.actors.len().saturating_sub(1) / 2;
    if of.is_none() && n_pairs > PAIRS_AT_MOST {
        return Err(Error::Usage(format!(
            "{n_pairs} pairs are too many (at most {PAIRS_AT_MOST}): choose one actor with --actor, or fewer relations with --only or --sign"
        ))
        .into());
    }
    let mut found = ties.likenesses(of.as_ref());
    // Where chance is taken off first; those who take no sides say nothing.
    found.sort_by(|one, other| {
        let key = |kappa: Option<f64>| kappa.unwrap_or(f64::NEG_INFINITY);
        (key(other.kappa).total_cmp(&key(one.kappa)))
            .then_with(|| other.n_positions.cmp(&one.n_positions))
    });
    if found.is_empty() {
        complain("no pair with a third actor to compare their positions by");
        return Ok(Outcome::Nothing);
    }
    if on_date.building.reading.json {
        for one in &found {
            out.json(one)?;
        }
        return Ok(Outcome::Found);
    }
    let mut table = Table::new(&["one", "other", "positions", "s", "kappa", "pi", "cosine"]);
    for one in &found {
        table.row(vec![
            called(&graph, &one.one, on_date),
            called(&graph, &one.other, on_date),
            Cell::Count(one.n_positions),
            Cell::Number(Some(one.s), 2),
            Cell::Number(one.kappa, 2),
            Cell::Number(one.pi, 2),
            Cell::Number(one.cosine, 2),
        ]);
    }
    give("Likeness of positions", &ties, &table, on_date, out)?;
    Ok(Outcome::Found)
}
