//! Rows of each data set, good and bad. The rows are made up in the form of the data sets.

use std::sync::Arc;

use super::*;
use crate::model::{EventKind, Events, Row, Statement};
use crate::vocabulary::actors::Actors;

fn read(format: Format, text: &str) -> (Vec<String>, Account, Vec<Statement>) {
    let mut rows = Rows::new(
        text.as_bytes(),
        format,
        "file",
        Arc::new(Actors::embedded()),
    )
    .unwrap()
    .with_set_aside();
    let mut statements = Vec::new();
    let mut set_aside = Vec::new();
    while let Some(batch) = rows.next_batch(2).unwrap() {
        statements.extend(in_words(batch.events));
        set_aside.extend(batch.set_aside);
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
    assert_eq!(account.n_set_aside(), set_aside.len());
    for row in set_aside {
        let first = account.set_aside[row.why].first_line;
        assert!(first <= row.line, "{row:?}");
    }
    (told, account, statements)
}

/// Rows in words. Taken apart again, each is the event that it was, so that the store knows it in either form.
fn in_words(events: Events) -> Vec<Statement> {
    for row in events.rows() {
        if let Row::Event(event) = row {
            let statement = events.statement(event).unwrap();
            let (kind, own) = EventKind::of(&statement).unwrap();
            assert_eq!(
                (&kind, &own),
                (&*events.kinds()[event.kind as usize], &event.own)
            );
        }
    }
    events.into_statements()
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

#[test]
fn petrarch_lines_are_read_in_all_their_widths() {
    let text = "20070301\tUSAGOV\tIRN\t040\t\tafp-7_2;afp-8_1\tAFP\n\
                20070301\tIRN\tUSA\t112\tNAMED_TERROR_GROUP,1\tafp-9_0\thttps://example.org/9\tAFP\tTehran\tthe Senate\taccused\n\
                20070301\tIRN\tCOP\t112\t\tafp-9_3\tAFP\n\
                20070301\tIRN\t---\t112\t\tafp-9_3\tAFP\n\
                20070301\tIRN\tUSA\t010\t\tafp-9_3\tAFP\n\
                20070301\tIRN\tUSA\t222\t\tafp-9_3\tAFP\n\
                20070301\tIRN\tUSA\n";
    assert_eq!(
        Format::of(text.lines().next().unwrap()),
        Some(Format::Petrarch)
    );
    assert_eq!(
        Format::of(text.lines().nth(1).unwrap()),
        Some(Format::Petrarch)
    );
    let (told, account, statements) = read(Format::Petrarch, text);
    assert_eq!(
        told,
        [
            "usa-gov ~ IRN meeting/meet done 040",
            "IRN > USA criticism/accuse done 112"
        ]
    );
    assert_eq!(account.n_set_aside(), 5);
    assert_eq!(account.set_aside.len(), 5);
    assert_eq!(
        (statements[0].document.as_str(), statements[0].sentence),
        ("afp-7", 2)
    );
    assert_eq!(statements[1].document, "https://example.org/9");
    assert_eq!(statements[1].source.text, "Tehran");
}

#[test]
fn plover_lines_are_read_however_their_actors_are_written() {
    let text = r#"{"id":"a","date":"2021-03-01","actor":["PER"],"recipient":[{"code":"CHL"},{"name":"Brazil"}],"event":["CONSULT"],"mode":["visit"],"quad_code":1,"text":"A visit.","cite_info":{"url":"example.org/a"}}
{"date":"20210301","source":"Peru","target":"CHLGOV","event":"SANCTION"}
{"date":"2021-03-01","actor":["PER","CHL","BRA"],"event":"CONSULT"}
{"date":"2021-03-01","actor":["PER"],"event":"PROTEST"}
{"date":"2021-03-01","actor":["PER"],"recipient":["CHL"],"event":"SING"}
{"date":"soon","actor":["PER"],"recipient":["CHL"],"event":"AID"}
{"date":
"#;
    assert_eq!(
        Format::of(text.lines().next().unwrap()),
        Some(Format::Plover)
    );
    let (told, account, statements) = read(Format::Plover, text);
    assert_eq!(
        told,
        [
            "PER > CHL visit/visit done 042",
            "PER > BRA visit/visit done 042",
            "PER > chl-gov sanctions/ done 163",
            "PER ~ CHL meeting/meet done 040",
            "PER ~ BRA meeting/meet done 040",
            "CHL ~ BRA meeting/meet done 040",
        ]
    );
    assert_eq!((account.kept, account.n_set_aside()), (3, 4));
    assert_eq!(account.set_aside.len(), 4);
    assert_eq!(statements[0].document, "example.org/a");
    assert_eq!(statements[0].evidence.text, "A visit.");
    assert_ne!(statements[0].id, statements[1].id);
}

#[test]
fn own_tables_are_read_by_their_map() {
    let map = TableMap::parse(
        "date = Day\nsource = Who\ntarget = Whom\ncode = What\nid = No\ndate-format = %d.%m.%Y",
    )
    .unwrap();
    let text = "No;Day;Who;Whom;What\n1;25.07.2008;Iran;\"Foreign Affairs\n(Iraq)\";Consult\n\
                2;26.07.2008;IRN;IRQGOV;36\n3;26.07.2008;Iran;;36\n4;2008-07-26;Iran;Iraq;36\n\
                5;26.07.2008;Iran;Iraq;Sing to\n6;26.07.2008;Iran;Iraq\n\n";
    let table = map.table(text.lines().next().unwrap()).unwrap();
    let (told, account, statements) = read(Format::Table(table), text);
    assert_eq!(
        told,
        [
            "IRN ~ foreign-affairs-iraq meeting/meet done 040",
            "IRN ~ irq-gov meeting/ planned 036"
        ]
    );
    assert_eq!((account.rows, account.n_set_aside()), (7, 5));
    assert_eq!(account.set_aside.len(), 5);
    assert_eq!(statements[0].id, "table:1");
    let map = TableMap::parse("date=1\nsource=2\ntarget=3\naction=4\nstatus=5").unwrap();
    let text = "2008-07-25,Iran,Iraq,aid,Refused\n2008-07-25,Iran,Iraq,song,done\n";
    let table = map.table(text.lines().next().unwrap()).unwrap();
    let (told, account, _) = read(Format::Table(table), text);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("IRN > IRQ aid/ refused"), "{told:?}");
    assert_eq!(account.n_set_aside(), 1);
}
