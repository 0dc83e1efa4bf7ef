//! The 42 columns of the Incident Recorder: their headings in both languages, what stands in them, and
//! what becomes of it.

use super::codes::{
    ABDUCTION, Code, DISABILITY, DISPLACEMENT, GBV_TYPE, HOW_MANY, LEGAL_ACTION, MARITAL,
    PERPETRATOR_AGE, PERPETRATOR_SEX, PLACE, REFERRED_FROM, RELATIONSHIP, REPORTED, SEPARATED,
    SERVICE, SEX, STAGE, TIME_OF_DAY, YES_NO, YES_NO_UNKNOWN,
};
use sentier_platform::status::Locale;

/// What stands in a column.
#[derive(Debug)]
pub enum Content {
    /// A short text.
    Text,
    /// A calendar date.
    Date,
    /// One of these values.
    Coded(&'static [Code]),
}

/// What becomes of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// They make the case.
    Kept,
    /// They say how the paper file is found again, and come back in an export.
    Reference,
}

macro_rules! columns {
    ($($name:ident: $english:literal, $french:literal, [$($also:literal),*], $content:expr, $use:ident;)+) => {
        /// A column.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $(#[doc = $english] $name,)+ }

        impl Column {
            /// Every column, in the Incident Recorder's order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Every heading under which it is known, English and French first.
            pub const fn headings(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$english, $french, $($also),*],)+ }
            }

            /// The heading that is written.
            pub const fn heading(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$name, Locale::English) => $english,
                      (Self::$name, Locale::French) => $french,)+
                }
            }

            /// What stands in it.
            pub const fn content(self) -> Content {
                use Content::{Coded, Date, Text};
                match self { $(Self::$name => $content,)+ }
            }

            /// What becomes of its values.
            pub const fn usage(self) -> Use {
                match self { $(Self::$name => Use::$use,)+ }
            }
        }
    };
}

