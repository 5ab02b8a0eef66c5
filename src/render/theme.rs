//! Colours.

use std::fmt::Write as _;

/// Which set of colours a picture uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark ink on white.
    #[default]
    Light,
    /// Light ink on near-black.
    Dark,
    /// Inks that stay apart when printed in greys.
    Print,
}

/// The colours of a theme, as `#RRGGBB`.
///
/// Hostile and cooperative are vermilion and blue of Okabe and Ito (2008), told apart under every common
/// colour blindness; text takes a darker shade for contrast (4.5 to 1 or better on the ground).
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    pub ground: &'static str,
    pub ink: &'static str,
    pub soft_ink: &'static str,
    pub node_fill: &'static str,
    pub node_line: &'static str,
    pub faint: &'static str,
    pub faint_ink: &'static str,
    pub hostile: Hue,
    pub cooperative: Hue,
    pub neutral: Hue,
    pub added: Hue,
    pub removed: Hue,
    pub changed: Hue,
    pub unchanged: Hue,
    pub tints: [Tint; 6],
}

/// A line's colour and that of the words beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hue {
    pub line: &'static str,
    pub text: &'static str,
}

/// A cluster's colours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tint {
    pub fill: &'static str,
    pub line: &'static str,
    pub text: &'static str,
    /// For the cluster's best connected actor.
    pub strong_fill: &'static str,
    pub strong_line: &'static str,
}

const fn hue(line: &'static str, text: &'static str) -> Hue {
    Hue { line, text }
}

const fn tint(
    fill: &'static str,
    line: &'static str,
    text: &'static str,
    strong_fill: &'static str,
    strong_line: &'static str,
) -> Tint {
    Tint {
        fill,
        line,
        text,
        strong_fill,
        strong_line,
    }
}

macro_rules! named_tint {
    ($n:literal) => {
        tint(
            concat!("var(--tint-", $n, ")"),
            concat!("var(--tint-", $n, "-line)"),
            concat!("var(--tint-", $n, "-text)"),
            concat!("var(--tint-", $n, "-strong)"),
            concat!("var(--tint-", $n, "-strong-line)"),
        )
    };
}

const LIGHT: Palette = Palette {
    ground: "#FFFFFF",
    ink: "#1B2733",
    soft_ink: "#5B6770",
    node_fill: "#FFFFFF",
    node_line: "#8895A1",
    faint: "#B5BEC6",
    faint_ink: "#7A8691",
    hostile: hue("#D55E00", "#9A4100"),
    cooperative: hue("#0072B2", "#00527F"),
    neutral: hue("#6B7780", "#3A4651"),
    added: hue("#007A5A", "#005F46"),
    removed: hue("#A0307E", "#7D2462"),
    changed: hue("#B36B00", "#855000"),
    unchanged: hue("#C3CAD1", "#6F7B86"),
    tints: [
        tint("#FBF6EC", "#E3D3B8", "#7A5C1E", "#F3E3C3", "#A9853F"),
        tint("#F1F6FC", "#BFD0E6", "#2F5486", "#D3E2F4", "#3B6AA8"),
        tint("#F7F2FB", "#D5C7E2", "#64458A", "#E8DBF3", "#8562AE"),
        tint("#F0F8F2", "#BFDCC7", "#2F6A43", "#D2EBD9", "#488F60"),
        tint("#FCF2F3", "#E8C9CD", "#8A3E4A", "#F5D9DD", "#B56672"),
        tint("#F3F5F6", "#CCD4D9", "#4A5861", "#DFE5E9", "#6F808C"),
    ],
};

const DARK: Palette = Palette {
    ground: "#12181F",
    ink: "#E8EDF2",
    soft_ink: "#A3AFBA",
    node_fill: "#1B232C",
    node_line: "#7C8A97",
    faint: "#4A5560",
    faint_ink: "#8895A1",
    hostile: hue("#F08A3C", "#FFB27A"),
    cooperative: hue("#56B4E9", "#8FD0F5"),
    neutral: hue("#96A3AE", "#C3CCD4"),
    added: hue("#3DBE93", "#7ADBB9"),
    removed: hue("#D77BBB", "#EBA9D6"),
    changed: hue("#E0A030", "#F0C070"),
    unchanged: hue("#46515C", "#8895A1"),
    tints: [
        tint("#1F1D18", "#4D4433", "#D9BE86", "#3B3220", "#C49E52"),
        tint("#18202B", "#33475F", "#96BBEA", "#22354D", "#6396D6"),
        tint("#1F1B26", "#473B57", "#C2A8E3", "#332845", "#9C7CC8"),
        tint("#182119", "#35503C", "#94CDA6", "#213A29", "#63AC7D"),
        tint("#241B1D", "#573C41", "#E3A3AE", "#452A2F", "#CB7F8C"),
        tint("#1B2024", "#414B53", "#B4C1CB", "#2C353C", "#8A9BA8"),
    ],
};

/// Colours by name, for pages that set them by style sheet and change them when the reader wants the dark.
pub(super) const NAMED: Palette = Palette {
    ground: "var(--ground)",
    ink: "var(--ink)",
    soft_ink: "var(--soft-ink)",
    node_fill: "var(--node-fill)",
    node_line: "var(--node-line)",
    faint: "var(--faint)",
    faint_ink: "var(--faint-ink)",
    hostile: hue("var(--hostile)", "var(--hostile-text)"),
    cooperative: hue("var(--cooperative)", "var(--cooperative-text)"),
    neutral: hue("var(--neutral)", "var(--neutral-text)"),
    added: hue("var(--added)", "var(--added-text)"),
    removed: hue("var(--removed)", "var(--removed-text)"),
    changed: hue("var(--changed)", "var(--changed-text)"),
    unchanged: hue("var(--unchanged)", "var(--unchanged-text)"),
    tints: [
        named_tint!(0),
        named_tint!(1),
        named_tint!(2),
        named_tint!(3),
        named_tint!(4),
        named_tint!(5),
    ],
};

