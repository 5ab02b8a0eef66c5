//! Gold data of the field's three kinds, told apart by content, and statements held against them.
//!
//! A statement matches a gold entry when source and target principals agree (in either order where either side calls
//! the act mutual) and the PLOVER event does. One statement matches one entry at most; optional entries count neither
//! way. Repeats within a document count once, unless they carry different dates.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::errors::{ErrorKind, Errors};
use super::tally::{Tally, Totals};
use crate::model::Uncoded;

/// A statement as anybody's coder may give it: the fields that are compared.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Told {
    /// Whose sentence it is.
    pub document: String,
    source: Who,
    target: Who,
    #[serde(default)]
    action: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    mutual: bool,
    event: Code,
    #[serde(default)]
    when: Option<Day>,
    #[serde(default)]
    evidence: Option<Words>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Who {
    #[serde(default)]
    id: String,
    #[serde(default)]
    principal: String,
}

impl Who {
    fn principal(&self) -> &str {
        if self.principal.is_empty() {
            &self.id
        } else {
            &self.principal
        }
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Code {
    plover: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Day {
    #[serde(default)]
    start: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Words {
    text: String,
}

impl Told {
    fn ends(&self) -> (&str, &str) {
        (self.source.principal(), self.target.principal())
    }

    fn event(&self) -> String {
        event(&self.event.plover)
    }

    fn start(&self) -> &str {
        let start = self.when.as_ref().and_then(|when| when.start.as_deref());
        start.unwrap_or_default()
    }

    /// "RUS ties ended NATO SANCTION | the sentence".
    fn line(&self) -> String {
        let (source, target) = self.ends();
        let words: String = self
            .evidence
            .iter()
            .flat_map(|words| words.text.chars())
            .take(LONGEST)
            .collect();
        let (action, status) = (&self.action, &self.status);
        format!(
            "{source} {action} {status} {target} {} | {words}",
            self.event()
        )
    }
}

/// Characters of a sentence that are shown with a mistake.
const LONGEST: usize = 160;

/// The names under which PLOVER's events go in older sets.
fn event(name: &str) -> String {
    match name.to_uppercase().as_str() {
        "CONCEDE" | "RETREAT" => "YIELD".to_owned(),
        "DEMAND" => "REQUEST".to_owned(),
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE".to_owned(),
        "FIGHT" => "ASSAULT".to_owned(),
        other => other.to_owned(),
    }
}

/// What an annotator reads. Several values that are right stand with `|` between them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Wanted {
    source: String,
    target: String,
    action: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    event: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    mutual: bool,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    evidence: String,
}

impl Wanted {
    fn matches(&self, told: &Told) -> bool {
        let (source, target) = told.ends();
        let turned = (self.mutual || told.mutual) && (target, source) == self.ends();
        ((source, target) == self.ends() || turned) && one_of(&self.event, &told.event())
    }

    fn ends(&self) -> (&str, &str) {
        (&self.source, &self.target)
    }

    /// `None` where the gold gives no date.
    fn dated(&self, told: &Told) -> Option<bool> {
        (!self.date.is_empty()).then(|| told.start().starts_with(&self.date))
    }

    /// What a statement that matches says otherwise.
    fn note_differences(&self, told: &Told, errors: &mut Errors<'_>) {
        for (what, wanted, told) in [
            ("action", &self.action, &told.action),
            ("status", &self.status, &told.status),
        ] {
            if !one_of(wanted, told) {
                errors.add(format!("{what} {wanted} told as {told}"));
            }
        }
        if self.dated(told) == Some(false) {
            let date = if told.start().is_empty() {
                "no date told"
            } else {
                "another date told"
            };
            errors.add(date.to_owned());
        }
    }

    /// Whether a statement is this tempting misreading.
    fn misread(&self, told: &Told) -> bool {
        told.ends() == self.ends()
            && told.action == self.action
            && (self.status.is_empty() || told.status == self.status)
            && (self.date.is_empty() || told.start() == self.date)
    }

    fn line(&self) -> String {
        let Self {
            source,
            target,
            action,
            status,
            event,
            evidence,
            ..
        } = self;
        format!("{source} {action} {status} {target} {event} | {evidence}")
    }
}

fn one_of(values: &str, value: &str) -> bool {
    values.split('|').any(|right| right == value)
}

/// A text with its statements.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Brief {
    id: String,
    gold: Vec<Wanted>,
    #[serde(default)]
    never: Vec<Wanted>,
}

/// One text whose statements are divided by how much they are wanted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Article {
    must: Vec<Wanted>,
    #[serde(default)]
    should: Vec<Wanted>,
    #[serde(default)]
    never: Vec<Wanted>,
}

/// Gold data.
#[derive(Debug, Clone, PartialEq)]
pub struct Gold(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Briefs(Vec<Brief>),
    /// Id and event of each row.
    Marked(Vec<(String, String)>),
    Article(Article),
}

/// What is wrong in gold data or statements.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct GoldError {
    /// Line, from 1.
    pub line: usize,
    /// What was found, what was expected.
    pub message: String,
}

