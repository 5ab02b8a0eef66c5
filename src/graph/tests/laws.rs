//! What holds for any statements.

use std::collections::BTreeSet;

use jiff::civil::Date;
use proptest::prelude::*;

use crate::graph::notation::say;
use crate::graph::valid::ValidDays;
use crate::graph::{
    Closing, Dated, Frozen, Graph, Keep, Labels, Options, Path, PathOptions, Rules, Sign, Snapshot,
    Stand, Standing, Unanswered, freeze,
};
use crate::model::{ActorId, Day, Legend, Records, Statement, Status};

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

pub(super) fn any_graph() -> impl Strategy<Value = Vec<Statement>> {
    prop::collection::vec(any_statement(), 0..40)
}

pub(super) fn built(statements: &[Statement]) -> Graph {
    Graph::new(statements.iter().cloned(), Options::default()).unwrap()
}

/// Fetches statements whose keys are their positions.
pub(super) fn fetched(
    statements: &[Statement],
) -> impl FnMut(&[u32]) -> crate::error::Result<Vec<Statement>> {
    |keys| {
        Ok(keys
            .iter()
            .map(|&key| statements[key as usize].clone())
            .collect())
    }
}

pub(super) fn numbers(
    statements: &[Statement],
    places: std::ops::Range<usize>,
    legend: Legend,
) -> Records {
    let mut records = Records::under(legend);
    for place in places {
        records.add(place as u32, &statements[place]);
    }
    records
}

pub(super) fn frozen(statements: &[Statement]) -> Vec<u8> {
    let records = numbers(statements, 0..statements.len(), Legend::default());
    let rules = Rules::embedded().unwrap();
    freeze(records, &rules, &mut fetched(statements)).unwrap()
}

pub(super) type Thawed<'b> = Frozen<std::io::Cursor<&'b [u8]>>;

pub(super) fn thawed(bytes: &[u8]) -> Result<Thawed<'_>, Unanswered> {
    let (rules, labels) = (Rules::embedded()?, Labels::embedded()?);
    Ok(Frozen::open(std::io::Cursor::new(bytes), rules, labels)?)
}

/// What a relation in numbers says.
fn told(graph: &Thawed<'_>, stand: &Stand, statements: &[Statement]) -> [String; 8] {
    let code = graph.code(stand.code).unwrap();
    let actor = |number| graph.actor(number).unwrap().to_string();
    let day = |day: Day| day.date().map_or_else(String::new, |day| day.to_string());
    [
        actor(stand.source),
        actor(stand.target),
        format!("{}/{}", code.action, code.kind),
        code.status.to_string(),
        day(stand.since),
        day(stand.due),
        statements[stand.key as usize].id.clone(),
        stand.n_statements.to_string(),
    ]
}

/// The same of a relation in words.
fn as_told(standing: &Standing) -> [String; 8] {
    let day = |day: Option<Dated>| day.map_or_else(String::new, |dated| dated.day.to_string());
    [
        standing.source.to_string(),
        standing.target.to_string(),
        format!("{}/{}", standing.action, standing.kind),
        standing.status.to_string(),
        day(standing.since),
        day(standing.due),
        standing.leading().id.clone(),
        standing.statements.len().to_string(),
    ]
}

