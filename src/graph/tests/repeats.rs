//! Which reports are one act, and which plans one matter.

use super::{day, graph, standing};
use crate::graph::notation::say;
use crate::graph::{Graph, Level, Nearness, Options};

#[test]
fn repeats_are_one_occurrence_with_all_their_sources() {
    let lines = [
        "1999-07-24 RUS ~ NATO meeting/meet done 1999-07-23 @times",
        "1999-07-24 NATO ~ RUS meeting/consult done 1999-07-23 @post",
        "1999-07-25 RUS ~ NATO meeting/meet done @tribune",
        "1999-08-02 RUS ~ NATO meeting/meet done 1999-07 @review",
    ];
    let graph = graph(&lines);
    let relation = &graph.relations()[0];
    assert_eq!(
        (graph.relations().len(), relation.occurrences.len()),
        (1, 1)
    );
    assert_eq!(relation.occurrences[0].statements.len(), 4);
    assert_eq!(
        graph.snapshot(day("1999-07-23"), None).standings[0].n_documents(),
        4
    );
    let why = |(nth, line): (usize, &str)| {
        let merged = relation.occurrences[0].merged();
        assert_eq!(merged.len(), 3);
        let one = merged.into_iter().find(|one| one.statement == line);
        one.map(|one| (nth, one.days_apart, one.because))
    };
    let why: Vec<_> = lines.into_iter().enumerate().filter_map(why).collect();
    let right = [
        // Of the first two, which are equally exact, the other is first in the order of all.
        (0, 0, Nearness::Text),
        (2, 2, Nearness::Publication),
        (3, 0, Nearness::Stretch),
    ];
    assert_eq!(why, right);
    let apart = Options {
        merge: false,
        ..Options::default()
    };
    let apart = Graph::new(lines.iter().map(|line| say(line)), apart).unwrap();
    assert_eq!(
        apart
            .relations()
            .iter()
            .map(|relation| relation.occurrences.len())
            .sum::<usize>(),
        4
    );
}

#[test]
fn two_meetings_are_two_relations() {
    let graph = graph(&[
        "1999-07-24 RUS ~ NATO meeting/meet done 1999-07-23",
        "1999-07-31 RUS ~ NATO meeting/meet done 1999-07-30",
    ]);
    assert_eq!(graph.relations().len(), 2);
}

#[test]
fn plans_for_different_days_are_told_apart() {
    let graph = graph(&[
        "1999-07-20 RUS > GBR visit/visit planned 1999-07-27",
        "1999-07-20 RUS > GBR visit/visit planned 1999-08-20",
        "1999-07-28 RUS > GBR visit/visit done 1999-07-27",
    ]);
    assert_eq!(
        standing(&graph, "1999-07-28"),
        ["RUS>GBR visit done", "RUS>GBR visit planned"]
    );
}

#[test]
fn ministers_do_not_carry_out_the_plans_of_their_chiefs() {
    let lines = [
        "1999-07-21 sergei-stepashin@RUS ~ al-gore@USA meeting/consult planned",
        "1999-07-26 igor-ivanov@RUS ~ madeleine-albright@USA meeting/meet done 1999-07-25",
    ];
    assert_eq!(
        standing(&graph(&lines), "1999-07-26"),
        ["RUS~USA meeting done", "RUS~USA meeting planned"]
    );
    let kept = graph(&[
        lines[0],
        "1999-07-28 sergei-stepashin@RUS ~ USA meeting/meet done 1999-07-27",
    ]);
    assert_eq!(standing(&kept, "1999-07-28"), ["RUS~USA meeting done"]);
}

#[test]
fn talks_with_two_hosts_of_one_visit_are_one_at_the_level_of_states() {
    let lines = [
        "1999-07-21 igor-ivanov@RUS ~ tony-blair@GBR meeting/consult planned 1999-07-21",
        "1999-07-21 igor-ivanov@RUS ~ robin-cook@GBR meeting/consult planned 1999-07-21",
    ];
    let states = graph(&lines);
    let snapshot = states.snapshot(None, None);
    assert_eq!(snapshot.standings.len(), 1);
    assert_eq!(
        snapshot.standings[0].reason,
        "Russia (Igor Ivanov) and Britain (Tony Blair, Robin Cook) plan talks"
    );
    let persons = Options {
        level: Level::Party,
        ..Options::default()
    };
    let persons = Graph::new(lines.iter().map(|line| say(line)), persons).unwrap();
    assert_eq!(persons.relations().len(), 2);
    assert_eq!(persons.actors().len(), 3);
}
