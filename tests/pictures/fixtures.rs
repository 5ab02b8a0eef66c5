//! Drawings to be looked at and measured.

use detente::model::{ActorKind, Status};
use detente::render::{Drawing, DrawnActor, DrawnCluster, DrawnEdge, EdgeChange, Sign, Tooltip};
use jiff::civil::date;

pub fn actor(id: &str, name: &str, kind: ActorKind, cluster: &str) -> DrawnActor {
    DrawnActor {
        id: id.into(),
        name: name.into(),
        office: None,
        kind,
        principal: None,
        cluster: (!cluster.is_empty()).then(|| cluster.into()),
        matter: None,
    }
}

fn person(id: &str, name: &str, office: &str, principal: &str, cluster: &str) -> DrawnActor {
    DrawnActor {
        office: Some(office.into()),
        principal: Some(principal.into()),
        ..actor(id, name, ActorKind::Person, cluster)
    }
}

pub fn edge(
    source: &str,
    target: &str,
    label: &str,
    when: &str,
    sign: Sign,
    status: Status,
) -> DrawnEdge {
    DrawnEdge {
        label: label.into(),
        date_label: when.into(),
        sign,
        status,
        tooltip: Tooltip {
            sentence: format!("{source} and {target}: {label}, as a sentence would put it."),
            document: "brief-07".into(),
            date: "21 July 1999".into(),
            link: Some("https://example.org/brief-07".into()),
        },
        ..DrawnEdge::new(source, target)
    }
}

fn mutual(edge: DrawnEdge) -> DrawnEdge {
    DrawnEdge {
        mutual: true,
        ..edge
    }
}

fn cluster(id: &str, name: &str) -> DrawnCluster {
    DrawnCluster {
        id: id.into(),
        name: name.into(),
    }
}

/// Russia and NATO in the summer of 1999.
pub fn summer_1999() -> Drawing {
    use ActorKind::{Institution, Organisation, State};
    use Sign::{Cooperative, Hostile, Neutral};
    use Status::{Done, Ended, Planned, Postponed, Underway};
    Drawing {
        title: "Russia and NATO, March to July 1999".into(),
        as_of: Some(date(1999, 7, 21)),
        clusters: vec![
            cluster("RUS", "Russia"),
            cluster("nato", "NATO and members"),
        ],
        actors: vec![
            person(
                "igor-ivanov",
                "Igor Ivanov",
                "Foreign Minister",
                "RUS",
                "RUS",
            ),
            actor("RUS", "Russia", State, "RUS"),
            actor("anti-nato", "Anti-NATO Commission", Institution, "RUS"),
            person("tony-blair", "Tony Blair", "Prime Minister", "GBR", "nato"),
            actor("GBR", "Britain", State, "nato"),
            actor("USA", "United States", State, "nato"),
            actor("NATO", "NATO", Organisation, "nato"),
            actor("pjc", "Permanent Joint Council", Institution, ""),
            actor("YUG", "Yugoslavia", State, ""),
        ],
        edges: vec![
            mutual(edge(
                "igor-ivanov",
                "tony-blair",
                "to meet",
                "21 Jul 1999",
                Cooperative,
                Planned,
            )),
            edge(
                "RUS",
                "GBR",
                "visit planned",
                "21 Jul 1999",
                Cooperative,
                Planned,
            ),
            mutual(edge(
                "RUS",
                "USA",
                "Stepashin–Gore talks",
                "Jul 1999",
                Cooperative,
                Planned,
            )),
            edge(
                "RUS",
                "USA",
                "wants broader ties",
                "Jul 1999",
                Cooperative,
                Done,
            ),
            DrawnEdge {
                broken: true,
                weight: 4.0,
                n_sources: 3,
                ..edge("RUS", "NATO", "severed ties", "Mar 1999", Hostile, Ended)
            },
            edge(
                "RUS",
                "NATO",
                "willing to cooperate on Kosovo peacekeeping",
                "Jul 1999",
                Cooperative,
                Done,
            ),
            mutual(edge(
                "RUS",
                "pjc",
                "talks",
                "postponed 20 Jul 1999",
                Neutral,
                Postponed,
            )),
            mutual(edge("pjc", "NATO", "", "", Neutral, Postponed)),
            edge("anti-nato", "NATO", "accuses", "Jul 1999", Hostile, Done),
            DrawnEdge {
                weight: 9.0,
                ..edge(
                    "NATO",
                    "YUG",
                    "air campaign",
                    "from Mar 1999",
                    Hostile,
                    Underway,
                )
            },
        ],
        weight_means: "reports".into(),
        ..Drawing::default()
    }
}

