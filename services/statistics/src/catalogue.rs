//! The catalogue of indicators: what each means, in French and English.
//!
//! Parts are named by the question that they answer, so that statistics which ask the same share the words.

use std::sync::LazyLock;

use sentier_platform::catalogue::{Catalogue, Locale};
use sentier_proto::statistics::v1 as pb;
use sentier_statistics_domain::indicators::{Family, Indicator, Unit};

const FRENCH: &str = include_str!("../locales/fr.ftl");
const ENGLISH: &str = include_str!("../locales/en.ftl");

/// A sentence of the catalogue, with its values; a test of parity finds a missing one, and its key is better than
/// nothing.
pub(crate) fn say(locale: Locale, key: &str, values: &[(&str, &str)]) -> String {
    WORDS.sentence(locale, key, values).unwrap_or_else(|| key.to_owned())
}

static WORDS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(FRENCH, ENGLISH));

/// The indicator's name in the contract.
pub(crate) fn name(indicator: Indicator) -> String {
    format!("indicators/{}", indicator.code())
}

/// The indicator in words.
pub(crate) fn entry(indicator: Indicator, locale: Locale) -> pb::Indicator {
    let code = indicator.code();
    // A test of parity finds a missing sentence; its key is better than nothing.
    let say = |key: String| WORDS.sentence(locale, &key, &[]).unwrap_or(key);
    let about = |what| say(format!("indicator-{code}-{what}"));
    let unit = match indicator.unit() {
        Unit::Count => pb::indicator::Unit::Count,
        Unit::Share => pb::indicator::Unit::Share,
        Unit::Average => pb::indicator::Unit::Average,
    };
    let parts = indicator.parts().into_iter().map(|part| pb::IndicatorPart {
        code: part.to_owned(),
        label: say(format!("part-{}-{part}", question(indicator))),
    });
    let family = match indicator.family() {
        Family::CaseManagement => pb::indicator::Family::CaseManagement,
        Family::Incidents => pb::indicator::Family::Incidents,
        Family::Pathway => pb::indicator::Family::Pathway,
        Family::Sdg => pb::indicator::Family::Sdg,
    };
    pb::Indicator {
        name: name(indicator),
        title: say(format!("indicator-{code}")),
        definition: about("definition"),
        formula: about("formula"),
        source: about("source"),
        reference_period: about("period"),
        unit: unit.into(),
        parts: parts.collect(),
        family: family.into(),
        overlapping: indicator.overlaps(),
    }
}

/// Under which name the words of its parts stand.
const fn question(indicator: Indicator) -> &'static str {
    use Indicator as I;
    match indicator {
        I::GbvDelay | I::GbvDelayRape | I::GbvDelayRapeHealth => "elapsed",
        I::GbvServices | I::GbvReferrals | I::ServiceGaps => "sector",
        I::GbvPlace | I::SdgOtherPlace => "place",
        I::SdgPartnerAge | I::SdgOtherAge => "sdg_age",
        I::TimeToAcknowledge | I::TimeToAccept | I::TimeToServe => "response",
        own => own.code(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn said(of: &pb::Indicator) -> Vec<&String> {
        let mut all =
            vec![&of.title, &of.definition, &of.formula, &of.source, &of.reference_period];
        all.extend(of.parts.iter().map(|part| &part.label));
        all
    }

    #[test]
    fn every_indicator_says_everything_in_both_languages_and_nothing_is_left_over() {
        for indicator in Indicator::ALL {
            let french = entry(*indicator, Locale::French);
            let english = entry(*indicator, Locale::English);
            for (one, other) in said(&french).into_iter().zip(said(&english)) {
                for text in [one, other] {
                    assert!(
                        !text.starts_with("indicator-") && !text.starts_with("part-"),
                        "{text}"
                    );
                }
            }
            assert_ne!(french.definition, english.definition);
        }
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for indicator in Indicator::ALL {
            let code = indicator.code();
            keys.insert(format!("indicator-{code}"));
            for what in ["definition", "formula", "source", "period"] {
                keys.insert(format!("indicator-{code}-{what}"));
            }
            let parts = indicator.parts();
            let part = |part| format!("part-{}-{part}", question(*indicator));
            keys.extend(parts.into_iter().map(part));
        }
        for source in [FRENCH, ENGLISH] {
            let own = source.lines().filter_map(|line| line.split_once(" = "));
            let own = own.map(|(key, _)| key.to_owned());
            let own = own.filter(|key| key.starts_with("indicator-") || key.starts_with("part-"));
            assert_eq!(own.collect::<BTreeSet<_>>(), keys);
        }
    }

    #[test]
    fn both_languages_say_the_same_and_each_thing_once() {
        let keys = |source: &'static str| {
            let lines = source.lines().filter_map(|line| line.split_once(" = "));
            lines.map(|(key, _)| key).collect::<Vec<_>>()
        };
        let (mut french, mut english) = (keys(FRENCH), keys(ENGLISH));
        french.sort_unstable();
        english.sort_unstable();
        assert_eq!(french, english);
        assert!(french.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
