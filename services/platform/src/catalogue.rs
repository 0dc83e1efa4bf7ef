//! The sentences that a person reads, French first.
//!
//! A [`Catalogue`] holds one set of sentences in our two languages. The errors' own set is here
//! (`locales/{fr,en}.ftl`); the pages have theirs.

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::{LanguageIdentifier, langid};

const FRENCH: &str = include_str!("../locales/fr.ftl");
const ENGLISH: &str = include_str!("../locales/en.ftl");

type Bundle = FluentBundle<FluentResource>;

static ERRORS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(FRENCH, ENGLISH));

/// The language that a caller reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// French, the language of the centres.
    #[default]
    French,
    /// English.
    English,
}

impl Locale {
    /// The language tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The best of our languages for an `Accept-Language` value; French when it names none of them.
    pub fn negotiate(accept: &str) -> Self {
        let mut best = (0.0_f32, Self::French);
        for wish in accept.split(',') {
            let mut parts = wish.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_lowercase();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.parse().ok())
                .unwrap_or(1.0_f32);
            let locale = match tag.split('-').next() {
                Some("fr") => Self::French,
                Some("en") => Self::English,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, locale);
            }
        }
        best.1
    }
}

/// One set of sentences in both languages.
pub struct Catalogue {
    french: Bundle,
    english: Bundle,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Catalogue").finish_non_exhaustive()
    }
}

impl Catalogue {
    /// The catalogue of two Fluent sources. A malformed entry is left out; a test of parity finds it.
    pub fn new(french: &str, english: &str) -> Self {
        Self { french: bundle(langid!("fr"), french), english: bundle(langid!("en"), english) }
    }

    /// The sentence under `key` with its `values` filled in; `None` when the catalogue has none, or a
    /// value that it needs is missing.
    pub fn sentence(&self, locale: Locale, key: &str, values: &[(&str, &str)]) -> Option<String> {
        let bundle = match locale {
            Locale::French => &self.french,
            Locale::English => &self.english,
        };
        let pattern = bundle.get_message(key)?.value()?;
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set(*name, *value);
        }
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&arguments), &mut faults);
        faults.is_empty().then(|| text.into_owned())
    }
}

/// The sentence of an error under `key`; `None` when the catalogue has none.
pub fn sentence(locale: Locale, key: &str) -> Option<String> {
    ERRORS.sentence(locale, key, &[])
}

fn bundle(language: LanguageIdentifier, source: &str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(source: &str) -> BTreeSet<String> {
        assert!(FluentResource::try_new(source.to_owned()).is_ok());
        source
            .lines()
            .filter(|line| !line.starts_with([' ', '#']))
            .filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()))
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        assert_eq!(keys(FRENCH), keys(ENGLISH));
        for key in keys(FRENCH) {
            assert!(sentence(Locale::French, &key).is_some(), "{key}");
            assert!(sentence(Locale::English, &key).is_some(), "{key}");
        }
    }

    #[test]
    fn a_value_stands_in_its_sentence_and_a_missing_one_gives_none() {
        let catalogue = Catalogue::new("seen = Vu par { $who }.", "seen = Seen by { $who }.");
        let said = catalogue.sentence(Locale::French, "seen", &[("who", "le CHR")]);
        assert_eq!(said.as_deref(), Some("Vu par le CHR."));
        assert_eq!(catalogue.sentence(Locale::English, "seen", &[]), None);
    }

    #[test]
    fn french_is_spoken_unless_english_is_wished() {
        assert_eq!(Locale::negotiate(""), Locale::French);
        assert_eq!(Locale::negotiate("ee, de;q=0.8"), Locale::French);
        assert_eq!(Locale::negotiate("en-GB,en;q=0.9"), Locale::English);
        assert_eq!(Locale::negotiate("en;q=0.5, fr-TG;q=0.9"), Locale::French);
    }
}
