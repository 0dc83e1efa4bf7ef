//! What intake asks about a survivor beside her name.

use sentier_proto::cases::v1::{
    CarerRelation, ChildSurvivor, Disability, DisplacementStatus, MaritalStatus, Separation,
    SurvivorProfile, YesNo,
};

use super::{chosen, select};
use crate::form::Form;
use crate::page::Here;

const DEPENDANTS: &str = "survivor.profile.dependant_count";

/// Asks for it. No answer is forced here; the service says what it needs, by her consent and her age.
pub(crate) fn ask_profile(here: &Here, form: Form) -> Form {
    let fields = &here.fields;
    let form = form.part(here.words.say("part-profile"));
    let form =
        select!(form, here, "survivor.profile.marital_status", "marital-status", MaritalStatus);
    let form = select!(
        form,
        here,
        "survivor.profile.displacement_status",
        "displacement-status",
        DisplacementStatus
    );
    let form = select!(form, here, "survivor.profile.disability", "disability", Disability);
    let form = form
        .line("survivor.profile.occupation", "text", fields)
        .line("survivor.profile.ethnicity", "text", fields)
        .line("survivor.profile.nationality", "text", fields)
        .line("survivor.profile.country_of_origin", "text", fields)
        .line("survivor.profile.religion", "text", fields)
        .line(DEPENDANTS, "number", fields)
        .line("survivor.profile.dependant_ages", "text", fields)
        .part(here.words.say("part-child"));
    let form = select!(form, here, "survivor.profile.separation", "separation", Separation);
    let form = select!(form, here, "survivor.profile.child.lives_alone", "yes-no", YesNo);
    let form = select!(
        form,
        here,
        "survivor.profile.child.carer_relation",
        "carer-relation",
        CarerRelation
    );
    let form = select!(
        form,
        here,
        "survivor.profile.child.carer_marital_status",
        "marital-status",
        MaritalStatus
    );
    form.line("survivor.profile.child.carer_occupation", "text", fields)
}

/// What was answered; absent when nothing was.
pub(crate) fn profile(
    here: &Here,
    wrong: &mut Vec<(&'static str, &'static str)>,
) -> Option<SurvivorProfile> {
    let text = |field: &str| here.fields.get(&format!("survivor.profile.{field}")).to_owned();
    let dependant_count = match here.fields.get(DEPENDANTS) {
        "" => None,
        given => {
            let count = given.parse().ok().filter(|count| (0..100).contains(count));
            if count.is_none() {
                wrong.push((DEPENDANTS, "wrong-count"));
            }
            count
        }
    };
    let child = ChildSurvivor {
        lives_alone: chosen!(here, "survivor.profile.child.lives_alone", YesNo),
        carer_relation: chosen!(here, "survivor.profile.child.carer_relation", CarerRelation),
        carer_marital_status: chosen!(
            here,
            "survivor.profile.child.carer_marital_status",
            MaritalStatus
        ),
        carer_occupation: text("child.carer_occupation"),
    };
    let profile = SurvivorProfile {
        ethnicity: text("ethnicity"),
        country_of_origin: text("country_of_origin"),
        nationality: text("nationality"),
        religion: text("religion"),
        occupation: text("occupation"),
        dependant_count,
        dependant_ages: text("dependant_ages"),
        marital_status: chosen!(here, "survivor.profile.marital_status", MaritalStatus),
        displacement_status: chosen!(
            here,
            "survivor.profile.displacement_status",
            DisplacementStatus
        ),
        disability: chosen!(here, "survivor.profile.disability", Disability),
        separation: chosen!(here, "survivor.profile.separation", Separation),
        child: Some(child).filter(|child| *child != ChildSurvivor::default()),
    };
    Some(profile).filter(|profile| *profile != SurvivorProfile::default())
}
