//! How matters begin, change and end.

use super::{day, graph, stages, standing};
use crate::graph::notation::say;
use crate::graph::{ChangeKind, Graph, Labels, Options, Rules};

#[test]
fn a_meeting_is_planned_put_off_and_held() {
    let graph = graph(&[
        "1999-07-15 RUS ~ NATO meeting/meet planned 1999-07-20",
        "1999-07-21 RUS ~ NATO meeting/meet postponed 1999-07-20",
        "1999-07-22 NATO ~ RUS meeting/meet planned 1999-07-23",
        "1999-07-24 NATO ~ RUS meeting/meet done 1999-07-23",
    ]);
    assert_eq!(
        stages(&graph),
        [
            "planned 1999-07-15..1999-07-20 changed",
            "postponed 1999-07-20..1999-07-22 changed",
            "planned 1999-07-22..1999-07-23 changed",
            "done 1999-07-23..1999-08-22 lapsed",
        ]
    );
    assert_eq!(standing(&graph, "1999-07-14"), [""; 0]);
    assert_eq!(
        standing(&graph, "1999-07-21"),
        ["RUS~NATO meeting postponed"]
    );
    assert_eq!(standing(&graph, "1999-08-22"), [""; 0]);
}

#[test]
fn a_plan_recalled_beside_its_postponement_does_not_revive_it() {
    // "Officials had been scheduled to hold talks" has no date of its own but that of the paper.
    let graph = graph(&[
        "1999-07-21 RUS ~ NATO meeting/meet postponed 1999-07-20 @paper",
        "1999-07-21 NATO ~ RUS meeting/consult planned @paper",
        "1999-07-21 NATO ~ RUS meeting/meet possible 1999-07-19..1999-07-25 @paper",
    ]);
    assert_eq!(stages(&graph), ["postponed 1999-07-20..1999-10-19 lapsed"]);
    assert_eq!(graph.relations()[0].asides.len(), 2);
}

#[test]
fn a_plan_without_word_of_it_lapses_a_fortnight_after_its_date() {
    let graph = graph(&["1999-07-21 RUS > GBR visit/visit planned 1999-07-27"]);
    assert_eq!(stages(&graph), ["planned 1999-07-21..1999-08-11 lapsed"]);
    assert_eq!(standing(&graph, "1999-08-10"), ["RUS>GBR visit planned"]);
    assert_eq!(standing(&graph, "1999-08-11"), [""; 0]);
}

#[test]
fn severed_ties_hold_until_restored() {
    let graph = graph(&[
        "1999-03-26 RUS > NATO ties/sever ended 1999-03-25",
        "1999-07-24 NATO ~ RUS ties/restore done 1999-07-23",
    ]);
    assert_eq!(
        stages(&graph),
        [
            "ended 1999-03-25..1999-07-23 changed",
            "done 1999-07-23.. open"
        ]
    );
    assert_eq!(standing(&graph, "1999-07-22"), ["RUS>NATO ties ended"]);
    assert_eq!(standing(&graph, "2005-01-01"), ["NATO~RUS ties done"]);
}

#[test]
fn the_wish_to_restore_stands_beside_severed_ties_and_is_settled_by_their_return() {
    let graph = graph(&[
        "1999-03-26 RUS > NATO ties/sever ended 1999-03-25",
        "1999-07-10 RUS > NATO ties/restore planned",
        "1999-07-12 RUS ~ NATO ties/quality underway",
        "1999-07-24 NATO ~ RUS ties/restore done 1999-07-23",
    ]);
    assert_eq!(
        standing(&graph, "1999-07-15"),
        ["RUS>NATO ties ended", "RUS>NATO ties planned"]
    );
    assert_eq!(standing(&graph, "1999-07-23"), ["NATO~RUS ties done"]);
}

#[test]
fn sanctions_hold_until_lifted_and_a_plan_to_lift_them_is_another_matter() {
    let graph = graph(&[
        "1999-01-10 EU > YUG sanctions/impose planned",
        "1999-02-01 EU > YUG sanctions/impose done",
        "1999-09-01 EU > YUG sanctions/lift planned",
        "1999-10-01 EU > YUG sanctions/lift ended",
    ]);
    assert_eq!(standing(&graph, "1999-01-15"), ["EU>YUG sanctions planned"]);
    assert_eq!(standing(&graph, "1999-08-01"), ["EU>YUG sanctions done"]);
    assert_eq!(
        standing(&graph, "1999-09-15"),
        ["EU>YUG sanctions done", "EU>YUG sanctions planned"]
    );
    assert_eq!(standing(&graph, "1999-10-15"), ["EU>YUG sanctions ended"]);
    assert_eq!(standing(&graph, "1999-11-01"), [""; 0]);
}

