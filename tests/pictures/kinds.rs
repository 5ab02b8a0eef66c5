//! Pictures other than lines between actors: matrix, small multiples, timeline; and places that are kept.

use detente::render::{DrawnEdge, Panel, Style, Theme, View, multiples, places, svg, timeline};
use jiff::civil::date;

use crate::{chronicle, fixtures, measure};

fn parse(svg: &str) -> roxmltree::Document<'_> {
    roxmltree::Document::parse(svg).expect("valid XML")
}

#[test]
fn dense_crowds_become_a_matrix() {
    let dense = svg(&fixtures::crowd(25, 110, 5), &Style::default());
    assert!(dense.contains("class=\"cell\"") && !dense.contains("class=\"edge\""));
    let sparse = svg(&fixtures::summer_1999(), &Style::default());
    assert!(sparse.contains("class=\"edge\"") && !sparse.contains("class=\"cell\""));
}

#[test]
fn a_summit_of_twenty_is_a_hub_with_twenty_spokes() {
    let picture = svg(&fixtures::summit(20), &Style::default());
    assert_eq!(picture.matches("class=\"edge\"").count(), 22);
    assert_eq!(picture.matches("class=\"actor\"").count(), 22);
    assert!(
        picture.contains("21 actors, 192 relations."),
        "what is counted are relations"
    );
    let mut drawn = fixtures::summit(20);
    drawn.edges.retain(|edge| !edge.mutual);
    drawn.actors.push(fixtures::actor(
        "hub",
        "met",
        detente::model::ActorKind::State,
        "",
    ));
    let spokes = (0..20).map(|i| DrawnEdge::new(&format!("A{i}"), "hub"));
    drawn.edges.extend(spokes);
    let faults = measure::faults(&picture, &drawn);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(measure::crossings(&picture), 0);
}

#[test]
fn every_relation_of_a_matrix_has_a_mark_within_the_page() {
    let drawing = fixtures::crowd(25, 110, 5);
    let style = Style {
        view: View::Matrix,
        ..Style::default()
    };
    let picture = svg(&drawing, &style);
    let document = parse(&picture);
    let number = |node: &roxmltree::Node, name: &str| {
        node.attribute(name).and_then(|v| v.parse::<f64>().ok())
    };
    let root = document.root_element();
    let (w, h) = (
        number(&root, "width").unwrap(),
        number(&root, "height").unwrap(),
    );
    let mut signs = std::collections::BTreeSet::new();
    for edge in &drawing.edges {
        signs.insert((&edge.source, &edge.target, edge.sign));
        if edge.mutual {
            signs.insert((&edge.target, &edge.source, edge.sign));
        }
    }
    let cells = document
        .descendants()
        .filter(|node| node.attribute("class") == Some("cell"));
    let n_marks: usize = cells
        .map(|cell| {
            cell.children()
                .filter(|node| node.attribute("class") == Some("mark"))
                .count()
        })
        .sum();
    assert_eq!(n_marks, signs.len());
    for node in document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
    {
        if let (Some(x), Some(y)) = (number(&node, "x"), number(&node, "y")) {
            assert!(
                x >= 0.0 && x <= w && y >= 0.0 && y <= h,
                "{:?}",
                node.text()
            );
        }
    }
}

#[test]
fn an_actor_has_one_place_in_all_small_multiples() {
    let spring = fixtures::summer_1999();
    let mut summer = spring.clone();
    summer.edges.truncate(4);
    let panels = [("Spring", spring), ("Summer", summer)].map(|(heading, drawing)| Panel {
        heading: heading.into(),
        drawing,
    });
    let picture = multiples("Two dates", "", &panels, &Style::default());
    let document = parse(&picture);
    let mut at: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
    for node in document.descendants() {
        if let (Some(id), Some(place)) = (node.attribute("data-actor"), node.attribute("data-at")) {
            at.entry(id).or_default().push(place);
        }
    }
    assert_eq!(at.len(), 9);
    assert!(
        at.values()
            .all(|places| places.len() == 2 && places[0] == places[1]),
        "{at:?}"
    );
    let mut ids: Vec<_> = document
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "an id occurs twice");
}

#[test]
fn words_of_a_timeline_do_not_overlap() {
    let mut crowded = chronicle(fixtures::pair());
    for (i, life) in crowded.lives.iter_mut().enumerate() {
        // Several stages of one relation within days of each other, near the right edge.
        life.relation = format!("r{}", i / 3);
        life.from = date(1999, 7, 10)
            .checked_add(jiff::Span::new().days(i as i64))
            .ok();
        life.reports = life.from.into_iter().collect();
    }
    for of in [None, Some("IRN")] {
        let picture = timeline(&crowded, of, &Style::default());
        let faults = measure::word_faults(&picture);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(picture.matches("class=\"edge\"").count(), 7);
    }
}

#[test]
fn actors_keep_their_columns_and_their_order() {
    let before = fixtures::summer_1999();
    let first = svg(&before, &Style::default());
    let old = places(&first).expect("actors");
    let mut after = before.clone();
    after.edges.remove(0);
    after.edges.remove(3);
    after.actors.push(fixtures::actor(
        "CHN",
        "China",
        detente::model::ActorKind::State,
        "",
    ));
    after.edges.push(fixtures::edge(
        "CHN",
        "NATO",
        "protests",
        "May 1999",
        detente::render::Sign::Hostile,
        detente::model::Status::Done,
    ));
    let style = Style {
        places: Some(old.clone()),
        ..Style::default()
    };
    let second = svg(&after, &style);
    let new = places(&second).expect("actors");
    for one in &before.actors {
        for other in &before.actors {
            let [(a, b), (c, d)] =
                [&old, &new].map(|p| (p.get(&one.id).unwrap(), p.get(&other.id).unwrap()));
            if (a.x - b.x).abs() < 1.0 {
                assert!(
                    (c.x - d.x).abs() < 1.0,
                    "{} and {} share a column",
                    one.id,
                    other.id
                );
                assert_eq!(a.y < b.y, c.y < d.y, "{} above {}", one.id, other.id);
            } else {
                assert_eq!(a.x < b.x, c.x < d.x, "{} left of {}", one.id, other.id);
            }
        }
    }
    assert!(new.get("CHN").is_some());
    let faults = measure::faults(&second, &after);
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn every_theme_draws_every_kind() {
    for theme in [Theme::Light, Theme::Dark, Theme::Print] {
        let style = Style {
            theme,
            ..Style::default()
        };
        for picture in [
            svg(&fixtures::crowd(25, 110, 5), &style),
            timeline(&chronicle(fixtures::pair()), None, &style),
        ] {
            parse(&picture);
        }
    }
}
