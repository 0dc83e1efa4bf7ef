//! The desk in a process: what pages share, and the table of pages.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use sentier_platform::environment::Environment;
use tokio::sync::Semaphore;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::config::DeskConfig;
use crate::form::upload;
use crate::page::{Answer, Here};
use crate::pages::{
    agency, answer, assets, attachments, audit, care, case, cases, close, communes, consent,
    correct, dhis2, directory, drafts, erase, erasing, exit, export, feedback, feedback_results,
    figures, file, find, first_run, follow_up, home, inbound, inbox, incident, indicators,
    language, lock, merging, messages, onward, open_case, outreach, overriding, papers, password,
    pathways, refer, referral, releases, report, retention, safeguards, sign_in, staff, structures,
    today, webhooks,
};
use crate::services::Services;
use crate::session::layer;
use crate::session::refresh::Renewals;
use crate::session::seal::Keys;
use crate::trouble::Trouble;
use crate::{StartError, headers, trace};

/// What every page of the process shares. None of it is about a person.
pub(crate) struct Desk {
    pub(crate) env: Environment,
    pub(crate) services: Services,
    pub(crate) keys: Keys,
    pub(crate) renewals: Renewals,
    pub(crate) idle_minutes: u64,
    /// Whether browsers come by TLS.
    pub(crate) secure: bool,
    pub(crate) exit_address: String,
    /// Places for forms with a file.
    pub(crate) uploads: Semaphore,
}

impl Desk {
    pub(crate) fn new(config: &DeskConfig, env: &Environment) -> Result<Self, StartError> {
        let public = config.public_address.as_deref().unwrap_or_default();
        Ok(Self {
            env: env.clone(),
            services: Services::new(config)?,
            keys: Keys::open_or_create(&config.session_key_file)?,
            renewals: Renewals::new(),
            idle_minutes: config.idle_minutes,
            secure: config.listen.cert_file.is_some() || public.starts_with("https://"),
            exit_address: config.exit_address.clone(),
            uploads: Semaphore::new(upload::AT_ONCE),
        })
    }

    /// With TLS the name itself binds the cookie to this host and the root path.
    pub(crate) const fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-desk" } else { "desk" }
    }
}

/// The pages.
pub(crate) fn router(desk: Arc<Desk>, deadline: Duration) -> Router {
    let pages = Router::new()
        .merge(visits())
        .merge(case_work())
        .merge(guarding())
        .merge(reporting())
        .merge(management())
        .merge(partners())
        .merge(towards_centre())
        .merge(pathway())
        .merge(notices())
        .fallback(no_page)
        .layer(from_fn_with_state(Arc::clone(&desk), layer::layer));
    let longest = |time| TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, time);
    // A phone with a slow network sends a file for minutes, and a register is made for minutes.
    let files = files().layer(from_fn_with_state(Arc::clone(&desk), layer::layer));
    pages
        .merge(assets::router())
        .layer(longest(deadline * 3))
        .merge(files.layer(longest(attachments::PATIENCE)))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&desk), headers::guard))
        .layer(from_fn(headers::tell))
        .layer(from_fn(trace::span))
        .with_state(desk)
}

fn visits() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(home::home))
        .route("/sign-in", get(sign_in::ask).post(sign_in::sign_in))
        .route("/sign-out", post(exit::sign_out))
        .route("/lock", post(lock::lock))
        .route("/unlock", get(lock::ask).post(lock::unlock))
        .route("/exit", post(exit::exit))
        .route("/language", post(language::choose))
        .route("/password", get(password::ask).post(password::change))
        .route("/first-run", get(first_run::ask).post(first_run::bootstrap))
}

