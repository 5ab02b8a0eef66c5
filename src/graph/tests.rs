//! Lives of relations, told in one line a statement (see `notation.rs`).

use jiff::civil::Date;
use proptest::prelude::*;

use super::notation::say;
use super::{
    ChangeKind, Closing, Damaged, Diff, Found, Frozen, Graph, Labels, Level, Options, PathOptions,
    Rules, Sign, Step,
};
use crate::model::{ActorId, Statement, Status};

fn graph(lines: &[&str]) -> Graph {
    Graph::new(lines.iter().map(|line| say(line)), Options::default()).unwrap()
}

#[allow(clippy::unnecessary_wraps)] // Questions take a date that may be missing.
fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

/// The relations in force as `RUS>GBR visit planned`, sorted.
fn standing(graph: &Graph, at: &str) -> Vec<String> {
    let mut lines: Vec<String> = graph
        .snapshot(day(at), None)
        .standings
        .iter()
        .map(|standing| {
            let way = if standing.mutual { '~' } else { '>' };
            format!(
                "{}{way}{} {} {}",
                standing.source, standing.target, standing.action, standing.status
            )
        })
        .collect();
    lines.sort();
    lines
}

/// The stages of the only relation as `planned 1999-07-20..1999-07-22 changed`.
fn stages(graph: &Graph) -> Vec<String> {
    assert_eq!(graph.relations().len(), 1, "{:#?}", graph.relations());
    let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    graph.relations()[0]
        .stages
        .iter()
        .map(|stage| {
            let closing = match stage.closing {
                None => "open",
                Some(Closing::Changed) => "changed",
                Some(Closing::EndedByOther) => "ended",
                Some(Closing::Stated) => "stated",
                Some(Closing::Lapsed) => "lapsed",
            };
            format!(
                "{} {}..{} {closing}",
                stage.status,
                day(stage.from),
                day(stage.until)
            )
        })
        .collect()
}

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
        "Russia (Igor Ivanov) and Britain (Robin Cook, Tony Blair) plan talks"
    );
    let persons = Options {
        level: Level::Party,
        ..Options::default()
    };
    let persons = Graph::new(lines.iter().map(|line| say(line)), persons).unwrap();
    assert_eq!(persons.relations().len(), 2);
    assert_eq!(persons.actors().len(), 3);
}

#[test]
fn without_any_date_a_statement_is_in_force_on_every_day() {
    let graph = graph(&["- RUS > NATO criticism/accuse done"]);
    assert_eq!(standing(&graph, "1850-01-01"), ["RUS>NATO criticism done"]);
    assert_eq!(
        graph.snapshot(day("1850-01-01"), None).standings[0].date_text(),
        "undated"
    );
    assert_eq!(graph.n_without_own_date(), (0, 1));
}

#[test]
fn an_undated_stage_that_was_replaced_is_in_force_on_no_day() {
    let graph = graph(&[
        "- RUS ~ NATO meeting/meet planned",
        "- RUS ~ NATO meeting/meet postponed",
    ]);
    assert_eq!(
        standing(&graph, "1999-01-01"),
        ["RUS~NATO meeting postponed"]
    );
}

#[test]
fn what_was_known_depends_on_what_was_published() {
    let graph = graph(&[
        "1999-07-20 RUS > GBR visit/visit planned 1999-07-27",
        "1999-09-01 RUS > GBR visit/visit ended 1999-07-25",
    ]);
    assert_eq!(standing(&graph, "1999-07-26"), ["RUS>GBR visit ended"]);
    let then = graph.snapshot(day("1999-07-26"), day("1999-07-26"));
    assert_eq!(then.standings.len(), 1);
    assert_eq!(then.standings[0].status, Status::Planned);
    assert_eq!(
        graph
            .snapshot(day("1999-07-26"), day("1999-07-01"))
            .standings,
        []
    );
}

