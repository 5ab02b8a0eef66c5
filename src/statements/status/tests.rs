//! Every rule by which statuses stack, one by one.

use super::*;
use crate::vocabulary::relations::Relations;

/// The statuses in the order of the tables below, with the sign that stands for each there.
const SIGNS: [(Status, char); 11] = [
    (Status::Done, 'd'),
    (Status::Underway, 'u'),
    (Status::Planned, 'p'),
    (Status::Proposed, 'o'),
    (Status::Postponed, 'l'),
    (Status::Ended, 'e'),
    (Status::Refused, 'r'),
    (Status::Demanded, 'a'),
    (Status::Threatened, 't'),
    (Status::Possible, 'm'),
    (Status::Denied, 'n'),
];

fn act(action: Action, kind: &str, status: Status) -> Act {
    Act {
        action,
        kind: kind.into(),
        status,
        sources: Vec::new(),
        targets: Vec::new(),
        mutual: false,
        anchors: vec![0],
        weight: 1.0,
        asserted: false,
        speakers: Vec::new(),
    }
}

fn sign(governed: &Governed) -> char {
    match governed {
        Ok(act) => {
            SIGNS
                .iter()
                .find(|(status, _)| *status == act.status)
                .unwrap()
                .1
        }
        Err(_) => '-',
    }
}

/// A row of signs: what becomes of aid under each status.
fn row(mut apply: impl FnMut(Act) -> Governed) -> String {
    SIGNS
        .iter()
        .map(|&(status, _)| sign(&apply(act(Action::Aid, "give", status))))
        .collect()
}

fn plain(mood: Mood) -> Clause {
    Clause {
        mood,
        negated: false,
        no_longer: false,
        hypothetical: false,
        undecided: false,
        scheduled: false,
    }
}

fn negated(mood: Mood) -> Clause {
    Clause {
        negated: true,
        ..plain(mood)
    }
}

#[test]
fn a_governing_word_on_each_status() {
    use Operator as Op;
    let events = &Relations::load().unwrap().events;
    // Inner status:    done underway planned proposed postponed(l) ended refused demanded(a) threatened possible(m) denied(n)
    let rules = [
        // Plans and possibilities come true; a proposal stays one until it is taken up.
        (Op::Begin, "dudoleratdn"),
        (Op::Continue, "uupoleratmn"),
        // What was closed is open again; of a demand, threat or denial that ends, nothing is known.
        (Op::End, "eeeeddd--e-"),
        (Op::Close, "eeeeddd--e-"),
        (Op::Postpone, "llllllrllln"),
        (Op::Plan, "pppplpratmn"),
        (Op::Attempt, "pppplpratmn"),
        (Op::Propose, "oooooorooon"),
        (Op::Demand, "aaaaaaaaaaa"),
        (Op::Refuse, "rrrrrrrrrrn"),
        (Op::Threaten, "ttttttttttt"),
        (Op::Possible, "mmmmmmratmm"),
        (Op::Deny, "nnnnnnnnnnn"),
        (Op::Fail, "-----------"),
        (Op::Report, "dupoleratmn"),
    ];
    for (operator, expected) in rules {
        let told = row(|act| govern(act, operator, false, events));
        assert_eq!(told, expected, "{operator:?}");
    }
}

#[test]
fn attempted_violence_is_violence() {
    let events = &Relations::load().unwrap().events;
    for (action, kind, sign_of) in [
        (Action::Violence, "kill", 'd'),
        (Action::Meeting, "meet", 'p'),
    ] {
        let governed = govern(
            act(action, kind, Status::Done),
            Operator::Attempt,
            false,
            events,
        );
        assert_eq!(sign(&governed), sign_of);
    }
}

#[test]
fn what_a_verb_asserts_is_not_begun_by_another() {
    // "began to plan talks": the plan was made, the talks were not held.
    let events = &Relations::load().unwrap().events;
    for (status, sign_of) in [
        (Status::Planned, 'p'),
        (Status::Proposed, 'o'),
        (Status::Possible, 'm'),
    ] {
        let asserted = Act {
            asserted: true,
            ..act(Action::Meeting, "meet", status)
        };
        let governed = govern(asserted, Operator::Begin, false, events);
        assert_eq!(sign(&governed), sign_of);
    }
}

