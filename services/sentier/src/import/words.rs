//! What the importer says, in French and in English; the compiler sees that no sentence is missing.

use sentier_platform::status::Locale;

use super::layout::LayoutError;
use super::plan::Step;
use super::record::{Problem, Reason};
use sentier_cases::recorder::Column;

/// One of two sentences.
macro_rules! said {
    ($locale:expr, $french:literal, $english:literal) => {
        match $locale {
            Locale::French => format!($french),
            Locale::English => format!($english),
        }
    };
}
pub(super) use said;

/// A problem of a row: the column, and what is wrong.
pub(super) fn problem(locale: Locale, problem: Problem) -> String {
    let column = problem.column.heading(locale);
    let reason = reason(locale, problem.reason);
    said!(locale, "« {column} » : {reason}", "\"{column}\": {reason}")
}

const fn reason(locale: Locale, reason: Reason) -> &'static str {
    let (french, english) = match reason {
        Reason::Required => ("à remplir", "must be filled in"),
        Reason::UnknownValue => ("ce choix n'existe pas", "this is not one of the choices"),
        Reason::NoDate => {
            ("ce n'est pas une date (jour/mois/année)", "this is not a date (day/month/year)")
        }
        Reason::NoCode => (
            "seuls lettres, chiffres, espaces et - _ / . sont permis",
            "only letters, digits, spaces and - _ / . are allowed",
        ),
        Reason::InFuture => ("cette date est dans le futur", "this date lies in the future"),
        Reason::TooEarly => ("cette date est avant 1900", "this date lies before 1900"),
        Reason::BeforeBirth => ("avant la date de naissance", "before the date of birth"),
        Reason::AfterInterview => ("après la date de l'entretien", "after the date of interview"),
        Reason::TooLong => ("ce texte est trop long", "this text is too long"),
        Reason::Repeated => {
            ("une ligne plus haut porte déjà ce numéro", "a row above has this number already")
        }
    };
    match locale {
        Locale::French => french,
        Locale::English => english,
    }
}

/// What a call does.
pub(super) const fn step(locale: Locale, step: Step) -> &'static str {
    let (french, english) = match step {
        Step::Open => ("ouvrir un dossier", "open a case"),
        Step::Record => ("enregistrer l'incident", "record the incident"),
        Step::Consent => ("consentement aux statistiques", "consent to statistics"),
        Step::Close => ("clore le dossier", "close the case"),
    };
    match locale {
        Locale::French => french,
        Locale::English => english,
    }
}

/// Why a file is not one of the Incident Recorder.
pub(super) fn layout(locale: Locale, error: &LayoutError) -> String {
    let list = |columns: &[Column]| {
        let headings = columns.iter().map(|column| column.heading(locale));
        headings.collect::<Vec<_>>().join(", ")
    };
    match error {
        LayoutError::NoHeadings => said!(
            locale,
            "aucune ligne d'en-têtes de l'Incident Recorder n'a été trouvée",
            "no row of Incident Recorder headings was found"
        ),
        LayoutError::Missing(columns) => {
            let columns = list(columns);
            said!(locale, "colonnes manquantes : {columns}", "missing columns: {columns}")
        }
        LayoutError::Twice(columns) => {
            let columns = list(columns);
            said!(
                locale,
                "colonnes en double : {columns}",
                "columns that are there twice: {columns}"
            )
        }
    }
}
