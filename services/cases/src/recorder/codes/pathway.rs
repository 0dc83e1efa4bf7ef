//! Values about how she came, and where she went on.

use super::{Code, code};

/// Who referred her to the centre.
pub(in crate::recorder) const REFERRED_FROM: &[Code] = &[
    code("health", "Health / medical services", "Services de santé").also(&["health", "santé"]),
    code("psychosocial", "Psychosocial services", "Services psychosociaux").also(&["psychosocial"]),
    code("police_security", "Police / other security actor", "Police/autre acteur de sécurité")
        .also(&["police", "gendarmerie"]),
    code("legal", "Legal assistance services", "Assistance juridique")
        .also(&["legal", "juridique"]),
    code("livelihoods", "Livelihoods programme", "Programme de moyens de subsistance")
        .also(&["livelihoods", "livelihoods program"]),
    code(
        "self_first_contact",
        "Self-referral / first point of contact",
        "Elle-même/premier contact",
    )
    .also(&["self", "self-referral", "elle-même", "lui-même", "venue d'elle-même"]),
    code("teacher_school", "Teacher / school official", "Enseignant/responsable scolaire")
        .also(&["school", "école"]),
    code("community_leader", "Community or camp leader", "Leader communautaire ou de camp")
        .also(&["community leader", "leader communautaire", "chef traditionnel"]),
    code("safe_house", "Safe house / shelter", "Hébergement sécurisé")
        .also(&["safe house", "maison d'accueil"]),
    code(
        "other_humanitarian",
        "Other humanitarian or development actor",
        "Autre acteur humanitaire ou de développement",
    ),
    code("other_government", "Other government service", "Autre service de l'État"),
    code("other", "Other", "Autre"),
];

/// What became of a referral to one sector.
pub(in crate::recorder) const SERVICE: &[Code] = &[
    code("referred", "Referred", "Référé(e)").also(&["référée", "orientée"]),
    code(
        "service_provided_by_your_agency",
        "Service provided by your agency",
        "Service assuré par nous",
    ),
    code(
        "services_already_received_from_another_agency",
        "Services already received from another agency",
        "Service déjà assuré avant d'arriver",
    ),
    code("service_not_applicable", "Service not applicable", "Ne s'applique pas")
        .also(&["not applicable", "sans objet"]),
    code(
        "referral_declined_by_survivor",
        "Referral declined by survivor",
        "Décliné par la survivante",
    )
    .also(&["décliné par le survivant"]),
    code("service_unavailable", "Service unavailable", "Non disponible"),
];

/// Whether she wants legal action.
pub(in crate::recorder) const LEGAL_ACTION: &[Code] = &[
    code("yes", "Yes", "Oui"),
    code("no", "No", "Non"),
    code("undecided", "Undecided at time of report", "Indécise").also(&[
        "undecided",
        "indécis",
        "pas encore décidé",
    ]),
];
