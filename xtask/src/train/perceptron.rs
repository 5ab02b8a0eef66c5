//! The averaged perceptron: one row of weights for each feature, averaged lazily (Collins 2002; Daumé 2006).

use detente::language::training::{N_LABELS_MAX, Row};

/// Where a feature's row stands; free while `capacity` is 0.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u32,
    start: u32,
    len: u8,
    capacity: u8,
}

/// What is needed of a weight only when it changes.
#[derive(Clone, Copy, Default)]
struct History {
    /// Sum of the weight over all steps up to `since`.
    total: f64,
    since: u32,
    updates: u32,
}

/// Weights in training. Rows lie one after another in `weights` and, in the same places, in `history`.
pub struct Perceptron {
    slots: Vec<Slot>,
    n_rows: usize,
    weights: Vec<(u32, f32)>,
    history: Vec<History>,
    step: u32,
}

impl Default for Perceptron {
    fn default() -> Self {
        Self {
            slots: vec![Slot::default(); 1 << 16],
            n_rows: 0,
            weights: Vec::new(),
            history: Vec::new(),
            step: 0,
        }
    }
}

impl Perceptron {
    /// Scores every label.
    pub fn score(&self, keys: &[u32], scores: &mut [f32; N_LABELS_MAX]) {
        scores.fill(0.0);
        // All slots are asked for first, so that their cache misses overlap.
        let mask = self.slots.len() - 1;
        let touched = keys.iter().fold(0, |touched, &key| {
            touched ^ self.slots[key as usize & mask].key
        });
        std::hint::black_box(touched);
        for &key in keys {
            let slot = self.slots[self.place(key)];
            let start = slot.start as usize;
            for &(label, weight) in &self.weights[start..start + usize::from(slot.len)] {
                scores[label as usize % N_LABELS_MAX] += weight;
            }
        }
    }

    /// One more example was seen.
    pub fn tick(&mut self) {
        self.step += 1;
    }

    /// Makes `right` more and `wrong` less likely where these features are.
    pub fn update(&mut self, keys: &[u32], right: usize, wrong: usize, size: f32) {
        for &key in keys {
            self.change(key, right as u32, size);
            self.change(key, wrong as u32, -size);
        }
    }

    /// The place of a key, or the free one where it belongs.
    fn place(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = key as usize & mask;
        while self.slots[place].capacity > 0 && self.slots[place].key != key {
            place = (place + 1) & mask;
        }
        place
    }

    fn change(&mut self, key: u32, label: u32, by: f32) {
        let mut place = self.place(key);
        if self.slots[place].capacity == 0 {
            if self.n_rows * 2 > self.slots.len() {
                self.grow();
                place = self.place(key);
            }
            self.n_rows += 1;
            self.slots[place] = self.allot(key, 2);
        }
        let slot = self.slots[place];
        let row = slot.start as usize..slot.start as usize + usize::from(slot.len);
        let at = match self.weights[row.clone()]
            .iter()
            .position(|weight| weight.0 == label)
        {
            Some(at) => row.start + at,
            None => self.push(place, label),
        };
        let history = &mut self.history[at];
        let weight = &mut self.weights[at].1;
        history.total += f64::from(*weight) * f64::from(self.step - history.since);
        history.since = self.step;
        history.updates += 1;
        *weight += by;
    }

    /// A new row at the end.
    fn allot(&mut self, key: u32, capacity: u8) -> Slot {
        let start = self.weights.len();
        self.weights.resize(start + usize::from(capacity), (0, 0.0));
        self.history
            .resize(start + usize::from(capacity), History::default());
        Slot {
            key,
            start: start as u32,
            len: 0,
            capacity,
        }
    }

    /// A new weight in a row, which moves to the end when it is full.
    fn push(&mut self, place: usize, label: u32) -> usize {
        let mut slot = self.slots[place];
        if slot.len == slot.capacity {
            let old = slot.start as usize..slot.start as usize + usize::from(slot.len);
            let wider = slot.capacity.saturating_mul(2).min(N_LABELS_MAX as u8);
            slot = Slot {
                len: slot.len,
                ..self.allot(slot.key, wider)
            };
            self.weights.copy_within(old.clone(), slot.start as usize);
            self.history.copy_within(old, slot.start as usize);
        }
        let at = slot.start as usize + usize::from(slot.len);
        self.weights[at] = (label, 0.0);
        self.history[at] = History {
            since: self.step,
            ..History::default()
        };
        slot.len += 1;
        self.slots[place] = slot;
        at
    }

    fn grow(&mut self) {
        let wider = vec![Slot::default(); self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, wider) {
            if slot.capacity > 0 {
                let place = self.place(slot.key);
                self.slots[place] = slot;
            }
        }
    }

    /// The averaged weights; those of features with fewer than `updates_min` updates are dropped.
    pub fn finish(&self, updates_min: u32) -> Vec<Row> {
        let average = |at: usize| {
            let (history, weight) = (&self.history[at], self.weights[at].1);
            let total = history.total + f64::from(weight) * f64::from(self.step - history.since);
            (
                self.weights[at].0 as u8,
                (total / f64::from(self.step.max(1))) as f32,
            )
        };
        let mut rows: Vec<Row> = self
            .slots
            .iter()
            .filter(|slot| slot.capacity > 0)
            .filter_map(|slot| {
                let row = slot.start as usize..slot.start as usize + usize::from(slot.len);
                let updates: u32 = self.history[row.clone()]
                    .iter()
                    .map(|history| history.updates)
                    .sum();
                (updates >= updates_min).then(|| (slot.key, row.map(average).collect()))
            })
            .collect();
        rows.sort_unstable_by_key(|row| row.0);
        rows
    }
}
