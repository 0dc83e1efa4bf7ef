//! The caseworker answers what an agency proposed, once she spoke with the survivor.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::onward_proposal::{Refusal, State};
use sentier_proto::cases::v1::{Case, DeclineOnwardRequest, OnwardProposal};

use super::holder;
use crate::form::Form;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::pages::places::Places;
use crate::pages::{FormPage, case, choices};
use crate::trouble::Trouble;

const REFUSALS: [Refusal; 5] = [
    Refusal::SurvivorDeclines,
    Refusal::ServedAlready,
    Refusal::NoStructure,
    Refusal::NotReached,
    Refusal::Other,
];

#[derive(Template)]
#[template(path = "onward.html")]
struct OnwardPage {
    page: Page,
    /// The case.
    id: String,
    /// The proposal.
    proposal: String,
    need: String,
    need_code: &'static str,
    facts: Vec<(String, String)>,
}

type Place = Path<(String, String)>;

/// A proposal that waits for an answer.
async fn find(here: &Here, id: &str, proposal: &str) -> Result<(Case, OnwardProposal), Trouble> {
    let case = case::facts(here, id).await?;
    let waits = |one: &&OnwardProposal| one.id == proposal && one.state() == State::Proposed;
    let found = case.onward_proposals.iter().find(waits).cloned().ok_or(Trouble::NoPage)?;
    Ok((case, found))
}

/// What is proposed, and what is to be asked of her.
pub(crate) async fn show(here: Here, Path((id, proposal)): Place) -> Answer {
    let (found, places) = tokio::join!(find(&here, &id, &proposal), Places::known_to(&here));
    let (case, one) = found?;
    let words = here.words;
    let place = match one.structure.as_str() {
        "" => String::new(),
        structure => places.name(&here, structure),
    };
    let known = [
        ("fact-proposed-by", holder(&here, &case, &one, &places)),
        ("fact-urgency", words.code("urgency", one.urgency().as_str_name())),
        ("fact-suggested", place),
        ("fact-proposed", words.moment(one.propose_time.as_ref())),
    ];
    let given = known.into_iter().filter(|(_, value)| !value.is_empty());
    Ok(here.show(&OnwardPage {
        page: here.page("title-record"),
        id,
        need: words.code("need", one.need().as_str_name()),
        need_code: one.need().as_str_name(),
        facts: given.map(|(label, value)| (words.say(label), value)).collect(),
        proposal,
    }))
}

/// Why is it not gone on with?
pub(crate) async fn ask_decline(here: Here, Path((id, proposal)): Place) -> Answer {
    let (case, one) = find(&here, &id, &proposal).await?;
    Ok(declining(&here, (&id, &one.id), case.version, None))
}

/// It is not gone on with.
pub(crate) async fn decline(here: Here, Path((id, proposal)): Place) -> Answer {
    let reason = Refusal::from_str_name(here.fields.get("reason")).unwrap_or_default();
    let message = DeclineOnwardRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
        proposal: proposal.clone(),
        reason: reason.into(),
    };
    match ask!(here, agencies.decline_onward, message).await {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=onward-declined"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let shown = here.fields.version().unwrap_or_default();
            let version =
                if trouble.is_stale() { case::facts(&here, &id).await?.version } else { shown };
            Ok(declining(&here, (&id, &proposal), version, Some(&trouble)))
        }
    }
}

fn declining(
    here: &Here,
    (id, proposal): (&str, &str),
    version: i64,
    trouble: Option<&Trouble>,
) -> Response {
    let reasons = choices::of(here, "reason", "onward", &REFUSALS, Refusal::as_str_name);
    let action = format!("/cases/{id}/onward/{proposal}/decline");
    let form = Form::new(here.words, action, "submit-onward-decline")
        .hide("request_id", here.request_id())
        .hide("version", version.to_string())
        .one_of("reason", reasons)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-onward-decline");
    let intro = vec![here.words.say("onward-decline-intro")];
    let back = format!("/cases/{id}/onward/{proposal}");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
