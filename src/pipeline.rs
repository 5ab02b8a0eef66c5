//! From a document to its statements, room by room.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::language::{English, Tree, Upos};
use crate::mentions::{Finder, Mention, TimeExpression, carry, time_expressions};
use crate::model::{Document, Reason, Sentence, Statement, Uncoded, When};
use crate::statements::{self, Arbiter, Gate, Judges, MarkedPair, SentenceReading, Weighers};
use crate::text::{self, MarkedRow};
use crate::vocabulary::actors::Actors;
use crate::vocabulary::relations::Relations;

/// What a document says, and what it was read from.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The statements, in the order of the text.
    pub statements: Vec<Statement>,
    /// Number of sentences.
    pub n_sentences: usize,
    /// Number of words.
    pub n_words: usize,
}

/// A document's sentences with what was found in each, before any statement is read.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The sentences.
    pub sentences: Vec<Sentence>,
    /// Their trees; of those that can say nothing only the tagged words, where that is asked first ([`Reader::read`]).
    pub trees: Vec<Tree>,
    /// Who is named in each.
    pub mentions: Vec<Vec<Mention>>,
    /// What dates each.
    pub times: Vec<Vec<TimeExpression>>,
}

impl Analysis {
    /// The sentences as the statements' room takes them, in order.
    pub fn readings(&self) -> impl Iterator<Item = SentenceReading<'_>> {
        self.sentences
            .iter()
            .enumerate()
            .map(|(idx, sentence)| SentenceReading {
                sentence,
                tree: &self.trees[idx],
                mentions: &self.mentions[idx],
                times: &self.times[idx],
            })
    }
}

/// Sentences whose trees are in memory at once.
const PART: usize = 2_000;

/// Reads documents with the embedded models and vocabulary.
pub struct Reader {
    english: &'static English,
    actors: Actors,
    relations: Relations,
    arbiter: Arbiter,
    weighers: Weighers,
    gate: Gate,
    pairwise: bool,
}

impl Reader {
    /// A reader over what is embedded in the binary.
    ///
    /// # Errors
    /// [`Error::Internal`] when embedded data does not load.
    pub fn embedded() -> Result<Self> {
        Self::with_actors(Actors::embedded())
    }

    /// A reader with other knowledge of actors: the embedded one with a user's overlays.
    ///
    /// # Errors
    /// As [`Reader::embedded`].
    pub fn with_actors(actors: Actors) -> Result<Self> {
        Ok(Self {
            english: English::embedded()?,
            actors,
            relations: Relations::load().map_err(|e| Error::Internal(e.to_string()))?,
            arbiter: Arbiter::embedded()?,
            weighers: Weighers::embedded()?,
            gate: Gate::embedded()?,
            pairwise: false,
        })
    }

    /// The same reader with another arbiter, as it is trained.
    #[must_use]
    pub fn with_arbiter(self, arbiter: Arbiter) -> Self {
        Self { arbiter, ..self }
    }

    /// Expands meetings and pacts of more than four parties into pairs; without, each party has one statement with the
    /// meeting.
    #[must_use]
    pub fn pairwise(self, pairwise: bool) -> Self {
        Self { pairwise, ..self }
    }

    /// Who is known.
    pub fn actors(&self) -> &Actors {
        &self.actors
    }

    /// Sentences, trees, mentions and dates of a document, all of it parsed. Cost is linear in its length.
    pub fn analyse(&self, document: &Document) -> Analysis {
        self.analyse_part(document, text::sentences(&document.text), |_, _| true)
    }

    /// Analyses sentences, of which those are parsed whose tagged words are `worth` it.
    fn analyse_part(
        &self,
        document: &Document,
        sentences: Vec<Sentence>,
        worth: impl Fn(&Sentence, &Tree) -> bool,
    ) -> Analysis {
        let mut carried: Option<When> = None;
        let mut times = Vec::with_capacity(sentences.len());
        let mut trees: Vec<Tree> = Vec::with_capacity(sentences.len());
        for sentence in &sentences {
            let mut found = Vec::new();
            let tree = self.english.analyse_if(&document.text, sentence, |tagged| {
                found =
                    time_expressions(tagged, &document.text, document.published, carried.as_ref());
                worth(sentence, tagged).then(|| asides(tagged, &found))
            });
            for time in &mut found {
                time.head = head_of(&tree, time);
            }
            carried = carry(&found).or(carried);
            times.push(found);
            trees.push(tree);
        }
        let mentions = Finder::new(&self.actors).find(document, &sentences, &trees);
        Analysis {
            sentences,
            trees,
            mentions,
            times,
        }
    }

