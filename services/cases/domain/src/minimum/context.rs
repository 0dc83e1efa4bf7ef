//! Contexts that follow from an incident: derived when read, never stored, never a core type.
//!
//! Source: GBVIMS user guide, case contexts (DOMAIN 2.3). They take the stored type, so early marriage
//! with rape is child sexual abuse and not early marriage; and her age on the day of the incident, so
//! that a late report of childhood abuse stays abuse of a child.

use std::collections::BTreeSet;

use super::{Abduction, Circumstances, HarmfulPractice, IncidentContext, Relationship, YesNo};
use crate::codes::IncidentType;

/// The contexts of an incident. `child` says whether she was under 18 on its day; absent when her age is
/// not known, and then no context that needs it holds.
///
/// What is not gender-based has no context: a context is a view on gender-based violence.
pub fn contexts(
    incident_type: IncidentType,
    circumstances: &Circumstances,
    child: Option<bool>,
) -> BTreeSet<IncidentContext> {
    if incident_type == IncidentType::NonGbv {
        return BTreeSet::new();
    }
    let sexual = matches!(incident_type, IncidentType::Rape | IncidentType::SexualAssault);
    let (child, asked) = (child == Some(true), circumstances);
    let partner = asked
        .perpetrators
        .iter()
        .any(|perpetrator| perpetrator.relationship == Relationship::IntimatePartner);
    let abducted = asked.abduction.is_some_and(|kind| kind != Abduction::None);
    let practice = asked.harmful_practice.is_some_and(|kind| kind != HarmfulPractice::None);
    let exchanged = asked.goods_exchanged == Some(YesNo::Yes);
    let forced_marriage = incident_type == IncidentType::ForcedMarriage;
    let found = [
        (partner, IncidentContext::IntimatePartnerViolence),
        (sexual && child, IncidentContext::ChildSexualAbuse),
        (forced_marriage && child, IncidentContext::EarlyMarriage),
        (sexual && exchanged, IncidentContext::PossibleSexualExploitation),
        (sexual && abducted, IncidentContext::PossibleSexualSlavery),
        (practice, IncidentContext::HarmfulPractice),
    ];
    found.into_iter().filter_map(|(holds, context)| holds.then_some(context)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minimum::{Perpetrator, PerpetratorAgeGroup, PerpetratorSex};
    use crate::value::ShortText;

    fn by(relationship: Relationship) -> Circumstances {
        let perpetrator = Perpetrator {
            sex: PerpetratorSex::Male,
            age_group: PerpetratorAgeGroup::From26To40,
            relationship,
            occupation: ShortText::default(),
            former: None,
            nationality: ShortText::default(),
            ethnicity: ShortText::default(),
            secondary: false,
        };
        Circumstances { perpetrators: vec![perpetrator], ..Circumstances::default() }
    }

    fn of(kind: IncidentType, circumstances: &Circumstances, child: bool) -> Vec<IncidentContext> {
        contexts(kind, circumstances, Some(child)).into_iter().collect()
    }

    #[test]
    fn over_the_whole_space_each_context_holds_exactly_when_its_rule_says_so() {
        let answers = || YesNo::ALL.iter().copied().map(Some).chain([None]);
        let practices = || HarmfulPractice::ALL.iter().copied().map(Some).chain([None]);
        for kind in IncidentType::ALL.iter().copied() {
            for relationship in Relationship::ALL.iter().copied() {
                for abduction in Abduction::ALL.iter().copied().map(Some).chain([None]) {
                    for goods_exchanged in answers() {
                        for harmful_practice in practices() {
                            for child in [Some(true), Some(false), None] {
                                let asked = Circumstances {
                                    harmful_practice,
                                    goods_exchanged,
                                    abduction,
                                    ..by(relationship)
                                };
                                let found = contexts(kind, &asked, child);
                                let gbv = kind != IncidentType::NonGbv;
                                let sexual = ["rape", "sexual_assault"].contains(&kind.code());
                                let young = child == Some(true);
                                let expected = [
                                    gbv && relationship.code() == "intimate_partner",
                                    sexual && young,
                                    kind.code() == "forced_marriage" && young,
                                    sexual && goods_exchanged.map(YesNo::code) == Some("yes"),
                                    sexual && abduction.is_some_and(|it| it.code() != "none"),
                                    gbv && harmful_practice.is_some_and(|it| it.code() != "none"),
                                ];
                                for (context, holds) in IncidentContext::ALL.iter().zip(expected) {
                                    assert_eq!(found.contains(context), holds, "{context:?}");
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn marital_rape_is_intimate_partner_violence() {
        let found = of(IncidentType::Rape, &by(Relationship::IntimatePartner), false);
        assert_eq!(found, [IncidentContext::IntimatePartnerViolence]);
    }

    #[test]
    fn early_marriage_with_rape_is_child_sexual_abuse_and_not_early_marriage() {
        let found = of(IncidentType::Rape, &by(Relationship::OtherFamily), true);
        assert_eq!(found, [IncidentContext::ChildSexualAbuse]);
    }

    #[test]
    fn genital_mutilation_of_a_girl_is_child_sexual_abuse_and_a_harmful_practice() {
        let asked = Circumstances {
            harmful_practice: Some(HarmfulPractice::GenitalMutilation),
            ..Circumstances::default()
        };
        let found = of(IncidentType::SexualAssault, &asked, true);
        assert_eq!(found, [IncidentContext::ChildSexualAbuse, IncidentContext::HarmfulPractice]);
    }

    #[test]
    fn the_answer_no_is_no_practice_no_exchange_and_no_abduction() {
        let asked = Circumstances {
            harmful_practice: Some(HarmfulPractice::None),
            goods_exchanged: Some(YesNo::No),
            abduction: Some(Abduction::None),
            ..by(Relationship::NoRelation)
        };
        assert_eq!(of(IncidentType::Rape, &asked, false), []);
    }

    #[test]
    fn a_robbery_by_a_partner_that_is_not_gender_based_has_no_context() {
        assert_eq!(of(IncidentType::NonGbv, &by(Relationship::IntimatePartner), false), []);
    }
}
