//! One page with everything: the picture, a date to move, filters, the sentences.
//!
//! Comes in: a [`Chronicle`]. Goes out: HTML that needs nothing else, offline.
//! Never imported here: the graph; positions come from `layout`, and the script only shows, hides and marks.
//! Data: `page.css` and `page.js` in this folder.
//!
//! Untrusted text reaches the page as data in a JSON block and as `textContent`, never as markup, and the page's
//! policy allows no script but its own, by hash, and no connection at all.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::chronicle::Chronicle;
use super::clean::{clean, clean_to, escape_xml, safe_link};
use super::drawing::{Drawing, Sign};
use super::layout::plan;
use super::svg::Writer;
use super::theme::{NAMED, Theme};
use super::view;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Stages that the page's picture shows at most; its table holds all.
const MAX_EDGES: usize = 400;
const MAX_ACTORS: usize = 80;
/// Sentences of a stage that the page holds, and letters of each.
const MAX_SENTENCES: usize = 12;
const MAX_SENTENCE: usize = 800;

/// The page's data, as the script reads it.
#[derive(Serialize)]
struct PageData {
    title: String,
    at: Option<String>,
    before: Option<String>,
    actors: Vec<PageActor>,
    edges: Vec<PageEdge>,
}

#[derive(Serialize)]
struct PageActor {
    name: String,
    about: String,
    /// Number of its shape in the picture.
    node: Option<usize>,
}

#[derive(Serialize)]
struct PageEdge {
    relation: String,
    source: usize,
    target: usize,
    mutual: bool,
    action: String,
    sign: &'static str,
    status: &'static str,
    label: String,
    date: String,
    from: Option<String>,
    until: Option<String>,
    confidence: f32,
    /// Sentence, document, date, link.
    evidence: Vec<[String; 4]>,
    /// Number of its line in the picture.
    line: Option<usize>,
}

/// The page for a chronicle: self-contained HTML.
///
/// The same chronicle gives the same bytes.
///
/// ```
/// use detente::render::{Chronicle, page};
/// let html = page(&Chronicle::default());
/// assert!(html.starts_with("<!DOCTYPE html>") && html.contains("default-src 'none'"));
/// ```
pub fn page(chronicle: &Chronicle) -> String {
    let drawing = &chronicle.drawing;
    let kept = view::strongest(drawing, MAX_ACTORS, MAX_EDGES);
    let shown = kept
        .as_ref()
        .map_or_else(|| drawing.clone(), |kept| view::only(drawing, kept));
    let picture = Writer::new(&shown, &plan(&shown, None), &NAMED, true).write();

    let data = serde_json::to_string(&page_data(chronicle, kept.as_deref(), &shown))
        .unwrap_or_else(|_| "{}".to_owned());
    let light = Theme::Light.palette().declarations();
    let dark = Theme::Dark.palette().declarations();
    let style = format!(
        ":root{{color-scheme:light;{light}}}\n:root.dark{{color-scheme:dark;{dark}}}\n{STYLE}"
    );
    let title = clean_to(&drawing.title, 200);
    let title = if title.is_empty() {
        "Relations".to_owned()
    } else {
        title
    };
    let note = clean(format!("{} {}", shown.subtitle, shown.note).trim());
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{}'; style-src '{}'; \
         img-src blob: data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{}\
         <div id=\"stage\" tabindex=\"-1\">\n{picture}</div>\n\
         <section id=\"matrix\" tabindex=\"0\" aria-label=\"Matrix\" hidden></section>\n\
         <section id=\"lives\" tabindex=\"0\" aria-label=\"Timeline\" hidden></section>\n</section>\n{}\
         <footer><p>{}</p></footer>\n\
         <script type=\"application/json\" id=\"data\">{}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        hash(SCRIPT),
        hash(&style),
        BEFORE_PICTURE.replace("TITLE", &escape_xml(&title)),
        AFTER_PICTURE,
        escape_xml(&note),
        escape_json(&data),
        title = escape_xml(&title),
    )
}

const BEFORE_PICTURE: &str = include_str!("before.html");
const AFTER_PICTURE: &str = include_str!("after.html");

fn page_data(chronicle: &Chronicle, kept: Option<&[usize]>, shown: &Drawing) -> PageData {
    let drawing = &chronicle.drawing;
    let (node_of, index) = (shown.index(), drawing.index());
    let line_of: BTreeMap<usize, usize> = match kept {
        Some(kept) => kept
            .iter()
            .enumerate()
            .map(|(line, &edge)| (edge, line))
            .collect(),
        None => (0..drawing.edges.len()).map(|edge| (edge, edge)).collect(),
    };
    let actors = drawing
        .actors
        .iter()
        .map(|actor| PageActor {
            name: clean_to(&actor.name, 160),
            about: clean_to(actor.office.as_deref().unwrap_or(""), 160),
            node: node_of.get(actor.id.as_str()).copied(),
        })
        .collect();
    let mut edges = Vec::new();
    for (i, (edge, life)) in drawing.edges.iter().zip(&chronicle.lives).enumerate() {
        let (Some(&source), Some(&target)) = (
            index.get(edge.source.as_str()),
            index.get(edge.target.as_str()),
        ) else {
            continue;
        };
        let evidence = life.evidence.iter().take(MAX_SENTENCES).map(|tooltip| {
            let link = tooltip.link.as_deref().and_then(safe_link).unwrap_or("");
            [
                clean_to(&tooltip.sentence, MAX_SENTENCE),
                clean_to(&tooltip.document, 200),
                clean_to(&tooltip.date, 60),
                link.to_owned(),
            ]
        });
        edges.push(PageEdge {
            relation: life.relation.clone(),
            source,
            target,
            mutual: edge.mutual,
            action: life.action.clone(),
            sign: match edge.sign {
                Sign::Hostile => "hostile",
                Sign::Cooperative => "cooperative",
                Sign::Neutral => "neither",
            },
            status: edge.status.as_str(),
            label: clean_to(&edge.label, 160),
            date: clean_to(&edge.date_label, 160),
            from: life.from.map(|day| day.to_string()),
            until: life.until.map(|day| day.to_string()),
            confidence: life.confidence,
            evidence: evidence.collect(),
            line: line_of.get(&i).copied(),
        });
    }
    PageData {
        title: clean_to(&drawing.title, 200),
        at: chronicle.at.map(|day| day.to_string()),
        before: chronicle.before.map(|day| day.to_string()),
        actors,
        edges,
    }
}

/// JSON that cannot end its own script block.
fn escape_json(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// A source expression of the page's policy.
fn hash(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let mut base64 = String::from("sha256-");
    for chunk in digest.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for k in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * k) & 63) as usize];
            base64.push(if k <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    base64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_browsers_do() {
        // From the examples of the Content Security Policy specification: alert('Hello, world.');
        assert_eq!(
            hash("alert('Hello, world.');"),
            "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
        );
    }

    #[test]
    fn data_cannot_leave_its_block() {
        assert_eq!(
            escape_json("\"</script>&\u{2028}\""),
            "\"\\u003c/script\\u003e\\u0026\\u2028\""
        );
    }

    #[test]
    fn files_of_the_page_fit_the_policy() {
        for part in [BEFORE_PICTURE, AFTER_PICTURE] {
            assert!(
                !part.contains(" style=") && !part.contains(" onclick="),
                "the policy forbids inline style and script"
            );
        }
        assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.contains("</script"));
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
