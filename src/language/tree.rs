//! A sentence analysed: words with tags, lemmas and heads.

use crate::model::Span;

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        #[repr(u8)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// All labels in a fixed order; models store positions in it.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As written in CoNLL-U.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// From the CoNLL-U word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

labels! {
    /// Universal part of speech (UD v2).
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

labels! {
    /// Dependency relation (UD v2, with the subtypes of English EWT).
    Rel {
        Root = "root", Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl",
        Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case",
        Cc = "cc", CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt",
        Conj = "conj", Cop = "cop", Csubj = "csubj", CsubjPass = "csubj:pass", CsubjOuter = "csubj:outer",
        Dep = "dep", Det = "det", DetPredet = "det:predet", Discourse = "discourse", Dislocated = "dislocated",
        Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith", Iobj = "iobj", List = "list",
        Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc", NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked",
        Nsubj = "nsubj", NsubjPass = "nsubj:pass", NsubjOuter = "nsubj:outer", Nummod = "nummod", Obj = "obj",
        Obl = "obl", OblAgent = "obl:agent", OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis",
        Punct = "punct", Reparandum = "reparandum", Vocative = "vocative", Xcomp = "xcomp",
    }
}

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Its form, as written.
    pub form: String,
    /// Its form in lower case.
    pub lower: String,
    /// Its dictionary form, lower case except for proper nouns.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn tag: `VBD`, `NNP`.
    pub xpos: &'static str,
    /// Position of its head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to its head.
    pub rel: Rel,
}

/// A sentence's words and their tree. Exactly one word has no head, unless the sentence is empty or not parsed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// The words in order.
    pub words: Vec<Word>,
    /// Dependents of the first word, of the second …
    children: Vec<usize>,
    /// Where those of each word start, and where the last end.
    starts: Vec<usize>,
}

impl Tree {
    /// Builds the tree; children lists follow the words' order.
    pub fn new(words: Vec<Word>) -> Self {
        let mut starts = vec![0; words.len() + 1];
        for head in words.iter().filter_map(|word| word.head) {
            starts[head + 1] += 1;
        }
        for at in 0..words.len() {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut children = vec![0; starts[words.len()]];
        for (position, word) in words.iter().enumerate() {
            if let Some(head) = word.head {
                children[next[head]] = position;
                next[head] += 1;
            }
        }
        Self {
            words,
            children,
            starts,
        }
    }

    /// Whether it has been parsed: words without any head among them have been tagged only.
    pub fn is_parsed(&self) -> bool {
        self.words.len() < 2 || !self.children.is_empty()
    }

    /// The words that depend on this one, in order.
    pub fn children(&self, position: usize) -> &[usize] {
        &self.children[self.starts[position]..self.starts[position + 1]]
    }

    /// The dependents with a given relation.
    pub fn dependents(&self, position: usize, rel: Rel) -> impl Iterator<Item = usize> + '_ {
        self.children(position)
            .iter()
            .copied()
            .filter(move |&child| self.words[child].rel == rel)
    }

    /// The first dependent with a given relation.
    pub fn dependent(&self, position: usize, rel: Rel) -> Option<usize> {
        self.dependents(position, rel).next()
    }

    /// The root's position.
    pub fn root(&self) -> Option<usize> {
        self.words.iter().position(|word| word.head.is_none())
    }

    /// The head chain above a word, nearest first.
    pub fn ancestors(&self, position: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.words[position].head, |&up| self.words[up].head)
    }

    /// First and one past the last position of the words under (and with) this one.
    pub fn extent(&self, position: usize) -> (usize, usize) {
        let (mut first, mut last) = (position, position);
        let mut stack = vec![position];
        while let Some(at) = stack.pop() {
            first = first.min(at);
            last = last.max(at);
            stack.extend(self.children(at));
        }
        (first, last + 1)
    }
}
