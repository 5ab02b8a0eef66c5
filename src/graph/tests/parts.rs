//! What is told in parts, from numbers, is what a whole graph tells.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::laws::{any_graph, any_options, built, date_after, fetched, frozen, numbers, thawed};
use crate::graph::{Change, ChangeKind, PathOptions, RelationId, Reports, Standing};
use crate::model::{ActorId, Statement};

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

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
            let lives = thawed.lives_in_force(&[day], &|_| true, fetch).unwrap();
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
        }
        let lives = thawed.lives_in_force(&[from, to], &|_| true, fetch).unwrap();
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
