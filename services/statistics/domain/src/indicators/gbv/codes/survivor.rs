//! What the form asks of her and of where it happened.

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
}

codes! {
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
}

codes! {
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
}

codes! {
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
}

codes! {
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
}

codes! {
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
}

codes! {
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
}
