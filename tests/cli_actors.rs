//! The commands about actors, and how overlays and levels change the others.

mod support;

use std::fs;

use support::{detente, folder, with_input};

#[test]
fn actors_tells_candidates_offices_and_dates() {
    let run = detente(&["actors", "Ivanov", "--on", "1999-07-20"]).expect(0);
    let first: Vec<&str> = run.out.lines().take(3).collect();
    assert_eq!(
        first,
        [
            "Igor Ivanov (igor-ivanov), speaks for RUS",
            "  by its surname, 1998-09-11 to 2004-03-09, weight 0.91",
            "  * Minister of Foreign Affairs, RUS, 1998-09-11 to 2004-03-09",
        ]
    );
    let belgrade = detente(&["actors", "Belgrade", "--on", "1995-07-01", "--json"]).expect(0);
    let valid: Vec<(String, bool)> = belgrade
        .json()
        .iter()
        .map(|told| {
            (
                told["id"].as_str().unwrap().to_owned(),
                told["valid"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(valid[0], ("YUG".to_owned(), true));
    assert!(valid[1..].iter().all(|(_, valid)| !valid), "{valid:?}");
}

#[test]
fn nobody_is_not_found_but_those_alike_are_named() {
    let run = detente(&["actors", "Rusia"]).expect(1);
    assert_eq!(
        run.err,
        "nobody is known as 'Rusia'; did you mean Russia or United States?\n"
    );
}

#[test]
fn explain_tells_whom_words_mean() {
    let text = b"Russia broke with NATO in Brussels. The alliance shrugged.";
    let run = with_input(
        &[
            "actors",
            "--published",
            "1999-03-26",
            "--json",
            "--explain",
            "-",
        ],
        text,
    )
    .expect(0);
    let told: Vec<(String, String, bool)> = run
        .json()
        .iter()
        .map(|mention| {
            (
                mention["text"].as_str().unwrap().to_owned(),
                mention["parties"][0]["principal"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
                mention["place"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(told[0], ("Russia".to_owned(), "RUS".to_owned(), false));
    assert_eq!(told[1], ("NATO".to_owned(), "NATO".to_owned(), false));
    assert!(told[2].2, "Brussels is where it happens: {told:?}");
    assert_eq!(told[3].1, "NATO");
}

#[test]
fn check_is_clean_and_names_every_fault_of_an_overlay() {
    let clean = detente(&["check"]).expect(0);
    assert!(clean.out.ends_with("No faults.\n"), "{}", clean.out);
    let folder = folder("check");
    let path = folder.join("broken.toml");
    fs::write(
        &path,
        "[[actor]]\nid = \"X1\"\nname = \"One\"\n\n[[actor]]\nid = \"X2\"\nkind = \"state\"\nname = \"Two\"\n\
         from = \"1999\"\nuntil = \"1998\"\nprincipal = \"NOBODY\"\n",
    )
    .unwrap();
    let path = path.to_str().unwrap();
    let run = detente(&["check", path]).expect(2);
    assert_eq!(
        run.err,
        format!(
            "{path}:1: 'X1' has no kind\n{path}:5: '1998' lies before '1999'\n{path}:5: 'NOBODY' is no known actor\n\
             error: 3 faults in what is known of actors\n"
        )
    );
}

#[test]
fn a_dictionary_as_overlay_names_actors_in_texts() {
    let folder = folder("overlay");
    let path = folder.join("mine.actors");
    fs::write(&path, "OCEANIA_ [GBR]\n").unwrap();
    let path = path.to_str().unwrap();
    let run = with_input(
        &["actors", "--overlay", path, "--json", "--explain", "-"],
        b"Oceania condemned France.",
    )
    .expect(0);
    assert_eq!(run.json()[0]["parties"][0]["principal"], "GBR");
}

#[test]
fn levels_fold_parties_into_institutions_and_blocs() {
    let at = |level: &[&str]| {
        let mut arguments = vec!["show", "tests/data/statements.jsonl", "--at", "1999-07-21"];
        arguments.extend(level);
        detente(&arguments).expect(0).out
    };
    assert!(at(&["--level", "institution"]).contains("Russia (foreign ministry) → Britain"));
    assert!(at(&["--level", "bloc", "--blocs", "EU"]).contains("Russia → European Union"));
    // What two members do is within the bloc.
    let arguments = ["show", "--published", "2005-03-01", "-"];
    let text = b"France accused Germany of espionage.";
    assert!(
        with_input(&arguments, text)
            .expect(0)
            .out
            .contains("Germany")
    );
    let bloc = [arguments.as_slice(), &["--level", "bloc", "--blocs", "EU"]].concat();
    with_input(&bloc, text).expect(1);
    let run = detente(&[
        "show",
        "tests/data/statements.jsonl",
        "--level",
        "bloc",
        "--blocs",
        "ATLANTIS",
    ])
    .expect(2);
    assert!(
        run.err.contains("'ATLANTIS' is no known actor"),
        "{}",
        run.err
    );
}
