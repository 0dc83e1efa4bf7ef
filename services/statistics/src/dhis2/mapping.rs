//! The mapping: which number goes where in a DHIS2.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sentier_kernel::Violation;
use sentier_proto::statistics::v1::Indicator;
use serde::{Deserialize, Serialize};

/// Bytes of a mapping, at most: every indicator takes some 20 KiB.
const LONGEST: usize = 256 * 1_024;

/// An identifier of DHIS2: a letter and ten letters or digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Uid(String);

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapping {
    /// Where the DHIS2 answers, `https://dhis2.example.tg`; needed to push alone.
    pub(crate) url: Option<String>,
    /// The data set.
    pub(crate) data_set: Uid,
    /// The attribute option combination of every value; the DHIS2's default when absent.
    pub(crate) attribute_option_combo: Option<Uid>,
    /// The organisation unit of each centre, by its code.
    pub(crate) org_units: BTreeMap<String, Uid>,
    /// The numbers.
    #[serde(rename = "value", default)]
    pub(crate) values: Vec<Mapped>,
}

/// Where a number of an indicator goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapped {
    /// The indicator's code.
    pub(crate) indicator: String,
    /// Which number of it.
    #[serde(default)]
    pub(crate) number: Number,
    /// The data element.
    pub(crate) data_element: Uid,
    /// The category option combination; the DHIS2's default when absent.
    pub(crate) category_option_combo: Option<Uid>,
    /// Of the parts: the category option combination of each, by the part's code.
    #[serde(default)]
    pub(crate) parts: BTreeMap<String, Uid>,
}

/// Which number of an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Number {
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
    /// Reads a mapping's text.
    pub(crate) fn parse(text: &str) -> Result<Self, Violation> {
        if text.len() > LONGEST {
            return Err(Violation::too_long("mapping"));
        }
        if text.trim().is_empty() {
            return Err(Violation::required("mapping"));
        }
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Violation::malformed(format!("mapping.line[{line}]"))
        })
    }

    /// Everything in it that the catalogue does not know, that would write one value twice, or that lacks.
    pub(crate) fn wrong(&self, centre: &str, catalogue: &[Indicator]) -> Vec<Violation> {
        let mut wrong = Vec::new();
        if !self.org_units.contains_key(centre) {
            wrong.push(Violation::required(format!("mapping.org_units.{centre}")));
        }
        if self.values.is_empty() {
            wrong.push(Violation::required("mapping.value"));
        }
        let mut places: BTreeSet<(&Uid, Option<&Uid>)> = BTreeSet::new();
        for (at, mapped) in self.values.iter().enumerate() {
            let field = |name: &str| format!("mapping.value[{at}].{name}");
            let Mapped { indicator, number, data_element, category_option_combo, parts } = mapped;
            let name = format!("indicators/{indicator}");
            let Some(known) = catalogue.iter().find(|one| one.name == name) else {
                wrong.push(Violation::unknown_code(field("indicator")));
                continue;
            };
            for part in parts.keys().filter(|part| known.parts.iter().all(|it| it.code != **part)) {
                wrong.push(Violation::unknown_code(field(&format!("parts.{part}"))));
            }
            // Parts are named when the number is "parts", and only then.
            match (*number == Number::Parts, parts.is_empty()) {
                (true, true) => wrong.push(Violation::required(field("parts"))),
                (false, false) => {
                    wrong.push(Violation::new(field("parts"), "violation-not-allowed"));
                }
                _ => {}
            }
            let combos: Vec<Option<&Uid>> = match number {
                Number::Parts => parts.values().map(Some).collect(),
                Number::Numerator | Number::Denominator => vec![category_option_combo.as_ref()],
            };
            for combo in combos {
                if !places.insert((data_element, combo)) {
                    wrong.push(Violation::new(field("data_element"), "violation-repeated"));
                }
            }
        }
        wrong
    }
}

/// A mapping with every indicator and its parts, to be filled in.
pub(crate) fn template(centre: &str, catalogue: &[Indicator]) -> String {
    let mut text = format!(
        "# Which number goes where in the DHIS2. Identifiers are a letter and ten letters or digits; delete\n\
         # what is not sent.\n\
         url = \"https://\"\ndata_set = \"\"\n\n[org_units]\n\"{centre}\" = \"\"\n"
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
