//! Actor dictionaries of other event coders: TABARI and PETRARCH `.actors` and `.agents` files that users own.
//!
//! A row of an `.actors` file is `NAME_OR_PHRASE [CODE dates]`, with synonyms in lines that begin with `+` and further
//! codes in indented lines; underscores are spaces, `#` and `;` begin comments. Dates are `yymmdd` or `yyyymmdd`, as
//! `<date`, `>date` or `date-date`. A row of an `.agents` file is `NOUN {PLURAL} [~CODE]`.
//! What the codes mean is in the codebook of CAMEO (version 1.1b3, chapter 3): three letters for the state, then
//! three for each role.

use std::collections::BTreeMap;

use super::record::{Kind, NounRole};
use super::source::{
    ActorSource, AliasConditions, AliasSource, CaseSource, Fault, NounSource, Operation, Sources,
};

/// States whose code is not that of ISO 3166.
const STATES: &[(&str, &str)] = &[
    ("GMY", "DEU"),
    ("KSV", "XKX"),
    ("PAL", "PSE"),
    ("ROM", "ROU"),
    ("TMP", "TLS"),
    ("ZAR", "COD"),
];

/// Organisations with a code of their own.
const ORGANISATIONS: &[(&str, &str)] = &[
    ("IGOAFRUNI", "AU"),
    ("IGOARBLEA", "ARL"),
    ("IGOARL", "ARL"),
    ("IGOEEC", "EU"),
    ("IGOEUR", "EU"),
    ("IGOEUREEC", "EU"),
    ("IGOIMF", "IMF"),
    ("IGONAT", "NATO"),
    ("IGOOAS", "OAS"),
    ("IGOOAU", "OAU"),
    ("IGOOSCE", "OSCE"),
    ("IGOUNO", "UN"),
    ("IGOWBK", "WB"),
    ("IGOWSTNAT", "NATO"),
    ("IMGMOSALQ", "AL_QAEDA"),
];

/// Role codes with the part of the state that they make, and the sort of noun for agents.
const ROLES: &[(&str, &str, NounRole)] = &[
    ("COP", "police", NounRole::Agents),
    ("CVL", "people", NounRole::Crowd),
    ("GOV", "government", NounRole::Agents),
    ("INT", "intelligence", NounRole::Agents),
    ("JUD", "court", NounRole::Agents),
    ("LEG", "parliament", NounRole::Agents),
    ("MIL", "military", NounRole::Agents),
    ("OPP", "opposition", NounRole::Crowd),
    ("REB", "rebels", NounRole::Rebels),
    ("SPY", "intelligence", NounRole::Agents),
];

/// From which two-digit year on a date lies in the last century.
const CENTURY: u32 = 30;

/// A phrase with its codes, as they stand in the file.
struct Entry {
    line: usize,
    phrases: Vec<String>,
    /// Code, first day, last day.
    codes: Vec<(String, Option<String>, Option<String>)>,
}

/// Reads an `.actors` file. `is_known` tells whether an id is that of an actor of the layer below.
pub fn read_dictionary(
    file: &str,
    text: &str,
    is_known: impl Fn(&str) -> bool,
    sources: &mut Sources,
    faults: &mut Vec<Fault>,
) {
    let mut blocks: BTreeMap<String, (usize, ActorSource)> = BTreeMap::new();
    for entry in entries(file, text, faults) {
        for (code, from, until) in &entry.codes {
            let (id, part) = meaning(code, &is_known);
            let (_, block) = blocks
                .entry(id.clone())
                .or_insert_with(|| (entry.line, blank(&id, code, part, &is_known, &entry)));
            block.aliases.extend(entry.phrases.iter().map(|phrase| {
                AliasSource::Full(AliasConditions {
                    text: phrase.clone(),
                    from: from.clone(),
                    until: until.clone(),
                    case: Some(CaseSource::Capital),
                    weight: None,
                })
            }));
        }
    }
    sources.actors.extend(
        blocks
            .into_values()
            .map(|(line, block)| (file.to_owned(), line, block)),
    );
}

