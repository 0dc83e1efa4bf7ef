//! The words of the pages: `locales/{fr,en}.ftl`, and the names of coded values and times in them.

use std::sync::LazyLock;

use prost_types::Timestamp;
use sentier_platform::catalogue::{Catalogue, Locale};
use sentier_platform::grpc::moment;
use sentier_proto::common::v1::Date;

pub(crate) const FRENCH: &str = include_str!("../../locales/fr.ftl");
pub(crate) const ENGLISH: &str = include_str!("../../locales/en.ftl");

static PAGES: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(FRENCH, ENGLISH));

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) Locale);

impl Words {
    /// The sentence under `key`; the key itself when there is none, which a test excludes.
    pub(crate) fn say(self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The sentence under `key`, if there is one.
    pub(crate) fn find(self, key: &str) -> Option<String> {
        PAGES.sentence(self.0, key, &[])
    }

    /// The sentence under `key` with values filled in.
    pub(crate) fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        PAGES.sentence(self.0, key, values).unwrap_or_else(|| key.to_owned())
    }

    /// The words for a coded value: `kind` and its name in the contract (`need`, `NEED_LEGAL_AID`).
    pub(crate) fn code(self, kind: &str, name: &str) -> String {
        self.say(&code_key(kind, name))
    }

    /// A calendar date in words.
    pub(crate) fn date(self, on: &Date) -> String {
        let month = self.say(&format!("month-{}", on.month));
        let (day, year) = (on.day.to_string(), on.year.to_string());
        self.fill("a-date", &[("day", &day), ("month", &month), ("year", &year)])
    }

    /// The day of a moment in words; empty when absent.
    pub(crate) fn day(self, at: Option<&Timestamp>) -> String {
        let day =
            at.and_then(moment).map(|at| sentier_platform::grpc::date(at.to_datetime().date()));
        day.map_or_else(String::new, |day| self.date(&day))
    }

    /// A moment in words; empty when absent. Togo keeps UTC all year.
    pub(crate) fn moment(self, at: Option<&Timestamp>) -> String {
        let Some(moment) = at.and_then(moment) else { return String::new() };
        let clock = moment.to_datetime().time();
        let (hour, minute) = (clock.hour().to_string(), format!("{:02}", clock.minute()));
        let day = self.day(at);
        self.fill("a-moment", &[("day", &day), ("hour", &hour), ("minute", &minute)])
    }
}

/// The catalogue's key of a coded value.
pub(crate) fn code_key(kind: &str, name: &str) -> String {
    let name = name.to_lowercase().replace('_', "-");
    if name.starts_with(kind) { name } else { format!("{kind}-{name}") }
}

#[cfg(test)]
mod spec;
