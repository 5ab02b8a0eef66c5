//! English: the models that are built into the program, and the way from tokens to a tree.

use std::ops::Range;
use std::sync::OnceLock;

use super::attachments::Verbs;
use super::dictionary::{Dictionary, N_KIN};
use super::lemmatiser::Lemmatiser;
use super::lexeme::{Lexeme, lexemes};
use super::lexicon::Lexicon;
use super::parser::{Network, Parser, Vectors};
use super::tagger::Tagger;
use super::tagset::{Tag, TagSet};
use super::weights::Weights;
use super::{Rel, Tree, Upos, Word, asides, hash, repairs};
use crate::error::{Error, Result};
use crate::model::Sentence;

macro_rules! data {
    ($name:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/data/language/en/", $name)
    };
}

/// Numbers in a word's vector ([`English::company`]).
pub const N_COMPANY: usize = 50;

/// The files that English is read with; `data/language/en/README.md` says what each is.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Models {
    pub tags: &'static str,
    pub words: &'static str,
    pub dictionary: &'static [u8],
    pub verbs: &'static str,
    pub lemma_exceptions: &'static str,
    pub lemma_rules: &'static str,
    pub irregular_verbs: &'static str,
    pub tagger: &'static [u8],
    pub parser: &'static [u8],
    pub vectors: &'static [u8],
}

const EMBEDDED: Models = Models {
    tags: include_str!(data!("tags.tsv")),
    words: include_str!(data!("words.tsv")),
    dictionary: include_bytes!(concat!(env!("OUT_DIR"), "/dictionary.bin")),
    verbs: include_str!(data!("verbs.tsv")),
    lemma_exceptions: include_str!(data!("lemma_exceptions.tsv")),
    lemma_rules: include_str!(data!("lemma_rules.tsv")),
    irregular_verbs: include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/lexicon/irregular_verbs.tsv"
    )),
    tagger: include_bytes!(data!("tagger.bin")),
    parser: include_bytes!(data!("parser.bin")),
    vectors: include_bytes!(data!("vectors.bin")),
};

/// Tagger, lemmatiser and parser for English.
///
/// The models were trained on UD English EWT (web text, CC BY-SA 4.0), the parser on sentences of our own, too; see
/// `data/language/en/README.md`.
#[derive(Debug)]
pub struct English {
    tags: TagSet,
    lexicon: Lexicon,
    tagger: Tagger,
    lemmatiser: Lemmatiser,
    parser: Parser,
    verbs: Verbs,
}

