//! Who must not see a case, and for whom alone it is there.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::Staff;
use sentier_proto::cases::v1::{ExcludeStaffRequest, ReadmitStaffRequest, SealCaseRequest};

use crate::form::Form;
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::{FormPage, care};
use crate::trouble::Trouble;

/// What is asked; its code stands in the address and in the keys of its words.
const KINDS: [&str; 3] = ["exclude", "readmit", "seal"];

fn known(kind: &str) -> Result<&'static str, Trouble> {
    KINDS.into_iter().find(|known| *known == kind).ok_or(Trouble::NoPage)
}

/// The form.
pub(crate) async fn ask(here: Here, Path((id, kind)): Path<(String, String)>) -> Answer {
    here.case(&id)?;
    let kind = known(&kind)?;
    let staff = care::colleagues(&here).await?;
    Ok(page(&here, &id, kind, &staff, None))
}

/// Records it.
pub(crate) async fn record(here: Here, Path((id, kind)): Path<(String, String)>) -> Answer {
    let kind = known(&kind)?;
    match send(&here, here.case(&id)?, kind).await {
        // Whoever excluded herself sees the case no more.
        Ok(()) => Ok(see_other("/cases?n=safeguard-recorded")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let staff = care::colleagues(&here).await.unwrap_or_default();
            Ok(page(&here, &id, kind, &staff, Some(&trouble)))
        }
    }
}

async fn send(here: &Here, name: String, kind: &str) -> Result<(), Trouble> {
    let (request_id, reason) = (here.request_id(), here.fields.get("reason").to_owned());
    let staff = here.fields.get("staff").to_owned();
    let expected_version = None;
    match kind {
        "exclude" => {
            let message = ExcludeStaffRequest { name, request_id, expected_version, staff, reason };
            ask!(here, safeguard.exclude_staff, message).await.map(drop)
        }
        "readmit" => {
            let message = ReadmitStaffRequest { name, request_id, expected_version, staff, reason };
            ask!(here, safeguard.readmit_staff, message).await.map(drop)
        }
        _ => {
            let staff = here.fields.all("staff").map(str::to_owned).collect();
            let message = SealCaseRequest { name, request_id, expected_version, staff, reason };
            ask!(here, safeguard.seal_case, message).await.map(drop)
        }
    }
}

fn page(
    here: &Here,
    id: &str,
    kind: &'static str,
    staff: &[Staff],
    trouble: Option<&Trouble>,
) -> Response {
    let words = here.words;
    let action = format!("/cases/{id}/safeguards/{kind}");
    let form =
        Form::new(words, action, "submit-entry").dangerous().hide("request_id", here.request_id());
    let colleagues = care::named(here, "staff", staff);
    let form = if kind == "seal" {
        form.any_of("staff", colleagues)
    } else {
        form.select("staff", colleagues)
    };
    let form = form
        .named(words.say(&format!("label-{kind}-staff")))
        .lines("reason", &here.fields)
        .named(words.say("label-safeguard-reason"))
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say(&format!("safeguard-{kind}"));
    let intro = vec![words.say(&format!("intro-{kind}"))];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}

#[cfg(test)]
mod tests {
    use sentier_platform::catalogue::Locale;

    use super::*;
    use crate::words::Words;

    #[test]
    fn every_kind_has_its_words() {
        for locale in [Locale::French, Locale::English] {
            for kind in KINDS {
                for key in ["safeguard-KIND", "intro-KIND", "label-KIND-staff"] {
                    let key = key.replace("KIND", kind);
                    assert!(Words(locale).find(&key).is_some(), "{key}");
                }
            }
        }
    }
}
