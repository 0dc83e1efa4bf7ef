//! Two cases that may be of one survivor: joined, parted, or marked as of different survivors.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::duplicate::State;
use sentier_proto::cases::v1::{
    Duplicate, GetDuplicatesRequest, MarkDifferentRequest, MergeCasesRequest, UndoMergeRequest,
};

use super::FormPage;
use crate::form::{Choice, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// What a case is with another.
pub(crate) struct DuplicateRow {
    pub(crate) id: String,
    pub(crate) what: String,
    /// Where to decide otherwise.
    pub(crate) decide: String,
    /// Whether the work goes on on the other.
    pub(crate) follows: bool,
}

/// What a case is with others.
pub(crate) async fn rows(here: &Here, id: &str) -> Result<Vec<DuplicateRow>, Trouble> {
    let row = |it: Duplicate| {
        let other = it.case.rsplit('/').next().unwrap_or_default();
        DuplicateRow {
            id: other.to_owned(),
            what: here.words.code("duplicate", it.state().as_str_name()),
            decide: format!("/cases/{id}/duplicates/{other}"),
            follows: it.state() == State::Follows,
        }
    };
    Ok(known(here, id).await?.into_iter().map(row).collect())
}

async fn known(here: &Here, id: &str) -> Result<Vec<Duplicate>, Trouble> {
    let message = GetDuplicatesRequest { name: here.case(id)? };
    Ok(ask!(here, merges.get_duplicates, message).await?.duplicates)
}

/// What the two cases are now.
async fn between(here: &Here, id: &str, other: &str) -> Result<State, Trouble> {
    let other = here.case(other)?;
    let of_other = known(here, id).await?.into_iter().find(|it| it.case == other);
    Ok(of_other.map_or(State::Unspecified, |it| it.state()))
}

/// The form.
pub(crate) async fn ask(here: Here, Path((id, other)): Path<(String, String)>) -> Answer {
    let state = between(&here, &id, &other).await?;
    Ok(page(&here, &id, &other, state, None))
}

/// Takes the decision.
pub(crate) async fn decide(here: Here, Path((id, other)): Path<(String, String)>) -> Answer {
    let state = between(&here, &id, &other).await?;
    let (this, that) = (here.case(&id)?, here.case(&other)?);
    // The case where the work goes on stands first.
    let (kept, joined) = match (here.fields.get("decision"), state) {
        ("merge-there", _) | ("undo", State::Follows) => (that, this),
        _ => (this, that),
    };
    let (name, request_id, other_name) = (kept, here.request_id(), joined);
    let done = match here.fields.get("decision") {
        "merge-here" | "merge-there" => {
            let message = MergeCasesRequest { name, request_id, other: other_name };
            ask!(here, merges.merge_cases, message).await.map(drop)
        }
        "undo" => {
            let message = UndoMergeRequest { name, request_id, other: other_name };
            ask!(here, merges.undo_merge, message).await.map(drop)
        }
        "different" => {
            let message = MarkDifferentRequest { name, request_id, other: other_name };
            ask!(here, merges.mark_different, message).await.map(drop)
        }
        _ => Err(Trouble::Fields(vec![("decision", "wrong-choice")])),
    };
    match done {
        Ok(()) => Ok(see_other(&format!("/cases/{id}?n=merge-decided"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &id, &other, state, Some(&trouble))),
    }
}

fn page(here: &Here, id: &str, other: &str, state: State, trouble: Option<&Trouble>) -> Response {
    let choices: &[&str] = match state {
        State::Follows | State::FollowedBy => &["undo"],
        State::Different => &["merge-here", "merge-there"],
        State::Unspecified => &["merge-here", "merge-there", "different"],
    };
    let chosen = here.fields.get("decision");
    let choice = |code: &&str| Choice {
        value: (*code).to_owned(),
        label: here.words.say(&format!("decision-{code}")),
        chosen: *code == chosen,
    };
    let form = Form::new(here.words, format!("/cases/{id}/duplicates/{other}"), "submit-merge")
        .hide("request_id", here.request_id())
        .one_of("decision", choices.iter().map(choice).collect())
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-merge");
    let intro = vec![here.words.say("merge-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}
