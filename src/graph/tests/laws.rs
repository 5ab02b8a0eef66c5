//! What holds for any statements.

use jiff::civil::Date;
use proptest::prelude::*;

use crate::graph::notation::say;
use crate::graph::{Closing, Damaged, Frozen, Graph, Labels, Options, PathOptions, Rules};
use crate::model::{ActorId, Statement, Status};

fn any_statement() -> impl Strategy<Value = Statement> {
    let party = prop::sample::select(vec![
        "RUS",
        "NATO",
        "GBR",
        "igor-ivanov@RUS",
        "tony-blair@GBR",
    ]);
    let action = prop::sample::select(crate::model::Action::ALL.to_vec());
    let status = prop::sample::select(Status::ALL.to_vec());
    let kind = prop::sample::select(vec![
        "",
        "sever",
        "restore",
        "lift",
        "ceasefire",
        "withdraw",
        "air-strike",
    ]);
    let date = |days: u16| {
        Date::constant(1999, 1, 1)
            .checked_add(jiff::Span::new().days(i64::from(days)))
            .unwrap()
    };
    let published = prop::option::weighted(0.9, 0_u16..200);
    let when = prop::option::of((0_u16..200, 0_u16..30, 0_u8..4));
    (
        party.clone(),
        party,
        action,
        kind,
        status,
        any::<bool>(),
        published,
        when,
    )
        .prop_map(
            move |(source, target, action, kind, status, mutual, published, when)| {
                let published = published.map_or("-".to_owned(), |days| date(days).to_string());
                let when = when.map_or(String::new(), |(days, length, form)| match form {
                    0 => date(days).to_string(),
                    1 => format!("{}..{}", date(days), date(days + length)),
                    2 => format!("{}..", date(days)),
                    _ => date(days).strftime("%Y-%m").to_string(),
                });
                let way = if mutual { '~' } else { '>' };
                say(&format!(
                    "{published} {source} {way} {target} {action}/{kind} {status} {when}"
                ))
            },
        )
}

fn any_graph() -> impl Strategy<Value = Vec<Statement>> {
    prop::collection::vec(any_statement(), 0..40)
}

fn built(statements: &[Statement]) -> Graph {
    Graph::new(statements.iter().cloned(), Options::default()).unwrap()
}

fn thawed(bytes: &[u8]) -> Result<Frozen<std::io::Cursor<&[u8]>>, Damaged> {
    let (rules, labels) = (Rules::embedded().unwrap(), Labels::embedded().unwrap());
    Frozen::open(std::io::Cursor::new(bytes), rules, labels)
}

