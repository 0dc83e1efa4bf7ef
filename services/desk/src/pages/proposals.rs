//! Whom the pathway proposes for a need, in words: why each stands where it does, and how much time there
//! is.

use std::collections::BTreeSet;

use sentier_proto::cases::v1::Case;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::common::v1::{Need, Sex};
use sentier_proto::referrals::v1::{
    ClinicalTime, ProposePathwayRequest, ProposePathwayResponse, ProposedStructure, Structure,
    StructureSetAside,
};

use super::choices;
use crate::form::Choice;
use crate::page::{Here, ask};
use crate::trouble::Trouble;

/// Characters of a commune's name.
const LONGEST_COMMUNE: usize = 60;

/// What the pathway proposes for a need; what she may tell of herself travels in the form's body and is
/// kept nowhere.
pub(crate) async fn of(
    here: &Here,
    need: Need,
    case: &Case,
) -> Result<ProposePathwayResponse, Trouble> {
    let mut wrong = Vec::new();
    let mut number = |name: &'static str| {
        let typed = here.fields.get(name);
        let read = typed.parse::<i32>().ok();
        if read.is_none() && !typed.is_empty() {
            wrong.push((name, "wrong-number"));
        }
        read
    };
    let (age, hours_since_incident) = (number("asked_age"), number("hours_since"));
    let sex = Sex::from_str_name(here.fields.get("asked_sex")).unwrap_or_default();
    let commune = here.fields.get("asked_commune");
    if commune.chars().count() > LONGEST_COMMUNE {
        wrong.push(("asked_commune", "wrong-commune"));
    }
    if !wrong.is_empty() {
        return Err(Trouble::Fields(wrong));
    }
    let message = ProposePathwayRequest {
        parent: here.centre()?,
        need: need.into(),
        age,
        sex: sex.into(),
        commune: commune.to_owned(),
        hours_since_incident,
        settled_needs: settled(case),
        ..ProposePathwayRequest::default()
    };
    ask!(here, pathways.propose_pathway, message).await
}

/// What she may say of her sex: it leaves out what is not for her.
pub(crate) fn sexes(here: &Here) -> Vec<Choice> {
    choices::of(here, "asked_sex", "sex", &choices::SEXES, Sex::as_str_name)
}

/// The needs for which a structure is asked, serves her or did.
fn settled(case: &Case) -> Vec<i32> {
    let left = [Progress::Declined, Progress::Revoked, Progress::Cancelled, Progress::Expired];
    let running = case.referrals.iter().filter(|one| !left.contains(&one.progress()));
    let needs: BTreeSet<i32> = running.map(|one| one.need).collect();
    needs.into_iter().collect()
}

/// The structures that may be asked, best first.
pub(crate) fn structures(proposal: &ProposePathwayResponse) -> Vec<&Structure> {
    proposal.proposals.iter().filter_map(|one| one.structure.as_ref()).collect()
}

/// Why a structure stands where it does, and by when it answers.
pub(crate) fn reasons(here: &Here, one: &ProposedStructure) -> Vec<String> {
    let words = here.words;
    let mut said: Vec<String> =
        one.reasons().map(|reason| words.code("reason", reason.as_str_name())).collect();
    if one.open_time.is_some() {
        let at = words.moment(one.open_time.as_ref());
        said.push(words.fill("opens-at", &[("moment", &at)]));
    }
    let by = words.moment(one.answer_by_time.as_ref());
    said.push(words.fill("answers-by", &[("moment", &by)]));
    said
}

/// What the centre serves before this need, the time that clinical care has, and who is not proposed.
pub(crate) fn remarks(here: &Here, proposal: &ProposePathwayResponse) -> Vec<String> {
    let first = proposal.first_needs().map(|need| {
        let need = here.words.code("need", need.as_str_name());
        here.words.fill("served-first", &[("need", &need)])
    });
    let times = proposal.clinical_times.iter().map(|one| time_left(here, one));
    let aside = proposal.set_aside.iter().map(|one| set_aside(here, one));
    first.chain(times).chain(aside).collect()
}

fn time_left(here: &Here, one: &ClinicalTime) -> String {
    let words = here.words;
    let limit = words.code("clock", one.limit().as_str_name());
    let seconds = one.time_left.map_or(0, |left| left.seconds);
    if seconds <= 0 {
        return words.fill("time-passed", &[("limit", &limit)]);
    }
    let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60);
    let (hours, minutes) = (hours.to_string(), format!("{minutes:02}"));
    let by = words.moment(one.deadline.as_ref());
    let values =
        [("limit", limit.as_str()), ("hours", &hours), ("minutes", &minutes), ("moment", &by)];
    words.fill("time-left", &values)
}

fn set_aside(here: &Here, one: &StructureSetAside) -> String {
    let why = one.obstacles().map(|obstacle| here.words.code("obstacle", obstacle.as_str_name()));
    let why = why.collect::<Vec<_>>().join(", ");
    let place = one.structure.as_ref().map_or("", |it| it.display_name.as_str());
    here.words.fill("set-aside", &[("place", place), ("why", &why)])
}
