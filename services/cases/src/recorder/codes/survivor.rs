//! Values about the survivor.

use super::{Code, code};

/// Sex.
pub(in crate::recorder) const SEX: &[Code] = &[
    code("female", "Female", "Féminin").also(&["f", "femme", "fille", "woman", "girl"]),
    code("male", "Male", "Masculin").also(&["m", "h", "homme", "garçon", "man", "boy"]),
];

/// Marital status.
pub(in crate::recorder) const MARITAL: &[Code] = &[
    code("single", "Single", "Célibataire"),
    code("married_cohabitating", "Married / cohabiting", "Mariée/en concubinage").also(&[
        "marié/en concubinage",
        "married",
        "mariée",
        "en concubinage",
        "married / cohabitating",
    ]),
    code("divorced_separated", "Divorced / separated", "Divorcée/séparée").also(&[
        "divorcé/séparé",
        "divorced",
        "divorcée",
        "separated",
        "séparée",
    ]),
    code("widowed", "Widowed", "Veuve").also(&["veuf", "widow", "widower"]),
];

/// Displacement status when she reported.
pub(in crate::recorder) const DISPLACEMENT: &[Code] = &[
    code("resident", "Resident", "Résidente").also(&["résident"]),
    code("idp", "Internally displaced person", "Déplacée interne")
        .also(&["PDI", "déplacé interne"]),
    code("refugee", "Refugee", "Réfugiée").also(&["réfugié"]),
    code("stateless_person", "Stateless person", "Apatride"),
    code("returnee", "Returnee", "Rapatriée").also(&["rapatrié", "retournée", "retourné"]),
    code("foreign_national", "Foreign national", "Ressortissante étrangère").also(&[
        "ressortissant étranger",
        "étrangère",
        "étranger",
    ]),
    code("asylum_seeker", "Asylum seeker", "Demandeuse d'asile").also(&["demandeur d'asile"]),
];

/// Disability.
pub(in crate::recorder) const DISABILITY: &[Code] = &[
    code("none", "No disability", "Sans handicap").also(&["no", "non", "aucun", "aucune"]),
    code("mental", "Mental disability", "Handicap mental"),
    code("physical", "Physical disability", "Handicap physique"),
    code("both", "Both", "Les deux").also(&["mental et physique", "mental and physical"]),
];

/// Whether she is a child without her parents.
pub(in crate::recorder) const SEPARATED: &[Code] = &[
    code("no", "No", "Non"),
    code("unaccompanied_minor", "Unaccompanied minor", "Mineure non accompagnée")
        .also(&["mineur non accompagné"]),
    code("separated_child", "Separated child", "Enfant séparée").also(&["enfant séparé"]),
    code("other_vulnerable_child", "Other vulnerable child", "Autre enfant vulnérable"),
];
