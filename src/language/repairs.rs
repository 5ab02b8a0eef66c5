//! Mending what the parser regularly gets wrong in news, where the words leave no doubt.

use super::attachments::Verbs;
use super::{Rel, Upos, Word};

/// Tags that the words around leave no choice for, as (position among `kept`, Penn tag). Applied before parsing.
///
/// - A participle after a subject and before an object is a past tense: "Oslo expelled two envoys".
/// - A sentence without any finite verb has one in its first bare participle.
/// - A plain verb form after "a" is a noun: "an arms embargo".
/// - A form that is nothing but a past tense is one: "forgave". So is an adjective in "-ed" between a noun and an object,
///   where no other word is finite: "Latvia relaxed its embargo".
/// - A plural right behind "who" and before its complement is a verb: "who hopes to win".
/// - A verb form right behind a possessor is a noun: "Oslo's charges".
/// - A gerund that opens a sentence right before a finite verb is a noun: "Fighting broke out".
/// - Some plain forms are verbs between "to" or a modal and an object: "will free two sailors".
pub fn tags(words: &[Word], kept: &[usize], verbs: &Verbs) -> Vec<(usize, &'static str)> {
    let word = |idx: usize| &words[kept[idx]];
    let mut repairs = Vec::new();
    let finite = kept
        .iter()
        .any(|&at| matches!(words[at].xpos, "VBD" | "VBZ" | "VBP" | "MD"));
    let mut found_finite = finite;
    if let [first, second, ..] = kept
        && words[*first].xpos == "VBG"
        && matches!(words[*second].xpos, "VBD" | "VBZ")
    {
        repairs.push((0, "NN"));
    }
    for idx in 1..kept.len() {
        let here = word(idx);
        if !matches!(here.xpos, "VBD" | "VBN") && verbs.is_past(&here.form) {
            repairs.push((idx, "VBD"));
            found_finite = true;
            continue;
        }
        // "is opposed to leaving": a state of mind, not what was done to one.
        if matches!(&*here.lower, "opposed" | "inclined")
            && here.xpos != "JJ"
            && matches!(&*word(idx - 1).lower, "is" | "are" | "was" | "were" | "not")
            && kept
                .get(idx + 1)
                .is_some_and(|&next| words[next].lower == "to")
        {
            repairs.push((idx, "JJ"));
            continue;
        }
        let object_next = |after: usize| {
            kept.get(after).is_some_and(|&next| {
                matches!(words[next].xpos, "DT" | "PRP$" | "CD" | "NNP" | "PRP")
            })
        };
        // "had sunk a destroyer".
        if here.xpos == "JJ"
            && verbs.is_participle(&here.lower)
            && matches!(&*word(idx - 1).lower, "had" | "has" | "have")
            && object_next(idx + 1)
        {
            repairs.push((idx, "VBN"));
            continue;
        }
        // "A fighter shot down two planes".
        if &*here.lower == "shot"
            && matches!(here.xpos, "NN" | "CD" | "JJ")
            && !found_finite
            && matches!(word(idx - 1).upos, Upos::Noun | Upos::Propn | Upos::Num)
            && kept
                .get(idx + 1)
                .is_some_and(|&next| words[next].lower == "down")
            && object_next(idx + 2)
        {
            repairs.push((idx, "VBD"));
            found_finite = true;
            continue;
        }
        // "Artillery set fire to a refinery".
        let next_is = |after: usize, lower: &str| {
            kept.get(after)
                .is_some_and(|&next| words[next].lower == lower)
        };
        if &*here.lower == "set"
            && here.xpos == "NN"
            && !found_finite
            && matches!(word(idx - 1).upos, Upos::Noun | Upos::Propn)
            && next_is(idx + 1, "fire")
            && next_is(idx + 2, "to")
        {
            repairs.push((idx, "VBD"));
            found_finite = true;
            continue;
        }
        // "A meeting set for this week".
        let a_time = || {
            kept.get(idx + 2).is_some_and(|&next| {
                let next = &words[next];
                matches!(
                    &*next.lower,
                    "this" | "next" | "today" | "tomorrow" | "early" | "late" | "mid"
                ) || next.upos == Upos::Num
                    || next.lower.ends_with("day")
                    || matches!(next.xpos, "NNP" | "CD")
            })
        };
        if &*here.lower == "set"
            && here.xpos == "NN"
            && word(idx - 1).upos == Upos::Noun
            && next_is(idx + 1, "for")
            && a_time()
        {
            repairs.push((idx, "VBN"));
            continue;
        }
        // "assets were frozen".
        if here.xpos == "JJ"
            && verbs.is_participle(&here.lower)
            && matches!(&*word(idx - 1).lower, "was" | "were" | "been" | "being")
        {
            repairs.push((idx, "VBN"));
            continue;
        }
        if let Some(xpos) = bare_verb(words, kept, idx, found_finite, verbs) {
            repairs.push((idx, xpos));
            found_finite |= xpos != "VB";
            continue;
        }
        let owned = idx > 1
            && word(idx - 1).xpos == "POS"
            && matches!(word(idx - 2).upos, Upos::Noun | Upos::Propn);
        match here.xpos {
            "JJ" if !found_finite && here.lower.ends_with("ed") => {
                let subject = matches!(word(idx - 1).upos, Upos::Noun | Upos::Propn);
                let complement = kept.get(idx + 1).is_some_and(|&next| {
                    let object = matches!(words[next].xpos, "DT" | "PRP$" | "JJ" | "NNP" | "CD");
                    // "Iraqi divisions advanced to the border".
                    object || matches!(words[next].xpos, "TO" | "IN") && word(idx - 1).xpos == "NNS"
                });
                if subject && complement {
                    repairs.push((idx, "VBD"));
                    found_finite = true;
                }
            }
            "VBN" => {
                let before = (0..idx).rev().find(|&b| word(b).upos != Upos::Adv);
                let subject = before.is_some_and(|b| {
                    matches!(word(b).upos, Upos::Noun | Upos::Propn)
                        || matches!(word(b).xpos, "PRP" | "WP" | "WDT")
                });
                let object = kept.get(idx + 1).is_some_and(|&next| {
                    matches!(
                        words[next].xpos,
                        "DT" | "PRP$" | "JJ" | "NN" | "NNS" | "NNP" | "NNPS" | "CD" | "PRP" | "PDT"
                    )
                });
                // "a man named Olsen" has no object.
                let naming = verbs.names(&here.lemma);
                let lone = !found_finite
                    && before.is_some_and(|b| {
                        matches!(word(b).upos, Upos::Noun | Upos::Propn | Upos::Punct)
                    })
                    && !matches!(
                        kept.get(idx + 1).map(|&next| words[next].upos),
                        None | Some(Upos::Punct)
                    );
                if !naming && (subject && object || lone) {
                    repairs.push((idx, "VBD"));
                    found_finite = true;
                }
            }
            // "The envoy plans to visit Oslo": the only verb there is.
            "NNS"
                if !found_finite
                    && matches!(word(idx - 1).upos, Upos::Noun | Upos::Propn)
                    && kept
                        .get(idx + 1)
                        .is_some_and(|&next| match words[next].xpos {
                            "TO" => verbs.explains(&here.lemma),
                            "RP" | "IN" => matches!(&*words[next].lower, "out" | "off" | "up"),
                            xpos => matches!(xpos, "DT" | "PRP$"),
                        }) =>
            {
                repairs.push((idx, "VBZ"));
                found_finite = true;
            }
            "NNS" => {
                let relative = word(idx - 1).xpos == "WP" && word(idx - 1).lower == "who";
                let complement = kept.get(idx + 1).is_some_and(|&next| {
                    matches!(words[next].xpos, "TO" | "DT" | "PRP$" | "PRP" | "NNP")
                        || words[next].lower == "that"
                });
                if relative && complement && here.lower.ends_with('s') {
                    repairs.push((idx, "VBZ"));
                }
            }
            // "Oslo's charges": a possessor has no verb behind it.
            "VBZ" if owned && verbs.is_rather_a_noun(&here.lower) => repairs.push((idx, "NNS")),
            // "are to swap prisoners".
            "NN" if idx > 1
                && word(idx - 1).lower == "to"
                && matches!(&*word(idx - 2).lower, "is" | "are" | "was" | "were")
                && kept.get(idx + 1).is_some_and(|&next| {
                    matches!(
                        words[next].xpos,
                        "DT" | "PRP$" | "CD" | "NNP" | "NNS" | "JJ"
                    )
                }) =>
            {
                repairs.push((idx, "VB"));
            }
            "VBP" | "VB" => {
                let article = (idx.saturating_sub(3)..idx)
                    .rev()
                    .find(|&b| !matches!(word(b).upos, Upos::Adj | Upos::Noun));
                let object = kept.get(idx + 1).is_some_and(|&next| {
                    matches!(words[next].upos, Upos::Det | Upos::Propn | Upos::Pron)
                });
                if owned
                    || article.is_some_and(|a| matches!(&*word(a).lower, "a" | "an"))
                    || verbs.is_rather_a_noun(&here.lower) && !object
                {
                    repairs.push((idx, "NN"));
                }
            }
            _ => {}
        }
    }
    repairs
}