#[test]
fn an_end_gives_each_action_its_reversal() {
    let events = &Relations::load().unwrap().events;
    for &action in Action::ALL {
        let ended = govern(
            act(action, "give", Status::Done),
            Operator::End,
            false,
            events,
        )
        .unwrap();
        if action == Action::Violence {
            // Who ends violence keeps a truce.
            assert_eq!((ended.action, &*ended.kind), (Action::Truce, "ceasefire"));
            assert_eq!(ended.status, Status::Done);
        } else {
            assert_eq!(&*ended.kind, events.reversal(action), "{action}");
        }
    }
    // An attack that is called off has not begun.
    let attack = act(Action::Violence, "attack", Status::Planned);
    let off = govern(attack, Operator::End, true, events).unwrap();
    assert_eq!((&*off.kind, off.status), ("stop", Status::Ended));
    // A visit that ends was made, talks that both end were held.
    let visit = act(Action::Visit, "visit", Status::Done);
    let made = govern(visit, Operator::Close, false, events).unwrap();
    assert_eq!(made.status, Status::Done);
    // Talks that had not begun are cancelled, not broken off.
    for (status, cancels, kind) in [
        (Status::Done, false, "break-off"),
        (Status::Underway, false, "break-off"),
        (Status::Done, true, "cancel"),
        (Status::Planned, false, "cancel"),
    ] {
        let talks = act(Action::Meeting, "meet", status);
        let ended = govern(talks, Operator::End, cancels, events).unwrap();
        assert_eq!(&*ended.kind, kind, "{status} {cancels}");
    }
    // "no longer objects to the accession": it yields, and nobody has joined yet.
    let veto = act(Action::Membership, "member", Status::Refused);
    let lifted = govern(veto, Operator::End, false, events).unwrap();
    assert_eq!(
        (lifted.action, &*lifted.kind, lifted.status),
        (Action::Policy, "yield", Status::Done)
    );
    // "dropped its refusal": some other conduct that is refused no more is a yielding.
    let refusal = act(Action::Policy, "reject", Status::Refused);
    let dropped = govern(refusal, Operator::End, false, events).unwrap();
    assert_eq!((&*dropped.kind, dropped.status), ("yield", Status::Done));
}

#[test]
fn tense_and_modality_on_each_status() {
    let events = &Relations::load().unwrap().events;
    let rules = [
        (Mood::Past, "dupoleratmn"),
        (Mood::Open, "dupoleratmn"),
        (Mood::Present, "dupoleratmn"),
        (Mood::Ongoing, "uupoleratmn"),
        (Mood::Future, "pppolpratmn"),
        (Mood::Conditional, "pppolpratmn"),
        (Mood::Possible, "mmmmlmrmtmn"),
        (Mood::Obligation, "aaaolaratmn"),
    ];
    for (mood, expected) in rules {
        let told = row(|act| temper(act, plain(mood), None, false, events));
        assert_eq!(told, expected, "{mood:?}");
    }
    // "departs today": a visit in the present lies ahead.
    let visit = act(Action::Visit, "visit", Status::Done);
    let tempered = temper(visit, plain(Mood::Present), None, false, events).unwrap();
    assert_eq!(tempered.status, Status::Planned);
    // "meets him on Friday": so does a meeting that is given a day, and no other.
    for (scheduled, status) in [(true, Status::Planned), (false, Status::Done)] {
        let meeting = act(Action::Meeting, "meet", Status::Done);
        let clause = Clause {
            scheduled,
            ..plain(Mood::Present)
        };
        let tempered = temper(meeting, clause, None, false, events).unwrap();
        assert_eq!(tempered.status, status);
    }
    // "would" outside reported speech may be a mere wish.
    for (reported, weight) in [(true, 1.0), (false, CONDITIONAL_WEIGHT)] {
        let aid = act(Action::Aid, "give", Status::Done);
        let tempered = temper(aid, plain(Mood::Conditional), None, reported, events).unwrap();
        assert!(
            (tempered.weight - weight).abs() < f32::EPSILON,
            "{reported}"
        );
    }
}

