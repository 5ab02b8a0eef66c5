//! By which relations two actors are connected.

use super::{day, graph, standing};
use crate::graph::{PathOptions, Paths, Sign};
use crate::model::{ActorId, Status};

#[test]
fn the_article_of_the_brief_in_short() {
    // The path goes over Russia, since membership of Britain in NATO is not said anywhere.
    let graph = graph(&[
        "1999-07-21 RUS > NATO ties/sever ended 1999-03",
        "1999-07-21 NATO > YUG violence/air-campaign underway 1999-03..",
        "1999-07-21 RUS ~ NATO meeting/consult postponed 1999-07-20",
        "1999-07-21 igor-ivanov@RUS > GBR visit/visit planned 1999-07-21",
    ]);
    assert_eq!(standing(&graph, "1999-02-01"), [""; 0]);
    let (nato, britain) = (ActorId::new("NATO"), ActorId::new("GBR"));
    let paths =
        graph
            .snapshot(day("1999-07-21"), None)
            .paths(&nato, &britain, &PathOptions::default());
    let paths = paths.paths;
    assert_eq!(paths.len(), 1);
    let hops: Vec<String> = paths[0]
        .hops
        .iter()
        .map(|hop| format!("{}-{} {}", hop.from, hop.to, hop.by[0].label))
        .collect();
    assert_eq!(hops, ["NATO-RUS talks postponed", "RUS-GBR visit planned"]);
    assert_eq!(paths[0].hops[0].by[1].label, "severed ties");
}

#[test]
fn paths_obey_direction_sign_action_and_length() {
    let graph = graph(&[
        "1999-07-21 RUS > GBR visit/visit planned",
        "1999-07-21 USA > GBR praise/praise done",
        "1999-07-21 USA > CHN criticism/accuse done",
        "1999-07-21 RUS ~ CHN meeting/meet done",
        "1999-07-21 GBR ~ CHN meeting/meet done",
    ]);
    let snapshot = graph.snapshot(None, None);
    let lengths = |from: &str, to: &str, options: PathOptions| -> Vec<usize> {
        let options = PathOptions {
            n_paths: Some(10),
            ..options
        };
        snapshot
            .paths(&ActorId::new(from), &ActorId::new(to), &options)
            .paths
            .iter()
            .map(|path| path.hops.len())
            .collect()
    };
    assert_eq!(lengths("RUS", "USA", PathOptions::default()), [2, 2, 3, 3]);
    assert_eq!(
        lengths(
            "RUS",
            "USA",
            PathOptions {
                max_hops: 2,
                ..PathOptions::default()
            }
        ),
        [2, 2]
    );
    assert_eq!(
        lengths(
            "RUS",
            "USA",
            PathOptions {
                directed: true,
                ..PathOptions::default()
            }
        ),
        [0_usize; 0]
    );
    assert_eq!(
        lengths(
            "USA",
            "RUS",
            PathOptions {
                directed: true,
                ..PathOptions::default()
            }
        ),
        [2, 3]
    );
    let friendly = PathOptions {
        sign: Some(Sign::Cooperative),
        ..PathOptions::default()
    };
    assert_eq!(lengths("RUS", "USA", friendly), [2, 3]);
    let meetings = PathOptions {
        only: vec![crate::model::Action::Meeting],
        ..PathOptions::default()
    };
    assert_eq!(lengths("RUS", "GBR", meetings), [2]);
    assert_eq!(lengths("RUS", "RUS", PathOptions::default()), [0_usize; 0]);
    assert_eq!(lengths("RUS", "XXX", PathOptions::default()), [0_usize; 0]);
}

/// The ids on the way of each path, with the days of its steps if they have any.
fn told(paths: &Paths) -> Vec<String> {
    paths
        .paths
        .iter()
        .map(|path| {
            let mut line = path.hops[0].from.to_string();
            for hop in &path.hops {
                let on = hop.on.map_or_else(String::new, |on| format!("{on}:"));
                line.push_str(&format!(" {on}{}", hop.to));
            }
            line
        })
        .collect()
}

#[test]
fn all_paths_are_given_shortest_first_and_in_order_of_ids() {
    let graph = graph(&[
        "1999-07-21 RUS ~ CHN meeting/meet done",
        "1999-07-21 RUS ~ FRA meeting/meet done",
        "1999-07-21 CHN ~ USA meeting/meet done",
        "1999-07-21 FRA ~ USA meeting/meet done",
        "1999-07-21 CHN ~ FRA meeting/meet done",
        "1999-07-21 IND ~ USA meeting/meet planned",
    ]);
    let snapshot = graph.snapshot(None, None);
    let (russia, usa) = (ActorId::new("RUS"), ActorId::new("USA"));
    let all = PathOptions {
        n_paths: None,
        ..PathOptions::default()
    };
    let found = snapshot.paths(&russia, &usa, &all);
    assert_eq!(
        told(&found),
        [
            "RUS CHN USA",
            "RUS FRA USA",
            "RUS CHN FRA USA",
            "RUS FRA CHN USA"
        ]
    );
    assert!(!found.cut_off);
    let (india, russia) = (ActorId::new("IND"), russia);
    let held = PathOptions {
        statuses: vec![Status::Done],
        ..all.clone()
    };
    assert_eq!(snapshot.paths(&india, &russia, &held).paths, []);
    assert_eq!(snapshot.paths(&india, &russia, &all).paths.len(), 4);
}

