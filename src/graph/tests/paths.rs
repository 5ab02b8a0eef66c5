//! By which relations two actors are connected.

use super::{day, graph, standing};
use crate::graph::{PathOptions, Sign};
use crate::model::ActorId;

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
            n_paths: 10,
            ..options
        };
        snapshot
            .paths(&ActorId::new(from), &ActorId::new(to), &options)
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
