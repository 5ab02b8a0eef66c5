//! Pictures of relations: DOT and SVG.
//!
//! Comes in: a [`Drawing`], plain data that a snapshot, a diff or a path becomes. Goes out: text.
//! Never imported here: `text`, `language`, `mentions`, `statements`; no files are read or written.
//! Data: none; colours are in `theme`, letter widths in `width`.

mod clean;
mod dot;
mod drawing;
mod encoding;
mod from_graph;
mod layout;
mod legend;
mod svg;
mod theme;
mod tooltip;
mod view;
mod width;

pub use clean::{clean, clean_to, escape_xml, safe_link};
pub use dot::dot;
pub use drawing::{
    Drawing, DrawnActor, DrawnCluster, DrawnEdge, EdgeChange, Picture, Sign, Tooltip,
};
pub use svg::{Style, svg};
pub use theme::Theme;
pub use width::{Face, text_width};
