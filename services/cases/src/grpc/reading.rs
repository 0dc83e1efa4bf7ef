//! Cases are read and listed.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::care::codes::Risk;
use sentier_cases_domain::consent::Withdrawal;
use sentier_cases_domain::file::{self, CaseFile};
use sentier_cases_domain::id::StaffId;
use sentier_cases_domain::review::BREAK_GLASS;
use sentier_kernel::page::ForeignPageToken;
use sentier_kernel::{Moment, Violation};
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::timestamp;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::RiskLevel;
use sentier_proto::cases::v1::{
    GetCaseRequest, GetCaseResponse, GetTimelineRequest, GetTimelineResponse, Incident,
    ListCasesRequest, ListCasesResponse, Survivor, TimelineEntry, case, get_case_request::View,
};
use sentier_proto::name;

use super::fields::{self, Fields};
use super::gate::Admitted;
use super::paging::{cursor, filters, page_size, token, token_of};
use super::{CasesGrpc, Refusal, agency, answer, care, correcting, minimum, safeguard};
use crate::application::{Entry, Known, Own, Page, Reached, WHOLE_FILE, Wanted, What};
use crate::codes::Coded as _;

/// Why a file may be read, as the ledger keeps it.
const PURPOSES: [&str; 3] = ["direct_care", "supervision", "referral"];

/// What the clocks need, as the ledger names it.
pub(super) const CLOCKS: [&str; 2] = ["identity", "incident"];

impl CasesGrpc {
    pub(super) async fn on_get_case(
        &self,
        principal: &Principal,
        request: GetCaseRequest,
    ) -> Result<GetCaseResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/GetCase";
        let mut fields = Fields::default();
        let name = fields.keep(fields::case("name", &request.name));
        let view = fields
            .keep(View::try_from(request.view).map_err(|_unknown| Violation::unknown_code("view")));
        let life_cycle = view == Some(View::LifeCycle);
        let purpose = if life_cycle { Some("") } else { fields.keep(purpose(&request.purpose)) };
        let (name, purpose) = fields.built(name.zip(purpose))?;
        let Admitted { known, by_glass } = self.admitted(principal, ACTION, &name).await?;
        let purpose = if by_glass { BREAK_GLASS } else { purpose };
        if life_cycle {
            let read = self.cases.life_cycle(&known).await?;
            let case = Some(answer::case(&read, self.now()));
            return Ok(GetCaseResponse { case, ..GetCaseResponse::default() });
        }
        let clocks = view == Some(View::Clocks);
        let opened = if clocks { CLOCKS.to_vec() } else { WHOLE_FILE.to_vec() };
        let reading = self.cases.host.reading(principal, &known.centre, purpose, opened);
        let (read, file) = self.cases.read_case(reading, &known).await?;
        let now = self.now();
        let mut response =
            GetCaseResponse { case: Some(answer::case(&read, now)), ..GetCaseResponse::default() };
        match file {
            Some(file) if clocks => response.incidents = clocks_of(&known, &file, now),
            Some(file) => fill(&mut response, &known, &file, now),
            None => {}
        }
        Ok(response)
    }

    pub(super) async fn on_list_cases(
        &self,
        principal: &Principal,
        request: ListCasesRequest,
    ) -> Result<ListCasesResponse, Refusal> {
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let size = fields.keep(page_size(request.page_size));
        let open = fields.keep(open(request.state));
        let caseworker = fields.keep(staff("caseworker", &request.caseworker));
        let risk = fields.keep(risk(request.risk));
        let whole = centre.zip(size).zip(open).zip(caseworker).zip(risk);
        let ((((centre, size), open), caseworker), risk) = fields.built(whole)?;
        let only_of = self.reach(principal, "cases.v1.CasesService/ListCases", &centre)?;
        let filters = filters(&ListCasesRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        });
        let before = cursor(&filters, &request.page_token)?.map(i64::from_be_bytes);
        let viewer = principal.staff_id().map(StaffId::from_uuid);
        let flagged = request.flagged;
        let wanted = Wanted {
            centre,
            viewer,
            only_of,
            caseworker,
            open,
            risk,
            flagged,
            incident_since: None,
        };
        let (rows, next) = self.cases.list_cases(&wanted, Page { size, before }).await?;
        Ok(ListCasesResponse {
            cases: rows.iter().map(|row| answer::listed(&wanted.centre, row)).collect(),
            next_page_token: token(&filters, next),
        })
    }

    /// Whose cases of a centre the caller may list: everybody's, or only those of hers that a policy
    /// names.
    pub(super) fn reach(
        &self,
        principal: &Principal,
        action: &'static str,
        centre: &str,
    ) -> Result<Option<Own>, Refusal> {
        let all = Resource::new().centre(centre);
        let Err(denied) = self.authorise(principal, action, &all) else { return Ok(None) };
        let works_on = principal
            .staff_id()
            .filter(|id| self.authorise(principal, action, &all.clone().caseworker(*id)).is_ok());
        let opened = Some(principal.name()).filter(|name| {
            self.authorise(principal, action, &all.clone().subject_principal(name)).is_ok()
        });
        if works_on.is_none() && opened.is_none() {
            return Err(denied.into());
        }
        Ok(Some(Own { works_on: works_on.map(StaffId::from_uuid), opened }))
    }

    pub(super) async fn on_get_timeline(
        &self,
        principal: &Principal,
        request: GetTimelineRequest,
    ) -> Result<GetTimelineResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/GetTimeline";
        let mut fields = Fields::default();
        let named = fields.keep(fields::case("name", &request.name));
        let size = fields.keep(page_size(request.page_size));
        let (named, size) = fields.built(named.zip(size))?;
        let known = self.permitted(principal, ACTION, &named).await?;
        let filters = filters(&GetTimelineRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        });
        let after = reached(&filters, &request.page_token)?;
        let timeline = self.cases.timeline(&known, after, size).await?;
        let next = timeline.next;
        let next =
            next.map(|next| [next.version.to_be_bytes(), next.reading.to_be_bytes()].concat());
        Ok(GetTimelineResponse {
            entries: timeline.entries.iter().map(|line| entry(&known, line)).collect(),
            next_page_token: token_of(&filters, next),
        })
    }
}

