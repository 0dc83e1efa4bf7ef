//! What a printed document says, in French and in English. Its vocabulary is the field's, as the pages have
//! it.

mod codes;
mod keys;

use sentier_cases_domain::value::Date;
use sentier_platform::status::Locale;

use super::document::Value;

/// One of two texts.
pub(super) const fn of(
    locale: Locale,
    (french, english): (&'static str, &'static str),
) -> &'static str {
    match locale {
        Locale::French => french,
        Locale::English => english,
    }
}

/// The document's title. It says nothing of violence: paper lies about.
pub(super) const fn title(locale: Locale) -> &'static str {
    of(locale, ("Dossier individuel", "Individual file"))
}

/// The foot of a page.
pub(super) fn foot(locale: Locale, page: usize, pages: usize) -> String {
    let confidential = of(locale, ("Confidentiel", "Confidential"));
    format!("{confidential} · {page}/{pages}")
}

/// What an entry is.
pub(super) fn key(locale: Locale, key: &str) -> &str {
    keys::WORDS
        .iter()
        .find(|(known, ..)| *known == key)
        .map_or(key, |(_, fr, en)| of(locale, (*fr, *en)))
}

/// A coded value.
fn code(locale: Locale, code: &str) -> &str {
    // The fields of a correction go by the entries' names.
    let last = code.rsplit('.').next().unwrap_or(code);
    let known = codes::WORDS.iter().find(|(known, ..)| *known == code);
    known.map_or_else(|| key(locale, last), |(_, fr, en)| of(locale, (*fr, *en)))
}

/// A value as it is printed.
pub(super) fn value(locale: Locale, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Code(one) => code(locale, one).to_owned(),
        Value::Codes(codes) => {
            codes.iter().map(|one| code(locale, one)).collect::<Vec<_>>().join(", ")
        }
        Value::Flag(true) => of(locale, ("oui", "yes")).to_owned(),
        Value::Flag(false) => of(locale, ("non", "no")).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Day(on) => day(*on),
        Value::Time(at) => {
            let time = at.to_datetime();
            format!("{} {:02}:{:02}", day(Date::of(*at)), time.hour(), time.minute())
        }
        // Groups are laid out, not printed in a line.
        Value::One(_) | Value::Many(_) => String::new(),
    }
}

fn day(on: Date) -> String {
    format!("{:02}/{:02}/{}", on.day(), on.month(), on.year())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sentier_cases_domain::case::care::codes as care;
    use sentier_cases_domain::{case, codes as base, consent, minimum};

    use super::*;

    /// Whether a code has words of its own; some are the same in a language as the code itself.
    fn is_known(text: &str) -> bool {
        let last = text.rsplit('.').next().unwrap_or(text);
        codes::WORDS.iter().any(|(known, ..)| *known == text)
            || keys::WORDS.iter().any(|(known, ..)| *known == last)
    }

    #[test]
    fn every_code_and_every_field_that_can_be_corrected_has_words_in_both_languages() {
        let mut all = BTreeSet::new();
        macro_rules! of {
            ($($kind:path),+ $(,)?) => {$(
                all.extend(<$kind>::ALL.iter().map(|one| one.code()));
            )+};
        }
        of!(
            base::Sex,
            base::PartOfDay,
            base::IncidentType,
            base::Need,
            base::Urgency,
            base::FieldGroup,
            base::Purpose,
            base::ClosureReason,
            base::Progress,
            care::Area,
            care::Concern,
            care::Risk,
            care::ActionStatus,
            care::Goal,
            care::GoalProgress,
            care::Subject,
            care::Party,
            care::Check,
            consent::GivenHow,
            consent::GivenBy,
            consent::ConsentAge,
            consent::BestInterest,
            consent::LegalGround,
            minimum::YesNo,
            minimum::MaritalStatus,
            minimum::DisplacementStatus,
            minimum::Disability,
            minimum::Separation,
            minimum::CarerRelation,
            minimum::DisplacementStage,
            minimum::PlaceType,
            minimum::HarmfulPractice,
            minimum::Abduction,
            minimum::ReportedElsewhere,
            minimum::PerpetratorCount,
            minimum::PerpetratorSex,
            minimum::PerpetratorAgeGroup,
            minimum::Relationship,
            minimum::ReferralSource,
            minimum::Sector,
            minimum::SectorStatus,
            minimum::LegalAction,
            minimum::IncidentContext,
            case::SurvivorField,
            case::IncidentField
        );
        let missing: Vec<_> = all.into_iter().filter(|text| !is_known(text)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