fn case_work() -> Router<Arc<Desk>> {
    Router::new()
        .route("/cases", get(cases::list))
        .route("/cases/new", get(open_case::ask).post(open_case::open))
        .route("/cases/search", get(find::ask).post(find::search))
        .route("/drafts", get(drafts::list))
        .route("/drafts/{draft}", get(drafts::closed).post(drafts::resume))
        .route("/drafts/{draft}/discard", post(drafts::discard))
        .route("/cases/{case}", get(case::show))
        .route("/cases/{case}/duplicates", post(find::duplicates))
        .route("/cases/{case}/duplicates/{other}", get(merging::ask).post(merging::decide))
        .route("/cases/{case}/readings", get(audit::readings))
        .route("/cases/{case}/file", get(file::closed).post(file::read))
        .route("/cases/{case}/attachments", get(attachments::closed).post(attachments::list))
        .route(
            "/cases/{case}/attachments/{attachment}/remove",
            get(attachments::ask_removal).post(attachments::remove),
        )
        .route("/cases/{case}/correct", get(correct::closed).post(correct::survivor))
        .route(
            "/cases/{case}/incidents/{incident}/correct",
            get(correct::closed_of).post(correct::incident),
        )
        .route("/cases/{case}/incidents/new", get(incident::begin).post(incident::go_on))
        .route("/cases/{case}/consents/new", get(consent::ask).post(consent::grant))
        .route(
            "/cases/{case}/consents/{consent}/withdraw",
            get(consent::ask_withdrawal).post(consent::withdraw),
        )
        .route("/cases/{case}/overrides/new", get(overriding::ask).post(overriding::request))
        .route(
            "/cases/{case}/overrides/{override}/approve",
            get(overriding::ask_approval).post(overriding::approve),
        )
        .route("/cases/{case}/referrals/new", get(refer::begin).post(refer::go_on))
        .route("/cases/{case}/referrals/{referral}", get(referral::of_case))
        .route(
            "/cases/{case}/referrals/{referral}/cancel",
            get(referral::ask_cancelling).post(referral::cancel),
        )
        .route(
            "/cases/{case}/referrals/{referral}/messages",
            get(messages::closed_of_centre).post(messages::read_of_centre),
        )
        .route("/cases/{case}/referrals/{referral}/message", post(messages::send_of_centre))
        .route("/cases/{case}/handover", get(refer::begin_handover))
        .route("/cases/{case}/onward/{proposal}", get(onward::answer::show))
        .route(
            "/cases/{case}/onward/{proposal}/decline",
            get(onward::answer::ask_decline).post(onward::answer::decline),
        )
        .route("/cases/{case}/follow-ups/new", get(follow_up::ask).post(follow_up::record))
        .route("/cases/{case}/care/{kind}", get(care::ask).post(care::record))
        .route("/cases/{case}/care/{kind}/{part}", get(care::ask_of).post(care::record_of))
        .route("/today", get(today::show))
        .route("/today/clocks", get(today::of_centre))
        .route("/feedback", get(feedback::ask).post(feedback::record))
        .route("/cases/{case}/close", get(close::ask).post(close::close))
        .route("/cases/{case}/erase", get(erase::ask).post(erase::erase))
        .route("/cases/{case}/report", get(papers::report))
        .route("/cases/{case}/certificate", get(papers::certificate))
}

/// Files go up and down: what takes longer than a page.
fn files() -> Router<Arc<Desk>> {
    Router::new()
        .route(upload::PAGE, get(attachments::ask).post(attachments::attach))
        .route(
            "/cases/{case}/attachments/{attachment}",
            get(attachments::closed_one).post(attachments::download),
        )
        .route("/cases/{case}/export", get(export::ask_case).post(export::case))
        .route("/exports/incident-recorder", get(export::ask_recorder).post(export::recorder))
}

/// What guards a case, and what a manager looks after.
fn guarding() -> Router<Arc<Desk>> {
    Router::new()
        .route("/cases/{case}/safeguards", get(safeguards::closed).post(safeguards::show))
        .route("/cases/{case}/safeguards/{kind}", get(safeguards::ask).post(safeguards::record))
        .route("/cases/{case}/safe-contact", get(safeguards::ask_plan).post(safeguards::set_plan))
        .route("/cases/{case}/contact", post(safeguards::reach))
        .route(
            "/cases/{case}/break-glass",
            get(safeguards::ask_glass).post(safeguards::break_glass),
        )
        .route(
            "/cases/{case}/break-glass/{entry}/approve",
            get(safeguards::ask_approval).post(safeguards::approve),
        )
        .route("/alarms/{case}/{alarm}", get(safeguards::ask_review).post(safeguards::review))
        .route("/guarded", get(safeguards::guarded))
        .route("/guarded/new", get(safeguards::ask_honey).post(safeguards::plant_honey))
        .route("/guarded/{case}/unseal", get(safeguards::ask_unseal).post(safeguards::unseal))
}