/// The whole file.
fn fill(response: &mut GetCaseResponse, known: &Known, file: &CaseFile, now: Moment) {
    let whole = |it| answer::whole_incident(&known.centre, known.case, file, it, now);
    let survivor = answer::survivor(&file.identity, &file.contact);
    response.survivor = survivor.map(|survivor| Survivor {
        profile: file.profile.expose().and_then(minimum::as_profile),
        ..survivor
    });
    response.incidents = file.incidents.iter().map(whole).collect();
    response.corrections =
        file.corrections.iter().map(|it| correcting::as_correction(known, file, it, now)).collect();
    response.follow_ups = file.follow_ups.iter().map(answer::follow_up).collect();
    response.care = Some(care::file(&known.centre, known.case, file));
    (response.given_consents, response.override_reasons) =
        answer::permissions(&known.centre, known.case, file);
}

/// Of each incident its name, its clocks, and how long ago it was.
fn clocks_of(known: &Known, file: &CaseFile, now: Moment) -> Vec<Incident> {
    let clocks = |it: &file::Incident| Incident {
        name: answer::incident_name(&known.centre, known.case, it.id),
        clocks: answer::clocks(file, it, now),
        hours_since: answer::hours_since(it, now),
        ..Incident::default()
    };
    file.incidents.iter().map(clocks).collect()
}

pub(super) fn purpose(given: &str) -> Result<&'static str, Violation> {
    if given.is_empty() {
        return Err(Violation::required("purpose"));
    }
    let known = PURPOSES.into_iter().find(|purpose| *purpose == given);
    known.ok_or_else(|| Violation::unknown_code("purpose"))
}

/// Whether only open, or only closed cases are wanted.
fn open(state: i32) -> Result<Option<bool>, Violation> {
    match case::State::try_from(state) {
        Ok(case::State::Unspecified) => Ok(None),
        Ok(case::State::Open) => Ok(Some(true)),
        Ok(case::State::Closed) => Ok(Some(false)),
        Err(_unknown) => Err(Violation::unknown_code("state")),
    }
}

