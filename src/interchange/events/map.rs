//! Which column of somebody's own table holds what.

use std::collections::BTreeMap;

/// What a map may place, with what it means. Dates are read as the map's `date-format` says.
const FIELDS: [(&str, &str); 17] = [
    ("date", "the day of the event"),
    ("source", "who acts: a name or a CAMEO actor code"),
    ("target", "towards whom"),
    ("code", "a CAMEO code or the name of one"),
    ("event", "a PLOVER event"),
    ("mode", "a PLOVER mode"),
    ("action", "an action of Détente"),
    ("status", "a status of Détente"),
    ("id", "what tells the row from others"),
    ("document", "where it was reported"),
    ("published", "when it was reported"),
    ("source-country", "the country that the source belongs to"),
    ("target-country", "the country that the target belongs to"),
    ("place", "where it happened"),
    ("text", "the words behind it"),
    ("goldstein", "its Goldstein value, -10 to 10"),
    ("quad", "its quad class, 1 to 4"),
];
/// What a map may set beside them.
const SETTINGS: [&str; 2] = ["separator", "date-format"];
/// Separators that are tried where the map sets none.
const SEPARATORS: [char; 3] = ['\t', ',', ';'];

/// Where a column is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    /// Under this heading.
    Headed(String),
    /// In this place, from 0.
    At(usize),
}

/// Which column holds what, as somebody wrote it down.
///
/// ```
/// use detente::interchange::events::TableMap;
/// let map = TableMap::parse("date = Day\nsource = Who\ntarget = Whom\ncode = CAMEO").unwrap();
/// assert!(map.table("Day;Who;Whom;CAMEO").is_ok());
/// assert!(map.table("Day;Who;CAMEO").unwrap_err().contains("no column 'Whom'"));
/// assert!(TableMap::parse("date = Day").unwrap_err().contains("source"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableMap {
    columns: BTreeMap<&'static str, Column>,
    separator: Option<char>,
    date_format: Option<String>,
}

/// A table whose columns have been found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    positions: BTreeMap<&'static str, usize>,
    pub(super) separator: char,
    pub(super) date_format: Option<String>,
    /// Columns of its first line.
    pub(super) n_columns: usize,
    /// Whether the first line holds headings.
    pub(super) has_header: bool,
}

impl TableMap {
    /// Reads `field = column`, one a line; `#` begins a comment. A column is a heading, or its number from 1: if all
    /// are numbers, the table has no headings.
    ///
    /// # Errors
    /// What is wrong with it, and in which line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut map = Self {
            columns: BTreeMap::new(),
            separator: None,
            date_format: None,
        };
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim();
            if !line.is_empty() && !line.starts_with('#') {
                map.set(line)
                    .map_err(|message| format!("line {}: {message}", number + 1))?;
            }
        }
        let has = |name: &str| map.columns.contains_key(name);
        for needed in ["date", "source", "target"] {
            if !has(needed) {
                return Err(format!("no column for '{needed}': add '{needed} = COLUMN'"));
            }
        }
        if ["code", "event", "action"]
            .iter()
            .filter(|name| has(name))
            .count()
            != 1
        {
            return Err(
                "give one of 'code' (CAMEO), 'event' (PLOVER) and 'action' (Détente)".to_owned(),
            );
        }
        Ok(map)
    }

    fn set(&mut self, line: &str) -> Result<(), String> {
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| format!("'{line}' is not of the form 'field = column'"))?;
        let (name, value) = (name.trim(), value.trim());
        if value.is_empty() {
            return Err(format!("nothing after '{name} ='"));
        }
        match name {
            "separator" => {
                let mut chars = value.chars();
                self.separator = match (value, chars.next(), chars.next()) {
                    ("tab", ..) => Some('\t'),
                    ("comma", ..) => Some(','),
                    (_, Some(c), None) if c.is_ascii() && c != '"' => Some(c),
                    _ => {
                        return Err(format!(
                            "'{value}' is no separator: give one character, or 'tab'"
                        ));
                    }
                };
            }
            "date-format" => self.date_format = Some(value.to_owned()),
            _ => {
                let known = FIELDS.iter().find(|(field, _)| *field == name);
                let (field, _) = known.ok_or_else(|| unknown(name))?;
                let column = match value.parse::<usize>() {
                    Ok(0) => return Err("columns are counted from 1".to_owned()),
                    Ok(number) => Column::At(number - 1),
                    Err(_) => Column::Headed(value.to_owned()),
                };
                if self.columns.insert(field, column).is_some() {
                    return Err(format!("'{name}' is given twice"));
                }
            }
        }
        Ok(())
    }

    /// Finds the columns in a table with this first line.
    ///
    /// # Errors
    /// A column that the table does not have.
    pub fn table(&self, first_line: &str) -> Result<Table, String> {
        let line = first_line
            .trim_start_matches('\u{feff}')
            .trim_end_matches(['\r', '\n']);
        let separator = self.separator.unwrap_or_else(|| likely_separator(line));
        let cells = split(line, separator);
        let has_header = self
            .columns
            .values()
            .any(|column| matches!(column, Column::Headed(_)));
        let mut positions = BTreeMap::new();
        for (field, column) in &self.columns {
            let position = match column {
                Column::At(at) => Some(*at).filter(|at| *at < cells.len()),
                Column::Headed(heading) => cells
                    .iter()
                    .position(|cell| cell.trim().eq_ignore_ascii_case(heading)),
            };
            let position = position.ok_or_else(|| match column {
                Column::At(at) => format!(
                    "no column {} for '{field}': the first line has {}",
                    at + 1,
                    cells.len()
                ),
                Column::Headed(heading) => format!(
                    "no column '{heading}' for '{field}': the first line has {}",
                    cells.join(" | ")
                ),
            })?;
            positions.insert(*field, position);
        }
        Ok(Table {
            positions,
            separator,
            date_format: self.date_format.clone(),
            n_columns: cells.len(),
            has_header,
        })
    }
}

