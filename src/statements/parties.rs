//! From a noun phrase to the actors it stands for.

use super::act::Filler;
use super::view::View;
use crate::language::{Rel, Upos};
use crate::mentions::{Form, Mention};
use crate::model::{ActorId, ActorKind, Party};

/// How much surer a named party is than one found inside the phrase ("Russian transport planes" for Russia).
const INSIDE: f32 = 0.85;
/// … or through the place where it is ("the town of Barentu in Eritrea").
const PLACE: f32 = 0.7;
/// A bare noun below this confidence was given its actor by the context alone.
const GUESSED: f32 = 0.5;
/// How many phrases deep a party is looked for.
const MAX_DEPTH: usize = 3;

impl View<'_> {
    /// The actors that a nominal and its coordinates stand for; empty when it stands for none.
    pub fn parties(&self, at: usize) -> Vec<Filler> {
        let mut found = Vec::new();
        self.collect(at, 1.0, 0, &mut found);
        let mut seen: Vec<(String, String)> = Vec::new();
        found.retain(|filler: &Filler| {
            let key = (
                filler.party.principal.to_string(),
                filler.party.id.to_string(),
            );
            let new = !seen.contains(&key);
            if new {
                seen.push(key);
            }
            new
        });
        found
    }

    fn collect(&self, at: usize, confidence: f32, depth: usize, found: &mut Vec<Filler>) {
        if depth > MAX_DEPTH {
            return;
        }
        let at = self.antecedent(at).unwrap_or(at);
        let before = found.len();
        if let Some(partner) = self.partner_before(at) {
            add(partner, confidence, found);
        }
        if !self.is_time(at) || self.mention(at).is_some() {
            match self.mention(at) {
                // "the crew of a US plane", "delegations from both countries": the phrase says whose, better than the context.
                Some(mention)
                    if mention.form == Form::Description
                        && mention.confidence < GUESSED
                        && !self.owners(at, depth).is_empty() =>
                {
                    found.extend(self.owners(at, depth));
                }
                // "Turkey, whose troops …": the troops are Turkey's, whatever the bare noun may stand for elsewhere.
                Some(mention) if mention.form == Form::Description && self.whose(at).is_some() => {
                    if let Some(owner) = self.whose(at) {
                        self.collect(owner, confidence * INSIDE, depth + 1, found);
                    }
                }
                Some(mention) => {
                    add(mention, confidence, found);
                    self.joint_owners(at, mention, depth, found);
                }
                None => self.inside(at, confidence, depth, found),
            }
        }
        for conjunct in self.tree.dependents(at, Rel::Conj) {
            // A coordinate clause read as a conjunct is no party.
            if self.is_nominal(conjunct) || self.mention(conjunct).is_some() {
                // "Iraqi and Syrian officials" and "officials from A and B" alike.
                self.collect(conjunct, confidence, depth + 1, found);
            }
        }
        if found.len() == before {
            for appositive in self.tree.dependents(at, Rel::Appos) {
                self.collect(appositive, confidence, depth + 1, found);
            }
        }
        // "Belgium, the former colonial power, which …": what says who somebody is stands for whom it is said of.
        let word = self.word(at);
        if found.len() == before
            && word.rel == Rel::Appos
            && let Some(named) = word.head.filter(|&head| self.mention(head).is_some())
        {
            self.collect(named, confidence, depth + 1, found);
        }
    }

    /// "Delegates of France and Poland": the description names the first; the others stand beside it.
    fn joint_owners(&self, at: usize, mention: &Mention, depth: usize, found: &mut Vec<Filler>) {
        if mention.form != Form::Description || self.word(at).xpos != "NNS" {
            return;
        }
        for owner in self.tree.dependents(at, Rel::Nmod) {
            if matches!(self.preposition(owner), Some("of" | "from")) {
                for other in self.tree.dependents(owner, Rel::Conj) {
                    self.collect(other, INSIDE, depth + 1, found);
                }
            }
        }
    }

    /// The parties of a bare noun's "of" or "from" phrase.
    fn owners(&self, at: usize, depth: usize) -> Vec<Filler> {
        let mut found = Vec::new();
        for child in self.tree.dependents(at, Rel::Nmod) {
            if matches!(self.preposition(child), Some("of" | "from")) && found.is_empty() {
                self.collect(child, INSIDE, depth + 1, &mut found);
            }
        }
        found
    }

    /// "NATO and Russian officials": the name joined by "and" right before a mention, which trees often take for a modifier.
    fn partner_before(&self, at: usize) -> Option<&Mention> {
        let start = self.mention(at)?.words.start;
        let and = start.checked_sub(1)?;
        if !matches!(&*self.word(and).lower, "and" | "or") {
            return None;
        }
        // "A, B and C": the list reaches back over commas; one step here, the rest by the caller's recursion.
        let partner = self.mention(and.checked_sub(1)?)?;
        let joined = partner.words.end == and && partner.form != Form::Pronoun;
        // "X met Y, and Z said": two clauses, each with its verb.
        let clause = self
            .tree
            .words
            .get(self.mention(at)?.words.end)
            .is_some_and(|w| matches!(w.upos, Upos::Verb | Upos::Aux));
        let opens = partner.words.start == 0
            || matches!(
                self.word(partner.words.start - 1).upos,
                Upos::Adp | Upos::Punct | Upos::Sconj | Upos::Det | Upos::Adv | Upos::Pron
            );
        (joined && (!clause || opens)).then_some(partner)
    }

    /// Looks for the actor inside a noun phrase that no mention heads: possessor, nationality, "of", place.
    fn inside(&self, at: usize, confidence: f32, depth: usize, found: &mut Vec<Filler>) {
        // "Austria's partners", "critics of Moscow": whoever they are, not those they stand to.
        if self.is_a(at, "OTHERS") {
            return;
        }
        let before = found.len();
        for possessor in self.tree.dependents(at, Rel::NmodPoss) {
            if self.word(possessor).lower == "whose" {
                if let Some(owner) = self.antecedent(possessor) {
                    self.collect(owner, confidence * INSIDE, depth + 1, found);
                }
            } else {
                self.collect(possessor, confidence * INSIDE, depth + 1, found);
            }
        }
        if found.len() > before {
            return;
        }
        // The nearest nationality or name to the left within the phrase.
        let mut left = at;
        while left > 0 {
            left -= 1;
            let word = self.word(left);
            if !matches!(
                word.upos,
                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Verb | Upos::Cconj
            ) && !matches!(&*word.lower, "-" | "–" | "'s" | "’s")
            {
                break;
            }
            if let Some(mention) = self.mention(left) {
                // "Greek and Turkish warships".
                if mention.form == Form::Adjective
                    && (self.is_a(at, "TROOPS") || self.is_a(at, "VESSEL"))
                    && let Some(partner) = self.partner_before(left)
                {
                    add(partner, confidence * INSIDE, found);
                }
                if mention.form != Form::Pronoun {
                    add(mention, confidence * INSIDE, found);
                }
                break;
            }
        }
        if found.len() > before {
            return;
        }
        // "A ship owned by Japan".
        for participle in self.tree.dependents(at, Rel::Acl) {
            let owned = self.is_a(participle, "OWNING");
            if let Some(owner) = self.prepositional(participle, "by").filter(|_| owned) {
                self.collect(owner, confidence * INSIDE, depth + 1, found);
            }
        }
        if found.len() > before {
            return;
        }
        // "A bank linked to the navy", "a paper close to the government": whose they are.
        for bond in self
            .tree
            .children(at)
            .iter()
            .copied()
            .filter(|&c| c > at && self.is_a(c, "BOND"))
        {
            for child in self.tree.dependents(bond, Rel::Obl) {
                if matches!(self.preposition(child), Some("to" | "with")) {
                    self.collect(child, confidence * INSIDE, depth + 1, found);
                }
            }
        }
        if found.len() > before {
            return;
        }
        for (prepositions, factor) in [
            (&["of", "from", "by"][..], INSIDE),
            (
                &["in", "near", "at", "to", "on", "inside", "against", "with"][..],
                PLACE,
            ),
        ] {
            // "Bombs on Addis Ababa": whose they are is not said.
            if factor < INSIDE && self.is_a(at, "PROJECTILE") {
                return;
            }
            for child in self.tree.dependents(at, Rel::Nmod) {
                if self
                    .preposition(child)
                    .is_some_and(|p| prepositions.contains(&p))
                {
                    self.collect(child, confidence * factor, depth + 1, found);
                }
            }
            if found.len() > before {
                // "Rights groups in Berlin" are no government.
                if factor < INSIDE && self.word(at).xpos == "NNS" {
                    found[before..].iter_mut().for_each(as_people);
                }
                return;
            }
        }
    }

    /// The noun that a relative pronoun refers to.
    pub fn antecedent(&self, at: usize) -> Option<usize> {
        let word = self.word(at);
        let relative = match &*word.lower {
            "who" | "which" | "whom" => word.rel != Rel::Det,
            "whose" => true,
            "that" => word.xpos == "WDT",
            _ => false,
        };
        if !relative {
            return None;
        }
        if let Some(head) = self.relative_antecedent(at).filter(|&head| head < at) {
            return Some(head);
        }
        // The tree has missed the relative clause: what stands before the pronoun, over a comma or a preposition.
        (0..at)
            .rev()
            .take(3)
            .find(|&before| self.is_nominal(before))
            .map(|before| match self.mention(before) {
                Some(mention) => mention.head,
                None => before,
            })
    }

    /// The owner in "whose": the antecedent of the possessor of a noun.
    pub fn whose(&self, at: usize) -> Option<usize> {
        let possessor = self
            .tree
            .dependents(at, Rel::NmodPoss)
            .find(|&p| self.word(p).lower == "whose")?;
        self.antecedent(possessor)
    }

    /// The head of the relative clause that a word stands in.
    pub fn relative_antecedent(&self, at: usize) -> Option<usize> {
        let mut up = at;
        for _ in 0..self.len() {
            let word = self.word(up);
            if matches!(word.rel, Rel::AclRelcl | Rel::AdvclRelcl) {
                return word.head;
            }
            up = word.head?;
        }
        None
    }
}

fn add(mention: &Mention, confidence: f32, found: &mut Vec<Filler>) {
    for party in &mention.parties {
        found.push(Filler {
            party: party.clone(),
            word: mention.head,
            confidence: confidence * mention.confidence,
        });
    }
}

/// A state's people in its place.
fn as_people(filler: &mut Filler) {
    if filler.party.kind == ActorKind::State {
        make_part(&mut filler.party, "people");
    }
}

/// Makes a party one of the parts of its principal: "France (protesters)".
pub(super) fn make_part(party: &mut Party, part: &str) {
    party.id = ActorId::new(format!("{}-{}", party.principal, part.to_uppercase()));
    party.name = format!("{} ({part})", party.principal_name);
    party.kind = ActorKind::People;
}
