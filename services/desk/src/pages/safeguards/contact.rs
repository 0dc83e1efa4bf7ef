//! How she may be reached, asked and shown; and a contact, which the plan permits or refuses.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::{
    ContactAnswerer, ContactChannel, ContactWay, RecordContactAttemptRequest, SafeContactPlan,
    SetSafeContactRequest, TimeOfDay, Weekday,
};

use crate::form::{Choice, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::{FormPage, choices};
use crate::trouble::Trouble;

/// The fields of each way that the form asks for.
struct Asked {
    part: &'static str,
    channel: &'static str,
    address: &'static str,
    days: &'static str,
    from: &'static str,
    until: &'static str,
    answerers: &'static str,
}

macro_rules! asked {
    ($number:literal) => {
        Asked {
            part: concat!("contact-way-", $number),
            channel: concat!("channel_", $number),
            address: concat!("address_", $number),
            days: concat!("days_", $number),
            from: concat!("from_", $number),
            until: concat!("until_", $number),
            answerers: concat!("answerers_", $number),
        }
    };
}

/// More than three ways nobody tells at once.
const WAYS: [Asked; 3] = [asked!("1"), asked!("2"), asked!("3")];

/// The form.
pub(crate) async fn ask_plan(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(page(&here, &id, None))
}

/// Records the plan.
pub(crate) async fn set_plan(here: Here, Path(id): Path<String>) -> Answer {
    let fields = &here.fields;
    let plan = SafeContactPlan {
        never: fields.get("never") == "yes",
        ways: WAYS.iter().filter_map(|asked| way(&here, asked)).collect(),
        code_word: fields.get("code_word").to_owned(),
        may_name_centre: fields.get("may_name_centre") == "yes",
    };
    let message = SetSafeContactRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        expected_version: None,
        plan: Some(plan),
    };
    match ask!(here, safeguard.set_safe_contact, message).await {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=safe-contact-set"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &id, Some(&trouble))),
    }
}

/// A way, when a channel was chosen for it.
fn way(here: &Here, asked: &Asked) -> Option<ContactWay> {
    let fields = &here.fields;
    let channel = ContactChannel::from_str_name(fields.get(asked.channel))?;
    Some(ContactWay {
        channel: channel.into(),
        address: fields.get(asked.address).to_owned(),
        days: fields.codes(asked.days, |name| Weekday::from_str_name(name).map(i32::from)),
        from_time: time(fields.get(asked.from)),
        until_time: time(fields.get(asked.until)),
        answerers: fields
            .codes(asked.answerers, |name| ContactAnswerer::from_str_name(name).map(i32::from)),
    })
}

/// A time as browsers send it.
fn time(text: &str) -> Option<TimeOfDay> {
    let (hours, minutes) = text.split_once(':')?;
    Some(TimeOfDay { hours: hours.parse().ok()?, minutes: minutes.parse().ok()? })
}

fn page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let (words, fields) = (here.words, &here.fields);
    let yes = |name: &str, label: &str| vec![Choice::new(name, "yes", words.say(label), fields)];
    let spelled = |number| ContactChannel::try_from(number).ok().map(|one| one.as_str_name());
    let days: Vec<_> = (1..=7).filter_map(|number| Weekday::try_from(number).ok()).collect();
    let ears: Vec<_> =
        (1..=3).filter_map(|number| ContactAnswerer::try_from(number).ok()).collect();
    let mut form = Form::new(words, format!("/cases/{id}/safe-contact"), "submit-entry")
        .hide("request_id", here.request_id())
        .any_of("never", yes("never", "choice-never"))
        .named(words.say("label-never"));
    for asked in &WAYS {
        form = form
            .part(words.say(asked.part))
            .select(asked.channel, choices::all(here, asked.channel, "contact-channel", spelled))
            .named(words.say("label-contact-channel"))
            .line(asked.address, "text", fields)
            .named(words.say("label-contact-address"))
            .any_of(
                asked.days,
                choices::of(here, asked.days, "weekday", &days, Weekday::as_str_name),
            )
            .named(words.say("label-contact-days"))
            .line(asked.from, "time", fields)
            .named(words.say("label-contact-from"))
            .line(asked.until, "time", fields)
            .named(words.say("label-contact-until"))
            .any_of(
                asked.answerers,
                choices::of(
                    here,
                    asked.answerers,
                    "contact-answerer",
                    &ears,
                    ContactAnswerer::as_str_name,
                ),
            )
            .named(words.say("label-contact-answerers"));
    }
    let form = form
        .part(words.say("contact-words"))
        .line("code_word", "text", fields)
        .any_of("may_name_centre", yes("may_name_centre", "choice-may-name-centre"))
        .named(words.say("label-may-name-centre"))
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-safe-contact");
    let intro = vec![words.say("safe-contact-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}

/// The plan in sentences; empty when she was not asked.
pub(super) fn sentences(here: &Here, plan: Option<&SafeContactPlan>) -> Vec<String> {
    let (words, Some(plan)) = (here.words, plan) else { return Vec::new() };
    let mut told = Vec::new();
    told.extend(plan.never.then(|| words.say("choice-never")));
    told.extend(plan.ways.iter().map(|way| sentence(here, way)));
    if !plan.code_word.is_empty() {
        told.push(words.fill("contact-word-is", &[("word", plan.code_word.as_str())]));
    }
    let name = if plan.may_name_centre { "contact-name-centre" } else { "contact-neutral" };
    told.push(words.say(name));
    told
}

fn sentence(here: &Here, way: &ContactWay) -> String {
    let words = here.words;
    let clock = |at: Option<TimeOfDay>| {
        let at = at.unwrap_or_default();
        format!("{:02}:{:02}", at.hours, at.minutes)
    };
    let days: Vec<_> = way.days().map(|day| words.code("weekday", day.as_str_name())).collect();
    let ears: Vec<_> =
        way.answerers().map(|one| words.code("contact-answerer", one.as_str_name())).collect();
    let parts = [
        words.code("contact-channel", way.channel().as_str_name()),
        way.address.clone(),
        days.join(", "),
        format!("{} – {}", clock(way.from_time), clock(way.until_time)),
        ears.join(", "),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Records that she is about to be reached, or tells why not.
pub(crate) async fn reach(here: Here, Path(id): Path<String>) -> Answer {
    let fields = &here.fields;
    let message = RecordContactAttemptRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        channel: ContactChannel::from_str_name(fields.get("channel")).map_or(0, i32::from),
        answerer: ContactAnswerer::from_str_name(fields.get("answerer")).map_or(0, i32::from),
        note: String::new(),
    };
    ask!(here, safeguard.record_contact_attempt, message).await?;
    Ok(see_other(&format!("/cases/{id}?n=contact-recorded")))
}
