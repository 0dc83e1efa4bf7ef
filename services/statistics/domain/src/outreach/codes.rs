//! Coded values of outreach.

use sentier_kernel::codes;

codes! {
    /// What kind of activity it is.
    ActivityKind {
        /// A session with a group.
        AwarenessSession = "awareness_session",
        /// An event for everybody.
        PublicEvent = "public_event",
        /// A training of local actors.
        Training = "training",
    }
}

codes! {
    /// What it is about.
    Theme {
        /// The forms of gender-based violence and how to recognise them.
        FormsOfViolence = "forms_of_violence",
        /// Rights of women and girls, and the law.
        RightsAndLaw = "rights_and_law",
        /// Which services there are and how to reach them.
        ServicesAvailable = "services_available",
        /// Early and forced marriage.
        ForcedMarriage = "forced_marriage",
        /// Harmful practices.
        HarmfulPractices = "harmful_practices",
        /// Violence at school and on the way there.
        SchoolViolence = "school_violence",
        /// Sexual exploitation and abuse.
        SexualExploitation = "sexual_exploitation",
        /// Violence by the partner.
        PartnerViolence = "partner_violence",
        /// What men and boys can do.
        MenAndBoys = "men_and_boys",
        /// Care of survivors.
        CareOfSurvivors = "care_of_survivors",
        /// Another theme; the title says which.
        Other = "other",
    }
}

codes! {
    /// What a trained actor does.
    Profession {
        /// Health staff.
        HealthWorker = "health_worker",
        /// Police and gendarmerie.
        SecurityForces = "security_forces",
        /// Judges, prosecutors, lawyers, paralegals.
        Justice = "justice",
        /// Teachers and school heads.
        Teacher = "teacher",
        /// Social workers and case workers.
        SocialWorker = "social_worker",
        /// Traditional and religious leaders.
        CommunityLeader = "community_leader",
        /// Community health workers, mentors, members of committees.
        CommunityWorker = "community_worker",
        /// Elected persons, prefects and their staff.
        LocalAuthority = "local_authority",
        /// Journalists and presenters.
        Journalist = "journalist",
        /// Others.
        Other = "other",
    }
}

codes! {
    /// What money was spent on.
    CostLine {
        /// Fees and allowances.
        Staff = "staff",
        /// Transport and fuel.
        Transport = "transport",
        /// Room, chairs, sound.
        Venue = "venue",
        /// Printed and other material.
        Materials = "materials",
        /// Food and water.
        Catering = "catering",
        /// Radio, posters, town criers.
        Communication = "communication",
        /// Anything else.
        Other = "other",
    }
}

codes! {
    /// Why an activity did not take place.
    CancelReason {
        /// It was not safe.
        Insecurity = "insecurity",
        /// Weather or roads.
        Weather = "weather",
        /// The money did not come.
        NoFunding = "no_funding",
        /// A partner or speaker could not come.
        PartnerUnavailable = "partner_unavailable",
        /// Nobody came.
        NoAudience = "no_audience",
        /// Another reason.
        Other = "other",
    }
}
