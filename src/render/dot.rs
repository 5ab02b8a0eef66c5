//! A drawing as DOT, for Graphviz.
//!
//! Built and printed by graphviz-rust, which escapes nothing: every string from outside goes through [`html`] or
//! [`quoted`] here. Only attributes named in this file are written, ids are our own, and links only to the web,
//! since Graphviz passes scripts in links through and can read files named by `image` or `stylesheet`.

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use crate::model::ActorKind;

use super::clean::{clean, clean_to, escape_xml, safe_link};
use super::drawing::Drawing;
use super::encoding::{self, Dash, End, Stroke};
use super::hubs::gather;
use super::layout::network::{
    ActorBox, DATE_SIZE, HUB_SIZE, LABEL_SIZE, Link, NAME_SIZE, Network, OFFICE_SIZE, Strand,
};
use super::legend::{Entry, Sample, legend};
use super::theme::{Palette, Theme, Tint};
use super::tooltip;

const FONTS: &str = "Helvetica,Arial,sans-serif";

/// Draws `drawing` as a DOT digraph that `dot -Tsvg` lays out from left to right.
///
/// Unlike [`super::svg`] it leaves nothing out, however large the drawing; meetings of many are hubs here, too.
///
/// ```
/// use detente::render::{Drawing, Theme, dot};
/// assert!(dot(&Drawing::default(), Theme::Light).starts_with("digraph relations {"));
/// ```
pub fn dot(drawing: &Drawing, theme: Theme) -> String {
    let palette = theme.palette();
    let drawing = &*gather(drawing);
    let network = Network::of(drawing);
    let mut stmts = vec![graph_attributes(drawing, &network, palette)];
    stmts.push(Stmt::GAttribute(GraphAttributes::Node(vec![
        quoted("fontname", FONTS),
        number("fontsize", NAME_SIZE),
        quoted("fontcolor", palette.ink),
        quoted("color", palette.node_line),
        quoted("fillcolor", palette.node_fill),
        number("penwidth", 1.2),
        quoted("margin", "0.18,0.10"),
    ])));
    stmts.push(Stmt::GAttribute(GraphAttributes::Edge(vec![
        quoted("fontname", FONTS),
        number("fontsize", LABEL_SIZE),
        number("arrowsize", 0.8),
    ])));
    for block in &network.blocks {
        let nodes = block
            .members
            .iter()
            .map(|&actor| Stmt::Node(node(drawing, &network, actor, palette)));
        match block.cluster {
            Some(cluster) => {
                let tint = palette.tints[cluster % palette.tints.len()];
                let name = clean_to(&drawing.clusters[cluster].name, 80).to_uppercase();
                let mut inner = vec![
                    Stmt::Attribute(html(
                        "label",
                        &format!(
                            "{}<b>{}</b></font>",
                            font(10.0, tint.text),
                            escape_xml(&name)
                        ),
                    )),
                    Stmt::Attribute(quoted("style", "rounded,filled")),
                    Stmt::Attribute(quoted("color", tint.line)),
                    Stmt::Attribute(quoted("fillcolor", tint.fill)),
                    Stmt::Attribute(quoted("labeljust", "l")),
                    Stmt::Attribute(number("margin", 16.0)),
                    Stmt::Attribute(quoted("tooltip", &clean_to(&name, 200))),
                ];
                inner.extend(nodes);
                stmts.push(Stmt::Subgraph(Subgraph {
                    id: Id::Plain(format!("cluster_{cluster}")),
                    stmts: inner,
                }));
            }
            None => stmts.extend(nodes),
        }
    }
    let picture = drawing.picture();
    let weights = drawing.edges.iter().map(|edge| edge.weight);
    let heaviest = weights
        .filter(|weight| weight.is_finite())
        .fold(0.0, f64::max);
    let strands = network
        .links
        .iter()
        .flat_map(|link| link.strands.iter().map(move |strand| (link, strand)));
    for (link, strand) in strands {
        let stroke = encoding::stroke(&drawing.edges[strand.edge_idx], picture, heaviest, palette);
        stmts.push(Stmt::Edge(edge(drawing, link, strand, &stroke, palette)));
    }
    for &(holder, principal) in &network.offices {
        stmts.push(Stmt::Edge(Edge {
            ty: pair(holder, principal),
            attributes: vec![
                quoted("color", palette.faint),
                number("penwidth", 1.2),
                quoted("dir", "none"),
                quoted("constraint", "false"),
                quoted("tooltip", "holds office"),
            ],
        }));
    }
    let graph = Graph::DiGraph {
        id: Id::Plain("relations".to_owned()),
        strict: false,
        stmts,
    };
    let mut text = graph.print(&mut PrinterContext::default());
    text.push('\n');
    text
}

