//! The annotated corpus: one sentence a block, its parties in brackets, its statements below.

use crate::model::{Action, PartialDate, Published, Span, Status};

/// A party marked in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bracket {
    /// Where it stands in the plain text.
    pub span: Span,
    /// Its principal; several for "the two sides".
    pub principals: Vec<String>,
}

/// What the annotator reads in the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnotatedStatement {
    /// Position among the brackets, from 0.
    pub source: usize,
    /// Position among the brackets, from 0.
    pub target: usize,
    /// Whether both do it to each other.
    pub mutual: bool,
    /// What it is about.
    pub action: Action,
    /// How it stands.
    pub status: Status,
    /// PLOVER event, upper case.
    pub event: String,
    /// When, where the sentence says.
    pub date: Option<PartialDate>,
    /// Whether it is only alleged, so that leaving it out is no mistake.
    pub alleged: bool,
}

/// One sentence of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnotatedSentence {
    /// `eu-0001`.
    pub id: String,
    /// When it would have been published.
    pub published: Published,
    /// `wire`, `headline`, `analysis` …
    pub register: String,
    /// `passive`, `relative`, `stacked` …
    pub constructions: Vec<String>,
    /// The sentence without brackets.
    pub text: String,
    /// Its parties in order.
    pub brackets: Vec<Bracket>,
    /// What it says.
    pub statements: Vec<AnnotatedStatement>,
}

impl AnnotatedSentence {
    /// Whether it belongs to the tenth that is never trained on nor looked at while rules are written.
    pub fn held_out(&self) -> bool {
        held_out(&self.id)
    }
}

/// Whether what has this id (or text) belongs to the tenth that is kept aside.
pub fn held_out(id: &str) -> bool {
    // FNV-1a: stable across versions of the standard library.
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 20) % 10 == 0
}

/// What is wrong in a corpus file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct CorpusError {
    /// Line, from 1.
    pub line: usize,
    /// What was found and expected.
    pub message: String,
}

/// Reads a corpus file.
///
/// # Errors
/// The first block that does not follow the format of `data/corpus/README.md`.
///
/// ```
/// let text = "# x-1 | 1999-07-21 | wire | active\n[Moscow=RUS] severed ties with [the alliance=NATO] in March.\n1 > 2 ties ended SANCTION 1999-03\n";
/// let sentences = detente::score::parse(text).unwrap();
/// assert_eq!(sentences[0].text, "Moscow severed ties with the alliance in March.");
/// assert!(detente::score::parse("# x-1 | wire\nNo.\nnone\n").is_err());
/// ```
pub fn parse(text: &str) -> Result<Vec<AnnotatedSentence>, CorpusError> {
    let mut sentences = Vec::new();
    let mut block: Vec<(usize, &str)> = Vec::new();
    for (line_idx, line) in text
        .lines()
        .enumerate()
        .chain(std::iter::once((usize::MAX, "")))
    {
        if !line.trim().is_empty() {
            block.push((line_idx + 1, line.trim()));
        } else if !block.is_empty() {
            sentences.push(sentence(&block)?);
            block.clear();
        }
    }
    Ok(sentences)
}

fn sentence(block: &[(usize, &str)]) -> Result<AnnotatedSentence, CorpusError> {
    let error = |line: usize, message: String| CorpusError { line, message };
    let (line, header) = block[0];
    let fields: Vec<&str> = header
        .trim_start_matches('#')
        .split('|')
        .map(str::trim)
        .collect();
    let [id, published, register, constructions] = fields[..] else {
        return Err(error(
            line,
            "a header is '# id | date | register | constructions'".to_owned(),
        ));
    };
    let published: PartialDate = published.parse().map_err(|e| error(line, format!("{e}")))?;
    let Some(&(line, marked)) = block.get(1) else {
        return Err(error(line, "no sentence follows the header".to_owned()));
    };
    let (text, brackets) =
        unmark(marked).ok_or_else(|| error(line, "brackets are '[words=PRINCIPAL]'".to_owned()))?;
    let mut statements = Vec::new();
    for &(line, row) in &block[2..] {
        if row != "none" {
            statements
                .push(statement(row, brackets.len()).map_err(|message| error(line, message))?);
        }
    }
    Ok(AnnotatedSentence {
        id: id.to_owned(),
        published: Published(published.first()),
        register: register.to_owned(),
        constructions: constructions
            .split(',')
            .map(|c| c.trim().to_owned())
            .collect(),
        text,
        brackets,
        statements,
    })
}

fn unmark(marked: &str) -> Option<(String, Vec<Bracket>)> {
    let mut text = String::with_capacity(marked.len());
    let mut brackets = Vec::new();
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let close = open + rest[open..].find(']')?;
        let (words, principals) = rest[open + 1..close].rsplit_once('=')?;
        let start = text.len();
        text.push_str(words);
        brackets.push(Bracket {
            span: Span::new(start, text.len()),
            principals: principals.split('+').map(str::to_owned).collect(),
        });
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    Some((text, brackets))
}

fn statement(row: &str, n_brackets: usize) -> Result<AnnotatedStatement, String> {
    let words: Vec<&str> = row.split_whitespace().collect();
    if words.len() < 6 {
        return Err(format!(
            "'{row}' is not 'N > M action status EVENT [date] [alleged]'"
        ));
    }
    let number = |word: &str| -> Result<usize, String> {
        match word.parse::<usize>() {
            Ok(n) if (1..=n_brackets).contains(&n) => Ok(n - 1),
            _ => Err(format!("'{word}' is no bracket of this sentence")),
        }
    };
    let mut date = None;
    let mut alleged = false;
    for word in &words[6..] {
        if *word == "alleged" {
            alleged = true;
        } else {
            date = Some(word.parse().map_err(|e| format!("{e}"))?);
        }
    }
    Ok(AnnotatedStatement {
        source: number(words[0])?,
        target: number(words[2])?,
        mutual: match words[1] {
            "=" => true,
            ">" => false,
            other => return Err(format!("'{other}' is neither > nor =")),
        },
        action: words[3].parse().map_err(|e| format!("{e}"))?,
        status: words[4].parse().map_err(|e| format!("{e}"))?,
        event: words[5].to_owned(),
        date,
        alleged,
    })
}
