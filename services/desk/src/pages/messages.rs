//! What agency and centre write on a referral, read and written by both.
//!
//! PRIVACY: the words are opened for one page, by a form and never by an address; the reading is recorded.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::referrals::v1::message::{Author, Kind};
use sentier_proto::referrals::v1::{ListMessagesRequest, Message, SendMessageRequest};

use super::FormPage;
use super::referral::name;
use crate::form::Form;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

type Place = Path<(String, String)>;

/// Messages on a page.
const MOST: i32 = 50;

#[derive(Template)]
#[template(path = "messages.html")]
struct MessagesPage {
    page: Page,
    /// Of the referral.
    path: String,
    rows: Vec<Row>,
    /// The token of the older ones; empty at the end.
    next: String,
    form: Form,
}

struct Row {
    who: String,
    kind: String,
    when: String,
    expected: String,
    text: String,
}

/// A referral as the pages of one side have it.
struct Side {
    /// Under which its pages are.
    path: String,
    name: String,
}

impl Side {
    fn of_agency(here: &Here, (centre, id): &(String, String)) -> Result<Self, Trouble> {
        here.signed()?.agency().ok_or(Trouble::NoPage)?;
        Ok(Self { path: format!("/inbox/{centre}/{id}"), name: name(centre, id)? })
    }

    fn of_centre(here: &Here, (case, id): &(String, String)) -> Result<Self, Trouble> {
        here.case(case)?;
        let centre = here.signed()?.centre().unwrap_or_default().to_owned();
        Ok(Self { path: format!("/cases/{case}/referrals/{id}"), name: name(&centre, id)? })
    }
}

/// What was written has no address of its own.
pub(crate) async fn closed_of_agency(here: Here, Path(place): Place) -> Answer {
    Ok(see_other(&Side::of_agency(&here, &place)?.path))
}

/// What was written has no address of its own.
pub(crate) async fn closed_of_centre(here: Here, Path(place): Place) -> Answer {
    Ok(see_other(&Side::of_centre(&here, &place)?.path))
}

/// The agency reads.
pub(crate) async fn read_of_agency(here: Here, Path(place): Place) -> Answer {
    read(&here, Side::of_agency(&here, &place)?).await
}

/// The centre reads.
pub(crate) async fn read_of_centre(here: Here, Path(place): Place) -> Answer {
    read(&here, Side::of_centre(&here, &place)?).await
}

/// The agency writes.
pub(crate) async fn send_of_agency(here: Here, Path(place): Place) -> Answer {
    send(&here, Side::of_agency(&here, &place)?).await
}

/// The centre writes.
pub(crate) async fn send_of_centre(here: Here, Path(place): Place) -> Answer {
    send(&here, Side::of_centre(&here, &place)?).await
}

async fn read(here: &Here, side: Side) -> Answer {
    let message = ListMessagesRequest {
        parent: side.name.clone(),
        page_size: MOST,
        page_token: here.fields.get("page").to_owned(),
    };
    let answer = ask!(here, messages.list_messages, message).await?;
    Ok(here.show(&MessagesPage {
        page: here.page("title-record"),
        rows: answer.messages.iter().map(|one| row(here, one)).collect(),
        next: answer.next_page_token,
        form: form(here, &side, None),
        path: side.path,
    }))
}

async fn send(here: &Here, side: Side) -> Answer {
    let message = SendMessageRequest {
        parent: side.name.clone(),
        request_id: here.request_id(),
        text: here.fields.get("text").to_owned(),
    };
    match ask!(here, messages.send_message, message).await {
        Ok(_sent) => Ok(see_other(&format!("{}?n=message-sent", side.path))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(again(here, side, &trouble)),
    }
}

fn form(here: &Here, side: &Side, trouble: Option<&Trouble>) -> Form {
    Form::new(here.words, format!("{}/message", side.path), "submit-message")
        .hide("request_id", here.request_id())
        .lines("text", &here.fields)
        .with_trouble(trouble)
}

/// The form once more, with what was wrong; what was written before stays shut.
fn again(here: &Here, side: Side, trouble: &Trouble) -> Response {
    let form = form(here, &side, Some(trouble));
    let (page, heading) = (here.page("title-form"), here.words.say("heading-messages"));
    let intro = vec![here.words.say("words-are-shared")];
    here.show_after(Some(trouble), &FormPage { page, heading, intro, form, back: side.path })
}

fn row(here: &Here, message: &Message) -> Row {
    let words = here.words;
    let who = match message.author() {
        Author::Agency => words.say("written-by-agency"),
        Author::Centre => words.say("written-by-centre"),
        Author::Unspecified => String::new(),
    };
    let kind = match message.kind() {
        Kind::InterimNote => words.say("written-as-note"),
        Kind::Appointment => words.say("written-as-appointment"),
        Kind::Message | Kind::Unspecified => String::new(),
    };
    Row {
        who,
        kind,
        when: words.moment(message.write_time.as_ref()),
        expected: words.moment(message.appointment_time.as_ref()),
        text: message.text.clone(),
    }
}
