//! A woman's path through the desk: from the first run of an installation to the hospital's answer.

use super::webdriver::{Browser, Driver};

/// What is driven.
pub(super) struct Installation {
    /// Base address of the desk.
    pub(super) address: String,
    /// The one-time secret of the first run.
    pub(super) secret: String,
    /// The password of every account that the journey creates.
    pub(super) password: String,
}

/// The accounts, by what they are.
const ADMINISTRATOR: &str = "ada";
const MANAGER: &str = "manu";
const CASEWORKER: &str = "afi";
const OFFICER: &str = "kodjo";

const AGENCY: &str = "CHR Atakpamé";
const STRUCTURE: &str = "Urgences du CHR";

/// Walks it; stops where a page does not say what it must.
pub(super) fn walk(driver: &Driver, installation: &Installation) {
    let browser = || driver.browser(&installation.address);
    set_up(&browser(), installation);
    keep_directory(&browser(), installation);

    let caseworker = browser();
    sign_in(&caseworker, installation, CASEWORKER);
    let case = open_case(&caseworker);
    record_incident(&caseworker, &case);
    ask_consent(&caseworker, &case);
    refer(&caseworker, &case);

    let officer = browser();
    sign_in(&officer, installation, OFFICER);
    accept(&officer);
    caseworker.wait_for(&case, "Acceptée");
    leave(&caseworker);
}

fn set_up(browser: &Browser<'_>, installation: &Installation) {
    browser.open("/first-run");
    browser.fill("secret", &installation.secret);
    browser.fill("centre", "ogou-1");
    browser.fill("user_name", ADMINISTRATOR);
    browser.fill("display_name", "Mme Ada");
    browser.fill("password", &installation.password);
    browser.send();
    browser.reads("L'installation est prête");
    sign_in(browser, installation, ADMINISTRATOR);
    for (user, role) in [(MANAGER, "STAFF_ROLE_MANAGER"), (CASEWORKER, "STAFF_ROLE_CASEWORKER")] {
        browser.open("/staff/new");
        browser.fill("display_name", user);
        browser.fill("user_name", user);
        browser.fill("password", &installation.password);
        browser.choose("roles", role);
        browser.send();
        browser.reads("Le compte est créé.");
    }
}

fn sign_in(browser: &Browser<'_>, installation: &Installation, user: &str) {
    browser.open("/sign-in");
    browser.fill("user_name", user);
    browser.fill("password", &installation.password);
    browser.send();
    browser.reads("Connectée");
}

fn keep_directory(browser: &Browser<'_>, installation: &Installation) {
    sign_in(browser, installation, MANAGER);
    browser.open("/directory/new");
    browser.fill("display_name", AGENCY);
    browser.send();
    browser.reads("L'organisation est inscrite.");
    let agency = browser.path();
    browser.open(&format!("{agency}/structures/new"));
    browser.fill("structure.display_name", STRUCTURE);
    browser.choose("structure.services_offered", "NEED_CLINICAL_MANAGEMENT_OF_RAPE");
    browser.fill("structure.phone", "24 40 01 01");
    browser.send();
    browser.reads("La structure est inscrite.");
    browser.open(&format!("{agency}/officers/new"));
    browser.fill("display_name", "M. Kodjo");
    browser.fill("user_name", OFFICER);
    browser.fill("password", &installation.password);
    browser.send();
    browser.reads("Le compte de l'agente ou de l'agent est créé.");
}

/// The address of the new case.
fn open_case(browser: &Browser<'_>) -> String {
    browser.open("/cases/new");
    browser.fill("survivor.full_name", "Akossiwa Canari");
    browser.fill("age", "22");
    browser.fill("survivor.safe_contact", "Demander la couturière, jamais le soir");
    browser.send();
    browser.reads("Le dossier est ouvert.");
    browser.path()
}

fn record_incident(browser: &Browser<'_>, case: &str) {
    browser.open(&format!("{case}/incidents/new"));
    browser.reads("pénétration sans consentement");
    browser.tap("button[value='yes']");
    browser.reads("basée sur le genre");
    browser.tap("button[value='yes']");
    browser.reads("Type : Viol.");
    // A date field takes the day in the order of the browser's language.
    browser.fill("date", "01012026");
    browser.choose("part_of_day", "PART_OF_DAY_EVENING_NIGHT");
    browser.send();
    browser.reads("Incident enregistré");
    browser.reads("72 heures");
    browser.reads("120 heures");
}

fn ask_consent(browser: &Browser<'_>, case: &str) {
    browser.open(&format!("{case}/consents/new"));
    browser.reads("C'est vous qui décidez");
    browser.tap("select[name='agency'] option:nth-child(2)");
    browser.choose("field_groups", "FIELD_GROUP_IDENTITY");
    browser.choose("field_groups", "FIELD_GROUP_INCIDENT");
    browser.choose("giving.how", "HOW_THUMBPRINT");
    browser.choose("giving.by", "BY_SURVIVOR");
    browser.choose("giving.age", "AGE_ADULT");
    browser.send();
    browser.reads("Le consentement est enregistré.");
}

fn refer(browser: &Browser<'_>, case: &str) {
    browser.open(&format!("{case}/referrals/new"));
    browser.choose("need", "NEED_CLINICAL_MANAGEMENT_OF_RAPE");
    browser.send();
    browser.reads(STRUCTURE);
    browser.tap_words(STRUCTURE);
    browser.send();
    browser.reads("et rien d'autre");
    browser.reads("Reste ici, faute de consentement");
    browser.send();
    browser.reads("La demande est envoyée.");
}

fn accept(browser: &Browser<'_>) {
    browser.wait_for("/inbox", "Soins cliniques après un viol");
    browser.tap_words("Soins cliniques après un viol");
    browser.reads("Urgent");
    let referral = browser.path();
    browser.tap("form[action$='/disclosure'] button");
    browser.reads("Akossiwa Canari");
    assert!(!browser.text().contains("couturière"), "what was not consented is not shown");
    browser.open(&referral);
    browser.tap("form[action$='/accept'] button");
    browser.reads("Vous avez accepté la demande.");
}

/// The lock asks for the password; signing out leads to the sign-in page.
fn leave(browser: &Browser<'_>) {
    browser.tap("form[action='/lock'] button");
    browser.reads("Écran verrouillé");
    browser.open("/cases");
    browser.reads("Écran verrouillé");
}
