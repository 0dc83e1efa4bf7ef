//! The catalogue of indicators: what each means, in French and English.

use std::sync::LazyLock;

use sentier_platform::catalogue::{Catalogue, Locale};
use sentier_proto::statistics::v1 as pb;
use sentier_statistics_domain::indicators::{Indicator, Unit};

const FRENCH: &str = include_str!("../locales/fr.ftl");
const ENGLISH: &str = include_str!("../locales/en.ftl");

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
        label: say(format!("part-{code}-{part}")),
    });
    pb::Indicator {
        name: name(indicator),
        title: say(format!("indicator-{code}")),
        definition: about("definition"),
        formula: about("formula"),
        source: about("source"),
        reference_period: about("period"),
        unit: unit.into(),
        parts: parts.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(of: &pb::Indicator) -> Vec<&String> {
        let mut all =
            vec![&of.title, &of.definition, &of.formula, &of.source, &of.reference_period];
        all.extend(of.parts.iter().map(|part| &part.label));
        all
    }

    #[test]
    fn every_indicator_says_everything_in_both_languages_and_nothing_is_left_over() {
        let mut sentences = 0;
        for indicator in Indicator::ALL {
            let french = entry(*indicator, Locale::French);
            let english = entry(*indicator, Locale::English);
            sentences += said(&french).len();
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
        for source in [FRENCH, ENGLISH] {
            assert_eq!(source.lines().filter(|line| line.contains(" = ")).count(), sentences);
        }
    }
}
