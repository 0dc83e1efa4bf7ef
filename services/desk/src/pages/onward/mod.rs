//! What agencies propose beyond their referrals, and cases that are handed over to one.

pub(crate) mod aim;
pub(crate) mod answer;
pub(crate) mod propose;

use sentier_proto::cases::v1::onward_proposal::State;
use sentier_proto::cases::v1::{Case, OnwardProposal};
use sentier_proto::common::v1::Urgency;

use super::places::Places;
use crate::page::Here;

/// A proposal on the page of its case.
pub(crate) struct ProposalRow {
    pub(crate) need: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) urgent: bool,
    pub(crate) urgency: String,
    pub(crate) who: String,
    pub(crate) when: String,
    /// Where it is answered; empty when it was, or not by her.
    pub(crate) href: String,
}

/// The proposals of a case, newest first.
pub(crate) fn rows(
    here: &Here,
    id: &str,
    case: &Case,
    places: &Places,
    works: bool,
) -> Vec<ProposalRow> {
    let row = |one: &OnwardProposal| ProposalRow {
        need: here.words.code("need", one.need().as_str_name()),
        state: here.words.code("onward", one.state().as_str_name()),
        tone: tone(one.state()),
        urgent: one.urgency() == Urgency::Urgent,
        urgency: here.words.code("urgency", one.urgency().as_str_name()),
        who: holder(here, case, one, places),
        when: here.words.moment(one.propose_time.as_ref()),
        href: match one.state() {
            State::Proposed if works => format!("/cases/{id}/onward/{}", one.id),
            _ => String::new(),
        },
    };
    case.onward_proposals.iter().rev().map(row).collect()
}

const fn tone(state: State) -> &'static str {
    match state {
        State::TakenUp => "good",
        State::Declined | State::Ended => "bad",
        State::Unspecified | State::Proposed => "wait",
    }
}

/// The structure that holds the referral from which it is proposed.
fn holder(here: &Here, case: &Case, one: &OnwardProposal, places: &Places) -> String {
    let held = case.referrals.iter().find(|referral| referral.referral == one.referral);
    held.map_or_else(|| here.words.say("a-place"), |held| places.name(here, &held.structure))
}

/// Which agency referred her to the centre, for the facts of a case.
pub(crate) fn referred_in(here: &Here, case: &Case, places: &Places) -> Vec<(String, String)> {
    let words = here.words;
    let said = case.referred_in.iter().map(|one| {
        let need = words.code("need", one.need().as_str_name());
        let (agency, day) = (places.name(here, &one.agency), words.day(one.take_time.as_ref()));
        (words.say("fact-referred-by"), [agency, need, day].join(" · "))
    });
    said.collect()
}
