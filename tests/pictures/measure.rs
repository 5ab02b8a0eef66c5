//! What is where in a finished SVG: read back from the file, not from the layout.

use std::collections::BTreeMap;

use detente::render::{Drawing, Face, text_width};

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Bounds {
    fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn holds(&self, (x, y): (f64, f64), inset: f64) -> bool {
        x > self.left + inset
            && x < self.right - inset
            && y > self.top + inset
            && y < self.bottom - inset
    }
}

/// The parts of a picture in page coordinates.
pub struct Measured {
    pub page: Bounds,
    /// By the edge's index in the drawing.
    pub labels: BTreeMap<usize, Bounds>,
    /// By the actor's index.
    pub actors: Vec<Bounds>,
    pub headings: Vec<Bounds>,
    pub lines: BTreeMap<usize, Vec<(f64, f64)>>,
}

/// What is wrong with a picture, in words. Empty: nothing.
pub fn faults(svg: &str, drawing: &Drawing) -> Vec<String> {
    let measured = measure(svg);
    let mut faults = Vec::new();
    let labels: Vec<(&usize, &Bounds)> = measured.labels.iter().collect();
    for (i, (one, bounds)) in labels.iter().enumerate() {
        for (other, other_bounds) in &labels[i + 1..] {
            if bounds.overlaps(other_bounds) {
                faults.push(format!("labels of edges {one} and {other} overlap"));
            }
        }
        for (actor, box_) in measured.actors.iter().enumerate() {
            if bounds.overlaps(box_) {
                faults.push(format!("label of edge {one} overlaps actor {actor}"));
            }
        }
        for heading in &measured.headings {
            if bounds.overlaps(heading) {
                faults.push(format!("label of edge {one} overlaps a heading"));
            }
        }
    }
    for (i, one) in measured.actors.iter().enumerate() {
        for (k, other) in measured.actors.iter().enumerate().skip(i + 1) {
            if one.overlaps(other) {
                faults.push(format!("actors {i} and {k} overlap"));
            }
        }
    }
    let everything = measured
        .actors
        .iter()
        .chain(measured.labels.values())
        .chain(&measured.headings);
    for bounds in everything {
        if bounds.left < 0.0
            || bounds.top < 0.0
            || bounds.right > measured.page.right
            || bounds.bottom > measured.page.bottom
        {
            faults.push(format!("cut off at the page's edge: {bounds:?}"));
        }
    }
    for (edge, points) in &measured.lines {
        let ends = [&drawing.edges[*edge].source, &drawing.edges[*edge].target];
        for (actor, bounds) in measured.actors.iter().enumerate() {
            if !ends.contains(&&drawing.actors[actor].id)
                && points.iter().any(|point| bounds.holds(*point, 0.5))
            {
                faults.push(format!("edge {edge} runs through actor {actor}"));
            }
        }
        for (label, bounds) in &measured.labels {
            if points.iter().any(|point| bounds.holds(*point, 0.8)) {
                faults.push(format!(
                    "edge {edge} runs through the label of edge {label}"
                ));
            }
        }
        for heading in &measured.headings {
            if points.iter().any(|point| heading.holds(*point, 0.8)) {
                faults.push(format!("edge {edge} runs through a heading"));
            }
        }
        if points.iter().any(|point| !measured.page.holds(*point, 0.0)) {
            faults.push(format!("edge {edge} leaves the page"));
        }
    }
    faults
}

/// How many pairs of lines cross, each crossing counted.
pub fn crossings(svg: &str) -> usize {
    let measured = measure(svg);
    count(&measured.lines.values().collect::<Vec<_>>())
}

/// The same for a picture by Graphviz.
pub fn graphviz_crossings(svg: &str) -> usize {
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let document = roxmltree::Document::parse_with_options(svg, options).expect("valid XML");
    let lines: Vec<Vec<(f64, f64)>> = document
        .descendants()
        .filter(|node| node.attribute("class") == Some("edge"))
        // Lines to office holders have no id of ours and are not counted in our pictures either.
        .filter(|node| {
            node.attribute("id")
                .is_some_and(|id| id.starts_with("edge-"))
        })
        .filter_map(|edge| edge.descendants().find(|node| node.has_tag_name("path")))
        .filter_map(|path| path.attribute("d"))
        .map(points_of)
        .collect();
    count(&lines.iter().collect::<Vec<_>>())
}

