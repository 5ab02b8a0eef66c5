//! Inside one state: which crowd, court or police faces whom where the text names only one side, or only the place.

use super::act::{Act, Filler};
use super::parties::make_part;
use super::view::View;
use crate::language::{Rel, Upos};
use crate::mentions::Form;
use crate::model::{Action, ActorId, ActorKind, Party, Status};

/// How sure it is that a crowd is of the country it stands in, or faces that country's own rulers.
const AT_HOME: f32 = 0.7;
/// Below this, a bare noun was given its country by the text around it.
const GUESSED: f32 = 0.5;

/// Gives acts inside one state the side that the text leaves to the reader.
pub(super) fn at_home(view: &View<'_>, act: &mut Act) {
    leave_own_people(act);
    if act.mutual || !matters_at_home(act) {
        return;
    }
    share_state(view, act);
    own_people(view, act);
    critics(view, act);
    protest(view, act);
}

/// "Canada may evacuate its citizens", "the president urged his people to keep calm": what rulers do for their own is no
/// matter between two.
fn leave_own_people(act: &mut Act) {
    let harmless = !matches!(
        act.action,
        Action::Protest
            | Action::Criticism
            | Action::Violence
            | Action::Coercion
            | Action::Truce
            | Action::Meeting
    );
    let rules = |source: &Filler| matches!(source.party.kind, ActorKind::State | ActorKind::Person);
    if harmless && act.sources.iter().all(rules) {
        let sources = &act.sources;
        act.targets.retain(|target| {
            target.party.kind != ActorKind::People
                || sources
                    .iter()
                    .all(|source| source.party.principal != target.party.principal)
        });
    }
}

/// Acts that are done inside a state as often as between two.
fn matters_at_home(act: &Act) -> bool {
    matches!(
        act.action,
        Action::Protest | Action::Criticism | Action::Violence | Action::Coercion
    ) || act.action == Action::Policy && act.status == Status::Demanded
}

/// "Villagers in Serbia attacked police", "Turkish prosecutors charged mayors", "lawmakers accused the president": a bare
/// noun on one side is of the same state as the people or the officials on the other.
fn share_state(view: &View<'_>, act: &mut Act) {
    let guessed = |filler: &Filler| {
        view.mention(filler.word).is_some_and(|mention| {
            mention.form == Form::Description && mention.confidence < GUESSED
        })
    };
    let people = |filler: &Filler| {
        !guessed(filler)
            && matches!(
                filler.party.kind,
                ActorKind::Person | ActorKind::People | ActorKind::Institution
            )
    };
    let ([source], [target]) = (&act.sources[..], &act.targets[..]) else {
        return;
    };
    // "burnt the visitor's portrait": where a crowd is may be told by the report, whoever has come.
    let visited = act.action == Action::Protest && target.party.kind == ActorKind::Person;
    if source.party.principal == target.party.principal || visited {
        return;
    }
    if guessed(source) && people(target) {
        act.sources = vec![moved(source, target)];
    } else if guessed(target) && people(source) {
        act.targets = vec![moved(target, source)];
    }
}

/// A part of a state, such as its police, as the same part of another's; a state itself as the other's people.
fn moved(part: &Filler, home: &Filler) -> Filler {
    let mut moved = part.clone();
    let (from, to) = (&part.party, &home.party);
    moved.party.principal = to.principal.clone();
    moved.party.principal_name.clone_from(&to.principal_name);
    match from.id.as_str().strip_prefix(from.principal.as_str()) {
        Some(id) if id.starts_with('-') => {
            moved.party.id = ActorId::new(format!("{}{id}", to.principal));
            moved.party.name = from.name.replace(&from.principal_name, &to.principal_name);
        }
        _ => make_part(&mut moved.party, "people"),
    }
    moved
}

/// "Police arrested a journalist", "soldiers in Rangoon shot students": whom a state's own police lay hands on are its
/// people, if nothing else is said of them; so for its soldiers where no other state is named.
fn own_people(view: &View<'_>, act: &mut Act) {
    let hostile = matches!(act.action, Action::Coercion | Action::Violence);
    let ([source], true) = (&act.sources[..], hostile && act.asserted) else {
        return;
    };
    let Some(verb) = act.anchors.iter().copied().find(|&at| view.is_verb(at)) else {
        return;
    };
    let own_alone = act
        .targets
        .iter()
        .all(|target| target.party.id == source.party.id);
    let is_part = |part: &str| source.party.id.as_str().ends_with(part);
    let at_home = || {
        let mut parties = view.mentions.iter().flat_map(|mention| &mention.parties);
        parties.all(|party| party.principal == source.party.principal)
    };
    let object = view.patient(verb).or_else(|| {
        let mut behind = ["at", "on"].iter();
        behind.find_map(|preposition| view.prepositional(verb, preposition))
    });
    // "Belarus jailed an opposition leader".
    let jailed = || {
        let dissents = |object| view.is_a(object, "DISSENTER");
        &*act.kind == "arrest" && at_home() && object.is_some_and(dissents)
    };
    let theirs = is_part("-POLICE")
        || is_part("-JUDICIARY")
        || is_part("-MILITARY") && at_home()
        || jailed();
    if !own_alone || !theirs {
        return;
    }
    let Some(object) = object.filter(|&object| is_somebody(view, object, &source.party.principal))
    else {
        return;
    };
    // The two are of one state, whichever it is.
    let people = crowd_of(view, object, source, "people");
    act.targets = vec![Filler {
        confidence: AT_HOME,
        ..people
    }];
}

