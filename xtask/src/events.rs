//! `cargo xtask events`: a made-up stream of event data in the form of GDELT 1.0, for measuring at any size.
//!
//! Each row follows from the seed and its number alone, so that a stream can be continued and is the same everywhere.
//! States and organisations are those of our vocabulary; who is busy, who deals with whom and what they do is made up.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use detente::vocabulary::actors::Actors;
use detente::vocabulary::relations::EventCodes;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

/// How much, and where it goes.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Rows to write.
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// Number of the first row: where another stream of the same seed left off.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Another seed, another world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file; standard output without it.
    #[arg(long)]
    into: Option<PathBuf>,
}

/// The years that the events are of.
const FIRST_DAY: Date = date(1995, 1, 1);
const LAST_DAY: Date = date(2024, 12, 31);
/// Rows that are another row, word for word.
const REPEATED: f64 = 0.02;
/// Rows that tell of another row's event under a number of their own.
const RETOLD: f64 = 0.08;
/// Rows in which an actor is missing.
const MISSING: f64 = 1.0 / 3.0;
/// Actors that are a role of no state. GDELT has many more; we keep most rows, since kept rows are what costs.
const STATELESS: f64 = 0.03;
/// Actors that are an armed group, party or company of their own and no state or part of one.
const GROUPS: f64 = 0.12;
const N_GROUPS: usize = 1_300;
/// How often an actor deals with one of its usual partners, and how many it has.
const USUAL: f64 = 0.5;
const N_PARTNERS: u64 = 12;
/// How often a state deals with itself: police with rioters, ministers with each other.
const DOMESTIC: f64 = 0.1;
/// Events of one article, and over how many rows they are strewn.
const EVENTS_AN_ARTICLE: u64 = 5;
const STREWN: u64 = 5_000;
const N_OUTLETS: usize = 3_000;
const PLACES_A_STATE: u64 = 200;
/// Number of the first event.
const FIRST_ID: u64 = 100_000_000;

/// Codes and how often each is told, by guess: talks and statements are most of the news.
const CODES: &[(&str, u32)] = &[
    ("010", 60),
    ("012", 6),
    ("014", 4),
    ("016", 3),
    ("017", 5),
    ("018", 3),
    ("020", 20),
    ("022", 3),
    ("023", 3),
    ("026", 2),
    ("030", 10),
    ("031", 3),
    ("033", 4),
    ("036", 35),
    ("0311", 2),
    ("037", 1),
    ("040", 70),
    ("041", 8),
    ("042", 60),
    ("043", 55),
    ("044", 3),
    ("045", 3),
    ("046", 25),
    ("050", 12),
    ("051", 20),
    ("054", 1),
    ("055", 1),
    ("057", 15),
    ("060", 4),
    ("061", 4),
    ("062", 2),
    ("070", 4),
    ("071", 4),
    ("072", 3),
    ("073", 4),
    ("080", 2),
    ("081", 2),
    ("084", 4),
    ("087", 2),
    ("0871", 1),
    ("090", 6),
    ("100", 6),
    ("102", 2),
    ("110", 8),
    ("111", 25),
    ("112", 15),
    ("1122", 1),
    ("114", 2),
    ("120", 8),
    ("124", 2),
    ("130", 4),
    ("138", 4),
    ("140", 4),
    ("141", 6),
    ("145", 3),
    ("150", 2),
    ("152", 1),
    ("154", 2),
    ("160", 2),
    ("161", 2),
    ("163", 3),
    ("164", 1),
    ("170", 4),
    ("172", 4),
    ("173", 20),
    ("174", 3),
    ("175", 2),
    ("180", 4),
    ("183", 3),
    ("186", 1),
    ("190", 20),
    ("192", 1),
    ("193", 12),
    ("194", 3),
    ("195", 6),
    ("203", 1),
];