fn count(lines: &[&Vec<(f64, f64)>]) -> usize {
    let mut n = 0;
    for (i, one) in lines.iter().enumerate() {
        for other in &lines[i + 1..] {
            for a in one.windows(2) {
                n += other.windows(2).filter(|b| do_cross(a, b)).count();
            }
        }
    }
    n
}

/// Words of a picture that overlap or leave the page.
pub fn word_faults(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("valid XML");
    let number = |node: &roxmltree::Node, name: &str| {
        node.attribute(name)
            .and_then(|v| v.parse::<f64>().ok())
            .expect("a number")
    };
    let root = document.root_element();
    let (w, h) = (number(&root, "width"), number(&root, "height"));
    let mut found: Vec<(String, Bounds)> = Vec::new();
    for node in root.descendants().filter(|node| node.has_tag_name("text")) {
        let words: String = node
            .descendants()
            .filter_map(|part| part.is_text().then(|| part.text()).flatten())
            .collect();
        let bold = node.attribute("font-weight") == Some("bold");
        let (size, face) = (
            number(&node, "font-size"),
            if bold { Face::Bold } else { Face::Regular },
        );
        let width = text_width(&words, size, face);
        let is_centred = node.attribute("text-anchor") == Some("middle");
        let left = number(&node, "x") - if is_centred { width / 2.0 } else { 0.0 };
        let y = number(&node, "y");
        let bounds = Bounds {
            left,
            top: y - size * 0.73,
            right: left + width,
            bottom: y + size * 0.21,
        };
        found.push((words, bounds));
    }
    let mut faults = Vec::new();
    for (i, (words, bounds)) in found.iter().enumerate() {
        if bounds.left < 0.0 || bounds.right > w || bounds.top < 0.0 || bounds.bottom > h {
            faults.push(format!("cut off: {words}"));
        }
        for (other, other_bounds) in &found[i + 1..] {
            if bounds.overlaps(other_bounds) {
                faults.push(format!("{words} / {other}"));
            }
        }
    }
    faults
}

fn do_cross(a: &[(f64, f64)], b: &[(f64, f64)]) -> bool {
    let side = |p: (f64, f64), q: (f64, f64), r: (f64, f64)| {
        (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0)
    };
    side(a[0], a[1], b[0]) * side(a[0], a[1], b[1]) < 0.0
        && side(b[0], b[1], a[0]) * side(b[0], b[1], a[1]) < 0.0
}

/// The edge that an element stands for, by its id.
fn edge_number(node: &roxmltree::Node) -> Option<usize> {
    let (_, number) = node.attribute("id")?.rsplit_once("edge-")?;
    number.parse().ok()
}

