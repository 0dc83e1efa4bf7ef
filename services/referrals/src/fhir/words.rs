//! What codes mean, for people: French first. The same words as on the desk.

use sentier_platform::status::Locale;

/// A code, and what it means in French and in English.
type Word = (&'static str, &'static str, &'static str);

/// One list of codes with their meanings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// The URI of the list.
    pub(super) system: &'static str,
    words: &'static [Word],
}

impl Words {
    /// What a code means; nothing for a code of another list.
    pub(super) fn of(self, code: &str, locale: Locale) -> Option<&'static str> {
        let (_, french, english) = self.words.iter().find(|(known, ..)| *known == code)?;
        Some(match locale {
            Locale::French => french,
            Locale::English => english,
        })
    }

    /// Every code.
    #[cfg(test)]
    pub(super) fn codes(self) -> impl Iterator<Item = &'static str> {
        self.words.iter().map(|(code, ..)| *code)
    }
}

/// Where a referral stands: `Task.businessStatus`.
pub(super) const STATE: Words = Words {
    system: "urn:sentier:referral-state",
    words: &[
        ("sent", "Nouvelle", "New"),
        ("received", "Vue", "Seen"),
        ("accepted", "Acceptée", "Accepted"),
        ("declined", "Refusée", "Declined"),
        ("completed", "Terminée", "Completed"),
        ("revoked", "Révoquée", "Revoked"),
        ("scheduled", "Rendez-vous donné", "Appointment given"),
        ("attended", "Elle est venue", "She came"),
        ("no_show", "Elle n'est pas venue", "She did not come"),
        ("in_service", "Prise en charge", "Being served"),
        ("cancel_requested", "Annulation demandée", "Cancellation requested"),
        ("cancelled", "Annulée", "Cancelled"),
        ("expired", "Restée sans réponse", "Left unanswered"),
    ],
};

/// What she requires: `ServiceRequest.code`.
pub(super) const NEED: Words = Words {
    system: "urn:sentier:need",
    words: &[
        (
            "clinical_management_of_rape",
            "Soins cliniques après un viol",
            "Clinical care after rape",
        ),
        ("health_care", "Autres soins de santé", "Other health care"),
        ("psychosocial_support", "Soutien psychosocial", "Psychosocial support"),
        ("safety_and_shelter", "Sécurité et hébergement", "Safety and shelter"),
        ("legal_aid", "Aide juridique", "Legal aid"),
        ("police", "Police ou gendarmerie", "Police or gendarmerie"),
        ("livelihood", "Moyens de subsistance", "Livelihood"),
        ("child_protection", "Protection de l'enfant", "Child protection"),
    ],
};

/// Why an agency declines: `Task.statusReason`.
pub(super) const DECLINE_REASON: Words = Words {
    system: "urn:sentier:decline-reason",
    words: &[
        ("no_capacity", "Pas de capacité en ce moment", "No capacity now"),
        (
            "service_not_offered",
            "Ce service n'est pas offert ici",
            "This service is not offered here",
        ),
        ("not_eligible", "Elle n'y a pas droit (âge, zone)", "She is not eligible (age, area)"),
        ("closed", "La structure est fermée", "The structure is closed"),
        ("conflict_of_interest", "Conflit d'intérêts", "Conflict of interest"),
        ("not_reached", "Elle n'a pas pu être jointe", "She could not be reached"),
        ("other", "Autre raison", "Another reason"),
    ],
};

/// What a completed referral led to: in `Task.output`.
pub(super) const OUTCOME: Words = Words {
    system: "urn:sentier:outcome",
    words: &[
        ("served", "Le service a été rendu", "The service was given"),
        ("partly_served", "Le service a été rendu en partie", "The service was given in part"),
        ("no_show", "Elle n'est pas venue", "She did not come"),
        ("declined_by_survivor", "Elle a refusé le service", "She refused the service"),
    ],
};

