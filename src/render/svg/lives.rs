//! A timeline: the life of each relation of a pair or of an actor, as a line with its statuses and sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::pen::{Pen, escape_words, n};
use super::sheet::{About, MARGIN, Sheet};
use super::{Style, relations_in_words};
use crate::render::chronicle::{Chronicle, Life};
use crate::render::clean::{clean, clean_to, escape_xml, safe_link};
use crate::render::drawing::{DrawnEdge, Picture};
use crate::render::encoding::{self, End, Stroke};
use crate::render::layout::geometry::{Curve, at};
use crate::render::legend::{Entry, Sample, legend};
use crate::render::tooltip::{name, tooltip};
use crate::render::width::{Face, shorten, text_width};

/// Room for the matters at the left, and for the years.
const NAMES: f64 = 170.0;
const CHART: f64 = 800.0;
const NAME_SIZE: f64 = 11.5;
const WAY_SIZE: f64 = 9.5;
const GROUP_SIZE: f64 = 13.0;
const LABEL_SIZE: f64 = 10.5;
const AXIS_SIZE: f64 = 10.0;
/// Height of a group's heading, of a row of words above a line, and of what is below the words.
const GROUP_H: f64 = 30.0;
const ROW_H: f64 = 14.0;
const LANE_H: f64 = 26.0;
/// Between words in one row, and the shortest stretch that can be seen.
const WORD_GAP: f64 = 10.0;
const SHORTEST: f64 = 7.0;
/// Lanes that are drawn at most; those with the most reports are kept.
const MAX_LANES: usize = 60;
/// Marks on the axis at most.
const MAX_MARKS: i64 = 12;

/// One relation: its stages in order of time.
struct Lane<'a> {
    /// The other actor's name, when the timeline is that of one actor.
    group: String,
    stages: Vec<(&'a DrawnEdge, &'a Life)>,
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
    let axis = Axis::of(&lanes, chronicle.at);
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

/// Draws a lane from `top` on and returns where it ends.
fn draw_lane(
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
    // Words stand above their stage, in the lowest row where there is room.
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
        let width = text_width(&words, LABEL_SIZE, Face::Regular);
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
    let line_y = top + 4.0 + rows.len() as f64 * ROW_H;
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
            ..Pen::new(LABEL_SIZE, stroke.hue.text)
        };
        sheet.text(words, at(*words_x, line_y - 6.0 - *row as f64 * ROW_H), pen);
        sheet.out.push_str(if link.is_some() {
            "</a></g>\n"
        } else {
            "</g>\n"
        });
    }
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
    line_y + LANE_H - 6.0
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

/// Days as places across the page.
struct Axis {
    first: Date,
    last: Date,
    marks: Vec<(Date, String)>,
}

impl Axis {
    fn of(lanes: &[Lane], latest: Option<Date>) -> Self {
        let lives = || {
            lanes
                .iter()
                .flat_map(|lane| lane.stages.iter().map(|(_, life)| *life))
        };
        let days: BTreeSet<Date> = lives()
            .flat_map(|life| {
                [life.from, life.until]
                    .into_iter()
                    .flatten()
                    .chain(life.reports.iter().copied())
            })
            .chain(latest)
            .collect();
        let first = days.first().copied().unwrap_or(date(2000, 1, 1));
        let last = days.last().copied().unwrap_or(date(2000, 12, 31));
        // A little air on both sides, so that what happened on one day is no point at the edge.
        let air = (days_between(first, last) / 30).max(1);
        let first = first.checked_sub(air.days()).unwrap_or(first);
        let last = last.checked_add(air.days()).unwrap_or(last);
        Self {
            first,
            last,
            marks: marks(first, last),
        }
    }

    /// What has no date begins at the left edge.
    fn x(&self, day: Option<Date>) -> f64 {
        let whole = days_between(self.first, self.last).max(1) as f64;
        let share = day.map_or(0.0, |day| days_between(self.first, day) as f64 / whole);
        MARGIN + NAMES + CHART * share.clamp(0.0, 1.0)
    }

    fn draw(&self, sheet: &mut Sheet, top: f64, bottom: f64) {
        let palette = sheet.palette;
        for (day, words) in &self.marks {
            let x = self.x(Some(*day));
            let _ = writeln!(
                sheet.out,
                "<path d=\"M{} {}V{}\" stroke=\"{}\" stroke-width=\"0.6\"/>",
                n(x),
                n(top + 4.0),
                n(bottom),
                palette.faint
            );
            let pen = Pen::new(AXIS_SIZE, palette.soft_ink).centred();
            sheet.text(words, at(x, top), pen);
        }
    }
}

/// Whole years, months or days, at most a dozen.
fn marks(first: Date, last: Date) -> Vec<(Date, String)> {
    let n_days = days_between(first, last);
    let n_months = n_days / 30;
    let mut marks = Vec::new();
    if n_months > 2 * MAX_MARKS {
        let step = [1, 2, 5, 10, 20, 50, 100]
            .into_iter()
            .find(|step| n_months / 12 / step <= MAX_MARKS);
        let step = i16::try_from(step.unwrap_or(1000)).unwrap_or(1000);
        for year in (first.year()..=last.year()).filter(|year| year % step == 0) {
            marks.push((date(year, 1, 1), year.to_string()));
        }
    } else if n_days > 62 {
        let step = if n_months > MAX_MARKS { 3 } else { 1 };
        let mut month = first.first_of_month();
        while month <= last {
            if (month.month() - 1) % step == 0 {
                let form = if month.month() == 1 || marks.is_empty() {
                    "%b %Y"
                } else {
                    "%b"
                };
                if month >= first {
                    marks.push((month, month.strftime(form).to_string()));
                }
            }
            let Ok(next) = month.checked_add(1.month()) else {
                break;
            };
            month = next;
        }
    } else {
        let step = (n_days / MAX_MARKS + 1).max(1);
        let mut day = first.tomorrow().unwrap_or(first);
        while day < last {
            marks.push((day, day.strftime("%-d %b").to_string()));
            let Ok(next) = day.checked_add(step.days()) else {
                break;
            };
            day = next;
        }
    }
    marks.retain(|(day, _)| *day >= first && *day <= last);
    marks
}

fn days_between(first: Date, last: Date) -> i64 {
    first
        .until(last)
        .map_or(0, |span| i64::from(span.get_days()))
}

fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_whole_and_few() {
        let words = |first, last| -> Vec<String> {
            marks(first, last)
                .into_iter()
                .map(|(_, words)| words)
                .collect()
        };
        assert_eq!(
            words(date(1990, 3, 1), date(1993, 2, 1)),
            ["1991", "1992", "1993"]
        );
        assert_eq!(
            words(date(1999, 11, 20), date(2000, 2, 2)),
            ["Dec 1999", "Jan 2000", "Feb"]
        );
        assert!(words(date(1200, 1, 1), date(2020, 1, 1)).len() <= 12);
        assert!(words(date(1999, 1, 1), date(1999, 2, 20)).len() <= 13);
    }

    #[test]
    fn what_has_no_date_begins_at_the_left() {
        let axis = Axis::of(&[], Some(date(1999, 7, 21)));
        assert!(axis.x(None) <= axis.x(Some(date(1999, 7, 21))));
    }
}
