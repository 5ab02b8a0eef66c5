use detente::*;
fn main() {
    let english = language::English::embedded().unwrap();
    let text = std::env::args().nth(1).unwrap();
    for s in text::sentences(&text) {
        let t = english.analyse(&text, &s);
        for (i, w) in t.words.iter().enumerate() {
            println!(
                "{i:3} {:15} {:12} {:6} {:5} {:>3} {}",
                w.form,
                w.lemma,
                w.upos.as_str(),
                w.xpos,
                w.head.map(|h| h.to_string()).unwrap_or("-".into()),
                w.rel.as_str()
            );
        }
        println!();
    }
}
