//! `cargo xtask cluster`: word classes from word vectors, so that words the treebank lacks behave like their kin.
//!
//! Spherical k-means (Dhillon and Modha 2001) gives the fine classes; joining the nearest of these again and
//! again (average linkage) gives the coarser ones.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::{fs, io};

use crate::train::Random;

/// Where the vectors are, and where the classes go.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Word vectors in `GloVe`'s text format, frequent words first.
    #[arg(long)]
    vectors: PathBuf,
    /// How many of them to use.
    #[arg(long, default_value_t = 100_000)]
    words: usize,
    /// Seed of the first centres.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the classes go.
    #[arg(long, default_value = "data/language/en/clusters.tsv")]
    into: PathBuf,
}

/// Number of classes, fine to coarse.
const N_CLASSES: [usize; 3] = [1_000, 200, 40];

/// Rounds of k-means; few words still change their class after them.
const N_ROUNDS: usize = 20;

/// The words that first centres are drawn from: rarer ones would make classes of misspellings.
const N_SEEDING: usize = 20_000;

type Vector = Vec<f32>;

/// Writes lines `coarse TAB middle TAB fine TAB word word …`.
pub fn run(options: &Options) -> io::Result<()> {
    let text = fs::read_to_string(&options.vectors)?;
    let (words, vectors): (Vec<&str>, Vec<Vector>) = text
        .lines()
        .filter_map(|line| {
            let (word, numbers) = line.split_once(' ')?;
            let vector: Option<Vector> = numbers
                .split(' ')
                .map(|number| number.parse().ok())
                .collect();
            Some((word, unit(vector?)))
        })
        .filter(|(word, _)| word.chars().any(char::is_alphabetic))
        .take(options.words)
        .unzip();
    let (classes, centres) = k_means(&vectors, &mut Random::new(options.seed));
    let (middle, coarse) = join(&classes, &centres);
    let mut lines: BTreeMap<(usize, usize, usize), Vec<&str>> = BTreeMap::new();
    for (word, &class) in words.iter().zip(&classes) {
        lines
            .entry((coarse[class], middle[class], class))
            .or_default()
            .push(word);
    }
    let mut table = String::new();
    for ((coarse, middle, fine), mut words) in lines {
        words.sort_unstable();
        let _ = writeln!(table, "{coarse}\t{middle}\t{fine}\t{}", words.join(" "));
    }
    eprintln!(
        "{}: {} words, {} bytes",
        options.into.display(),
        words.len(),
        table.len()
    );
    fs::write(&options.into, table)
}

fn unit(mut vector: Vector) -> Vector {
    let length = dot(&vector, &vector).sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|number| *number /= length);
    vector
}

fn dot(left: &[f32], right: &[f32]) -> f32 {
    // Eight sums side by side, which the compiler turns into vector instructions.
    let mut sums = [0.0; 8];
    let (lefts, rights) = (left.chunks_exact(8), right.chunks_exact(8));
    let rest: f32 = lefts
        .remainder()
        .iter()
        .zip(rights.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (left, right) in lefts.zip(rights) {
        for lane in 0..8 {
            sums[lane] += left[lane] * right[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn nearest(vector: &[f32], centres: &[Vector]) -> usize {
    let mut best = (f32::MIN, 0);
    for (class, centre) in centres.iter().enumerate() {
        let closeness = dot(vector, centre);
        if closeness > best.0 {
            best = (closeness, class);
        }
    }
    best.1
}

/// The class of each vector, and the classes' centres.
fn k_means(vectors: &[Vector], random: &mut Random) -> (Vec<usize>, Vec<Vector>) {
    let n_seeding = N_SEEDING.min(vectors.len());
    let mut order: Vec<usize> = (0..n_seeding).collect();
    random.shuffle(&mut order);
    let mut centres: Vec<Vector> = order
        .iter()
        .take(N_CLASSES[0])
        .map(|&at| vectors[at].clone())
        .collect();
    let mut classes = vec![0; vectors.len()];
    for _ in 0..N_ROUNDS {
        for (class, vector) in classes.iter_mut().zip(vectors) {
            *class = nearest(vector, &centres);
        }
        let mut sums = vec![vec![0.0; vectors[0].len()]; centres.len()];
        for (rank, (&class, vector)) in classes.iter().zip(vectors).enumerate() {
            // Frequent words weigh more (Zipf's law, softened), or the many rare ones would place the centres.
            let weight = 1.0 / (rank as f32 + 100.0).sqrt();
            sums[class]
                .iter_mut()
                .zip(vector)
                .for_each(|(sum, number)| *sum += weight * number);
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            // A class without words keeps its centre.
            if sum.iter().any(|&number| number != 0.0) {
                *centre = unit(sum);
            }
        }
    }
    (classes, centres)
}

/// The middle and the coarse class of each fine class.
fn join(classes: &[usize], centres: &[Vector]) -> (Vec<usize>, Vec<usize>) {
    let mut sizes = vec![0.0_f32; centres.len()];
    classes.iter().for_each(|&class| sizes[class] += 1.0);
    let mut groups: Vec<(Vec<usize>, Vector, f32)> = centres
        .iter()
        .enumerate()
        .map(|(class, centre)| (vec![class], centre.clone(), sizes[class].sqrt().max(1.0)))
        .collect();
    let mut cuts = Vec::new();
    while cuts.len() < 2 {
        if groups.len() <= N_CLASSES[1 + cuts.len()] {
            let mut cut = vec![0; centres.len()];
            for (name, (members, ..)) in groups.iter().enumerate() {
                members.iter().for_each(|&class| cut[class] = name);
            }
            cuts.push(cut);
            continue;
        }
        let mut best = (f32::MAX, 0, 1);
        for left in 0..groups.len() {
            for right in left + 1..groups.len() {
                let ((_, from, size), (_, to, other)) = (&groups[left], &groups[right]);
                // Ward's criterion: joining small groups costs less than joining large ones.
                let cost = (1.0 - dot(from, to)) * size * other / (size + other);
                if cost < best.0 {
                    best = (cost, left, right);
                }
            }
        }
        let (members, centre, size) = groups.swap_remove(best.2);
        let (into, middle, larger) = &mut groups[best.1];
        into.extend(members);
        let share = size / (size + *larger);
        let mixed = middle
            .iter()
            .zip(&centre)
            .map(|(old, new)| old * (1.0 - share) + new * share)
            .collect();
        *middle = unit(mixed);
        *larger += size;
    }
    let coarse = cuts.pop().unwrap_or_default();
    (cuts.pop().unwrap_or_default(), coarse)
}