fn reporting() -> Router<Arc<Desk>> {
    Router::new()
        .route("/figures", get(figures::show))
        .route("/figures/indicators", get(indicators::show))
        .route("/records", get(releases::records))
        .route("/records/{quarter}/approve", get(releases::ask_batch).post(releases::approve_batch))
        .route("/records/{quarter}/file", get(releases::batch_file))
        .route("/releases", get(releases::list))
        .route("/releases/{release}", get(releases::show))
        .route("/releases/{release}/file", get(releases::download))
        .route("/releases/{release}/approve", get(releases::ask_approval).post(releases::approve))
        .route("/releases/{release}/revoke", get(releases::ask_revocation).post(releases::revoke))
        .route("/figures/report", get(report::show))
        .route("/figures/report/download", get(report::download))
        .route("/figures/dhis2", get(dhis2::ask).post(dhis2::download))
        .route("/figures/dhis2/template", get(dhis2::template))
        .route("/figures/communes", get(communes::show))
        .route("/figures/communes/download", get(communes::download))
        .route("/outreach", get(outreach::list))
        .route("/outreach/new", get(outreach::plan::ask).post(outreach::plan::plan))
        .route("/outreach/targets", get(outreach::targets::ask).post(outreach::targets::set))
        .route("/outreach/{activity}", get(outreach::activity::show))
        .route(
            "/outreach/{activity}/plan",
            get(outreach::plan::ask_revision).post(outreach::plan::revise),
        )
        .route(
            "/outreach/{activity}/record",
            get(outreach::record::ask).post(outreach::record::record),
        )
        .route(
            "/outreach/{activity}/cancel",
            get(outreach::plan::ask_cancelling).post(outreach::plan::cancel),
        )
}

fn management() -> Router<Arc<Desk>> {
    Router::new()
        .route("/review", get(audit::review))
        .route("/feedback/results", get(feedback_results::show))
        .route("/retention", get(retention::list))
        .route("/retention/schedule", get(erasing::ask_choice).post(erasing::choose))
        .route("/retention/{case}/stop", get(erasing::ask_stop).post(erasing::stop))
        .route("/retention/{case}/hold", get(retention::ask_hold).post(retention::hold))
        .route("/retention/{case}/lift/{hold}", get(retention::ask_lift).post(retention::lift))
        .route("/retention/{case}/erase", get(retention::ask_erasure).post(retention::erase))
        .route("/staff", get(staff::list))
        .route("/staff/new", get(staff::ask).post(staff::create))
        .route("/staff/{staff}/roles", get(staff::ask_roles).post(staff::change_roles))
        .route("/staff/{staff}/disable", get(staff::ask_disabling).post(staff::disable))
        .route("/directory", get(directory::list))
        .route("/directory/new", get(directory::ask).post(directory::register))
        .route("/directory/{agency}", get(agency::show))
        .route("/directory/{agency}/active", post(agency::set_active))
        .route("/directory/{agency}/takeover", post(agency::set_takeover))
        .route(
            "/directory/{agency}/structures/new",
            get(agency::structure::ask).post(agency::structure::register),
        )
        .route(
            "/directory/{agency}/officers/new",
            get(agency::credentials::ask_officer).post(agency::credentials::create_officer),
        )
        .route(
            "/directory/{agency}/tokens/new",
            get(agency::credentials::ask_token).post(agency::credentials::issue_token),
        )
        .route(
            "/directory/{agency}/credentials/{credential}/revoke",
            get(agency::credentials::ask_revocation).post(agency::credentials::revoke),
        )
}

