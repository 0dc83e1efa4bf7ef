//! Coded values of a consent, with their stored names written out.

use sentier_kernel::codes;

codes! {
    /// How a consent was given.
    GivenHow {
        /// Signed.
        Signature = "signature",
        /// With a thumbprint.
        Thumbprint = "thumbprint",
        /// In words, before a witness.
        WitnessedVerbally = "witnessed_verbally",
        /// On a form of the time before this system; how is not known any more.
        EarlierForm = "earlier_form",
    }
    /// Who gave a consent.
    GivenBy {
        /// The survivor.
        Survivor = "survivor",
        /// Her caregiver.
        Caregiver = "caregiver",
        /// Both of them.
        SurvivorAndCaregiver = "survivor_and_caregiver",
        /// Another adult whom she trusts, when no caregiver can.
        TrustedAdult = "trusted_adult",
    }
    /// The age bands that decide who consents for a child.
    ConsentAge {
        /// 0 to 5 years.
        From0To5 = "0_to_5",
        /// 6 to 11 years.
        From6To11 = "6_to_11",
        /// 12 to 14 years.
        From12To14 = "12_to_14",
        /// 15 to 17 years.
        From15To17 = "15_to_17",
        /// 18 years and over.
        Adult = "adult",
    }
    /// Why a child's caregiver is not asked.
    BestInterest {
        /// There is no caregiver, or nobody can reach one.
        NoCaregiver = "no_caregiver",
        /// The caregiver did it, or protects who did.
        CaregiverInvolved = "caregiver_involved",
        /// Telling the caregiver would put her in danger.
        CaregiverUnsafe = "caregiver_unsafe",
    }
    /// What ended a consent before its time.
    Withdrawal {
        /// She took it back, or who gave it for her.
        TakenBack = "taken_back",
        /// Her birth date was corrected: at her age somebody else had to give it.
        Correction = "correction",
    }
    /// What the law allows, or asks for, without a consent.
    LegalGround {
        /// Somebody's life is in imminent danger.
        ImminentDanger = "imminent_danger",
        /// The law makes the centre report it.
        MandatoryReport = "mandatory_report",
    }
}

impl ConsentAge {
    /// The band of an age in years.
    pub const fn of_years(years: u8) -> Self {
        match years {
            ..=5 => Self::From0To5,
            6..=11 => Self::From6To11,
            12..=14 => Self::From12To14,
            15..=17 => Self::From15To17,
            18.. => Self::Adult,
        }
    }
}
