//! What the form asks of perpetrators, of who sent her, and of what became of each sector.

use sentier_kernel::codes;

codes! {
    /// How many primary perpetrators (GBVIMS).
    PerpetratorCount {
        /// One.
        One = "one",
        /// Two.
        Two = "two",
        /// Three.
        Three = "three",
        /// More than three.
        MoreThanThree = "more_than_three",
        /// Not known.
        Unknown = "unknown",
    }
}

codes! {
    /// Age group of a perpetrator (GBVIMS).
    PerpetratorAgeGroup {
        /// 0 to 11 years.
        From0To11 = "0_to_11",
        /// 12 to 17 years.
        From12To17 = "12_to_17",
        /// 18 to 25 years.
        From18To25 = "18_to_25",
        /// 26 to 40 years.
        From26To40 = "26_to_40",
        /// 41 to 60 years.
        From41To60 = "41_to_60",
        /// 61 years and over.
        From61 = "61_and_over",
        /// Not known.
        Unknown = "unknown",
    }
}

codes! {
    /// What a perpetrator is to the survivor (GBVIMS).
    Relationship {
        /// Intimate or former partner.
        IntimatePartner = "intimate_partner",
        /// Primary caregiver.
        PrimaryCaregiver = "primary_caregiver",
        /// Another member of the family.
        OtherFamily = "other_family",
        /// Supervisor or employer.
        SupervisorEmployer = "supervisor_employer",
        /// Schoolmate.
        Schoolmate = "schoolmate",
        /// Teacher or school official.
        TeacherSchoolOfficial = "teacher_school_official",
        /// Service provider.
        ServiceProvider = "service_provider",
        /// Cotenant or housemate.
        CotenantHousemate = "cotenant_housemate",
        /// Friend of the family or neighbour.
        FamilyFriendNeighbour = "family_friend_neighbour",
        /// Another refugee, displaced person or returnee.
        OtherRefugeeIdpReturnee = "other_refugee_idp_returnee",
        /// Another resident of the community.
        OtherResident = "other_resident",
        /// Another relation.
        Other = "other",
        /// No relation.
        NoRelation = "no_relation",
        /// Not known.
        Unknown = "unknown",
    }
}

codes! {
    /// Who referred the survivor to the centre (GBVIMS).
    ReferralSource {
        /// Health services.
        Health = "health",
        /// Psychosocial services.
        Psychosocial = "psychosocial",
        /// Police or another security actor.
        PoliceSecurity = "police_security",
        /// Legal aid.
        Legal = "legal",
        /// Livelihoods programme.
        Livelihoods = "livelihoods",
        /// She came by herself; the centre is the first contact.
        SelfReferred = "self_referred",
        /// Teacher or school official.
        TeacherSchool = "teacher_school",
        /// Community or camp leader.
        CommunityLeader = "community_leader",
        /// Safe house or shelter.
        SafeHouse = "safe_house",
        /// Another humanitarian or development actor.
        OtherHumanitarian = "other_humanitarian",
        /// Another government service.
        OtherGovernment = "other_government",
        /// Another.
        Other = "other",
    }
}

codes! {
    /// Sector of the pathway out (GBVIMS).
    Sector {
        /// Safe house or shelter.
        SafeHouse = "safe_house",
        /// Health and medical services.
        Health = "health",
        /// Psychosocial services.
        Psychosocial = "psychosocial",
        /// Legal aid.
        Legal = "legal",
        /// Police or another security actor.
        Police = "police",
        /// Livelihoods programme.
        Livelihoods = "livelihoods",
        /// Child protection.
        ChildProtection = "child_protection",
    }
}

codes! {
    /// What became of one sector of the pathway out (GBVIMS).
    SectorStatus {
        /// Referred.
        Referred = "referred",
        /// Given by this centre.
        ProvidedHere = "provided_here",
        /// Already received from another agency.
        AlreadyReceived = "already_received",
        /// Does not apply.
        NotApplicable = "not_applicable",
        /// Declined by the survivor.
        DeclinedBySurvivor = "declined_by_survivor",
        /// Not available.
        Unavailable = "unavailable",
    }
}

codes! {
    /// A context derived from an incident, from her age on its day; never a type.
    IncidentContext {
        /// By an intimate or former partner.
        IntimatePartnerViolence = "intimate_partner_violence",
        /// Rape or sexual assault of a child.
        ChildSexualAbuse = "child_sexual_abuse",
        /// Forced marriage of a child.
        EarlyMarriage = "early_marriage",
        /// Rape or sexual assault, with an exchange of money, goods or services.
        PossibleSexualExploitation = "possible_sexual_exploitation",
        /// Rape or sexual assault, with an abduction.
        PossibleSexualSlavery = "possible_sexual_slavery",
        /// A harmful traditional practice.
        HarmfulPractice = "harmful_practice",
    }
}
