//! A signed matrix: a row and a column for each actor, for crowds in which lines could not be followed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::camps::order;
use super::pen::{Pen, escape_words, n};
use super::sheet::{About, LEAST_WIDTH, MARGIN, Sheet};
use super::{Style, relations_in_words};
use crate::render::clean::clean_to;
use crate::render::drawing::{Drawing, DrawnEdge, Sign};
use crate::render::encoding::{Dash, dash, hue};
use crate::render::layout::geometry::at;
use crate::render::legend::{Entry, Sample};
use crate::render::mark::Mark;
use crate::render::theme::Palette;
use crate::render::tooltip::tooltip;
use crate::render::view;
use crate::render::width::{Face, shorten, text_width};

const CELL: f64 = 23.0;
const NAME_SIZE: f64 = 12.0;
/// Room for an actor's name.
const NAME_WIDTH: f64 = 150.0;
const NAME_GAP: f64 = 8.0;
/// Half the size of the smallest and of the largest mark that has a cell to itself.
const SMALL: f64 = 4.0;
const LARGE: f64 = 9.5;
/// Relations of a cell that its tooltip quotes.
const MAX_QUOTED: usize = 4;

/// By row, column and sign.
type Cells<'a> = BTreeMap<(usize, usize), BTreeMap<Sign, Vec<&'a DrawnEdge>>>;

pub(super) fn matrix(drawing: &Drawing, style: &Style) -> String {
    let drawing = &view::best_connected(drawing, style.max_actors);
    let palette = style.theme.palette();
    let index = drawing.index();
    let ends = |edge: &DrawnEdge| {
        let source = *index.get(edge.source.as_str())?;
        Some((source, *index.get(edge.target.as_str())?))
    };
    let order = order(drawing, &ends);
    let mut place = vec![0; order.len()];
    for (at, &actor) in order.iter().enumerate() {
        place[actor] = at;
    }
    let mut cells = Cells::new();
    let mut shown = Vec::new();
    for edge in &drawing.edges {
        let Some((source, target)) = ends(edge) else {
            continue;
        };
        shown.push(edge);
        let (row, column) = (place[source], place[target]);
        let mut add = |row, column| {
            let cell: &mut BTreeMap<Sign, Vec<&DrawnEdge>> =
                cells.entry((row, column)).or_default();
            cell.entry(edge.sign).or_default().push(edge);
        };
        add(row, column);
        if edge.mutual && row != column {
            add(column, row);
        }
    }
    let names: Vec<String> = order
        .iter()
        .map(|&actor| {
            let name = clean_to(&drawing.actors[actor].name, 160);
            shorten(&name, NAME_SIZE, Face::Regular, NAME_WIDTH)
        })
        .collect();
    let width = |name: &String| text_width(name, NAME_SIZE, Face::Regular);
    let widest = names.iter().map(width).fold(0.0, f64::max);
    let side = names.len() as f64 * CELL;
    // Names above columns lean by 60 degrees: the last reach beyond the matrix.
    let (rise, lean) = (widest * 0.87 + NAME_SIZE, widest * 0.5 + NAME_SIZE);
    let wanted = widest + NAME_GAP + side + lean;
    let inner_w = wanted.max(LEAST_WIDTH);

    let mut sheet = Sheet::new(palette);
    let summary = drawing.subtitle_line();
    let top = sheet.heading(
        &drawing.title,
        &summary,
        &entries(&shown, drawing, palette),
        inner_w,
    );
    let (left, up) = (MARGIN + widest + NAME_GAP, top + rise);
    grid(&mut sheet, names.len(), left, up);
    for (i, name) in names.iter().enumerate() {
        let middle = (i as f64 + 0.5) * CELL;
        let pen = Pen::new(NAME_SIZE, palette.ink);
        let base = at(left - NAME_GAP, up + middle + NAME_SIZE * 0.36);
        sheet.text(name, base, pen.ended());
        let _ = writeln!(
            sheet.out,
            "<g transform=\"translate({} {}) rotate(-60)\">",
            n(left + middle + NAME_SIZE * 0.36),
            n(up - NAME_GAP)
        );
        sheet.text(name, at(0.0, 0.0), pen);
        sheet.out.push_str("</g>\n");
    }
    let heaviest = cells
        .values()
        .flat_map(BTreeMap::values)
        .map(|edges| weight(edges))
        .fold(1.0, f64::max);
    for ((row, column), signs) in &cells {
        let middle = at(
            left + (*column as f64 + 0.5) * CELL,
            up + (*row as f64 + 0.5) * CELL,
        );
        let quoted: Vec<String> = signs
            .values()
            .flatten()
            .take(MAX_QUOTED)
            .map(|edge| tooltip(drawing, edge))
            .collect();
        let _ = writeln!(
            sheet.out,
            "<g class=\"cell\"><title>{}</title>",
            escape_words(&quoted.join("\n"))
        );
        // What is hostile and what is cooperative stand side by side, never mixed.
        let n_signs = signs.len() as f64;
        for (i, (sign, edges)) in signs.iter().enumerate() {
            let share = weight(edges).ln_1p() / heaviest.ln_1p();
            let half = (SMALL + (LARGE - SMALL) * share) / n_signs.sqrt();
            let half = half.min(CELL / 2.0 / n_signs);
            let x = middle.x + (i as f64 + 0.5 - n_signs / 2.0) * CELL / n_signs;
            let mark = Mark {
                sign: *sign,
                hue: hue(*sign, palette),
                is_hollow: edges.iter().all(|edge| is_open(edge)),
            };
            sheet
                .out
                .push_str(&mark.svg(at(x, middle.y), half, palette));
        }
        sheet.out.push_str("</g>\n");
    }
    let about = About {
        title: &drawing.title,
        summary: &summary,
        words: &relations_in_words(drawing, &shown),
        date: drawing.as_of,
        note: &drawing.note,
    };
    sheet.finish(&about, inner_w, up + side)
}