impl Gold {
    /// Reads gold data: briefs (JSON Lines with `id` and `gold`), one article (a JSON object with `must`), or a table
    /// with the columns `id` and `event`, separated by tabs.
    ///
    /// # Errors
    /// The first line that is none of them.
    pub fn parse(text: &str) -> Result<Self, GoldError> {
        let error = |line: usize, message: String| GoldError { line, message };
        if !text.trim_start().starts_with('{') {
            return table(text).map(|rows| Self(Kind::Marked(rows)));
        }
        if let Ok(article) = serde_json::from_str::<Article>(text) {
            return Ok(Self(Kind::Article(article)));
        }
        let mut briefs = Vec::new();
        for (at, line) in text.lines().enumerate() {
            if !line.trim().is_empty() {
                let brief = serde_json::from_str(line).map_err(|e| {
                    error(
                        at + 1,
                        format!("no brief with 'id' and 'gold', and no article with 'must': {e}"),
                    )
                })?;
                briefs.push(brief);
            }
        }
        Ok(Self(Kind::Briefs(briefs)))
    }

    /// Whether each row has its two parties marked.
    pub fn is_marked(&self) -> bool {
        matches!(self.0, Kind::Marked(_))
    }

    /// Whether the gold data carry the texts that they annotate.
    pub fn has_texts(&self) -> bool {
        !matches!(self.0, Kind::Article(_))
    }

    /// Holds statements against the gold data. Where Détente itself has read the texts of briefs, what it left out says
    /// why a statement was missed; for other coders `uncoded` is empty.
    pub fn judge(&self, told: &[Told], uncoded: &[Uncoded]) -> Report {
        let mut errors = Errors::new(uncoded);
        let mut report = match &self.0 {
            Kind::Briefs(briefs) => judge_briefs(briefs, told, &mut errors),
            Kind::Marked(rows) => judge_marked(rows, told, &mut errors),
            Kind::Article(article) => judge_article(article, told, &mut errors),
        };
        report.errors = errors.sorted();
        report
    }
}

/// Reads statements as JSON Lines.
///
/// # Errors
/// The first line that is no statement.
pub fn told(text: &str) -> Result<Vec<Told>, GoldError> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|e| GoldError {
                line: at + 1,
                message: format!("no statement with document, source, target and event: {e}"),
            })
        })
        .collect()
}

fn table(text: &str) -> Result<Vec<(String, String)>, GoldError> {
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines
        .next()
        .map_or(Vec::new(), |(_, line)| line.split('\t').collect());
    let column = |name: &str| {
        header.iter().position(|cell| cell.trim() == name).ok_or_else(|| GoldError {
            line: 1,
            message: format!("no column '{name}': a table has id, marked_sentence and event, separated by tabs"),
        })
    };
    let (id, label) = (column("id")?, column("event")?);
    let mut rows = Vec::new();
    for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(id), Some(label)) = (cells.get(id), cells.get(label)) else {
            let message = format!("{} cells, but the header has {}", cells.len(), header.len());
            return Err(GoldError {
                line: at + 1,
                message,
            });
        };
        rows.push(((*id).to_owned(), event(label.trim())));
    }
    Ok(rows)
}

/// How statements did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// `briefs`, `marked` or `article`.
    pub kind: &'static str,
    /// Figures from 0 to 1, or counts, by name.
    pub figures: BTreeMap<&'static str, f64>,
    /// Precision, recall, F1 and counts by PLOVER event.
    pub events: BTreeMap<String, Figures>,
    /// Wanted event → told event → how often, mistakes only; `-` for none.
    pub confusion: BTreeMap<String, BTreeMap<String, usize>>,
    /// What was missed, told too much or misread.
    pub mistakes: Vec<Mistake>,
    /// Kinds of error, the commonest first, with what is wrong in statements that count as right.
    pub errors: Vec<ErrorKind>,
}

/// Counts and shares of one event.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Figures {
    pub hits: usize,
    pub extras: usize,
    pub misses: usize,
    pub f1: f64,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// `missed`, `extra`, `wrong` or `never`.
    pub what: &'static str,
    /// The text or row.
    pub document: String,
    /// What was wanted or told.
    pub line: String,
}