/// Hostile is dark and cooperative is light, so that grey prints keep them apart.
const PRINT: Palette = Palette {
    ground: "#FFFFFF",
    ink: "#000000",
    soft_ink: "#444444",
    node_fill: "#FFFFFF",
    node_line: "#555555",
    faint: "#BBBBBB",
    faint_ink: "#666666",
    hostile: hue("#8A2B00", "#8A2B00"),
    cooperative: hue("#4A9FD8", "#14608F"),
    neutral: hue("#777777", "#444444"),
    added: hue("#00674B", "#00523C"),
    removed: hue("#8A2B6C", "#6E2156"),
    changed: hue("#B9791A", "#7A4B00"),
    unchanged: hue("#C4C4C4", "#666666"),
    tints: [tint("#F7F7F7", "#CCCCCC", "#444444", "#E6E6E6", "#555555"); 6],
};

impl Theme {
    pub(super) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Print => &PRINT,
        }
    }
}

impl Palette {
    /// The colours as style sheet declarations, under the names that [`NAMED`] uses.
    pub(super) fn declarations(&self) -> String {
        let mut css = String::new();
        let mut declare = |name: &str, colour: &str| {
            let _ = write!(css, "--{name}:{colour};");
        };
        declare("ground", self.ground);
        declare("ink", self.ink);
        declare("soft-ink", self.soft_ink);
        declare("node-fill", self.node_fill);
        declare("node-line", self.node_line);
        declare("faint", self.faint);
        declare("faint-ink", self.faint_ink);
        for (name, hue) in [
            ("hostile", self.hostile),
            ("cooperative", self.cooperative),
            ("neutral", self.neutral),
            ("added", self.added),
            ("removed", self.removed),
            ("changed", self.changed),
            ("unchanged", self.unchanged),
        ] {
            declare(name, hue.line);
            declare(&format!("{name}-text"), hue.text);
        }
        for (i, tint) in self.tints.iter().enumerate() {
            declare(&format!("tint-{i}"), tint.fill);
            declare(&format!("tint-{i}-line"), tint.line);
            declare(&format!("tint-{i}-text"), tint.text);
            declare(&format!("tint-{i}-strong"), tint.strong_fill);
            declare(&format!("tint-{i}-strong-line"), tint.strong_line);
        }
        css
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, as WCAG 2.1 defines it.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_stand_out_from_the_ground() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let palette = theme.palette();
            let hues = [
                palette.hostile,
                palette.cooperative,
                palette.neutral,
                palette.added,
                palette.removed,
                palette.changed,
            ];
            for text in hues
                .iter()
                .map(|hue| hue.text)
                .chain([palette.ink, palette.soft_ink])
            {
                assert!(contrast(text, palette.ground) >= 4.5, "{theme:?} {text}");
            }
            for tint in palette.tints {
                assert!(
                    contrast(tint.text, tint.fill) >= 4.5,
                    "{theme:?} {}",
                    tint.text
                );
            }
        }
    }

    /// What the three kinds of cones are left with, in linear RGB: full protanopia, deuteranopia and tritanopia.
    ///
    /// The matrices are those of Machado, Oliveira and Fernandes (2009), severity 1.0.
    const BLIND: [[[f64; 3]; 3]; 3] = [
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    /// A colour in CIE L*a*b* (D65), as seen with `matrix`.
    fn lab(colour: &str, matrix: &[[f64; 3]; 3]) -> [f64; 3] {
        let linear = [1, 3, 5].map(|at| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        });
        let seen = matrix.map(|row| {
            let sum: f64 = row
                .iter()
                .zip(linear)
                .map(|(weight, part)| weight * part)
                .sum();
            sum.clamp(0.0, 1.0)
        });
        let [red, green, blue] = seen;
        let f = |t: f64| {
            if t > 0.008_856 {
                t.cbrt()
            } else {
                7.787 * t + 16.0 / 116.0
            }
        };
        let x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.950_47);
        let y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
        let z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.088_83);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Colours that mean different things stay apart for the colour-blind: a distance of 15 in L*a*b* is seen at once.
    #[test]
    fn colours_stay_apart_for_the_colour_blind() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let palette = theme.palette();
            let graph = [palette.hostile, palette.cooperative, palette.neutral];
            let diff = [
                palette.added,
                palette.removed,
                palette.changed,
                palette.unchanged,
            ];
            for set in [&graph[..], &diff[..]] {
                for (i, one) in set.iter().enumerate() {
                    for other in &set[i + 1..] {
                        for (kind, matrix) in ["protan", "deutan", "tritan"].iter().zip(&BLIND) {
                            let (a, b) = (lab(one.line, matrix), lab(other.line, matrix));
                            let distance = a
                                .iter()
                                .zip(b)
                                .map(|(a, b)| (a - b).powi(2))
                                .sum::<f64>()
                                .sqrt();
                            assert!(
                                distance >= 15.0,
                                "{theme:?} {kind}: {} and {} are {distance:.1} apart",
                                one.line,
                                other.line
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn print_keeps_signs_apart_in_grey() {
        let palette = Theme::Print.palette();
        assert!(contrast(palette.hostile.line, palette.cooperative.line) >= 2.5);
    }
}
