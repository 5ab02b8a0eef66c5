//! One page with everything: the picture, a date to move, filters, the sentences.
//!
//! Comes in: a [`Chronicle`] for each level. Goes out: HTML that needs nothing else, offline.
//! Never imported here: the graph; positions come from `layout`, and the script only shows, hides and marks.
//! Data: the style and the parts of the script in this folder.
//!
//! Untrusted text reaches the page as data in a JSON block and as `textContent`, never as markup, and the page's
//! policy allows no script but its own, by hash, and no connection at all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::chronicle::Chronicle;
use super::clean::{clean, clean_to, escape_xml, safe_link};
use super::drawing::{Drawing, Sign, Tooltip};
use super::layout::plan;
use super::svg::Writer;
use super::theme::{NAMED, Theme};
use super::view;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = concat!(
    "\"use strict\";\n",
    include_str!("data.js"),
    include_str!("shown.js"),
    include_str!("views.js"),
    include_str!("details.js"),
    include_str!("address.js"),
    include_str!("saving.js"),
    include_str!("controls.js"),
);

/// Stages that the page's picture shows at most; its table holds all.
const MAX_EDGES: usize = 400;
const MAX_ACTORS: usize = 80;
/// Sentences of a stage that the page holds, and letters of each.
const MAX_SENTENCES: usize = 12;
const MAX_SENTENCE: usize = 800;

/// The same relations between actors of one kind: states, or those who speak for them.
#[derive(Debug, Clone, Default)]
pub struct PageLevel {
    /// What the actors are, for the page's switch.
    pub name: String,
    /// The relations and their lives.
    pub chronicle: Chronicle,
}

/// The page's data, as the script reads it.
#[derive(Serialize)]
struct PageData {
    title: String,
    at: Option<String>,
    before: Option<String>,
    /// Sentence, document, date, link; each once.
    sentences: Vec<[String; 4]>,
    levels: Vec<LevelData>,
}

#[derive(Serialize)]
struct LevelData {
    name: String,
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
    /// Numbers of sentences.
    evidence: Vec<usize>,
    /// Number of its line in the picture.
    line: Option<usize>,
}

/// The page for one or several levels of the same relations, the first of them shown first: self-contained HTML.
///
/// Title and dates are those of the first. The same levels give the same bytes.
///
/// ```
/// use detente::render::{PageLevel, page};
/// let html = page(&[PageLevel::default()]);
/// assert!(html.starts_with("<!DOCTYPE html>") && html.contains("default-src 'none'"));
/// ```
pub fn page(levels: &[PageLevel]) -> String {
    let empty = Chronicle::default();
    let leading = levels.first().map_or(&empty, |level| &level.chronicle);
    let drawing = &leading.drawing;
    let mut pictures = String::new();
    let mut sentences = Sentences::default();
    let mut data = PageData {
        title: clean_to(&drawing.title, 200),
        at: leading.at.map(|day| day.to_string()),
        before: leading.before.map(|day| day.to_string()),
        sentences: Vec::new(),
        levels: Vec::new(),
    };
    let mut note = String::new();
    for (i, level) in levels.iter().enumerate() {
        let drawing = &level.chronicle.drawing;
        let kept = view::strongest(drawing, MAX_ACTORS, MAX_EDGES);
        let shown = kept
            .as_ref()
            .map_or_else(|| drawing.clone(), |kept| view::only(drawing, kept));
        let plan = plan(&shown, None);
        let picture = Writer::new(&shown, &plan, &NAMED).write_for_page(&format!("level-{i}-"));
        let hidden = if i == 0 { "" } else { " hidden" };
        let _ = writeln!(pictures, "<div id=\"level-{i}\"{hidden}>\n{picture}</div>");
        data.levels
            .push(level_data(level, kept.as_deref(), &shown, &mut sentences));
        if i == 0 {
            note = clean(format!("{} {}", shown.subtitle, shown.note).trim());
        }
    }
    data.sentences = sentences.all;
    let data = serde_json::to_string(&data).unwrap_or_else(|_| "{}".to_owned());
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
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{}'; style-src '{}'; \
         img-src blob: data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{}\
         <div id=\"stage\" tabindex=\"-1\">\n{pictures}</div>\n\
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

/// Sentences with their sources, each once.
#[derive(Default)]
struct Sentences {
    all: Vec<[String; 4]>,
    number_of: BTreeMap<[String; 4], usize>,
}

impl Sentences {
    fn number(&mut self, tooltip: &Tooltip) -> usize {
        let link = tooltip.link.as_deref().and_then(safe_link).unwrap_or("");
        let sentence = [
            clean_to(&tooltip.sentence, MAX_SENTENCE),
            clean_to(&tooltip.document, 200),
            clean_to(&tooltip.date, 60),
            link.to_owned(),
        ];
        let next = self.all.len();
        *self
            .number_of
            .entry(sentence)
            .or_insert_with_key(|sentence| {
                self.all.push(sentence.clone());
                next
            })
    }
}

fn level_data(
    level: &PageLevel,
    kept: Option<&[usize]>,
    shown: &Drawing,
    sentences: &mut Sentences,
) -> LevelData {
    let chronicle = &level.chronicle;
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
        let evidence = life.evidence.iter().take(MAX_SENTENCES);
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
            evidence: evidence.map(|tooltip| sentences.number(tooltip)).collect(),
            line: line_of.get(&i).copied(),
        });
    }
    LevelData {
        name: clean_to(&level.name, 60),
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