fn date_after(days: u16) -> Option<Date> {
    Date::constant(1999, 1, 1)
        .checked_add(jiff::Span::new().days(i64::from(days)))
        .ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_order_of_arrival_does_not_matter(statements in any_graph(), seed in any::<u64>()) {
        let mut shuffled = statements.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        let (one, other) = (built(&statements), built(&shuffled));
        prop_assert_eq!(one.relations(), other.relations());
        prop_assert_eq!(one.actors(), other.actors());
    }

    #[test]
    fn reading_twice_changes_nothing(statements in any_graph()) {
        let twice: Vec<Statement> = statements.iter().chain(&statements).cloned().collect();
        let (one, other) = (built(&statements), built(&twice));
        prop_assert_eq!(one.relations(), other.relations());
    }

    #[test]
    fn what_is_thawed_is_what_was_frozen(statements in any_graph(), from in 0_u16..400, to in 0_u16..400) {
        let graph = built(&statements);
        let bytes = graph.freeze().unwrap();
        let frozen = || thawed(&bytes).unwrap();
        let whole = frozen();
        let names = whole.names();
        prop_assert_eq!(names.actors(), graph.actors());
        prop_assert_eq!(names.latest(), graph.latest());
        prop_assert_eq!(names.first_day(), graph.first_day());
        prop_assert_eq!(names.is_empty(), graph.is_empty());
        prop_assert_eq!(names.n_without_own_date(), graph.n_without_own_date());
        for word in ["rus", "Igor Ivanov", "blair", "Nato", "Rusia"] {
            prop_assert_eq!(names.find(word), graph.find(word));
        }
        let days = [date_after(from), date_after(to), None];
        let part = frozen().in_force(&days).unwrap();
        for day in days {
            prop_assert_eq!(part.snapshot(day, None), graph.snapshot(day, None));
            prop_assert_eq!(part.diff(days[0], day), graph.diff(days[0], day));
        }
        let (one, other) = (ActorId::new("RUS"), ActorId::new("GBR"));
        let part = frozen().between(&one, &other).unwrap();
        prop_assert_eq!(part.between(&other, &one), graph.between(&other, &one));
        prop_assert_eq!(part.timeline(&one, &other), graph.timeline(&one, &other));
    }

    #[test]
    fn damaged_bytes_are_refused(statements in any_graph(), at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let whole = built(&statements).freeze().unwrap();
        let all = |bytes: &[u8]| thawed(bytes)?.in_force(&[date_after(0), None]);
        let mut bytes = whole.clone();
        bytes[at.index(whole.len())] ^= flip;
        // A relation that is not asked for is not looked at, so that the answer may still be right.
        if let Ok(graph) = all(&bytes) {
            let right = all(&whole).unwrap();
            prop_assert_eq!(graph.relations(), right.relations());
        }
        prop_assert!(thawed(&whole[..at.index(16)]).is_err());
    }

    #[test]
    fn a_date_does_not_differ_from_itself(statements in any_graph(), at in 0_u16..400) {
        let graph = built(&statements);
        let diff = graph.diff(date_after(at), date_after(at));
        prop_assert!(diff.changes.is_empty());
    }

    #[test]
    fn a_diff_applied_to_the_first_gives_the_second(statements in any_graph(), from in 0_u16..400, to in 0_u16..400) {
        let graph = built(&statements);
        let diff = graph.diff(date_after(from), date_after(to));
        let (before, after) = (graph.snapshot(date_after(from), None), graph.snapshot(date_after(to), None));
        prop_assert_eq!(diff.apply(&before), after);
    }

    #[test]
    fn every_change_has_a_cause(statements in any_graph(), from in 0_u16..400, to in 0_u16..400) {
        for change in built(&statements).diff(date_after(from), date_after(to)).changes {
            prop_assert!(!change.causes.is_empty());
            prop_assert!(!change.why.is_empty());
        }
    }

    #[test]
    fn no_statement_is_lost(statements in any_graph()) {
        let graph = built(&statements);
        let mut kept: Vec<&str> = graph
            .relations()
            .iter()
            .flat_map(|relation| &relation.occurrences)
            .flat_map(|occurrence| occurrence.statements.iter().map(|statement| statement.id.as_str()))
            .collect();
        let mut given: Vec<&str> = graph.statements().iter().map(|statement| statement.id.as_str()).collect();
        kept.sort_unstable();
        given.sort_unstable();
        prop_assert_eq!(kept, given);
    }

    #[test]
    fn stages_follow_each_other_without_overlap(statements in any_graph()) {
        for relation in built(&statements).relations() {
            for stage in &relation.stages {
                prop_assert!(stage.until.is_none() || stage.from <= stage.until, "{:#?}", relation);
                prop_assert!(!stage.occurrences.is_empty());
            }
            for pair in relation.stages.windows(2) {
                prop_assert_eq!(pair[0].closing, Some(Closing::Changed));
                prop_assert!(pair[0].until <= pair[1].from || pair[0].until.is_none(), "{:#?}", relation);
            }
        }
    }

    #[test]
    fn ids_are_unique_and_sorted(statements in any_graph()) {
        let graph = built(&statements);
        prop_assert!(graph.relations().windows(2).all(|pair| pair[0].id < pair[1].id));
    }

    #[test]
    fn a_path_is_made_of_relations_in_force(statements in any_graph(), at in 0_u16..200) {
        let graph = built(&statements);
        let snapshot = graph.snapshot(date_after(at), None);
        let (from, to) = (ActorId::new("RUS"), ActorId::new("GBR"));
        for path in snapshot.paths(&from, &to, &PathOptions::default()) {
            prop_assert_eq!(&path.hops[0].from, &from);
            prop_assert_eq!(&path.hops[path.hops.len() - 1].to, &to);
            for hop in &path.hops {
                prop_assert!(!hop.by.is_empty());
                for standing in &hop.by {
                    prop_assert!(snapshot.standings.contains(standing));
                    prop_assert_eq!(standing.other(&hop.from), Some(&hop.to));
                }
            }
        }
    }
}
