//! What a relation is about, and how it stands.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// All of them, in the order of the design.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in data and JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord {
                        what: $what,
                        found: text.to_owned(),
                        known: [$($word),+].join(", "),
                    }),
                }
            }
        }
    };
}

/// A word that is not in a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{found}' is no {what}; known are {known}")]
pub struct UnknownWord {
    what: &'static str,
    found: String,
    known: String,
}

words! {
    /// What a relation is about.
    Action, "action" {
        /// Talks, negotiations, summits, mediation, phone calls.
        Meeting = "meeting",
        /// One side goes to the other.
        Visit = "visit",
        /// Treaties, accords, pacts, deals.
        Agreement = "agreement",
        /// Diplomatic or general relations, recognition, ambassadors, embassies.
        Ties = "ties",
        /// Economic, military, judicial or intelligence cooperation; arms sales.
        Cooperation = "cooperation",
        /// Money, food, arms given, peacekeepers sent to help, asylum.
        Aid = "aid",
        /// Sanctions, embargoes, boycotts, punitive tariffs.
        Sanctions = "sanctions",
        /// Joining or leaving a body.
        Membership = "membership",
        /// Support, endorsement, thanks, apology, condolences.
        Praise = "praise",
        /// Accusing, condemning, suing, investigating.
        Criticism = "criticism",
        /// A demand for, or yielding on, some other conduct.
        Policy = "policy",
        /// Demonstrations, strikes, riots.
        Protest = "protest",
        /// Mobilisation, deployment, alert, shows of force.
        Forces = "forces",
        /// Arrest, expulsion, seizure, blockade, ban, cyber attack.
        Coercion = "coercion",
        /// Attacks, bombing, war, killing, occupation.
        Violence = "violence",
        /// Ceasefire, withdrawal, surrender, disarmament, prisoner release.
        Truce = "truce",
    }
}

words! {
    /// How a matter stands, by the statement's words.
    Status, "status" {
        /// It happened.
        Done = "done",
        /// It is going on.
        Underway = "underway",
        /// Scheduled, promised, intended, agreed to be done.
        Planned = "planned",
        /// Offered, invited, suggested.
        Proposed = "proposed",
        /// Put off.
        Postponed = "postponed",
        /// Stopped, severed, cancelled, expired.
        Ended = "ended",
        /// Rejected, ruled out.
        Refused = "refused",
        /// Asked for, urged, called for.
        Demanded = "demanded",
        /// Announced as a threat.
        Threatened = "threatened",
        /// Might be; considered; not ruled out.
        Possible = "possible",
        /// Said not to have happened.
        Denied = "denied",
    }
}