pub fn measure(svg: &str) -> Measured {
    let document = roxmltree::Document::parse(svg).expect("valid XML");
    let root = document.root_element();
    let number = |node: roxmltree::Node, name: &str| {
        node.attribute(name).and_then(|v| v.parse::<f64>().ok())
    };
    let page = Bounds {
        left: 0.0,
        top: 0.0,
        right: number(root, "width").expect("a width"),
        bottom: number(root, "height").expect("a height"),
    };
    let mut measured = Measured {
        page,
        labels: BTreeMap::new(),
        actors: Vec::new(),
        headings: Vec::new(),
        lines: BTreeMap::new(),
    };
    let graph = root
        .descendants()
        .find(|node| node.attribute("id").is_some_and(|id| id.ends_with("graph")))
        .expect("a graph");
    let (dx, dy) = graph
        .attribute("transform")
        .and_then(|text| {
            text.strip_prefix("translate(")?
                .strip_suffix(')')?
                .split_once(' ')
        })
        .map(|(x, y)| (x.parse::<f64>().expect("x"), y.parse::<f64>().expect("y")))
        .expect("a translation");
    for node in root.descendants().filter(|node| node.has_tag_name("text")) {
        let in_graph = node.ancestors().any(|ancestor| ancestor == graph);
        let words: String = node
            .descendants()
            .filter(roxmltree::Node::is_text)
            .filter_map(|text| text.text())
            .collect();
        let size = number(node, "font-size").expect("a size");
        let face = if node.attribute("font-weight") == Some("bold") {
            Face::Bold
        } else {
            Face::Regular
        };
        let width = text_width(&words, size, face);
        let (shift_x, shift_y) = if in_graph { (dx, dy) } else { (0.0, 0.0) };
        let x = number(node, "x").expect("x") + shift_x
            - if node.attribute("text-anchor") == Some("middle") {
                width / 2.0
            } else {
                0.0
            };
        let y = number(node, "y").expect("y") + shift_y;
        // Ascenders and descenders of Helvetica.
        let bounds = Bounds {
            left: x,
            top: y - size * 0.73,
            right: x + width,
            bottom: y + size * 0.21,
        };
        match node.ancestors().find_map(|ancestor| edge_number(&ancestor)) {
            Some(edge) => {
                measured
                    .labels
                    .entry(edge)
                    .and_modify(|all| *all = all.union(bounds))
                    .or_insert(bounds);
            }
            None if node
                .ancestors()
                .any(|a| a.attribute("class") == Some("actor")) => {}
            None => measured.headings.push(bounds),
        }
    }
    for node in graph
        .descendants()
        .filter(|node| node.attribute("class") == Some("actor"))
    {
        let shape = node
            .children()
            .find(|child| matches!(child.tag_name().name(), "rect" | "ellipse" | "polygon"))
            .expect("an outline");
        let bounds = match shape.tag_name().name() {
            "rect" => {
                let (x, y) = (
                    number(shape, "x").expect("x"),
                    number(shape, "y").expect("y"),
                );
                let (w, h) = (
                    number(shape, "width").expect("w"),
                    number(shape, "height").expect("h"),
                );
                Bounds {
                    left: x,
                    top: y,
                    right: x + w,
                    bottom: y + h,
                }
            }
            "ellipse" => {
                let (x, y) = (
                    number(shape, "cx").expect("cx"),
                    number(shape, "cy").expect("cy"),
                );
                let (w, h) = (
                    number(shape, "rx").expect("rx"),
                    number(shape, "ry").expect("ry"),
                );
                Bounds {
                    left: x - w,
                    top: y - h,
                    right: x + w,
                    bottom: y + h,
                }
            }
            _ => numbers(shape.attribute("points").expect("points"))
                .chunks(2)
                .map(|p| Bounds {
                    left: p[0],
                    top: p[1],
                    right: p[0],
                    bottom: p[1],
                })
                .reduce(Bounds::union)
                .expect("corners"),
        };
        measured.actors.push(Bounds {
            left: bounds.left + dx,
            top: bounds.top + dy,
            right: bounds.right + dx,
            bottom: bounds.bottom + dy,
        });
    }
    for node in graph
        .descendants()
        .filter(|node| node.attribute("class") == Some("line"))
    {
        let edge = node
            .ancestors()
            .find_map(|ancestor| edge_number(&ancestor))
            .expect("a line belongs to an edge");
        let points = points_of(node.attribute("d").expect("d"))
            .into_iter()
            .map(|(x, y)| (x + dx, y + dy))
            .collect();
        measured.lines.insert(edge, points);
    }
    measured
}

/// Points along a path of one move and cubic curves.
fn points_of(path: &str) -> Vec<(f64, f64)> {
    let d = numbers(&path.replace(['M', 'C'], " "));
    let mut points = vec![(d[0], d[1])];
    let mut from = (d[0], d[1]);
    for piece in d[2..].chunks(6) {
        for step in 1..=8 {
            let t = f64::from(step) / 8.0;
            let u = 1.0 - t;
            let at = |i: usize, start: f64| {
                u * u * u * start
                    + 3.0 * u * u * t * piece[i]
                    + 3.0 * u * t * t * piece[i + 2]
                    + t * t * t * piece[i + 4]
            };
            points.push((at(0, from.0), at(1, from.1)));
        }
        from = (piece[4], piece[5]);
    }
    points
}

fn numbers(text: &str) -> Vec<f64> {
    text.split([' ', ','])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().expect("a number"))
        .collect()
}
