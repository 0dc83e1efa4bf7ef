//! Asking that a structure serve her: the need, then the structures that the pathway proposes for it,
//! then exactly what the agency will see.
//!
//! What she needs is personal: the steps travel in the bodies of forms, never in an address.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::{
    Case, Consent, GetDisclosurePreviewRequest, GetDisclosurePreviewResponse,
    RequestReferralRequest,
};
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Urgency};
use sentier_proto::referrals::v1::{Agency, ProposePathwayResponse, ProposedStructure, Structure};

use super::onward::aim::Aim;
use super::personal::{IncidentRow, of_incident, of_survivor};
use super::places::{self, agency_of};
use super::{FormPage, case, choices, proposals, structures};
use crate::form::{Choice, Fields, Form};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

/// What the last step shows.
#[derive(Template)]
#[template(path = "refer.html")]
struct ReferPage {
    page: Page,
    id: String,
    need: String,
    place: String,
    agency: String,
    /// The limits of clinical care; empty for other needs.
    limits: Vec<String>,
    /// What the agency will see whatever is ticked.
    always: String,
    /// What was not consented and stays here.
    never: String,
    /// What was consented, and the pathway does not ask for.
    unasked: String,
    consent: String,
    /// What she does not consent to, in her words; empty when she set no limits.
    her_limits: String,
    /// Whether the agency's view was opened, and what it shows.
    previewed: bool,
    facts: Vec<(String, String)>,
    incidents: Vec<IncidentRow>,
    until: String,
    form: Form,
}

/// The first step: the need.
pub(crate) async fn begin(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(needs(&here, &id, &Aim::Referral, None))
}

/// The first step when the case is to be handed over.
pub(crate) async fn begin_handover(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(needs(&here, &id, &Aim::Transfer, None))
}

/// The next step, or the request itself.
pub(crate) async fn go_on(here: Here, Path(id): Path<String>) -> Answer {
    let need = Need::from_str_name(here.fields.get("need")).unwrap_or_default();
    let aim = Aim::of(&here);
    if need == Need::Unspecified {
        here.case(&id)?;
        let trouble = Trouble::Fields(vec![("need", "wrong-choice")]);
        return Ok(needs(&here, &id, &aim, Some(&trouble)));
    }
    let case = case::facts(&here, &id).await?;
    let mut proposal = match proposals::of(&here, need, &case).await {
        Ok(proposal) => proposal,
        Err(trouble) if trouble.is_signed_out() => return Err(trouble),
        Err(trouble) => return Ok(needs(&here, &id, &aim, Some(&trouble))),
    };
    let agencies = places::agencies(&here).await?;
    aim.narrow(&mut proposal, &agencies);
    let offers = Offers { id, need, aim, case, proposal, agencies };
    let proposed = proposals::structures(&offers.proposal);
    let chosen = proposed.into_iter().find(|one| one.name == here.fields.get("structure"));
    let Some(structure) = chosen else {
        let missing = Trouble::Fields(vec![("structure", "wrong-choice")]);
        return Ok(offers.page(&here, here.fields.has("structure").then_some(&missing)));
    };
    let Some(consent) = best_consent(&here, &offers.case, agency_of(&structure.name)) else {
        let trouble = Trouble::Fields(vec![("structure", "wrong-no-consent")]);
        return Ok(offers.page(&here, Some(&trouble)));
    };
    let last = Last { offers: &offers, structure, consent };
    let sends = here.fields.get("step") == "send";
    let previews = sends && here.fields.get("then") == PREVIEW;
    if sends && !previews {
        match last.send(&here).await {
            Ok(()) => Ok(see_other(&format!("/cases/{}?n=referral-requested", offers.id))),
            Err(trouble) => last.again(&here, trouble).await,
        }
    } else {
        match last.preview(&here, !previews).await {
            Ok(preview) => Ok(last.page(&here, None, Some(&preview))),
            Err(trouble) if trouble.is_signed_out() => Err(trouble),
            Err(trouble) => Ok(last.page(&here, Some(&trouble), None)),
        }
    }
}

/// What the second button of the last step sends.
const PREVIEW: &str = "preview";

fn needs(here: &Here, id: &str, aim: &Aim, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let needs = choices::of(here, "need", "need", &choices::NEEDS, Need::as_str_name);
    let form = Form::new(words, format!("/cases/{id}/referrals/new"), "submit-next")
        .one_of("need", needs)
        .line("hours_since", "number", &here.fields)
        .line("asked_age", "number", &here.fields)
        .one_of("asked_sex", proposals::sexes(here))
        .line("asked_commune", "text", &here.fields)
        .with_trouble(trouble);
    let form = aim.carry(form);
    let limits = ["limit-health-first", "limit-72", "limit-120"].map(|limit| words.say(limit));
    let intro = aim.intro(here).into_iter().chain(limits).collect();
    let page = here.page("title-form");
    let heading = words.say(aim.heading());
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}

