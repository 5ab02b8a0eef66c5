//! A timeline: the life of each relation of a pair or of an actor, as a line with its statuses and sources.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::axis::{AXIS_SIZE, Axis};
use super::lane::draw_lane;
use super::pen::{Pen, n};
use super::sheet::{About, MARGIN, Sheet};
use super::{Style, relations_in_words};
use crate::render::chronicle::{Chronicle, Life};
use crate::render::drawing::DrawnEdge;
use crate::render::encoding::{End, Stroke};
use crate::render::layout::geometry::at;
use crate::render::legend::{Entry, Sample, legend};
use crate::render::tooltip::name;
use crate::render::width::{Face, shorten};

/// Room for the matters at the left, and for the years.
pub(super) const NAMES: f64 = 170.0;
pub(super) const CHART: f64 = 800.0;
const GROUP_SIZE: f64 = 13.0;
/// Height of a group's heading.
const GROUP_H: f64 = 30.0;
/// Lanes that are drawn at most; those with the most reports are kept.
const MAX_LANES: usize = 60;

/// One relation: its stages in order of time.
pub(super) struct Lane<'a> {
    /// The other actor's name, when the timeline is that of one actor.
    group: String,
    pub stages: Vec<(&'a DrawnEdge, &'a Life)>,
}

/// Draws the relations of `chronicle` as lines through time: a row for each, its statuses one after the other, a tick
/// for each day on which it was reported. With `of`, the rows are grouped by whom that actor deals with.
///
/// ```
/// use detente::render::{Chronicle, Style, timeline};
/// assert!(timeline(&Chronicle::default(), None, &Style::default()).starts_with("<svg "));
/// ```
pub fn timeline(chronicle: &Chronicle, of: Option<&str>, style: &Style) -> String {
    let drawing = &chronicle.drawing;
    let palette = style.theme.palette();
    let (lanes, n_left) = lanes(chronicle, of);
    let lives = lanes
        .iter()
        .flat_map(|lane| lane.stages.iter().map(|(_, life)| *life));
    let axis = Axis::of(lives, chronicle.at);
    let inner_w = NAMES + CHART;
    let n_relations = lanes.len() + n_left;
    let summary = format!(
        "{n_relations} {}, {} → {}.",
        if n_relations == 1 {
            "relation"
        } else {
            "relations"
        },
        long(axis.first),
        long(axis.last)
    );
    let mut sheet = Sheet::new(palette);
    let top = sheet.heading(
        &drawing.title,
        &summary,
        &entries(chronicle, &lanes, style),
        inner_w,
    );
    let heaviest = lanes
        .iter()
        .flat_map(|lane| &lane.stages)
        .map(|(edge, _)| edge.weight)
        .filter(|weight| weight.is_finite())
        .fold(0.0, f64::max);

    // Lanes first, on a sheet of their own, since the grid behind them must know how far they reach.
    let mut front = Sheet::new(palette);
    let mut y = top + AXIS_SIZE + 6.0;
    let mut group = None;
    for lane in &lanes {
        if of.is_some() && group != Some(&lane.group) {
            group = Some(&lane.group);
            let pen = Pen::new(GROUP_SIZE, palette.ink).bold();
            let name = shorten(&lane.group, GROUP_SIZE, Face::Bold, inner_w);
            front.text(&name, at(MARGIN, y + GROUP_H - 10.0), pen);
            let _ = writeln!(
                front.out,
                "<path d=\"M{} {}h{}\" stroke=\"{}\" stroke-width=\"1\"/>",
                n(MARGIN),
                n(y + GROUP_H - 4.0),
                n(inner_w),
                palette.faint
            );
            y += GROUP_H;
        }
        y = draw_lane(&mut front, chronicle, lane, &axis, y, heaviest);
    }
    axis.draw(&mut sheet, top, y + 4.0);
    sheet.out.push_str("<g id=\"graph\">\n");
    sheet.out.push_str(&front.out);
    sheet.out.push_str("</g>\n");
    let shown: Vec<&DrawnEdge> = lanes
        .iter()
        .flat_map(|lane| lane.stages.iter().map(|(edge, _)| *edge))
        .collect();
    let mut note = drawing.note.clone();
    if n_left > 0 {
        note = format!("{n_left} relations with fewer reports are left out. {note}");
    }
    let about = About {
        title: &drawing.title,
        summary: &summary,
        words: &relations_in_words(drawing, &shown),
        date: chronicle.at,
        note: &note,
    };
    sheet.finish(&about, inner_w, y + 8.0)
}

/// The lanes in order: groups and lanes by their first day.
fn lanes<'a>(chronicle: &'a Chronicle, of: Option<&str>) -> (Vec<Lane<'a>>, usize) {
    let drawing = &chronicle.drawing;
    let mut by_relation: BTreeMap<&str, Lane> = BTreeMap::new();
    for (edge, life) in drawing.edges.iter().zip(&chronicle.lives) {
        let other = match of {
            Some(one) if edge.source == one => name(drawing, &edge.target),
            Some(_) => name(drawing, &edge.source),
            None => String::new(),
        };
        let lane = by_relation.entry(&life.relation).or_insert_with(|| Lane {
            group: other,
            stages: Vec::new(),
        });
        lane.stages.push((edge, life));
    }
    let mut lanes: Vec<Lane> = by_relation.into_values().collect();
    for lane in &mut lanes {
        lane.stages.sort_by_key(|(_, life)| life.from);
    }
    let n_reports =
        |lane: &Lane| -> usize { lane.stages.iter().map(|(edge, _)| edge.n_sources).sum() };
    lanes.sort_by_key(|lane| std::cmp::Reverse(n_reports(lane)));
    let n_left = lanes.len().saturating_sub(MAX_LANES);
    lanes.truncate(MAX_LANES);
    let first = |lane: &Lane| lane.stages[0].1.from;
    let mut group_first: BTreeMap<String, Option<Date>> = BTreeMap::new();
    for lane in &lanes {
        let day = group_first.entry(lane.group.clone()).or_insert(first(lane));
        *day = (*day).min(first(lane));
    }
    lanes.sort_by(|one, other| {
        let key = |lane: &Lane| (group_first[&lane.group], lane.group.clone(), first(lane));
        key(one).cmp(&key(other))
    });
    (lanes, n_left)
}

/// The legend of the lines that occur, with what is particular to timelines.
fn entries(chronicle: &Chronicle, lanes: &[Lane], style: &Style) -> Vec<Entry> {
    let palette = style.theme.palette();
    let mut entries: Vec<Entry> = legend(&chronicle.drawing, false, palette)
        .into_iter()
        .filter_map(|entry| match entry.sample {
            // Heads say who acts on whom in a graph; here the matter's name does.
            Sample::Line(stroke) if stroke.tail != End::None => None,
            Sample::Outline(_) => None,
            Sample::Line(stroke) => {
                let is_bar = stroke.head == End::Bar;
                let tail = if is_bar { End::Bar } else { End::None };
                let stroke = Stroke {
                    head: End::None,
                    tail,
                    ..stroke
                };
                Some(Entry {
                    sample: Sample::Line(stroke),
                    ..entry
                })
            }
            _ => Some(entry),
        })
        .collect();
    let stages = || lanes.iter().flat_map(|lane| &lane.stages);
    if stages().any(|(_, life)| life.until.is_none()) {
        entries.push(Entry {
            sample: Sample::None,
            words: "arrow: still so".to_owned(),
        });
    }
    if stages().any(|(_, life)| !life.reports.is_empty()) {
        entries.push(Entry {
            sample: Sample::None,
            words: "tick below: a report".to_owned(),
        });
    }
    entries
}

fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
