//! Codes that the statistics alone use: spans, steps of age, occupations, reasons of declining.

use sentier_kernel::codes;

codes! {
    /// What a perpetrator does for a living (the Incident Recorder's list).
    Occupation {
        /// None.
        Unemployed = "unemployed",
        /// Pupil or student.
        Student = "student",
        /// Farmer, herder or fisher.
        Farmer = "farmer",
        /// Trader or shopkeeper.
        Trader = "trader",
        /// Craft, labour or domestic work.
        Worker = "worker",
        /// Driver, motorcycle taxis included.
        Driver = "driver",
        /// Teacher or school official.
        Teacher = "teacher",
        /// Health worker.
        HealthWorker = "health_worker",
        /// Police, gendarmerie or armed forces.
        SecurityForces = "security_forces",
        /// Official or local authority.
        PublicServant = "public_servant",
        /// Traditional or religious leader.
        CommunityLeader = "community_leader",
        /// Another.
        Other = "other",
    }
}

codes! {
    /// How soon after a rape she was at a health service (WHO: prophylaxis within 72 hours, emergency
    /// contraception within 120).
    HealthReach {
        /// Less than 72 hours.
        Within72Hours = "within_72_hours",
        /// Less than 120 hours.
        Within120Hours = "within_120_hours",
        /// Later.
        Later = "later",
    }
}

codes! {
    /// How long an answer to a referral took.
    ResponseTime {
        /// Less than 24 hours.
        Within24Hours = "within_24_hours",
        /// Less than 72 hours.
        Within72Hours = "within_72_hours",
        /// Less than 7 days.
        Within7Days = "within_7_days",
        /// 7 days or more.
        Later = "later",
    }
}

codes! {
    /// Her age at the incident, in steps of which every age band of a report is made up.
    AgeStep {
        /// 0 to 9 years.
        From0To9 = "0_to_9",
        /// 10 and 11 years.
        From10To11 = "10_to_11",
        /// 12 to 14 years.
        From12To14 = "12_to_14",
        /// 15 to 17 years.
        From15To17 = "15_to_17",
        /// 18 and 19 years.
        From18To19 = "18_to_19",
        /// 20 to 24 years.
        From20To24 = "20_to_24",
        /// 25 to 34 years.
        From25To34 = "25_to_34",
        /// 35 to 49 years.
        From35To49 = "35_to_49",
        /// 50 years and over.
        From50 = "50_and_over",
    }
}

codes! {
    /// Part of the day of an incident.
    PartOfDay {
        /// Sunrise to noon.
        Morning = "morning",
        /// Noon to sunset.
        Afternoon = "afternoon",
        /// Sunset to sunrise.
        EveningNight = "evening_night",
    }
}

codes! {
    /// Why an agency declined a referral.
    DeclineReason {
        /// No capacity now.
        NoCapacity = "no_capacity",
        /// The service is not offered there.
        ServiceNotOffered = "service_not_offered",
        /// She is not eligible.
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