fn grid(sheet: &mut Sheet, n_actors: usize, left: f64, top: f64) {
    let side = n_actors as f64 * CELL;
    let faint = sheet.palette.faint;
    let mut lines = String::new();
    for i in 0..=n_actors {
        let off = i as f64 * CELL;
        let _ = write!(lines, "M{} {}h{}", n(left), n(top + off), n(side));
        let _ = write!(lines, "M{} {}v{}", n(left + off), n(top), n(side));
    }
    let _ = writeln!(
        sheet.out,
        "<path d=\"{lines}\" stroke=\"{faint}\" stroke-width=\"0.5\" fill=\"none\"/>"
    );
    // The diagonal, where an actor meets itself.
    for i in 0..n_actors {
        let off = i as f64 * CELL;
        let _ = writeln!(
            sheet.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{CELL}\" height=\"{CELL}\" fill=\"{faint}\" fill-opacity=\"0.35\"/>",
            n(left + off),
            n(top + off)
        );
    }
}

/// Legend entries for what occurs among the relations.
fn entries(shown: &[&DrawnEdge], drawing: &Drawing, palette: &Palette) -> Vec<Entry> {
    let mark = |sign, hue, is_hollow| {
        Sample::Mark(Mark {
            sign,
            hue,
            is_hollow,
        })
    };
    let signs = [
        (Sign::Hostile, "hostile"),
        (Sign::Cooperative, "cooperative"),
        (Sign::Neutral, "neither"),
    ];
    let mut entries = Vec::new();
    for (sign, words) in signs {
        if shown.iter().any(|edge| edge.sign == sign) {
            entries.push(Entry {
                sample: mark(sign, hue(sign, palette), false),
                words: words.to_owned(),
            });
        }
    }
    if shown.iter().any(|edge| is_open(edge)) {
        entries.push(Entry {
            sample: mark(Sign::Cooperative, palette.neutral, true),
            words: "hollow: planned, demanded or otherwise not done".to_owned(),
        });
    }
    let words = |words: String| Entry {
        sample: Sample::None,
        words,
    };
    if !shown.is_empty() {
        entries.push(words("the row acts on the column".to_owned()));
    }
    let first = shown.first().map_or(0.0, |edge| edge.weight);
    let differ = shown.iter().any(|edge| (edge.weight - first).abs() > 1e-9);
    if differ && !drawing.weight_means.is_empty() {
        entries.push(words(format!("larger: more {}", drawing.weight_means)));
    }
    entries
}

fn is_open(edge: &DrawnEdge) -> bool {
    dash(edge.status) != Dash::Solid
}

pub(super) fn weight(edges: &[&DrawnEdge]) -> f64 {
    edges
        .iter()
        .map(|edge| edge.weight)
        .filter(|weight| weight.is_finite())
        .map(|weight| weight.max(0.0))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::svg::camps::tests::two_camps;

    #[test]
    fn a_mutual_relation_has_two_marks() {
        let mut drawing = two_camps();
        drawing.edges.truncate(2);
        drawing.edges[0].mutual = true;
        let picture = matrix(&drawing, &Style::default());
        assert_eq!(picture.matches("class=\"cell\"").count(), 3);
    }
}
