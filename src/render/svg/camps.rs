//! The order of a matrix: those who deal with each other stand near each other.

use super::matrix::weight;
use crate::render::drawing::{Drawing, DrawnEdge, Sign};

/// Rounds in which actors look for a better place; most orders settle after four.
const MAX_ROUNDS: usize = 12;

/// Who stands beside whom: those who cooperate near each other, so that camps show as blocks on the diagonal.
///
/// A linear arrangement by insertion: each actor in turn goes where the sum of distances, weighed by what links it,
/// is least. What is hostile pulls a third as much, so that rivals still end at the same corner.
pub(super) fn order(
    drawing: &Drawing,
    ends: &dyn Fn(&DrawnEdge) -> Option<(usize, usize)>,
) -> Vec<usize> {
    let n_actors = drawing.actors.len();
    let mut pull = vec![vec![0.0_f64; n_actors]; n_actors];
    for edge in &drawing.edges {
        let Some((source, target)) = ends(edge) else {
            continue;
        };
        let strength = weight(&[edge]).ln_1p()
            * if edge.sign == Sign::Hostile {
                0.33
            } else {
                1.0
            };
        pull[source][target] += strength;
        pull[target][source] += strength;
    }
    let total = |actor: usize| pull[actor].iter().sum::<f64>();
    let mut order: Vec<usize> = (0..n_actors).collect();
    order.sort_by(|&one, &other| total(other).total_cmp(&total(one)).then(one.cmp(&other)));
    let cost = |order: &[usize]| {
        let mut sum = 0.0;
        for (i, &one) in order.iter().enumerate() {
            for (k, &other) in order.iter().enumerate().skip(i + 1) {
                sum += pull[one][other] * (k - i) as f64;
            }
        }
        sum
    };
    let mut least = cost(&order);
    for _ in 0..MAX_ROUNDS {
        let before = least;
        for from in 0..n_actors {
            // Carries the actor through every place, one step at a time, at the cost of two neighbours' exchange.
            let mut moved = order.clone();
            let actor = moved.remove(from);
            moved.insert(0, actor);
            let mut now = cost(&moved);
            let (mut best, mut best_at) = (now, 0);
            for at in 1..n_actors {
                let passed = moved[at];
                let mut change = 0.0;
                for (k, &other) in moved.iter().enumerate() {
                    if other == actor || other == passed {
                        continue;
                    }
                    let side = if k < at { 1.0 } else { -1.0 };
                    change += side * (pull[actor][other] - pull[passed][other]);
                }
                now += change;
                moved.swap(at - 1, at);
                if now < best - 1e-9 {
                    (best, best_at) = (now, at);
                }
            }
            if best < least - 1e-9 {
                let actor = order.remove(from);
                order.insert(best_at, actor);
                least = cost(&order);
            }
        }
        if before - least < 1e-9 {
            break;
        }
    }
    order
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::ActorKind;
    use crate::render::drawing::DrawnActor;

    pub fn two_camps() -> Drawing {
        let mut drawing = Drawing::default();
        for i in 0..6 {
            drawing.actors.push(DrawnActor {
                id: i.to_string(),
                name: format!("Actor {i}"),
                office: None,
                kind: ActorKind::State,
                principal: None,
                cluster: None,
                matter: None,
            });
        }
        for (source, target) in [
            ("0", "2"),
            ("2", "4"),
            ("4", "0"),
            ("1", "3"),
            ("3", "5"),
            ("5", "1"),
        ] {
            drawing.edges.push(DrawnEdge {
                sign: Sign::Cooperative,
                ..DrawnEdge::new(source, target)
            });
        }
        drawing
    }

    #[test]
    fn camps_stand_together() {
        let drawing = two_camps();
        let ends = |edge: &DrawnEdge| Some((edge.source.parse().ok()?, edge.target.parse().ok()?));
        let order = order(&drawing, &ends);
        let camp: Vec<usize> = order.iter().map(|actor| actor % 2).collect();
        assert!(
            camp == [0, 0, 0, 1, 1, 1] || camp == [1, 1, 1, 0, 0, 0],
            "{order:?}"
        );
    }
}
