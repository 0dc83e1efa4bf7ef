//! Who she is.

use sentier_cases_domain::minimum::{
    CarerRelation, Disability, DisplacementStatus, MaritalStatus, Separation, SurvivorProfile,
    YesNo,
};
use sentier_cases_domain::personal::{Contact, Identity};

use super::{Entries, Value};

pub(super) fn survivor(
    identity: &Identity,
    contact: &Contact,
    profile: &SurvivorProfile,
) -> Entries {
    let mut hers = Entries::default();
    hers.text("full_name", identity.full_name.as_str());
    hers.code("sex", Some(identity.sex.code()));
    hers.day("birth_date", identity.birth_date);
    if identity.birth_date_estimated {
        hers.put("birth_date_estimated", Value::Flag(true));
    }
    hers.text("phone", contact.phone.as_str());
    hers.text("safe_contact", contact.safe_contact.as_str());
    hers.text("ethnicity", profile.ethnicity.as_str());
    hers.text("country_of_origin", profile.country_of_origin.as_str());
    hers.text("nationality", profile.nationality.as_str());
    hers.text("religion", profile.religion.as_str());
    hers.text("occupation", profile.occupation.as_str());
    if let Some(count) = profile.dependant_count {
        hers.put("dependant_count", Value::Number(count.into()));
    }
    hers.text("dependant_ages", profile.dependant_ages.as_str());
    hers.code("marital_status", profile.marital_status.map(MaritalStatus::code));
    hers.code("displacement_status", profile.displacement_status.map(DisplacementStatus::code));
    hers.code("disability", profile.disability.map(Disability::code));
    hers.code("separation", profile.separation.map(Separation::code));
    if let Some(child) = &profile.child {
        hers.code("lives_alone", child.lives_alone.map(YesNo::code));
        hers.code("carer_relation", child.carer_relation.map(CarerRelation::code));
        hers.code("carer_marital_status", child.carer_marital_status.map(MaritalStatus::code));
        hers.text("carer_occupation", child.carer_occupation.as_str());
    }
    hers
}