#[test]
fn a_window_may_be_set() {
    let statements = [say("1999-03-25 RUS > NATO criticism/accuse done")];
    let rules = super::Rules::embedded().unwrap().with_window(7);
    let graph = Graph::build(
        statements,
        Options::default(),
        rules,
        super::Labels::embedded().unwrap(),
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
fn signs_follow_quad_class_and_status() {
    let graph = graph(&[
        "1999-07-21 RUS ~ NATO meeting/meet postponed 1999-07-20",
        "1999-07-21 RUS > GBR visit/visit planned 1999-07-21",
        "1999-07-21 NATO > YUG violence/air-strike underway 1999-03..",
        "1999-07-21 YUG > USA meeting/meet refused",
    ]);
    let signs: Vec<(String, Sign)> = graph
        .snapshot(None, None)
        .standings
        .iter()
        .map(|standing| {
            (
                format!("{} {}", standing.label, standing.date_text()),
                standing.sign,
            )
        })
        .collect();
    assert_eq!(
        signs,
        [
            ("air campaign since Mar 1999".to_owned(), Sign::Hostile),
            ("meeting postponed 20 Jul 1999".to_owned(), Sign::Neutral),
            ("visit planned 21 Jul 1999".to_owned(), Sign::Cooperative),
            ("meeting refused 21 Jul 1999".to_owned(), Sign::Hostile),
        ]
    );
}

#[test]
fn a_diff_tells_added_removed_and_changed_with_their_causes() {
    let graph = graph(&[
        "1999-01-20 RUS > NATO criticism/criticise done",
        "1999-07-15 RUS ~ NATO meeting/meet planned 1999-07-20",
        "1999-03-26 RUS > NATO ties/sever ended 1999-03",
        "1999-07-21 RUS ~ NATO meeting/meet postponed 1999-07-20",
    ]);
    let told = |diff: &Diff| -> Vec<String> {
        diff.changes
            .iter()
            .map(|change| {
                format!(
                    "{:?} {}: {}",
                    change.kind,
                    change.relation().unwrap(),
                    change.why
                )
            })
            .collect()
    };
    assert_eq!(
        told(&graph.diff(day("1999-02-01"), day("1999-07-21"))),
        [
            "Added NATO~RUS:meeting:1999-07-15: to meet 15 Jul 1999, then meeting postponed 20 Jul 1999",
            "Added NATO~RUS:ties:1999-03-01: severed ties Mar 1999",
            "Removed RUS>NATO:criticism:1999-01-20: lapsed on 19 Feb 1999",
        ]
    );
    assert_eq!(
        told(&graph.diff(day("1999-07-16"), day("1999-07-21"))),
        ["Status NATO~RUS:meeting:1999-07-15: meeting postponed 20 Jul 1999"]
    );
    let causes = graph.diff(day("1999-07-16"), day("1999-07-21")).changes[0]
        .causes
        .clone();
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0].status, Status::Postponed);
}

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

#[test]
fn a_timeline_runs_in_order_with_what_each_did() {
    let graph = graph(&[
        "1999-07-15 RUS ~ NATO meeting/meet planned 1999-07-20",
        "1999-07-21 RUS ~ NATO meeting/meet postponed 1999-07-20",
        "1999-07-21 NATO ~ RUS meeting/meet possible",
        "1999-03-26 RUS > NATO ties/sever ended 1999-03",
    ]);
    let told: Vec<(String, Step)> = graph
        .timeline(&ActorId::new("RUS"), &ActorId::new("NATO"))
        .iter()
        .map(|entry| (entry.standing.label.clone(), entry.step))
        .collect();
    let told: Vec<(&str, Step)> = told
        .iter()
        .map(|(label, step)| (label.as_str(), *step))
        .collect();
    assert_eq!(
        told,
        [
            ("severed ties", Step::Opens),
            ("to meet", Step::Opens),
            ("meeting postponed", Step::Changes),
            ("meeting possible", Step::Aside),
        ]
    );
}

#[test]
fn actors_are_found_by_id_name_words_and_surname() {
    let graph = graph(&["1999-07-21 igor-ivanov@RUS > GBR visit/visit planned"]);
    let one = |actor: &str, through: Option<&str>| Found::One {
        actor: ActorId::new(actor),
        through: through.map(str::to_owned),
    };
    assert_eq!(graph.find("gbr"), one("GBR", None));
    assert_eq!(graph.find("britain"), one("GBR", None));
    assert_eq!(graph.find("Russia"), one("RUS", None));
    assert_eq!(graph.find("Igor Ivanov"), one("RUS", Some("Igor Ivanov")));
    assert_eq!(graph.find("ivanov"), one("RUS", Some("Igor Ivanov")));
    assert_eq!(
        graph.find("Britian"),
        Found::Nothing(vec!["Britain".to_owned()])
    );
    assert_eq!(graph.find("Zzyzx"), Found::Nothing(vec![]));
    assert_eq!(graph.find(""), Found::Nothing(vec![]));
}

// ---- Laws -------------------------------------------------------------------------------------------------------

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