const NONE: &str = "-";

impl Report {
    fn new(kind: &'static str) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    fn confuse(&mut self, wanted: &str, told: &str) {
        let told_instead = self.confusion.entry(wanted.to_owned()).or_default();
        *told_instead.entry(told.to_owned()).or_default() += 1;
    }

    fn mistake(&mut self, what: &'static str, document: &str, line: String) {
        let document = document.to_owned();
        self.mistakes.push(Mistake {
            what,
            document,
            line,
        });
    }

    fn tallies(&mut self, totals: &Totals) {
        for (label, tally) in &totals.by_label {
            let Tally {
                hits,
                extras,
                misses,
            } = *tally;
            let figures = Figures {
                hits,
                extras,
                misses,
                f1: tally.f1(),
            };
            self.events.insert(label.clone(), figures);
        }
        self.figures.insert("macro_f1", totals.macro_f1());
    }
}

fn judge_briefs(briefs: &[Brief], told: &[Told], errors: &mut Errors<'_>) -> Report {
    let mut report = Report::new("briefs");
    let (mut totals, mut pairs) = (Totals::default(), Tally::default());
    let (mut actions, mut statuses, mut dates, mut n_dated, mut never) = (0, 0, 0, 0, 0);
    for brief in briefs {
        let statements = unrepeated(told.iter().filter(|told| told.document == brief.id));
        let mut taken = BTreeSet::new();
        let mut missed: Vec<&Wanted> = Vec::new();
        // Required entries first, so that an optional twin never takes their match.
        let (optional, required): (Vec<&Wanted>, Vec<&Wanted>) =
            brief.gold.iter().partition(|w| w.optional);
        for entry in required.into_iter().chain(optional) {
            let found = (0..statements.len())
                .filter(|at| !taken.contains(at) && entry.matches(statements[*at]))
                .min_by_key(|&at| {
                    let told = statements[at];
                    (
                        !one_of(&entry.action, &told.action),
                        !one_of(&entry.status, &told.status),
                    )
                });
            taken.extend(found);
            match found {
                _ if entry.optional => {}
                Some(at) => {
                    let told = statements[at];
                    totals.hit(&entry.event);
                    actions += usize::from(one_of(&entry.action, &told.action));
                    statuses += usize::from(one_of(&entry.status, &told.status));
                    if let Some(right) = entry.dated(told) {
                        n_dated += 1;
                        dates += usize::from(right);
                    }
                    entry.note_differences(told, errors);
                }
                None => {
                    totals.miss(&entry.event);
                    missed.push(entry);
                    report.mistake("missed", &brief.id, entry.line());
                }
            }
        }
        for (_, told) in statements
            .iter()
            .enumerate()
            .filter(|(at, _)| !taken.contains(at))
        {
            let (source, target) = told.ends();
            let inside = |wanted: &Wanted| wanted.ends() == (source, source);
            if source == target && !brief.gold.iter().any(inside) {
                continue;
            }
            totals.extra(&told.event());
            // Told of the same two, but as another event.
            let instead = missed.iter().position(|wanted| {
                wanted.ends() == (source, target) || wanted.ends() == (target, source)
            });
            let wanted = instead.map(|at| missed.remove(at));
            report.confuse(wanted.map_or(NONE, |wanted| &wanted.event), &told.event());
            match wanted {
                Some(wanted) if wanted.event == told.event() => {
                    errors.add(format!("{} told the other way round", wanted.event));
                }
                Some(wanted) => errors.add(format!("{} told as {}", wanted.event, told.event())),
                None => errors.add(format!("{} told of nothing", told.event())),
            }
            report.mistake("extra", &brief.id, told.line());
        }
        for wanted in &missed {
            report.confuse(&wanted.event, NONE);
            errors.missed(&brief.id, &wanted.event, wanted.ends(), &wanted.evidence);
        }
        count_pairs(brief, &statements, &mut pairs);
        for misreading in &brief.never {
            if statements.iter().any(|told| misreading.misread(told)) {
                never += 1;
                errors.add("tempting misreading".to_owned());
                report.mistake("never", &brief.id, misreading.line());
            }
        }
    }
    let hits = totals.all.hits.max(1) as f64;
    report.tallies(&totals);
    report.figures.extend([
        ("precision", totals.all.precision()),
        ("recall", totals.all.recall()),
        ("f1", totals.all.f1()),
        ("pairs_precision", pairs.precision()),
        ("pairs_recall", pairs.recall()),
        ("pairs_f1", pairs.f1()),
        ("action", f64::from(actions as u32) / hits),
        ("status", f64::from(statuses as u32) / hits),
        ("date", f64::from(dates as u32) / f64::from(n_dated.max(1))),
        ("never", f64::from(never)),
    ]);
    report
}