#[test]
fn an_accusation_holds_for_the_window_and_is_renewed_by_the_next() {
    let graph = graph(&[
        "1999-03-25 RUS > NATO criticism/accuse done",
        "1999-04-15 RUS > NATO criticism/accuse done",
        "1999-09-01 RUS > NATO criticism/accuse done",
    ]);
    let ids: Vec<&str> = graph
        .relations()
        .iter()
        .map(|relation| relation.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "RUS>NATO:criticism:1999-03-25",
            "RUS>NATO:criticism:1999-09-01"
        ]
    );
    assert_eq!(graph.relations()[0].occurrences.len(), 2);
    assert_eq!(standing(&graph, "1999-05-14"), ["RUS>NATO criticism done"]);
    assert_eq!(standing(&graph, "1999-05-15"), [""; 0]);
}

#[test]
fn a_war_lasts_until_the_truce_whoever_signs_it() {
    let graph = graph(&[
        "1999-03-25 NATO > YUG violence/air-strike underway 1999-03-24..",
        "1999-04-10 NATO > YUG violence/air-strike done",
        "1999-06-10 YUG ~ NATO truce/ceasefire done 1999-06-09",
    ]);
    assert_eq!(
        standing(&graph, "1999-06-08"),
        ["NATO>YUG violence underway"]
    );
    assert_eq!(standing(&graph, "1999-06-09"), ["YUG~NATO truce done"]);
    let diff = graph.diff(day("1999-06-01"), day("1999-07-01"));
    let removed: Vec<&str> = diff
        .of_kind(ChangeKind::Removed)
        .map(|change| change.why.as_str())
        .collect();
    assert_eq!(removed, ["ended on 9 Jun 1999 by: ceasefire"]);
    let causes: Vec<&str> = diff
        .of_kind(ChangeKind::Removed)
        .flat_map(|change| change.causes.iter().map(|cause| cause.action.as_str()))
        .collect();
    assert_eq!(causes, ["truce"]);
}

#[test]
fn a_later_mention_of_the_war_does_not_break_the_truce() {
    let mut lines = vec![
        "1999-03-25 NATO > YUG violence/air-strike underway 1999-03-24..",
        "1999-06-10 YUG ~ NATO truce/ceasefire done 1999-06-09",
        "1999-08-01 NATO > YUG violence/attack done",
    ];
    assert!(standing(&graph(&lines), "1999-08-02").contains(&"YUG~NATO truce done".to_owned()));
    lines.push("1999-09-02 NATO > YUG violence/attack done 1999-09-01");
    assert!(!standing(&graph(&lines), "1999-09-02").contains(&"YUG~NATO truce done".to_owned()));
}

#[test]
fn talks_under_way_are_broken_off() {
    let graph = graph(&[
        "1999-02-07 YUG ~ XKX meeting/consult underway 1999-02-06",
        "1999-02-20 YUG ~ XKX meeting/consult underway",
        "1999-03-19 YUG ~ XKX meeting/consult ended",
    ]);
    assert_eq!(
        stages(&graph),
        [
            "underway 1999-02-06..1999-03-19 changed",
            "ended 1999-03-19..1999-04-18 lapsed"
        ]
    );
}

#[test]
fn aid_is_promised_given_and_cut_off() {
    let graph = graph(&[
        "1999-05-01 EU > ALB aid/give planned",
        "1999-05-20 EU > ALB aid/give done",
        "1999-06-10 EU > ALB aid/give ended",
    ]);
    assert_eq!(
        stages(&graph),
        [
            "planned 1999-05-01..1999-05-20 changed",
            "done 1999-05-20..1999-06-10 changed",
            "ended 1999-06-10.. open"
        ]
    );
}

#[test]
fn membership_holds_until_left() {
    let graph = graph(&[
        "1999-03-13 POL > NATO membership/join done 1999-03-12",
        "2030-01-02 POL > NATO membership/leave ended 2030-01-01",
    ]);
    assert_eq!(standing(&graph, "2029-12-31"), ["POL>NATO membership done"]);
    assert_eq!(
        standing(&graph, "2030-01-10"),
        ["POL>NATO membership ended"]
    );
    assert_eq!(standing(&graph, "2030-03-01"), [""; 0]);
}

#[test]
fn a_range_that_the_text_states_ends_with_it() {
    let graph =
        graph(&["1999-06-20 NATO > YUG violence/air-strike underway 1999-03-24..1999-06-10"]);
    assert_eq!(stages(&graph), ["underway 1999-03-24..1999-06-11 stated"]);
}

#[test]
fn a_window_may_be_set() {
    let statements = [say("1999-03-25 RUS > NATO criticism/accuse done")];
    let rules = Rules::embedded().unwrap().with_window(7);
    let graph = Graph::build(
        statements,
        Options::default(),
        rules,
        Labels::embedded().unwrap(),
    );
    assert_eq!(stages(&graph), ["done 1999-03-25..1999-04-01 lapsed"]);
}