/// Codes of roles and what those who have them are called.
const ROLES: &[(&str, [&str; 4])] = &[
    (
        "GOV",
        ["PRESIDENT", "MINISTER", "GOVERNMENT", "PRIME MINISTER"],
    ),
    ("MIL", ["ARMY", "TROOP", "AIR FORCE", "GENERAL"]),
    ("COP", ["POLICE", "DETECTIVE", "OFFICER", "BORDER GUARD"]),
    (
        "LEG",
        ["PARLIAMENT", "SENATOR", "LAWMAKER", "SPEAKER OF THE HOUSE"],
    ),
    (
        "OPP",
        ["OPPOSITION", "PROTESTER", "DISSIDENT", "OPPOSITION LEADER"],
    ),
    (
        "BUS",
        ["COMPANY", "BANK", "INVESTOR", "CHAMBER OF COMMERCE"],
    ),
    (
        "JUD",
        ["COURT", "JUDGE", "PROSECUTOR", "CONSTITUTIONAL COURT"],
    ),
    (
        "MED",
        ["NEWSPAPER", "JOURNALIST", "TELEVISION", "NEWS AGENCY"],
    ),
    ("CVL", ["RESIDENT", "VILLAGER", "CITIZEN", "STUDENT"]),
    (
        "REB",
        ["REBEL", "SEPARATIST", "MILITANT", "INSURGENT COMMANDER"],
    ),
];

const SYLLABLES: [&str; 24] = [
    "ka", "ro", "min", "ves", "tal", "o", "ber", "sha", "lu", "gra", "ne", "dor", "i", "pol", "zu",
    "ham", "ter", "qui", "bas", "len", "fo", "rad", "mu", "sel",
];
const WORDS: [&str; 24] = [
    "envoy",
    "talks",
    "border",
    "summit",
    "army",
    "visit",
    "aid",
    "deal",
    "protest",
    "minister",
    "leader",
    "pact",
    "says",
    "after",
    "over",
    "calls-for",
    "agrees",
    "trade",
    "clash",
    "court",
    "oil",
    "police",
    "region",
    "new",
];

/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
struct Chance(u64);

impl Chance {
    fn of(seed: u64, what: u64, number: u64) -> Self {
        let mut chance = Self(seed ^ what.rotate_left(32));
        chance.0 = chance.next() ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, without 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }

    fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    fn of_slice<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }
}

/// Positions drawn by weight.
struct Weighted {
    up_to: Vec<f64>,
}

impl Weighted {
    fn new(weights: impl Iterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        let up_to = weights
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        Self { up_to }
    }

    /// The busiest first, the next half as busy, then a third (Zipf's law).
    fn zipf(n: usize) -> Self {
        Self::new((1..=n).map(|rank| 1.0 / rank as f64))
    }

    fn draw(&self, chance: &mut Chance) -> usize {
        let total = self.up_to.last().copied().unwrap_or_default();
        let at = chance.unit() * total;
        self.up_to.partition_point(|&up_to| up_to <= at)
    }
}

/// One whom others deal with: a state, or a group of its own.
struct Power {
    /// CAMEO country, or group.
    code: String,
    name: String,
    is_state: bool,
}

struct World {
    seed: u64,
    powers: Vec<Power>,
    n_states: usize,
    busy_states: Weighted,
    busy_groups: Weighted,
    outlets: Weighted,
    codes: Weighted,
    /// Of each code.
    goldstein: Vec<f32>,
    n_days: u64,
}

/// The names of different draws, so that one does not follow from the other.
mod draw {
    pub const ROW: u64 = 1;
    pub const EVENT: u64 = 2;
    pub const PARTNERS: u64 = 3;
    pub const ARTICLE: u64 = 4;
    pub const ORDER: u64 = 5;
    pub const PLACE: u64 = 6;
    pub const OUTLET: u64 = 7;
}

/// One actor's cells, empty when it is missing.
#[derive(Default)]
struct Cells {
    code: String,
    name: String,
    country: String,
    group: String,
    role: &'static str,
    /// Number of its state, for the place.
    state: Option<usize>,
}

/// What happened.
struct Event {
    day: Date,
    source: Cells,
    target: Cells,
    /// Position in [`CODES`].
    code: usize,
    place: u64,
}

