//! What is told in parts, from numbers, is what a whole graph tells.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::laws::{any_graph, any_options, built, date_after, fetched, frozen, numbers, thawed};
use crate::graph::notation::say;
use crate::graph::{Change, ChangeKind, Keep, PathOptions, RelationId, Reports, Standing};
use crate::model::{Action, ActorId, Statement, Status};

/// What a line about a relation says.
fn line(standing: &Standing) -> (RelationId, String, String, usize, String) {
    (
        standing.relation.clone(),
        standing.label.clone(),
        standing.date_text(),
        standing.n_documents(),
        standing.leading().id.clone(),
    )
}

/// What is said of a change in two lines.
fn lines(change: &Change) -> impl PartialEq + std::fmt::Debug + use<> {
    let before = change.before.as_ref().map(Standing::date_text);
    let cause = change.causes[0].id.clone();
    (
        change.kind,
        change.shown().map(line),
        before,
        change.why.clone(),
        cause,
    )
}

/// What two states do to each other within so many days, in ten years much of it with pauses between.
fn within(n_days: u16, actions: &[Action]) -> impl Strategy<Value = Vec<Statement>> + use<> {
    let event = (
        0..n_days,
        prop::option::weighted(0.9, 0_u16..6),
        prop::sample::select(actions.to_vec()),
        prop::sample::select(Status::ALL.to_vec()),
        any::<bool>(),
    );
    let event = event.prop_map(|(day, delay, action, status, forward)| {
        let date = |day| date_after(day).unwrap().to_string();
        let published = delay.map_or("-".to_owned(), |delay| date(day + delay));
        let ends = if forward { "RUS > GBR" } else { "GBR > RUS" };
        say(&format!(
            "{published} {ends} {action}/ {status} {}",
            date(day)
        ))
    });
    prop::collection::vec(event, 0..120)
}

fn ten_years() -> impl Strategy<Value = Vec<Statement>> {
    use Action::{Aid, Criticism, Meeting, Truce, Violence};
    within(3650, &[Meeting, Criticism, Aid, Violence, Truce])
}

/// As busy pairs are: no matter pauses for as long as one of its acts counts.
fn without_a_pause() -> impl Strategy<Value = Vec<Statement>> {
    within(500, &[Action::Meeting, Action::Violence])
}

