//! Consent: to whom, what, for which purpose, until when, in words that can be read to her.

use axum::extract::Path;
use axum::response::Response;
use prost_types::Timestamp;
use sentier_proto::cases::v1::{GrantConsentRequest, WithdrawConsentRequest};
use sentier_proto::common::v1::{ConsentPurpose, Date, FieldGroup};
use sentier_proto::referrals::v1::Agency;

use super::{FormPage, choices, giving, places};
use crate::form::{Choice, Form, date};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// The form.
pub(crate) async fn ask(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    let agencies = places::agencies(&here).await?;
    Ok(page(&here, &id, &agencies, None))
}

/// Records the consent.
pub(crate) async fn grant(here: Here, Path(id): Path<String>) -> Answer {
    let granted = match message(&here, &id) {
        Ok(message) => ask!(here, cases.grant_consent, message).await,
        Err(trouble) => Err(trouble),
    };
    match granted {
        Ok(_consent) => Ok(see_other(&format!("/cases/{id}?n=consent-granted"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let agencies = places::agencies(&here).await.unwrap_or_default();
            Ok(page(&here, &id, &agencies, Some(&trouble)))
        }
    }
}

fn message(here: &Here, id: &str) -> Result<GrantConsentRequest, Trouble> {
    let fields = &here.fields;
    let purpose = ConsentPurpose::from_str_name(fields.get("purpose")).unwrap_or_default();
    let services = purpose == ConsentPurpose::Services;
    let mut wrong = Vec::new();
    if purpose == ConsentPurpose::Unspecified {
        wrong.push(("purpose", "wrong-choice"));
    }
    let expire_time = match fields.get("expire_time") {
        "" => None,
        text => {
            let end = date(text).as_ref().and_then(end_of);
            if end.is_none() {
                wrong.push(("expire_time", "wrong-date"));
            }
            end
        }
    };
    if !wrong.is_empty() {
        return Err(Trouble::Fields(wrong));
    }
    // Figures and research name no agency and release no fields, whatever else was ticked.
    let groups = |name: &str| FieldGroup::from_str_name(name).map(i32::from);
    Ok(GrantConsentRequest {
        name: here.case(id)?,
        request_id: here.request_id(),
        expected_version: None,
        purpose: purpose.into(),
        agency: if services { fields.get("agency").to_owned() } else { String::new() },
        field_groups: if services { fields.codes("field_groups", groups) } else { Vec::new() },
        expire_time,
        giving: Some(giving::told(here, &giving::CONSENT)),
    })
}

/// The end of a day; what she says until Friday holds on Friday.
fn end_of(day: &Date) -> Option<Timestamp> {
    let day = sentier_platform::grpc::calendar_date(day)?;
    let next = day.next_day()?.midnight().assume_utc();
    Some(Timestamp { seconds: next.unix_timestamp(), nanos: 0 })
}

fn page(here: &Here, id: &str, agencies: &[Agency], trouble: Option<&Trouble>) -> Response {
    let (words, fields) = (here.words, &here.fields);
    let purposes = choices::of(
        here,
        "purpose",
        "consent-purpose",
        &choices::PURPOSES,
        ConsentPurpose::as_str_name,
    );
    let nobody = Choice::new("agency", "", words.say("choice-no-agency"), fields);
    let active = agencies.iter().filter(|agency| agency.active);
    let named = active.map(|one| Choice::new("agency", &one.name, &one.display_name, fields));
    let groups =
        choices::of(here, "field_groups", "field-group", &choices::GROUPS, FieldGroup::as_str_name);
    let form = Form::new(words, format!("/cases/{id}/consents/new"), "submit-consent")
        .hide("request_id", here.request_id())
        .one_of("purpose", super::open_case::first_chosen(purposes))
        .select("agency", std::iter::once(nobody).chain(named).collect())
        .any_of("field_groups", groups)
        .line("expire_time", "date", fields)
        .part(words.say("part-giving"));
    let form = giving::ask(here, form, &giving::CONSENT).with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-consent");
    let intro = vec![words.say("consent-intro"), words.say("consent-withdrawable")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}

/// Asks whether she means it.
pub(crate) async fn ask_withdrawal(
    here: Here,
    Path((id, consent)): Path<(String, String)>,
) -> Answer {
    name(&here, &id, &consent)?;
    Ok(withdrawal(&here, &id, &consent, None))
}

/// Withdraws the consent.
pub(crate) async fn withdraw(here: Here, Path((id, consent)): Path<(String, String)>) -> Answer {
    let message = WithdrawConsentRequest {
        name: name(&here, &id, &consent)?,
        request_id: here.request_id(),
        expected_version: None,
    };
    match ask!(here, cases.withdraw_consent, message).await {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=consent-withdrawn"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(withdrawal(&here, &id, &consent, Some(&trouble))),
    }
}

fn name(here: &Here, id: &str, consent: &str) -> Result<String, Trouble> {
    let name = format!("{}/consents/{consent}", here.case(id)?);
    Here::named::<3>("centres/*/cases/*/consents/*", name)
}

fn withdrawal(here: &Here, id: &str, consent: &str, trouble: Option<&Trouble>) -> Response {
    let action = format!("/cases/{id}/consents/{consent}/withdraw");
    let form = Form::new(here.words, action, "submit-withdraw")
        .dangerous()
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-withdraw");
    let intro = vec![here.words.say("withdraw-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}
