//! What an agency answers to a referral.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome};
use sentier_proto::referrals::v1::{
    AcceptReferralRequest, AcknowledgeReferralRequest, CompleteReferralRequest,
    DeclineReferralRequest,
};

use super::referral::{find, name};
use super::{FormPage, choices};
use crate::form::{Choice, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

type Place = Path<(String, String)>;

/// We have seen it.
pub(crate) async fn acknowledge(here: Here, Path((centre, id)): Place) -> Answer {
    let message = AcknowledgeReferralRequest {
        name: name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
    };
    ask!(here, referrals.acknowledge_referral, message).await?;
    Ok(see_other(&format!("/inbox/{centre}/{id}?n=acknowledged")))
}

/// We take it.
pub(crate) async fn accept(here: Here, Path((centre, id)): Place) -> Answer {
    let message = AcceptReferralRequest {
        name: name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
    };
    ask!(here, referrals.accept_referral, message).await?;
    Ok(see_other(&format!("/inbox/{centre}/{id}?n=accepted")))
}

/// Why not?
pub(crate) async fn ask_decline(here: Here, Path((centre, id)): Place) -> Answer {
    let version = find(&here, &centre, &id).await?.version;
    Ok(DECLINE.page(&here, (&centre, &id), version, decline_reasons(&here), None))
}

/// We do not take it.
pub(crate) async fn decline(here: Here, Path((centre, id)): Place) -> Answer {
    let reason = DeclineReason::from_str_name(here.fields.get("reason")).unwrap_or_default();
    let message = DeclineReferralRequest {
        name: name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
        reason: reason.into(),
    };
    let answered = ask!(here, referrals.decline_referral, message).await;
    DECLINE.after(&here, (&centre, &id), answered, decline_reasons(&here)).await
}

/// What did it lead to?
pub(crate) async fn ask_complete(here: Here, Path((centre, id)): Place) -> Answer {
    let version = find(&here, &centre, &id).await?.version;
    Ok(COMPLETE.page(&here, (&centre, &id), version, outcomes(&here), None))
}

/// The service was given.
pub(crate) async fn complete(here: Here, Path((centre, id)): Place) -> Answer {
    let outcome = Outcome::from_str_name(here.fields.get("outcome")).unwrap_or_default();
    let message = CompleteReferralRequest {
        name: name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
        outcome: outcome.into(),
    };
    let answered = ask!(here, referrals.complete_referral, message).await;
    COMPLETE.after(&here, (&centre, &id), answered, outcomes(&here)).await
}

fn decline_reasons(here: &Here) -> Vec<Choice> {
    let reasons = &choices::DECLINE_REASONS;
    choices::of(here, "reason", "decline-reason", reasons, DeclineReason::as_str_name)
}

fn outcomes(here: &Here) -> Vec<Choice> {
    choices::of(here, "outcome", "outcome", &choices::OUTCOMES, Outcome::as_str_name)
}

/// An answer that needs one choice.
struct Asked {
    verb: &'static str,
    field: &'static str,
    notice: &'static str,
    danger: bool,
}

const DECLINE: Asked = Asked { verb: "decline", field: "reason", notice: "declined", danger: true };
const COMPLETE: Asked =
    Asked { verb: "complete", field: "outcome", notice: "completed", danger: false };

impl Asked {
    async fn after<T>(
        &self,
        here: &Here,
        (centre, id): (&str, &str),
        answered: Result<T, Trouble>,
        choices: Vec<Choice>,
    ) -> Answer {
        match answered {
            Ok(_referral) => Ok(see_other(&format!("/inbox/{centre}/{id}?n={}", self.notice))),
            Err(trouble) if trouble.is_signed_out() => Err(trouble),
            Err(trouble) => {
                let shown = here.fields.version().unwrap_or_default();
                let fresh = trouble.is_stale();
                let version = if fresh { find(here, centre, id).await?.version } else { shown };
                Ok(self.page(here, (centre, id), version, choices, Some(&trouble)))
            }
        }
    }

    fn page(
        &self,
        here: &Here,
        (centre, id): (&str, &str),
        version: i64,
        choices: Vec<Choice>,
        trouble: Option<&Trouble>,
    ) -> Response {
        let action = format!("/inbox/{centre}/{id}/{}", self.verb);
        let mut form = Form::new(here.words, action, &format!("submit-{}", self.verb))
            .hide("request_id", here.request_id())
            .hide("version", version.to_string())
            .one_of(self.field, choices)
            .with_trouble(trouble);
        form.danger = self.danger;
        let page = here.page("title-form");
        let heading = here.words.say(&format!("heading-{}", self.verb));
        let back = format!("/inbox/{centre}/{id}");
        here.show_after(trouble, &FormPage { page, heading, intro: Vec::new(), form, back })
    }
}
