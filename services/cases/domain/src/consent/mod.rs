//! Consent as enforced data: to whom, what, for which purpose, until when; how and by whom it was given.

mod age;
mod codes;
mod giving;

use std::collections::BTreeSet;

use sentier_kernel::{Moment, Violation};
use serde::{Deserialize, Serialize};

use crate::codes::{FieldGroup, Purpose};
use crate::id::{AgencyId, ConsentId};
use crate::value::Date;

pub use age::Born;
pub use codes::{BestInterest, ConsentAge, GivenBy, GivenHow, LegalGround, Withdrawal};
pub use giving::Giving;

/// What a permission rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Her own consent, or that of who may give it for a child.
    Consent,
    /// No consent: a legal ground, stated by one person and approved by another.
    Override(LegalGround),
}

/// A recorded permission: a survivor's consent, or an approved override. Not personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// What it rests on.
    pub basis: Basis,
    /// What it is for.
    pub purpose: Purpose,
    /// The agency; present for services only.
    pub agency: Option<AgencyId>,
    /// Field groups released; empty but for services.
    pub field_groups: BTreeSet<FieldGroup>,
    /// When it was given.
    pub granted_at: Moment,
    /// Until when it holds, exclusive; absent means until withdrawn.
    pub expires_at: Option<Moment>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
    /// Whether a correction of her birth date ended it, and not she; older snapshots hold none that one did.
    #[serde(default)]
    pub by_correction: bool,
}

impl Consent {
    /// Whether it can be used at `at`: given, not withdrawn, not expired.
    ///
    /// A withdrawn consent is never valid again, not even for a clock that stands before the withdrawal.
    pub fn is_valid(&self, at: Moment) -> bool {
        self.withdrawn_at.is_none()
            && self.granted_at <= at
            && self.expires_at.is_none_or(|end| at < end)
    }

    /// Whether it could be given as it was, by what is known of her birth now. How one was given of before that
    /// was asked is not known, and says nothing.
    pub fn could_be_given(&self, giving: Option<&Giving>, born: Option<Born>) -> bool {
        giving.is_none_or(|giving| giving.may_stand(born, Date::of(self.granted_at)))
    }

    /// Whether it names this agency and purpose, and releases all of these field groups.
    pub fn releases(
        &self,
        agency: Option<AgencyId>,
        purpose: Purpose,
        field_groups: &BTreeSet<FieldGroup>,
    ) -> bool {
        self.purpose == purpose
            && self.agency == agency
            && field_groups.is_subset(&self.field_groups)
    }
}

/// The rules about a consent's fields that do not hold: a consent to services names an agency and field
/// groups, another names neither; it ends in the future or with its withdrawal.
pub fn violations(
    purpose: Purpose,
    agency: bool,
    field_groups: bool,
    expires_at: Option<Moment>,
    at: Moment,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    let services = purpose == Purpose::Services;
    for (field, given) in [("agency", agency), ("field_groups", field_groups)] {
        match (services, given) {
            (true, false) => violations.push(Violation::required(field)),
            (false, true) => violations.push(Violation::new(field, "violation-not-allowed")),
            _ => {}
        }
    }
    if expires_at.is_some_and(|end| end <= at) {
        violations.push(Violation::new("expire_time", "violation-in-past"));
    }
    violations
}

/// The consent that covers this agency, purpose and field groups at `at`, if any does alone.
pub fn covers<'a>(
    consents: &'a [Consent],
    agency: Option<AgencyId>,
    purpose: Purpose,
    field_groups: &BTreeSet<FieldGroup>,
    at: Moment,
) -> Option<&'a Consent> {
    consents
        .iter()
        .find(|consent| consent.is_valid(at) && consent.releases(agency, purpose, field_groups))
}
