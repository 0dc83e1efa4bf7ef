//! What a manager looks after: alarms, seals, and honey records. She reads no file.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::{ListStaffRequest, Staff};
use sentier_proto::cases::v1::{
    Alarm, ListAlarmsRequest, ListHoneyRecordsRequest, ListSealedCasesRequest,
    PlantHoneyRecordRequest, ReviewAlarmRequest, Survivor, UnsealCaseRequest,
};
use sentier_proto::common::v1::Sex;

use super::last;
use crate::form::{Form, date};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::pages::{FormPage, care, choices};
use crate::trouble::Trouble;

/// An alarm that waits for its review.
pub(crate) struct Alarmed {
    pub(crate) href: String,
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) until: String,
    /// Which of the month's openings alone it is; empty for another alarm.
    pub(crate) of_month: String,
}

/// The alarms that nobody reviewed yet.
pub(crate) async fn alarms(
    here: &Here,
    named: &impl Fn(&str) -> String,
) -> Result<Vec<Alarmed>, Trouble> {
    let message = ListAlarmsRequest { parent: here.centre()?, ..ListAlarmsRequest::default() };
    let told = ask!(here, safeguard.list_alarms, message).await?;
    Ok(told.alarms.iter().map(|one| alarmed(here, one, named)).collect())
}

fn alarmed(here: &Here, one: &Alarm, named: &impl Fn(&str) -> String) -> Alarmed {
    let parts = sentier_proto::name::parse::<3>("centres/*/cases/*/alarms/*", &one.name);
    let [_, case, alarm] = parts.unwrap_or_default();
    let count = one.month_count.to_string();
    let of_month = here.words.fill("alarm-of-month", &[("count", count.as_str())]);
    Alarmed {
        href: format!("/alarms/{case}/{alarm}"),
        when: here.words.moment(one.raise_time.as_ref()),
        who: named(&one.staff),
        what: here.words.code("alarm", one.kind().as_str_name()),
        until: here.words.moment(one.review_by_time.as_ref()),
        of_month: if one.month_count > 0 { of_month } else { String::new() },
    }
}

/// The form of a review.
pub(crate) async fn ask_review(here: Here, Path((case, alarm)): Path<(String, String)>) -> Answer {
    named(&here, &case, &alarm)?;
    Ok(review_page(&here, &case, &alarm, None))
}

