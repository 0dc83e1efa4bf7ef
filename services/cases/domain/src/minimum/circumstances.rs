//! What intake asks about an incident beside its type and its account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pathway::{EarlierReport, SectorDetails};
use super::{
    Abduction, DisplacementStage, HarmfulPractice, LegalAction, PerpetratorAgeGroup,
    PerpetratorCount, PerpetratorSex, PlaceType, ReferralSource, Relationship, ReportedElsewhere,
    Sector, SectorStatus, YesNo,
};
use crate::value::{Date, ShortText, TimeOfDay};

/// The most perpetrators that one incident holds.
pub const PERPETRATORS: usize = 10;

/// The incident's part of the minimum data set. PERSONAL; leaves under no field group.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Circumstances {
    /// The time, when she knows it.
    pub time: Option<TimeOfDay>,
    /// Stage of displacement.
    pub displacement_stage: Option<DisplacementStage>,
    /// Kind of place.
    pub place_type: Option<PlaceType>,
    /// Region.
    pub region: ShortText,
    /// Prefecture or commune.
    pub district: ShortText,
    /// Camp, town or quarter.
    pub town: ShortText,
    /// Harmful traditional practice.
    pub harmful_practice: Option<HarmfulPractice>,
    /// Which practice, as the centre's own list names it.
    pub harmful_practice_detail: ShortText,
    /// Whether money, goods or services were exchanged.
    pub goods_exchanged: Option<YesNo>,
    /// Abduction.
    pub abduction: Option<Abduction>,
    /// Whether there were incidents before.
    pub previous_incidents: Option<YesNo>,
    /// Whether it was reported elsewhere before.
    pub reported_elsewhere: Option<ReportedElsewhere>,
    /// The day of the interview.
    pub interview_date: Option<Date>,
    /// How many did it.
    pub perpetrator_count: Option<PerpetratorCount>,
    /// Those who did it.
    pub perpetrators: Vec<Perpetrator>,
    /// Who referred her to the centre.
    pub referred_from: Option<ReferralSource>,
    /// What became of each sector.
    pub sectors: BTreeMap<Sector, SectorStatus>,
    /// Whether she wants legal action.
    pub legal_action: Option<LegalAction>,
    /// How the Incident Recorder knows it that it was taken over from.
    pub recorder: Option<RecorderReference>,
    /// To whom it was reported before.
    pub earlier_reports: Vec<EarlierReport>,
    /// Who serves her where and when, beside the outcome of the sector.
    pub sector_details: SectorDetails,
}

/// The codes under which an Incident Recorder knows an incident: by them its paper file is found again,
/// and an export gives back what was imported. PERSONAL.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecorderReference {
    /// The incident's number.
    pub incident_id: ShortText,
    /// The survivor's code.
    pub survivor_code: ShortText,
    /// The case manager's code.
    pub caseworker_code: ShortText,
    /// The agency's code.
    pub agency_code: ShortText,
}

/// One who did it. PERSONAL.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Perpetrator {
    /// Sex.
    pub sex: PerpetratorSex,
    /// Age group.
    pub age_group: PerpetratorAgeGroup,
    /// What he is to her.
    pub relationship: Relationship,
    /// Occupation.
    pub occupation: ShortText,
    /// Whether he did it to her before.
    pub former: Option<YesNo>,
    /// Nationality.
    pub nationality: ShortText,
    /// Clan or ethnicity.
    pub ethnicity: ShortText,
    /// Whether he took part without being the primary perpetrator.
    pub secondary: bool,
}

crate::personal::unprintable!(Circumstances, Perpetrator, RecorderReference);