/// Whether a noun phrase is of persons of whom no country is said.
fn is_somebody(view: &View<'_>, at: usize, state: &ActorId) -> bool {
    let nobody_else = |at: usize| {
        let mut parties = view.parties(at).into_iter();
        parties.all(|party| party.party.principal == *state)
    };
    let person = ["PERSON", "PROTESTER", "PEOPLE", "REFUGEE"]
        .iter()
        .any(|class| view.is_a(at, class));
    // "Nineteen of them", "hundreds".
    let number = matches!(view.word(at).upos, Upos::Num)
        || matches!(
            &*view.word(at).lemma,
            "hundred" | "dozen" | "score" | "thousand"
        );
    (person || number) && nobody_else(at)
}

/// "Relatives of the victims accused Blair's government", "strikers burnt the ministry": a crowd without a country is of the
/// country whose rulers it faces.
fn critics(view: &View<'_>, act: &mut Act) {
    let protest = act.action == Action::Protest;
    if protest || !act.asserted || !act.sources.is_empty() || act.targets.is_empty() {
        return;
    }
    let Some(verb) = act.anchors.iter().copied().find(|&at| view.is_verb(at)) else {
        return;
    };
    let is_thing = |at| {
        ["PROJECTILE", "VESSEL", "WEAPON"]
            .iter()
            .any(|class| view.is_a(at, class))
    };
    let crowd = view
        .agent(verb)
        .filter(|&at| is_crowd(view, at) && !is_thing(at));
    if let Some(crowd) = crowd {
        act.sources = vec![crowd_of(view, crowd, &act.targets[0], "people")];
    }
}

/// Gives a protest the side that it leaves out: "thousands marched against Barak's government", "in Beirut students
/// rioted", "the monks demonstrated against the accord".
fn protest(view: &View<'_>, act: &mut Act) {
    if act.action != Action::Protest || !act.asserted {
        return;
    }
    in_place(view, act);
    if act.complete() {
        return;
    }
    let Some(verb) = act.anchors.iter().copied().find(|&at| view.is_verb(at)) else {
        return;
    };
    let place = whereabouts(view);
    if act.sources.is_empty() {
        let Some(crowd) = view.agent(verb).filter(|&at| is_crowd(view, at)) else {
            return;
        };
        let Some(home) = place.clone().or_else(|| act.targets.first().cloned()) else {
            return;
        };
        act.sources = vec![crowd_of(view, crowd, &home, "protesters")];
    }
    if !act.targets.is_empty() {
        return;
    }
    let source = &act.sources[0];
    let faces_somebody = ["against", "over", "outside", "at", "on", "with"]
        .iter()
        .filter_map(|preposition| view.prepositional(verb, preposition))
        .any(|faced| !view.is_time(faced));
    if faces_somebody && source.party.kind != ActorKind::Person {
        let mut rulers = source.clone();
        rulers.confidence *= AT_HOME;
        rulers.party.id = rulers.party.principal.clone();
        rulers.party.kind = ActorKind::State;
        rulers.party.name.clone_from(&rulers.party.principal_name);
        if source.party.id == rulers.party.id {
            act.sources = vec![crowd_of(view, source.word, source, "protesters")];
        }
        act.targets = vec![rulers];
    }
}

/// "Crowds stoned the Danish embassy in Oslo": a crowd of which nothing else is said is of where it is, whomever it faces.
fn in_place(view: &View<'_>, act: &mut Act) {
    let [source] = &act.sources[..] else { return };
    let guessed = view
        .mention(source.word)
        .is_none_or(|mention| mention.form == Form::Description && mention.confidence < GUESSED);
    let Some(place) = whereabouts(view).filter(|_| guessed) else {
        return;
    };
    let faces_own = act
        .targets
        .iter()
        .all(|target| target.party.principal == place.party.principal);
    if !act.targets.is_empty() && !faces_own && place.party.principal != source.party.principal {
        act.sources = vec![crowd_of(view, source.word, &place, "protesters")];
    }
}

/// The state of the place where the sentence is set, if it names one.
fn whereabouts(view: &View<'_>) -> Option<Filler> {
    view.mentions
        .iter()
        .filter(|mention| mention.place && mention.parties.len() == 1)
        .find(|mention| {
            view.preposition(mention.head)
                .is_some_and(|p| matches!(p, "in" | "across" | "throughout"))
        })
        .map(|mention| Filler {
            party: mention.parties[0].clone(),
            word: mention.head,
            confidence: mention.confidence,
        })
}

/// A plural, or a number of people, that names no actor of its own.
fn is_crowd(view: &View<'_>, at: usize) -> bool {
    let word = view.word(at);
    view.mention(at).is_none()
        && (matches!(word.xpos, "NNS" | "NNPS" | "CD")
            || matches!(&*word.lemma, "crowd" | "opposition" | "mob" | "union")
            || view.tree.dependent(at, Rel::Nummod).is_some())
        && matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Num)
}

/// The people behind a word, of a country.
fn crowd_of(view: &View<'_>, at: usize, home: &Filler, part: &str) -> Filler {
    let word = view.word(at);
    let mut party = Party {
        text: word.form.clone(),
        span: word.span,
        office: None,
        alternatives: Vec::new(),
        ..home.party.clone()
    };
    make_part(&mut party, part);
    Filler {
        party,
        word: at,
        confidence: home.confidence * AT_HOME,
    }
}
