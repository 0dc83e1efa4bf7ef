//! What a perpetrator does for a living, in a code: the words stay in the file, the figures get the code.

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

/// Beginnings of French and English words, without accents; the first line that has one of the words
/// decides, so that a police officer's "agent de police" is not an agent, and an "éleveur" is no "élève".
const WORDS: [(Occupation, &[&str]); 11] = [
    (
        Occupation::Unemployed,
        &["chomeu", "sans emploi", "sans profession", "unemploy", "none", "aucun"],
    ),
    (
        Occupation::SecurityForces,
        &["polic", "gendarm", "milit", "soldat", "soldier", "armee", "army", "douan"],
    ),
    (
        Occupation::Teacher,
        &["enseign", "professeur", "institut", "teach", "directeur d'ecole", "headmaster"],
    ),
    (
        Occupation::HealthWorker,
        &["infirm", "medecin", "docteur", "sage-femme", "nurse", "doctor", "midwif"],
    ),
    (
        Occupation::Farmer,
        &["agricult", "cultivat", "eleveur", "pecheur", "berger", "farm", "herder", "fisher"],
    ),
    (Occupation::Student, &["eleve", "etudiant", "ecolier", "student", "pupil", "apprenti"]),
    (
        Occupation::CommunityLeader,
        &["chef", "pasteur", "imam", "pretre", "pastor", "priest", "chief", "feticheur"],
    ),
    (
        Occupation::PublicServant,
        &[
            "fonctionnaire",
            "maire",
            "prefet",
            "juge",
            "agent de l'etat",
            "civil servant",
            "official",
        ],
    ),
    (Occupation::Driver, &["chauffeur", "zemidjan", "taxi", "conducteur", "driver"]),
    (
        Occupation::Trader,
        &["commerc", "vendeu", "revendeu", "boutiqu", "trader", "shop", "seller", "marchand"],
    ),
    (
        Occupation::Worker,
        &[
            "macon",
            "menuisier",
            "ouvrier",
            "mecanicien",
            "coutur",
            "tailleur",
            "soudeur",
            "domestique",
            "artisan",
            "mason",
            "worker",
            "mechanic",
            "carpenter",
            "tailor",
            "labour",
            "manoeuvre",
        ],
    ),
];

impl Occupation {
    /// The code of what the form says; `None` when it says nothing.
    pub fn of(words: &str) -> Option<Self> {
        let plain = plain(words);
        if plain.trim().is_empty() {
            return None;
        }
        let has =
            |known: &&str| plain.starts_with(known) || plain.contains(format!(" {known}").as_str());
        let found = WORDS.iter().find(|(_, words)| words.iter().any(has));
        Some(found.map_or(Self::Other, |(occupation, _)| *occupation))
    }
}

/// Small letters without accents.
fn plain(words: &str) -> String {
    let letter = |letter: char| match letter {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        '’' => '\'',
        other => other,
    };
    words.to_lowercase().replace('œ', "oe").chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_form_become_codes_in_both_languages() {
        for (words, code) in [
            ("Enseignant au lycée", Occupation::Teacher),
            ("Agent de police", Occupation::SecurityForces),
            ("Élève", Occupation::Student),
            ("Éleveur de bétail", Occupation::Farmer),
            ("conducteur de zémidjan", Occupation::Driver),
            ("Chef du village", Occupation::CommunityLeader),
            ("Chômeur", Occupation::Unemployed),
            ("Market trader", Occupation::Trader),
            ("Manœuvre", Occupation::Worker),
            ("Astronaute", Occupation::Other),
        ] {
            assert_eq!(Occupation::of(words), Some(code), "{words}");
        }
        assert_eq!(Occupation::of("  "), None);
    }
}
