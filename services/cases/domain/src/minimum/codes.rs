//! Coded values of the GBVIMS minimum data set, with their stored names written out (DOMAIN 2.1).

use sentier_kernel::codes;

codes! {
    /// An answer to a yes-no question.
    YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Asked, and not known.
        Unknown = "unknown",
    }
    /// Marital status (GBVIMS).
    MaritalStatus {
        /// Single.
        Single = "single",
        /// Married or living with a partner.
        MarriedCohabitating = "married_cohabitating",
        /// Divorced or separated.
        DivorcedSeparated = "divorced_separated",
        /// Widowed.
        Widowed = "widowed",
    }
    /// Displacement status at report (GBVIMS).
    DisplacementStatus {
        /// Resident.
        Resident = "resident",
        /// Internally displaced.
        Idp = "idp",
        /// Refugee.
        Refugee = "refugee",
        /// Stateless.
        StatelessPerson = "stateless_person",
        /// Returnee.
        Returnee = "returnee",
        /// Foreign national.
        ForeignNational = "foreign_national",
        /// Asylum seeker.
        AsylumSeeker = "asylum_seeker",
    }
    /// Disability (GBVIMS).
    Disability {
        /// None.
        None = "none",
        /// Mental.
        Mental = "mental",
        /// Physical.
        Physical = "physical",
        /// Mental and physical.
        Both = "both",
    }
    /// Whether a child is without her parents (GBVIMS).
    Separation {
        /// She is not.
        No = "no",
        /// With no adult responsible for her.
        UnaccompaniedMinor = "unaccompanied_minor",
        /// Separated from her parents, with other relatives.
        SeparatedChild = "separated_child",
        /// Vulnerable in another way.
        OtherVulnerableChild = "other_vulnerable_child",
    }
    /// What her carer is to a child survivor (GBVIMS).
    CarerRelation {
        /// Parent or guardian.
        ParentGuardian = "parent_guardian",
        /// Another relative.
        Relative = "relative",
        /// Spouse or partner.
        Spouse = "spouse",
        /// Another person.
        Other = "other",
    }
    /// Stage of displacement at the incident (GBVIMS).
    DisplacementStage {
        /// Not displaced, in her home community.
        NotDisplaced = "not_displaced",
        /// Before the displacement.
        PreDisplacement = "pre_displacement",
        /// During flight.
        DuringFlight = "during_flight",
        /// During refuge.
        DuringRefuge = "during_refuge",
        /// During return or transit.
        DuringReturnTransit = "during_return_transit",
        /// After the displacement.
        PostDisplacement = "post_displacement",
    }
    /// Kind of place of an incident (GBVIMS).
    PlaceType {
        /// Bush or forest.
        BushForest = "bush_forest",
        /// Garden or cultivated field.
        Field = "field",
        /// School.
        School = "school",
        /// Road.
        Road = "road",
        /// The survivor's home.
        SurvivorHome = "survivor_home",
        /// The perpetrator's home.
        PerpetratorHome = "perpetrator_home",
        /// Market.
        Market = "market",
        /// Streamside.
        Streamside = "streamside",
        /// Beach.
        Beach = "beach",
        /// Farm.
        Farm = "farm",
        /// Latrine.
        Latrine = "latrine",
        /// Home of a friend of the perpetrator.
        PerpetratorFriendHome = "perpetrator_friend_home",
        /// Entertainment centre.
        EntertainmentCentre = "entertainment_centre",
        /// Unfinished house.
        UnfinishedHouse = "unfinished_house",
        /// Guest house or hotel.
        GuestHouseHotel = "guest_house_hotel",
        /// Another place.
        Other = "other",
    }
    /// Harmful traditional practice; the list is the country's (GBVIMS allows five beside none).
    HarmfulPractice {
        /// None: asked, and it was none.
        None = "none",
        /// Female genital mutilation or cutting.
        GenitalMutilation = "genital_mutilation",
        /// Degrading widowhood rite.
        WidowhoodRite = "widowhood_rite",
        /// Inheritance of a widow (levirate).
        WifeInheritance = "wife_inheritance",
        /// Ritual confinement or servitude.
        RitualConfinement = "ritual_confinement",
        /// Another practice.
        Other = "other",
    }
    /// Abduction at the time of the incident (GBVIMS).
    Abduction {
        /// None.
        None = "none",
        /// Forced conscription.
        ForcedConscription = "forced_conscription",
        /// Trafficked.
        Trafficked = "trafficked",
        /// Another abduction or kidnapping.
        Other = "other",
    }
    /// Whether the incident was reported before (GBVIMS).
    ReportedElsewhere {
        /// It was not.
        No = "no",
        /// To an organisation that counts in the GBVIMS too: not counted again.
        GbvimsOrganisation = "gbvims_organisation",
        /// To another organisation.
        OtherOrganisation = "other_organisation",
    }
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
    /// Sex of a perpetrator (GBVIMS).
    PerpetratorSex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Not known.
        Unknown = "unknown",
    }
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
    /// Whether she wants legal action (GBVIMS).
    LegalAction {
        /// She does.
        Yes = "yes",
        /// She does not.
        No = "no",
        /// Undecided at the time of report.
        Undecided = "undecided",
    }
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
