//! HTML: the text of a page, without scripts, styles, navigation and the like.

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{HtmlString, Tokenizer};

use super::clean::Clean;
use super::publication::parse_date;
use crate::model::{OffsetMap, Published};

/// What a page says.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its text; blocks stand apart by a blank line.
    pub(super) text: String,
    /// From the text to the page's source.
    pub(super) origin: OffsetMap,
    /// The `<title>`, or what the page gives to social networks as such.
    pub(super) title: Option<String>,
    /// The date of publication, from metadata.
    pub(super) published: Option<Published>,
}

/// Elements whose text is not the article's.
const DROPPED: [&str; 21] = [
    "head", "script", "style", "noscript", "nav", "footer", "aside", "button", "template", "svg",
    "iframe", "select", "object", "menu", "dialog", "video", "audio", "canvas", "math", "textarea",
    "title",
];

/// Elements that stand in a line of text; all others end a paragraph.
const INLINE: [&str; 33] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "wbr",
];

/// Names of `<meta>` that give the date of publication, best first.
const DATE_METAS: [&str; 14] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "date",
];

/// An `<article>` or `<main>` with at least this many bytes is the page's text; the rest is dropped.
const SHORTEST_ARTICLE: usize = 200;

/// Reads a page. Broken markup is read as browsers read it, as far as that matters for text.
pub(super) fn read_html(source: &str) -> Page {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader {
        source,
        ..Reader::default()
    };
    // Reading from memory cannot fail: the error type is empty.
    for token in Tokenizer::new_with_emitter(source, emitter).flatten() {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&name(&tag.name), tag.span.start),
            Token::String(value) => {
                reader.string(
                    &String::from_utf8_lossy(&value.value),
                    value.span.start,
                    value.span.end,
                );
            }
            _ => {}
        }
    }
    reader.finish()
}

/// The text of a fragment without its tags, with character references resolved.
pub(super) fn text_of(fragment: &str) -> String {
    let mut text = String::new();
    for token in Tokenizer::new(fragment).flatten() {
        if let Token::String(value) = token {
            text.push_str(&String::from_utf8_lossy(&value.value));
        }
    }
    text
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    clean: Clean,
    /// Dropped elements that are open.
    dropped: Vec<String>,
    /// Open `<pre>`.
    preformatted: usize,
    /// Stretches of the text inside `<article>` and inside `<main>`.
    articles: Stretches,
    mains: Stretches,
    title: String,
    better_title: Option<String>,
    ld_json: bool,
    /// The best date so far and its rank.
    date: Option<(usize, Published)>,
}

/// Where an element's text lies; nested ones count once.
#[derive(Default)]
struct Stretches {
    depth: usize,
    found: Vec<(usize, usize)>,
}

impl Stretches {
    fn open(&mut self, at: usize) {
        if self.depth == 0 {
            self.found.push((at, usize::MAX));
        }
        self.depth += 1;
    }

