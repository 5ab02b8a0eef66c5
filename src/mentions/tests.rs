//! Named cases: a date, a text, and whom its words mean. Sentences are our own, about public facts or invented ones.

mod references;

use super::{Finder, Form, Mention};
use crate::language::English;
use crate::model::{Document, Published};
use crate::text::sentences;
use crate::vocabulary::actors::Actors;

/// A case: publication date, text, and for some of its words the principals meant, joined by "+" where several.
type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

fn read(published: &str, text: &str) -> (Document, Vec<Vec<Mention>>) {
    static ACTORS: std::sync::OnceLock<Actors> = std::sync::OnceLock::new();
    let actors = ACTORS.get_or_init(Actors::embedded);
    let english = English::embedded().expect("the models are built in");
    let document = Document {
        id: "case".to_owned(),
        published: published.parse().ok().map(Published),
        text: text.to_owned(),
        ..Document::default()
    };
    let sentences = sentences(&document.text);
    let trees: Vec<_> = sentences
        .iter()
        .map(|sentence| english.analyse(&document.text, sentence))
        .collect();
    let mentions = Finder::new(actors).find(&document, &sentences, &trees);
    (document, mentions)
}

/// Whom the mention that covers the last occurrence of `words` means.
fn meant(document: &Document, mentions: &[Vec<Mention>], words: &str) -> String {
    let Some(start) = document.text.rfind(words) else {
        return format!("'{words}' is not in the text");
    };
    let end = start + words.len();
    mentions
        .iter()
        .flatten()
        .filter(|mention| {
            let span = mention.parties[0].span;
            span.start() < end && start < span.end()
        })
        .max_by_key(|mention| {
            let span = mention.parties[0].span;
            span.end().min(end) - span.start().max(start)
        })
        .map_or_else(
            || "nobody".to_owned(),
            |mention| {
                mention
                    .parties
                    .iter()
                    .map(|party| party.principal.as_str())
                    .collect::<Vec<_>>()
                    .join("+")
            },
        )
}

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (published, text, wanted) in cases {
        let (document, mentions) = read(published, text);
        for (words, principal) in *wanted {
            let found = meant(&document, &mentions, words);
            if found != *principal {
                wrong.push(format!(
                    "{text}\n    '{words}': {found} instead of {principal}"
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn names_seats_and_adjectives() {
    check(&[
        (
            "1999-07-20",
            "Moscow criticised the alliance.",
            &[("Moscow", "RUS"), ("the alliance", "NATO")],
        ),
        (
            "1985-07-20",
            "Moscow criticised Washington.",
            &[("Moscow", "SUN"), ("Washington", "USA")],
        ),
        (
            "1995-05-20",
            "Belgrade answered Zagreb.",
            &[("Belgrade", "YUG"), ("Zagreb", "HRV")],
        ),
        (
            "2004-05-20",
            "Belgrade answered Zagreb.",
            &[("Belgrade", "SCG")],
        ),
        (
            "2012-05-20",
            "Belgrade answered Zagreb.",
            &[("Belgrade", "SRB")],
        ),
        (
            "1998-05-20",
            "Serbia rejected the plan.",
            &[("Serbia", "YUG")],
        ),
        (
            "1996-05-20",
            "Zaire closed its border with Rwanda.",
            &[("Zaire", "COD"), ("its", "COD"), ("Rwanda", "RWA")],
        ),
        (
            "1991-05-20",
            "The European Community recognised Slovenia.",
            &[("The European Community", "EU")],
        ),
        (
            "2003-02-01",
            "U.S. officials met Iraqi exiles.",
            &[("U.S. officials", "USA"), ("Iraqi exiles", "IRQ")],
        ),
        (
            "2003-02-01",
            "The U.N. Security Council adopted a resolution.",
            &[("U.N. Security Council", "UN")],
        ),
        (
            "1994-06-01",
            "The International Atomic Energy Agency left Pyongyang.",
            &[("International Atomic Energy Agency", "IAEA")],
        ),
        (
            "1998-06-01",
            "Côte d’Ivoire thanked the World Bank.",
            &[("Côte d’Ivoire", "CIV"), ("World Bank", "WB")],
        ),
        (
            "1998-06-01",
            "Cote d'Ivoire thanked the I.M.F. on Monday.",
            &[("Cote d'Ivoire", "CIV"), ("I.M.F.", "IMF")],
        ),
        (
            "2011-06-01",
            "The Élysée denied it.",
            &[("The Élysée", "FRA")],
        ),
        (
            "2023-06-01",
            "Kyiv and Ankara signed a deal.",
            &[("Kyiv", "UKR"), ("Ankara", "TUR")],
        ),
        (
            "2008-11-26",
            "The Americans and the French withdrew.",
            &[("The Americans", "USA"), ("the French", "FRA")],
        ),
        (
            "1999-05-01",
            "Russian-U.S. relations worsened.",
            &[("Russian-U.S.", "RUS+USA")],
        ),
        ("1999-05-01", "Soviet-era tanks were shown.", &[]),
        (
            "1999-05-01",
            "The Russia-NATO Permanent Joint Council met.",
            &[("Permanent Joint Council", "NATO+RUS")],
        ),
        (
            "2006-05-01",
            "The NATO-Russia Council met in Sofia.",
            &[("NATO-Russia Council", "NATO+RUS"), ("Sofia", "BGR")],
        ),
        (
            "1999-05-01",
            "Brussels warned Belgrade after NATO generals met.",
            &[("Belgrade", "YUG")],
        ),
        (
            "1998-02-01",
            "Hamas and Hizbollah rejected the plan.",
            &[("Hamas", "HAMAS"), ("Hizbollah", "HEZBOLLAH")],
        ),
        (
            "1998-02-01",
            "The PLO and Arafat's Palestinian Authority agreed.",
            &[("The PLO", "PSE")],
        ),
        (
            "2014-08-01",
            "Islamic State fighters took the dam.",
            &[("Islamic State fighters", "ISIS")],
        ),
        (
            "1996-08-01",
            "IRA bombers struck Manchester.",
            &[("IRA", "IRA"), ("Manchester", "GBR")],
        ),
        (
            "2012-11-21",
            "M23 rebels entered Goma.",
            &[("M23", "M23"), ("Goma", "COD")],
        ),
        (
            "2010-03-01",
            "South Korean warships returned to Pusan.",
            &[("South Korean", "KOR"), ("Pusan", "KOR")],
        ),
        (
            "1979-03-01",
            "Chinese troops crossed into North Vietnam.",
            &[("Chinese troops", "CHN"), ("North Vietnam", "VNM")],
        ),
        (
            "1988-03-01",
            "East German guards fired.",
            &[("East German guards", "DDR")],
        ),
        (
            "2019-03-01",
            "North Macedonia joined NATO.",
            &[("North Macedonia", "MKD")],
        ),
        (
            "2001-03-01",
            "The Knesset debated; the Bundestag did not.",
            &[("The Knesset", "ISR"), ("the Bundestag", "DEU")],
        ),
        (
            "1999-03-01",
            "The Pentagon and the Foreign Office agreed.",
            &[("The Pentagon", "USA"), ("the Foreign Office", "GBR")],
        ),
    ]);
}

#[test]
fn persons() {
    check(&[
        (
            "1999-07-20",
            "Russian Foreign Minister Igor Ivanov left. Ivanov smiled.",
            &[("Ivanov smiled", "RUS")],
        ),
        (
            "1999-07-20",
            "Prime Minister Tony Blair met Robin Cook. Blair laughed.",
            &[("Blair laughed", "GBR"), ("Robin Cook", "GBR")],
        ),
        ("1999-05-20", "Milosevic refused.", &[("Milosevic", "YUG")]),
        ("1999-05-20", "Milošević refused.", &[("Milošević", "YUG")]),
        (
            "1986-05-20",
            "Colonel Qaddafi threatened reprisals.",
            &[("Colonel Qaddafi", "LBY")],
        ),
        (
            "1986-05-20",
            "Moammar Kadafi threatened reprisals.",
            &[("Moammar Kadafi", "LBY")],
        ),
        (
            "2015-05-20",
            "Sergey Lavrov flew to Tehran.",
            &[("Sergey Lavrov", "RUS")],
        ),
        (
            "2023-05-20",
            "Volodymyr Zelensky thanked Olaf Scholz.",
            &[("Volodymyr Zelensky", "UKR"), ("Olaf Scholz", "DEU")],
        ),
        (
            "2001-05-20",
            "President Bush called President Putin.",
            &[("President Bush", "USA"), ("President Putin", "RUS")],
        ),
        (
            "1995-05-20",
            "NATO's Willy Claes resigned.",
            &[("Willy Claes", "NATO")],
        ),
        (
            "2000-05-20",
            "Rwanda's Paul Kagame spoke first.",
            &[("Paul Kagame", "RWA")],
        ),
        (
            "1997-05-20",
            "Israel's foreign minister, David Levy, flew to Cairo.",
            &[("David Levy", "ISR"), ("Cairo", "EGY")],
        ),
        (
            "2011-05-20",
            "Iraqi Trade Minister Hamid Tawfiq resigned. Tawfiq gave no reason.",
            &[("Tawfiq gave", "IRQ")],
        ),
        (
            "2011-05-20",
            "Hamid Tawfiq, the Iraqi trade minister, resigned.",
            &[("Hamid Tawfiq", "IRQ")],
        ),
        (
            "1997-05-20",
            "UN Secretary-General Kofi Annan arrived. Mr Annan was tired.",
            &[("Mr Annan", "UN")],
        ),
        (
            "1995-05-20",
            "The Clinton administration hesitated.",
            &[("The Clinton administration", "USA")],
        ),
        (
            "1999-05-20",
            "Sharif's government fell.",
            &[("Sharif's government", "PAK")],
        ),
        (
            "1997-05-20",
            "Mobutu Sese Seko fled.",
            &[("Mobutu Sese Seko", "COD")],
        ),
        (
            "2009-05-20",
            "Luiz Inacio Lula da Silva won. Lula cheered.",
            &[("Lula cheered", "BRA")],
        ),
        (
            "2022-05-20",
            "Jean-Yves Le Drian resigned. Le Drian had served five years.",
            &[("Le Drian had", "FRA")],
        ),
        (
            "1994-05-20",
            "Yasir Arafat returned.",
            &[("Yasir Arafat", "PSE")],
        ),
        (
            "2004-04-07",
            "Poland is calm. Demonstrators in the port city of Basra burned flags.",
            &[("Demonstrators", "IRQ")],
        ),
        (
            "1999-03-20",
            "Egypt warned Libya. Sudan walked out of talks on oil with its neighbours.",
            &[("its", "SDN")],
        ),
        (
            "1999-03-20",
            "Hungary wrote. Italy and Spain ignored it.",
            &[("it", "HUN")],
        ),
        (
            "1999-03-20",
            "Norway waited. Finland urged Sweden to open its archives.",
            &[("its", "SWE")],
        ),
        (
            "1999-03-20",
            "Norway waited. Envoys spoke of Finland's willingness to open its archives to Norway.",
            &[("its", "FIN")],
        ),
        (
            "2020-05-20",
            "A spokesman for Hezbollah denied it.",
            &[("A spokesman", "HEZBOLLAH")],
        ),
        (
            "2000-02-20",
            "Officials in London declined to comment.",
            &[("Officials in London", "GBR")],
        ),
        (
            "2012-02-20",
            "The president of Chile spoke.",
            &[("The president of Chile", "CHL")],
        ),
    ]);
}

#[test]
fn descriptions_and_pronouns() {
    check(&[
        (
            "1999-04-20",
            "Russia broke with NATO. It blamed the alliance.",
            &[("It", "RUS"), ("the alliance", "NATO")],
        ),
        (
            "2003-04-20",
            "Poland joined the European Union. The bloc welcomed it.",
            &[("The bloc", "EU"), ("it", "POL")],
        ),
        (
            "1995-04-20",
            "Peru and Ecuador signed a truce. The two neighbours will open their border.",
            &[("The two neighbours", "PER+ECU")],
        ),
        (
            "1998-04-20",
            "Ethiopia attacked Eritrea. Both countries claim Badme.",
            &[("Both countries", "ETH+ERI")],
        ),
        (
            "2018-06-12",
            "Donald Trump met Kim Jong Un. The two leaders shook hands.",
            &[("The two leaders", "USA+PRK")],
        ),
        (
            "2010-04-20",
            "Israel and Syria recognised each other.",
            &[("each other", "ISR+SYR")],
        ),
        (
            "2016-04-20",
            "Saudi Arabia expelled the envoy. The kingdom gave no reason.",
            &[("The kingdom", "SAU")],
        ),
        (
            "2017-06-20",
            "Qatar protested. The emirate called the siege illegal.",
            &[("The emirate", "QAT")],
        ),
        (
            "1962-10-20",
            "Cuba mobilised. The island expected an attack.",
            &[("The island", "CUB")],
        ),
        (
            "1994-04-20",
            "North Korea left the talks. The North blamed Seoul.",
            &[("The North", "PRK")],
        ),
        (
            "1996-04-20",
            "Hamas bombed a bus. The Islamic movement said more would follow.",
            &[("The Islamic movement", "HAMAS")],
        ),
        (
            "1997-04-20",
            "The Sudan People's Liberation Army (SPLA) took Yei. The SPLA lost forty men.",
            &[("The SPLA", "SPLA")],
        ),
        (
            "2005-04-20",
            "Angela Merkel thanked France. She said its offer was good.",
            &[("She", "DEU"), ("its", "FRA")],
        ),
        (
            "2002-04-20",
            "Colin Powell met his Russian counterpart, Igor Ivanov.",
            &[("Igor Ivanov", "RUS")],
        ),
        (
            "1999-06-20",
            "Russia sent paratroopers. Its soldiers seized the airport.",
            &[("Its soldiers", "RUS")],
        ),
        (
            "2007-06-20",
            "Turkey and Greece quarrelled. Ankara recalled its ambassador from its neighbour.",
            &[("its neighbour", "GRC")],
        ),
        (
            "1999-06-20",
            "The Palestinians walked out. They blamed Israel.",
            &[("They", "PSE")],
        ),
        (
            "2004-06-20",
            "Sudan's army shelled the town. The army denied it.",
            &[("The army", "SDN")],
        ),
        (
            "2021-06-20",
            "Myanmar's junta jailed him. The junta gave no reason.",
            &[("The junta", "MMR")],
        ),
        (
            "2008-06-20",
            "LAGOS, June 20 -- Nigeria is calm. Police dispersed a crowd.",
            &[("Police", "NGA")],
        ),
        (
            "2015-06-20",
            "The Iraqi capital was quiet.",
            &[("The Iraqi capital", "IRQ")],
        ),
        (
            "2004-06-20",
            "Spain's king visited Morocco.",
            &[("Spain's king", "ESP"), ("Morocco", "MAR")],
        ),
    ]);
}

/// Sentences whose country words name things, teams, or people: nobody acts.
const NOBODY: &[(&str, &str)] = &[
    ("They signed the Vienna Convention.", "Vienna"),
    ("The Paris Agreement was ratified.", "Paris"),
    ("Both breached the Geneva Conventions.", "Geneva"),
    ("He writes for the Washington Post.", "Washington"),
    ("She told the New York Times.", "New York"),
    ("He relaxed in a Turkish bath.", "Turkish"),
    ("They sold Turkish delight.", "Turkish"),
    ("Michael Jordan scored forty points.", "Jordan"),
    ("Jordan Peele directed it.", "Jordan"),
    ("Chad Smith plays the drums.", "Chad"),
    ("Georgia O'Keeffe painted flowers.", "Georgia"),
    ("China plates stood on the shelf.", "China"),
    ("She ate Swiss chocolate.", "Swiss"),
    ("He ordered French fries.", "French"),
    ("An Irish setter barked.", "Irish"),
    ("She learnt Russian literature by heart.", "Russian"),
    ("The German shepherd slept.", "German"),
    ("He wore a Panama hat.", "Panama"),
    ("The Korean War began in 1950.", "Korean"),
    ("He fought in the Vietnam War.", "Vietnam"),
    ("The Bosnian war shocked her.", "Bosnian"),
    ("It rained over the Indian Ocean.", "Indian"),
    ("Ships cross the South China Sea.", "China"),
    ("Oil flows through the Persian Gulf.", "Persian"),
    ("They live in Latin America.", "America"),
    ("He died in New England.", "England"),
    ("She studied at Oxford Street.", "Oxford"),
    ("British Airways cancelled the flight.", "British"),
    ("Air France cancelled the flight.", "France"),
    ("Real Madrid won.", "Madrid"),
    ("Manchester United lost.", "Manchester"),
    ("The Italian striker scored twice in the final.", "Italian"),
    ("Brazil beat Germany 2-1 in the final.", "Brazil"),
    ("England won the Test match by an innings.", "England"),
    ("The Japanese yen fell.", "Japanese"),
    ("The Swiss franc rose.", "Swiss"),
    ("We ate Mexican food.", "Mexican"),
    ("The Chinese restaurant closed.", "Chinese"),
    ("They drank Cuban coffee.", "Cuban"),
    ("A Persian carpet hung there.", "Persian"),
    ("The Berlin Philharmonic played.", "Berlin"),
    ("Paris Hilton waved.", "Paris"),
    ("George Washington crossed the river.", "Washington"),
    ("The guinea pig squeaked.", "guinea"),
    ("Havana syndrome puzzled doctors.", "Havana"),
    ("Stockholm syndrome is rare.", "Stockholm"),
    ("The Kyoto Protocol expired.", "Kyoto"),
    ("The Oslo accords failed.", "Oslo"),
    ("The Dayton agreement held.", "Dayton"),
    ("The Helsinki Final Act endured.", "Helsinki"),
    ("The report was carried by Reuters.", "Reuters"),
    ("Xinhua carried the text.", "Xinhua"),
    ("According to the BBC it snowed.", "BBC"),
    ("The Jerusalem Post carried it.", "Jerusalem"),
    ("A Danish pastry costs more.", "Danish"),
    ("He speaks the Spanish language.", "Spanish"),
    ("The Egyptian cotton was soft.", "Egyptian"),
    ("I ran home.", "I ran"),
    ("He took us home.", "us"),
    ("The turkey was roasted.", "turkey"),
    (
        "Poles of steel held the roof, and the Venice Film Festival opened.",
        "Venice",
    ),
    ("The French Revolution began in 1789.", "French"),
    ("She collects Delft china.", "china"),
    ("The Prague Spring ended.", "Prague"),
];

#[test]
fn nobody_acts() {
    let wrong: Vec<String> = NOBODY
        .iter()
        .filter_map(|(text, words)| {
            let (document, mentions) = read("2005-05-05", text);
            let found = meant(&document, &mentions, words);
            (found != "nobody").then(|| format!("{text}: {found}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn mentions_are_in_order_and_apart() {
    let text = "On Friday Russian Foreign Minister Igor Ivanov told the Kremlin's guests, among them NATO's Lord Robertson, \
                that \"we will not wait\"; his British counterpart, Robin Cook, and the two sides' envoys nodded.";
    let (_, mentions) = read("1999-11-20", text);
    for sentence in &mentions {
        for pair in sentence.windows(2) {
            assert!(pair[0].words.end <= pair[1].words.start, "{pair:?}");
        }
        for mention in sentence {
            assert!(mention.words.contains(&mention.head), "{mention:?}");
            assert!(!mention.parties.is_empty());
            assert!((0.0..=1.0).contains(&mention.confidence), "{mention:?}");
        }
    }
}

#[test]
fn an_adjective_before_a_thing_stays_an_adjective() {
    let (_, mentions) = read(
        "1999-11-20",
        "Hungary closed its airspace to Russian transport planes.",
    );
    let russian = &mentions[0][2];
    assert_eq!(
        (russian.form, russian.parties[0].principal.as_str()),
        (Form::Adjective, "RUS")
    );
}

#[test]
fn hostile_text_neither_panics_nor_hangs() {
    for text in [
        "",
        "(((((((((((((((((((((((((",
        "the the the the the the",
        "'s 's ' ’ “ ” -- - - -",
        "President President President of of of the the the",
        "his his their Russian Russian Russian - - - Russian",
        "Mr",
        "The two",
        "\u{feff}\u{200b}É́é",
    ] {
        read("1999-01-01", text);
    }
    let long = "Russian officials met NATO generals and ".repeat(2_000);
    read("1999-01-01", &long);
}

#[test]
fn descriptions_within_a_union_a_region_and_a_time() {
    check(&[
        (
            "1995-05-05",
            "Peru and Ecuador fought along their border. Brazil urged both to stop firing. The pair agreed.",
            &[("both", "ECU+PER"), ("The pair", "ECU+PER")],
        ),
        (
            "2018-08-13",
            "Turkey held elections. Sergei Lavrov urged the NATO ally to wait.",
            &[("the NATO ally", "TUR")],
        ),
        (
            "2007-12-12",
            "Morocco made an offer. The African kingdom wants talks.",
            &[("The African kingdom", "MAR")],
        ),
        (
            "2018-12-04",
            "Macedonian deputies passed the name. Athens praised the former Yugoslav republic.",
            &[("the former Yugoslav republic", "MKD")],
        ),
        (
            "2023-06-02",
            "Washington fined firms tied to Sudan's army and to the paramilitary Rapid Support Forces. \
             The two sides had signed a truce.",
            &[("The two sides", "SDN+RSF")],
        ),
        (
            "2020-01-06",
            "Iraq's parliament asked U.S. troops to leave the country.",
            &[("the country", "IRQ")],
        ),
    ]);
}

#[test]
fn goods_under_a_measure_and_bodies_by_date() {
    check(&[
        (
            "2018-05-05",
            "South Africa has kept Tanzanian bananas off its shelves for years.",
            &[("Tanzanian", "TZA")],
        ),
        (
            "2003-08-12",
            "The United Nations has promised the Liberians rice and blankets.",
            &[("the Liberians", "LBR")],
        ),
        (
            "2009-07-02",
            "Barbados deported 53 Guyanese. Georgetown has asked it for an explanation.",
            &[("Georgetown", "GUY")],
        ),
        (
            "2005-08-26",
            "The European Union shut its ports. Trade Commissioner Peter Mandelson left. Sweden urged the Commission to wait.",
            &[
                ("Commissioner Peter Mandelson", "EU"),
                ("the Commission", "EU"),
            ],
        ),
        (
            "2014-03-05",
            "Washington and Brussels banned visas. The Baltic states protested in May.",
            &[
                ("Brussels", "EU"),
                ("The Baltic states", "EST+LTU+LVA"),
                ("May", "nobody"),
            ],
        ),
        (
            "1995-05-05",
            "President Vaclav Havel met Helmut Kohl. He resumed his quarrel with him.",
            &[("him", "DEU")],
        ),
    ]);
}

#[test]
fn languages_sport_and_things_name_nobody() {
    check(&[
        (
            "2010-06-10",
            "She writes Russian and Polish.",
            &[("Russian", "nobody"), ("Polish", "nobody")],
        ),
        (
            "1999-07-06",
            "Russian and NATO generals met in Moscow.",
            &[("Russian", "RUS"), ("NATO generals", "NATO")],
        ),
        (
            "2010-07-11",
            "A late goal by Puyol gave Spain the title over Germany.",
            &[("Spain", "nobody"), ("Germany", "nobody")],
        ),
        (
            "2003-04-04",
            "A Boston University study was printed.",
            &[("Boston", "nobody")],
        ),
    ]);
}
