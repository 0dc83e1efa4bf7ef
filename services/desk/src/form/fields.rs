//! What came back from a form.

use sentier_proto::common::v1::Date;
use serde::{Deserialize, Serialize};
use time::macros::format_description;

/// The values of a posted form, in order.
///
/// PRIVACY: no `Debug` and no `Display`: it is what somebody typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a form's body.
    pub(crate) fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Fields with these values.
    pub(crate) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// The value of `name`, without surrounding white space; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The value of `name` as it was typed: white space belongs to a password.
    pub(crate) fn secret(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Whether `name` was sent at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Every value of `name`.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The fields but for those named.
    pub(crate) fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
    }

    /// The fields with one value changed.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// The version that the page showed, when the form carries one.
    pub(crate) fn version(&self) -> Option<i64> {
        self.get("version").parse().ok()
    }

    /// The numbers of coded values, by their names in the contract.
    pub(crate) fn codes(&self, name: &str, code: impl Fn(&str) -> Option<i32>) -> Vec<i32> {
        self.all(name).filter_map(code).collect()
    }
}

/// Whether a text is a date as browsers send it (`2026-11-25`).
pub(super) fn is_sent_date(text: &str) -> bool {
    time::Date::parse(text, format_description!("[year]-[month]-[day]")).is_ok()
}

/// A date as browsers send it, or as people write it (`25/11/2026`).
pub(crate) fn date(text: &str) -> Option<Date> {
    let sent = format_description!("[year]-[month]-[day]");
    let written = format_description!("[day padding:none]/[month padding:none]/[year]");
    let on = time::Date::parse(text, sent).or_else(|_| time::Date::parse(text, written)).ok()?;
    Some(sentier_platform::grpc::date(on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_gives_its_values_back_trimmed() {
        let fields = Fields::parse(b"a=1&a=2&b=+x%C3%A9+");
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.get("b"), fields.get("c")), ("xé", ""));
        assert!(fields.has("a") && !fields.has("c"));
        assert_eq!(fields.without(&["a"]).len(), 1);
        assert_eq!(fields.with("a", "3").all("a").collect::<Vec<_>>(), ["3"]);
    }

    #[test]
    fn a_date_is_read_as_sent_or_as_written() {
        let day = Some(Date { year: 2026, month: 1, day: 5 });
        assert_eq!(date("2026-01-05"), day);
        assert_eq!(date("5/1/2026"), day);
        assert_eq!(date("05/01/2026"), day);
        assert_eq!(date("2026-02-30"), None);
        assert_eq!(date("hier"), None);
    }
}