/// The second step: who serves the need here.
struct Offers {
    id: String,
    need: Need,
    aim: Aim,
    case: Case,
    proposal: ProposePathwayResponse,
    agencies: Vec<Agency>,
}

impl Offers {
    fn agency_name(&self, here: &Here, structure: &Structure) -> String {
        let agency = agency_of(&structure.name);
        let known = self.agencies.iter().find(|one| one.name == agency);
        known.map_or_else(|| here.words.say("a-place"), |one| one.display_name.clone())
    }

    /// Whether the pathway lets a referral for this need ask for it.
    fn may_ask(&self, group: FieldGroup) -> bool {
        let rule = self.proposal.pathway.as_ref();
        rule.is_none_or(|rule| rule.field_groups().any(|one| one == group))
    }

    fn page(&self, here: &Here, trouble: Option<&Trouble>) -> Response {
        let (words, id) = (here.words, &self.id);
        let choice = |proposed: &ProposedStructure| {
            let one = proposed.structure.as_ref()?;
            let consent = match best_consent(here, &self.case, agency_of(&one.name)) {
                Some(_consent) => words.say("offer-with-consent"),
                None => words.say("offer-without-consent"),
            };
            let place = one.display_name.clone();
            let known = [place, self.agency_name(here, one), one.phone.clone()].into_iter();
            let offer = one.services.iter().find(|offer| offer.need() == self.need);
            let conditions = offer.map_or_else(Vec::new, |it| structures::conditions(here, it));
            let known = known.chain(proposals::reasons(here, proposed)).chain(conditions);
            let label = known.chain([consent]).filter(|text| !text.is_empty());
            let label = label.collect::<Vec<_>>().join(" · ");
            Some(Choice::new("structure", &one.name, label, &here.fields))
        };
        let form = Form::new(words, format!("/cases/{id}/referrals/new"), "submit-next")
            .hide("need", self.need.as_str_name())
            .hide("hours_since", here.fields.get("hours_since"))
            .hide("asked_age", here.fields.get("asked_age"))
            .hide("asked_sex", here.fields.get("asked_sex"))
            .hide("asked_commune", here.fields.get("asked_commune"))
            .one_of("structure", self.proposal.proposals.iter().filter_map(choice).collect())
            .with_trouble(trouble);
        let form = self.aim.carry(form);
        let mut intro = limits(here, self.need);
        intro.extend(proposals::remarks(here, &self.proposal));
        if self.proposal.proposals.is_empty() {
            intro.push(words.say("offer-none"));
        }
        let page = here.page("title-form");
        let need = words.code("need", self.need.as_str_name());
        let heading = words.fill("heading-structure", &[("need", &need)]);
        let back = format!("/cases/{id}/referrals/new");
        here.show_after(trouble, &FormPage { page, heading, intro, form, back })
    }
}

/// The hard limits of clinical care, and that the police are no condition of it.
fn limits(here: &Here, need: Need) -> Vec<String> {
    match need {
        Need::ClinicalManagementOfRape => {
            vec![
                here.words.say("limit-72"),
                here.words.say("limit-120"),
                here.words.say("limit-no-police"),
            ]
        }
        Need::Police | Need::LegalAid => vec![here.words.say("limit-health-first")],
        _ => Vec::new(),
    }
}

/// The consent that lets this agency see most, and among equals the newest.
fn best_consent<'a>(here: &Here, case: &'a Case, agency: &str) -> Option<&'a Consent> {
    let usable = case.consents.iter().filter(|one| {
        one.agency == agency
            && one.purpose() == ConsentPurpose::Services
            && case::is_valid(here, one)
    });
    usable.max_by_key(|one| {
        let since = one.grant_time.as_ref().map_or(0, |at| at.seconds);
        (one.field_groups.len(), since)
    })
}

fn group_number(name: &str) -> Option<i32> {
    FieldGroup::from_str_name(name).map(i32::from)
}

/// The last step: everything is known but what she lets them see.
struct Last<'a> {
    offers: &'a Offers,
    structure: &'a Structure,
    consent: &'a Consent,
}

