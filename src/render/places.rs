//! Where actors stand in a finished picture, read back from it.

use std::collections::BTreeMap;

use super::clean::escape_xml;
use super::layout::geometry::{Point, at};

/// Actors by the id they have in a picture, with their middles.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places(BTreeMap<String, Point>);

impl Places {
    /// Where the actor with this id stood.
    pub fn get(&self, id: &str) -> Option<Point> {
        self.0.get(&escape_xml(id)).copied()
    }
}

/// Reads the places of actors from an SVG or a page that [`super::svg`] or [`super::page`] wrote; `None`: it has none.
///
/// Of several pictures in one file, as in small multiples, the first counts.
///
/// ```
/// use detente::render::places;
/// let found = places(r#"<g class="actor" id="actor-0" data-actor="RUS" data-at="40 60.5">"#).unwrap();
/// assert_eq!(found.get("RUS").map(|place| place.y), Some(60.5));
/// assert!(places("<svg/>").is_none());
/// ```
pub fn places(picture: &str) -> Option<Places> {
    let mut found = BTreeMap::new();
    for part in picture.split(" data-actor=\"").skip(1) {
        let Some((id, rest)) = part.split_once('"') else {
            continue;
        };
        let place = rest
            .strip_prefix(" data-at=\"")
            .and_then(|rest| rest.split_once('"'))
            .and_then(|(place, _)| place.split_once(' '))
            .and_then(|(x, y)| Some(at(x.parse().ok()?, y.parse().ok()?)))
            .filter(|place: &Point| place.x.is_finite() && place.y.is_finite());
        if let Some(place) = place {
            found.entry(id.to_owned()).or_insert(place);
        }
    }
    (!found.is_empty()).then_some(Places(found))
}
