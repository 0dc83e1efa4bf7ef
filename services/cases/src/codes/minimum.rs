//! Coded values of the minimum data set.

use sentier_cases_domain::minimum;
use sentier_proto::cases::v1 as pb;

use super::{Coded, coded};

coded! {
    minimum::YesNo = pb::YesNo { Yes, No, Unknown }
    minimum::MaritalStatus = pb::MaritalStatus { Single, MarriedCohabitating, DivorcedSeparated, Widowed }
    minimum::DisplacementStatus = pb::DisplacementStatus { Resident, Idp, Refugee, StatelessPerson, Returnee, ForeignNational, AsylumSeeker }
    minimum::Disability = pb::Disability { None, Mental, Physical, Both }
    minimum::Separation = pb::Separation { No, UnaccompaniedMinor, SeparatedChild, OtherVulnerableChild }
    minimum::CarerRelation = pb::CarerRelation { ParentGuardian, Relative, Spouse, Other }
    minimum::DisplacementStage = pb::DisplacementStage { NotDisplaced, PreDisplacement, DuringFlight, DuringRefuge, DuringReturnTransit, PostDisplacement }
    minimum::PlaceType = pb::PlaceType { BushForest, Field, School, Road, SurvivorHome, PerpetratorHome, Market, Streamside, Beach, Farm, Latrine, PerpetratorFriendHome, EntertainmentCentre, UnfinishedHouse, GuestHouseHotel, Other }
    minimum::HarmfulPractice = pb::HarmfulPractice { None, GenitalMutilation, WidowhoodRite, WifeInheritance, RitualConfinement, Other }
    minimum::Abduction = pb::Abduction { None, ForcedConscription, Trafficked, Other }
    minimum::ReportedElsewhere = pb::ReportedElsewhere { No, GbvimsOrganisation, OtherOrganisation }
    minimum::PerpetratorCount = pb::PerpetratorCount { One, Two, Three, MoreThanThree, Unknown }
    minimum::PerpetratorSex = pb::PerpetratorSex { Female, Male, Unknown }
    minimum::PerpetratorAgeGroup = pb::PerpetratorAgeGroup { From0To11 = PerpetratorAgeGroup0To11, From12To17 = PerpetratorAgeGroup12To17, From18To25 = PerpetratorAgeGroup18To25, From26To40 = PerpetratorAgeGroup26To40, From41To60 = PerpetratorAgeGroup41To60, From61 = PerpetratorAgeGroup61AndOver, Unknown }
    minimum::Relationship = pb::Relationship { IntimatePartner, PrimaryCaregiver, OtherFamily, SupervisorEmployer, Schoolmate, TeacherSchoolOfficial, ServiceProvider, CotenantHousemate, FamilyFriendNeighbour, OtherRefugeeIdpReturnee, OtherResident, Other, NoRelation, Unknown }
    minimum::ReferralSource = pb::ReferralSource { Health, Psychosocial, PoliceSecurity, Legal, Livelihoods, SelfReferred, TeacherSchool, CommunityLeader, SafeHouse, OtherHumanitarian, OtherGovernment, Other }
    minimum::Sector = pb::Sector { SafeHouse, Health, Psychosocial, Legal, Police, Livelihoods, ChildProtection }
    minimum::SectorStatus = pb::SectorStatus { Referred, ProvidedHere, AlreadyReceived, NotApplicable, DeclinedBySurvivor, Unavailable }
    minimum::LegalAction = pb::LegalAction { Yes, No, Undecided }
    minimum::IncidentContext = pb::IncidentContext { IntimatePartnerViolence, ChildSexualAbuse, EarlyMarriage, PossibleSexualExploitation, PossibleSexualSlavery, HarmfulPractice }
}