/// Records the review.
pub(crate) async fn review(here: Here, Path((case, alarm)): Path<(String, String)>) -> Answer {
    let message = ReviewAlarmRequest {
        name: named(&here, &case, &alarm)?,
        request_id: here.request_id(),
        comment: here.fields.get("comment").to_owned(),
    };
    match ask!(here, safeguard.review_alarm, message).await {
        Ok(_nothing) => Ok(see_other("/review?n=alarm-reviewed")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(review_page(&here, &case, &alarm, Some(&trouble))),
    }
}

fn named(here: &Here, case: &str, alarm: &str) -> Result<String, Trouble> {
    Here::named::<3>("centres/*/cases/*/alarms/*", format!("{}/alarms/{alarm}", here.case(case)?))
}

fn review_page(here: &Here, case: &str, alarm: &str, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let form = Form::new(words, format!("/alarms/{case}/{alarm}"), "submit-entry")
        .hide("request_id", here.request_id())
        .lines("comment", &here.fields)
        .named(words.say("label-alarm-comment"))
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-alarm");
    let intro = vec![words.say("alarm-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/review".to_owned() })
}

#[derive(Template)]
#[template(path = "guarded.html")]
struct GuardedPage {
    page: Page,
    sealed: Vec<Guarded>,
    honey: Vec<Guarded>,
}

struct Guarded {
    id: String,
    when: String,
    who: String,
}

/// Sealed cases and honey records.
pub(crate) async fn guarded(here: Here) -> Answer {
    let parent = here.centre()?;
    let sealed = ListSealedCasesRequest { parent: parent.clone(), ..<_>::default() };
    let honey = ListHoneyRecordsRequest { parent, ..<_>::default() };
    let (sealed, honey, staff) = tokio::join!(
        ask!(here, safeguard.list_sealed_cases, sealed),
        ask!(here, safeguard.list_honey_records, honey),
        everybody(&here)
    );
    let (sealed, honey, staff) = (sealed?, honey?, staff.unwrap_or_default());
    let name = |who: &str| {
        let known = staff.iter().find(|one| one.name == who);
        known.map_or_else(|| here.words.say("by-colleague"), |one| one.display_name.clone())
    };
    let row = |case: &str, at, who: &str| Guarded {
        id: last(case),
        when: here.words.moment(at),
        who: name(who),
    };
    let sealed = sealed.cases.iter().map(|one| row(&one.name, one.seal_time.as_ref(), &one.sealer));
    let honey =
        honey.records.iter().map(|one| row(&one.name, one.plant_time.as_ref(), &one.planter));
    let (sealed, honey) = (sealed.collect(), honey.collect());
    Ok(here.show(&GuardedPage { page: here.page("title-list"), sealed, honey }))
}

/// All of the staff, those who left included.
async fn everybody(here: &Here) -> Result<Vec<Staff>, Trouble> {
    let message =
        ListStaffRequest { parent: here.centre()?, page_size: 1_000, page_token: String::new() };
    Ok(ask!(here, access.list_staff, message).await?.staff)
}

/// Asks why a seal is taken off.
pub(crate) async fn ask_unseal(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(unseal_page(&here, &id, None))
}

/// Takes a seal off.
pub(crate) async fn unseal(here: Here, Path(id): Path<String>) -> Answer {
    let message = UnsealCaseRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        reason: here.fields.get("reason").to_owned(),
    };
    match ask!(here, safeguard.unseal_case, message).await {
        Ok(_nothing) => Ok(see_other("/guarded?n=unsealed")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(unseal_page(&here, &id, Some(&trouble))),
    }
}

fn unseal_page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let form = Form::new(words, format!("/guarded/{id}/unseal"), "submit-unseal")
        .dangerous()
        .hide("request_id", here.request_id())
        .lines("reason", &here.fields)
        .named(words.say("label-safeguard-reason"))
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-unseal");
    let intro = vec![words.say("unseal-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/guarded".to_owned() })
}

/// The form of a honey record.
pub(crate) async fn ask_honey(here: Here) -> Answer {
    let staff = everybody(&here).await?;
    Ok(honey_page(&here, &staff, None))
}

/// Plants a honey record.
pub(crate) async fn plant_honey(here: Here) -> Answer {
    let fields = &here.fields;
    let survivor = Survivor {
        full_name: fields.get("survivor.full_name").to_owned(),
        sex: Sex::from_str_name(fields.get("survivor.sex")).map_or(0, i32::from),
        birth_date: date(fields.get("survivor.birth_date")),
        phone: fields.get("survivor.phone").to_owned(),
        ..Survivor::default()
    };
    let message = PlantHoneyRecordRequest {
        parent: here.centre()?,
        request_id: here.request_id(),
        caseworker: fields.get("caseworker").to_owned(),
        survivor: Some(survivor),
    };
    match ask!(here, safeguard.plant_honey_record, message).await {
        Ok(_record) => Ok(see_other("/guarded?n=honey-planted")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let staff = everybody(&here).await.unwrap_or_default();
            Ok(honey_page(&here, &staff, Some(&trouble)))
        }
    }
}

fn honey_page(here: &Here, staff: &[Staff], trouble: Option<&Trouble>) -> Response {
    let (words, fields) = (here.words, &here.fields);
    let sexes = choices::of(here, "survivor.sex", "sex", &choices::SEXES, Sex::as_str_name);
    let form = Form::new(words, "/guarded/new", "submit-honey")
        .hide("request_id", here.request_id())
        .select("caseworker", care::named(here, "caseworker", staff))
        .named(words.say("label-honey-caseworker"))
        .line("survivor.full_name", "text", fields)
        .one_of("survivor.sex", sexes)
        .line("survivor.birth_date", "date", fields)
        .line("survivor.phone", "tel", fields)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-honey");
    let intro = vec![words.say("honey-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/guarded".to_owned() })
}