fn graph_attributes(drawing: &Drawing, network: &Network, palette: &Palette) -> Stmt {
    let mut rows = String::new();
    let mut row = |content: &str| {
        rows.push_str("<tr><td align=\"left\">");
        rows.push_str(content);
        rows.push_str("</td></tr>");
    };
    let title = clean_to(&drawing.title, 200);
    if !title.is_empty() {
        row(&format!("<b>{}</b>", escape_xml(&title)));
    }
    let subtitle = escape_xml(&clean_to(&network.dated(&drawing.subtitle_line()), 300));
    row(&format!(
        "{}{subtitle}</font>",
        font(11.0, palette.soft_ink)
    ));
    let entries = legend(drawing, !network.offices.is_empty(), palette);
    if !entries.is_empty() {
        let samples: Vec<String> = entries.iter().map(legend_entry).collect();
        row(&format!(
            "{}{}</font>",
            font(LABEL_SIZE, palette.neutral.text),
            samples.join(" &#160; &#160; ")
        ));
    }
    let note = clean_to(&drawing.note, 300);
    if !note.is_empty() {
        row(&format!(
            "{}{}</font>",
            font(9.5, palette.soft_ink),
            escape_xml(&note)
        ));
    }
    let table = format!(
        "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"2\">{rows}</table>"
    );
    Stmt::GAttribute(GraphAttributes::Graph(vec![
        quoted("charset", "UTF-8"),
        quoted("rankdir", "LR"),
        quoted("bgcolor", palette.ground),
        number("pad", 0.3),
        number("nodesep", 0.3),
        number("ranksep", 1.1),
        quoted("splines", "spline"),
        quoted("fontname", FONTS),
        number("fontsize", 20.0),
        quoted("fontcolor", palette.ink),
        quoted("labelloc", "t"),
        quoted("labeljust", "l"),
        quoted("tooltip", " "),
        html("label", &table),
    ]))
}

/// A line drawn in letters, since a legend of nodes would be laid out with the others.
fn legend_entry(entry: &Entry) -> String {
    let words = escape_xml(&entry.words);
    let stroke = match &entry.sample {
        Sample::Line(stroke) => stroke,
        Sample::Outline(kind) => return format!("{} {words}", outline(*kind)),
        Sample::None | Sample::Mark(_) => return words,
    };
    let shaft = match stroke.dash {
        Dash::Solid => "━━",
        Dash::Dashed => "╌╌",
        Dash::Dotted => "┈┈",
        Dash::Mixed => "─·",
    };
    let mark = |end: End, filled: &'static str, hollow: &'static str| match end {
        End::None => "",
        End::Filled => filled,
        End::Hollow => hollow,
        End::Bar => "┫",
    };
    let (tail, head) = (mark(stroke.tail, "◀", "◁"), mark(stroke.head, "▶", "▷"));
    format!(
        "{}{tail}{shaft}{head}</font> {words}",
        font(LABEL_SIZE, stroke.hue.line)
    )
}

/// A letter that looks like an actor's outline.
fn outline(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "◯",
        ActorKind::State | ActorKind::People | ActorKind::Gathering => "▢",
        _ => "⬡",
    }
}

fn node(drawing: &Drawing, network: &Network, actor: usize, palette: &Palette) -> Node {
    let (set, drawn) = (&network.actors[actor], &drawing.actors[actor]);
    let tint = network.tint_of[actor].map(|cluster| palette.tints[cluster % palette.tints.len()]);
    let mut attributes = vec![html("label", &node_label(set, palette))];
    let (shape, style) = match drawn.kind {
        ActorKind::Person => ("ellipse", "filled"),
        ActorKind::State | ActorKind::People | ActorKind::Gathering => ("box", "rounded,filled"),
        _ => ("octagon", "filled"),
    };
    attributes.push(quoted("shape", shape));
    attributes.push(quoted("style", style));
    if set.is_hub {
        let Tint {
            strong_fill,
            strong_line,
            ..
        } = tint.unwrap_or(palette.tints[5]);
        attributes.push(quoted("fillcolor", strong_fill));
        attributes.push(quoted("color", strong_line));
        attributes.push(number("penwidth", 1.8));
    }
    if let Some(sign) = drawn.matter {
        let hue = encoding::hue(sign, palette);
        attributes.push(quoted("fillcolor", palette.ground));
        attributes.push(quoted("color", hue.line));
        attributes.push(quoted("fontcolor", hue.text));
    }
    attributes.push(quoted("tooltip", &clean_to(&drawn.name, 300)));
    attributes.push(quoted("id", &format!("actor-{actor}")));
    Node {
        id: NodeId(node_id(actor), None),
        attributes,
    }
}