/// The same with what changed since March.
pub fn spring_to_summer() -> Drawing {
    let mut drawing = summer_1999();
    drawing.title = "Russia and NATO: 31 March → 21 July 1999".into();
    drawing.as_of = None;
    for (i, edge) in drawing.edges.iter_mut().enumerate() {
        edge.change = Some(match i {
            4 => EdgeChange::Removed,
            6 => EdgeChange::Changed,
            7 | 9 => EdgeChange::Unchanged,
            _ => EdgeChange::Added,
        });
    }
    drawing.edges[4].date_label = "ended Jul 1999".into();
    drawing.edges[4].broken = false;
    drawing.edges[4].n_sources = 1;
    drawing.edges[6].date_label = "scheduled → postponed, 20 Jul 1999".into();
    drawing
}

/// From NATO to Britain by way of Russia.
pub fn path() -> Drawing {
    let mut drawing = summer_1999();
    drawing.title = "From NATO to Britain on 21 July 1999".into();
    drawing.edges[7].hop = Some(1);
    drawing.edges[7].label = "council talks".into();
    drawing.edges[7].date_label = "postponed 20 Jul 1999".into();
    drawing.edges[6].hop = Some(2);
    drawing.edges[1].hop = Some(3);
    drawing
}

/// Two actors with every kind of relation.
pub fn pair() -> Drawing {
    use Sign::{Cooperative, Hostile, Neutral};
    let kinds = [
        ("sanctions", Hostile, Status::Done),
        ("grain deal", Cooperative, Status::Planned),
        ("summit", Cooperative, Status::Postponed),
        ("threatens to expel diplomats", Hostile, Status::Threatened),
        ("embassy closed", Hostile, Status::Ended),
        ("says it never met the envoy", Neutral, Status::Denied),
    ];
    let mut edges: Vec<DrawnEdge> = kinds
        .iter()
        .enumerate()
        .map(|(i, (label, sign, status))| {
            let (source, target) = if i % 2 == 0 {
                ("IRN", "USA")
            } else {
                ("USA", "IRN")
            };
            edge(source, target, label, "Aug 2001", *sign, *status)
        })
        .collect();
    edges[2].mutual = true;
    edges[4].broken = true;
    edges.push(edge(
        "IRN",
        "IRN",
        "protests at home",
        "3 Aug 2001",
        Hostile,
        Status::Underway,
    ));
    Drawing {
        title: "Iran and the United States".into(),
        as_of: Some(date(2001, 8, 30)),
        actors: vec![
            actor("IRN", "Iran", ActorKind::State, ""),
            actor("USA", "United States", ActorKind::State, ""),
        ],
        edges,
        ..Drawing::default()
    }
}

const STATES: [&str; 60] = [
    "Russia",
    "United States",
    "China",
    "Ukraine",
    "France",
    "Germany",
    "Britain",
    "Turkey",
    "Iran",
    "Israel",
    "Syria",
    "Saudi Arabia",
    "Egypt",
    "India",
    "Pakistan",
    "Japan",
    "South Korea",
    "North Korea",
    "Poland",
    "Italy",
    "Spain",
    "Greece",
    "Serbia",
    "Kosovo",
    "Georgia",
    "Armenia",
    "Azerbaijan",
    "Kazakhstan",
    "Afghanistan",
    "Iraq",
    "Lebanon",
    "Jordan",
    "Yemen",
    "Qatar",
    "United Arab Emirates",
    "Libya",
    "Tunisia",
    "Algeria",
    "Morocco",
    "Sudan",
    "Ethiopia",
    "Kenya",
    "Somalia",
    "Nigeria",
    "South Africa",
    "Brazil",
    "Argentina",
    "Venezuela",
    "Colombia",
    "Mexico",
    "Canada",
    "Cuba",
    "Vietnam",
    "Philippines",
    "Indonesia",
    "Malaysia",
    "Thailand",
    "Myanmar",
    "Australia",
    "New Zealand",
];
const MATTERS: [(&str, Sign, Status); 12] = [
    ("talks", Sign::Cooperative, Status::Done),
    ("visit", Sign::Cooperative, Status::Planned),
    ("sanctions", Sign::Hostile, Status::Underway),
    ("accuses of interference", Sign::Hostile, Status::Done),
    ("trade agreement", Sign::Cooperative, Status::Proposed),
    ("military aid", Sign::Cooperative, Status::Done),
    ("shelling", Sign::Hostile, Status::Underway),
    ("border closure", Sign::Hostile, Status::Threatened),
    ("ceasefire", Sign::Cooperative, Status::Demanded),
    ("summit", Sign::Neutral, Status::Postponed),
    ("joint exercise", Sign::Cooperative, Status::Planned),
    ("recalls ambassador", Sign::Hostile, Status::Done),
];

