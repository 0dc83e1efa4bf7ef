//! An agency proposes what else she needs, and takes that back.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::common::v1::{Need, Urgency};
use sentier_proto::name;
use sentier_proto::referrals::v1::onward_proposal::State;
use sentier_proto::referrals::v1::{
    OnwardProposal, Referral, Structure, SubmitOnwardProposalRequest, WithdrawOnwardProposalRequest,
};

use crate::form::{Choice, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::places::{self, Places};
use crate::pages::{FormPage, choices, referral};
use crate::trouble::Trouble;

/// A proposal on the page of its referral.
pub(crate) struct ProposedRow {
    pub(crate) need: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) what: String,
    /// Where it is taken back; empty when it cannot be.
    pub(crate) withdraw: String,
}

/// The proposals of a referral, newest first; `path` is its agency's page, and empty for the centre.
pub(crate) fn rows(here: &Here, it: &Referral, places: &Places, path: &str) -> Vec<ProposedRow> {
    let row = |one: &OnwardProposal| {
        let urgency = here.words.code("urgency", one.urgency().as_str_name());
        let place = match one.structure.as_str() {
            "" => String::new(),
            structure => places.name(here, structure),
        };
        let said = [urgency, place, here.words.moment(one.propose_time.as_ref())];
        let said = said.into_iter().filter(|text| !text.is_empty());
        ProposedRow {
            need: here.words.code("need", one.need().as_str_name()),
            state: here.words.code("onward", one.state().as_str_name()),
            tone: match one.state() {
                State::TakenUp => "good",
                State::NotTakenUp | State::Withdrawn => "bad",
                State::Unspecified | State::Proposed => "wait",
            },
            what: said.collect::<Vec<_>>().join(" · "),
            withdraw: match one.state() {
                State::Proposed if !path.is_empty() => format!("{path}/propose/{}", one.id),
                _ => String::new(),
            },
        }
    };
    it.onward_proposals.iter().rev().map(row).collect()
}

/// What else does she need?
pub(crate) async fn ask_proposal(here: Here, Path((centre, id)): Path<(String, String)>) -> Answer {
    let version = referral::find(&here, &centre, &id).await?.version;
    page(&here, (&centre, &id), version, None).await
}

/// Proposes it to the centre.
pub(crate) async fn propose(here: Here, Path((centre, id)): Path<(String, String)>) -> Answer {
    let need = Need::from_str_name(here.fields.get("need")).unwrap_or_default();
    let urgency = Urgency::from_str_name(here.fields.get("urgency")).unwrap_or_default();
    let message = SubmitOnwardProposalRequest {
        name: referral::name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
        need: need.into(),
        urgency: urgency.into(),
        structure: here.fields.get("structure").to_owned(),
    };
    match ask!(here, onward.submit_onward_proposal, message).await {
        Ok(_referral) => Ok(see_other(&format!("/inbox/{centre}/{id}?n=onward-proposed"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let version = match here.fields.version() {
                Some(seen) if !trouble.is_stale() => seen,
                _ => referral::find(&here, &centre, &id).await?.version,
            };
            page(&here, (&centre, &id), version, Some(&trouble)).await
        }
    }
}

/// Takes a proposal back.
pub(crate) async fn withdraw(
    here: Here,
    Path((centre, id, proposal)): Path<(String, String, String)>,
) -> Answer {
    let message = WithdrawOnwardProposalRequest {
        name: referral::name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
        proposal,
    };
    ask!(here, onward.withdraw_onward_proposal, message).await?;
    Ok(see_other(&format!("/inbox/{centre}/{id}?n=onward-withdrawn")))
}

async fn page(
    here: &Here,
    (centre, id): (&str, &str),
    version: i64,
    trouble: Option<&Trouble>,
) -> Result<Response, Trouble> {
    let around = places::structures(here, Need::Unspecified, name::centre(centre)).await?;
    let place = |one: &Structure| {
        Choice::new("structure", &one.name, one.display_name.clone(), &here.fields)
    };
    let nobody =
        Choice::new("structure", "", here.words.say("choice-centre-chooses"), &here.fields);
    let structures = std::iter::once(nobody).chain(around.iter().map(place)).collect();
    let needs = choices::of(here, "need", "need", &choices::NEEDS, Need::as_str_name);
    let urgencies =
        choices::of(here, "urgency", "urgency", &choices::URGENCIES, Urgency::as_str_name);
    let form = Form::new(here.words, format!("/inbox/{centre}/{id}/propose"), "submit-propose")
        .hide("request_id", here.request_id())
        .hide("version", version.to_string())
        .one_of("need", needs)
        .one_of("urgency", urgencies)
        .select("structure", structures)
        .worded("label-suggested")
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-propose");
    let intro = vec![here.words.say("propose-intro")];
    let back = format!("/inbox/{centre}/{id}");
    Ok(here.show_after(trouble, &FormPage { page, heading, intro, form, back }))
}
