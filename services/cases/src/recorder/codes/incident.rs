//! Values about the incident.

use super::{Code, code};

/// Stage of displacement at the incident.
pub(in crate::recorder) const STAGE: &[Code] = &[
    code(
        "not_displaced_home_community",
        "Not displaced / home community",
        "Pas déplacée/communauté d'origine",
    )
    .also(&["not displaced", "pas déplacée", "pas déplacé"]),
    code("pre_displacement", "Pre-displacement", "Avant le déplacement"),
    code("during_flight", "During flight", "Pendant la fuite"),
    code("during_refuge", "During refuge", "Pendant le refuge"),
    code("during_return_transit", "During return / transit", "Pendant le retour/transit"),
    code("post_displacement", "Post-displacement", "Après le déplacement"),
];

/// Part of the day.
pub(in crate::recorder) const TIME_OF_DAY: &[Code] = &[
    code("morning", "Morning (sunrise to noon)", "Matin").also(&["morning", "matinée"]),
    code("afternoon", "Afternoon (noon to sunset)", "Après-midi").also(&["afternoon"]),
    code("evening_night", "Evening / night (sunset to sunrise)", "Soir/nuit")
        .also(&["evening", "night", "soir", "nuit"]),
    code("unknown_not_applicable", "Unknown / not applicable", "Inconnu").also(&[
        "unknown",
        "not applicable",
        "inconnu/sans objet",
        "sans objet",
    ]),
];

/// Kind of place.
pub(in crate::recorder) const PLACE: &[Code] = &[
    code("bush_forest", "Bush / forest", "Brousse/forêt"),
    code("garden_cultivated_field", "Garden / cultivated field", "Champ").also(&["jardin/champ"]),
    code("school", "School", "École"),
    code("road", "Road", "Route"),
    code("client_home", "Client's home", "Domicile de la survivante")
        .also(&["survivor's home", "domicile du survivant"]),
    code("perpetrator_home", "Perpetrator's home", "Domicile de l'auteur"),
    code("market", "Market", "Marché"),
    code("streamside", "Streamside", "Ruisseau"),
    code("beach", "Beach", "Plage"),
    code("farm", "Farm", "Ferme"),
    code("latrine", "Latrine", "Latrines"),
    code("perpetrator_friend_home", "Perpetrator's friend's home", "Maison d'un ami de l'auteur"),
    code("entertainment_centre", "Entertainment centre", "Centre de loisirs")
        .also(&["entertainment center"]),
    code("unfinished_house", "Unfinished house", "Immeuble inachevé"),
    code("guest_house_hotel", "Guest house / hotel", "Maison d'hôte/hôtel"),
    code("other", "Other", "Autre"),
];

/// Core type.
pub(in crate::recorder) const GBV_TYPE: &[Code] = &[
    code("rape", "Rape", "Viol/Pénétration").also(&["viol", "rape / penetration"]),
    code("sexual_assault", "Sexual assault", "Agression sexuelle"),
    code("physical_assault", "Physical assault", "Agression physique"),
    code("forced_marriage", "Forced marriage", "Mariage forcé"),
    code(
        "denial_of_resources_opportunities_or_services",
        "Denial of resources, opportunities or services",
        "Déni de ressources, d'opportunités ou de services",
    )
    .also(&["denial of resources", "déni de ressources"]),
    code(
        "psychological_emotional_abuse",
        "Psychological / emotional abuse",
        "Violence psychologique/émotionnelle",
    )
    .also(&[
        "psychological abuse",
        "violence psychologique",
        "violences psychologiques/émotionnelles",
    ]),
    code("non_gbv", "Non-GBV", "Non VBG"),
];

/// Abduction at the time of the incident.
pub(in crate::recorder) const ABDUCTION: &[Code] = &[
    code("none", "None", "Aucun").also(&["no", "non", "aucune", "aucun enlèvement"]),
    code("forced_conscription", "Forced conscription", "Enrôlement forcé"),
    code("trafficked", "Trafficked", "Traite").also(&["victime de traite"]),
    code("other_abduction_kidnapping", "Other abduction / kidnapping", "Autre enlèvement/rapt"),
];

/// Whether the incident was reported elsewhere before.
///
/// `gbvims-org` is an organisation that counts in the GBVIMS too: such an incident is not counted again.
pub(in crate::recorder) const REPORTED: &[Code] = &[
    code("no", "No", "Non"),
    code("gbvims-org", "Yes, to a GBVIMS organisation", "Oui, à une organisation GBVIMS").also(&[
        "yes-gbvims org",
        "yes gbvims org agency",
        "oui-organisation gbvims",
    ]),
    code("non-gbvims-org", "Yes, to another organisation", "Oui, à une autre organisation")
        .also(&["yes-non gbvims org", "yes non gbvims org agency", "oui-organisation non gbvims"]),
];
