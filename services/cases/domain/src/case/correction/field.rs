//! The fields that can be corrected, by the names that the contract gives them. A name is no value: it may
//! stand in clear.

use sentier_kernel::codes;

codes! {
    /// A field of what is known of her.
    SurvivorField {
        /// Her name.
        FullName = "full_name",
        /// Sex.
        Sex = "sex",
        /// Date of birth, and whether it is an estimate.
        BirthDate = "birth_date",
        /// Phone number.
        Phone = "phone",
        /// How to reach her safely.
        SafeContact = "safe_contact",
        /// Clan or ethnicity.
        Ethnicity = "profile.ethnicity",
        /// Country of origin.
        CountryOfOrigin = "profile.country_of_origin",
        /// Nationality.
        Nationality = "profile.nationality",
        /// Religion.
        Religion = "profile.religion",
        /// Occupation.
        Occupation = "profile.occupation",
        /// How many depend on her.
        DependantCount = "profile.dependant_count",
        /// Ages of those who depend on her.
        DependantAges = "profile.dependant_ages",
        /// Marital status.
        MaritalStatus = "profile.marital_status",
        /// Displacement status.
        DisplacementStatus = "profile.displacement_status",
        /// Disability.
        Disability = "profile.disability",
        /// Whether she is a child without her parents.
        Separation = "profile.separation",
        /// With whom a child lives.
        Child = "profile.child",
    }
    /// A field of what is known of an incident.
    IncidentField {
        /// When it happened, and whether that is an estimate.
        Date = "date",
        /// Part of day.
        PartOfDay = "part_of_day",
        /// The answers that classify it.
        Answers = "answers",
        /// Her account.
        Narrative = "narrative",
        /// The time.
        Time = "circumstances.time",
        /// Stage of displacement.
        DisplacementStage = "circumstances.displacement_stage",
        /// Kind of place.
        PlaceType = "circumstances.place_type",
        /// Region.
        Region = "circumstances.region",
        /// Prefecture or commune.
        District = "circumstances.district",
        /// Camp, town or quarter.
        Town = "circumstances.town",
        /// Harmful traditional practice.
        HarmfulPractice = "circumstances.harmful_practice",
        /// Which practice, in words.
        HarmfulPracticeDetail = "circumstances.harmful_practice_detail",
        /// Whether money, goods or services were exchanged.
        GoodsExchanged = "circumstances.goods_exchanged",
        /// Abduction.
        Abduction = "circumstances.abduction",
        /// Whether there were incidents before.
        PreviousIncidents = "circumstances.previous_incidents",
        /// Whether it was reported elsewhere before.
        ReportedElsewhere = "circumstances.reported_elsewhere",
        /// The day of the interview.
        InterviewDate = "circumstances.interview_date",
        /// How many did it.
        PerpetratorCount = "circumstances.perpetrator_count",
        /// Those who did it.
        Perpetrators = "circumstances.perpetrators",
        /// Who referred her to the centre.
        ReferredFrom = "circumstances.referred_from",
        /// What became of each sector.
        Sectors = "circumstances.sectors",
        /// Whether she wants legal action.
        LegalAction = "circumstances.legal_action",
        /// How an Incident Recorder knows it.
        Recorder = "circumstances.recorder",
        /// To whom it was reported before.
        EarlierReports = "circumstances.earlier_reports",
        /// Who serves her where and when.
        SectorDetails = "circumstances.sector_details",
    }
}

impl SurvivorField {
    /// Whether a figure may depend on it.
    pub const fn is_counted(self) -> bool {
        !matches!(self, Self::FullName | Self::Phone | Self::SafeContact)
    }
}

impl IncidentField {
    /// Whether a figure may depend on it.
    pub const fn is_counted(self) -> bool {
        !matches!(
            self,
            Self::Narrative | Self::Recorder | Self::EarlierReports | Self::SectorDetails
        )
    }
}