#[test]
fn more_sources_make_a_step_shorter() {
    let graph = graph(&[
        "1999-07-21 RUS ~ USA meeting/meet done",
        "1999-07-21 RUS ~ FRA meeting/meet done @a",
        "1999-07-21 RUS ~ FRA meeting/meet done @b",
        "1999-07-21 RUS ~ FRA meeting/meet done @c",
        "1999-07-21 FRA ~ USA meeting/meet done @a",
        "1999-07-21 FRA ~ USA meeting/meet done @b",
        "1999-07-21 FRA ~ USA meeting/meet done @c",
    ]);
    let weighted = |max_hops| PathOptions {
        max_hops,
        by_evidence: true,
        ..PathOptions::default()
    };
    let (russia, usa) = (ActorId::new("RUS"), ActorId::new("USA"));
    let snapshot = graph.snapshot(None, None);
    let paths = snapshot.paths(&russia, &usa, &weighted(6));
    assert_eq!(told(&paths), ["RUS FRA USA", "RUS USA"]);
    let lengths: Vec<f64> = paths.paths.iter().map(|path| path.length).collect();
    assert!((lengths[0] - 2.0 / 3.0).abs() < 1e-9 && (lengths[1] - 1.0).abs() < 1e-9);
    // The cheapest way is too long; the dearer one is found all the same.
    assert_eq!(
        told(&snapshot.paths(&russia, &usa, &weighted(1))),
        ["RUS USA"]
    );
}

#[test]
fn a_path_over_time_takes_no_step_before_the_last() {
    let graph = graph(&[
        "1999-03-01 RUS ~ FRA meeting/meet done",
        "1999-05-01 FRA ~ GBR meeting/meet done",
        "1999-01-05 GBR ~ USA meeting/meet done",
        "1999-09-01 GBR ~ USA meeting/meet done",
    ]);
    let (russia, usa) = (ActorId::new("RUS"), ActorId::new("USA"));
    let over = |from: &ActorId, to: &ActorId, first: &str, last: &str| {
        let period = (first.parse().unwrap(), last.parse().unwrap());
        told(&graph.paths_over(from, to, period, &PathOptions::default()))
    };
    assert_eq!(
        over(&russia, &usa, "1999-01-01", "1999-12-31"),
        ["RUS 1999-03-01:FRA 1999-05-01:GBR 1999-09-01:USA"]
    );
    // In August the talks of September have not been held, and those of January are long over.
    assert_eq!(over(&russia, &usa, "1999-01-01", "1999-08-31"), [""; 0]);
    // The other way round the first step comes too late for the last.
    assert_eq!(over(&usa, &russia, "1999-02-10", "1999-12-31"), [""; 0]);
    // The meeting of 1 March counts for 30 days, so that one may set out with it on the 20th.
    assert_eq!(
        over(&russia, &ActorId::new("GBR"), "1999-03-20", "1999-05-02"),
        ["RUS 1999-03-20:FRA 1999-05-01:GBR"]
    );
}

#[test]
fn a_dense_net_is_searched_within_bounds() {
    let names: Vec<String> = (0..24).map(|number| format!("A{number:02}")).collect();
    let mut lines = Vec::new();
    for (at, one) in names.iter().enumerate() {
        for other in &names[at + 1..] {
            lines.push(format!("1999-07-21 {one} ~ {other} meeting/meet done"));
        }
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let snapshot = graph(&lines).snapshot(None, None);
    let options = PathOptions {
        max_hops: 23,
        n_paths: None,
        ..PathOptions::default()
    };
    let found = snapshot.paths(&ActorId::new("A00"), &ActorId::new("A23"), &options);
    assert!(found.cut_off);
    assert_eq!(found.paths.len(), 10_000);
    assert_eq!(found.paths[0].hops.len(), 1);
    let lengths: Vec<usize> = found.paths.iter().map(|path| path.hops.len()).collect();
    assert!(lengths.is_sorted());
}

#[test]
fn around_an_actor_are_those_it_has_relations_with_and_those_beyond() {
    let graph = graph(&[
        "1999-07-21 RUS > NATO criticism/accuse done",
        "1999-07-21 RUS ~ NATO meeting/meet planned",
        "1999-07-21 GBR > RUS praise/praise done",
        "1999-07-21 USA ~ NATO meeting/meet done",
    ]);
    let snapshot = graph.snapshot(None, None);
    let around = |options: &PathOptions| -> Vec<String> {
        snapshot
            .neighbourhood(&ActorId::new("RUS"), options)
            .neighbours
            .iter()
            .map(|one| {
                format!(
                    "{} {} +{} ·{} -{} via {}",
                    one.hops,
                    one.actor.id,
                    one.n_cooperative,
                    one.n_neutral,
                    one.n_hostile,
                    one.through[0]
                )
            })
            .collect()
    };
    let two = PathOptions {
        max_hops: 2,
        ..PathOptions::default()
    };
    assert_eq!(
        around(&two),
        [
            "1 NATO +1 ·0 -1 via RUS",
            "1 GBR +1 ·0 -0 via RUS",
            "2 USA +1 ·0 -0 via NATO"
        ]
    );
    let outward = PathOptions {
        directed: true,
        max_hops: 1,
        ..PathOptions::default()
    };
    assert_eq!(around(&outward), ["1 NATO +1 ·0 -1 via RUS"]);
    let nobody = snapshot.neighbourhood(&ActorId::new("XXX"), &two);
    assert_eq!(nobody.neighbours, []);
}