fn node_label(set: &ActorBox, palette: &Palette) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in &set.lines {
        let line = escape_xml(line);
        lines.push(if set.is_hub {
            format!("{}<b>{line}</b></font>", font(HUB_SIZE, palette.ink))
        } else {
            line
        });
    }
    for line in &set.office {
        lines.push(format!(
            "{}{}</font>",
            font(OFFICE_SIZE, palette.soft_ink),
            escape_xml(line)
        ));
    }
    // Graphviz refuses an empty HTML label.
    lines.retain(|line| !line.is_empty());
    if lines.is_empty() {
        " ".to_owned()
    } else {
        lines.join("<br/>")
    }
}

fn edge(
    drawing: &Drawing,
    link: &Link,
    strand: &Strand,
    stroke: &Stroke,
    palette: &Palette,
) -> Edge {
    let drawn = &drawing.edges[strand.edge_idx];
    let (source, target) = if strand.is_reversed {
        (link.target, link.source)
    } else {
        (link.source, link.target)
    };
    let mut attributes = vec![
        quoted("color", stroke.hue.line),
        quoted("fontcolor", stroke.hue.text),
        number("penwidth", (stroke.width * 10.0).round() / 10.0),
    ];
    let mut lines: Vec<String> = Vec::new();
    for (i, line) in strand.label.lines.iter().enumerate() {
        let line = escape_xml(line);
        let line = if stroke.struck {
            format!("<s>{line}</s>")
        } else {
            line
        };
        let hop = strand
            .label
            .badge
            .filter(|_| i == 0)
            .map(|hop| format!("<b>{hop}</b> "));
        lines.push(format!("{}{line}", hop.unwrap_or_default()));
    }
    for line in &strand.label.date {
        lines.push(format!(
            "{}{}</font>",
            font(DATE_SIZE, palette.soft_ink),
            escape_xml(line)
        ));
    }
    if !lines.is_empty() {
        let words = lines.join("<br/>");
        let table = format!(
            "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"2\"><tr><td>{words}</td></tr></table>"
        );
        attributes.push(html("label", &table));
    }
    match stroke.dash {
        Dash::Solid => {}
        Dash::Dashed | Dash::Mixed => attributes.push(quoted("style", "dashed")),
        Dash::Dotted => attributes.push(quoted("style", "dotted")),
    }
    let mark = |end: End| match end {
        End::None => "none",
        End::Filled => "normal",
        End::Hollow => "onormal",
        End::Bar => "tee",
    };
    attributes.push(quoted("arrowhead", mark(stroke.head)));
    if stroke.tail != End::None {
        attributes.push(quoted("dir", "both"));
        attributes.push(quoted("arrowtail", mark(stroke.tail)));
    }
    let words = tooltip::tooltip(drawing, drawn);
    for name in ["tooltip", "edgetooltip", "labeltooltip"] {
        attributes.push(quoted(name, &words));
    }
    if let Some(link) = drawn.tooltip.link.as_deref().and_then(safe_link) {
        attributes.push(quoted("URL", link));
        attributes.push(quoted("target", "_blank"));
    }
    attributes.push(quoted("id", &format!("edge-{}", strand.edge_idx)));
    Edge {
        ty: pair(source, target),
        attributes,
    }
}

fn pair(source: usize, target: usize) -> EdgeTy {
    let vertex = |actor| Vertex::N(NodeId(node_id(actor), None));
    EdgeTy::Pair(vertex(source), vertex(target))
}

fn node_id(actor: usize) -> Id {
    Id::Plain(format!("n{actor}"))
}

fn font(size: f64, colour: &str) -> String {
    format!("<font point-size=\"{size}\" color=\"{colour}\">")
}

/// An attribute whose value is HTML of our own making; what it holds from outside is escaped.
fn html(name: &str, content: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), Id::Html(format!("<{content}>")))
}

/// An attribute with a quoted value. Backslashes are doubled, since Graphviz reads `\N` and its like in tooltips.
fn quoted(name: &str, value: &str) -> Attribute {
    let lines: Vec<String> = value
        .split('\n')
        .map(|line| {
            if line == " " {
                line.to_owned()
            } else {
                clean(line)
            }
        })
        .map(|line| line.replace('\\', "\\\\").replace('"', "\\\""))
        .collect();
    Attribute(
        Id::Plain(name.to_owned()),
        Id::Escaped(format!("\"{}\"", lines.join("\\n"))),
    )
}

fn number(name: &str, value: f64) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), Id::Plain(format!("{value}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(attribute: &Attribute) -> String {
        attribute.1.print(&mut PrinterContext::default())
    }

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(
            value(&quoted("tooltip", "a \"b\" \\N")),
            "\"a \\\"b\\\" \\\\N\""
        );
        assert_eq!(value(&quoted("tooltip", "ends in \\")), "\"ends in \\\\\"");
    }

    #[test]
    fn line_breaks_become_escapes() {
        assert_eq!(value(&quoted("tooltip", "one\ntwo")), "\"one\\ntwo\"");
    }
}
