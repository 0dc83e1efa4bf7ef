//! The mapping file: which number goes where in a DHIS2.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sentier_proto::statistics::v1::Indicator;
use serde::{Deserialize, Serialize};

/// An identifier of DHIS2: a letter and ten letters or digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Uid(String);

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mapping {
    /// Where the DHIS2 answers, `https://dhis2.example.tg`; needed to push alone.
    pub(super) url: Option<String>,
    /// The data set.
    pub(super) data_set: Uid,
    /// The attribute option combination of every value; the DHIS2's default when absent.
    pub(super) attribute_option_combo: Option<Uid>,
    /// The organisation unit of each centre, by its code.
    pub(super) org_units: BTreeMap<String, Uid>,
    /// The numbers.
    #[serde(rename = "value", default)]
    pub(super) values: Vec<Mapped>,
}

/// Where a number of an indicator goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mapped {
    /// The indicator's code.
    pub(super) indicator: String,
    /// Which number of it.
    #[serde(default)]
    pub(super) number: Number,
    /// The data element.
    pub(super) data_element: Uid,
    /// The category option combination; the DHIS2's default when absent.
    pub(super) category_option_combo: Option<Uid>,
    /// Of the parts: the category option combination of each, by the part's code.
    #[serde(default)]
    pub(super) parts: BTreeMap<String, Uid>,
}

/// Which number of an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Number {
    /// The count, or what is divided.
    #[default]
    Numerator,
    /// What it is divided by.
    Denominator,
    /// Those of its parts that are named.
    Parts,
}

impl TryFrom<String> for Uid {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let mut letters = text.bytes();
        let begins = letters.next().is_some_and(|first| first.is_ascii_alphabetic());
        if begins && text.len() == 11 && letters.all(|letter| letter.is_ascii_alphanumeric()) {
            Ok(Self(text))
        } else {
            Err("not an identifier of DHIS2: a letter and ten letters or digits")
        }
    }
}

impl From<Uid> for String {
    fn from(uid: Uid) -> Self {
        uid.0
    }
}

impl Mapping {
    /// Reads the file's text.
    pub(super) fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Everything in it that the catalogue does not know, or that would write one value twice.
    pub(super) fn wrong(&self, catalogue: &[Indicator]) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut places: BTreeSet<(&Uid, Option<&Uid>)> = BTreeSet::new();
        for mapped in &self.values {
            let Mapped { indicator, number, data_element, category_option_combo, parts } = mapped;
            let name = format!("indicators/{indicator}");
            let Some(known) = catalogue.iter().find(|one| one.name == name) else {
                wrong.push(format!("there is no indicator {indicator}"));
                continue;
            };
            for part in parts.keys().filter(|part| known.parts.iter().all(|it| it.code != **part)) {
                wrong.push(format!("{indicator} has no part {part}"));
            }
            if (*number == Number::Parts) == parts.is_empty() {
                wrong.push(format!(
                    "{indicator}: parts are named when number = \"parts\", and only then"
                ));
            }
            let combos: Vec<Option<&Uid>> = match number {
                Number::Parts => parts.values().map(Some).collect(),
                Number::Numerator | Number::Denominator => vec![category_option_combo.as_ref()],
            };
            for combo in combos {
                if !places.insert((data_element, combo)) {
                    wrong.push(format!("{indicator} goes where another value goes"));
                }
            }
        }
        wrong
    }
}

/// A mapping file with every indicator and its parts, to be filled in.
pub(super) fn skeleton(catalogue: &[Indicator]) -> String {
    let mut text = String::from(
        "# Which number goes where in the DHIS2. Identifiers are a letter and ten letters or digits; delete\n\
         # what is not sent.\n\
         url = \"https://\"\ndata_set = \"\"\n\n[org_units]\n\"centre-1\" = \"\"\n",
    );
    for Indicator { name, title, parts, .. } in catalogue {
        let code = name.trim_start_matches("indicators/");
        let _infallible =
            write!(text, "\n# {title}\n[[value]]\nindicator = \"{code}\"\ndata_element = \"\"\n");
        if !parts.is_empty() {
            text.push_str("number = \"parts\"\n[value.parts]\n");
            for part in parts {
                let _infallible = writeln!(text, "\"{}\" = \"\" # {}", part.code, part.label);
            }
        }
    }
    text
}