fn risk(number: i32) -> Result<Option<Risk>, Violation> {
    match RiskLevel::try_from(number) {
        Ok(level) => Ok(Risk::of_number(level.into())),
        Err(_unknown) => Err(Violation::unknown_code("risk")),
    }
}

/// `centres/{centre}/staff/{staff}`; absent when empty.
pub(super) fn staff(field: &'static str, text: &str) -> Result<Option<StaffId>, Violation> {
    if text.is_empty() {
        return Ok(None);
    }
    let id = name::parse("centres/*/staff/*", text).and_then(|[_centre, id]| id.parse().ok());
    id.map(Some).ok_or_else(|| Violation::malformed(field))
}

fn reached(filters: &[u8], token: &str) -> Result<Reached, ForeignPageToken> {
    let Some(bytes) = cursor::<16>(filters, token)? else { return Ok(Reached::default()) };
    let number = |part: Option<&[u8; 8]>| part.copied().map(i64::from_be_bytes);
    let (version, reading) = (number(bytes.first_chunk()), number(bytes.last_chunk()));
    version
        .zip(reading)
        .map(|(version, reading)| Reached { version, reading })
        .ok_or(ForeignPageToken)
}

fn entry(known: &Known, line: &Entry) -> TimelineEntry {
    let (subject, detail) = match &line.what {
        What::Changed(event) => about(known, event),
        What::Read { purpose, .. } => (String::new(), purpose.clone()),
        What::DisclosureRead { referral, agency } => {
            (name::referral(&known.centre, referral), name::agency(agency))
        }
    };
    let read_groups = match &line.what {
        What::Read { groups, .. } => groups.clone(),
        What::Changed(_) | What::DisclosureRead { .. } => Vec::new(),
    };
    TimelineEntry {
        version: line.version,
        occur_time: Some(timestamp(line.at)),
        kind: line.kind.clone(),
        principal: line.principal.clone(),
        subject,
        detail,
        read_groups,
        fields: match &line.what {
            What::Changed(event) => correcting::fields_of(event),
            What::Read { .. } | What::DisclosureRead { .. } => Vec::new(),
        },
    }
}

/// What an event concerns, and the code that says more.
fn about(known: &Known, event: &Event) -> (String, String) {
    let centre = &known.centre;
    let consent = |id| answer::consent_name(centre, known.case, id);
    match event {
        Event::IncidentRecorded { incident, .. }
        | Event::IncidentCorrected { incident, .. }
        | Event::FactsReleased { incident, .. }
        | Event::FactsWithheld { incident, .. } => {
            (answer::incident_name(centre, known.case, incident), String::new())
        }
        Event::ConsentGranted { consent: id, purpose, .. } => {
            (consent(id), purpose.code().to_owned())
        }
        Event::ConsentWithdrawn { consent: id, because, .. } => {
            let ended = (*because == Withdrawal::Correction).then(|| because.code().to_owned());
            (consent(id), ended.unwrap_or_default())
        }
        Event::OverrideRequested { id, wanted, .. } => {
            (answer::override_name(centre, known.case, id), wanted.ground.code().to_owned())
        }
        Event::OverrideApproved { id, .. } => {
            (answer::override_name(centre, known.case, id), String::new())
        }
        Event::ReferralRequested { referral, need, .. } => {
            (name::referral(centre, referral), need.code().to_owned())
        }
        Event::ReferralProgressed { referral, progress, .. } => {
            (name::referral(centre, referral), progress.code().to_owned())
        }
        Event::Care(event) => {
            let entry = care::entry_name(centre, known.case, event.entry);
            (entry, care::detail(&event.fact).to_owned())
        }
        Event::TaskOverdue { kind, .. } => (String::new(), kind.code().to_owned()),
        Event::Agency(event) => agency::about(known, event),
        Event::Merge(event) => (name::case(centre, event.case), String::new()),
        Event::Safeguard(event) => safeguard::about(known, event),
        Event::CaseClosed { reason, .. } => (String::new(), reason.code().to_owned()),
        Event::CaseOpened { .. }
        | Event::SurvivorCorrected { .. }
        | Event::FollowUpRecorded { .. }
        | Event::Ending(_)
        | Event::SurvivorErased { .. } => (String::new(), String::new()),
    }
}