/// Reads an `.agents` file. Agents whose code has no counterpart here (business, media) are passed over.
pub fn read_agents(file: &str, text: &str, sources: &mut Sources, faults: &mut Vec<Fault>) {
    for (line, row) in lines(text) {
        // Sets of endings (`!minist! = …`) are no agents.
        if row.starts_with('!') {
            continue;
        }
        let Some((words, code)) = row
            .split_once('[')
            .and_then(|(words, rest)| Some((words, rest.split_once(']')?.0)))
        else {
            faults.push(fault(file, line, format!("'{row}' has no [~CODE]")));
            continue;
        };
        let code = code.trim().trim_start_matches('~');
        let Some((_, part, role)) = ROLES.iter().find(|(known, _, _)| code.ends_with(known)) else {
            continue;
        };
        let (singular, plural) = match words.split_once('{') {
            Some((singular, plural)) => (
                phrase(singular),
                phrase(plural.trim_end().trim_end_matches('}')),
            ),
            None => (phrase(words), format!("{}s", phrase(words))),
        };
        if singular.is_empty() {
            faults.push(fault(file, line, format!("'{row}' names no agent")));
            continue;
        }
        sources.nouns.push(NounSource {
            singular: singular.to_lowercase(),
            plural: plural.to_lowercase(),
            role: *role,
            class: None,
            part: (*part).to_owned(),
        });
    }
}

/// Lines without comments and blank ones, by number.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter_map(|(at, line)| {
        let line = line.split(['#', ';']).next().unwrap_or_default().trim_end();
        (!line.trim().is_empty()).then_some((at + 1, line))
    })
}

fn entries(file: &str, text: &str, faults: &mut Vec<Fault>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (line, row) in lines(text) {
        let (words, rest) = row
            .split_once('[')
            .map_or((row, None), |(words, rest)| (words, Some(rest)));
        let words = words.trim();
        let synonym = words.strip_prefix('+');
        let phrase = phrase(synonym.unwrap_or(words));
        if synonym.is_none() && !phrase.is_empty() {
            entries.push(Entry {
                line,
                phrases: Vec::new(),
                codes: Vec::new(),
            });
        }
        let Some(entry) = entries.last_mut() else {
            faults.push(fault(
                file,
                line,
                format!("'{}' belongs to no name", row.trim()),
            ));
            continue;
        };
        if !phrase.is_empty() {
            entry.phrases.push(phrase);
        }
        let Some(rest) = rest else { continue };
        for bracket in rest.split('[') {
            let Some((inside, _)) = bracket.split_once(']') else {
                faults.push(fault(
                    file,
                    line,
                    format!("'[{}' is not closed", bracket.trim()),
                ));
                continue;
            };
            match code(inside) {
                Some(code) => entry.codes.push(code),
                None => faults.push(fault(
                    file,
                    line,
                    format!("'[{inside}]' is no code with dates: [RUSGOV], [RUSGOV <010100], [RUSGOV 990101-001231]"),
                )),
            }
        }
    }
    for entry in &entries {
        if entry.codes.is_empty() {
            faults.push(fault(
                file,
                entry.line,
                format!("'{}' has no [CODE]", entry.phrases.join(" ")),
            ));
        }
    }
    entries
}

fn fault(file: &str, line: usize, message: String) -> Fault {
    Fault {
        file: file.to_owned(),
        line,
        message,
    }
}

/// `BORIS_YELTSIN_` as a name: "Boris Yeltsin". Acronyms cannot be told from words and are found in any spelling
/// that begins with a capital.
fn phrase(written: &str) -> String {
    written
        .split(['_', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first
                    .to_uppercase()
                    .chain(letters.flat_map(char::to_lowercase))
                    .collect()
            })
        })
        .collect::<Vec<String>>()
        .join(" ")
}

/// "RUSGOV <010100" as code and dates.
fn code(inside: &str) -> Option<(String, Option<String>, Option<String>)> {
    let mut words = inside.split_whitespace();
    let code = words.next()?;
    if !code
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    {
        return None;
    }
    let dates = words.collect::<String>();
    let (from, until) = if dates.is_empty() {
        (None, None)
    } else if let Some(last) = dates.strip_prefix('<') {
        (None, Some(date(last)?))
    } else if let Some(first) = dates.strip_prefix('>') {
        (Some(date(first)?), None)
    } else {
        let (first, last) = dates.split_once('-')?;
        (Some(date(first)?), Some(date(last)?))
    };
    Some((code.to_owned(), from, until))
}

/// `yymmdd` or `yyyymmdd` as `yyyy-mm-dd`.
fn date(digits: &str) -> Option<String> {
    if !matches!(digits.len(), 6 | 8) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = digits.split_at(digits.len() - 4);
    let mut number: u32 = year.parse().ok()?;
    if year.len() == 2 {
        number += if number < CENTURY { 2000 } else { 1900 };
    }
    // "010100" is how the dictionaries write the beginning of 2001.
    let part = |digits| if digits == "00" { "01" } else { digits };
    Some(format!(
        "{number:04}-{}-{}",
        part(&rest[..2]),
        part(&rest[2..])
    ))
}

