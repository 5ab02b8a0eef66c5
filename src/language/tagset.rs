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
            Some(tags) if !tags.is_empty() && tags.len() < usize::from(NO_TAG) => Ok(Self { tags }),
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
