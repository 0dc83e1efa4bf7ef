//! What survivors say, in a few French sentences with places and code words filled in.

use super::draw::{Source, pick};
use sentier_proto::common::v1::IncidentType;

const PLACES: [&str; 10] = [
    "au domicile",
    "sur le chemin du champ",
    "derrière le marché",
    "près de la rivière",
    "à la sortie de l'école",
    "dans une maison inachevée",
    "chez la belle-famille",
    "au bord de la route",
    "dans la cour commune",
    "à la ferme",
];

const ABOUT: [&str; 8] = [
    "son mari",
    "son ancien compagnon",
    "un oncle",
    "un voisin",
    "son patron",
    "un inconnu",
    "un camarade de classe",
    "le frère de son mari",
];

/// Her account of an incident.
pub(super) fn narrative(source: &mut Source, kind: IncidentType, code: &str) -> String {
    let (place, about) = (pick(source, &PLACES), pick(source, &ABOUT));
    let what = match kind {
        IncidentType::Rape => "l'a forcée, malgré ses cris",
        IncidentType::SexualAssault => "l'a touchée contre son gré",
        IncidentType::PhysicalAssault => "l'a frappée à plusieurs reprises",
        IncidentType::ForcedMarriage => "a fixé son mariage sans l'avoir consultée",
        IncidentType::DenialOfResources => "a vendu sa récolte et gardé l'argent",
        IncidentType::PsychologicalAbuse => "la menace et l'humilie chaque jour",
        IncidentType::NonGbv | IncidentType::Unspecified => "lui a volé son sac",
    };
    format!("Elle raconte que {about} {what}, {place}. Elle demande l'anonymat (récit {code}).")
}

/// How to reach her safely.
pub(super) fn safe_contact(source: &mut Source, code: &str) -> String {
    let how = pick(
        source,
        &[
            "Appeler entre 9 h et 11 h seulement ; si un homme répond, demander la couturière.",
            "Ne jamais appeler. Laisser un mot chez la vendeuse de pagnes.",
            "Envoyer un message neutre, sans nom ni lieu, et attendre sa réponse.",
            "Passer par sa tante, au marché, le jeudi.",
            "Appeler après 18 h ; raccrocher si ce n'est pas elle.",
        ],
    );
    format!("{how} Mot convenu : {code}.")
}

/// The note of a follow-up.
pub(super) fn follow_up(source: &mut Source, code: &str) -> String {
    let what = pick(
        source,
        &[
            "Elle dort mieux et a repris son petit commerce.",
            "Le plan de sécurité a été revu avec elle.",
            "Elle hésite à porter plainte ; rien ne presse.",
            "Les soins se passent bien, prochain rendez-vous fixé.",
            "Elle craint le retour de l'auteur ; un abri reste possible.",
        ],
    );
    format!("{what} (suivi {code})")
}