/// Statements without repeats: the same ends, action and event, unless a date tells them apart.
fn unrepeated<'a>(told: impl Iterator<Item = &'a Told>) -> Vec<&'a Told> {
    let mut seen: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    let mut statements = Vec::new();
    for told in told {
        let (source, target) = told.ends();
        let ends = if told.mutual && target < source {
            (target, source)
        } else {
            (source, target)
        };
        let starts = seen
            .entry((ends, told.action.as_str(), told.event()))
            .or_default();
        let start = told.start();
        let dated_apart = !start.is_empty() && !starts.contains("") && !starts.contains(start);
        if starts.is_empty() || dated_apart {
            statements.push(told);
        }
        starts.insert(start);
    }
    statements
}

fn count_pairs(brief: &Brief, statements: &[&Told], pairs: &mut Tally) {
    let pair = |(one, other): (&str, &str)| {
        let (first, second) = if one <= other {
            (one, other)
        } else {
            (other, one)
        };
        (first.to_owned(), second.to_owned())
    };
    let of = |optional: bool| -> BTreeSet<(String, String)> {
        let entries = brief
            .gold
            .iter()
            .filter(|wanted| wanted.optional == optional);
        entries.map(|wanted| pair(wanted.ends())).collect()
    };
    let (wanted, optional) = (of(false), of(true));
    let found: BTreeSet<_> = statements
        .iter()
        .map(|told| pair(told.ends()))
        .filter(|pair| pair.0 != pair.1 || wanted.contains(pair) || optional.contains(pair))
        .collect();
    pairs.hits += wanted.intersection(&found).count();
    pairs.misses += wanted.difference(&found).count();
    pairs.extras += found
        .iter()
        .filter(|&pair| !wanted.contains(pair) && !optional.contains(pair))
        .count();
}

fn judge_marked(rows: &[(String, String)], told: &[Told], errors: &mut Errors<'_>) -> Report {
    let mut report = Report::new("marked");
    let mut first: BTreeMap<&str, &Told> = BTreeMap::new();
    for told in told {
        first.entry(&told.document).or_insert(told);
    }
    let labels: BTreeSet<&str> = rows.iter().map(|(_, event)| event.as_str()).collect();
    let mut totals = Totals::default();
    let mut n_answered = 0;
    for (id, wanted) in rows {
        let answer = first.get(id.as_str());
        n_answered += u32::from(answer.is_some());
        let have = answer.map_or(NONE.to_owned(), |told| told.event());
        if have == *wanted {
            totals.hit(wanted);
            continue;
        }
        totals.miss(wanted);
        // Events that the gold data never have are no label of theirs.
        if labels.contains(have.as_str()) {
            totals.extra(&have);
        }
        report.confuse(wanted, &have);
        errors.add(match answer {
            Some(_) => format!("{wanted} told as {have}"),
            None => format!("{wanted} not answered"),
        });
        let line = answer.map_or(String::new(), |told| told.line());
        report.mistake("wrong", id, format!("wanted {wanted}: {line}"));
    }
    report.tallies(&totals);
    report.figures.extend([
        ("accuracy", totals.all.recall()),
        ("rows", rows.len() as f64),
        ("answered", f64::from(n_answered)),
    ]);
    report
}

