//! The best tree without crossing arcs and with one root, by Eisner (1996).

/// The heads of the best tree. `scores` has `n` rows of `n + 1`: the score of each word's head, the root last; `None` is
/// the root's head. Takes time in proportion to the cube of `n` where the best heads alone make no tree.
pub fn best_tree(scores: &[f32], n: usize) -> Vec<Option<usize>> {
    let heads: Vec<usize> = (0..n).map(|at| best_head(scores, n, at)).collect();
    let heads = if is_tree(&heads, n) {
        heads
    } else {
        eisner(scores, n)
    };
    heads
        .into_iter()
        .map(|head| (head < n).then_some(head))
        .collect()
}

fn best_head(scores: &[f32], n: usize, at: usize) -> usize {
    let mut best = n;
    let row = &scores[at * (n + 1)..(at + 1) * (n + 1)];
    for (head, &score) in row.iter().enumerate() {
        if head != at && score > row[best] {
            best = head;
        }
    }
    best
}

/// Whether heads make a tree with one root and without crossing arcs.
fn is_tree(heads: &[usize], n: usize) -> bool {
    if heads.iter().filter(|&&head| head == n).count() != 1 {
        return false;
    }
    // Without crossings and with one root, every word hangs on the root if every arc's span is closed, which a walk over
    // the words with a stack of open arcs shows; cycles are found by walking up.
    for at in 0..n {
        let mut up = at;
        for step in 0..=n {
            if up == n {
                break;
            }
            if step == n {
                return false;
            }
            up = heads[up];
        }
    }
    for (at, &head) in heads.iter().enumerate() {
        if head == n {
            continue;
        }
        let (first, last) = (at.min(head), at.max(head));
        for (between, &other) in heads.iter().enumerate().take(last).skip(first + 1) {
            let _ = between;
            if other == n || other < first || other > last {
                return false;
            }
        }
    }
    true
}

/// Spans of words, complete or with the arc between their ends as yet bare, with the end that is their head.
struct Chart {
    n: usize,
    score: Vec<f32>,
    split: Vec<u32>,
}

impl Chart {
    fn new(n: usize) -> Self {
        Self {
            n,
            score: vec![0.0; n * n * 4],
            split: vec![0; n * n * 4],
        }
    }

    fn place(&self, first: usize, last: usize, kind: usize) -> usize {
        (kind * self.n + first) * self.n + last
    }

    fn get(&self, first: usize, last: usize, kind: usize) -> f32 {
        self.score[self.place(first, last, kind)]
    }

    fn set(&mut self, first: usize, last: usize, kind: usize, best: (f32, usize)) {
        let place = self.place(first, last, kind);
        self.score[place] = best.0;
        self.split[place] = best.1 as u32;
    }
}

/// Head on the right or left, span complete or not.
const LEFT_OPEN: usize = 0;
const RIGHT_OPEN: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = 3;

fn eisner(scores: &[f32], n: usize) -> Vec<usize> {
    let arc = |dependent: usize, head: usize| scores[dependent * (n + 1) + head];
    let mut chart = Chart::new(n);
    for length in 1..n {
        for first in 0..n - length {
            let last = first + length;
            let best =
                best((first..last).map(|split| {
                    chart.get(first, split, RIGHT) + chart.get(split + 1, last, LEFT)
                }));
            let best = (best.0, best.1 + first);
            chart.set(first, last, LEFT_OPEN, (best.0 + arc(first, last), best.1));
            chart.set(first, last, RIGHT_OPEN, (best.0 + arc(last, first), best.1));
            let left =
                self::best((first..last).map(|split| {
                    chart.get(first, split, LEFT) + chart.get(split, last, LEFT_OPEN)
                }));
            chart.set(first, last, LEFT, (left.0, left.1 + first));
            let right =
                self::best((first + 1..=last).map(|split| {
                    chart.get(first, split, RIGHT_OPEN) + chart.get(split, last, RIGHT)
                }));
            chart.set(first, last, RIGHT, (right.0, right.1 + first + 1));
        }
    }
    let root = best(
        (0..n).map(|root| arc(root, n) + chart.get(0, root, LEFT) + chart.get(root, n - 1, RIGHT)),
    )
    .1;
    let mut heads = vec![n; n];
    let mut open = vec![(0, root, LEFT), (root, n - 1, RIGHT)];
    while let Some((first, last, kind)) = open.pop() {
        if first == last {
            continue;
        }
        let split = chart.split[chart.place(first, last, kind)] as usize;
        match kind {
            LEFT => open.extend([(first, split, LEFT), (split, last, LEFT_OPEN)]),
            RIGHT => open.extend([(first, split, RIGHT_OPEN), (split, last, RIGHT)]),
            _ => {
                if kind == LEFT_OPEN {
                    heads[first] = last;
                } else {
                    heads[last] = first;
                }
                open.extend([(first, split, RIGHT), (split + 1, last, LEFT)]);
            }
        }
    }
    heads
}

/// The first of the highest scores, and where it stands.
fn best(scores: impl Iterator<Item = f32>) -> (f32, usize) {
    let mut best = (f32::MIN, 0);
    for (at, score) in scores.enumerate() {
        if score > best.0 {
            best = (score, at);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All ways to give each word a head, tried one after the other.
    fn exhaustive(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::MIN;
        for mut code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n)
                .map(|_| {
                    let head = code % (n + 1);
                    code /= n + 1;
                    head
                })
                .collect();
            if heads.iter().enumerate().all(|(at, &head)| at != head) && is_tree(&heads, n) {
                best = best.max(total(scores, n, &heads));
            }
        }
        best
    }

    fn total(scores: &[f32], n: usize, heads: &[usize]) -> f32 {
        heads
            .iter()
            .enumerate()
            .map(|(at, head)| scores[at * (n + 1) + head])
            .sum()
    }

    #[test]
    fn no_tree_scores_more() {
        let mut state = 7_u64;
        for n in 1..=5 {
            for _ in 0..40 {
                let scores: Vec<f32> = (0..n * (n + 1))
                    .map(|_| {
                        state = state
                            .wrapping_mul(6_364_136_223_846_793_005)
                            .wrapping_add(1);
                        ((state >> 40) % 1_000) as f32
                    })
                    .collect();
                let heads = eisner(&scores, n);
                assert!(is_tree(&heads, n), "{heads:?}");
                assert!((total(&scores, n, &heads) - exhaustive(&scores, n)).abs() < 0.5);
            }
        }
    }

    #[test]
    fn crossings_and_cycles_are_no_trees() {
        assert!(is_tree(&[1, 4, 1, 2], 4));
        assert!(!is_tree(&[2, 3, 4, 2], 4), "crossing");
        assert!(!is_tree(&[1, 0, 4, 2], 4), "cycle");
        assert!(!is_tree(&[3, 3, 0], 3), "two roots");
    }
}
