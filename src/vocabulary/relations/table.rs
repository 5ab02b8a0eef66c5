//! Tab-separated tables with comments and a header.

/// What is wrong in a table of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}:{line}: {message}")]
pub struct TableError {
    /// File name below `data/`.
    pub table: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub message: String,
}

/// The rows of a table: line number and cells. Lines that start with `#`, blank ones and the header are left out.
///
/// # Errors
/// A row whose number of cells differs from the header's.
pub fn rows<'t>(
    table: &'static str,
    text: &'t str,
) -> Result<Vec<(usize, Vec<&'t str>)>, TableError> {
    let mut n_columns = None;
    let mut rows = Vec::new();
    for (line_idx, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        match n_columns {
            None => n_columns = Some(cells.len()),
            Some(n) if n == cells.len() => rows.push((line_idx + 1, cells)),
            Some(n) => {
                return Err(TableError {
                    table,
                    line: line_idx + 1,
                    message: format!("{} cells, but the header has {n}", cells.len()),
                });
            }
        }
    }
    Ok(rows)
}

/// The words of a comma list.
pub fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty() && *word != "-")
}