fn judge_article(article: &Article, told: &[Told], errors: &mut Errors<'_>) -> Report {
    let mut report = Report::new("article");
    for (part, entries, found, of) in [
        ("missed", &article.must, "must", "must_of"),
        ("missed", &article.should, "should", "should_of"),
    ] {
        let mut hits = 0;
        for entry in entries {
            let right = told.iter().any(|told| {
                entry.matches(told)
                    && one_of(&entry.action, &told.action)
                    && one_of(&entry.status, &told.status)
                    && entry.dated(told) != Some(false)
            });
            hits += u32::from(right);
            if !right {
                errors.missed("", &entry.event, entry.ends(), &entry.evidence);
                report.mistake(part, found, entry.line());
            }
        }
        report.figures.insert(found, f64::from(hits));
        report.figures.insert(of, entries.len() as f64);
    }
    let misread: Vec<&Wanted> = article
        .never
        .iter()
        .filter(|misreading| told.iter().any(|told| misreading.misread(told)))
        .collect();
    report.figures.insert("never", misread.len() as f64);
    report.figures.insert("statements", told.len() as f64);
    for misreading in misread {
        errors.add("tempting misreading".to_owned());
        report.mistake("never", "never", misreading.line());
    }
    report
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // Small counts divided by small counts.
mod tests {
    use super::*;

    const BRIEF: &str = r#"{"id":"b1","text":"…","gold":[
{"source":"NOR","target":"SWE","action":"meeting","status":"done","event":"CONSULT","date":"2001-05","mutual":true,"evidence":"met"},
{"source":"NOR","target":"DNK","action":"aid","status":"planned","event":"AGREE","date":"","evidence":"promised"},
{"source":"FIN","target":"DNK","action":"praise","status":"done","event":"SUPPORT","date":"","evidence":"hailed","optional":true}],
"never":[{"source":"SWE","target":"NOR","action":"visit","status":"done"}]}"#;

    fn statement(source: &str, event: &str, target: &str, action: &str, start: &str) -> String {
        format!(
            r#"{{"document":"b1","source":{{"id":"x","principal":"{source}"}},"target":{{"id":"{target}"}},"action":"{action}","status":"done","event":{{"plover":"{event}"}},"when":{{"start":"{start}"}},"evidence":{{"text":"words"}}}}"#
        )
    }

    fn judged(gold: &str, statements: &[String]) -> Report {
        Gold::parse(gold)
            .unwrap()
            .judge(&told(&statements.join("\n")).unwrap(), &[])
    }

    #[test]
    fn briefs_are_judged_as_the_guidelines_say() {
        let statements = [
            statement("SWE", "CONSULT", "NOR", "meeting", "2001-05-02"),
            // A repeat, an optional one, one with another event, one inside a state.
            statement("SWE", "CONSULT", "NOR", "meeting", ""),
            statement("FIN", "SUPPORT", "DNK", "praise", ""),
            statement("NOR", "AID", "DNK", "aid", ""),
            statement("DNK", "COERCE", "DNK", "coercion", ""),
            statement("SWE", "CONSULT", "NOR", "visit", "2001"),
        ];
        let report = judged(&BRIEF.replace('\n', ""), &statements);
        let figure = |name: &str| report.figures[name];
        assert_eq!(report.kind, "briefs");
        assert_eq!((figure("precision"), figure("recall")), (1.0 / 3.0, 0.5));
        assert_eq!(
            (figure("action"), figure("date"), figure("never")),
            (1.0, 1.0, 1.0)
        );
        assert_eq!(figure("pairs_f1"), 1.0);
        assert_eq!(report.confusion["AGREE"]["AID"], 1);
        assert_eq!(report.mistakes.len(), 4);
        let errors: Vec<&str> = report.errors.iter().map(|kind| &*kind.what).collect();
        assert_eq!(
            errors,
            [
                "AGREE told as AID",
                "CONSULT told of nothing",
                "tempting misreading"
            ]
        );
    }

    #[test]
    fn marked_rows_have_one_answer_each() {
        let gold = "id\tmarked_sentence\tevent\nb1\t…\tRETREAT\nb2\t…\tAID\n";
        let report = judged(gold, &[statement("a", "YIELD", "b", "policy", "")]);
        assert_eq!(report.figures["accuracy"], 0.5);
        assert_eq!(report.figures["answered"], 1.0);
        assert_eq!(report.figures["macro_f1"], 0.5);
        assert_eq!(report.confusion["AID"][NONE], 1);
    }

    #[test]
    fn an_article_is_judged_by_what_must_be_read() {
        let gold = r#"{"must":[{"source":"NOR","target":"SWE","action":"ties","status":"done|ended","event":"SANCTION","date":"1999-03"}],
            "should":[{"source":"NOR","target":"DNK","action":"aid","status":"done","event":"AID"}],"never":[]}"#;
        let report = judged(
            gold,
            &[statement("NOR", "SANCTION", "SWE", "ties", "1999-03-25")],
        );
        let figure = |name: &str| report.figures[name];
        assert_eq!(
            (figure("must"), figure("should"), figure("never")),
            (1.0, 0.0, 0.0)
        );
    }

    #[test]
    fn what_is_no_gold_is_refused_with_its_line() {
        assert_eq!(Gold::parse("a\tb\n1\t2\n").unwrap_err().line, 1);
        assert_eq!(Gold::parse("id\tevent\n1\n").unwrap_err().line, 2);
        let error = Gold::parse("{\"id\":\"a\",\"gold\":[]}\n{\"id\":\"b\"}\n").unwrap_err();
        assert_eq!(error.line, 2);
        assert_eq!(told("{\"document\":\"a\"}").unwrap_err().line, 1);
    }
}
