//! Coded values of the GBVIMS minimum data set, with their stored names written out.

use sentier_kernel::codes;

codes! {
    /// Core type of an incident; exactly one per incident.
    IncidentType {
        /// Penetration without consent.
        Rape = "rape",
        /// Unwanted sexual contact, attempted rape and female genital mutilation included.
        SexualAssault = "sexual_assault",
        /// Physical violence that is not sexual.
        PhysicalAssault = "physical_assault",
        /// Marriage against her will.
        ForcedMarriage = "forced_marriage",
        /// Denial of resources, opportunities or services.
        DenialOfResources = "denial_of_resources",
        /// Psychological or emotional abuse.
        PsychologicalAbuse = "psychological_abuse",
        /// Not gender-based; kept out of the figures.
        NonGbv = "non_gbv",
    }
    /// Sex as the form records it.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
    }
    /// Part of the day of an incident.
    PartOfDay {
        /// Sunrise to noon.
        Morning = "morning",
        /// Noon to sunset.
        Afternoon = "afternoon",
        /// Sunset to sunrise.
        EveningNight = "evening_night",
    }
    /// Age bands of the figures.
    AgeBand {
        /// 0 to 11 years.
        From0To11 = "0_to_11",
        /// 12 to 17 years.
        From12To17 = "12_to_17",
        /// 18 to 24 years.
        From18To24 = "18_to_24",
        /// 25 to 34 years.
        From25To34 = "25_to_34",
        /// 35 to 49 years.
        From35To49 = "35_to_49",
        /// 50 years and over.
        From50 = "50_and_over",
    }
    /// What the survivor requires.
    Need {
        /// Clinical management of rape (prophylaxis within 72 h, contraception within 120 h).
        ClinicalManagementOfRape = "clinical_management_of_rape",
        /// Other health care.
        HealthCare = "health_care",
        /// Psychosocial support.
        PsychosocialSupport = "psychosocial_support",
        /// Safety and shelter.
        SafetyAndShelter = "safety_and_shelter",
        /// Legal aid.
        LegalAid = "legal_aid",
        /// Police or gendarmerie; never a precondition of health care.
        Police = "police",
        /// Livelihood support.
        Livelihood = "livelihood",
        /// Child protection.
        ChildProtection = "child_protection",
    }
    /// How fast a referral must be taken up.
    Urgency {
        /// Within the pathway's ordinary time.
        Routine = "routine",
        /// Within hours.
        Urgent = "urgent",
    }
    /// Fields of a case that consent releases together.
    FieldGroup {
        /// Name, sex, date of birth.
        Identity = "identity",
        /// Phone and how to reach her safely.
        Contact = "contact",
        /// Incident type, date and part of day.
        Incident = "incident",
        /// Her account in words.
        Narrative = "narrative",
    }
    /// What a consent is for.
    Purpose {
        /// Services by the named agency.
        Services = "services",
        /// Anonymous statistics; names no agency.
        Statistics = "statistics",
        /// Research; names no agency.
        Research = "research",
    }
    /// Why a case is closed.
    ClosureReason {
        /// Her needs are met.
        NeedsMet = "needs_met",
        /// She asked for it.
        SurvivorRequest = "survivor_request",
        /// She moved away.
        Relocated = "relocated",
        /// No contact for the agreed time.
        LostContact = "lost_contact",
        /// She died.
        Deceased = "deceased",
        /// An agency took the case over.
        Transferred = "transferred",
        /// Another reason.
        Other = "other",
    }
    /// How far a referral came, as the partner's answers tell.
    Progress {
        /// Requested by the case worker.
        Requested = "requested",
        /// Stands in the agency's inbox.
        Sent = "sent",
        /// The agency has seen it.
        Received = "received",
        /// The agency takes it.
        Accepted = "accepted",
        /// The agency does not take it.
        Declined = "declined",
        /// The agency closed it and said what it led to ([`Outcome`]).
        Completed = "completed",
        /// Consent was withdrawn or not valid.
        Revoked = "revoked",
        /// She has an appointment.
        Scheduled = "scheduled",
        /// She came.
        Attended = "attended",
        /// She did not come to the appointment.
        NoShow = "no_show",
        /// She is being served.
        InService = "in_service",
        /// The centre asked the agency to stop.
        CancelRequested = "cancel_requested",
        /// Stopped at the centre's wish.
        Cancelled = "cancelled",
        /// The agency was silent past its deadline.
        Expired = "expired",
    }
    /// What a completed referral led to, as the agency says.
    Outcome {
        /// The service was given in full.
        Served = "served",
        /// The service was given in part.
        PartlyServed = "partly_served",
        /// She did not come.
        NoShow = "no_show",
        /// She refused the service.
        DeclinedBySurvivor = "declined_by_survivor",
    }
}

impl Outcome {
    /// Whether a service was given.
    pub const fn gives_a_service(self) -> bool {
        match self {
            Self::Served | Self::PartlyServed => true,
            Self::NoShow | Self::DeclinedBySurvivor => false,
        }
    }
}

impl Need {
    /// Whether a health service answers it.
    pub const fn is_health(self) -> bool {
        matches!(self, Self::ClinicalManagementOfRape | Self::HealthCare)
    }
}

impl Progress {
    /// Whether nothing can follow.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Declined | Self::Completed | Self::Revoked | Self::Cancelled | Self::Expired
        )
    }

    /// Whether the need is still there and nobody serves it.
    pub const fn leaves_the_need(self) -> bool {
        matches!(self, Self::Declined | Self::Expired)
    }

    /// How far along it is. Between acceptance and the end an appointment may be missed and given again,
    /// so those steps are of one rank and follow each other in any order.
    const fn rank(self) -> u8 {
        match self {
            Self::Requested => 0,
            Self::Sent => 1,
            Self::Received => 2,
            Self::Accepted | Self::Scheduled | Self::Attended | Self::NoShow | Self::InService => 3,
            Self::CancelRequested => 4,
            Self::Declined | Self::Completed | Self::Revoked | Self::Cancelled | Self::Expired => 5,
        }
    }

    /// Whether `next` is news: duplicates and late arrivals are not.
    pub fn advances_to(self, next: Self) -> bool {
        !self.is_final() && next != self && next.rank() >= self.rank()
    }
}
