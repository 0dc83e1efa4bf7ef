//! Values about whoever did it.

use super::{Code, code};

/// How many primary perpetrators.
pub(in crate::recorder) const HOW_MANY: &[Code] = &[
    code("1", "1", "1"),
    code("2", "2", "2"),
    code("3", "3", "3"),
    code("more_than_3", "More than 3", "Plus de 3").also(&[">3", "4+"]),
    code("unknown", "Unknown", "Inconnu"),
];

/// Sex.
pub(in crate::recorder) const PERPETRATOR_SEX: &[Code] = &[
    code("female", "Female", "Féminin").also(&["f", "femme"]),
    code("male", "Male", "Masculin").also(&["m", "h", "homme"]),
    code("both", "Both", "Les deux").also(&["both female and male perpetrators"]),
    code("unknown", "Unknown", "Inconnu"),
];

/// Age group.
pub(in crate::recorder) const PERPETRATOR_AGE: &[Code] = &[
    code("0-11", "0-11", "0-11").also(&["0 à 11 ans"]),
    code("12-17", "12-17", "12-17").also(&["12 à 17 ans"]),
    code("18-25", "18-25", "18-25").also(&["18 à 25 ans"]),
    code("26-40", "26-40", "26-40").also(&["26 à 40 ans"]),
    code("41-60", "41-60", "41-60").also(&["41 à 60 ans"]),
    code("61+", "61+", "61+").also(&["61 and older", "61 ans et plus"]),
    code("unknown", "Unknown", "Inconnu").also(&["inconnue"]),
];

/// Who he is to her.
pub(in crate::recorder) const RELATIONSHIP: &[Code] = &[
    code(
        "intimate_partner",
        "Intimate partner / former partner",
        "Partenaire intime/ex-partenaire",
    )
    .also(&["intimate partner", "former partner", "partenaire intime", "ex-partenaire"]),
    code("primary_caregiver", "Primary caregiver", "Tuteur").also(&["tutrice"]),
    code("other_family", "Family other than spouse or caregiver", "Autre membre de la famille")
        .also(&["other family"]),
    code("supervisor_employer", "Supervisor / employer", "Superviseur/employeur"),
    code("schoolmate", "Schoolmate", "Camarade de classe"),
    code("teacher_school_official", "Teacher / school official", "Enseignant/responsable scolaire"),
    code("service_provider", "Service provider", "Prestataire de service"),
    code("cotenant_housemate", "Cotenant / housemate", "Colocataire"),
    code("family_friend_neighbour", "Family friend / neighbour", "Ami de la famille/voisin")
        .also(&["family friend / neighbor", "voisin", "voisine", "neighbour"]),
    code(
        "other_refugee_idp_returnee",
        "Other refugee / IDP / returnee",
        "Autre réfugié/PDIP/rapatrié",
    ),
    code(
        "other_resident",
        "Other resident community member",
        "Autre membre de la communauté résidente",
    ),
    code("other", "Other", "Autre lien").also(&["autre"]),
    code("no_relation", "No relation", "Sans lien"),
    code("unknown", "Unknown", "Inconnue").also(&["inconnu"]),
];
