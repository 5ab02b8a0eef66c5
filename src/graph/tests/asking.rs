//! What the graph answers: on a date, as known, between two dates, over time, by a name.

use super::{day, graph, standing};
use crate::graph::{ChangeKind, Diff, Found, Sign, Step};
use crate::model::{ActorId, Status};

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

#[test]
fn sentences_are_found_by_their_words_with_what_they_say() {
    // The sentence of the notation is the line itself.
    let graph = graph(&[
        "1999-07-21 RUS > NATO ties/sever ended @council",
        "1999-03-26 RUS > NATO criticism/accuse done @march",
    ]);
    let found = |words: &str| -> Vec<String> {
        graph
            .search(&words.parse().unwrap(), |_| true)
            .iter()
            .map(|passage| format!("{} {}", passage.document, passage.claims[0].relation))
            .collect()
    };
    assert_eq!(
        found("nato rus"),
        [
            "march RUS>NATO:criticism:1999-03-26",
            "council NATO~RUS:ties:1999-07-21"
        ]
    );
    assert_eq!(found("sever* rus"), ["council NATO~RUS:ties:1999-07-21"]);
    assert_eq!(found("\"nato rus\""), [""; 0]);
    assert_eq!(found("ties-sever"), ["council NATO~RUS:ties:1999-07-21"]);
    assert_eq!(found("seve"), [""; 0]);
    let none = graph.search(&"nato".parse().unwrap(), |_| false);
    assert_eq!(none, []);
}

#[test]
fn a_diff_of_what_was_known_is_caused_by_what_was_published_since() {
    let graph = graph(&[
        "1999-07-20 RUS > GBR visit/visit planned 1999-07-27 @old",
        "1999-07-22 RUS > GBR visit/visit ended @new",
        "1999-07-23 RUS > GBR aid/give done 1999-07-19 @late",
    ]);
    let then = day("1999-07-20");
    let earlier = graph.as_known(then.unwrap());
    let diff = graph.diff_from(&earlier, then, day("1999-07-23"));
    let told: Vec<String> = diff
        .changes
        .iter()
        .map(|change| {
            let documents: Vec<&str> = (change.causes.iter())
                .map(|cause| cause.document.as_str())
                .collect();
            format!(
                "{:?} {} {documents:?}",
                change.kind,
                change.relation().unwrap()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "Added RUS>GBR:aid:1999-07-19 [\"late\"]",
            "Status RUS>GBR:visit:1999-07-20 [\"new\"]"
        ]
    );
}

#[test]
fn a_relation_that_a_later_report_dates_otherwise_is_the_same() {
    let first = "1999-07-21 RUS > NATO ties/sever ended";
    let (old, new) = (
        graph(&[first]),
        graph(&[first, "1999-07-22 RUS > NATO ties/sever ended 1999-07-20"]),
    );
    let diff = new.diff_from(&old, day("1999-07-22"), day("1999-07-22"));
    let kinds: Vec<ChangeKind> = diff.changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Confirmed]);
    assert_eq!(
        diff.changes[0].before.as_ref().unwrap().relation.as_str(),
        "NATO~RUS:ties:1999-07-21"
    );
    assert!(!diff.has_differences());
    // The other way round a store that knows less.
    let back = old.diff_from(&new, day("1999-07-22"), day("1999-07-22"));
    assert_eq!(
        back.apply(&new.snapshot(day("1999-07-22"), None)),
        old.snapshot(day("1999-07-22"), None)
    );
}