/// A made-up crowd: a few actors have most relations, as in the news.
pub fn crowd(n_actors: usize, n_edges: usize, seed: u64) -> Drawing {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |n: usize| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    };
    let mut drawing = Drawing {
        title: format!("{n_actors} actors, {n_edges} relations"),
        as_of: Some(date(2014, 3, 7)),
        weight_means: "reports".into(),
        ..Drawing::default()
    };
    for i in 0..n_actors {
        let name = STATES
            .get(i)
            .map_or_else(|| format!("Actor {i}"), |name| (*name).to_owned());
        drawing
            .actors
            .push(actor(&format!("A{i}"), &name, ActorKind::State, ""));
    }
    for i in 0..n_edges {
        let skewed = |a: usize, b: usize| a.min(b);
        let source = if i < n_actors {
            i
        } else {
            skewed(below(n_actors), below(n_actors))
        };
        let mut target = skewed(below(n_actors), below(n_actors));
        if target == source {
            target = (source + 1) % n_actors;
        }
        let (label, sign, status) = MATTERS[below(MATTERS.len())];
        let when = format!("{} Mar 2014", 1 + below(7));
        let mut edge = edge(
            &format!("A{source}"),
            &format!("A{target}"),
            label,
            &when,
            sign,
            status,
        );
        edge.weight = (1 + below(20)) as f64;
        edge.mutual = matches!(
            label,
            "talks" | "summit" | "joint exercise" | "trade agreement"
        );
        edge.broken = label == "recalls ambassador";
        drawing.edges.push(edge);
    }
    drawing
}

/// States with their people and institutions, who deal with each other.
pub fn courts() -> Drawing {
    use Sign::{Cooperative, Hostile};
    let mut drawing = Drawing {
        title: "Ministers and states".into(),
        as_of: Some(date(2003, 2, 14)),
        ..Drawing::default()
    };
    for (id, name) in [
        ("FRA", "France"),
        ("USA", "United States"),
        ("IRQ", "Iraq"),
        ("DEU", "Germany"),
    ] {
        drawing.clusters.push(cluster(id, name));
        drawing.actors.push(actor(id, name, ActorKind::State, id));
        drawing.actors.push(person(
            &format!("{id}-fm"),
            &format!("Minister of {name}"),
            "Foreign Minister",
            id,
            id,
        ));
        drawing.actors.push(person(
            &format!("{id}-hs"),
            &format!("Leader of {name}"),
            "Head of Government",
            id,
            id,
        ));
        drawing.actors.push(actor(
            &format!("{id}-army"),
            &format!("Army of {name}"),
            ActorKind::Institution,
            id,
        ));
    }
    drawing.actors.push(actor(
        "UN",
        "United Nations Security Council",
        ActorKind::Organisation,
        "",
    ));
    drawing.edges = vec![
        edge(
            "USA",
            "IRQ",
            "demands disarmament",
            "Feb 2003",
            Hostile,
            Status::Demanded,
        ),
        edge(
            "USA-fm",
            "UN",
            "presents its case",
            "5 Feb 2003",
            Hostile,
            Status::Done,
        ),
        edge(
            "FRA-fm",
            "UN",
            "asks for more inspections",
            "14 Feb 2003",
            Cooperative,
            Status::Demanded,
        ),
        edge(
            "FRA-fm",
            "USA-fm",
            "disagrees",
            "14 Feb 2003",
            Hostile,
            Status::Done,
        ),
        mutual(edge(
            "FRA-hs",
            "DEU-hs",
            "joint declaration",
            "10 Feb 2003",
            Cooperative,
            Status::Done,
        )),
        edge(
            "USA-army",
            "IRQ-army",
            "build-up at the border",
            "Feb 2003",
            Hostile,
            Status::Underway,
        ),
        edge(
            "UN",
            "IRQ",
            "inspections",
            "since Nov 2002",
            Cooperative,
            Status::Underway,
        ),
        edge(
            "IRQ-fm",
            "UN",
            "letter",
            "Feb 2003",
            Cooperative,
            Status::Done,
        ),
        edge(
            "USA-hs",
            "USA-army",
            "gives orders",
            "Feb 2003",
            Cooperative,
            Status::Done,
        ),
        edge(
            "IRQ-hs",
            "USA",
            "warns",
            "Feb 2003",
            Hostile,
            Status::Threatened,
        ),
        edge(
            "DEU",
            "USA",
            "refuses troops",
            "Feb 2003",
            Hostile,
            Status::Refused,
        ),
    ];
    drawing
}