columns! {
    IncidentId: "Incident ID", "Numéro de l'incident", ["incident number", "identifiant de l'incident", "id incident"], Text, Reference;
    SurvivorCode: "Survivor code", "Code de la survivante", ["code du survivant", "code survivant"], Text, Reference;
    CaseManagerCode: "Case manager code", "Code du gestionnaire de cas", ["caseworker code", "code de l'agent"], Text, Reference;
    Interviewed: "Date of interview", "Date de l'entretien", ["interview date", "date d'entretien"], Date, Reference;
    Happened: "Date of incident", "Date de l'incident", ["incident date"], Date, Kept;
    Born: "Date of birth", "Date de naissance", ["dob", "birth date"], Date, Kept;
    Sex: "Sex", "Sexe", ["survivor sex", "sexe de la survivante", "gender"], Coded(SEX), Kept;
    Ethnicity: "Ethnicity", "Ethnie", ["clan or ethnicity", "clan ou ethnie", "appartenance ethnique"], Text, Kept;
    Country: "Country of origin", "Pays d'origine", ["nationality", "nationalité"], Text, Kept;
    Marital: "Marital status", "État civil", ["civil / marital status", "situation matrimoniale", "statut matrimonial"], Coded(MARITAL), Kept;
    Displacement: "Displacement status at report", "Statut de déplacement au moment du rapport", ["displacement status", "statut de déplacement"], Coded(DISPLACEMENT), Kept;
    Disability: "Person with disability", "Personne handicapée", ["disability", "handicap", "personne en situation de handicap"], Coded(DISABILITY), Kept;
    Separated: "Unaccompanied or separated child", "Enfant non accompagné ou séparé", ["uasc", "enas"], Coded(SEPARATED), Kept;
    Stage: "Stage of displacement at incident", "Étape du déplacement au moment de l'incident", ["stage of displacement", "étape du déplacement"], Coded(STAGE), Kept;
    TimeOfDay: "Time of day of incident", "Moment de la journée", ["incident time of day", "time of day", "heure de l'incident"], Coded(TIME_OF_DAY), Kept;
    Place: "Type of place of incident", "Type de lieu de l'incident", ["incident location", "location type", "lieu de l'incident"], Coded(PLACE), Kept;
    County: "Incident county", "Région de l'incident", ["county", "région", "incident region"], Text, Kept;
    District: "Incident district", "Préfecture de l'incident", ["district", "préfecture", "district de l'incident"], Text, Kept;
    Town: "Incident camp / town", "Camp/ville de l'incident", ["camp / town", "camp/ville", "commune de l'incident", "commune"], Text, Kept;
    GbvType: "GBV type", "Type de VBG", ["type of gbv", "type de violence", "incident type"], Coded(GBV_TYPE), Kept;
    Practice: "Harmful traditional practice", "Pratique traditionnelle néfaste", ["htp"], Text, Kept;
    Goods: "Goods or money exchanged", "Échange de biens ou d'argent", ["goods money exchanged", "money goods benefits exchanged"], Coded(YES_NO), Kept;
    Abduction: "Type of abduction", "Type d'enlèvement", ["abduction type", "abduction", "enlèvement"], Coded(ABDUCTION), Kept;
    Reported: "Previously reported elsewhere", "Déjà signalé ailleurs", ["previously reported", "déjà signalé", "reported elsewhere"], Coded(REPORTED), Kept;
    Previous: "Previous GBV incidents", "Incidents de VBG antérieurs", ["previous incidents", "incidents antérieurs"], Coded(YES_NO), Kept;
    Perpetrators: "Number of primary perpetrators", "Nombre d'auteurs principaux", ["no of primary perpetrators", "nombre d'auteurs"], Coded(HOW_MANY), Kept;
    PerpetratorSex: "Alleged perpetrator sex", "Sexe de l'auteur présumé", ["alleged perp sex", "sexe de l'auteur"], Coded(PERPETRATOR_SEX), Kept;
    FormerPerpetrator: "Former perpetrator", "Auteur récidiviste", ["prev perpetrator", "previous perpetrator", "ancien auteur"], Coded(YES_NO_UNKNOWN), Kept;
    PerpetratorAge: "Alleged perpetrator age group", "Tranche d'âge de l'auteur présumé", ["alleged perp age group", "tranche d'âge de l'auteur"], Coded(PERPETRATOR_AGE), Kept;
    Relationship: "Alleged perpetrator's relationship with survivor", "Lien de l'auteur présumé avec la survivante", ["alleged perp survivor relationship", "lien avec la survivante", "relation auteur survivante"], Coded(RELATIONSHIP), Kept;
    PerpetratorOccupation: "Alleged perpetrator occupation", "Profession de l'auteur présumé", ["alleged perp occupation", "profession de l'auteur"], Text, Kept;
    ReferredFrom: "Referred to you from", "Orientée vers vous par", ["referred from", "référée par"], Coded(REFERRED_FROM), Kept;
    SafeHouse: "Safe house / shelter", "Hébergement sécurisé", ["safe house", "maison d'accueil"], Coded(SERVICE), Kept;
    Medical: "Health / medical services", "Services médicaux/de santé", ["medical services", "services de santé", "services médicaux"], Coded(SERVICE), Kept;
    Psychosocial: "Psychosocial services", "Services psychosociaux", ["psychosocial"], Coded(SERVICE), Kept;
    WantsLegalAction: "Wants legal action", "Souhaite une action en justice", ["wants legal action ?"], Coded(LEGAL_ACTION), Kept;
    Legal: "Legal assistance services", "Services d'assistance juridique", ["legal services", "assistance juridique"], Coded(SERVICE), Kept;
    Police: "Police / other security actor", "Police/autre acteur de sécurité", ["police", "police security services"], Coded(SERVICE), Kept;
    Livelihoods: "Livelihoods programme", "Programme de moyens de subsistance", ["livelihoods program", "livelihoods", "moyens de subsistance"], Coded(SERVICE), Kept;
    ChildProtection: "Child protection services", "Services de protection de l'enfant", ["child protection", "protection de l'enfance"], Coded(SERVICE), Kept;
    Consent: "Consent given", "Consentement donné", ["consent", "consentement", "consent to share", "consentement au partage"], Coded(YES_NO), Kept;
    AgencyCode: "Agency code", "Code de l'organisation", ["code de l'agence"], Text, Reference;
}

impl Column {
    /// Columns without which no row can be read.
    pub const NEEDED: [Self; 5] =
        [Self::IncidentId, Self::Happened, Self::Sex, Self::GbvType, Self::Consent];
}