pub(super) fn date_after(days: u16) -> Option<Date> {
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
    fn what_is_thawed_is_what_was_frozen(
        statements in any_graph(), cut in any::<prop::sample::Index>(), from in 0_u16..400, to in 0_u16..400
    ) {
        // A store holds no copies.
        let statements: Vec<Statement> = statements.iter().enumerate()
            .filter(|(place, statement)| !statements[..*place].contains(statement))
            .map(|(_, statement)| statement.clone())
            .collect();
        let graph = built(&statements);
        let n_frozen = cut.index(statements.len() + 1);
        let bytes = frozen(&statements[..n_frozen]);
        let mut fetch = fetched(&statements);
        let whole = || {
            let thawed = thawed(&bytes).unwrap();
            let tail = numbers(&statements, n_frozen..statements.len(), thawed.legend());
            thawed.with_tail(tail)
        };
        let thawed = [whole(), whole(), whole(), whole()];
        let names = thawed[0].names();
        prop_assert_eq!(names.actors(), graph.actors());
        prop_assert_eq!(names.latest(), graph.latest());
        prop_assert_eq!(names.is_empty(), graph.is_empty());
        prop_assert_eq!(names.n_without_own_date(), graph.n_without_own_date());
        for word in ["rus", "Igor Ivanov", "blair", "Nato", "Rusia"] {
            prop_assert_eq!(names.find(word), graph.find(word));
        }
        let [_, mut first, mut second, mut third] = thawed;
        let days = [date_after(from), date_after(to), None];
        let part = first.in_force(&days, Keep::all(), &mut fetch).unwrap();
        prop_assert_eq!(part.first_day(), graph.first_day());
        for day in days {
            prop_assert_eq!(part.snapshot(day, None), graph.snapshot(day, None));
            prop_assert_eq!(part.diff(days[0], day), graph.diff(days[0], day));
        }
        let (one, other) = (ActorId::new("RUS"), ActorId::new("GBR"));
        let part = second.between(&one, &other, &mut fetch).unwrap();
        prop_assert_eq!(part.between(&other, &one), graph.between(&other, &one));
        prop_assert_eq!(part.timeline(&one, &other), graph.timeline(&one, &other));
        for day in days {
            let stands = third.standings(day, &mut fetch).unwrap();
            let own = |stand: &Stand| told(&third, stand, &statements);
            let mut own: Vec<_> = stands.iter().map(own).collect();
            let right = graph.snapshot(day, None);
            let mut right: Vec<_> = right.standings.iter().map(as_told).collect();
            own.sort_unstable();
            right.sort_unstable();
            prop_assert_eq!(own, right);
            let differences = third.differences(days[0], day, &mut fetch).unwrap();
            prop_assert_eq!(differences.len(), graph.diff(days[0], day).changes.len());
        }
        let said = third.history(&one, &other, &mut fetch).unwrap();
        let said: Vec<&str> = said.iter().map(|record| statements[record.key as usize].id.as_str()).collect();
        let of_pair = |statement: &&std::sync::Arc<Statement>| {
            let ends = [&statement.source.principal, &statement.target.principal];
            ends == [&one, &other] || ends == [&other, &one]
        };
        let right: Vec<&str> = graph.statements().iter().filter(of_pair).map(|one| one.id.as_str()).collect();
        prop_assert_eq!(said, right);
    }

    #[test]
    fn one_path_is_the_first_of_several(statements in any_graph(), at in 0_u16..400, directed in any::<bool>()) {
        let snapshot = built(&statements).snapshot(date_after(at), None);
        let several = PathOptions { directed, ..PathOptions::default() };
        let one = PathOptions { n_paths: Some(1), ..several.clone() };
        for from in snapshot.actors.keys() {
            for to in snapshot.actors.keys() {
                let first: Vec<Path> = snapshot.paths(from, to, &several).paths.into_iter().take(1).collect();
                let net = snapshot.connections(&several);
                let way = net.first_way(from, to);
                let nodes = first.first().map_or(Vec::new(), |path| {
                    std::iter::once(from).chain(path.hops.iter().map(|hop| &hop.to)).collect()
                });
                prop_assert_eq!(way, nodes);
                prop_assert_eq!(snapshot.paths(from, to, &one).paths, first);
            }
        }
    }

    #[test]
    fn damaged_bytes_are_refused(statements in any_graph(), at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let whole = frozen(&statements);
        let mut fetch = fetched(&statements);
        let mut all = |bytes: &[u8]| thawed(bytes)?.in_force(&[date_after(0), None], Keep::all(), &mut fetch);
        let right = all(&whole).unwrap();
        let mut bytes = whole.clone();
        bytes[at.index(whole.len())] ^= flip;
        // A pair that is not asked for is not looked at, so that the answer may still be right.
        if let Ok(graph) = all(&bytes) {
            prop_assert_eq!(graph.relations(), right.relations());
        }
        prop_assert!(thawed(&whole[..at.index(40)]).is_err());
        let refused = all(&whole[..at.index(whole.len())]);
        prop_assert!(refused.map_or(true, |graph| graph.relations() == right.relations()));
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
    fn a_diff_between_two_graphs_applied_to_the_first_gives_the_second(
        statements in any_graph(), cut in any::<prop::sample::Index>(), from in 0_u16..400, to in 0_u16..400
    ) {
        let earlier = built(&statements[..cut.index(statements.len() + 1)]);
        let later = built(&statements);
        let diff = later.diff_from(&earlier, date_after(from), date_after(to));
        let (before, after) = (earlier.snapshot(date_after(from), None), later.snapshot(date_after(to), None));
        prop_assert_eq!(diff.apply(&before), after);
        prop_assert!(diff.changes.iter().all(|change| !change.causes.is_empty()));
        prop_assert!(later.diff_from(&later, date_after(to), date_after(to)).changes.is_empty());
    }

    #[test]
    fn strictly_a_relation_is_in_force_only_when_a_text_says_so(statements in any_graph(), at in 0_u16..250) {
        let rules = Rules::embedded().unwrap().strictly();
        let graph = Graph::build(statements, Options::default(), rules, Labels::embedded().unwrap());
        let at = date_after(at).unwrap();
        for standing in graph.snapshot(Some(at), None).standings {
            let says_so = standing.statements.iter().any(|statement| {
                let valid = ValidDays::of(statement);
                let said = statement.published.map(|published| Day::of(published.0));
                let first = [valid.from, said].into_iter().flatten().min();
                let last = [valid.last_day(), said].into_iter().flatten().max();
                let at = Some(Day::of(at));
                first <= at && at <= last
            });
            prop_assert!(says_so, "{at}: {standing:#?}");
        }
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
    fn a_path_is_made_of_relations_in_force(statements in any_net(), at in 0_u16..200, options in any_options()) {
        let graph = built(&statements);
        let snapshot = graph.snapshot(date_after(at), None);
        for path in snapshot.paths(&ActorId::new("RUS"), &ActorId::new("GBR"), &options).paths {
            is_a_path(&path, &options)?;
            for standing in path.hops.iter().flat_map(|hop| &hop.by) {
                prop_assert!(snapshot.standings.contains(standing));
            }
        }
    }

    #[test]
    fn a_time_respecting_path_is_a_path(statements in any_net(), first in 0_u16..200, length in 0_u16..100, options in any_options()) {
        let graph = built(&statements);
        let period = (date_after(first).unwrap(), date_after(first + length).unwrap());
        for path in graph.paths_over(&ActorId::new("RUS"), &ActorId::new("GBR"), period, &options).paths {
            is_a_path(&path, &options)?;
            let days: Vec<Date> = path.hops.iter().filter_map(|hop| hop.on).collect();
            prop_assert_eq!(days.len(), path.hops.len());
            prop_assert!(days.is_sorted());
            prop_assert!(period.0 <= days[0] && days[days.len() - 1] <= period.1);
            for (hop, day) in path.hops.iter().zip(days) {
                let snapshot = graph.snapshot(Some(day), None);
                prop_assert!(hop.by.iter().all(|standing| snapshot.standings.contains(standing)));
            }
        }
    }

    #[test]
    fn the_shortest_paths_are_those_that_trying_all_finds(statements in any_net(), at in 0_u16..200, options in any_options()) {
        let snapshot = built(&statements).snapshot(date_after(at), None);
        let (from, to) = (ActorId::new("RUS"), ActorId::new("GBR"));
        let mut tried = Vec::new();
        try_all(&snapshot, &options, &to, vec![from.clone()], 0.0, &mut tried);
        tried.sort_by(|one, other| {
            (one.0.total_cmp(&other.0)).then_with(|| one.1.len().cmp(&other.1.len())).then_with(|| one.1.cmp(&other.1))
        });
        let found: Vec<Vec<ActorId>> = snapshot.paths(&from, &to, &options).paths.iter().map(ids).collect();
        let n_wanted = options.n_paths.unwrap_or(usize::MAX).min(tried.len());
        let tried: Vec<Vec<ActorId>> = tried.into_iter().take(n_wanted).map(|(_, ids)| ids).collect();
        prop_assert_eq!(found, tried);
    }

    #[test]
    fn batches_may_come_in_any_order_and_overlap(statements in any_graph(), cut in any::<prop::sample::Index>(), overlap in 0_usize..5) {
        let cut = cut.index(statements.len() + 1);
        let (early, late) = (&statements[..cut], &statements[cut.saturating_sub(overlap)..]);
        let batches: Vec<Statement> = late.iter().chain(early).cloned().collect();
        let (one, other) = (built(&statements), built(&batches));
        prop_assert_eq!(one.relations(), other.relations());
        prop_assert_eq!(one.actors(), other.actors());
    }

    #[test]
    fn merging_loses_no_source(statements in any_graph()) {
        let apart = Options { merge: false, ..Options::default() };
        let sources = |graph: &Graph| -> BTreeSet<(ActorId, ActorId, String)> {
            graph
                .relations()
                .iter()
                .flat_map(|relation| relation.occurrences.iter().map(move |occurrence| (relation, occurrence)))
                .flat_map(|(relation, occurrence)| {
                    let (one, other) = &relation.parties;
                    let pair = (one.min(other).clone(), one.max(other).clone());
                    let documents = occurrence.statements.iter().map(|statement| statement.document.clone());
                    documents.map(move |document| (pair.0.clone(), pair.1.clone(), document))
                })
                .collect()
        };
        let apart = Graph::new(statements.iter().cloned(), apart).unwrap();
        prop_assert_eq!(sources(&built(&statements)), sources(&apart));
    }
}

/// Meetings, visits and quarrels between more actors than [`any_statement`] has, so that there are ways round.
pub(super) fn any_net() -> impl Strategy<Value = Vec<Statement>> {
    let actor = || prop::sample::select(vec!["RUS", "GBR", "CHN", "FRA", "IND", "USA"]);
    let act = prop::sample::select(vec![
        "meeting/meet done",
        "visit/visit planned",
        "criticism/accuse done",
        "agreement/sign done",
    ]);
    let statement = (0_u16..200, actor(), actor(), act, any::<bool>(), 0_u8..4).prop_map(
        |(day, source, target, act, mutual, document)| {
            let (day, way) = (date_after(day).unwrap(), if mutual { '~' } else { '>' });
            say(&format!("{day} {source} {way} {target} {act} @{document}"))
        },
    );
    prop::collection::vec(statement, 0..30)
}

pub(super) fn any_options() -> impl Strategy<Value = PathOptions> {
    let sign = prop::option::weighted(0.2, Just(Sign::Cooperative));
    (
        1_usize..5,
        prop::option::of(1_usize..6),
        sign,
        any::<[bool; 2]>(),
    )
        .prop_map(
            |(max_hops, n_paths, sign, [directed, by_evidence])| PathOptions {
                max_hops,
                n_paths,
                sign,
                directed,
                by_evidence,
                ..PathOptions::default()
            },
        )
}

fn ids(path: &Path) -> Vec<ActorId> {
    let first = path.hops[0].from.clone();
    let others = path.hops.iter().map(|hop| hop.to.clone());
    std::iter::once(first).chain(others).collect()
}

fn is_a_path(path: &Path, options: &PathOptions) -> Result<(), TestCaseError> {
    let ids = ids(path);
    prop_assert_eq!(&ids[0], &ActorId::new("RUS"));
    prop_assert_eq!(&ids[ids.len() - 1], &ActorId::new("GBR"));
    let different: BTreeSet<&ActorId> = ids.iter().collect();
    prop_assert_eq!(different.len(), ids.len());
    prop_assert!(path.hops.len() <= options.max_hops);
    for (hop, next) in path.hops.iter().zip(path.hops.iter().skip(1)) {
        prop_assert_eq!(&hop.to, &next.from);
    }
    for hop in &path.hops {
        prop_assert!(!hop.by.is_empty());
        for standing in &hop.by {
            prop_assert_eq!(standing.other(&hop.from), Some(&hop.to));
            prop_assert!(options.admits(standing));
            prop_assert!(!options.directed || standing.mutual || standing.source == hop.from);
        }
    }
    Ok(())
}

/// Every way without loops, by trying.
fn try_all(
    snapshot: &Snapshot,
    options: &PathOptions,
    goal: &ActorId,
    way: Vec<ActorId>,
    length: f64,
    found: &mut Vec<(f64, Vec<ActorId>)>,
) {
    let at = way[way.len() - 1].clone();
    if &at == goal {
        // Sums in another order may differ in their last digits.
        found.push(((length * 1e6).round() / 1e6, way));
        return;
    }
    if way.len() > options.max_hops {
        return;
    }
    for next in snapshot.actors.keys().filter(|id| !way.contains(id)) {
        let documents: BTreeSet<&str> = snapshot
            .standings
            .iter()
            .filter(|one| options.admits(one) && one.other(&at) == Some(next))
            .filter(|one| !options.directed || one.mutual || one.source == at)
            .flat_map(|one| {
                one.statements
                    .iter()
                    .map(|statement| statement.document.as_str())
            })
            .collect();
        if documents.is_empty() {
            continue;
        }
        let step = if options.by_evidence {
            1.0 / documents.len() as f64
        } else {
            1.0
        };
        let longer = [way.as_slice(), std::slice::from_ref(next)].concat();
        try_all(snapshot, options, goal, longer, length + step, found);
    }
}
