//! Mentions that may have to do with an actor whom their sentence does not name, and what the arbiter says of them.

use std::rc::Rc;

use super::pairs::parties;
use crate::mentions::{Form, Mention};
use crate::statements::act::Act;
use crate::statements::arbiter::{Opinion, Pair, Words};
use crate::statements::marked::{MarkedReading, readings};
use crate::statements::view::View;
use crate::vocabulary::relations::Relations;

/// Mentions of a sentence that are looked at, in its order.
const MAX_ALONE: usize = 5;
/// Of these, mentions of one actor.
const MAX_OF_ONE: usize = 2;
/// The principal of nobody in the sentence.
const NOBODY: &str = "";

/// One party, where the other is not in the sentence.
#[derive(Debug, Clone)]
pub struct LoneMention {
    /// The one party.
    pub mention: Rc<Mention>,
    /// What the rules read of it: as source, and as target.
    pub readings: [Vec<MarkedReading>; 2],
}

impl LoneMention {
    /// What the arbiter is asked about it as source, or as target.
    pub fn asked<'a>(
        &'a self,
        words: &'a Words<'a>,
        relations: &'a Relations,
        as_target: bool,
    ) -> Pair<'a> {
        let own = Some(&*self.mention);
        Pair {
            words,
            source: own.filter(|_| !as_target),
            target: own.filter(|_| as_target),
            readings: &self.readings[usize::from(as_target)],
            relations,
            whole_text: true,
        }
    }
}

/// A lone mention with what the arbiter says of it: as source, and as target.
pub struct JudgedAlone {
    pub mention: LoneMention,
    pub opinions: [Opinion; 2],
}

/// The mentions of a sentence that name one actor each, and not merely where something happens.
pub fn lone_mentions(view: &View<'_>, acts: &[Act]) -> Vec<LoneMention> {
    let mut kept: Vec<Rc<Mention>> = Vec::new();
    for mention in parties(view) {
        let [party] = &mention.parties[..] else {
            continue;
        };
        let of_one = |kept: &&Rc<Mention>| kept.parties[0].principal == party.principal;
        if mention.form != Form::Adjective
            && !mention.is_mere_place(view.tree)
            && kept.len() < MAX_ALONE
            && kept.iter().filter(of_one).count() < MAX_OF_ONE
        {
            kept.push(mention);
        }
    }
    let lone = |mention: Rc<Mention>| {
        let own = mention.parties[0].principal.as_str();
        LoneMention {
            readings: [
                readings(view, acts, own, NOBODY),
                readings(view, acts, NOBODY, own),
            ],
            mention,
        }
    };
    kept.into_iter().map(lone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::English;
    use crate::model::Document;
    use crate::pipeline;
    use crate::statements::arbiter::Sequence;

    #[test]
    fn each_actor_is_asked_about_by_itself() {
        let reader = pipeline::Reader::embedded().unwrap();
        let text = "Norway told Denmark on Monday that it would shut its embassy in Sweden.";
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let analysis = reader.analyse(&document);
        let reading = analysis.readings().next().unwrap();
        let alone = reader.statement_reader().alone(reading);
        let named = |id: &str| {
            let own = |lone: &&LoneMention| lone.mention.parties[0].principal.as_str() == id;
            alone.iter().filter(own).count()
        };
        assert_eq!((named("DNK"), named("SWE")), (1, 0), "a mere place is none");
        assert_eq!(named("NOR"), MAX_OF_ONE);

        let relations = crate::vocabulary::relations::Relations::load().unwrap();
        let words = Words::new(reading.tree, English::embedded().unwrap());
        let of = |as_target| Sequence::of(&alone[0].asked(&words, &relations, as_target));
        let [source, target] = [of(false), of(true)];
        assert_eq!(source.words, target.words);
        let last = source.words.len() - 1;
        assert_eq!(source.parties, Some([0, last]), "nobody is at the end");
        assert_eq!(target.parties, Some([last, 0]));
    }
}