/// A summit of so many, who all met, and two of whom also quarrel with one who did not.
pub fn summit(n: usize) -> Drawing {
    let mut drawing = Drawing {
        title: format!("A summit of {n}"),
        as_of: Some(date(2014, 3, 25)),
        ..Drawing::default()
    };
    for (i, name) in STATES.iter().enumerate().take(n + 1) {
        let id = format!("A{i}");
        drawing.actors.push(actor(&id, name, ActorKind::State, ""));
        for k in i + 1..n {
            let met = edge(
                &id,
                &format!("A{k}"),
                "met",
                "24 Mar 2014",
                Sign::Cooperative,
                Status::Done,
            );
            drawing.edges.push(mutual(met));
        }
    }
    for source in [0, 1] {
        drawing.edges.push(edge(
            &format!("A{source}"),
            &format!("A{n}"),
            "criticises",
            "25 Mar 2014",
            Sign::Hostile,
            Status::Done,
        ));
    }
    drawing
}

/// Names and sentences made to do harm.
pub fn hostile() -> Drawing {
    let evil = "<script>alert(\"1\")</script> & \\\"quoted\\\" \u{202e}reversed\u{7} ]]> --> \u{0}";
    let long = "endless ".repeat(1_250);
    let mut one = edge("A\"1", "B<2>", evil, evil, Sign::Hostile, Status::Done);
    one.tooltip.sentence = evil.into();
    one.tooltip.link = Some("javascript:alert(1)".into());
    let mut two = edge("B<2>", "C", &long, "", Sign::Cooperative, Status::Planned);
    two.tooltip.link = Some("https://example.org/?a=\"><script>alert(1)</script>&b='c'".into());
    let mut three = edge(
        "C",
        "D",
        &"x".repeat(10_000),
        "",
        Sign::Neutral,
        Status::Done,
    );
    three.tooltip.link = Some(" DATA:text/html,<script>alert(1)</script>".into());
    let four = edge(
        "D",
        "E",
        "会谈将于明年举行",
        "二〇〇一年",
        Sign::Cooperative,
        Status::Planned,
    );
    let missing = edge(
        "A\"1",
        "nobody",
        "not drawn",
        "",
        Sign::Neutral,
        Status::Done,
    );
    let mut odd = DrawnEdge::new("E", "A\"1");
    odd.weight = f64::NAN;
    Drawing {
        title: evil.into(),
        note: evil.into(),
        clusters: vec![cluster("x\"", evil)],
        actors: vec![
            DrawnActor {
                office: Some(evil.into()),
                ..actor("A\"1", evil, ActorKind::Person, "x\"")
            },
            actor("B<2>", &long, ActorKind::State, "x\""),
            actor("C", "中华人民共和国外交部", ActorKind::Institution, ""),
            actor(
                "D",
                "وزارة الخارجية",
                ActorKind::Organisation,
                "no such cluster",
            ),
            actor("E", "", ActorKind::Group, ""),
        ],
        edges: vec![one, two, three, four, missing, odd],
        ..Drawing::default()
    }
}

/// All of them, with names for files.
pub fn all() -> Vec<(&'static str, Drawing)> {
    vec![
        ("summer", summer_1999()),
        ("diff", spring_to_summer()),
        ("path", path()),
        ("pair", pair()),
        ("courts", courts()),
        ("crowd-9-14", crowd(9, 14, 7)),
        ("crowd-25-60", crowd(25, 60, 5)),
        ("crowd-25-110", crowd(25, 110, 3)),
        ("crowd-40-120", crowd(40, 120, 4)),
        ("crowd-60-150", crowd(60, 150, 2)),
        ("crowd-200-1000", crowd(200, 1000, 1)),
        ("summit", summit(20)),
        ("hostile", hostile()),
        ("empty", Drawing::default()),
    ]
}