impl World {
    fn new(seed: u64) -> io::Result<Self> {
        let actors = Actors::embedded();
        let mut powers: Vec<Power> = actors
            .states_on(LAST_DAY)
            .into_iter()
            .filter(|&state| actors.id_text(state).len() == 3)
            .map(|state| Power {
                code: actors.id_text(state).to_owned(),
                name: actors.name_text(state).to_uppercase(),
                is_state: true,
            })
            .collect();
        // Who is busy is chance, not the alphabet.
        let mut chance = Chance::of(seed, draw::ORDER, 0);
        for last in (1..powers.len()).rev() {
            powers.swap(last, chance.below(last as u64 + 1) as usize);
        }
        let n_states = powers.len();
        for (code, name) in [
            ("UNO", "UNITED NATIONS"),
            ("NAT", "NATO"),
            ("EEC", "EUROPEAN UNION"),
        ] {
            powers.push(group(code.to_owned(), name.to_owned()));
        }
        let mut made_up = (0_u32..).map(|number| {
            let letter = |number: u32| char::from(b'A' + (number % 26) as u8);
            format!(
                "Q{}{}{}",
                letter(number / 676),
                letter(number / 26),
                letter(number)
            )
        });
        while powers.len() < n_states + N_GROUPS {
            let code = made_up.next().unwrap_or_default();
            if actors.by_id(&code).is_none() {
                let name = format!("{} FRONT", word(&mut chance, 3).to_uppercase());
                powers.push(group(code, name));
            }
        }
        let meanings = EventCodes::load().map_err(io::Error::other)?;
        let goldstein = |code: &str| {
            meanings
                .cameo(code)
                .map_or(0.0, |meaning| meanings.coded(meaning, Some(code)).goldstein)
        };
        Ok(Self {
            seed,
            busy_states: Weighted::zipf(n_states),
            busy_groups: Weighted::zipf(powers.len() - n_states),
            powers,
            n_states,
            outlets: Weighted::zipf(N_OUTLETS),
            codes: Weighted::new(CODES.iter().map(|(_, weight)| f64::from(*weight))),
            goldstein: CODES.iter().map(|(code, _)| goldstein(code)).collect(),
            n_days: u64::from((LAST_DAY - FIRST_DAY).get_days().unsigned_abs()) + 1,
        })
    }

    fn power(&self, chance: &mut Chance) -> usize {
        if chance.happens(GROUPS) {
            self.n_states + self.busy_groups.draw(chance)
        } else {
            self.busy_states.draw(chance)
        }
    }

    fn partner(&self, of: usize, chance: &mut Chance) -> usize {
        if of < self.n_states && chance.happens(DOMESTIC) {
            return of;
        }
        let mut partner = if chance.happens(USUAL) {
            let number = of as u64 * N_PARTNERS + chance.below(N_PARTNERS);
            self.power(&mut Chance::of(self.seed, draw::PARTNERS, number))
        } else {
            self.power(chance)
        };
        if partner == of {
            partner = (of + 1) % self.powers.len();
        }
        partner
    }

    fn cells(&self, power: usize, chance: &mut Chance) -> Cells {
        let (role, names) = chance.of_slice(ROLES);
        if chance.happens(STATELESS) {
            return Cells {
                code: (*role).to_owned(),
                name: (*chance.of_slice(names)).to_owned(),
                role,
                ..Cells::default()
            };
        }
        let Power {
            code,
            name,
            is_state,
        } = &self.powers[power];
        if !is_state {
            return Cells {
                code: code.clone(),
                name: name.clone(),
                group: code.clone(),
                ..Cells::default()
            };
        }
        let of_state = Cells {
            code: code.clone(),
            name: name.clone(),
            country: code.clone(),
            state: Some(power),
            ..Cells::default()
        };
        if chance.happens(0.6) {
            return of_state;
        }
        Cells {
            code: format!("{code}{role}"),
            name: (*chance.of_slice(names)).to_owned(),
            role,
            ..of_state
        }
    }

    fn event(&self, number: u64) -> io::Result<Event> {
        let chance = &mut Chance::of(self.seed, draw::EVENT, number);
        // The news grows from year to year.
        let day = chance.below(self.n_days).max(chance.below(self.n_days));
        let source = self.power(chance);
        let target = self.partner(source, chance);
        let (mut source, mut target) = (self.cells(source, chance), self.cells(target, chance));
        if chance.happens(MISSING) {
            *(if chance.happens(0.3) {
                &mut source
            } else {
                &mut target
            }) = Cells::default();
        }
        Ok(Event {
            day: FIRST_DAY
                .checked_add((day as i64).days())
                .map_err(io::Error::other)?,
            source,
            target,
            code: self.codes.draw(chance),
            place: chance
                .below(PLACES_A_STATE)
                .min(chance.below(PLACES_A_STATE)),
        })
    }

