//! Numbers in as few bytes as they need: seven bits each, the lowest first.

use crate::model::Day;

/// Writes numbers.
#[derive(Debug, Default)]
pub(super) struct Pen {
    pub(super) bytes: Vec<u8>,
}

impl Pen {
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// A number of either sign: 0, -1, 1, -2 … become 0, 1, 2, 3 …
    pub(super) fn step(&mut self, step: i64) {
        self.number(((step << 1) ^ (step >> 63)) as u64);
    }

    /// A day by its distance from another; 0 is none.
    pub(super) fn day(&mut self, day: Day, from: Day) {
        if day == Day::NONE {
            self.number(0);
        } else {
            let step = i64::from(day.0) - origin(from);
            self.number(((step << 1) ^ (step >> 63)) as u64 + 1);
        }
    }
}

/// Reads what a [`Pen`] wrote. `None`: there is no such number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Eye<'a> {
    left: &'a [u8],
}

impl<'a> Eye<'a> {
    pub(super) fn on(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    pub(super) fn is_done(&self) -> bool {
        self.left.is_empty()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&byte, left) = self.left.split_first()?;
        self.left = left;
        Some(byte)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn step(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub(super) fn day(&mut self, from: Day) -> Option<Day> {
        let Some(number) = self.number()?.checked_sub(1) else {
            return Some(Day::NONE);
        };
        let step = (number >> 1) as i64 ^ -((number & 1) as i64);
        let day = i32::try_from(origin(from).checked_add(step)?).ok()?;
        Some(Day(day))
    }

    pub(super) fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// How many follow; never more than there are bytes left, so that a damaged count asks for no memory.
    pub(super) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.left.len()).then_some(count)
    }

    pub(super) fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (fixed, left) = self.left.split_at_checked(N)?;
        self.left = left;
        fixed.try_into().ok()
    }
}

/// Distances from no day count from 1970.
fn origin(from: Day) -> i64 {
    if from == Day::NONE {
        0
    } else {
        i64::from(from.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let mut pen = Pen::default();
        let steps = [
            0,
            -1,
            1,
            63,
            -64,
            64,
            i64::from(i32::MIN),
            i64::MAX,
            i64::MIN,
        ];
        steps.iter().for_each(|&step| pen.step(step));
        let days = [Day::NONE, Day(0), Day(-5), Day(i32::MAX)];
        days.iter().for_each(|&day| pen.day(day, Day(7)));
        let mut eye = Eye::on(&pen.bytes);
        assert!(steps.iter().all(|&step| eye.step() == Some(step)));
        assert!(days.iter().all(|&day| eye.day(Day(7)) == Some(day)));
        assert!(eye.is_done() && eye.number().is_none());
        assert_eq!(Eye::on(&[0xff; 10]).number(), None);
        assert_eq!(Eye::on(&[9, 0]).count(), None);
    }
}