    /// Reads one document. Cost is linear in its length.
    ///
    /// Sentences whose words make it improbable that anything is said in them are not parsed ([`Gate`]); who is named
    /// there is known to those that follow all the same.
    ///
    /// A book is read in parts of 2,000 sentences, so that memory is not taken up by its trees; what a name or a date
    /// stands for is not carried from one part to the next, nor what each makes of the other's statements.
    pub fn read(&self, document: &Document) -> Reading {
        self.read_by(document, |reader, analysis| {
            reader.statements(document, analysis.readings())
        })
    }

    /// Reads one document and accounts for what its sentences did not say: two actors and no statement, or candidates
    /// that were dropped, each with its reason. The statements are those of [`Reader::read`], a little slower.
    ///
    /// ```
    /// use detente::model::{Document, Unsaid};
    /// let reader = detente::pipeline::Reader::embedded().unwrap();
    /// let text = "Norway and Denmark failed to sign a treaty. Norway met Denmark.".to_owned();
    /// let (read, uncoded) = reader.account(&Document { text, ..Document::default() });
    /// assert_eq!(read.statements.len(), 1);
    /// assert_eq!(uncoded.len(), 1);
    /// assert_eq!(uncoded[0].candidates[0].reason, Unsaid::Failed);
    /// ```
    pub fn account(&self, document: &Document) -> (Reading, Vec<Uncoded>) {
        let mut uncoded = Vec::new();
        let read = self.read_by(document, |reader, analysis| {
            let accounts = reader.account(document, analysis.readings()).into_iter();
            let told = accounts.flat_map(|account| {
                uncoded.extend(account.uncoded);
                account.statements
            });
            told.collect()
        });
        (read, uncoded)
    }

    /// The statements of a document, each with what speaks most for and against it. Cost as [`Reader::read`].
    pub fn reasons(&self, document: &Document) -> Vec<(Statement, Vec<Reason>)> {
        let mut all = Vec::new();
        self.read_by(document, |reader, analysis| {
            all.extend(reader.reasons(document, analysis.readings()));
            Vec::new()
        });
        all
    }

    fn read_by(
        &self,
        document: &Document,
        mut statements: impl FnMut(&mut statements::Reader<'_>, &Analysis) -> Vec<Statement>,
    ) -> Reading {
        let mut reader = self.statement_reader();
        let mut read = Reading::default();
        for part in text::sentences(&document.text).chunks(PART) {
            let analysis = self.analyse_part(document, part.to_vec(), |sentence, tagged| {
                self.gate.passes(sentence, tagged, self.english)
            });
            read.statements.extend(statements(&mut reader, &analysis));
            read.n_sentences += part.len();
            read.n_words += analysis.trees.iter().map(|t| t.words.len()).sum::<usize>();
        }
        read
    }

    /// What speaks loudest for an event where the arbiter decides, with its weight in log-odds, loudest first: of what
    /// rules may have read, and of the vocabulary's words in each of the places where the arbiter looks for words.
    ///
    /// Word vectors, classes and the arbiter's network speak too, but have no name to be told by.
    pub fn loudest(&self, event: &str, n: usize) -> Vec<(String, f64)> {
        statements::loudest(&self.arbiter, &self.relations, event, n)
    }

    /// A reader of statements over this vocabulary.
    pub fn statement_reader(&self) -> statements::Reader<'_> {
        let judges = Judges {
            arbiter: &self.arbiter,
            weighers: &self.weighers,
            english: self.english,
        };
        statements::Reader::new(&self.relations, judges).pairwise(self.pairwise)
    }

    /// The best statement about two marked parties: always one, with its confidence.
    pub fn read_marked(&self, row: &MarkedRow) -> Statement {
        let sentences = text::sentences(&row.text);
        let trees: Vec<Tree> = sentences
            .iter()
            .map(|s| self.english.analyse(&row.text, s))
            .collect();
        let pair = MarkedPair {
            id: &row.id,
            text: &row.text,
            source: row.source,
            target: row.target,
        };
        pair.statement(
            &sentences,
            &trees,
            &self.relations,
            &self.arbiter,
            self.english,
        )
    }
}