impl Table {
    /// What a row says of a field; empty where the map does not place it or nothing is known.
    pub(super) fn get<'r>(&self, cells: &'r [String], field: &str) -> &'r str {
        self.positions
            .get(field)
            .and_then(|&at| cells.get(at))
            .map_or("", |cell| super::columns::known(cell))
    }

    /// Whether the map places the field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.positions.contains_key(field)
    }
}

fn unknown(name: &str) -> String {
    let fields: Vec<String> = FIELDS
        .iter()
        .map(|(field, meaning)| format!("{field} ({meaning})"))
        .collect();
    format!(
        "'{name}' is no field; there are {}, and the settings {}",
        fields.join(", "),
        SETTINGS.join(" and ")
    )
}

/// The one of the usual separators that the line has most of, outside of quotation marks.
fn likely_separator(line: &str) -> char {
    let n_cells = |separator: &char| split(line, *separator).len();
    // Of those that come equally often the first counts.
    SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(n_cells)
        .unwrap_or(',')
}

/// The cells of a record: those in quotation marks may hold separators, ends of lines and doubled quotation marks.
pub(super) fn split(record: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = record.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if c == separator && !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_split_as_rfc_4180_has_it() {
        assert_eq!(
            split("a,\"b, \"\"c\"\"\",,d", ','),
            ["a", "b, \"c\"", "", "d"]
        );
        assert_eq!(split("it's 5\" long;b", ';'), ["it's 5\" long", "b"]);
        assert_eq!(split("", ','), [""]);
    }

    #[test]
    fn maps_say_what_is_wrong_with_them() {
        let wrong = |text: &str| TableMap::parse(text).unwrap_err();
        assert!(wrong("date = 1\nsource = 2\ntarget = 3").contains("'code'"));
        assert!(wrong("date = 1\nday = 2").starts_with("line 2: 'day' is no field"));
        assert!(wrong("date").contains("field = column"));
        assert!(wrong("date = 0").contains("from 1"));
        assert!(wrong("date = 1\ndate = 2").contains("twice"));
        assert!(wrong("separator = ||").contains("separator"));
        assert!(wrong("date =").contains("nothing"));
    }

    #[test]
    fn tables_without_headings_go_by_number() {
        let map = TableMap::parse("date=1\nsource=2\ntarget=4\ncode=3\n# done").unwrap();
        let table = map.table("2018-01-01,Iran,040,Iraq").unwrap();
        assert!(!table.has_header);
        assert!(map.table("a;b;c").unwrap_err().contains("no column 4"));
    }
}
