//! Leaving: signing out, and the quick exit to a harmless page.

use axum::http::{HeaderName, HeaderValue};

use crate::page::{Answer, Here, see_other, see_other_as};
use crate::session::layer::end;
use crate::session::{Visit, Who};

/// Ends the session.
pub(crate) async fn sign_out(here: Here) -> Answer {
    end_session(&here);
    Ok(see_other_as("/sign-in?n=signed-out", here.visit.becoming(Who::Nobody)))
}

/// Ends the session, empties what the browser keeps of us, and shows another site.
pub(crate) async fn exit(here: Here) -> Answer {
    end_session(&here);
    let mut response = see_other(&here.desk.exit_address);
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
    );
    response.extensions_mut().insert(Visit::nobody(here.desk.env.clock.now()));
    Ok(response)
}

fn end_session(here: &Here) {
    if let Some(signed) = here.visit.signed() {
        end(&here.desk, signed.refresh_token.clone());
    }
}
