//! The pages, one subject a file. Each asks the services and draws a template.

pub(crate) mod agency;
pub(crate) mod answer;
pub(crate) mod assets;
pub(crate) mod attachments;
pub(crate) mod audit;
pub(crate) mod care;
pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod choices;
pub(crate) mod clocks;
pub(crate) mod close;
pub(crate) mod communes;
pub(crate) mod consent;
pub(crate) mod correct;
pub(crate) mod dhis2;
pub(crate) mod directory;
pub(crate) mod drafts;
pub(crate) mod erase;
pub(crate) mod erasing;
pub(crate) mod exit;
pub(crate) mod export;
pub(crate) mod feedback;
pub(crate) mod feedback_results;
pub(crate) mod figures;
pub(crate) mod file;
pub(crate) mod find;
pub(crate) mod first_run;
pub(crate) mod follow_up;
pub(crate) mod giving;
pub(crate) mod home;
pub(crate) mod inbound;
pub(crate) mod inbox;
pub(crate) mod incident;
pub(crate) mod indicators;
pub(crate) mod language;
pub(crate) mod lock;
pub(crate) mod merging;
pub(crate) mod messages;
pub(crate) mod minimum;
pub(crate) mod onward;
pub(crate) mod open_case;
pub(crate) mod outreach;
pub(crate) mod overriding;
pub(crate) mod papers;
pub(crate) mod password;
pub(crate) mod pathways;
pub(crate) mod personal;
pub(crate) mod places;
pub(crate) mod proposals;
pub(crate) mod refer;
pub(crate) mod referral;
pub(crate) mod releases;
pub(crate) mod report;
pub(crate) mod responses;
pub(crate) mod retention;
pub(crate) mod retype;
pub(crate) mod safeguards;
pub(crate) mod sign_in;
pub(crate) mod staff;
pub(crate) mod stopped;
pub(crate) mod structures;
pub(crate) mod today;
pub(crate) mod webhooks;

use askama::Template;

use crate::form::Form;
use crate::page::Page;

/// A page that asks one thing.
#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) page: Page,
    pub(crate) heading: String,
    /// What she should know before she answers.
    pub(crate) intro: Vec<String>,
    pub(crate) form: Form,
    /// Where the way back leads; empty when there is none.
    pub(crate) back: String,
}
