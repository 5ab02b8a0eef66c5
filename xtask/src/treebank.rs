//! Reading CoNLL-U.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use detente::language::{Rel, Upos};
use flate2::read::GzDecoder;

/// One word of a treebank.
#[derive(Debug, Clone)]
pub struct Gold {
    pub form: String,
    pub lemma: String,
    pub upos: Upos,
    pub xpos: String,
    /// Position of the head, from 0; `None` for the root.
    pub head: Option<usize>,
    pub rel: Rel,
}

/// Reads the sentences of a CoNLL-U file, plain or gzipped. Empty nodes and ranges are left out.
pub fn read(path: &Path) -> io::Result<Vec<Vec<Gold>>> {
    let file = File::open(path)
        .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut sentences = Vec::new();
    let mut sentence = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let line = line?;
        if line.is_empty() {
            if !sentence.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
        } else if !line.starts_with('#')
            && !line
                .split('\t')
                .next()
                .is_some_and(|id| id.contains(['-', '.']))
        {
            let word = word(&line).ok_or_else(|| {
                io::Error::other(format!(
                    "{}:{}: not a word: {line}",
                    path.display(),
                    number + 1
                ))
            })?;
            sentence.push(word);
        }
    }
    if !sentence.is_empty() {
        sentences.push(sentence);
    }
    Ok(sentences)
}

fn word(line: &str) -> Option<Gold> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [_, form, lemma, upos, xpos, _, head, rel, ..] = fields[..] else {
        return None;
    };
    Some(Gold {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        upos: Upos::parse(upos)?,
        xpos: xpos.to_owned(),
        head: head.parse::<usize>().ok()?.checked_sub(1),
        rel: Rel::parse(rel)?,
    })
}