#[test]
fn each_matter_holds_as_long_as_docs_time_says() {
    // Said on 1 January 1999, with how it ends; "open" where only another act ends it.
    for (matter, until) in [
        ("meeting planned", "1999-04-01 lapsed"),
        ("meeting planned 1999-02-01", "1999-02-16 lapsed"),
        ("meeting postponed", "1999-04-01 lapsed"),
        ("meeting possible", "1999-01-31 lapsed"),
        ("meeting proposed 1999-03-01", "1999-03-16 lapsed"),
        ("visit demanded", "1999-01-31 lapsed"),
        ("sanctions threatened", "1999-01-31 lapsed"),
        ("meeting refused", "1999-01-31 lapsed"),
        ("criticism denied", "1999-01-31 lapsed"),
        ("praise done", "1999-01-31 lapsed"),
        ("policy done", "1999-01-31 lapsed"),
        ("protest underway", "1999-01-31 lapsed"),
        ("meeting done", "1999-01-31 lapsed"),
        ("meeting done 1998-12", "1999-01-30 lapsed"),
        ("meeting underway", "1999-01-31 lapsed"),
        ("violence/attack done", "1999-01-31 lapsed"),
        ("violence/occupy done", " open"),
        ("violence underway", " open"),
        (
            "violence underway 1998-12-01..1999-02-01",
            "1999-02-02 stated",
        ),
        ("ties/sever ended", " open"),
        ("ties/restore done", " open"),
        ("ties/tense underway", "1999-01-31 lapsed"),
        ("agreement/sign done", " open"),
        ("agreement/abrogate ended", "1999-01-31 lapsed"),
        ("sanctions/impose done", " open"),
        ("sanctions/lift ended", "1999-01-31 lapsed"),
        ("membership/join done", " open"),
        ("membership/leave ended", "1999-01-31 lapsed"),
        ("cooperation underway", " open"),
        ("cooperation/suspend ended", " open"),
        ("aid/give done", "1999-01-31 lapsed"),
        ("aid/give underway", "1999-04-01 lapsed"),
        ("aid/cut ended", " open"),
        ("forces/deploy underway", " open"),
        ("forces/deploy done", "1999-01-31 lapsed"),
        ("coercion/arrest done", "1999-01-31 lapsed"),
        ("coercion/ban done", " open"),
        ("truce/ceasefire done", " open"),
        ("truce/withdraw done", "1999-01-31 lapsed"),
        ("criticism done 1998-12..", " open"),
    ] {
        let line = format!("1999-01-01 RUS > NATO {matter}");
        let stages = stages(&graph(&[&line]));
        assert_eq!(stages.len(), 1);
        assert_eq!(stages[0].split_once("..").unwrap().1, until, "{matter}");
    }
}

#[test]
fn strictly_nothing_is_carried_on() {
    // Said on 1 March 1999, with the days on which it is in force.
    for (matter, days) in [
        ("criticism/accuse done", "1999-03-01..1999-03-02"),
        ("meeting/meet done 1999-02", "1999-02-01..1999-03-01"),
        ("meeting/meet planned 1999-03-10", "1999-03-01..1999-03-11"),
        ("meeting/meet planned", "1999-03-01..1999-03-02"),
        ("ties/sever ended 1999-02-20", "1999-02-20..1999-02-21"),
        ("ties/tense underway 1999-01..", "1999-01-01..1999-03-02"),
        (
            "violence/air-strike underway 1999-02-01..1999-03-20",
            "1999-02-01..1999-03-21",
        ),
    ] {
        let statements = [say(&format!("1999-03-01 RUS > NATO {matter}"))];
        let stages = stages(&strict(statements));
        let own: Vec<&str> = stages[0].split(' ').collect();
        assert_eq!((stages.len(), own[1]), (1, days), "{matter}");
    }
    let severed = [
        say("1999-03-26 RUS > NATO ties/sever ended 1999-03-25"),
        say("1999-06-10 RUS > NATO ties/sever ended"),
    ];
    let graph = strict(severed);
    assert_eq!(standing(&graph, "1999-03-25"), ["RUS>NATO ties ended"]);
    assert_eq!(standing(&graph, "1999-05-01"), [""; 0]);
    assert_eq!(standing(&graph, "1999-06-10"), ["RUS>NATO ties ended"]);
    let undated = strict([say("- RUS > NATO criticism/accuse done")]);
    assert_eq!(standing(&undated, "1999-03-25"), [""; 0]);
    // What is in force on no day is ended by nothing.
    let ended = strict([
        say("- RUS > GBR violence/ threatened"),
        say("1999-06-01 RUS > GBR truce/ceasefire done 1999-06-01"),
    ]);
    assert_eq!(standing(&ended, "1999-03-25"), [""; 0]);
}

fn strict(statements: impl IntoIterator<Item = crate::model::Statement>) -> Graph {
    let rules = Rules::embedded().unwrap().strictly();
    Graph::build(
        statements,
        Options::default(),
        rules,
        Labels::embedded().unwrap(),
    )
}