impl Last<'_> {
    /// Exactly what the agency would see, by the rule that decides when it is claimed, and the limits that
    /// she set; or these alone. Recorded.
    async fn preview(
        &self,
        here: &Here,
        limits_only: bool,
    ) -> Result<GetDisclosurePreviewResponse, Trouble> {
        let chosen = here.fields.codes("field_groups", group_number);
        let message = GetDisclosurePreviewRequest {
            name: self.offers.case.name.clone(),
            structure: self.structure.name.clone(),
            consent: self.consent.name.clone(),
            field_groups: if limits_only { Vec::new() } else { chosen },
            limits_only,
            need: self.offers.need.into(),
        };
        ask!(here, disclosures.get_disclosure_preview, message).await
    }

    /// The same step after a refusal: her limits stand there again.
    async fn again(&self, here: &Here, trouble: Trouble) -> Answer {
        if trouble.is_signed_out() {
            return Err(trouble);
        }
        let limits = self.preview(here, true).await.ok();
        Ok(self.page(here, Some(&trouble), limits.as_ref()))
    }

    async fn send(&self, here: &Here) -> Result<(), Trouble> {
        let urgency = Urgency::from_str_name(here.fields.get("urgency")).unwrap_or_default();
        let wish = RequestReferralRequest {
            name: self.offers.case.name.clone(),
            request_id: here.request_id(),
            expected_version: here.fields.version(),
            structure: self.structure.name.clone(),
            need: self.offers.need.into(),
            urgency: urgency.into(),
            consent: self.consent.name.clone(),
            field_groups: here.fields.codes("field_groups", group_number),
        };
        self.offers.aim.send(here, wish).await
    }

    fn page(
        &self,
        here: &Here,
        trouble: Option<&Trouble>,
        preview: Option<&GetDisclosurePreviewResponse>,
    ) -> Response {
        let words = here.words;
        let shown = preview.and_then(|preview| preview.disclosure.as_ref());
        // Until she has chosen, everything that was consented is ticked, and rape is urgent.
        let chosen = if here.fields.has("step") { here.fields.clone() } else { self.all_chosen() };
        let consented: Vec<FieldGroup> = self.consent.field_groups().collect();
        let (given, kept): (Vec<FieldGroup>, Vec<FieldGroup>) =
            choices::GROUPS.into_iter().partition(|group| consented.contains(group));
        let (unasked, given): (Vec<FieldGroup>, Vec<FieldGroup>) =
            given.into_iter().partition(|group| !self.offers.may_ask(*group));
        let named = |group: &FieldGroup| words.code("field-group", group.as_str_name());
        let tick = |group: &FieldGroup| {
            Choice::new("field_groups", group.as_str_name(), named(group), &chosen)
        };
        let form =
            Form::new(words, format!("/cases/{}/referrals/new", self.offers.id), "submit-refer")
                .hide("request_id", here.request_id())
                .hide("version", self.version(here, trouble).to_string())
                .hide("step", "send")
                .hide("need", self.offers.need.as_str_name())
                .hide("structure", self.structure.name.clone())
                .any_of("field_groups", given.iter().map(tick).collect())
                .worded("label-passed-on");
        let asks = self.offers.aim.asks_urgency();
        let form = if asks { form.one_of("urgency", urgencies(here, &chosen)) } else { form };
        let form = form.or(PREVIEW, "submit-preview").with_trouble(trouble);
        let form = self.offers.aim.carry(form);
        let told = |groups: &[FieldGroup]| groups.iter().map(named).collect::<Vec<_>>().join(" · ");
        let (never, unasked) = (told(&kept), told(&unasked));
        here.show_after(
            trouble,
            &ReferPage {
                page: here.page("title-form"),
                id: self.offers.id.clone(),
                need: words.code("need", self.offers.need.as_str_name()),
                place: self.structure.display_name.clone(),
                agency: self.offers.agency_name(here, self.structure),
                limits: limits(here, self.offers.need),
                always: self.offers.case.survivor_code.clone(),
                never,
                unasked,
                consent: words.day(self.consent.grant_time.as_ref()),
                her_limits: preview.map(|it| it.limits.clone()).unwrap_or_default(),
                previewed: shown.is_some(),
                facts: shown
                    .and_then(|shown| shown.survivor.as_ref())
                    .map_or_else(Vec::new, |one| of_survivor(here, one)),
                incidents: shown.map_or_else(Vec::new, |shown| {
                    shown.incidents.iter().map(|one| of_incident(here, one)).collect()
                }),
                until: words.moment(preview.and_then(|it| it.read_until_time.as_ref())),
                form,
            },
        )
    }

    /// The version that she saw first; the fresh one once she was told that the case moved on.
    fn version(&self, here: &Here, trouble: Option<&Trouble>) -> i64 {
        match here.fields.version() {
            Some(seen) if !trouble.is_some_and(Trouble::is_stale) => seen,
            _ => self.offers.case.version,
        }
    }

    fn all_chosen(&self) -> Fields {
        let urgent = self.offers.need == Need::ClinicalManagementOfRape;
        let urgency = if urgent { Urgency::Urgent } else { Urgency::Routine };
        let mut chosen: Vec<(&str, &str)> = vec![("urgency", urgency.as_str_name())];
        let groups = self.consent.field_groups().filter(|group| self.offers.may_ask(*group));
        chosen.extend(groups.map(|group| ("field_groups", group.as_str_name())));
        Fields::of(&chosen)
    }
}

fn urgencies(here: &Here, chosen: &Fields) -> Vec<Choice> {
    let choice = |one: &Urgency| {
        let code = one.as_str_name();
        Choice::new("urgency", code, here.words.code("urgency", code), chosen)
    };
    choices::URGENCIES.iter().map(choice).collect()
}
