//! Corrections as a file and a timeline show them.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::file::{CaseFile, Correction, Former};
use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1 as pb;
use sentier_proto::name;

use crate::application::Known;
use crate::grpc::{answer, minimum};

/// The fields that a correction changed; none for another event.
pub(in crate::grpc) fn fields_of(event: &Event) -> Vec<String> {
    match event {
        Event::SurvivorCorrected { fields, .. } => {
            fields.iter().map(|field| field.code().to_owned()).collect()
        }
        Event::IncidentCorrected { fields, .. } => {
            fields.iter().map(|field| field.code().to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

// PRIVACY: from here on values go into answers whose reading stands in the log already.

/// A correction, with what stood before it.
pub(in crate::grpc) fn as_correction(
    known: &Known,
    file: &CaseFile,
    it: &Correction,
    now: Moment,
) -> pb::Correction {
    let mut told = pb::Correction {
        correct_time: Some(timestamp(it.at)),
        staff: name::staff(&known.centre, it.by),
        ..pb::Correction::default()
    };
    match &it.former {
        Former::Survivor { fields, identity, contact, profile } => {
            told.fields = fields.iter().map(|field| field.code().to_owned()).collect();
            let profile = profile.expose().and_then(minimum::as_profile);
            told.former_survivor = answer::survivor(identity, contact)
                .map(|survivor| pb::Survivor { profile, ..survivor });
        }
        Former::Incident { fields, incident } => {
            told.fields = fields.iter().map(|field| field.code().to_owned()).collect();
            told.former_incident =
                Some(answer::whole_incident(&known.centre, known.case, file, incident, now));
        }
    }
    told
}