/// What came later than the others is seen as in a graph of all.
fn is_seen(
    statements: &[Statement],
    n_later: usize,
    (from, to): (u16, u16),
) -> Result<(), TestCaseError> {
    let statements: Vec<Statement> = statements
        .iter()
        .enumerate()
        .filter(|(place, statement)| !statements[..*place].contains(statement))
        .map(|(_, statement)| statement.clone())
        .collect();
    let graph = built(&statements);
    let n_frozen = statements.len().saturating_sub(n_later);
    let bytes = frozen(&statements[..n_frozen]);
    let thawed = thawed(&bytes).unwrap();
    let tail = numbers(&statements, n_frozen..statements.len(), thawed.legend());
    let mut thawed = thawed.with_tail(tail);
    let fetch = &mut fetched(&statements);
    let (from, to) = (date_after(from.min(to)), date_after(from.max(to)));
    for days in [[from, from], [to, to], [from, to]] {
        let part = thawed.in_force(&days, Keep::all(), fetch).unwrap();
        prop_assert_eq!(part.first_day(), graph.first_day());
        for day in days {
            prop_assert_eq!(part.snapshot(day, None), graph.snapshot(day, None));
        }
        prop_assert_eq!(part.diff(days[0], days[1]), graph.diff(days[0], days[1]));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_came_later_is_seen_on_any_day(
        statements in ten_years(), n_later in 0_usize..8, from in 0_u16..3800, to in 0_u16..3800,
    ) {
        is_seen(&statements, n_later, (from, to))?;
    }

    #[test]
    fn what_came_later_is_seen_where_nothing_pauses(
        statements in without_a_pause(), n_later in 0_usize..8, from in 0_u16..560, to in 0_u16..560,
    ) {
        is_seen(&statements, n_later, (from, to))?;
    }

    #[test]
    fn parts_tell_what_the_whole_tells(
        statements in any_graph(), cut in any::<prop::sample::Index>(), from in 0_u16..400, to in 0_u16..400,
    ) {
        // A store holds no copies, and documents have names of their own.
        let statements: Vec<Statement> = statements.iter().enumerate()
            .filter(|(place, statement)| !statements[..*place].contains(statement))
            .map(|(place, statement)| Statement { document: format!("{}", place % 3), ..statement.clone() })
            .collect();
        let graph = built(&statements);
        let n_frozen = cut.index(statements.len() + 1);
        let bytes = frozen(&statements[..n_frozen]);
        let fetch = &mut fetched(&statements);
        let count = &mut |keys: &[u32]| {
            let documents: BTreeSet<&str> =
                keys.iter().map(|&key| statements[key as usize].document.as_str()).collect();
            Ok(documents.len())
        };
        let thawed = thawed(&bytes).unwrap();
        let tail = numbers(&statements, n_frozen..statements.len(), thawed.legend());
        let mut thawed = thawed.with_tail(tail);
        let (from, to) = (date_after(from).min(date_after(to)), date_after(from).max(date_after(to)));
        for day in [from, to, None] {
            let lives = thawed.lives_in_force(&[day], Keep::all(), fetch).unwrap();
            let right = graph.snapshot(day, None);
            prop_assert_eq!(lives.len(), right.standings.len());
            prop_assert_eq!(thawed.actors_of(&lives), right.actors);
            let (mut whole, mut brief) = (Vec::new(), Vec::new());
            for part in lives.parts(|_| true) {
                let all = thawed.in_words((&lives, &part), Reports::All, (fetch, count), |graph| {
                    graph.snapshot(day, None).standings
                });
                whole.extend(all.unwrap());
                let leading = thawed.in_words((&lives, &part), Reports::Leading, (fetch, count), |graph| {
                    graph.snapshot(day, None).standings
                });
                brief.extend(leading.unwrap());
            }
            prop_assert_eq!(&whole, &right.standings);
            let told = |all: &[Standing]| all.iter().map(line).collect::<Vec<_>>();
            prop_assert_eq!(told(&brief), told(&whole));
            for actor in graph.actors().keys() {
                let own = right.standings.iter().filter(|one| [&one.source, &one.target].contains(&actor));
                let lives = thawed.lives_in_force(&[day], Keep::all().of(Some(actor)), fetch).unwrap();
                prop_assert_eq!(lives.len(), own.count());
            }
        }
        let lives = thawed.lives_in_force(&[from, to], Keep::all(), fetch).unwrap();
        let kinds = thawed.kinds(&lives);
        let right = graph.diff(from, to);
        for kind in [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Status, ChangeKind::Confirmed] {
            let mut told = Vec::new();
            for part in lives.parts(|at| kinds[at] == Some(kind)) {
                // Further reports of one status are not told by a leading one.
                let reports = if kind == ChangeKind::Confirmed { Reports::All } else { Reports::Leading };
                let changes = thawed.in_words((&lives, &part), reports, (fetch, count), |graph| {
                    graph.diff(from, to).changes
                });
                told.extend(changes.unwrap().iter().map(lines));
            }
            prop_assert_eq!(told, right.of_kind(kind).map(lines).collect::<Vec<_>>());
        }
        let mut unchanged = Vec::new();
        for part in lives.parts(|at| kinds[at].is_none()) {
            let same = thawed.in_words((&lives, &part), Reports::All, (fetch, count), |graph| {
                graph.diff(from, to).unchanged
            });
            unchanged.extend(same.unwrap());
        }
        prop_assert_eq!(unchanged, right.unchanged);
    }

    #[test]
    fn ways_in_numbers_are_ways(statements in any_graph(), at in 0_u16..400, options in any_options()) {
        let graph = built(&statements);
        let bytes = frozen(&statements);
        let ends = (ActorId::new("RUS"), ActorId::new("GBR"));
        let day = date_after(at);
        for options in [options, PathOptions::default()] {
            let mut thawed = thawed(&bytes).unwrap();
            let fetch = &mut fetched(&statements);
            let part = thawed.on_the_way(day, (&ends.0, &ends.1), &options, fetch).unwrap();
            let told = part.snapshot(day, None).paths(&ends.0, &ends.1, &options);
            prop_assert_eq!(told, graph.snapshot(day, None).paths(&ends.0, &ends.1, &options));
        }
    }
}
