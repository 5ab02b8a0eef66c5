//! The network that scores arcs: word vectors, two bidirectional gated layers, and one scorer each for heads and
//! relations.
//!
//! Layers follow quasi-recurrent networks (Bradbury et al. 2017), scorers deep biaffine attention (Dozat and Manning
//! 2017). All sums of products are of whole numbers, so that every machine gives the same tree.

use std::borrow::Cow;

use super::rows::{Vectors, row_keys};
use crate::error::{Error, Result};
use crate::language::Rel;
use crate::language::encoder::Encoder;
use crate::language::lexeme::Lexeme;
use crate::language::linear::{
    LANES, Linear, Matrix, TILE, UNIT, positive, products, read_list, steps, write_list,
};
use crate::language::row_table::RowTable;
use crate::language::tagset::Tag;
use crate::language::wire::Reader;

/// First bytes of a network file; the digit changes with the format and with the row keys.
const MAGIC: &[u8] = b"DTN1";
/// Distances between a word and its head are told apart up to here, on each side.
pub const FAR: usize = 12;

/// Relations, and what fills the last tile.
pub const N_RELATIONS: usize = Rel::ALL.len().next_multiple_of(TILE);

/// A network as it is trained, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Trained {
    /// Rows that a word adds to its vector, by key.
    pub rows: Vec<(u32, Vec<f32>)>,
    /// Vector projection, layers, dependent's and head's arc views, arc product, dependent's and head's
    /// relation views, relations.
    pub matrices: Vec<Matrix>,
    /// Score for being a head at all, root's arc view, root's relation view, distances.
    pub lists: Vec<Vec<f32>>,
}

impl Trained {
    /// As a file.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        RowTable::write(&self.rows, &mut bytes);
        for matrix in &self.matrices {
            matrix.write(&mut bytes);
        }
        for list in &self.lists {
            write_list(&mut bytes, list);
        }
        bytes
    }
}

/// A network ready for scoring.
#[derive(Debug)]
pub struct Network {
    encoder: Encoder,
    vectors: Vectors,
    dependent: Linear,
    head: Linear,
    product: Linear,
    dependent_label: Linear,
    head_label: Linear,
    labels: Linear,
    headship: Vec<f32>,
    root: Vec<f32>,
    root_label: Vec<f32>,
    distances: Vec<f32>,
}

/// What a sentence's words look like to the scorers.
pub struct Scores {
    n: usize,
    /// Scores of heads by dependent: `n` rows of `n + 1`, the root last.
    pub heads: Vec<f32>,
    dependent_labels: Vec<f32>,
    head_labels: Vec<f32>,
}

impl Network {
    /// Reads a network file and its word vectors.
    ///
    /// # Errors
    /// [`Error::Internal`] if one is cut short or of another version.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>, vectors: Vectors) -> Result<Self> {
        Self::decode(bytes.into(), vectors).ok_or_else(|| {
            Error::Internal("the parser's model is cut short or of another version".into())
        })
    }

    fn decode(bytes: Cow<'static, [u8]>, vectors: Vectors) -> Option<Self> {
        let encoder = Encoder::read(bytes, MAGIC)?;
        let mut reader = Reader::new(encoder.rest());
        let mut linear = || Linear::read(&mut reader);
        let (dependent, head, product) = (linear()?, linear()?, linear()?);
        let (dependent_label, head_label, labels) = (linear()?, linear()?, linear()?);
        let mut list = || read_list(&mut reader);
        let (headship, root, root_label, distances) = (list()?, list()?, list()?, list()?);
        let fits = encoder.n_in() == vectors.width()
            && [&dependent, &head, &dependent_label, &head_label]
                .iter()
                .all(|view| view.n_in == encoder.width())
            && [&dependent, &head, &product]
                .iter()
                .all(|view| view.n_out() == product.n_in)
            && [headship.len(), root.len()] == [product.n_in; 2]
            && [
                dependent_label.n_out(),
                head_label.n_out(),
                root_label.len(),
            ] == [labels.n_in; 3]
            && labels.n_out() == N_RELATIONS
            && distances.len() == 2 * FAR + 1
            && reader.left() == 0;
        fits.then_some(Self {
            encoder,
            vectors,
            dependent,
            head,
            product,
            dependent_label,
            head_label,
            labels,
            headship,
            root,
            root_label,
            distances,
        })
    }

    /// The word vectors.
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    fn encode(&self, lexemes: &[Lexeme], tags: &[Tag]) -> Vec<f32> {
        let mut vectors = Vec::with_capacity(lexemes.len() * self.vectors.width() / LANES);
        for lexeme in lexemes {
            self.vectors.add_steps(lexeme.word, &mut vectors);
        }
        let keys = lexemes
            .iter()
            .zip(tags)
            .map(|(lexeme, &tag)| row_keys(lexeme, tag));
        let mut words = self.encoder.words(&vectors);
        self.encoder.add_rows(&mut words, keys);
        self.encoder.encode(&words, &[lexemes.len()])
    }

    /// Scores all arcs of a sentence. Takes time and memory in proportion to the square of its length.
    pub fn score(&self, lexemes: &[Lexeme], tags: &[Tag]) -> Scores {
        let n = lexemes.len();
        let words = steps(&self.encode(lexemes, tags));
        let dependents = steps(&positive(self.dependent.map(&words)));
        let mut heads = positive(self.head.map(&words));
        heads.extend(&self.root);
        let headship = products(&heads, &self.headship);
        let heads = steps(&self.product.map(&steps(&heads)));
        // Each head is an output, so that all of a dependent's are worked on at once.
        let heads = Linear::new(self.product.n_out(), &heads, 1.0 / (UNIT * UNIT), &headship);
        let mut scores = heads.map(&dependents);
        for (at, scores) in scores.chunks_exact_mut(n + 1).enumerate() {
            for (to, score) in scores[..n].iter_mut().enumerate() {
                *score += self.distances[distance(at, to)];
            }
        }
        let mut head_labels = self.head_label.map(&words);
        head_labels.extend(&self.root_label);
        Scores {
            n,
            heads: scores,
            dependent_labels: self.dependent_label.map(&words),
            head_labels,
        }
    }

    /// The relations of words to their heads. `None` is the root's head, and only the root gets that relation.
    pub fn relations(&self, scores: &Scores, heads: &[Option<usize>]) -> Vec<Rel> {
        let width = self.labels.n_in;
        let mut both = Vec::with_capacity(heads.len() * width);
        for (at, head) in heads.iter().enumerate() {
            let dependent = &scores.dependent_labels[at * width..][..width];
            let head = &scores.head_labels[head.unwrap_or(scores.n) * width..][..width];
            both.extend(dependent.iter().zip(head).map(|(a, b)| (a + b).max(0.0)));
        }
        self.labels
            .map(&steps(&both))
            .chunks_exact(N_RELATIONS)
            .zip(heads)
            .map(|(scores, head)| {
                if head.is_none() {
                    return Rel::Root;
                }
                let mut best = Rel::Dep;
                let mut most = f32::MIN;
                for (&rel, &score) in Rel::ALL.iter().zip(scores) {
                    if score > most && rel != Rel::Root {
                        (best, most) = (rel, score);
                    }
                }
                best
            })
            .collect()
    }
}

/// Where in the list of distances a dependent and a head fall.
pub fn distance(dependent: usize, head: usize) -> usize {
    if head >= dependent {
        FAR + (head - dependent).min(FAR)
    } else {
        FAR - (dependent - head).min(FAR)
    }
}
