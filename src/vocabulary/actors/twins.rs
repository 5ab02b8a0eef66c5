//! Persons who are in the data twice, under two names of one country.
//!
//! Shared with the build script, so it imports nothing of the crate.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::fold;
use super::record::Class;
use super::source::{Fault, PersonSource};

/// All rows under one name.
struct Person<'a> {
    rows: Vec<&'a PersonSource>,
    /// Folded names of two words or more.
    names: BTreeSet<String>,
    items: BTreeSet<&'a str>,
}

/// A fault for each person who seems to be another one of the same state or organisation: a whole name that both have,
/// or one name that is the other with words left out while both hold the same high office at once.
///
/// Persons with two Wikidata items are two, and so are those with the same name, which the compiler joins.
/// Cost: quadratic in the persons of one state.
pub fn twins(people: &[PersonSource]) -> Vec<Fault> {
    let mut by_actor: BTreeMap<&str, BTreeMap<String, Person<'_>>> = BTreeMap::new();
    for row in people {
        let person = by_actor
            .entry(&row.actor)
            .or_default()
            .entry(fold(&row.name))
            .or_insert_with(|| Person {
                rows: Vec::new(),
                names: BTreeSet::new(),
                items: BTreeSet::new(),
            });
        let names = std::iter::once(&row.name).chain(&row.aliases);
        person
            .names
            .extend(names.filter(|name| name.contains(' ')).map(|n| fold(n)));
        if !row.wikidata.is_empty() {
            person.items.insert(&row.wikidata);
        }
        person.rows.push(row);
    }
    let mut faults = Vec::new();
    for persons in by_actor.values() {
        let persons: Vec<&Person<'_>> = persons.values().collect();
        for (at, one) in persons.iter().enumerate() {
            for other in &persons[at + 1..] {
                if (one.items.is_empty() || other.items.is_empty()) && are_one(one, other) {
                    faults.push(fault(one.rows[0], other.rows[0]));
                }
            }
        }
    }
    faults
}

fn fault(one: &PersonSource, other: &PersonSource) -> Fault {
    let (first, second) = if one.line <= other.line {
        (one, other)
    } else {
        (other, one)
    };
    Fault {
        file: second.file.clone(),
        line: second.line,
        message: format!(
            "'{}' seems to be '{}' of line {}: give both rows one name, the other as an alias, or each its Wikidata item",
            second.name, first.name, first.line
        ),
    }
}

fn are_one(one: &Person<'_>, other: &Person<'_>) -> bool {
    one.names.intersection(&other.names).next().is_some()
        || (shortens(&one.rows[0].name, &other.rows[0].name) && hold_one_office(one, other))
}

/// Whether one name is the other with words left out: the same first word, the rest in the same order.
fn shortens(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> { name.split([' ', '-']).map(fold).collect() };
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() < 2 || short[0] != long[0] {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|next| next == word))
}

fn hold_one_office(one: &Person<'_>, other: &Person<'_>) -> bool {
    let rank = |row: &PersonSource| match row.class {
        Some(Class::HeadOfState | Class::HeadOfGovernment) => Some(Class::HeadOfState),
        class => class.filter(|class| *class < Class::Spokesperson),
    };
    // Partial dates are prefixes, so that their order is that of the text; an open end is after all of them.
    let end = |row: &PersonSource| match (row.until.as_str(), row.seen.as_str()) {
        ("", "") => "9999".to_owned(),
        ("", seen) => seen.to_owned(),
        (until, _) => until.to_owned(),
    };
    one.rows.iter().any(|mine| {
        other.rows.iter().any(|theirs| {
            rank(mine).is_some()
                && rank(mine) == rank(theirs)
                && mine.from < end(theirs)
                && theirs.from < end(mine)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::source::{Sources, read_people};
    use super::twins;

    fn lines(rows: &str) -> Vec<usize> {
        let text = format!(
            "name\taliases\tactor\toffice\tclass\tfrom\tuntil\tseen\tgender\twikidata\tsource\n{rows}"
        );
        let (mut sources, mut faults) = (Sources::default(), Vec::new());
        read_people("people.tsv", &text, &mut sources, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        twins(&sources.people)
            .iter()
            .map(|fault| fault.line)
            .collect()
    }

    #[test]
    fn a_name_in_common_is_one_person() {
        let rows = "Ann Example\tAnn B. Example\tISL\tPresident\thead_of_state\t1990\t1994\t\tf\t\town\n\
                    Ann B. Example\t\tISL\tminister\tother\t1999\t\t\tf\tQ1\town\n";
        assert_eq!(lines(rows), [3]);
        assert!(lines(&rows.replace("f\t\t", "f\tQ2\t")).is_empty());
    }

    #[test]
    fn a_longer_name_in_the_same_office_is_one_person() {
        let rows = "Ann Example\t\tISL\tPresident\thead_of_state\t1990\t\t\tf\t\town\n\
                    Ann Bella Example Smith\t\tISL\tPresident\thead_of_government\t1992\t\t\tf\t\town\n";
        assert_eq!(lines(rows), [3]);
        // Father and daughter, one after the other.
        assert!(lines(&rows.replace("1990\t\t", "1990\t1991\t")).is_empty());
    }
}