/// What the parser should not stumble over: dates that are no part of a noun phrase, and bracketed sources.
fn asides(tagged: &Tree, times: &[TimeExpression]) -> Vec<Range<usize>> {
    let words = &tagged.words;
    let mut asides: Vec<Range<usize>> = Vec::new();
    let mut open = None;
    for (at, word) in words.iter().enumerate() {
        match &*word.form {
            "(" | "[" => open = open.or(Some(at)),
            ")" | "]" => {
                if let Some(start) = open
                    .take()
                    .filter(|&start| start > 0 && at - start < MAX_BRACKET)
                {
                    asides.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    for time in times {
        let range = time.words.clone();
        // "Tuesday's accord", "the 1994 pact", "a July meeting" are parts of a noun phrase.
        let possessive = words.get(range.end).is_some_and(|w| w.xpos == "POS");
        let marked = range.start > 0
            && matches!(
                words[range.start - 1].upos,
                Upos::Det | Upos::Adj | Upos::Adp | Upos::Num
            )
            && words[range.start].upos != Upos::Adp;
        let inside = asides
            .iter()
            .any(|aside| aside.start < range.end && range.start < aside.end);
        if !possessive && !marked && !inside {
            asides.push(range);
        }
    }
    asides.sort_by_key(|aside| aside.start);
    asides
}

/// Longest bracket, in words, that is left out of the parse.
const MAX_BRACKET: usize = 24;

/// The word of a date that hangs on something outside of it.
fn head_of(tree: &Tree, time: &TimeExpression) -> usize {
    time.words
        .clone()
        .find(|&at| {
            tree.words[at]
                .head
                .is_none_or(|head| !time.words.contains(&head))
                && tree.words[at].upos != Upos::Adp
        })
        .unwrap_or(time.head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Published, Span};

    /// Who does what to whom in a text.
    fn read(text: &str) -> Vec<String> {
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let statements = Reader::embedded().unwrap().read(&document).statements;
        let told = statements
            .iter()
            .map(|s| format!("{} {} {}", s.source.principal, s.action, s.target.principal));
        told.collect()
    }

    #[test]
    fn a_plan_lies_ahead() {
        let starts = |text: &str| -> Vec<String> {
            let document = Document {
                published: "1999-07-21".parse().ok().map(Published),
                text: text.to_owned(),
                ..Document::default()
            };
            let statements = Reader::embedded().unwrap().read(&document).statements;
            let dated = statements.iter().filter_map(|s| s.when.as_ref()?.start);
            dated.map(|start| start.to_string()).collect()
        };
        for (text, start) in [
            ("Norway is due to meet Sweden on July 27.", "1999-07-27"),
            (
                "Norway will hold talks with Sweden in August.",
                "1999-08-01",
            ),
            ("Norway promised aid to Sweden on July 19.", "1999-07-19"),
            ("Norway met Sweden on July 19.", "1999-07-19"),
        ] {
            assert_eq!(starts(text), [start], "{text}");
        }
    }

    #[test]
    fn a_sentence_that_ends_with_a_preposition_is_read() {
        let told = read(
            "Beijing asked Islamabad to find and punish those who bombed its engineers' bus at Dasu, after first being told it had been a gas leak, and put off a meeting on",
        );
        assert!(told.iter().all(|told| !told.is_empty()));
    }

    #[test]
    fn what_a_sentence_leaves_out_is_found() {
        let none: [&str; 0] = [];
        for (text, told) in [
            // Inside one state.
            (
                "Relatives of the victims accused Chirac's government of lies.",
                &["FRA criticism FRA"][..],
            ),
            (
                "The mayor of Moscow, Yuri Luzhkov, accused Putin of giving away a city.",
                &["RUS criticism RUS"],
            ),
            ("Canada may evacuate its citizens.", &none),
            // One's own forces are not asked.
            (
                "Norway's prime minister ordered Norwegian warships to shell Sweden.",
                &["NOR violence SWE"],
            ),
            // What is planned is done to the only other party.
            (
                "Norway, which had attacked Sweden, promised to release all captives.",
                &["NOR violence SWE", "NOR truce SWE"],
            ),
            // Who attacked.
            (
                "Norway attacked Sweden. Iceland condemned the attack.",
                &["NOR violence SWE", "ISL criticism NOR"],
            ),
            // Not one's own decision.
            (
                "Putin met Macron and welcomed his decision.",
                &["RUS meeting FRA", "RUS praise FRA"],
            ),
        ] {
            assert_eq!(read(text), told, "{text}");
        }
    }

    #[test]
    fn where_the_frames_are_silent_the_arbiter_speaks_if_sure() {
        let document = Document {
            text: "Sweden told Denmark that it was sorry.".to_owned(),
            ..Document::default()
        };
        let statements = Reader::embedded().unwrap().read(&document).statements;
        let told: Vec<(&str, &str)> = statements
            .iter()
            .map(|s| (s.rule.as_str(), s.event.plover.as_str()))
            .collect();
        assert_eq!(told, [("arbiter:praise/praise", "SUPPORT")]);
        // Two parties of whom nothing is said.
        assert_eq!(
            read("Rain fell over Norway while Denmark stayed dry."),
            [""; 0]
        );
    }

    #[test]
    fn a_party_that_a_sentence_leaves_out_is_one_that_the_text_has_named() {
        let text =
            "Norway and Denmark quarrel over fish. Norway recalled its ambassador on Monday.";
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let statements = Reader::embedded().unwrap().read(&document).statements;
        let recalled = statements.iter().find(|s| s.rule == "implied:ties/recall");
        assert_eq!(recalled.unwrap().target.principal.as_str(), "DNK");
    }

    #[test]
    fn a_list_of_names_makes_few_pairs() {
        let text =
            "Norway, Denmark, Sweden, Finland, Iceland, Poland, Hungary, Romania and Greece met.";
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let reader = Reader::embedded().unwrap();
        let analysis = reader.analyse(&document);
        let pairs = analysis
            .readings()
            .map(|reading| reader.statement_reader().pairs(reading).len());
        assert_eq!(pairs.collect::<Vec<_>>(), [12]);
    }

    #[test]
    fn what_the_words_take_back_is_not_told_by_those_who_have_learned() {
        for text in [
            "No talks were held between Norway and Denmark.",
            "Norway failed to reach an agreement with Denmark.",
        ] {
            let told = read(text);
            assert!(
                told.iter()
                    .all(|told| !told.contains("meeting DNK") && !told.contains("agreement DNK")),
                "{text}: {told:?}"
            );
        }
    }

    #[test]
    fn one_marked_party_is_enough_for_an_answer() {
        let row = MarkedRow {
            id: "1".to_owned(),
            text: "Thousands of dockers marched through the port.".to_owned(),
            source: Span::new(0, 20),
            target: Span::new(46, 46),
            line: 1,
        };
        let statement = Reader::embedded().unwrap().read_marked(&row);
        assert_eq!(statement.event.plover, "PROTEST");
    }

    #[test]
    fn obligations_ultimatums_and_shields() {
        for (text, told) in [
            (
                "Norway said Denmark must respect the ruling.",
                "NOR policy DNK",
            ),
            (
                "Norway has issued an ultimatum to Denmark.",
                "NOR policy DNK",
            ),
            (
                "Norway has decided to lift the sanctions imposed on Iraq.",
                "NOR sanctions IRQ",
            ),
            (
                "Norway took Denmark to task over the quotas.",
                "NOR criticism DNK",
            ),
            (
                "Norway pulled its peacekeepers out of Haiti.",
                "NOR aid HTI",
            ),
        ] {
            assert_eq!(read(text), [told], "{text}");
        }
    }

    #[test]
    fn a_compound_tells_which_act_its_head_means() {
        assert_eq!(
            read("NATO launched air strikes against Yugoslavia."),
            ["NATO violence YUG"]
        );
        assert_eq!(
            read("Greek dockers began a strike against the Albanian government."),
            ["GRC protest ALB"]
        );
    }

    #[test]
    fn a_place_at_the_head_of_a_sentence_is_no_target() {
        assert_eq!(
            read("In Brussels, Javier Solana sent NATO troops into action."),
            [""; 0]
        );
        assert_eq!(read("Russia sent troops to Georgia."), ["RUS forces GEO"]);
    }
}
