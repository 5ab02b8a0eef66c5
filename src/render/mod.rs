//! Pictures of relations: DOT, SVG, PNG and one interactive page.
//!
//! Comes in: a [`Drawing`], plain data that a snapshot, a diff or a path becomes. Goes out: text.
//! Never imported here: `text`, `language`, `mentions`, `statements`; no files are read or written
//! (but `png` lets resvg read the machine's fonts).
//! Data: `page/` holds the page's style and script; colours are in `theme`, letter widths in `width`.

mod bundle;
mod chronicle;
mod clean;
mod dot;
mod drawing;
mod encoding;
mod from_graph;
mod hubs;
mod layout;
mod legend;
mod mark;
mod page;
mod places;
#[cfg(feature = "png")]
mod png;
mod svg;
mod theme;
mod tooltip;
mod view;
mod width;

pub use chronicle::{Chronicle, Life};
pub use clean::{clean, clean_to, escape_xml, safe_link};
pub use dot::dot;
pub use drawing::{
    Drawing, DrawnActor, DrawnCluster, DrawnEdge, EdgeChange, Picture, Sign, Tooltip,
};
pub use page::{PageLevel, page};
pub use places::{Places, places};

#[cfg(feature = "png")]
pub use png::{PngError, png};
pub use svg::{Panel, Style, View, multiples, side_by_side, svg, timeline};
pub use theme::Theme;
pub use width::{Face, text_width};
