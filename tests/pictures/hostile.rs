//! Names, sentences and links made to do harm, in every format: what comes out is valid, and nothing in it can run.
//! The page in a real browser, and its HTML, are checked by `tests/browser.mjs`.

use detente::render::{Panel, Style, Theme, View, dot, multiples, page, svg, timeline};

use crate::graphviz::{graphviz, piped};
use crate::{chronicle, fixtures, level};

#[test]
fn hostile_text_stays_text_in_every_kind() {
    let drawing = fixtures::hostile();
    let panel = Panel {
        heading: drawing.title.clone(),
        drawing: drawing.clone(),
    };
    let lives = chronicle(drawing.clone());
    let matrix = Style {
        view: View::Matrix,
        ..Style::default()
    };
    let pictures = [
        svg(&drawing, &Style::default()),
        svg(&drawing, &matrix),
        multiples(&drawing.title, &drawing.note, &[panel], &Style::default()),
        timeline(&lives, None, &Style::default()),
        timeline(&lives, Some("C"), &Style::default()),
    ];
    for picture in pictures {
        let document = roxmltree::Document::parse(&picture).expect("valid XML");
        assert!(
            document
                .descendants()
                .all(|node| !node.has_tag_name("script"))
        );
        assert!(!picture.contains("javascript:") && !picture.contains('\u{202e}'));
        assert!(picture.len() < 200_000);
        match piped("xmllint", &["--noout", "--nonet", "-"], &picture) {
            Some((is_fine, _, complaint)) => assert!(is_fine, "{complaint}"),
            None => println!("SKIPPED: no xmllint here"),
        }
    }
}

#[test]
fn hostile_text_stays_text_in_the_page() {
    let html = page(&level(fixtures::hostile()));
    assert_eq!(
        html.matches("<script").count(),
        2,
        "the data and the page's own script"
    );
    assert!(!html.contains("javascript:"));
    let data = html
        .split("id=\"data\">")
        .nth(1)
        .and_then(|rest| rest.split("</script>").next())
        .expect("data");
    let data: serde_json::Value = serde_json::from_str(data).expect("valid JSON");
    assert_eq!(
        data["levels"][0]["edges"].as_array().map(Vec::len),
        Some(5),
        "the relation with nobody is left out"
    );
}

#[test]
fn graphviz_draws_hostile_text() {
    if let Some(picture) = graphviz(&dot(&fixtures::hostile(), Theme::Light)) {
        let document = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        let document =
            roxmltree::Document::parse_with_options(&picture, document).expect("valid XML");
        assert!(
            document
                .descendants()
                .all(|node| !node.has_tag_name("script"))
        );
        assert!(!picture.contains("javascript:"));
    }
}
