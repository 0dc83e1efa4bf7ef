//! Reads `table.txt`.

use std::collections::BTreeMap;

/// What a caller is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// She may: `+`.
    Permitted,
    /// She may, but not to this case: it is not there for her: `?`.
    Hidden,
    /// She may not, whatever case: `-`.
    Denied,
    /// Nobody knows her: `!`.
    Unknown,
}

/// What a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The case that it names.
    Case,
    /// The centre, or what is the caller's own there.
    Centre,
    /// Another caseworker than the caller.
    Other,
    /// What the referrals service knows.
    Service,
}

impl About {
    fn read(call: &str, word: &str) -> Self {
        match word {
            "case" => Self::Case,
            "centre" => Self::Centre,
            "other" => Self::Other,
            "service" => Self::Service,
            other => panic!("{call}: {other}"),
        }
    }
}

pub(super) struct Row {
    /// What decides.
    pub about: About,
    pub cells: Vec<Expected>,
}

pub(super) struct Table {
    pub columns: Vec<String>,
    pub rows: BTreeMap<String, Row>,
}

impl Table {
    pub(super) fn read() -> Self {
        let (mut columns, mut rows) = (Vec::new(), BTreeMap::new());
        for line in include_str!("table.txt").lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let Some(first) = words.next() else { continue };
            let about = words.next().expect("what the call is about");
            if first == "call" {
                columns = words.map(str::to_owned).collect();
                continue;
            }
            let cells: Vec<_> = words.map(|cell| expected(first, cell)).collect();
            assert_eq!(cells.len(), columns.len(), "{first}");
            rows.insert(first.to_owned(), Row { about: About::read(first, about), cells });
        }
        Self { columns, rows }
    }
}

fn expected(call: &str, cell: &str) -> Expected {
    match cell {
        "+" => Expected::Permitted,
        "?" => Expected::Hidden,
        "-" => Expected::Denied,
        "!" => Expected::Unknown,
        other => panic!("{call}: {other}"),
    }
}
