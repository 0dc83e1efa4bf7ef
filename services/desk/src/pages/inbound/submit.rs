//! An agency refers a survivor to the centre.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::common::v1::{Need, Sex, Urgency};
use sentier_proto::referrals::v1::inbound_referral::Agreement;
use sentier_proto::referrals::v1::{
    Submission, SubmitInboundReferralRequest, WithdrawInboundReferralRequest,
};

use super::{list, name};
use crate::form::{Choice, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::{FormPage, choices, places};
use crate::trouble::Trouble;

const AGREEMENTS: [Agreement; 3] = [Agreement::Verbal, Agreement::Signature, Agreement::Thumbprint];

/// What the agency submitted.
pub(crate) async fn all(here: Here) -> Answer {
    here.signed()?.agency().ok_or(Trouble::NoPage)?;
    list(&here, String::new(), "/submissions").await
}

/// Who is she, and what does she need?
pub(crate) async fn ask_submission(here: Here) -> Answer {
    let centres = centres(&here).await?;
    Ok(page(&here, &centres, None))
}

/// Refers her.
pub(crate) async fn submit(here: Here) -> Answer {
    let centres = centres(&here).await?;
    let fields = &here.fields;
    let need = Need::from_str_name(fields.get("need")).unwrap_or_default();
    let urgency = Urgency::from_str_name(fields.get("urgency")).unwrap_or_default();
    let agreement = Agreement::from_str_name(fields.get("agreement")).unwrap_or_default();
    let sex = Sex::from_str_name(fields.get("submission.sex")).unwrap_or_default();
    let message = SubmitInboundReferralRequest {
        parent: fields.get("parent").to_owned(),
        request_id: here.request_id(),
        need: need.into(),
        urgency: urgency.into(),
        agreement: agreement.into(),
        submission: Some(Submission {
            full_name: fields.get("submission.full_name").to_owned(),
            sex: sex.into(),
            phone: fields.get("submission.phone").to_owned(),
            safe_contact: fields.get("submission.safe_contact").to_owned(),
            note: fields.get("submission.note").to_owned(),
        }),
    };
    match ask!(here, inbound.submit_inbound_referral, message).await {
        Ok(_submitted) => Ok(see_other("/submissions?n=submitted")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &centres, Some(&trouble))),
    }
}

/// She does not wish it any more.
pub(crate) async fn withdraw(here: Here, Path((centre, id)): Path<(String, String)>) -> Answer {
    here.signed()?.agency().ok_or(Trouble::NoPage)?;
    let message = WithdrawInboundReferralRequest {
        name: name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
    };
    ask!(here, inbound.withdraw_inbound_referral, message).await?;
    Ok(see_other("/submissions?n=submission-withdrawn"))
}

/// The centres whose area a structure of the agency covers.
async fn centres(here: &Here) -> Result<Vec<String>, Trouble> {
    let own = here.signed()?.agency().ok_or(Trouble::NoPage)?;
    let own = sentier_proto::name::agency(own);
    let all = places::structures(here, Need::Unspecified, String::new()).await?;
    let mine = all.into_iter().filter(|one| places::agency_of(&one.name) == own);
    let centres: BTreeSet<String> = mine.flat_map(|one| one.centres).collect();
    Ok(centres.into_iter().collect())
}

fn page(here: &Here, centres: &[String], trouble: Option<&Trouble>) -> Response {
    let (words, fields) = (here.words, &here.fields);
    let centre = |name: &String| Choice {
        value: name.clone(),
        label: super::last(name).to_owned(),
        chosen: fields.get("parent") == name || centres.len() == 1,
    };
    let needs = choices::of(here, "need", "need", &choices::NEEDS, Need::as_str_name);
    let urgencies =
        choices::of(here, "urgency", "urgency", &choices::URGENCIES, Urgency::as_str_name);
    let sexes = choices::of(here, "submission.sex", "sex", &choices::SEXES, Sex::as_str_name);
    let agreements =
        choices::of(here, "agreement", "agreement", &AGREEMENTS, Agreement::as_str_name);
    let form = Form::new(words, "/submissions/new", "submit-submission")
        .hide("request_id", here.request_id())
        .one_of("parent", centres.iter().map(centre).collect())
        .worded("label-centre-referred")
        .one_of("need", needs)
        .one_of("urgency", urgencies)
        .line("submission.full_name", "text", fields)
        .one_of("submission.sex", sexes)
        .line("submission.phone", "tel", fields)
        .lines("submission.safe_contact", fields)
        .lines("submission.note", fields)
        .one_of("agreement", agreements)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-submission");
    let intro = vec![words.say("submission-intro")];
    let back = "/submissions".to_owned();
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
