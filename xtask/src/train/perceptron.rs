//! The averaged perceptron: one row of weights for each feature, averaged lazily (Collins 2002; Daumé 2006).

use detente::language::training::{AtomMap, N_LABELS_MAX, Row};

#[derive(Clone, Copy)]
struct Cell {
    label: u8,
    updates: u16,
    weight: f32,
    /// Sum of the weight over all steps up to `since`.
    total: f64,
    since: u32,
}

/// Weights in training.
#[derive(Default)]
pub struct Perceptron {
    rows: AtomMap<u32>,
    cells: Vec<Vec<Cell>>,
    step: u32,
}

impl Perceptron {
    /// Scores every label.
    pub fn score(&self, keys: &[u32], scores: &mut [f32; N_LABELS_MAX]) {
        scores.fill(0.0);
        for key in keys {
            if let Some(&row) = self.rows.get(key) {
                for cell in &self.cells[row as usize] {
                    scores[usize::from(cell.label)] += cell.weight;
                }
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
            let cells = &mut self.cells;
            let row = *self.rows.entry(key).or_insert_with(|| {
                cells.push(Vec::new());
                cells.len() as u32 - 1
            });
            let row = &mut self.cells[row as usize];
            change(row, right as u8, size, self.step);
            change(row, wrong as u8, -size, self.step);
        }
    }

    /// The averaged weights; those of features and labels with fewer updates than `updates_min` are dropped.
    pub fn finish(&self, updates_min: u16) -> Vec<Row> {
        let mut keys: Vec<(u32, u32)> = self.rows.iter().map(|(&key, &row)| (key, row)).collect();
        keys.sort_unstable();
        let average = |cell: &Cell| {
            let total = cell.total + f64::from(cell.weight) * f64::from(self.step - cell.since);
            (total / f64::from(self.step.max(1))) as f32
        };
        keys.into_iter()
            .filter_map(|(key, row)| {
                let cells = &self.cells[row as usize];
                let seen: u32 = cells.iter().map(|cell| u32::from(cell.updates)).sum();
                (seen >= u32::from(updates_min)).then(|| {
                    (
                        key,
                        cells
                            .iter()
                            .map(|cell| (cell.label, average(cell)))
                            .collect(),
                    )
                })
            })
            .collect()
    }
}

fn change(row: &mut Vec<Cell>, label: u8, by: f32, step: u32) {
    if let Some(cell) = row.iter_mut().find(|cell| cell.label == label) {
        cell.total += f64::from(cell.weight) * f64::from(step - cell.since);
        cell.since = step;
        cell.weight += by;
        cell.updates = cell.updates.saturating_add(1);
    } else {
        row.push(Cell {
            label,
            updates: 1,
            weight: by,
            total: 0.0,
            since: step,
        });
    }
}
