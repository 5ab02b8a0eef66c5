//! A finished SVG as pixels, by resvg, with the fonts of the machine.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, Query};
use resvg::usvg::{Options, Tree};

/// Pixels for each unit when no width is asked for: twice the size on screen, as for print.
const SCALE: f32 = 2.0;
/// The most pixels a picture may have: 100 million take 400 MB while they are drawn.
const MAX_PIXELS: f32 = 100e6;
/// Families whose letters are as wide as those that the layout measures with, then what comes near.
const FAMILIES: [&str; 9] = [
    "Helvetica",
    "Arial",
    "Liberation Sans",
    "Nimbus Sans",
    "Arimo",
    "Helvetica Neue",
    "FreeSans",
    "Noto Sans",
    "DejaVu Sans",
];

/// Why there is no PNG.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    /// The machine has no fonts, so that a picture would have no words.
    #[error(
        "no fonts are installed, so a PNG would have no words; install a sans-serif font such as Liberation Sans, \
         or write .svg"
    )]
    NoFonts,
    /// The picture would need too much memory.
    #[error("{0}×{1} pixels are too many for a PNG; ask for a smaller width, or write .svg")]
    TooLarge(u64, u64),
    /// The SVG cannot be read.
    #[error("the SVG cannot be drawn: {0}")]
    Unreadable(String),
}

/// Draws an SVG of [`super::svg`] as PNG, `width` pixels wide, or at twice its size.
///
/// The same SVG gives the same bytes on machines with the same fonts.
///
/// # Errors
/// [`PngError::NoFonts`] where the machine has none, [`PngError::TooLarge`] beyond 100 million pixels,
/// [`PngError::Unreadable`] when `svg` is no SVG.
pub fn png(svg: &str, width: Option<u32>) -> Result<Vec<u8>, PngError> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    draw(svg, width, fonts)
}

fn draw(svg: &str, width: Option<u32>, mut fonts: Database) -> Result<Vec<u8>, PngError> {
    let has = |fonts: &Database, name: &str| {
        fonts
            .query(&Query {
                families: &[Family::Name(name)],
                ..Query::default()
            })
            .is_some()
    };
    let family = FAMILIES
        .iter()
        .find(|name| has(&fonts, name))
        .map(|name| (*name).to_owned());
    let any = || {
        fonts
            .faces()
            .find_map(|face| face.families.first().map(|(name, _)| name.clone()))
    };
    let family = family.or_else(any).ok_or(PngError::NoFonts)?;
    fonts.set_sans_serif_family(family.as_str());
    let options = Options {
        font_family: family,
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    let tree =
        Tree::from_str(svg, &options).map_err(|error| PngError::Unreadable(error.to_string()))?;

    let size = tree.size();
    let scale = width.map_or(SCALE, |width| width.max(1) as f32 / size.width());
    let (w, h) = (
        (size.width() * scale).round().max(1.0),
        (size.height() * scale).round().max(1.0),
    );
    if w * h > MAX_PIXELS {
        return Err(PngError::TooLarge(w as u64, h as u64));
    }
    let mut pixels =
        Pixmap::new(w as u32, h as u32).ok_or(PngError::TooLarge(w as u64, h as u64))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|error| PngError::Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><rect width=\"10\" height=\"10\"/></svg>";

    #[test]
    fn says_so_when_there_are_no_fonts() {
        assert_eq!(draw(SQUARE, None, Database::new()), Err(PngError::NoFonts));
    }

    #[test]
    fn refuses_what_is_no_svg_and_what_is_too_large() {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        if fonts.is_empty() {
            return;
        }
        assert!(matches!(
            draw("no svg", None, fonts.clone()),
            Err(PngError::Unreadable(_))
        ));
        assert_eq!(
            draw(SQUARE, Some(20_000), fonts.clone()),
            Err(PngError::TooLarge(20_000, 20_000))
        );
        assert!(draw(SQUARE, Some(32), fonts).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")));
    }
}