impl English {
    /// The models built into the program, loaded at the first call.
    ///
    /// # Errors
    /// [`Error::Internal`] if the program was built with models of another version.
    pub fn embedded() -> Result<&'static Self> {
        static ENGLISH: OnceLock<std::result::Result<English, String>> = OnceLock::new();
        ENGLISH
            .get_or_init(|| Self::load(&EMBEDDED).map_err(|error| error.to_string()))
            .as_ref()
            .map_err(|message| Error::Internal(message.clone()))
    }

    /// Reads models.
    ///
    /// # Errors
    /// [`Error::Internal`] if they are broken or of another version.
    pub fn load(models: &Models) -> Result<Self> {
        let tags = TagSet::parse(models.tags)?;
        let tagger = Weights::read(models.tagger, tags.len())?;
        let network = Network::read(models.parser, Vectors::read(models.vectors)?)?;
        Ok(Self {
            tagger: Tagger::new(tagger, tags.len()),
            lexicon: Lexicon::new(models.words, Dictionary::new(models.dictionary)),
            lemmatiser: Lemmatiser::parse(models.lemma_exceptions, models.lemma_rules)
                .with_irregular(models.irregular_verbs),
            parser: Parser::new(network),
            verbs: Verbs::parse(models.verbs),
            tags,
        })
    }

    /// Tags, lemmas and tree of a sentence whose tokens are spans of `text`.
    ///
    /// Takes time and memory in proportion to the number of tokens, however long the sentence is.
    /// Spans that do not fit the text are read as empty words.
    ///
    /// ```
    /// use detente::language::{English, Rel};
    /// use detente::model::{Sentence, Span};
    /// let text = "Moscow severed ties .";
    /// let tokens = [(0, 6), (7, 14), (15, 19), (20, 21)];
    /// let tokens = tokens.map(|(start, end)| Span::new(start, end)).to_vec();
    /// let tree = English::embedded()?.analyse(text, &Sentence { tokens, ..Sentence::default() });
    /// assert_eq!(tree.words[1].lemma, "sever");
    /// assert_eq!(tree.dependent(1, Rel::Nsubj), Some(0));
    /// # Ok::<(), detente::error::Error>(())
    /// ```
    pub fn analyse(&self, text: &str, sentence: &Sentence) -> Tree {
        self.analyse_around(text, sentence, |_| Vec::new())
    }

    /// As [`English::analyse`], with asides left out while parsing and hung on afterwards.
    ///
    /// News drops dates and sources into the middle of things ("The alliance on Friday asked …", "… Tripoli today.",
    /// "(AP, July 20)"), which a parser trained on other English attaches badly and stumbles over. `asides` gets the
    /// tagged words, as yet without heads, and gives half-open ranges of positions in order; each is hung on the verb
    /// that it most likely belongs to (`obl`, or `parataxis` for what stands in brackets). A tree needs at least one
    /// word outside of them, else they are parsed as they stand.
    pub fn analyse_around(
        &self,
        text: &str,
        sentence: &Sentence,
        asides: impl FnOnce(&Tree) -> Vec<Range<usize>>,
    ) -> Tree {
        self.analyse_if(text, sentence, |tagged| Some(asides(tagged)))
    }

    /// As [`English::analyse_around`], but where no asides are given, not even none, the words stay as they are tagged,
    /// without heads ([`Tree::is_parsed`]): tagging takes a fraction of what parsing takes.
    pub fn analyse_if(
        &self,
        text: &str,
        sentence: &Sentence,
        asides: impl FnOnce(&Tree) -> Option<Vec<Range<usize>>>,
    ) -> Tree {
        let (seen, tags, tagged) = self.look_up(text, sentence);
        let Some(mut asides) = asides(&tagged) else {
            return tagged;
        };
        let mut words = tagged.words;
        let kept = outside(words.len(), &asides);
        let kept = if kept.iter().any(|&at| words[at].upos != Upos::Punct) {
            kept
        } else {
            asides.clear();
            (0..words.len()).collect()
        };
        let mut kept_tags: Vec<Tag> = kept.iter().map(|&at| tags[at]).collect();
        for (idx, xpos) in repairs::tags(&words, &kept, &self.verbs) {
            let upos = match xpos {
                "NN" | "NNS" => Upos::Noun,
                "JJ" => Upos::Adj,
                _ => Upos::Verb,
            };
            if let Some(tag) = self.tags.find(upos, xpos) {
                let word = &mut words[kept[idx]];
                (word.upos, word.xpos) = (upos, self.tags.xpos(tag));
                word.lemma = self.lemma(&word.form, &word.lower, tag);
                kept_tags[idx] = tag;
            }
        }
        for tag in &mut kept_tags {
            *tag = self.tags.blurred(*tag);
        }
        let arcs = if asides.is_empty() {
            self.parser.parse(&seen, &kept_tags)
        } else {
            let seen: Vec<_> = kept.iter().map(|&at| seen[at]).collect();
            self.parser.parse(&seen, &kept_tags)
        };
        for (&at, (head, rel)) in kept.iter().zip(arcs) {
            words[at].head = head.map(|head| kept[head]);
            words[at].rel = rel;
        }
        for aside in asides {
            asides::hang(&mut words, aside);
        }
        repairs::repair(&mut words, &self.verbs);
        self.verbs.repair(&mut words);
        Tree::new(words)
    }

    /// The words of a sentence with tags and lemmas, as yet without heads: the first half of [`English::analyse`].
    pub fn tagged(&self, text: &str, sentence: &Sentence) -> Tree {
        self.look_up(text, sentence).2
    }

    fn look_up(&self, text: &str, sentence: &Sentence) -> (Vec<Lexeme>, Vec<Tag>, Tree) {
        let forms: Vec<&str> = sentence
            .tokens
            .iter()
            .map(|token| text.get(token.range()).unwrap_or_default())
            .collect();
        let seen = lexemes(forms.iter().copied(), &self.lexicon);
        let tags = self.tagger.tag(&seen, &self.lexicon);
        let words = sentence.tokens.iter().zip(&forms).zip(&tags);
        let tree = Tree::new(
            words
                .map(|((&span, form), &tag)| {
                    let lower = form.to_lowercase();
                    Word {
                        span,
                        form: (*form).to_owned(),
                        lemma: self.lemma(form, &lower, tag),
                        lower,
                        upos: self.tags.upos(tag),
                        xpos: self.tags.xpos(tag),
                        head: None,
                        rel: Rel::Dep,
                    }
                })
                .collect(),
        );
        (seen, tags, tree)
    }

    /// Classes of a lower-case word by how news uses it, from fine to coarse; 0 for words without.
    pub fn kin(&self, word: &str) -> [u32; N_KIN] {
        self.lexicon.entry(hash::text(word)).0
    }

    /// A word's vector by the company that it keeps, [`N_COMPANY`] numbers; nothing for rare words.
    pub fn company(&self, form: &str) -> Option<impl Iterator<Item = f32> + '_> {
        self.parser.vectors().numbers(hash::word(form))
    }

    fn lemma(&self, form: &str, lower: &str, tag: Tag) -> String {
        let xpos = self.tags.xpos(tag);
        if self.tags.upos(tag) == Upos::Propn {
            return self.lemmatiser.lemma(form, lower, xpos);
        }
        let lemma = self.lemmatiser.lemma(lower, lower, xpos);
        let is_verb = |word: &str| self.lexicon.entry(hash::text(word)).1[VERB_SENSE] != 0;
        if self.tags.upos(tag) != Upos::Verb || is_verb(&lemma) {
            return lemma;
        }
        // "patrolled", "conceded": where rules learnt from few words give no verb, another way back may.
        verb_stems(lower)
            .into_iter()
            .find(|stem| is_verb(stem))
            .unwrap_or(lemma)
    }
}

