//! A row of a timeline: the stages of one relation, their words above, its reports below.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::axis::Axis;
use super::lives::{CHART, Lane, NAMES};
use super::pen::{Pen, escape_words, n};
use super::sheet::{MARGIN, Sheet, WIDER};
use crate::render::chronicle::Chronicle;
use crate::render::clean::{clean, clean_to, escape_xml, safe_link};
use crate::render::drawing::Picture;
use crate::render::encoding::{self, End, Stroke};
use crate::render::layout::geometry::{Curve, at};
use crate::render::tooltip::{name, tooltip};
use crate::render::width::{Face, shorten, text_width};

const NAME_SIZE: f64 = 11.5;
const WAY_SIZE: f64 = 9.5;
const LABEL_SIZE: f64 = 10.5;
/// Height of a row of words above a line, and of what is below the words.
const ROW_H: f64 = 14.0;
const LANE_H: f64 = 26.0;
/// Between words in one row, and the shortest stretch that can be seen.
const WORD_GAP: f64 = 10.0;
const SHORTEST: f64 = 7.0;

/// Draws a lane from `top` on and returns where it ends.
pub(super) fn draw_lane(
    sheet: &mut Sheet,
    chronicle: &Chronicle,
    lane: &Lane,
    axis: &Axis,
    top: f64,
    heaviest: f64,
) -> f64 {
    let drawing = &chronicle.drawing;
    let palette = sheet.palette;
    let strokes: Vec<Stroke> = lane
        .stages
        .iter()
        .map(|(edge, _)| encoding::stroke(edge, Picture::Graph, heaviest, palette))
        .collect();
    let (placed, n_rows) = place_words(lane, axis);
    let line_y = top + 4.0 + n_rows as f64 * ROW_H;
    let (first, first_life) = lane.stages[0];
    let arrow = if first.mutual { "↔" } else { "→" };
    let way = format!(
        "{} {arrow} {}",
        name(drawing, &first.source),
        name(drawing, &first.target)
    );
    let matter = shorten(
        &clean(&first_life.action),
        NAME_SIZE,
        Face::Bold,
        NAMES - 14.0,
    );
    let way = shorten(&way, WAY_SIZE, Face::Regular, NAMES - 14.0);
    sheet.text(
        &matter,
        at(MARGIN, line_y - 2.0),
        Pen::new(NAME_SIZE, palette.ink).bold(),
    );
    sheet.text(
        &way,
        at(MARGIN, line_y + 10.0),
        Pen::new(WAY_SIZE, palette.soft_ink),
    );

    for (i, (edge, life)) in lane.stages.iter().enumerate() {
        let stroke = &strokes[i];
        let (words, words_x, row) = &placed[i];
        let from = axis.x(life.from);
        let next = lane.stages.get(i + 1).map(|(_, next)| axis.x(next.from));
        let until = life
            .until
            .map_or(axis.x(Some(axis.last)), |day| axis.x(Some(day)));
        let until = until
            .max(from + SHORTEST)
            .min(next.map_or(f64::MAX, |next| next.max(from + 3.0)));
        let _ = writeln!(
            sheet.out,
            "<g class=\"edge\" id=\"stage-{}\">",
            chronicle
                .drawing
                .edges
                .iter()
                .position(|other| std::ptr::eq(other, *edge))
                .unwrap_or(0)
        );
        let link = edge.tooltip.link.as_deref().and_then(safe_link);
        if let Some(link) = link {
            let _ = write!(
                sheet.out,
                "<a href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer\">",
                escape_xml(link)
            );
        }
        let _ = writeln!(
            sheet.out,
            "<title>{}</title>",
            escape_words(&tooltip(drawing, edge))
        );
        let mut curve = Curve::from(at(from, line_y));
        curve.line_to(at(until, line_y));
        // An arrow into the margin: it still holds. A bar where it begins: something was broken off.
        let head = if life.until.is_none() && next.is_none() {
            End::Filled
        } else {
            End::None
        };
        let tail = if edge.broken { End::Bar } else { End::None };
        sheet.line(
            &curve,
            &Stroke {
                head,
                tail,
                width: stroke.width + 1.2,
                ..stroke.clone()
            },
        );
        if !edge.broken {
            let _ = writeln!(
                sheet.out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"3.4\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                n(from),
                n(line_y),
                stroke.hue.line,
                palette.ground
            );
        }
        let pen = Pen {
            is_struck: stroke.struck,
            has_halo: true,
            ..Pen::new(LABEL_SIZE, stroke.hue.text)
        };
        sheet.text(words, at(*words_x, line_y - 6.0 - *row as f64 * ROW_H), pen);
        sheet.out.push_str(if link.is_some() {
            "</a></g>\n"
        } else {
            "</g>\n"
        });
    }
    draw_reports(sheet, lane, axis, line_y);
    line_y + LANE_H - 6.0
}

/// The words of each stage, how far right they begin and in which row above the line, the lowest where there is room;
/// and the number of rows.
fn place_words(lane: &Lane, axis: &Axis) -> (Vec<(String, f64, usize)>, usize) {
    let mut rows: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for (edge, life) in &lane.stages {
        let words = clean_to(&format!("{} · {}", edge.label, edge.date_label), 160);
        let words = shorten(
            words.trim_end_matches(" ·"),
            LABEL_SIZE,
            Face::Regular,
            260.0,
        );
        let width = WIDER * text_width(&words, LABEL_SIZE, Face::Regular);
        // A bar at the beginning stands up beside the words.
        let aside = if edge.broken { 6.0 } else { 0.0 };
        let x = (axis.x(life.from) + aside).min(MARGIN + NAMES + CHART - width);
        let free = rows.iter().position(|end| end + WORD_GAP <= x);
        let row = free.unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(0.0);
        }
        rows[row] = x + width;
        placed.push((words, x, row));
    }
    (placed, rows.len())
}

/// A tick for each day on which the relation was reported.
fn draw_reports(sheet: &mut Sheet, lane: &Lane, axis: &Axis, line_y: f64) {
    let palette = sheet.palette;
    let days: BTreeSet<Date> = lane
        .stages
        .iter()
        .flat_map(|(_, life)| life.reports.iter().copied())
        .collect();
    let mut ticks = String::new();
    for day in days {
        let _ = write!(ticks, "M{} {}v5", n(axis.x(Some(day))), n(line_y + 6.0));
    }
    if !ticks.is_empty() {
        let _ = writeln!(
            sheet.out,
            "<path class=\"reports\" d=\"{ticks}\" stroke=\"{}\" stroke-width=\"1.2\" fill=\"none\"/>",
            palette.soft_ink
        );
    }
}
