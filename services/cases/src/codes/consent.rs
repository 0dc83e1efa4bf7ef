//! Coded values of consents and clocks.

use sentier_cases_domain::{clock, consent};
use sentier_proto::cases::v1::{clock as pb_clock, consent_giving, consent_override};

use super::{Coded, coded};

coded! {
    consent::GivenHow = consent_giving::How {
        Signature, Thumbprint, WitnessedVerbally, EarlierForm,
    }
    consent::GivenBy = consent_giving::By {
        Survivor, Caregiver, SurvivorAndCaregiver, TrustedAdult,
    }
    consent::ConsentAge = consent_giving::Age {
        From0To5 = Age0To5, From6To11 = Age6To11, From12To14 = Age12To14,
        From15To17 = Age15To17, Adult,
    }
    consent::BestInterest = consent_giving::BestInterest {
        NoCaregiver, CaregiverInvolved, CaregiverUnsafe,
    }
    consent::LegalGround = consent_override::Ground { ImminentDanger, MandatoryReport }
    clock::Limit = pb_clock::Limit {
        PostExposureProphylaxis, EmergencyContraception, ForensicEvidence, Assignment,
    }
    clock::Certainty = pb_clock::Certainty { Exact, PartOfDay, Day, Estimated }
    clock::Standing = pb_clock::Standing { Running, Uncertain, Over }
}
