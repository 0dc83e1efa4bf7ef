//! The coded values of the released tables: coarser than those of the figures, on purpose.

use sentier_kernel::codes;

use crate::value::{AgeBand, IncidentType, Need};

codes! {
    /// Where she came: the region of the centre, five regions of Togo and greater Lomé apart.
    Region {
        /// Greater Lomé: Golfe and Agoè-Nyivé.
        GrandLome = "grand_lome",
        /// Maritime without greater Lomé.
        Maritime = "maritime",
        /// Plateaux.
        Plateaux = "plateaux",
        /// Centrale.
        Centrale = "centrale",
        /// Kara.
        Kara = "kara",
        /// Savanes.
        Savanes = "savanes",
    }
}

codes! {
    /// The core type of her first incident of the year (GBVIMS); what is not gender-based is not released.
    MainType {
        /// Rape.
        Rape = "rape",
        /// Sexual assault.
        SexualAssault = "sexual_assault",
        /// Physical assault.
        PhysicalAssault = "physical_assault",
        /// Forced marriage.
        ForcedMarriage = "forced_marriage",
        /// Denial of resources.
        DenialOfResources = "denial_of_resources",
        /// Psychological abuse.
        PsychologicalAbuse = "psychological_abuse",
    }
}

codes! {
    /// Her age at the incident.
    Age {
        /// Under 18.
        Under18 = "under_18",
        /// 18 to 24.
        From18To24 = "18_to_24",
        /// 25 to 34.
        From25To34 = "25_to_34",
        /// 35 and over.
        From35 = "35_and_over",
    }
}

codes! {
    /// Who did it.
    Perpetrator {
        /// Intimate or former partner.
        Partner = "partner",
        /// Another member of the family.
        Family = "family",
        /// Somebody else, or not known.
        Other = "other_or_unknown",
    }
}

codes! {
    /// The answer to the question of a table of rare traits.
    Answer {
        /// No, or it is not known.
        No = "no_or_unknown",
        /// Yes.
        Yes = "yes",
    }
}

codes! {
    /// From the incident to its report at the centre, in the bands of the GBVIMS.
    Delay {
        /// On one of the three days after it, or the same day.
        To3Days = "to_3_days",
        /// 4 or 5 days.
        To5Days = "to_5_days",
        /// 6 to 14 days.
        To14Days = "to_14_days",
        /// 15 to 30 days.
        To30Days = "to_30_days",
        /// More.
        Longer = "longer",
        /// Not known.
        Unknown = "not_known",
    }
}

/// What only the yearly tables of one column tell, because it is rare (PRIVACY 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Traits {
    /// Whether he is a man or a boy.
    pub male: Answer,
    /// Whether she lives with a disability.
    pub disability: Answer,
    /// Whether she is displaced, a refugee, an asylum seeker, stateless or a returnee.
    pub displaced: Answer,
    /// Whether one of those who did it is of the police, the gendarmerie or the armed forces.
    pub uniformed: Answer,
    /// From the incident to its report.
    pub delay: Delay,
}

impl Default for Traits {
    /// Nothing is known.
    fn default() -> Self {
        let no = Answer::No;
        Self { male: no, disability: no, displaced: no, uniformed: no, delay: Delay::Unknown }
    }
}

/// The services for which she was referred. The eight of PRIVACY 2.3 are the needs of the contract, one each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Services(u8);

impl Services {
    /// Whether she was referred for it.
    pub const fn holds(self, service: Need) -> bool {
        self.0 & Self::bit(service) != 0
    }

    const fn bit(service: Need) -> u8 {
        1 << service as u8
    }
}

impl FromIterator<Need> for Services {
    fn from_iter<I: IntoIterator<Item = Need>>(services: I) -> Self {
        Self(services.into_iter().fold(0, |all, service| all | Self::bit(service)))
    }
}

/// What the tables tell of one survivor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// Where she came.
    pub region: Region,
    /// What happened.
    pub main_type: MainType,
    /// Her age.
    pub age: Age,
    /// Who did it.
    pub perpetrator: Perpetrator,
    /// What is rare.
    pub traits: Traits,
    /// For what she was referred in the year of her registration.
    pub services: Services,
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl MainType {
    /// The released type; none for what is not gender-based violence.
    pub const fn of(kind: IncidentType) -> Option<Self> {
        match kind {
            IncidentType::Rape => Some(Self::Rape),
            IncidentType::SexualAssault => Some(Self::SexualAssault),
            IncidentType::PhysicalAssault => Some(Self::PhysicalAssault),
            IncidentType::ForcedMarriage => Some(Self::ForcedMarriage),
            IncidentType::DenialOfResources => Some(Self::DenialOfResources),
            IncidentType::PsychologicalAbuse => Some(Self::PsychologicalAbuse),
            IncidentType::NonGbv => None,
        }
    }
}

impl Age {
    /// The released band; none when her age is not known: the tables have no cell for it, so that they
    /// add up alike, and she is counted when it is recorded while the period is open.
    pub const fn of(band: AgeBand) -> Option<Self> {
        match band {
            AgeBand::Unknown => None,
            AgeBand::From0To11 | AgeBand::From12To17 => Some(Self::Under18),
            AgeBand::From18To24 => Some(Self::From18To24),
            AgeBand::From25To34 => Some(Self::From25To34),
            AgeBand::From35To49 | AgeBand::From50 => Some(Self::From35),
        }
    }
}

/// The prefectures of each region (law 2017-008 and its decrees), as centres' codes begin.
const PREFECTURES: [(Region, &[&str]); 6] = [
    (Region::GrandLome, &["golfe", "agoe-nyive", "lome"]),
    (Region::Maritime, &["ave", "bas-mono", "lacs", "vo", "yoto", "zio", "maritime"]),
    (
        Region::Plateaux,
        &[
            "agou",
            "akebou",
            "amou",
            "anie",
            "danyi",
            "est-mono",
            "haho",
            "kloto",
            "kpele",
            "moyen-mono",
            "ogou",
            "wawa",
            "plateaux",
        ],
    ),
    (Region::Centrale, &["blitta", "mo", "sotouboua", "tchamba", "tchaoudjo", "centrale"]),
    (
        Region::Kara,
        &["assoli", "bassar", "binah", "dankpen", "doufelgou", "keran", "kozah", "kara"],
    ),
    (
        Region::Savanes,
        &[
            "cinkasse",
            "kpendjal",
            "kpendjal-ouest",
            "oti",
            "oti-sud",
            "tandjouare",
            "tone",
            "savanes",
        ],
    ),
];

impl Region {
    /// The region of a centre, from its code: a prefecture or a region, and a number (`ogou-1`). None for
    /// another code.
    pub fn of_centre(code: &str) -> Option<Self> {
        let place = match code.rsplit_once('-') {
            Some((place, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => place,
            _ => code,
        };
        let found = PREFECTURES.iter().find(|(_, places)| places.contains(&place));
        found.map(|(region, _)| *region)
    }
}
