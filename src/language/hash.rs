//! Feature keys: 32-bit hashes of a template's number and its atoms.
//!
//! Keys stand for features in the models, so these functions are part of the file format: change one and
//! every model must be trained, and the vectors packed, anew (with new first bytes of their files).

/// 2⁶⁴ ÷ golden ratio: multiplication by it spreads small atoms over the high bits (Knuth, TAOCP 3, §6.4).
pub const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The atom for a piece of text.
pub fn text(text: &str) -> u32 {
    chars(text.chars())
}

/// The atom for some characters.
pub fn chars(chars: impl Iterator<Item = char>) -> u32 {
    let state = chars.fold(SPREAD, |state, letter| mix(state, letter as u32));
    // Zero is kept for "no word here".
    key(state) | 1
}

/// The atom of a word, however it is written.
pub fn word(form: &str) -> u32 {
    chars(normal(form))
}

/// The characters of a form as the models know them: lower case, straight quotes, zeros for digits.
pub fn normal(form: &str) -> impl Iterator<Item = char> {
    form.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '’' | '‘' | '`' | '´' => '\'',
            '“' | '”' | '„' | '«' | '»' => '"',
            '–' | '—' | '―' | '‒' => '-',
            digit if digit.is_numeric() => '0',
            other => other,
        })
}

/// Adds an atom to a running hash.
#[inline]
pub fn mix(state: u64, atom: u32) -> u64 {
    (state.rotate_left(5) ^ u64::from(atom)).wrapping_mul(SPREAD)
}

/// The key of a running hash: its well-mixed high half.
#[inline]
pub fn key(state: u64) -> u32 {
    let folded = (state ^ (state >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (folded >> 32) as u32
}

/// The running hash a template starts from.
#[inline]
pub fn template(number: u32) -> u64 {
    mix(SPREAD, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_template_matter() {
        let pair = |number, first, second| key(mix(mix(template(number), first), second));
        assert_ne!(pair(1, 2, 3), pair(1, 3, 2));
        assert_ne!(pair(1, 2, 3), pair(2, 2, 3));
    }

    #[test]
    fn no_text_hashes_to_the_atom_of_no_word() {
        for word in ["", "a", "NATO", "é"] {
            assert_ne!(text(word), 0);
        }
    }

    #[test]
    fn quotes_and_digits_are_normalised() {
        assert_eq!(normal("Don’t").collect::<String>(), "don't");
        assert_eq!(normal("F-16").collect::<String>(), "f-00");
    }
}