/// The tag of a plain form that is a verb: "to station missiles", "Ghana shut its border", "Togo and Benin share data".
fn bare_verb(
    words: &[Word],
    kept: &[usize],
    idx: usize,
    found_finite: bool,
    verbs: &Verbs,
) -> Option<&'static str> {
    let here = &words[kept[idx]];
    if !verbs.is_bare(&here.lower) || !matches!(here.xpos, "JJ" | "NN" | "NNP") {
        return None;
    }
    let object = kept.get(idx + 1).is_some_and(|&next| {
        let next = &words[next];
        matches!(
            next.xpos,
            "DT" | "PRP$" | "CD" | "NNP" | "NNPS" | "PRP" | "JJ" | "NNS" | "NN"
        )
    });
    let before = &words[kept[idx - 1]];
    let infinitive = matches!(before.xpos, "MD" | "TO")
        || before.lower == "to" && idx > 1 && words[kept[idx - 2]].upos == Upos::Verb;
    if !object {
        None
    } else if infinitive {
        Some("VB")
    } else if !found_finite && matches!(before.upos, Upos::Noun | Upos::Propn) {
        Some(if &*here.lower == "shut" { "VBD" } else { "VBP" })
    } else {
        None
    }
}

/// Applies all repairs of the tree.
pub fn repair(words: &mut [Word], verbs: &Verbs) {
    gerunds(words, verbs);
}