/// What `WordNet` says of a word as a verb, among its senses.
const VERB_SENSE: usize = 1;

/// The dictionary forms that a regular verb form may have.
fn verb_stems(form: &str) -> Vec<String> {
    let ending = ["ing", "ied", "ies", "ed", "es", "s"]
        .into_iter()
        .find(|ending| form.ends_with(ending));
    let Some(ending) = ending else {
        return Vec::new();
    };
    let stem = &form[..form.len() - ending.len()];
    if ending.starts_with('i') && ending != "ing" {
        return vec![format!("{stem}y"), format!("{stem}ie")];
    }
    let mut stems = vec![stem.to_owned(), format!("{stem}e")];
    let mut letters = stem.chars().rev();
    if let (Some(last), Some(before)) = (letters.next(), letters.next())
        && last == before
    {
        stems.push(stem[..stem.len() - last.len_utf8()].to_owned());
    }
    stems
}

/// The positions outside of the asides.
fn outside(n_words: usize, asides: &[Range<usize>]) -> Vec<usize> {
    let mut kept = Vec::with_capacity(n_words);
    let mut next = 0;
    for aside in asides {
        kept.extend(next..aside.start.min(n_words).max(next));
        next = aside.end.max(next);
    }
    kept.extend(next..n_words);
    kept
}