    fn row(&self, number: u64, row: &mut String) -> io::Result<()> {
        let mut chance = Chance::of(self.seed, draw::ROW, number);
        let mut told = number;
        if chance.happens(REPEATED) && number > 0 {
            told = chance.below(number);
            chance = Chance::of(self.seed, draw::ROW, told);
            // As it was drawn for the row itself, so that what follows is the same.
            chance.happens(REPEATED);
        }
        self.told(told, &mut chance, row)
    }

    /// The row with this number, or as it would be if it were no repetition.
    fn told(&self, number: u64, chance: &mut Chance, row: &mut String) -> io::Result<()> {
        let of = if number > 0 && chance.happens(RETOLD) {
            chance.below(number)
        } else {
            number
        };
        let event = self.event(of)?;
        let late = match chance.unit() {
            share if share < 0.8 => 0,
            share if share < 0.97 => 1 + chance.below(3),
            _ => 365,
        };
        let added = event
            .day
            .checked_add((late as i64).days())
            .map_err(io::Error::other)?;
        let (year, month) = (event.day.year(), event.day.month());
        let fraction = f64::from(event.day.day_of_year()) / 365.25;
        let compact = |day: Date| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
        let n_mentions = 1 + chance.below(4) * chance.below(6);
        let n_sources = 1 + chance.below(3) / 2;
        let tone = chance.unit() * 14.0 - 8.0;
        let is_root = u8::from(chance.happens(0.55));
        write_row(
            format_args!(
                "{}\t{}\t{year}{month:02}\t{year}\t{:.4}",
                FIRST_ID + number,
                compact(event.day),
                f64::from(year) + fraction
            ),
            row,
        )?;
        for actor in [&event.source, &event.target] {
            let Cells {
                code,
                name,
                country,
                group,
                role,
                ..
            } = actor;
            write_row(
                format_args!("\t{code}\t{name}\t{country}\t{group}\t\t\t\t{role}\t\t"),
                row,
            )?;
        }
        let code = CODES[event.code].0;
        let quad = match &code[..2] {
            "01" | "02" | "03" | "04" | "05" => 1,
            "06" | "07" | "08" => 2,
            "09" | "10" | "11" | "12" | "13" => 3,
            _ => 4,
        };
        let goldstein = self.goldstein[event.code];
        write_row(
            format_args!(
                "\t{is_root}\t{code}\t{}\t{}\t{quad}\t{goldstein:.1}\t{n_mentions}\t{n_sources}\t{n_mentions}\t{tone:.13}",
                &code[..3],
                &code[..2]
            ),
            row,
        )?;
        let states = [event.source.state, event.target.state];
        let of_action = states[1].or(states[0]);
        for state in [states[0], states[1], of_action] {
            self.place(state, event.place, row)?;
        }
        write_row(format_args!("\t{}\t", compact(added)), row)?;
        self.address(number, row)?;
        row.push('\n');
        Ok(())
    }

    /// Seven cells of a place.
    fn place(&self, state: Option<usize>, number: u64, row: &mut String) -> io::Result<()> {
        let Some(state) = state else {
            row.push_str("\t0\t\t\t\t\t\t");
            return Ok(());
        };
        let chance = &mut Chance::of(
            self.seed,
            draw::PLACE,
            state as u64 * PLACES_A_STATE + number,
        );
        let town = capitalised(&word(chance, 3));
        let region = capitalised(&word(chance, 2));
        let Power { code, name, .. } = &self.powers[state];
        let shown: Vec<String> = name
            .split(' ')
            .map(|word| capitalised(&word.to_lowercase()))
            .collect();
        write_row(
            format_args!(
                "\t4\t{town}, {region}, {}\t{}\t{}{:02}\t{:.4}\t{:.4}\t-{}",
                shown.join(" "),
                &code[..2],
                &code[..2],
                number % 40,
                chance.unit() * 120.0 - 50.0,
                chance.unit() * 340.0 - 170.0,
                1_000_000 + chance.below(4_000_000),
            ),
            row,
        )
    }