    fn close(&mut self, at: usize) {
        if self.depth == 1
            && let Some(last) = self.found.last_mut()
        {
            last.1 = at;
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

fn name(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).to_ascii_lowercase()
}

fn attribute(tag: &StartTag<usize>, wanted: &str) -> Option<String> {
    tag.attributes
        .get(wanted.as_bytes())
        .map(|value| String::from_utf8_lossy(&value.value).into_owned())
}

impl Reader<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = name(&tag.name);
        let at = tag.span.start;
        match &*name {
            "meta" => return self.meta(tag),
            "br" => return self.clean.end_line(at),
            // These open the page's text, whatever was left open before them.
            "body" | "main" | "article" => self.dropped.clear(),
            "p" | "h1" | "div" if self.dropped.last().is_some_and(|open| open == "head") => {
                self.dropped.clear();
            }
            "time" => self.time(tag),
            "script" => {
                self.ld_json = attribute(tag, "type")
                    .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
            }
            "pre" => self.preformatted += 1,
            _ => {}
        }
        if DROPPED.contains(&&*name) && !tag.self_closing {
            self.dropped.push(name);
            return;
        }
        if !INLINE.contains(&&*name) {
            self.clean.end_paragraph(at);
        }
        match &*name {
            "article" => self.articles.open(self.clean.text.len()),
            "main" => self.mains.open(self.clean.text.len()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        if let Some(position) = self.dropped.iter().rposition(|open| open == name) {
            self.dropped.truncate(position);
            return;
        }
        match name {
            "article" => self.articles.close(self.clean.text.len()),
            "main" => self.mains.close(self.clean.text.len()),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
        if !INLINE.contains(&name) {
            self.clean.end_paragraph(at);
        }
    }

    fn meta(&mut self, tag: &StartTag<usize>) {
        let key = ["property", "name", "itemprop"]
            .iter()
            .find_map(|key| attribute(tag, key))
            .unwrap_or_default();
        let key = key.to_ascii_lowercase();
        let Some(content) = attribute(tag, "content") else {
            return;
        };
        if key == "og:title" {
            self.better_title = Some(content.clone());
        }
        if let Some(rank) = DATE_METAS.iter().position(|known| *known == key) {
            self.offer_date(rank, &content);
        }
    }

    fn time(&mut self, tag: &StartTag<usize>) {
        let published = attribute(tag, "pubdate").is_some()
            || attribute(tag, "itemprop")
                .is_some_and(|key| key.eq_ignore_ascii_case("datePublished"));
        if let Some(date) = attribute(tag, "datetime") {
            let rank = DATE_METAS.len() + usize::from(!published);
            self.offer_date(rank, &date);
        }
    }

    fn offer_date(&mut self, rank: usize, text: &str) {
        if self.date.is_none_or(|(best, _)| rank < best)
            && let Some(date) = parse_date(text)
        {
            self.date = Some((rank, Published(date)));
        }
    }

    fn string(&mut self, value: &str, start: usize, end: usize) {
        match self.dropped.last().map(String::as_str) {
            Some("title")
                if self
                    .dropped
                    .first()
                    .is_some_and(|open| open == "head" || open == "title") =>
            {
                self.title.push_str(value);
            }
            Some("script") if self.ld_json => self.linked_data(value),
            Some(_) => {}
            None => self.text(value, start, end),
        }
    }

    /// `datePublished` in a JSON-LD block.
    fn linked_data(&mut self, json: &str) {
        let mut open: Vec<serde_json::Value> = serde_json::from_str(json).into_iter().collect();
        while let Some(value) = open.pop() {
            match value {
                serde_json::Value::Array(values) => open.extend(values),
                serde_json::Value::Object(fields) => {
                    for (key, value) in fields {
                        match value {
                            serde_json::Value::String(date) if key == "datePublished" => {
                                self.offer_date(0, &date);
                            }
                            other => open.push(other),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Takes over a run of text. `value` has its entities resolved; the source between `start` and `end` has not.
    fn text(&mut self, value: &str, start: usize, end: usize) {
        let source = self.source.get(start..end).unwrap_or("");
        if source == value {
            return self.copy(value, start);
        }
        let (mut v, mut s) = (0, 0);
        while v < value.len() {
            // The longest stretch that is written as it is read.
            let same = common_length(&value[v..], &source[s..]);
            let stretch = &source[s..s + same];
            let stop = stretch.find('&').unwrap_or(same);
            self.copy(&stretch[..stop], start + s);
            v += stop;
            s += stop;
            if v >= value.len() {
                break;
            }
            let (taken, written) = resolved(&value[v..], &source[s..]);
            let piece = &value[v..v + taken];
            if piece == "\n" || piece == " " {
                self.clean.copy_collapsed(piece, start + s);
            } else {
                self.clean.replace(piece, start + s, written);
            }
            v += taken;
            s += written;
        }
    }

    fn copy(&mut self, piece: &str, at: usize) {
        if self.preformatted > 0 {
            self.clean.copy(piece, at);
        } else {
            self.clean.copy_collapsed(piece, at);
        }
    }

    fn finish(mut self) -> Page {
        let full = self.clean.text.trim_end().len();
        self.clean.text.truncate(full);
        let length = |stretches: &Stretches| {
            stretches
                .found
                .iter()
                .map(|&(from, to)| to.min(full).saturating_sub(from))
                .sum::<usize>()
        };
        let kept = [self.articles, self.mains]
            .into_iter()
            .find(|stretches| length(stretches) >= SHORTEST_ARTICLE);
        let (text, origin) = match kept {
            None => (self.clean.text, self.clean.origin),
            Some(stretches) => {
                let mut article = Clean::default();
                for (from, to) in stretches.found {
                    article.end_paragraph(from);
                    article.copy(&self.clean.text[from.min(full)..to.min(full)], from);
                }
                let length = article.text.trim_end().len();
                article.text.truncate(length);
                (
                    article.text,
                    article.origin.then(&self.clean.origin, length),
                )
            }
        };
        let title = self.better_title.unwrap_or(self.title);
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        Page {
            text,
            origin,
            title: (!title.is_empty()).then_some(title),
            published: self.date.map(|(_, date)| date),
        }
    }
}

/// How many bytes at the start of both are the same, to a character boundary.
fn common_length(value: &str, source: &str) -> usize {
    let same = value
        .bytes()
        .zip(source.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    (0..=same)
        .rev()
        .find(|&at| value.is_char_boundary(at) && source.is_char_boundary(at))
        .unwrap_or(0)
}

/// How many bytes of the value the entity (or line break) at the start of the source stands for, and its own length.
///
/// The tokenizer does not say where in a run it resolved an entity, so what follows must fit again.
fn resolved(value: &str, source: &str) -> (usize, usize) {
    const LONGEST_ENTITY: usize = 40;
    let first = value.chars().next().map_or(0, char::len_utf8);
    if source.starts_with('\r') {
        return (first, if source.starts_with("\r\n") { 2 } else { 1 });
    }
    if source.starts_with('&') {
        let body = source
            .bytes()
            .skip(1)
            .take(LONGEST_ENTITY)
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count();
        let closed = source[1 + body..].starts_with(';');
        let two = value.chars().take(2).map(char::len_utf8).sum::<usize>();
        let fits = |taken: usize, written: usize| {
            let (after, rest) = (&value[taken..], &source[written..]);
            match (after.chars().next(), rest.chars().next()) {
                (None, None) => true,
                (Some(a), Some(b)) => a == b || b == '&' || (b == '\r' && a == '\n'),
                _ => false,
            }
        };
        // A lone "&" that is just that.
        if value.starts_with('&')
            && !source.starts_with("&amp")
            && !source.starts_with("&AMP")
            && !source.starts_with("&#")
            && fits(1, 1)
        {
            return (1, 1);
        }
        if closed && body > 0 {
            let written = body + 2;
            return if !fits(first, written) && fits(two, written) {
                (two, written)
            } else {
                (first, written)
            };
        }
        if let Some(written) = (3..=body + 1).rev().find(|&written| fits(first, written)) {
            return (first, written);
        }
    }
    (first, source.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn scripts_and_navigation_go_blocks_stay_apart() {
        let page = read_html(
            "<!DOCTYPE html><html><head><title>Talks &amp; ties</title><meta property=\"article:published_time\" \
             content=\"1999-07-21T08:00:00Z\"><style>p{}</style></head><body><nav><a href=x>Home</a></nav>\
             <script>var a = '<p>no</p>';</script><h1>Talks</h1><p>Russia <b>and</b>\n NATO met.</p><ul><li>One<li>Two</ul></body>",
        );
        assert_eq!(page.text, "Talks\n\nRussia and NATO met.\n\nOne\n\nTwo");
        assert_eq!(page.title.unwrap(), "Talks & ties");
        assert_eq!(page.published.unwrap().0.to_string(), "1999-07-21");
    }

    #[test]
    fn words_map_to_the_source_across_entities() {
        let source = "<p>AT&amp;T's caf&eacute; &ndash; S&#227;o\r\nTom&eacute; &amp met & left &nbsp;&notin; here&hellip; end</p>";
        let page = read_html(source);
        for (word, written) in [
            ("AT&T", "AT&amp;T"),
            ("café", "caf&eacute;"),
            ("São", "S&#227;o"),
            ("Tomé", "Tom&eacute;"),
            ("met", "met"),
            ("left", "left"),
            ("here…", "here&hellip;"),
            ("end", "end"),
        ] {
            let at = page
                .text
                .find(word)
                .unwrap_or_else(|| panic!("{word} in {}", page.text));
            let span = page.origin.original_span(Span::new(at, at + word.len()));
            assert_eq!(&source[span.range()], written);
        }
    }

    #[test]
    fn an_article_stands_for_its_page() {
        let body = "The two sides met again. ".repeat(12);
        let source = format!(
            "<div>Advert</div><article><p>{body}</p><p>Last &lt;words&gt;.</p></article><div>More news</div>"
        );
        let page = read_html(&source);
        assert!(page.text.starts_with("The two sides"), "{}", page.text);
        assert!(page.text.ends_with("Last <words>."), "{}", page.text);
        let at = page.text.find("<words>").unwrap();
        let span = page.origin.original_span(Span::new(at, at + 7));
        assert_eq!(&source[span.range()], "&lt;words&gt;");
    }

    #[test]
    fn nested_and_broken_markup_is_bounded() {
        let page = read_html(&("<div>".repeat(10_000) + "text" + &"<".repeat(1_000)));
        assert!(page.text.starts_with("text"));
        assert_eq!(read_html("").text, "");
    }
}
