//! The choice of a language; it stays in the cookie.

use sentier_platform::catalogue::Locale;

use super::sign_in::is_local;
use crate::page::{Answer, Here, see_other_as};

/// Shows the pages in the other language.
pub(crate) async fn choose(here: Here) -> Answer {
    let locale = if here.fields.get("to") == "en" { Locale::English } else { Locale::French };
    let back = here.fields.get("back");
    let back = if is_local(back) { back } else { "/" };
    Ok(see_other_as(back, here.visit.clone().speaking(locale)))
}
