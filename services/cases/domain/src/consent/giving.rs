//! How, by whom and within what limits a consent was given, and who may give it at which age.
//!
//! Source of the ages: *Caring for Child Survivors of Sexual Abuse*, guidelines of IRC and UNICEF (2012),
//! informed consent and assent by age: to 5 the caregiver consents; from 6 to 14 the caregiver consents
//! and the child assents; from 15 the child consents, with the caregiver where that is safe. Where no
//! caregiver is there, or asking one is not in her best interest, another trusted adult consents, and
//! from 12 on her own word may stand alone. The ground is written down.

use sentier_kernel::Violation;
use serde::{Deserialize, Serialize};

use super::{BestInterest, Born, ConsentAge, GivenBy, GivenHow};
use crate::minimum::YesNo;
use crate::value::{ConsentLimits, Date};

/// The giving of one consent. PERSONAL.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Giving {
    /// How.
    pub how: GivenHow,
    /// By whom.
    pub by: GivenBy,
    /// Her age band when it was given.
    pub age: ConsentAge,
    /// Whether a child assents.
    pub assent: Option<YesNo>,
    /// Why a child's caregiver was not asked.
    pub best_interest: Option<BestInterest>,
    /// What must not be told or done, in her words; may be empty.
    pub limits: ConsentLimits,
}

crate::personal::unprintable!(Giving);

impl Giving {
    /// The rules that do not hold, with paths below `path`.
    pub fn violations(&self, path: &str) -> Vec<Violation> {
        let mut wrong = Vec::new();
        let mut check = |field: &str, holds: bool, sentence: &'static str| {
            if !holds {
                wrong.push(Violation::new(format!("{path}.{field}"), sentence));
            }
        };
        let child = self.age != ConsentAge::Adult;
        check("best_interest", child || self.best_interest.is_none(), "violation-not-allowed");
        check("assent", child || self.assent.is_none(), "violation-not-allowed");
        check("by", self.may_give(), "violation-consent-giver");
        let asked = matches!(self.age, ConsentAge::From6To11 | ConsentAge::From12To14);
        check("assent", !asked || self.assent.is_some(), "violation-required");
        check("assent", self.assent != Some(YesNo::No), "violation-child-declines");
        // Nobody asks her and does not know the answer, but on an old form.
        let asked_today = self.how != GivenHow::EarlierForm;
        check("assent", !asked_today || self.assent != Some(YesNo::Unknown), "violation-required");
        check(
            "best_interest",
            !self.needs_ground() || self.best_interest.is_some(),
            "violation-required",
        );
        wrong
    }

    /// The rules that do not hold when it is given on `day` by her who was `born` then, so far as that is
    /// known: those of [`Giving::violations`], and that the stated band is hers.
    pub fn violations_of(&self, path: &str, born: Option<Born>, day: Date) -> Vec<Violation> {
        let mut wrong = self.violations(path);
        if born.is_some_and(|born| !born.admits(self.age, self.how, day)) {
            wrong.push(Violation::new(format!("{path}.age"), "violation-consent-age"));
        }
        wrong
    }

    /// Whether it could be given so on `day` by her who was `born` then, whatever band was stated: the rules
    /// hold of a band that her birth admits.
    pub fn may_stand(&self, born: Option<Born>, day: Date) -> bool {
        let Some(born) = born else { return true };
        let admitted = ConsentAge::ALL.iter().filter(|age| born.admits(**age, self.how, day));
        admitted.map(|age| self.as_of(*age)).any(|it| it.violations("giving").is_empty())
    }

    /// The same giving at another age: what is asked of a child alone says nothing of an adult.
    fn as_of(&self, age: ConsentAge) -> Self {
        let child = age != ConsentAge::Adult;
        Self {
            age,
            assent: self.assent.filter(|_| child),
            best_interest: self.best_interest.filter(|_| child),
            ..self.clone()
        }
    }

    /// Whether who gave it may give it at her age.
    const fn may_give(&self) -> bool {
        match self.age {
            ConsentAge::Adult => matches!(self.by, GivenBy::Survivor),
            ConsentAge::From15To17 => {
                matches!(self.by, GivenBy::Survivor | GivenBy::SurvivorAndCaregiver)
            }
            ConsentAge::From12To14 => true,
            ConsentAge::From0To5 | ConsentAge::From6To11 => !matches!(self.by, GivenBy::Survivor),
        }
    }

    /// Whether a child's caregiver is left out, which needs a ground.
    const fn needs_ground(&self) -> bool {
        let child = !matches!(self.age, ConsentAge::Adult);
        child && matches!(self.by, GivenBy::Survivor | GivenBy::TrustedAdult)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(age: ConsentAge, by: GivenBy) -> Giving {
        let how = GivenHow::Thumbprint;
        let limits = ConsentLimits::default();
        Giving { how, by, age, assent: None, best_interest: None, limits }
    }

    fn wrong(giving: &Giving) -> Vec<String> {
        giving.violations("giving").into_iter().map(|it| it.field.into_owned()).collect()
    }

    #[test]
    fn an_adult_consents_herself_and_nobody_for_her() {
        assert!(wrong(&given(ConsentAge::Adult, GivenBy::Survivor)).is_empty());
        for by in [GivenBy::Caregiver, GivenBy::SurvivorAndCaregiver, GivenBy::TrustedAdult] {
            assert_eq!(wrong(&given(ConsentAge::Adult, by)), ["giving.by"]);
        }
    }

    #[test]
    fn for_a_small_child_the_caregiver_consents() {
        assert!(wrong(&given(ConsentAge::From0To5, GivenBy::Caregiver)).is_empty());
        let alone = given(ConsentAge::From0To5, GivenBy::Survivor);
        assert_eq!(wrong(&alone), ["giving.by", "giving.best_interest"]);
    }

    #[test]
    fn a_child_of_six_to_fourteen_is_asked_and_may_decline() {
        for age in [ConsentAge::From6To11, ConsentAge::From12To14] {
            let asked = given(age, GivenBy::Caregiver);
            assert_eq!(wrong(&asked), ["giving.assent"]);
            let yes = Giving { assent: Some(YesNo::Yes), ..asked.clone() };
            assert!(wrong(&yes).is_empty());
            assert_eq!(wrong(&Giving { assent: Some(YesNo::No), ..asked }), ["giving.assent"]);
        }
    }

    #[test]
    fn who_leaves_out_a_caregiver_says_why() {
        let alone = given(ConsentAge::From15To17, GivenBy::Survivor);
        assert_eq!(wrong(&alone), ["giving.best_interest"]);
        let why = Giving { best_interest: Some(BestInterest::CaregiverInvolved), ..alone };
        assert!(wrong(&why).is_empty());
    }

    #[test]
    fn at_every_age_somebody_can_consent_when_the_caregiver_did_it() {
        for age in ConsentAge::ALL.iter().copied().filter(|age| *age != ConsentAge::Adult) {
            let can = GivenBy::ALL.iter().any(|by| {
                let ground = Some(BestInterest::CaregiverInvolved);
                let caregiver = matches!(by, GivenBy::Caregiver | GivenBy::SurvivorAndCaregiver);
                let giving =
                    Giving { assent: Some(YesNo::Yes), best_interest: ground, ..given(age, *by) };
                !caregiver && giving.violations("giving").is_empty()
            });
            assert!(can, "{age:?}");
        }
    }
}