/// "began bombing the bridges" is no "bombing bridges": a gerund read as an object or as the first part of one becomes the
/// verb that it is.
fn gerunds(words: &mut [Word], verbs: &Verbs) {
    for at in 1..words.len() {
        let word = &words[at];
        if word.upos != Upos::Noun || !word.lower.ends_with("ing") {
            continue;
        }
        let verb = at - 1;
        let object = match word.rel {
            Rel::Compound => word.head.filter(|&head| head > at),
            Rel::Obj if word.head == Some(verb) => (at + 1..words.len())
                .find(|&object| words[object].head == Some(verb) && words[object].rel == Rel::Obj),
            _ => None,
        };
        let Some(object) = object else { continue };
        let taken = words[object].head == Some(verb) && words[object].rel == Rel::Obj;
        if !taken || !verbs.takes_a_gerund(&words[verb].lemma) {
            continue;
        }
        let gerund = &mut words[at];
        gerund.upos = Upos::Verb;
        gerund.xpos = "VBG";
        gerund.head = Some(verb);
        gerund.rel = Rel::Xcomp;
        words[object].head = Some(at);
    }
}

#[cfg(test)]
mod tests {
    use super::super::English;
    use super::*;
    use crate::text::sentences;

    #[test]
    fn a_participle_between_subject_and_object_is_a_past_tense() {
        for (text, verb) in [
            (
                "Norway and Finland established diplomatic relations.",
                "established",
            ),
            ("The arms, which Cairo bought, cost a fortune.", "bought"),
        ] {
            let tree = English::embedded()
                .unwrap()
                .analyse(text, &sentences(text)[0]);
            let verb = tree.words.iter().find(|word| word.form == verb).unwrap();
            assert_eq!(verb.xpos, "VBD", "{text}");
        }
        let text = "A man named Olsen was seen.";
        let tree = English::embedded()
            .unwrap()
            .analyse(text, &sentences(text)[0]);
        assert_eq!(tree.words[2].xpos, "VBN");
    }

    #[test]
    fn some_forms_are_verbs_between_to_or_a_subject_and_an_object() {
        for (text, at, xpos) in [
            ("Peru will free two Chilean pilots.", 2, "VB"),
            (
                "Russia threatened to station missiles near Poland.",
                3,
                "VB",
            ),
            ("Togo and Benin share intelligence.", 3, "VBP"),
            ("Fighting broke out in Togo.", 0, "NN"),
            ("The assets were frozen.", 3, "VBN"),
        ] {
            let tree = English::embedded()
                .unwrap()
                .analyse(text, &sentences(text)[0]);
            assert_eq!(tree.words[at].xpos, xpos, "{text}");
        }
    }

    #[test]
    fn an_aspectual_verb_takes_a_gerund() {
        let text = "Oslo began mending fences with Sweden.";
        let tree = English::embedded()
            .unwrap()
            .analyse(text, &sentences(text)[0]);
        assert_eq!(
            (tree.words[2].upos, tree.words[2].rel),
            (Upos::Verb, Rel::Xcomp)
        );
        assert_eq!(tree.words[3].head, Some(2));
        let text = "Oslo opened bombing ranges.";
        let tree = English::embedded()
            .unwrap()
            .analyse(text, &sentences(text)[0]);
        assert_eq!(tree.words[3].head, Some(1));
    }
}
