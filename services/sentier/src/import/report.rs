//! The table of what would happen, or has happened, row by row; and the closing note.

use sentier_platform::status::Locale;
use time::Date;

use super::apply::Outcome;
use super::plan::{counts, steps};
use super::record::{Problem, Record};
use super::register::{Register, Row};
use super::words::{self, said};
use sentier_cases::recorder::{Column, Use};

/// The dry run: what would happen.
pub(super) fn dry_run(
    locale: Locale,
    register: &Register,
    close_before: Option<Date>,
) -> Vec<String> {
    let would = |record: &Record| {
        let steps = steps(record, close_before).into_iter();
        steps.map(|step| words::step(locale, step)).collect::<Vec<_>>().join(", ")
    };
    let mut lines = vec![heading(locale)];
    lines.extend(register.rows.iter().map(|row| match row {
        Row::Good(record) => line(&record.row.to_string(), &record.incident, &would(record)),
        Row::Bad { row, problems } => bad(locale, *row, problems),
    }));
    lines.push(String::new());
    lines.extend(note(locale, register));
    let (good, bad) = (register.records().count(), register.bad());
    lines.push(said!(
        locale,
        "Essai à blanc : rien n'est écrit. Lignes qui seraient reprises : {good} ; à corriger : {bad}.",
        "Dry run: nothing is written. Rows that would be imported: {good}; to correct: {bad}."
    ));
    lines
}

/// What has happened to each good row.
pub(super) fn applied(locale: Locale, outcomes: &[(usize, String, Outcome)]) -> Vec<String> {
    let mut lines = vec![heading(locale)];
    lines.extend(outcomes.iter().map(|(row, incident, outcome)| {
        line(&row.to_string(), incident, words_of(locale, *outcome))
    }));
    let count = |wanted| outcomes.iter().filter(|(_, _, outcome)| *outcome == wanted).count();
    let waiting = count(Outcome::ClosureRequested);
    let (new, there) = (count(Outcome::Imported) + waiting, count(Outcome::AlreadyThere));
    let (changed, ended) = (count(Outcome::ChangedSince), count(Outcome::CaseEnded));
    lines.push(String::new());
    lines.push(said!(
        locale,
        "Lignes reprises : {new} ; reprises auparavant : {there} ; changées depuis : {changed} ; \
         dossier clos entre-temps : {ended}.",
        "Rows imported: {new}; imported before: {there}; changed since: {changed}; case closed \
         meanwhile: {ended}."
    ));
    lines
}

/// The bad rows alone, for an import that does not begin because of them.
pub(super) fn bad_rows(locale: Locale, register: &Register) -> Vec<String> {
    let bad_row = |row: &Row| match row {
        Row::Good(_) => None,
        Row::Bad { row, problems } => Some(bad(locale, *row, problems)),
    };
    register.rows.iter().filter_map(bad_row).collect()
}

const fn words_of(locale: Locale, outcome: Outcome) -> &'static str {
    match (locale, outcome) {
        (Locale::French, Outcome::Imported) => "reprise",
        (Locale::French, Outcome::ClosureRequested) => {
            "reprise ; clôture demandée, une superviseure doit l'approuver"
        }
        (Locale::English, Outcome::ClosureRequested) => {
            "imported; closure asked for, a supervisor has to approve it"
        }
        (Locale::French, Outcome::AlreadyThere) => "déjà reprise",
        (Locale::French, Outcome::ChangedSince) => {
            "déjà reprise avec un autre contenu ; à corriger dans le dossier"
        }
        (Locale::French, Outcome::CaseEnded) => {
            "son dossier a été clos ou effacé avant la fin de la reprise ; à compléter à la main"
        }
        (Locale::English, Outcome::CaseEnded) => {
            "its case was closed or erased before all was imported; complete it by hand"
        }
        (Locale::English, Outcome::Imported) => "imported",
        (Locale::English, Outcome::AlreadyThere) => "imported before",
        (Locale::English, Outcome::ChangedSince) => {
            "imported before with another content; correct it in the case"
        }
    }
}

fn line(row: &str, incident: &str, what: &str) -> String {
    format!("{row:>6}  {incident:<20}  {what}")
}

fn heading(locale: Locale) -> String {
    match locale {
        Locale::French => line("ligne", "incident", "ce qui se passe"),
        Locale::English => line("row", "incident", "what happens"),
    }
}

fn bad(locale: Locale, row: usize, problems: &[Problem]) -> String {
    let problems = problems.iter().map(|problem| words::problem(locale, *problem));
    let problems = problems.collect::<Vec<_>>().join(" ; ");
    let refused = said!(locale, "refusée — {problems}", "refused — {problems}");
    line(&row.to_string(), "", &refused)
}

/// What does not come over, or not as it stands in the file: nothing is dropped in silence.
fn note(locale: Locale, register: &Register) -> Vec<String> {
    let mut lines = vec![said!(
        locale,
        "La date de l'incident est reprise ; le dossier porte la date de la reprise, et les chiffres \
         comptent l'incident au mois de la reprise.",
        "The incident keeps its date; the case is opened on the day of the import, and the figures \
         count the incident in the month of the import."
    )];
    let kept = Column::ALL.iter().filter(|column| column.usage() == Use::Reference);
    let kept = kept.map(|column| column.heading(locale)).collect::<Vec<_>>().join(", ");
    lines.push(said!(
        locale,
        "Repris comme références, pour retrouver la fiche : {kept}.",
        "Kept as references, so that the paper form is found again: {kept}."
    ));
    let returning = register.returning();
    if returning > 0 {
        lines.push(said!(
            locale,
            "Codes de survivante qui figurent sur plusieurs lignes : {returning} ; chaque ligne ouvre son dossier.",
            "Survivor codes that stand on several rows: {returning}; each row opens a case of its own."
        ));
    }
    let elsewhere = register.records().filter(|record| record.consent && !counts(record)).count();
    if elsewhere > 0 {
        lines.push(said!(
            locale,
            "Lignes signalées à une autre organisation GBVIMS, qui ne sont pas comptées une seconde fois : {elsewhere}.",
            "Rows reported to another GBVIMS organisation, which are not counted a second time: {elsewhere}."
        ));
    }
    if !register.unknown.is_empty() {
        let unknown = register.unknown.join(", ");
        lines.push(said!(
            locale,
            "Colonnes inconnues, laissées de côté : {unknown}.",
            "Unknown columns, left aside: {unknown}."
        ));
    }
    lines
}