#[test]
fn conditions_doubts_and_no_longer() {
    let events = &Relations::load().unwrap().events;
    let of = |clause: Clause| row(|act| temper(act, clause, None, false, events));
    let base = plain(Mood::Past);
    assert_eq!(
        of(Clause {
            hypothetical: true,
            ..base
        }),
        "-----------"
    );
    assert_eq!(
        of(Clause {
            undecided: true,
            ..base
        }),
        "mmmmmmmmmmm"
    );
    assert_eq!(
        of(Clause {
            no_longer: true,
            ..base
        }),
        "eeeeddd--e-"
    );
}

#[test]
fn negation_refuses_reopens_or_silences() {
    use Operator as Op;
    let events = &Relations::load().unwrap().events;
    let of = |operator: Option<Operator>, mood: Mood, reported: bool| {
        row(|act| temper(act, negated(mood), operator, reported, events))
    };
    let (refused, open, silent) = ("rrrrrrrrrrr", "mmmmmmmmmmm", "-----------");
    for (operator, mood, reported, expected) in [
        // "is not ruling out", whatever the tense.
        (Some(Op::Refuse), Mood::Present, false, open),
        (Some(Op::Refuse), Mood::Past, true, open),
        // "did not deny", "has not threatened", "does not plan".
        (Some(Op::Deny), Mood::Past, false, silent),
        (Some(Op::Fail), Mood::Past, false, silent),
        (Some(Op::Threaten), Mood::Present, false, silent),
        (Some(Op::Demand), Mood::Past, false, silent),
        (Some(Op::Propose), Mood::Past, false, silent),
        (Some(Op::Possible), Mood::Ongoing, false, silent),
        (Some(Op::Plan), Mood::Present, false, silent),
        (Some(Op::Postpone), Mood::Past, false, silent),
        (Some(Op::Plan), Mood::Open, false, silent),
        // "will not send", "said that it would not send".
        (None, Mood::Future, false, refused),
        (None, Mood::Conditional, true, refused),
        (Some(Op::Plan), Mood::Future, false, refused),
        (None, Mood::Conditional, false, refused),
        // "promised not to help": an infinitive whose governor decides.
        (None, Mood::Open, false, refused),
        // "did not send", "may not send": nothing stands.
        (None, Mood::Past, false, silent),
        (None, Mood::Possible, false, silent),
        (None, Mood::Obligation, false, silent),
        (None, Mood::Present, false, silent),
    ] {
        assert_eq!(
            of(operator, mood, reported),
            expected,
            "{operator:?} {mood:?} {reported}"
        );
    }
}

#[test]
fn negation_by_what_is_negated() {
    let events = &Relations::load().unwrap().events;
    let of = |action: Action, kind: &str, mood: Mood| {
        temper(
            act(action, kind, Status::Done),
            negated(mood),
            None,
            false,
            events,
        )
    };
    // "does not recognise": a standing refusal.
    assert_eq!(sign(&of(Action::Ties, "recognise", Mood::Present)), 'r');
    assert_eq!(sign(&of(Action::Praise, "praise", Mood::Present)), 'r');
    assert_eq!(sign(&of(Action::Meeting, "meet", Mood::Present)), '-');
    // "promised not to attack": a hostile act that is forsworn is a truce.
    let forsworn = of(Action::Violence, "attack", Mood::Open).unwrap();
    assert_eq!(forsworn.action, Action::Truce);
}

#[test]
fn what_is_dropped_says_why() {
    let events = &Relations::load().unwrap().events;
    let aid = |status: Status| act(Action::Aid, "give", status);
    let why = |governed: Governed| governed.unwrap_err().why;
    let hypothetical = Clause {
        hypothetical: true,
        ..plain(Mood::Past)
    };
    let failed = govern(aid(Status::Done), Operator::Fail, false, events);
    let withdrawn = govern(aid(Status::Demanded), Operator::End, false, events);
    let condition = temper(aid(Status::Done), hypothetical, None, false, events);
    let negated = temper(aid(Status::Done), negated(Mood::Past), None, false, events);
    assert_eq!(why(failed), Unsaid::Failed);
    assert_eq!(why(withdrawn), Unsaid::Withdrawn);
    assert_eq!(why(condition), Unsaid::Hypothetical);
    assert_eq!(why(negated), Unsaid::Negated);
}
