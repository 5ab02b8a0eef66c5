//! How wide text is, measured without a font.
//!
//! The table holds the advance widths of Helvetica, which Arial, Liberation Sans, Nimbus Sans and Arimo share,
//! in thousandths of the font size (facts, as in the Adobe Core 14 font metrics).
//! A picture is therefore laid out alike on every machine, with or without fonts.

/// Regular face, U+0020 to U+007E.
const REGULAR_ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// Regular face, U+00A0 to U+00FF.
const REGULAR_LATIN: [u16; 96] = [
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 552, 400, 549, 333,
    333, 333, 576, 537, 333, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667,
    1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778,
    722, 722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556,
    278, 278, 278, 278, 556, 556, 556, 556, 556, 556, 556, 549, 611, 556, 556, 556, 556, 500, 556,
    500,
];
/// Bold face, U+0020 to U+007E.
const BOLD_ASCII: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
/// Bold face, U+00A0 to U+00FF.
const BOLD_LATIN: [u16; 96] = [
    278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 552, 400, 549, 333,
    333, 333, 576, 556, 333, 333, 333, 365, 556, 834, 834, 834, 611, 722, 722, 722, 722, 722, 722,
    1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778,
    722, 722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556,
    278, 278, 278, 278, 611, 611, 611, 611, 611, 611, 611, 549, 611, 611, 611, 611, 611, 556, 611,
    556,
];

/// Whether a text is set in the bold face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// The upright face.
    Regular,
    /// The bold face.
    Bold,
}

/// The width of `text` in user units at `size` units to the em.
///
/// Letters outside Latin-1 get a cautious estimate by script: never narrower than the usual faces draw them.
///
/// ```
/// use detente::render::{Face, text_width};
/// assert!((text_width("NATO", 10.0, Face::Regular) - 27.78).abs() < 0.01);
/// assert!(text_width("NATO", 10.0, Face::Bold) > text_width("NATO", 10.0, Face::Regular));
/// ```
pub fn text_width(text: &str, size: f64, face: Face) -> f64 {
    text.chars()
        .map(|letter| f64::from(advance(letter, face)))
        .sum::<f64>()
        * size
        / 1000.0
}

/// Whether every letter of `text` is in the table, so that its width is known rather than estimated.
pub fn is_measured(text: &str) -> bool {
    text.chars().all(|letter| {
        matches!(letter, ' '..='~' | '\u{a0}'..='\u{ff}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '→' | '−' | '•')
    })
}

fn advance(letter: char, face: Face) -> u16 {
    let (ascii, latin) = match face {
        Face::Regular => (&REGULAR_ASCII, &REGULAR_LATIN),
        Face::Bold => (&BOLD_ASCII, &BOLD_LATIN),
    };
    let bold = u16::from(face == Face::Bold);
    match letter {
        ' '..='~' => ascii[letter as usize - 0x20],
        '\u{a0}'..='\u{ff}' => latin[letter as usize - 0xa0],
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        '–' | '€' => 556,
        '‘' | '’' => 222 + 56 * bold,
        '“' | '”' => 333 + 167 * bold,
        '−' => 584,
        '•' => 350,
        '\u{100}'..='\u{24f}' => 620 + 40 * bold,
        '\u{400}'..='\u{52f}' => 720 + 50 * bold,
        '\u{370}'..='\u{3ff}' | '\u{590}'..='\u{8ff}' => 640 + 40 * bold,
        '\u{900}'..='\u{10ff}' => 780 + 40 * bold,
        // Dashes and arrows, Hangul, kana, ideographs, emoji and whatever else is set on the full square.
        _ => 1000,
    }
}

/// Breaks `text` at spaces and after hyphens into at most `max_lines` lines no wider than `max_width`,
/// of even length as far as possible; what does not fit ends in "…".
pub fn wrap(text: &str, size: f64, face: Face, max_width: f64, max_lines: usize) -> Vec<String> {
    let whole = text_width(text, size, face);
    if whole <= max_width || max_lines <= 1 {
        return vec![shorten(text, size, face, max_width)];
    }
    let wanted = ((whole / max_width).ceil() as usize).clamp(2, max_lines);
    // The narrowest measure that still gives the wanted number of lines makes them even.
    let mut measure = (whole / wanted as f64).min(max_width);
    let mut lines = fill(text, size, face, measure);
    while lines.len() > wanted && measure < max_width {
        measure += size * 0.5;
        lines = fill(text, size, face, measure.min(max_width));
    }
    if lines.len() > max_lines {
        let rest = lines.split_off(max_lines - 1).join(" ");
        lines.push(rest);
    }
    lines
        .iter()
        .map(|line| shorten(line, size, face, max_width))
        .collect()
}

fn fill(text: &str, size: f64, face: Face, measure: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if !line.is_empty() && text_width(&longer, size, face) > measure {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        } else {
            line = longer;
        }
    }
    lines.push(line);
    lines
}

/// Cuts `text` to `max_width`, with "…" where something was cut.
pub fn shorten(text: &str, size: f64, face: Face, max_width: f64) -> String {
    if text_width(text, size, face) <= max_width {
        return text.to_owned();
    }
    let room = max_width - text_width("…", size, face);
    let mut width = 0.0;
    let mut cut = String::new();
    for letter in text.chars() {
        width += f64::from(advance(letter, face)) * size / 1000.0;
        if width > room {
            break;
        }
        cut.push(letter);
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_evenly() {
        let lines = wrap(
            "willing to cooperate on Kosovo peacekeeping",
            10.5,
            Face::Regular,
            150.0,
            3,
        );
        assert_eq!(lines, ["willing to cooperate on", "Kosovo peacekeeping"]);
    }

    #[test]
    fn a_long_word_is_cut() {
        let lines = wrap(&"x".repeat(10_000), 10.0, Face::Regular, 100.0, 3);
        assert_eq!(lines.len(), 1);
        assert!(text_width(&lines[0], 10.0, Face::Regular) <= 100.0);
        assert!(lines[0].ends_with('…'));
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "the Organisation for Security and Cooperation in Europe and its many observers in the field";
        for line in wrap(text, 13.0, Face::Bold, 120.0, 3) {
            assert!(text_width(&line, 13.0, Face::Bold) <= 120.0, "{line}");
        }
    }
}
