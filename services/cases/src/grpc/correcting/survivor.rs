//! New values for what is known of her.

use std::collections::BTreeSet;

use sentier_cases_domain::case::{Rejection, SurvivorField, ToldSurvivor};
use sentier_cases_domain::file::CaseFile;
use sentier_kernel::{Moment, Violation};
use sentier_proto::cases::v1::{CorrectSurvivorRequest, Survivor};
use sentier_proto::common::v1::Sex;

use super::mask::{self, put};
use crate::application::Fault;
use crate::grpc::convert::told;
use crate::grpc::fields::Fields;
use crate::grpc::{Refusal, answer, minimum};

/// The fields that are to change; what is wrong with their new values in themselves goes to `read`.
pub(super) fn wanted(
    read: &mut Fields,
    request: &CorrectSurvivorRequest,
    now: Moment,
) -> Option<BTreeSet<SurvivorField>> {
    let mask = request.update_mask.as_ref();
    let wanted = read.keep(mask::fields(mask, SurvivorField::ALL, SurvivorField::code));
    let Some(given) = &request.survivor else {
        read.broken(Violation::required("survivor"));
        return wanted;
    };
    let mut alone = Survivor { sex: Sex::Female.into(), ..Survivor::default() };
    for field in wanted.iter().flatten() {
        take(*field, &mut alone, given);
    }
    told(read, &alone, now);
    wanted
}

/// What a correction changes. PERSONAL.
pub(super) struct Change {
    pub(super) fields: BTreeSet<SurvivorField>,
    pub(super) former: ToldSurvivor,
    pub(super) told: ToldSurvivor,
}

/// The file's values, and those of them that are to change in their new form.
pub(super) fn change(
    file: &CaseFile,
    request: &CorrectSurvivorRequest,
    wanted: &BTreeSet<SurvivorField>,
    now: Moment,
) -> Result<Change, Refusal> {
    let former = (|| {
        Some(ToldSurvivor {
            identity: file.identity.expose()?.clone(),
            contact: file.contact.expose()?.clone(),
            profile: file.profile.expose()?.clone(),
        })
    })();
    let former = former.ok_or(Fault::Refused(Rejection::SurvivorErased))?;
    let profile = minimum::as_profile(&former.profile);
    let hers = answer::survivor(&file.identity, &file.contact).unwrap_or_default();
    let mut hers = Survivor { profile, ..hers };
    let given = request.survivor.clone().unwrap_or_default();
    let fields = wanted.iter().copied().filter(|field| take(*field, &mut hers, &given)).collect();
    let mut read = Fields::default();
    let told = told(&mut read, &hers, now);
    let (identity, contact, profile) = read.built(told)?;
    Ok(Change { fields, former, told: ToldSurvivor { identity, contact, profile } })
}

/// Takes one field's new value; says whether it is another one.
fn take(field: SurvivorField, into: &mut Survivor, from: &Survivor) -> bool {
    use SurvivorField as Field;
    let profile = from.profile.clone().unwrap_or_default();
    let hers = into.profile.get_or_insert_default();
    match field {
        Field::FullName => put(&mut into.full_name, &from.full_name),
        Field::Sex => put(&mut into.sex, &from.sex),
        Field::BirthDate => {
            put(&mut into.birth_date, &from.birth_date)
                | put(&mut into.birth_date_estimated, &from.birth_date_estimated)
        }
        Field::Phone => put(&mut into.phone, &from.phone),
        Field::SafeContact => put(&mut into.safe_contact, &from.safe_contact),
        Field::Ethnicity => put(&mut hers.ethnicity, &profile.ethnicity),
        Field::CountryOfOrigin => put(&mut hers.country_of_origin, &profile.country_of_origin),
        Field::Nationality => put(&mut hers.nationality, &profile.nationality),
        Field::Religion => put(&mut hers.religion, &profile.religion),
        Field::Occupation => put(&mut hers.occupation, &profile.occupation),
        Field::DependantCount => put(&mut hers.dependant_count, &profile.dependant_count),
        Field::DependantAges => put(&mut hers.dependant_ages, &profile.dependant_ages),
        Field::MaritalStatus => put(&mut hers.marital_status, &profile.marital_status),
        Field::DisplacementStatus => {
            put(&mut hers.displacement_status, &profile.displacement_status)
        }
        Field::Disability => put(&mut hers.disability, &profile.disability),
        Field::Separation => put(&mut hers.separation, &profile.separation),
        Field::Child => put(&mut hers.child, &profile.child),
    }
}