    /// Where it was reported: an article tells of several events, and not in rows beside each other.
    fn address(&self, number: u64, row: &mut String) -> io::Result<()> {
        let n_articles = STREWN / EVENTS_AN_ARTICLE;
        let chance = &mut Chance::of(self.seed, draw::ARTICLE, number);
        let article = number / STREWN * n_articles + chance.below(n_articles);
        let chance = &mut Chance::of(self.seed, draw::ARTICLE, u64::MAX - article);
        let outlet = self.outlets.draw(chance) as u64;
        let outlet = word(&mut Chance::of(self.seed, draw::OUTLET, outlet), 4);
        write_row(
            format_args!("https://www.{outlet}.example/news/world/"),
            row,
        )?;
        for _ in 0..7 {
            write_row(format_args!("{}-", chance.of_slice(&WORDS)), row)?;
        }
        write_row(format_args!("{article}.html"), row)
    }
}

fn group(code: String, name: String) -> Power {
    Power {
        code,
        name,
        is_state: false,
    }
}

fn word(chance: &mut Chance, n_syllables: usize) -> String {
    (0..n_syllables)
        .map(|_| *chance.of_slice(&SYLLABLES))
        .collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn write_row(cells: std::fmt::Arguments<'_>, row: &mut String) -> io::Result<()> {
    row.write_fmt(cells).map_err(io::Error::other)
}

/// Writes the stream.
pub fn run(options: &Options) -> io::Result<()> {
    match &options.into {
        Some(path) => {
            let file = File::create(path)
                .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
            stream(options, BufWriter::with_capacity(1 << 20, file))
        }
        None => match stream(options, io::stdout().lock()) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        },
    }
}

fn stream(options: &Options, mut out: impl Write) -> io::Result<()> {
    let world = World::new(options.seed)?;
    let mut row = String::new();
    for number in options.first..options.first.saturating_add(options.rows) {
        row.clear();
        world.row(number, &mut row)?;
        out.write_all(row.as_bytes())?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use detente::interchange::events::{Format, Rows};

    use super::*;

    fn rows(first: u64, rows: u64) -> String {
        let mut bytes = Vec::new();
        let options = Options {
            rows,
            first,
            seed: 1,
            into: None,
        };
        stream(&options, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_stream_is_read_as_gdelt_and_mostly_kept() {
        let stream = rows(0, 6_000);
        assert_eq!(
            Format::of(stream.lines().next().unwrap()),
            Some(Format::Gdelt1)
        );
        let actors = Arc::new(Actors::embedded());
        let mut reader = Rows::new(stream.as_bytes(), Format::Gdelt1, "made up", actors).unwrap();
        let n_kept = reader.next_batch(usize::MAX).unwrap().unwrap().events.len();
        assert!((2_800..3_600).contains(&n_kept), "{n_kept}");
        let told = format!("{:?}", reader.account());
        assert!(
            !told.contains("CAMEO does not have") && !told.contains("impossible"),
            "{told}"
        );
        let n_missing = stream
            .lines()
            .filter(|row| {
                let cells: Vec<&str> = row.split('\t').collect();
                cells[5].is_empty() || cells[15].is_empty()
            })
            .count();
        assert!((1_850..2_150).contains(&n_missing), "{n_missing}");
    }

    #[test]
    fn a_stream_goes_on_where_another_left_off() {
        let whole = rows(0, 500);
        assert_eq!(whole, rows(0, 200) + &rows(200, 300));
    }

    #[test]
    fn rows_come_back_and_in_no_order() {
        let stream = rows(0, 5_000);
        let mut lines: Vec<&str> = stream.lines().collect();
        let days: Vec<&str> = lines
            .iter()
            .map(|row| row.split('\t').nth(1).unwrap())
            .collect();
        assert!(!days.is_sorted());
        lines.sort_unstable();
        lines.dedup();
        assert!((4_850..4_960).contains(&lines.len()), "{}", lines.len());
    }
}
