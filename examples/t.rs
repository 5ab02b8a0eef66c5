use detente::statements::trace;
use detente::vocabulary::relations::Relations;
fn main() {
    let reader = detente::pipeline::Reader::embedded().unwrap();
    let relations = Relations::load().unwrap();
    for line in std::io::stdin().lines() {
        let text = line.unwrap();
        let d = detente::model::Document {
            id: "t".into(),
            published: "2005-06-15".parse().ok().map(detente::model::Published),
            text: text.clone(),
            ..Default::default()
        };
        let analysis = reader.analyse(&d);
        println!("## {text}");
        for t in reader.read(&d).statements {
            println!(
                "  told {} {} {} {}/{} {} {} {} {}",
                t.source.principal,
                if t.mutual { "=" } else { ">" },
                t.target.principal,
                t.action,
                t.status,
                t.event.plover,
                t.rule,
                t.confidence,
                t.when.map_or(String::new(), |w| format!("{w:?}"))
            );
        }
        for r in analysis.readings() {
            let ms: Vec<String> = r
                .mentions
                .iter()
                .map(|m| {
                    format!(
                        "{}={}",
                        &text[r.sentence.tokens[m.words.start].start()
                            ..r.sentence.tokens[m.words.end - 1].end()],
                        m.parties
                            .iter()
                            .map(|p| p.id.to_string())
                            .collect::<Vec<_>>()
                            .join("+")
                    )
                })
                .collect();
            println!("  mentions: {}", ms.join("; "));
            for t in trace(r.tree, r.mentions, r.times, &relations, r.sentence.headline) {
                println!("  act {t}");
            }
            print!("  ");
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