/// What an input or output of a Task is.
pub(super) const TASK_FIELD: Words = Words {
    system: "urn:sentier:task-field",
    words: &[
        ("read_until", "Lisible jusqu'au", "May be read until"),
        ("outcome", "Résultat", "Outcome"),
        ("appointment", "Rendez-vous", "Appointment"),
        ("appointment_note", "Où, et qui demander", "Where, and whom to ask for"),
    ],
};

/// What was written on a referral: `Communication.category`.
pub(super) const KIND: Words = Words {
    system: "urn:sentier:message-kind",
    words: &[
        ("message", "Message", "Message"),
        ("interim_note", "Note de suivi", "Interim note"),
        ("appointment", "Rendez-vous", "Appointment"),
    ],
};

/// Core type of an incident (GBVIMS).
pub(super) const INCIDENT_TYPE: Words = Words {
    system: "urn:sentier:incident-type",
    words: &[
        ("rape", "Viol", "Rape"),
        ("sexual_assault", "Agression sexuelle", "Sexual assault"),
        ("physical_assault", "Agression physique", "Physical assault"),
        ("forced_marriage", "Mariage forcé", "Forced marriage"),
        (
            "denial_of_resources",
            "Déni de ressources, d'opportunités ou de services",
            "Denial of resources, opportunities or services",
        ),
        (
            "psychological_abuse",
            "Violence psychologique ou émotionnelle",
            "Psychological or emotional abuse",
        ),
        ("non_gbv", "Non basée sur le genre", "Not gender-based"),
    ],
};

/// Part of the day of an incident (GBVIMS).
pub(super) const PART_OF_DAY: Words = Words {
    system: "urn:sentier:part-of-day",
    words: &[
        ("morning", "Matin", "Morning"),
        ("afternoon", "Après-midi", "Afternoon"),
        ("evening_night", "Soir ou nuit", "Evening or night"),
    ],
};

/// What she released together: `Consent.provision.code`.
pub(super) const FIELD_GROUP: Words = Words {
    system: "urn:sentier:field-group",
    words: &[
        (
            "identity",
            "Son nom, son sexe, sa date de naissance",
            "Her name, her sex, her date of birth",
        ),
        (
            "contact",
            "Son téléphone et comment la joindre sans danger",
            "Her phone and how to reach her safely",
        ),
        (
            "incident",
            "Ce qui est arrivé et quand, sans son récit",
            "What happened and when, without her account",
        ),
        ("narrative", "Son récit", "Her account"),
    ],
};

/// The title of how she is reached without danger.
pub(super) const fn safe_contact(locale: Locale) -> &'static str {
    match locale {
        Locale::French => "Comment la joindre sans danger",
        Locale::English => "How to reach her safely",
    }
}

/// What is said of parameters of a search that were passed over.
pub(super) const fn passed_over(locale: Locale) -> &'static str {
    match locale {
        Locale::French => "Ce paramètre n'est pas connu ici ; il a été ignoré.",
        Locale::English => "This parameter is not known here and was passed over.",
    }
}

#[cfg(test)]
mod tests {
    use sentier_referrals_domain::message::Kind;
    use sentier_referrals_domain::referral::Standing;
    use sentier_referrals_domain::value::{DeclineReason, Need, Outcome};

    use super::*;

    fn assert_same(words: Words, codes: Vec<&'static str>) {
        assert_eq!(words.codes().collect::<Vec<_>>(), codes, "{}", words.system);
        for code in codes {
            for locale in [Locale::French, Locale::English] {
                assert!(words.of(code, locale).is_some_and(|said| !said.is_empty()));
            }
        }
    }

    #[test]
    fn every_code_of_the_domain_is_explained_in_both_languages() {
        assert_same(STATE, Standing::ALL.iter().map(|it| it.code()).collect());
        assert_same(NEED, Need::ALL.iter().map(|it| it.code()).collect());
        assert_same(DECLINE_REASON, DeclineReason::ALL.iter().map(|it| it.code()).collect());
        assert_same(OUTCOME, Outcome::ALL.iter().map(|it| it.code()).collect());
        assert_same(KIND, Kind::ALL.iter().map(|it| it.code()).collect());
        assert_eq!(STATE.of("draft", Locale::French), None);
    }
}
