use detente::*;
use std::io::Write;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let english = language::English::embedded().unwrap();
    let rel = vocabulary::relations::Relations::load().unwrap();
    let verbose = a.len() > 2;
    let arb = statements::Arbiter::embedded().unwrap();
    let use_arb = std::env::var("ARB").is_ok();
    let file = std::fs::read_to_string(&a[1]).unwrap();
    let mut out = std::io::BufWriter::new(std::fs::File::create("/tmp/marked.jsonl").unwrap());
    for line in file.lines().skip(1) {
        let c: Vec<&str> = line.split('\t').collect();
        let m = c[1];
        let mut text = String::new();
        let (mut s, mut t) = ((0, 0), (0, 0));
        let mut rest = m;
        while let Some(i) = rest.find('<') {
            text.push_str(&rest[..i]);
            let r = &rest[i..];
            if r.starts_with("<s>") {
                s.0 = text.len();
                rest = &r[3..];
            } else if r.starts_with("</s>") {
                s.1 = text.len();
                rest = &r[4..];
            } else if r.starts_with("<t>") {
                t.0 = text.len();
                rest = &r[3..];
            } else if r.starts_with("</t>") {
                t.1 = text.len();
                rest = &r[4..];
            } else {
                text.push('<');
                rest = &r[1..];
            }
        }
        text.push_str(rest);
        let sentences = text::sentences(&text);
        let mut best: Vec<(statements::MarkedReading, String)> = vec![];
        let mut verd: Option<(
            statements::Verdict,
            Vec<statements::Verdict>,
            Vec<(String, f64)>,
        )> = None;
        for se in &sentences {
            let tree = english.analyse(&text, se);
            let mut ms: Vec<_> = [(s, true), (t, false)]
                .iter()
                .filter_map(|((x, y), b)| {
                    statements::marked_mention(&text, se, &tree, model::Span::new(*x, *y), *b)
                })
                .collect();
            ms.sort_by_key(|m| m.words.start);
            if ms.is_empty() {
                continue;
            }
            let rs = statements::marked(&tree, &ms, &[], &rel);
            if use_arb && ms.len() == 2 {
                let (a, b) = if ms[0].parties[0].id.as_str() == "source" {
                    (0, 1)
                } else {
                    (1, 0)
                };
                let f = statements::features(&tree, &ms[a], &ms[b], &rs, &rel);
                verd = Some((
                    arb.judge(&f)[0].clone(),
                    arb.judge(&f),
                    arb.reasons(&f, arb.judge(&f)[0].event, 6),
                ));
            }
            for r in statements::marked(&tree, &ms, &[], &rel) {
                let w = tree.words[r.anchor].form.clone();
                best.push((r, w));
            }
        }
        best.sort_by(|a, b| b.0.fit.total_cmp(&a.0.fit));
        let (ev, d) = best
            .first()
            .map(|(r, w)| {
                (
                    rel.events.code(r.action, &r.kind, r.status).plover,
                    format!(
                        "{}/{} {} {} fit {:.2}",
                        r.action, r.kind, r.status, w, r.fit
                    ),
                )
            })
            .unwrap_or(("ACCUSE".into(), "NONE".into()));
        let (ev, d) = match &verd {
            Some((v, _, why)) if best.is_empty() || use_arb => (
                v.event.to_string(),
                format!("{d} ARB {:.2} {:?}", v.probability, why),
            ),
            _ => (ev, d),
        };
        writeln!(
            out,
            "{}",
            serde_json::json!({"document":c[0],"event":{"plover":ev}})
        )
        .unwrap();
        if verbose {
            println!(
                "{}\t{}\t{}\t{}\t{}",
                if ev == c[4] { "ok" } else { "XX" },
                c[4],
                ev,
                d,
                m
            );
        }
    }
}