fn partners() -> Router<Arc<Desk>> {
    Router::new()
        .route("/inbox", get(inbox::list))
        .route("/inbox/{centre}/{referral}", get(referral::of_agency))
        .route("/inbox/{centre}/{referral}/disclosure", get(inbox::closed).post(inbox::disclosure))
        .route("/inbox/{centre}/{referral}/acknowledge", post(answer::acknowledge))
        .route("/inbox/{centre}/{referral}/accept", post(answer::accept))
        .route("/inbox/{centre}/{referral}/decline", get(answer::ask_decline).post(answer::decline))
        .route(
            "/inbox/{centre}/{referral}/complete",
            get(answer::ask_complete).post(answer::complete),
        )
        .route(
            "/inbox/{centre}/{referral}/schedule",
            get(referral::ask_scheduling).post(referral::schedule),
        )
        .route("/inbox/{centre}/{referral}/attend", post(referral::attend))
        .route("/inbox/{centre}/{referral}/no-show", post(referral::miss))
        .route("/inbox/{centre}/{referral}/unschedule", post(referral::unschedule))
        .route("/inbox/{centre}/{referral}/start", post(referral::start))
        .route("/inbox/{centre}/{referral}/note", get(referral::ask_note).post(referral::note))
        .route("/inbox/{centre}/{referral}/confirm", post(referral::confirm))
        .route(
            "/inbox/{centre}/{referral}/propose",
            get(onward::propose::ask_proposal).post(onward::propose::propose),
        )
        .route("/inbox/{centre}/{referral}/propose/{proposal}", post(onward::propose::withdraw))
        .route(
            "/inbox/{centre}/{referral}/messages",
            get(messages::closed_of_agency).post(messages::read_of_agency),
        )
        .route("/inbox/{centre}/{referral}/message", post(messages::send_of_agency))
}

/// What agencies refer to the centre.
fn towards_centre() -> Router<Arc<Desk>> {
    Router::new()
        .route("/submissions", get(inbound::submit::all))
        .route(
            "/submissions/new",
            get(inbound::submit::ask_submission).post(inbound::submit::submit),
        )
        .route("/submissions/{centre}/{inbound}/withdraw", post(inbound::submit::withdraw))
        .route("/inbound", get(inbound::take::all))
        .route("/inbound/{inbound}", get(inbound::take::show))
        .route("/inbound/{inbound}/read", get(inbound::take::closed).post(inbound::take::read))
        .route("/inbound/{inbound}/accept", post(inbound::take::accept))
        .route(
            "/inbound/{inbound}/decline",
            get(inbound::take::ask_decline).post(inbound::take::decline),
        )
}

/// Structures kept up to date, and the order in which they are asked.
fn pathway() -> Router<Arc<Desk>> {
    Router::new()
        .route("/structures", get(structures::own))
        .route("/structures/{agency}/{structure}", get(structures::show))
        .route(
            "/structures/{agency}/{structure}/edit",
            get(structures::ask_edit).post(structures::save),
        )
        .route(
            "/structures/{agency}/{structure}/services/{need}",
            get(structures::ask_conditions).post(structures::set_conditions),
        )
        .route(
            "/structures/{agency}/{structure}/places/{need}",
            get(structures::ask_count).post(structures::count),
        )
        .route("/pathways", get(pathways::list))
        .route("/pathways/{need}", get(pathways::ask).post(pathways::set))
}

/// Where agencies' systems are told of changes.
fn notices() -> Router<Arc<Desk>> {
    Router::new()
        .route("/credentials", get(agency::own))
        .route("/webhooks", get(webhooks::list))
        .route("/webhooks/new", get(webhooks::ask).post(webhooks::register))
        .route("/webhooks/{webhook}/active", post(webhooks::set_active))
        .route("/webhooks/{webhook}/rotate", post(webhooks::rotate))
        .route("/webhooks/{webhook}/replay", post(webhooks::replay))
        .route("/webhooks/{webhook}/given-up", get(webhooks::given_up))
        .route("/webhooks/{webhook}/remove", get(webhooks::ask_removal).post(webhooks::remove))
        .route("/directory/{agency}/webhooks/{webhook}/active", post(webhooks::set_active_of))
}

async fn no_page(_here: Here) -> Answer {
    Err(Trouble::NoPage)
}
