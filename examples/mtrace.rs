//! Per sentence: text, mentions, acts, missed gold.
use detente::statements::trace;
use detente::vocabulary::relations::Relations;
use std::collections::BTreeMap;
fn main() {
    let reader = detente::pipeline::Reader::embedded().unwrap();
    let relations = Relations::load().unwrap();
    let ids: Vec<String> = std::env::args().skip(2).collect();
    let show_tree = ids.iter().any(|i| i == "tree");
    let (mut n, mut both) = (0, 0);
    for line in std::fs::read_to_string(std::env::args().nth(1).unwrap())
        .unwrap()
        .lines()
    {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = v["id"].as_str().unwrap();
        if ids.iter().any(|i| i.contains('-')) && !ids.iter().any(|i| i == id) {
            continue;
        }
        let text = format!(
            "{}\n\n{}",
            v["title"].as_str().unwrap_or(""),
            v["text"].as_str().unwrap()
        );
        let d = detente::model::Document {
            id: id.to_owned(),
            published: v["published"]
                .as_str()
                .and_then(|p| p.parse().ok())
                .map(detente::model::Published),
            text: text.clone(),
            ..Default::default()
        };
        let analysis = reader.analyse(&d);
        let got = reader.read(&d).statements;
        let mut by: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for g in v["gold"].as_array().unwrap() {
            let s = |k: &str| g[k].as_str().unwrap_or("").to_owned();
            let mutual = g["mutual"].as_bool().unwrap_or(false);
            let at = text.find(&s("evidence")).unwrap_or(0);
            let idx = analysis
                .sentences
                .iter()
                .rposition(|x| x.span.start() <= at)
                .unwrap_or(0);
            let hit = got.iter().any(|t| {
                let (a, b) = (t.source.principal.as_str(), t.target.principal.as_str());
                ((a, b) == (&s("source"), &s("target"))
                    || (b, a) == (&s("source"), &s("target")) && (mutual || t.mutual))
                    && t.event.plover == s("event")
            });
            let opt = g["optional"].as_bool().unwrap_or(false);
            if hit {
                by.entry(idx).or_default().push(format!(
                    "  + {} {} {} {}/{}",
                    s("source"),
                    if mutual { "=" } else { ">" },
                    s("target"),
                    s("action"),
                    s("status")
                ));
                continue;
            }
            let has = |p: &str| {
                analysis.mentions[idx]
                    .iter()
                    .any(|m| m.parties.iter().any(|q| q.principal.as_str() == p))
            };
            let (hs, ht) = (has(&s("source")), has(&s("target")));
            if !opt {
                n += 1;
                if hs && ht {
                    both += 1;
                }
            }
            by.entry(idx).or_default().push(format!(
                "  {}{}{} {} {} {} {}/{} {} | {} | {} | {}",
                if opt { "(opt) " } else { "MISS " },
                if hs { "" } else { "noS " },
                if ht { "" } else { "noT " },
                s("source"),
                if mutual { "=" } else { ">" },
                s("target"),
                s("action"),
                s("status"),
                s("event"),
                s("source_text"),
                s("target_text"),
                s("evidence")
            ));
        }
        for (idx, r) in analysis.readings().enumerate() {
            let span = r.sentence.span;
            let misses = by.get(&idx).cloned().unwrap_or_default();
            let told: Vec<_> = got.iter().filter(|t| t.sentence == idx).collect();
            if misses
                .iter()
                .all(|m| m.starts_with("  +") || m.starts_with("  (opt"))
                && told.len() <= misses.len()
            {
                continue;
            }
            println!("## {id} {}", text[span.range()].replace('\n', " "));
            for m in &misses {
                println!("{m}");
            }
            for t in told {
                println!(
                    "  told {} {} {} {}/{} {} {} {}",
                    t.source.principal,
                    if t.mutual { "=" } else { ">" },
                    t.target.principal,
                    t.action,
                    t.status,
                    t.event.plover,
                    t.rule,
                    t.confidence
                );
            }
            let ms: Vec<String> = r
                .mentions
                .iter()
                .map(|m| {
                    format!(
                        "{}={}",
                        text[r.sentence.tokens[m.words.start].start()
                            ..r.sentence.tokens[m.words.end - 1].end()]
                            .replace('\n', " "),
                        m.parties
                            .iter()
                            .map(|p| p.principal.to_string())
                            .collect::<Vec<_>>()
                            .join("+")
                    )
                })
                .collect();
            println!("  mentions: {}", ms.join("; "));
            for t in trace(r.tree, r.mentions, r.times, &relations, r.sentence.headline) {
                println!("  act {t}");
            }
            if show_tree {
                for (i, w) in r.tree.words.iter().enumerate() {
                    print!(
                        "{i}:{}/{:?}/{}>{} ",
                        w.form,
                        w.upos,
                        w.rel.as_str(),
                        w.head.map_or(-1, |h| h as i64)
                    );
                }
                println!();
            }
        }
    }
    println!("missed required {n}, both parties in the sentence {both}");
}