/// The id that a code means, and the part of a state if it is one.
fn meaning(code: &str, is_known: &impl Fn(&str) -> bool) -> (String, Option<&'static str>) {
    if let Some((_, id)) = ORGANISATIONS
        .iter()
        .filter(|(known, _)| code.starts_with(known))
        .max_by_key(|(known, _)| known.len())
    {
        return ((*id).to_owned(), None);
    }
    let head = code.get(..3).unwrap_or(code);
    let state = STATES
        .iter()
        .find(|(theirs, _)| *theirs == head)
        .map_or(head, |(_, ours)| ours);
    let rest = code.get(3..).unwrap_or_default();
    if !is_known(state) {
        return (code.to_owned(), None);
    }
    let part = ROLES
        .iter()
        .find(|(role, _, _)| rest.starts_with(role))
        .map(|(_, part, _)| *part);
    match part {
        // Rebels with three letters more are a group of their own.
        Some("rebels") if rest.len() > 3 => (code.to_owned(), None),
        Some("government") | None => (state.to_owned(), None),
        Some(part) => (format!("{state}-{}", part.to_uppercase()), Some(part)),
    }
}

/// A block for an id: nothing but the id for actors that are known.
fn blank(
    id: &str,
    code: &str,
    part: Option<&str>,
    is_known: &impl Fn(&str) -> bool,
    entry: &Entry,
) -> ActorSource {
    let known = is_known(id);
    let state = id.split('-').next().unwrap_or(id);
    let (kind, name) = match part {
        Some(part) => (Kind::Institution, format!("{state} ({part})")),
        None if code.contains("REB") => (Kind::Group, entry.phrases.join(" ")),
        None => (Kind::Organisation, entry.phrases.join(" ")),
    };
    ActorSource {
        id: id.to_owned(),
        op: Operation::Add,
        kind: (!known).then_some(kind),
        name: (!known).then_some(name),
        principal: part.filter(|_| !known).map(|_| state.to_owned()),
        home: None,
        from: None,
        until: None,
        part_of: None,
        aliases: Vec::new(),
        adjectives: Vec::new(),
        people: Vec::new(),
        seats: Vec::new(),
        members: Vec::new(),
        traits: Vec::new(),
        codes: BTreeMap::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::actors::{Actors, OverlayFile};

    fn with(name: &str, text: &str) -> Result<Actors, Vec<super::Fault>> {
        Actors::embedded().with_overlays(&[OverlayFile {
            name: name.to_owned(),
            text: text.to_owned(),
        }])
    }

    #[test]
    fn rows_give_names_with_dates_and_synonyms() {
        let actors = with(
            "mine.actors",
            "# states\nRURITANIAN_EXAMPLE_ [PHLREBXYZ] ; a group\n\
             FANTASTIC_MAN_ [RUSGOV <010100] [RUSOPP >010100]\n+FANTASTICO_\n\t[FRAMIL 19900101-19911231]\n",
        )
        .unwrap();
        let principal = |name: &str, date: &str| {
            actors.lookup(name, date.parse().ok())[0]
                .principal
                .to_string()
        };
        assert_eq!(principal("Ruritanian Example", "1999-01-01"), "PHLREBXYZ");
        assert_eq!(principal("Fantastic Man", "1999-01-01"), "RUS");
        assert_eq!(principal("Fantastico", "1999-01-01"), "RUS");
        let opposition = &actors.lookup("Fantastico", "2005-01-01".parse().ok())[0];
        assert_eq!(opposition.id.as_str(), "RUS-OPPOSITION");
    }

    #[test]
    fn faults_carry_their_lines() {
        let faults = with(
            "mine.actors",
            "+NOBODY_\nNO_CODE_\nOPEN_ [RUS\nBAD_DATE_ [RUS 99-01]\n",
        )
        .unwrap_err();
        let mut lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines, [1, 2, 3, 4], "{faults:?}");
    }

    #[test]
    fn agents_become_nouns() {
        let actors = with(
            "mine.agents",
            "!minist! = MINISTER_, MINISTERS_\nHIGHWAY_WARDEN_ {HIGHWAY_WARDENS_} [~COP]\nPRESS_BARON_ [~MED]\n",
        )
        .unwrap();
        let (noun, plural) = actors.noun("highway wardens").unwrap();
        assert!(plural);
        assert_eq!(noun.part, "police");
        assert!(actors.noun("press baron").is_none());
    }
}
