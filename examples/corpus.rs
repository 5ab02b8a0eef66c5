// statements with the corpus's own brackets as mentions
use detente::*; use detente::score::*; use detente::mentions::*; use detente::model::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let held = a.get(1).is_some_and(|x| x == "held");
    let verbose = a.get(1).is_some_and(|x| x == "v");
    let english = language::English::embedded().unwrap();
    let rel = vocabulary::relations::Relations::load().unwrap();
    let reader = statements::Reader::new(&rel);
    let mut totals = Totals::default(); let mut pair = Tally::default(); let (mut act,mut st)=(0,0);
    let mut files: Vec<_> = std::fs::read_dir("/work/helpers/corpus").unwrap().map(|e| e.unwrap().path()).collect(); files.sort();
    for f in files {
        for s in parse(&std::fs::read_to_string(f).unwrap()).unwrap() {
            if s.held_out() != held { continue }
            let doc = Document { id: s.id.clone(), published: Some(s.published), text: s.text.clone(), ..Default::default() };
            let mut got: Vec<Statement> = vec![];
            for se in text::sentences(&s.text) {
                let tree = english.analyse(&s.text, &se);
                let mut ms: Vec<Mention> = vec![];
                for (i,b) in s.brackets.iter().enumerate() {
                    if let Some(mut m) = statements::marked_mention(&s.text, &se, &tree, b.span, true) {
                        let p0 = m.parties[0].clone();
                        m.parties = b.principals.iter().map(|p| Party { id: ActorId::new(format!("{p}#{i}")), principal: ActorId::new(p.as_str()), ..p0.clone() }).collect();
                        ms.push(m);
                    }
                }
                let times: Vec<TimeExpression> = vec![];
                got.extend(reader.statements(&doc, statements::SentenceReading { sentence: &se, tree: &tree, mentions: &ms, times: &times }));
            }
            let mut taken = vec![false; got.len()];
            for w in &s.statements {
                let (sp, tp) = (&s.brackets[w.source].principals, &s.brackets[w.target].principals);
                let m = got.iter().enumerate().position(|(i,g)| !taken[i] && g.event.plover == w.event && {
                    let (gs,gt)=(g.source.principal.as_str().to_string(), g.target.principal.as_str().to_string());
                    (sp.contains(&gs)&&tp.contains(&gt)) || ((w.mutual||g.mutual) && sp.contains(&gt)&&tp.contains(&gs)) });
                match m { Some(i) => { taken[i]=true; if !w.alleged { totals.hit(&w.event); act+=usize::from(got[i].action==w.action); st+=usize::from(got[i].status==w.status);} }
                  None if !w.alleged => { totals.miss(&w.event); if verbose { println!("MISS {} {}>{} {} {} {} | {}", s.id, sp.join("+"), tp.join("+"), w.action, w.status, w.event, s.text); } }
                  None => {} }
                let _ = &mut pair;
            }
            for (i,g) in got.iter().enumerate() { if !taken[i] {
                // same pair and event again (expansion of pluralities) is not counted
                let dup = s.statements.iter().any(|w| w.event==g.event.plover && s.brackets[w.source].principals.iter().any(|p| p==g.source.principal.as_str()) && s.brackets[w.target].principals.iter().any(|p| p==g.target.principal.as_str()));
                if dup { continue }
                totals.extra(&g.event.plover); if verbose { println!("EXTRA {} {}>{} {} {} {} {} {:.2} | {}", s.id, g.source.principal, g.target.principal, g.rule, g.status, g.event.plover, if g.mutual {"mutual"} else {""}, g.confidence, s.text); } } }
        }
    }
    println!("{totals}\nof hits action {:.3} status {:.3}", act as f64/totals.all.hits as f64, st as f64/totals.all.hits as f64);
}
