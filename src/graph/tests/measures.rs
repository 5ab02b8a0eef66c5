//! Figures over small networks, reckoned by hand, and what holds for any.

use proptest::prelude::*;

use super::laws::{any_net, built, date_after};
use super::{day, graph};
use crate::graph::measure::{Balance, Every, Likeness, SeriesOptions, Ties, Weight};
use crate::graph::{Graph, Sign, Snapshot};
use crate::model::{ActorId, Status};

/// The ties of a day on which the pairs are friends (`+`) or enemies (`-`).
fn ties(pairs: &[&str]) -> Ties {
    let lines: Vec<String> = pairs
        .iter()
        .map(|pair| {
            let (one, sign, other) = (&pair[..3], &pair[3..4], &pair[4..]);
            match sign {
                "+" => format!("1999-07-21 {one} ~ {other} agreement/sign done"),
                _ => format!("1999-07-21 {one} > {other} criticism/accuse done"),
            }
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    graph(&lines).snapshot(None, None).ties(Weight::Count)
}

#[test]
fn a_pair_is_what_is_left_when_all_its_relations_are_weighed() {
    let graph = graph(&[
        "1999-07-21 RUS ~ USA meeting/meet done",
        "1999-07-21 RUS ~ USA agreement/sign done",
        "1999-07-21 RUS > USA criticism/accuse done",
        "1999-07-21 RUS ~ NATO meeting/meet postponed",
        "1999-07-21 RUS > GBR praise/praise done",
        "1999-07-21 GBR > RUS criticism/accuse done",
    ]);
    let ties = graph.snapshot(None, None).ties(Weight::Count);
    let told: Vec<String> = ties
        .ties
        .iter()
        .map(|tie| {
            format!(
                "{} {} +{} ·{} -{}: {} {}",
                tie.one,
                tie.other,
                tie.n_cooperative,
                tie.n_neutral,
                tie.n_hostile,
                tie.weight,
                tie.sign().as_str()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "GBR RUS +1 ·0 -1: 0 neutral",
            "NATO RUS +0 ·1 -0: 0 neutral",
            "RUS USA +2 ·0 -1: 1 cooperative"
        ]
    );
}

#[test]
fn triads_are_balanced_by_the_number_of_their_hostile_ties() {
    let balance = ties(&[
        "AAA+BBB", "AAA+CCC", "BBB+CCC", "AAA-DDD", "BBB-DDD", "CCC+DDD", "DDD-EEE",
    ])
    .balance(10);
    // ABC: none. ABD: two. ACD and BCD: one each.
    assert_eq!(balance.n_by_hostile, [1, 2, 1, 0]);
    assert_eq!((balance.n_triads(), balance.n_balanced()), (4, 2));
    assert_eq!(balance.share(), Some(0.5));
    let unbalanced: Vec<String> = (balance.unbalanced.iter())
        .map(|triad| triad.actors.each_ref().map(ActorId::as_str).join(" "))
        .collect();
    assert_eq!(unbalanced, ["AAA CCC DDD", "BBB CCC DDD"]);
    let signs = [Sign::Cooperative, Sign::Hostile, Sign::Cooperative];
    assert_eq!(balance.unbalanced[0].signs, signs);
    let enemies = ties(&["AAA-BBB", "AAA-CCC", "BBB-CCC"]).balance(0);
    assert_eq!(
        (enemies.share(), enemies.weak_share()),
        (Some(0.0), Some(1.0))
    );
    assert_eq!(enemies.unbalanced, []);
    assert_eq!(ties(&["AAA-BBB"]).balance(10).share(), None);
}

#[test]
fn who_stands_between_others_is_central() {
    let found = ties(&["AAA+BBB", "BBB-CCC", "CCC+DDD", "BBB+EEE"]).centralities();
    let between: Vec<f64> = found.iter().map(|one| one.betweenness).collect();
    // Of the six pairs of others, B lies between A and C, D, E, and between E and C, D; C between D and A, B, E.
    let expected = [0.0, 5.0 / 6.0, 0.5, 0.0, 0.0];
    assert!(
        between
            .iter()
            .zip(expected)
            .all(|(one, other)| (one - other).abs() < 1e-12),
        "{between:?}"
    );
    let second = &found[1];
    assert_eq!(
        (
            second.degree,
            second.n_friends,
            second.n_enemies,
            second.n_relations
        ),
        (3, 2, 1, 3)
    );
    assert!(found.iter().all(|one| one.pagerank <= second.pagerank));
    // Two ways of one length share: opposite corners of a square.
    let square = ties(&["AAA+BBB", "BBB+CCC", "CCC+DDD", "DDD+AAA"]).centralities();
    assert!(
        square
            .iter()
            .all(|one| (one.betweenness - 1.0 / 6.0).abs() < 1e-12)
    );
    assert!(square.iter().all(|one| (one.pagerank - 0.25).abs() < 1e-9));
}

#[test]
fn blocs_hold_friends_together_and_enemies_apart() {
    let found = ties(&[
        "AAA+BBB", "BBB+CCC", "AAA+CCC", "DDD+EEE", "CCC-DDD", "AAA-EEE",
    ])
    .blocs();
    let members: Vec<String> = (found.blocs.iter())
        .map(|bloc| {
            let ids: Vec<&str> = bloc.members.iter().map(ActorId::as_str).collect();
            format!(
                "{} +{} -{}",
                ids.join(" "),
                bloc.n_friendly_inside,
                bloc.n_hostile_inside
            )
        })
        .collect();
    assert_eq!(members, ["AAA BBB CCC +3 -0", "DDD EEE +1 -0"]);
    // (8 − (36 / 8 + 4 / 8) + (4 / 4 + 4 / 4)) / (8 + 4)
    assert!((found.modularity.unwrap() - 5.0 / 12.0).abs() < 1e-12);
    let none = graph(&["1999-07-21 RUS ~ NATO meeting/meet postponed"]);
    let none = none.snapshot(None, None).ties(Weight::Count).blocs();
    assert_eq!((none.blocs, none.modularity), (Vec::new(), None));
}

#[test]
fn positions_are_alike_or_opposed() {
    let ties = ties(&[
        "AAA+XXX", "AAA-YYY", "BBB+XXX", "BBB-YYY", "CCC-XXX", "CCC+YYY",
    ]);
    let found = ties.likenesses(Some(&ActorId::new("AAA")));
    let of = |other: &str| -> &Likeness {
        found
            .iter()
            .find(|one| one.other.as_str() == other)
            .unwrap()
    };
    let near = |one: Option<f64>, other: f64| one.is_some_and(|one| (one - other).abs() < 1e-12);
    assert_eq!(found.len(), 4);
    // With B, alike towards X and Y, and both without a position towards C: 1 − 0.
    let alike = of("BBB");
    assert_eq!((alike.n_others, alike.n_positions), (3, 2));
    assert!(
        near(Some(alike.s), 1.0)
            && near(alike.kappa, 1.0)
            && near(alike.pi, 1.0)
            && near(alike.cosine, 1.0)
    );
    // With C, opposed towards X and Y: S = 1 − 2 · 4 / (2 · 3), kappa = pi = 1 − 8 / 4.
    let opposed = of("CCC");
    assert!(
        near(Some(opposed.s), -1.0 / 3.0) && near(opposed.kappa, -1.0) && near(opposed.pi, -1.0)
    );
    assert!(near(opposed.cosine, -1.0));
    assert_eq!(self::ties(&["AAA+BBB"]).likenesses(None), []);
    let idle = self::ties(&["AAA+BBB", "AAA+CCC"]);
    // What B and C think of A is all there is, and it does not vary.
    let idle = idle.likenesses(Some(&ActorId::new("CCC")));
    let same = idle.iter().find(|one| one.one.as_str() == "BBB").unwrap();
    assert_eq!((same.kappa, same.pi), (None, None));
}

/// Rows as `RUS>GBR 1999-03-01 n=2 4`.
fn rows(graph: &Graph, options: &SeriesOptions) -> Vec<String> {
    let series = graph.series(options, |_| true).unwrap();
    series
        .dyads
        .iter()
        .map(|dyad| {
            let quads: Vec<String> = dyad.quads.iter().map(ToString::to_string).collect();
            format!(
                "{}>{} {} {} {}",
                dyad.source,
                dyad.target,
                dyad.start,
                dyad.n_acts,
                quads.join("")
            )
        })
        .collect()
}

#[test]
fn acts_are_counted_once_in_the_stretch_in_which_they_happened() {
    let graph = graph(&[
        "1999-03-02 RUS > GBR criticism/accuse done 1999-02-28 @times",
        "1999-03-03 RUS > GBR criticism/accuse done 1999-02-28 @post",
        "1999-03-20 RUS > GBR visit/visit planned 1999-05",
        "1999-05-09 RUS ~ GBR meeting/meet done",
        "1999-05-30 RUS > GBR aid/give done 1998",
        "- RUS > GBR praise/praise done",
    ]);
    let monthly = SeriesOptions::default();
    assert_eq!(
        rows(&graph, &monthly),
        [
            "GBR>RUS 1999-05-01 1 1000",
            "RUS>GBR 1999-02-01 1 0010",
            "RUS>GBR 1999-03-01 1 1000",
            "RUS>GBR 1999-05-01 1 1000",
        ]
    );
    let series = graph.series(&monthly, |_| true).unwrap();
    assert_eq!((series.n_undated, series.n_vague), (1, 1));
    assert_eq!(series.dyads[1].n_documents, 2);
    let yearly = SeriesOptions {
        every: Every::Year,
        directed: false,
        ..SeriesOptions::default()
    };
    assert_eq!(
        rows(&graph, &yearly),
        ["GBR>RUS 1998-01-01 1 1000", "GBR>RUS 1999-01-01 3 2010"]
    );
    let zeros = SeriesOptions {
        zeros: true,
        directed: false,
        period: (day("1999-02-01").unwrap(), day("1999-05-31").unwrap()),
        ..SeriesOptions::default()
    };
    let n_acts: Vec<usize> = (graph.series(&zeros, |_| true).unwrap().dyads.iter())
        .map(|dyad| dyad.n_acts)
        .collect();
    assert_eq!(n_acts, [1, 1, 0, 1]);
    let planned = graph
        .series(&monthly, |statement| statement.status == Status::Planned)
        .unwrap();
    assert_eq!(
        (planned.dyads.len(), planned.dyads[0].goldstein_mean()),
        (1, Some(0.0))
    );
    let elsewhere = SeriesOptions {
        between: Some((ActorId::new("RUS"), ActorId::new("USA"))),
        ..SeriesOptions::default()
    };
    assert_eq!(rows(&graph, &elsewhere), [""; 0]);
    let endless = SeriesOptions {
        zeros: true,
        every: Every::Day,
        period: (day("0001-01-01").unwrap(), day("9998-12-31").unwrap()),
        ..SeriesOptions::default()
    };
    assert!(graph.series(&endless, |_| true).is_err());
}

#[test]
fn weeks_begin_on_monday_whatever_the_year() {
    let around = |text: &str| {
        let (first, last) = Every::Week.around(day(text).unwrap());
        format!("{first} {last}")
    };
    assert_eq!(around("2000-01-02"), "1999-12-27 2000-01-02");
    assert_eq!(around("2000-01-03"), "2000-01-03 2000-01-09");
}

/// Triads by trying all.
fn tried(snapshot: &Snapshot) -> [usize; 4] {
    let ties = snapshot.ties(Weight::Count);
    let ids: Vec<&ActorId> = ties.actors.keys().collect();
    let sign = |one: &ActorId, other: &ActorId| {
        let tie = ties
            .ties
            .iter()
            .find(|tie| (&tie.one, &tie.other) == (one, other));
        tie.map(super::super::measure::Tie::sign)
            .filter(|sign| *sign != Sign::Neutral)
    };
    let mut found = [0; 4];
    for (at, one) in ids.iter().enumerate() {
        for (next, other) in ids.iter().enumerate().skip(at + 1) {
            for third in &ids[next + 1..] {
                let signs = [sign(one, other), sign(one, third), sign(other, third)];
                if signs.iter().all(Option::is_some) {
                    found[signs
                        .iter()
                        .filter(|sign| **sign == Some(Sign::Hostile))
                        .count()] += 1;
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn measures_agree_with_what_they_measure(statements in any_net(), at in 0_u16..200) {
        let graph = built(&statements);
        let snapshot = graph.snapshot(date_after(at), None);
        let ties = snapshot.ties(Weight::Count);
        let balance: Balance = ties.balance(usize::MAX);
        prop_assert_eq!(balance.n_by_hostile, tried(&snapshot));
        prop_assert_eq!(balance.unbalanced.len(), balance.n_triads() - balance.n_balanced());
        let found = ties.centralities();
        prop_assert_eq!(found.iter().map(|one| one.degree).sum::<usize>(), 2 * ties.ties.len());
        if !found.is_empty() {
            prop_assert!((found.iter().map(|one| one.pagerank).sum::<f64>() - 1.0).abs() < 1e-9);
        }
        prop_assert!(found.iter().all(|one| (-1e-12..=1.0 + 1e-12).contains(&one.betweenness)));
        let blocs = ties.blocs();
        let mut members: Vec<&ActorId> = blocs.blocs.iter().flat_map(|bloc| &bloc.members).collect();
        let n_members = members.len();
        members.sort();
        members.dedup();
        prop_assert_eq!(members.len(), n_members);
        prop_assert!(blocs.modularity.is_none_or(|found| found <= 1.0));
        for one in ties.likenesses(None) {
            prop_assert!((-1.0 - 1e-9..=1.0 + 1e-9).contains(&one.s));
            prop_assert!([one.kappa, one.pi, one.cosine].iter().flatten().all(|value| *value <= 1.0 + 1e-9));
        }
    }

    #[test]
    fn a_series_counts_each_act_once_whatever_the_stretch(statements in any_net(), zeros in any::<bool>()) {
        let graph = built(&statements);
        let n_acts = |every: Every| {
            let options = SeriesOptions { every, zeros, directed: false, ..SeriesOptions::default() };
            let series = graph.series(&options, |_| true).unwrap();
            series.dyads.iter().map(|dyad| dyad.n_acts).sum::<usize>()
        };
        let n_occurrences: usize = (graph.relations().iter())
            .map(|relation| relation.occurrences.len() - relation.asides.len())
            .sum();
        for every in [Every::Day, Every::Week, Every::Month, Every::Year] {
            prop_assert_eq!(n_acts(every), n_occurrences);
        }
    }
}
