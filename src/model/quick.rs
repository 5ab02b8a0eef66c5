//! Hash tables for millions of rows. What they hash comes from files that people choose to read, not from attackers.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, Hash};

use foldhash::fast::FixedState;
use foldhash::quality;

/// A map that is never gone through in its own order.
pub type QuickMap<K, V> = HashMap<K, V, FixedState>;
/// A set that is never gone through in its own order.
pub type QuickSet<T> = HashSet<T, FixedState>;

/// A hash that is good within one run of the program.
pub fn quick_hash(of: impl Hash) -> u64 {
    FixedState::default().hash_one(of)
}

/// A hash in 128 bits that is good within one run of the program: among 10¹² things, two alike by chance are less
/// likely than 10⁻¹⁴.
pub fn quick_identity(of: impl Hash) -> u128 {
    let half = |seed: u64| u128::from(quality::FixedState::with_seed(seed).hash_one(&of));
    (half(0) << 64) | half(1)
}
