//! The tags that the models tell apart: pairs of a universal and a Penn part of speech.

use super::Upos;
use crate::error::{Error, Result};

/// Position of a tag in the tag set.
pub type Tag = u8;

/// Stands for the tag of a place before the first or after the last word.
pub const NO_TAG: Tag = 127;

/// The tags in the order that the models number them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagSet {
    tags: Vec<(Upos, &'static str)>,
    /// For each tag, the one that the parser sees.
    blurred: Vec<Tag>,
}

fn blurred(tags: &[(Upos, &str)]) -> Vec<Tag> {
    let past = tags.iter().position(|&tag| tag == (Upos::Verb, "VBD"));
    (0..tags.len())
        .map(|at| match (tags[at], past) {
            ((Upos::Verb, "VBN"), Some(past)) => past as Tag,
            _ => at as Tag,
        })
        .collect()
}

impl TagSet {
    /// Reads lines `UPOS TAB XPOS`.
    ///
    /// # Errors
    /// [`Error::Internal`] for a row that is no tag.
    pub fn parse(table: &'static str) -> Result<Self> {
        let tags: Option<Vec<_>> = table
            .lines()
            .map(|line| {
                let (upos, xpos) = line.split_once('\t')?;
                Some((Upos::parse(upos)?, xpos))
            })
            .collect();
        match tags {
            Some(tags) if !tags.is_empty() && tags.len() < usize::from(NO_TAG) => Ok(Self {
                blurred: blurred(&tags),
                tags,
            }),
            _ => Err(Error::Internal(
                "the tag set has unknown tags, none, or too many".into(),
            )),
        }
    }

    /// Number of tags.
    pub fn len(&self) -> usize {
        self.tags.len()
    }

    /// Whether there are no tags; a set that was read has some.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// The tag as the parser sees it: with past tense and past participle as one, since they look alike and the tree
    /// tells them apart better than the words around.
    pub fn blurred(&self, tag: Tag) -> Tag {
        self.blurred.get(usize::from(tag)).copied().unwrap_or(tag)
    }

    /// The universal part of speech of a tag.
    pub fn upos(&self, tag: Tag) -> Upos {
        self.tags
            .get(usize::from(tag))
            .map_or(Upos::X, |pair| pair.0)
    }

    /// The Penn part of speech of a tag.
    pub fn xpos(&self, tag: Tag) -> &'static str {
        self.tags.get(usize::from(tag)).map_or("", |pair| pair.1)
    }

    /// The tag of a pair.
    pub fn find(&self, upos: Upos, xpos: &str) -> Option<Tag> {
        self.tags
            .iter()
            .position(|&pair| pair == (upos, xpos))
            .map(|at| at as Tag)
    }
}
