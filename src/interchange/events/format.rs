//! Which data set a file is of, told by its first line.

use super::columns::Columns;
use super::map::Table;
use super::{petrarch, plover};
use crate::model::PartialDate;

/// A form of event data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// GDELT 1.0: 57 columns, or 58 with the address of the source; both may stand in one file.
    Gdelt1,
    /// GDELT 2.0: 61 columns.
    Gdelt2,
    /// ICEWS with its header.
    Icews,
    /// Four columns, as used for temporal knowledge graphs: source, name of the event, target, date.
    IcewsQuads,
    /// POLECAT with its header.
    Polecat,
    /// PETRARCH, PETRARCH2 and Universal PETRARCH: no header; date, source, target, code, issues, ids, address, source
    /// of the story, and words where the coder was told to write them.
    Petrarch,
    /// PLOVER events, one JSON object a line.
    Plover,
    /// Somebody's own table, read by a map of its columns.
    Table(Table),
}

impl Format {
    /// Those that are told by their first line.
    pub const BUILT_IN: [Self; 7] = [
        Self::Gdelt1,
        Self::Gdelt2,
        Self::Icews,
        Self::IcewsQuads,
        Self::Polecat,
        Self::Petrarch,
        Self::Plover,
    ];

    /// The form of the file with this first line; `None`: no event data that we know.
    ///
    /// ```
    /// use detente::interchange::events::Format;
    /// assert_eq!(Format::of("Iran\tConsult\tIraq\t2008-07-25"), Some(Format::IcewsQuads));
    /// assert_eq!(Format::of("Iran and Iraq met on Friday."), None);
    /// ```
    pub fn of(first_line: &str) -> Option<Self> {
        let line = first_line.trim_end_matches(['\r', '\n']);
        if line.trim_start().starts_with('{') {
            return plover::is_event(line).then_some(Self::Plover);
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 4 {
            return None;
        }
        let header = Columns::of(line);
        if header.has("CAMEO Code") && header.has("Source Name") {
            return Some(Self::Icews);
        }
        if header.has("Event Type") && header.has("Actor Name") && header.has("Recipient Name") {
            return Some(Self::Polecat);
        }
        let all_digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
        let gdelt = all_digits(cells[0]) && cells[1].len() == 8 && all_digits(cells[1]);
        match cells.len() {
            57 | 58 if gdelt => Some(Self::Gdelt1),
            61 if gdelt => Some(Self::Gdelt2),
            4 if cells[3].trim().parse::<PartialDate>().is_ok() => Some(Self::IcewsQuads),
            _ if petrarch::is_event(&cells) => Some(Self::Petrarch),
            _ => None,
        }
    }

    /// Whether the first line names the columns.
    pub(super) fn has_header(&self) -> bool {
        match self {
            Self::Icews | Self::Polecat => true,
            Self::Table(table) => table.has_header,
            _ => false,
        }
    }

    /// Its name for people.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Gdelt1 => "GDELT 1.0",
            Self::Gdelt2 => "GDELT 2.0",
            Self::Icews => "ICEWS",
            Self::IcewsQuads => "ICEWS in four columns",
            Self::Polecat => "POLECAT",
            Self::Petrarch => "PETRARCH",
            Self::Plover => "PLOVER as JSON Lines",
            Self::Table(_) => "a table",
        }
    }
}
