//! Value objects and coded values; the codes are a storage format and are written out.

use std::fmt;

use sentier_kernel::codes;

sentier_kernel::typed_id! {
    /// An organisation that runs structures.
    pub AgencyId,
    /// A place that gives services.
    pub StructureId,
    /// One request that a structure serve a survivor.
    pub ReferralId,
    /// Something written on a referral.
    pub MessageId,
    /// A referral of an agency towards a centre.
    pub InboundId,
    /// Where an agency is told of changes.
    pub WebhookId,
    /// The case a referral belongs to, in the cases context; opaque here.
    pub CaseId,
    /// The consent a referral relies on, in the cases context; opaque here.
    pub ConsentId,
    /// What an agency proposes beyond a referral.
    pub ProposalId,
}

codes! {
    /// What the survivor requires (`sentier.common.v1.Need`).
    Need {
        /// Clinical management of rape.
        ClinicalManagementOfRape = "clinical_management_of_rape",
        /// Other health care.
        HealthCare = "health_care",
        /// Psychosocial support.
        PsychosocialSupport = "psychosocial_support",
        /// Safety and shelter.
        SafetyAndShelter = "safety_and_shelter",
        /// Legal aid.
        LegalAid = "legal_aid",
        /// Police or gendarmerie.
        Police = "police",
        /// Livelihood support.
        Livelihood = "livelihood",
        /// Child protection.
        ChildProtection = "child_protection",
    }
}

codes! {
    /// How fast a referral must be taken up.
    Urgency {
        /// Within the pathway's ordinary time.
        Routine = "routine",
        /// Within hours.
        Urgent = "urgent",
    }
}

codes! {
    /// Why an agency declines.
    DeclineReason {
        /// No capacity now.
        NoCapacity = "no_capacity",
        /// The service is not offered there.
        ServiceNotOffered = "service_not_offered",
        /// She is not eligible (age, area).
        NotEligible = "not_eligible",
        /// The structure is closed.
        Closed = "closed",
        /// A conflict of interest.
        ConflictOfInterest = "conflict_of_interest",
        /// She could not be reached.
        NotReached = "not_reached",
        /// Another reason.
        Other = "other",
    }
}

codes! {
    /// Why a request never reached the agency's inbox.
    Refusal {
        /// No consent valid at the moment of the claim covers it.
        Consent = "consent",
        /// The agency takes no referrals now.
        AgencyNotActive = "agency_not_active",
        /// The structure does not serve the need, or not for this centre.
        ServiceNotOffered = "service_not_offered",
        /// The agency takes no case over from a centre.
        CasesNotTakenOver = "cases_not_taken_over",
    }
}

codes! {
    /// What a completed referral led to.
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

/// What the case releases to the agency, as the cases context encoded it.
///
/// PRIVACY: personal. It travels and rests sealed (inside `Sensitive`), and no rule of this context
/// depends on what it says; `Debug` therefore prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Disclosure(Vec<u8>);

impl Disclosure {
    /// The disclosure in its contract's encoding.
    pub const fn new(encoded: Vec<u8>) -> Self {
        Self(encoded)
    }

    /// The encoded message.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Disclosure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}
