//! What she requires, which kind of agency serves it, and what that agency must know for it.

use sentier_proto::common::v1::{FieldGroup, IncidentType, Need, Urgency};

use super::draw::{Mix, Source, chance, distinct};

/// The agencies that take part in the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgencyKind {
    /// A hospital.
    Hospital,
    /// A police post.
    PolicePost,
    /// A legal clinic.
    LegalClinic,
    /// A shelter.
    Shelter,
    /// Social services.
    SocialServices,
}

impl AgencyKind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Hospital, Self::PolicePost, Self::LegalClinic, Self::Shelter, Self::SocialServices];

    /// The needs that its structure serves.
    pub const fn serves(self) -> &'static [Need] {
        match self {
            Self::Hospital => &[Need::ClinicalManagementOfRape, Need::HealthCare],
            Self::PolicePost => &[Need::Police],
            Self::LegalClinic => &[Need::LegalAid],
            Self::Shelter => &[Need::SafetyAndShelter],
            Self::SocialServices => {
                &[Need::PsychosocialSupport, Need::Livelihood, Need::ChildProtection]
            }
        }
    }

    /// Who serves a need.
    pub fn of(need: Need) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.serves().contains(&need))
    }

    /// What it must know to serve her, and what she may release besides.
    pub(super) const fn field_groups(self) -> (&'static [FieldGroup], FieldGroup) {
        use FieldGroup::{Contact, Identity, Incident, Narrative};
        match self {
            Self::Hospital => (&[Identity, Incident], Contact),
            Self::PolicePost | Self::LegalClinic => (&[Identity, Contact, Incident], Narrative),
            Self::Shelter | Self::SocialServices => (&[Identity, Contact], Incident),
        }
    }
}

/// Services per survivor: one, and as many more as a Poisson law of mean 1.6 gives: 2.6 (PRIVACY 4).
const MORE_SERVICES: Mix<usize> =
    Mix::new((0, 2_019), &[(1, 3_230), (2, 2_584), (3, 1_378), (4, 551), (5, 176), (6, 62)]);

type Weights = &'static [(Need, u32)];

const AFTER_RAPE: Weights = &[
    (Need::ClinicalManagementOfRape, 60),
    (Need::PsychosocialSupport, 9),
    (Need::Police, 5),
    (Need::LegalAid, 4),
    (Need::SafetyAndShelter, 3),
    (Need::Livelihood, 1),
    (Need::HealthCare, 1),
];
const AFTER_SEXUAL_ASSAULT: Weights = &[
    (Need::PsychosocialSupport, 9),
    (Need::HealthCare, 6),
    (Need::Police, 5),
    (Need::LegalAid, 4),
    (Need::SafetyAndShelter, 3),
    (Need::Livelihood, 1),
];
const AFTER_PHYSICAL_ASSAULT: Weights = &[
    (Need::HealthCare, 9),
    (Need::PsychosocialSupport, 7),
    (Need::Police, 5),
    (Need::LegalAid, 5),
    (Need::SafetyAndShelter, 5),
    (Need::Livelihood, 3),
];
const AFTER_FORCED_MARRIAGE: Weights = &[
    (Need::PsychosocialSupport, 7),
    (Need::SafetyAndShelter, 7),
    (Need::LegalAid, 6),
    (Need::Police, 4),
    (Need::Livelihood, 2),
    (Need::HealthCare, 1),
];
const AFTER_DENIAL: Weights = &[
    (Need::LegalAid, 9),
    (Need::Livelihood, 8),
    (Need::PsychosocialSupport, 5),
    (Need::Police, 2),
    (Need::SafetyAndShelter, 1),
    (Need::HealthCare, 1),
];
const AFTER_ABUSE: Weights = &[
    (Need::PsychosocialSupport, 9),
    (Need::LegalAid, 4),
    (Need::Livelihood, 3),
    (Need::SafetyAndShelter, 3),
    (Need::Police, 2),
    (Need::HealthCare, 2),
];
const OTHERWISE: Weights = &[
    (Need::Police, 5),
    (Need::HealthCare, 3),
    (Need::LegalAid, 3),
    (Need::PsychosocialSupport, 2),
    (Need::Livelihood, 1),
    (Need::SafetyAndShelter, 1),
];

/// The needs of a survivor; the weights are assumed.
pub(super) fn draw(source: &mut Source, kind: IncidentType, minor: bool) -> Vec<Need> {
    let count = 1 + MORE_SERVICES.draw(source);
    let weights = match kind {
        IncidentType::Rape => AFTER_RAPE,
        IncidentType::SexualAssault => AFTER_SEXUAL_ASSAULT,
        IncidentType::PhysicalAssault => AFTER_PHYSICAL_ASSAULT,
        IncidentType::ForcedMarriage => AFTER_FORCED_MARRIAGE,
        IncidentType::DenialOfResources => AFTER_DENIAL,
        IncidentType::PsychologicalAbuse => AFTER_ABUSE,
        IncidentType::NonGbv | IncidentType::Unspecified => OTHERWISE,
    };
    let mut table = weights.to_vec();
    if minor {
        table.push((Need::ChildProtection, 8));
    }
    distinct(source, &table, count)
}

/// How fast a need must be taken up: prophylaxis within 72 hours, contraception within 120 (DOMAIN 3.7).
pub(super) fn urgency(source: &mut Source, need: Need, days_since: i64) -> Urgency {
    let urgent = match need {
        Need::ClinicalManagementOfRape => days_since <= 5,
        Need::HealthCare => days_since <= 3,
        Need::SafetyAndShelter => chance(source, 50),
        _ => false,
    };
    if urgent { Urgency::Urgent } else { Urgency::Routine }
}
