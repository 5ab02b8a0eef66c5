//! Rows of numbers by key, a byte each: what a word adds to its vector for each of its properties.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

use std::borrow::Cow;

use super::lexicon::AtomMap;
use super::linear::{float, largest};
use super::wire::{Reader, write_varint};

/// Rows that stay as their file has them.
#[derive(Debug)]
pub struct RowTable {
    bytes: Cow<'static, [u8]>,
    /// Where they end.
    end: usize,
    rows: AtomMap<Row>,
    width: usize,
}

/// Where a row lies, and what its numbers are worth.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    start: u32,
    scale: f32,
}

impl RowTable {
    /// Reads the rows that a file holds after its first `start` bytes.
    pub fn read(bytes: Cow<'static, [u8]>, start: usize) -> Option<Self> {
        let mut reader = Reader::new(bytes.get(start..)?);
        let n_rows = reader.varint()? as usize;
        let width = reader.varint()? as usize;
        let mut rows = AtomMap::default();
        rows.reserve(n_rows.min(bytes.len()));
        let mut key = 0_u32;
        for _ in 0..n_rows {
            key = key.checked_add(u32::try_from(reader.varint()?).ok()?)?;
            let scale = float(&mut reader)?;
            let start = u32::try_from(bytes.len() - reader.left()).ok()?;
            reader.take(width)?;
            rows.insert(key, Row { start, scale });
        }
        let end = bytes.len() - reader.left();
        Some(Self {
            bytes,
            end,
            rows,
            width,
        })
    }

    /// What the file holds after the rows.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.end..]
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The row of a key, if it has one.
    pub fn find(&self, key: u32) -> Option<Row> {
        self.rows.get(&key).copied()
    }

    /// Adds a row to `sums`.
    #[inline(always)]
    pub fn add(&self, row: Row, sums: &mut [f32]) {
        let start = row.start as usize;
        for (sum, &weight) in sums.iter_mut().zip(&self.bytes[start..start + self.width]) {
            *sum += f32::from(weight as i8) * row.scale;
        }
    }

    /// Appends rows as a file holds them. Rows may come in any order; their keys must differ.
    pub fn write(rows: &[(u32, Vec<f32>)], bytes: &mut Vec<u8>) {
        let width = rows.first().map_or(0, |row| row.1.len());
        let mut rows: Vec<_> = rows.iter().collect();
        rows.sort_by_key(|row| row.0);
        write_varint(bytes, rows.len() as u64);
        write_varint(bytes, width as u64);
        let mut last = 0;
        for (key, row) in rows {
            write_varint(bytes, u64::from(key - last));
            last = *key;
            let scale = largest(row) / 127.0;
            bytes.extend(scale.to_le_bytes());
            bytes.extend(
                row.iter()
                    .map(|weight| (weight / scale).round() as i8 as u8),
            );
        }
    }
}
