//! What entries tell in words, on the page of the file: its reading stands in the ledger already.

use sentier_proto::cases::v1::{Assessment, CareFile, PlannedAction, SafetyPlan};

use super::hours;
use crate::page::Here;

/// One entry: when and what, and its lines.
pub(crate) struct Told {
    pub(crate) when: String,
    pub(crate) what: String,
    pub(crate) lines: Vec<(String, String)>,
}

/// Every entry of a file, kind by kind.
pub(crate) fn told(here: &Here, file: &CareFile) -> Vec<Told> {
    let words = here.words;
    let mut told: Vec<Told> = file.assessments.iter().map(|one| assessment(here, one)).collect();
    told.extend(file.safety_plans.iter().map(|one| safety_plan(here, one)));
    told.extend(file.actions.iter().map(|one| action(here, one)));
    told.extend(file.services.iter().map(|one| Told {
        when: words.day(one.give_time.as_ref()),
        what: words.say("entry-service"),
        lines: given([(words.code("need", one.need().as_str_name()), one.note.clone())]),
    }));
    told.extend(file.notes.iter().map(|one| Told {
        when: words.moment(one.record_time.as_ref()),
        what: words.say(&format!("timeline-{}", one.kind.replace('_', "-"))),
        lines: given([(String::new(), one.text.clone())]),
    }));
    told
}

/// Lines with something in them.
fn given<const N: usize>(lines: [(String, String); N]) -> Vec<(String, String)> {
    lines.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn assessment(here: &Here, one: &Assessment) -> Told {
    let words = here.words;
    let risk = words.code("risk-level", one.risk().as_str_name());
    let found = one.findings.iter().map(|found| {
        let area = words.code("assessment-area", found.area().as_str_name());
        let concern = words.code("concern", found.concern().as_str_name());
        let since = found.hours_since_incident.map(|since| {
            words.fill("hours-since-incident", &[("hours", &hours::said(words, since))])
        });
        let note = Some(found.note.clone()).filter(|note| !note.is_empty());
        let text: Vec<String> = [Some(concern), since, note].into_iter().flatten().collect();
        (area, text.join(" · "))
    });
    Told {
        when: words.moment(one.record_time.as_ref()),
        what: words.say("entry-assessment"),
        lines: std::iter::once((words.say("fact-risk"), risk)).chain(found).collect(),
    }
}

fn safety_plan(here: &Here, one: &SafetyPlan) -> Told {
    let words = here.words;
    let line = |key: &str, text: &str| (words.say(key), text.to_owned());
    Told {
        when: words.moment(one.record_time.as_ref()),
        what: words.say("entry-safety-plan"),
        lines: given([
            line("label-concern", &one.concern),
            line("label-resources", &one.resources),
            line("label-preparedness", &one.preparedness),
            line("label-strategies", &one.strategies),
            line("label-after-leaving", &one.after_leaving),
        ]),
    }
}

fn action(here: &Here, one: &PlannedAction) -> Told {
    let words = here.words;
    let status = words.code("action-status", one.status().as_str_name());
    Told {
        when: one.due_day.as_ref().map_or_else(String::new, |day| words.date(day)),
        what: format!("{} · {status}", words.say("entry-action")),
        lines: given([(words.code("need", one.need().as_str_name()), one.aim.clone())]),
    }
}
