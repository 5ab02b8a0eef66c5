//! The great powers from 1872 to 1918, with a history that everybody can check: two dates, what came between, and the
//! balance that the field knows them for.

mod support;

use support::detente;

const HISTORY: &str = "data/history/great-powers.jsonl";

/// The relations in force as `+ FRA GBR`, by the ids.
fn signs(at: &str) -> Vec<String> {
    let run = detente(&["show", HISTORY, "--at", at, "--json"]).expect(0);
    let mut signs: Vec<String> = (run.json()[0]["relations"].as_array().unwrap().iter())
        .map(|one| {
            let mut ends = ["source", "target"].map(|end| one[end].as_str().unwrap());
            ends.sort_unstable();
            let sign = if one["sign"] == "hostile" { '-' } else { '+' };
            format!("{sign} {} {}", ends[0], ends[1])
        })
        .collect();
    signs.sort();
    signs
}

#[test]
fn in_1880_three_emperors_stood_against_a_france_alone() {
    assert_eq!(
        signs("1880"),
        [
            "+ AUH DEU",
            "+ AUH RUS",
            "+ DEU RUS",
            "- DEU FRA",
            "- FRA GBR",
            "- FRA RUS",
            "- GBR RUS"
        ]
    );
}

#[test]
fn in_1910_three_stood_against_three() {
    assert_eq!(
        signs("1910"),
        [
            "+ AUH DEU",
            "+ AUH ITA",
            "+ DEU ITA",
            "+ FRA GBR",
            "+ FRA RUS",
            "+ GBR RUS",
            "- AUH RUS",
            "- DEU FRA",
            "- DEU GBR",
            "- DEU RUS"
        ]
    );
}

#[test]
fn the_diff_says_what_came_between_and_by_which_act() {
    let run = detente(&["diff", HISTORY, "1880", "1910", "--json"]).expect(1);
    let diff = run.json().remove(0);
    let changes = diff["changes"].as_array().unwrap();
    let of = |kind: &str| {
        changes
            .iter()
            .filter(|change| change["kind"] == kind)
            .count()
    };
    assert_eq!((of("added"), of("removed"), of("status")), (8, 5, 0));
    let entente = (changes.iter())
        .find(|change| change["after"]["relation"] == "FRA~GBR:agreement:1904-04-08")
        .unwrap();
    assert_eq!(
        entente["causes"][0]["text"],
        "Britain and France settled their quarrels in the Entente Cordiale."
    );
    let quarrel = (changes.iter())
        .find(|change| change["before"]["relation"] == "FRA~GBR:ties:1872-01-01")
        .unwrap();
    assert_eq!(quarrel["why"], "over on 8 Apr 1904");
}

#[test]
fn the_powers_came_into_balance_and_into_two_camps() {
    let balance = |at: &str| {
        let run = detente(&["measure", "balance", HISTORY, "--at", at, "--json"]).expect(0);
        run.json().remove(0)
    };
    let early = balance("1880");
    assert_eq!(
        (&early["n_triads"], &early["n_balanced"]),
        (&3.into(), &2.into())
    );
    assert_eq!(
        early["unbalanced"][0]["actors"],
        serde_json::json!(["FRA", "GBR", "RUS"])
    );
    let late = balance("1910");
    assert_eq!(
        (&late["n_triads"], &late["n_balanced"]),
        (&6.into(), &6.into())
    );
    let run = detente(&["measure", "blocs", HISTORY, "--at", "1910", "--json"]).expect(0);
    let members: Vec<serde_json::Value> = (run.json()[0]["blocs"].as_array().unwrap().iter())
        .map(|bloc| bloc["members"].clone())
        .collect();
    assert_eq!(
        members,
        [
            serde_json::json!(["AUH", "DEU", "ITA"]),
            serde_json::json!(["FRA", "GBR", "RUS"])
        ]
    );
}

#[test]
fn an_understanding_with_france_leads_to_russia_only_in_time() {
    let paths = |from: &str, to: &str| {
        detente(&[
            "paths",
            HISTORY,
            from,
            to,
            "--time-respecting",
            "--from",
            "1900",
            "--to",
            "1906",
            "--sign",
            "+",
        ])
    };
    // Russia has been France's friend since 1891, Britain only since 1904.
    let run = paths("Russia", "Britain").expect(0);
    assert!(
        run.out.contains("1. Russia and France, on 1 Jan 1900"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("2. France and Britain, on 8 Apr 1904"),
        "{}",
        run.out
    );
    let run = detente(&[
        "paths",
        HISTORY,
        "Russia",
        "Britain",
        "--time-respecting",
        "--to",
        "1903",
        "--sign",
        "+",
    ])
    .expect(1);
    assert_eq!(
        run.err,
        "no path from Russia to Britain over relations in force, one after the other from 10 May 1871 to 31 Dec 1903 within 6 steps\n"
    );
}
