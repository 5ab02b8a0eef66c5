//! Rows of each data set, good and bad. The rows are made up in the form of the data sets.

use std::sync::Arc;

use super::*;
use crate::model::Statement;
use crate::vocabulary::actors::Actors;

fn read(format: Format, text: &str) -> (Vec<String>, Account, Vec<Statement>) {
    let mut rows = Rows::new(
        text.as_bytes(),
        format,
        "file",
        Arc::new(Actors::embedded()),
    )
    .unwrap();
    let mut statements = Vec::new();
    loop {
        let next = rows.next_statements(2).unwrap();
        if next.is_empty() {
            break;
        }
        statements.extend(next);
    }
    let told = statements
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {}/{} {} {}",
                one.source.id,
                if one.mutual { '~' } else { '>' },
                one.target.id,
                one.action,
                one.kind,
                one.status,
                one.event.cameo
            )
        })
        .collect();
    let account = rows.account().clone();
    assert_eq!(account.rows, account.kept + account.n_set_aside());
    assert_eq!(account.kept, statements.len());
    (told, account, statements)
}

/// A row of GDELT 1.0 with the columns that count.
fn gdelt(day: &str, one: &[&str; 4], other: &[&str; 4], code: &str) -> String {
    let mut cells = vec![""; 58];
    cells[0] = "1";
    cells[1] = day;
    cells[5..9].copy_from_slice(one);
    cells[15..19].copy_from_slice(other);
    cells[26] = code;
    cells[29] = "1";
    cells[30] = "2.5";
    cells[50] = "Geneva";
    cells[56] = "20180101";
    cells[57] = "example.org/a";
    cells.join("\t") + "\n"
}

const IRAN: [&str; 4] = ["IRN", "IRAN", "IRN", ""];
const CABINET: [&str; 4] = ["GOV", "CABINET", "", ""];
const NOBODY: [&str; 4] = [""; 4];
const UNO: [&str; 4] = ["IGOUNO", "UNITED NATIONS", "", "UNO"];

#[test]
fn gdelt_rows_are_kept_or_accounted_for() {
    let text = [
        gdelt("20180101", &IRAN, &UNO, "043"),
        gdelt("20170101", &UNO, &IRAN, "0331"),
        gdelt("20180101", &IRAN, &NOBODY, "040"),
        gdelt("20180101", &IRAN, &CABINET, "040"),
        gdelt("20180231", &IRAN, &UNO, "040"),
        gdelt("20180101", &IRAN, &UNO, "999"),
        gdelt("20180101", &IRAN, &UNO, "010"),
        "1\t20180101\tshort\n".to_owned(),
        "\n".to_owned(),
    ]
    .concat();
    let (told, account, statements) = read(Format::Gdelt1, &text);
    assert_eq!(
        told,
        [
            "UN > IRN visit/visit done 043",
            "UN > IRN aid/economic planned 0331"
        ]
    );
    assert_eq!(account.rows, 9);
    let lines: Vec<usize> = account
        .set_aside
        .values()
        .map(|count| count.first_line)
        .collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(
        account.remarked["dated more than a month before the report"].first_line,
        2
    );
    let first = &statements[0];
    assert_eq!(first.document, "example.org/a");
    assert_eq!(first.published.unwrap().0.to_string(), "2018-01-01");
    assert_eq!((first.event.quad, first.event.goldstein), (1, 2.5));
    assert_eq!(first.place.as_deref(), Some("Geneva"));
}

#[test]
fn quads_find_their_codes_by_name() {
    let text = "Iran\tConsult\tIraq\t2008-07-25\nIraq\tConsult\tIran\t2008-07-25\r\n\
                Police (Iran)\tMake statement\tIraq\t2008-07-25\nIran\tSing to\tIraq\t2008-07-25\n\
                Iran\tAccuse\tPolice (Iran)\t2008-07-26\nIran\tAccuse\tIraq\tsoon\n";
    let (told, account, _) = read(Format::IcewsQuads, text);
    assert_eq!(
        told,
        [
            "IRN ~ IRQ meeting/meet done 040",
            "IRQ ~ IRN meeting/meet done 040",
            "IRN > irn-police criticism/accuse done 112",
        ]
    );
    assert_eq!(account.n_set_aside(), 3);
    let remarks: Vec<&str> = account.remarked.keys().copied().collect();
    assert_eq!(
        remarks,
        [
            "inside one state or organisation",
            "that say again what another row says"
        ]
    );
}

#[test]
fn icews_and_polecat_are_read_by_their_headers() {
    let icews = "Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Country\tStory ID\tSentence Number\n\
                 7\t2018-06-01\tActivist (Peru)\tPeru\tCriticize or denounce\t111\t-2.0\tChile\tChile\t9\t4\n\
                 8\t2018-06-01\tPeru\tPeru\tConsult\t40\t1\tChile\tChile\t9\t4\n\
                 9\t2018-06-01\tPeru\tPeru\tConsult\t40\t1\tChile\tChile\t9\t4\textra\n";
    assert_eq!(Format::of(icews), Format::of(icews.lines().next().unwrap()));
    let (told, account, statements) = read(Format::Icews, icews);
    assert_eq!(
        told,
        [
            "per-activist > CHL criticism/ done 111",
            "PER ~ CHL meeting/meet done 040"
        ]
    );
    assert_eq!(account.n_set_aside(), 1);
    assert_eq!(statements[0].document, "icews:9");
    assert_eq!(statements[0].sentence, 3);
    assert!(statements[0].published_inferred);
    let polecat = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tQuad Code\tActor Name\tActor Country\tRecipient Name\tRecipient Country\tPublication Date\tSource\n\
                   A1\t2021-03-01\tCONSULT\tvisit\tVERBAL COOPERATION\tPeru\tPER\tChile\tCHL\t2021-03-02\tWire\n\
                   A2\t2021-03-01\tCOERCE\tarrest\tMATERIAL CONFLICT\tNone\tNone\tChile\tCHL\t2021-03-02\tWire\n";
    let (told, account, statements) = read(Format::Polecat, polecat);
    assert_eq!(told, ["PER > CHL visit/visit done 042"]);
    assert_eq!(account.set_aside["with one actor missing"].first_line, 3);
    assert_eq!(statements[0].event.plover, "CONSULT");
    assert_eq!(statements[0].published.unwrap().0.to_string(), "2021-03-02");
}
