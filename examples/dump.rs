use detente::language::English;
use detente::statements::{features, marked, marked_mention};
use detente::text::{self, sentences};
use detente::vocabulary::relations::Relations;
use std::io::Write;
fn main() {
    let english = English::embedded().unwrap();
    let relations = Relations::load().unwrap();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in std::env::args().skip(1) {
        let path = std::path::PathBuf::from(&file);
        if file.ends_with(".txt") {
            for a in detente::score::parse(&std::fs::read_to_string(&path).unwrap()).unwrap() {
                for sentence in sentences(&a.text) {
                    let tree = english.analyse(&a.text, &sentence);
                    let n = a.brackets.len();
                    for (so, ta) in (0..n).flat_map(|s| (0..n).map(move |t| (s, t))) {
                        let said: Vec<_> = a
                            .statements
                            .iter()
                            .filter(|s| {
                                (s.source, s.target) == (so, ta)
                                    || s.mutual && (s.target, s.source) == (so, ta)
                            })
                            .collect();
                        if so == ta || said.iter().any(|s| s.alleged) {
                            continue;
                        }
                        let event = said.first().map_or_else(
                            || "NONE".to_owned(),
                            |said| {
                                let events = &relations.events;
                                let code = events.code(said.action, "*", said.status);
                                if code.plover == said.event {
                                    events.pair_code(said.action, "*", said.status).plover
                                } else {
                                    said.event.clone()
                                }
                            },
                        );
                        let (Some(s), Some(t)) = (
                            marked_mention(&a.text, &sentence, &tree, a.brackets[so].span, true),
                            marked_mention(&a.text, &sentence, &tree, a.brackets[ta].span, false),
                        ) else {
                            continue;
                        };
                        let mut ms = vec![s.clone(), t.clone()];
                        ms.sort_by_key(|m| m.words.start);
                        let readings = marked(&tree, &ms, &[], &relations);
                        let f = features(&tree, Some(&s), Some(&t), &readings, &relations, english);
                        let toks: Vec<_> = tree
                            .words
                            .iter()
                            .map(|w| {
                                serde_json::json!([
                                    w.form,
                                    w.lemma,
                                    format!("{:?}", w.upos),
                                    w.head,
                                    w.rel.as_str()
                                ])
                            })
                            .collect();
                        let rd: Vec<_> = readings
                            .iter()
                            .take(4)
                            .map(|r| {
                                serde_json::json!([
                                    relations
                                        .events
                                        .pair_code(r.action, &r.kind, r.status)
                                        .plover,
                                    r.action.to_string(),
                                    r.kind,
                                    r.status.to_string(),
                                    r.fit,
                                    r.anchor,
                                    r.mutual
                                ])
                            })
                            .collect();
                        let sp =
                            |m: &detente::mentions::Mention| (m.words.start, m.words.end, m.head);
                        writeln!(out, "{}", serde_json::json!({"file": file, "id": a.id, "line": event, "named": f.named, "company": f.company, "toks": toks, "r": rd, "s": sp(&s), "t": sp(&t), "held": a.held_out()})).unwrap();
                    }
                }
            }
            continue;
        }
        let (rows, _) = text::read_marked(&path).unwrap();
        let lines: Vec<String> = std::fs::read_to_string(&path)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect();
        for row in rows {
            for sentence in sentences(&row.text) {
                let tree = english.analyse(&row.text, &sentence);
                let s = marked_mention(&row.text, &sentence, &tree, row.source, true);
                let t = marked_mention(&row.text, &sentence, &tree, row.target, false);
                let mut ms: Vec<_> = s.iter().chain(&t).cloned().collect();
                if ms.is_empty() {
                    continue;
                }
                ms.sort_by_key(|m| m.words.start);
                let readings = marked(&tree, &ms, &[], &relations);
                let f = features(
                    &tree,
                    s.as_ref(),
                    t.as_ref(),
                    &readings,
                    &relations,
                    english,
                );
                let toks: Vec<_> = tree
                    .words
                    .iter()
                    .map(|w| {
                        serde_json::json!([
                            w.form,
                            w.lemma,
                            format!("{:?}", w.upos),
                            w.head,
                            w.rel.as_str()
                        ])
                    })
                    .collect();
                let rd: Vec<_> = readings
                    .iter()
                    .take(4)
                    .map(|r| {
                        serde_json::json!([
                            relations
                                .events
                                .pair_code(r.action, &r.kind, r.status)
                                .plover,
                            r.action.to_string(),
                            r.kind,
                            r.status.to_string(),
                            r.fit,
                            r.anchor,
                            r.mutual
                        ])
                    })
                    .collect();
                let sp = |m: &Option<detente::mentions::Mention>| {
                    m.as_ref().map(|m| (m.words.start, m.words.end, m.head))
                };
                writeln!(out, "{}", serde_json::json!({"file": file, "id": row.id, "line": lines[row.line-1], "named": f.named, "company": f.company, "toks": toks, "r": rd, "s": sp(&s), "t": sp(&t), "held": detente::score::held_out(&row.text)})).unwrap();
            }
        }
    }
}
