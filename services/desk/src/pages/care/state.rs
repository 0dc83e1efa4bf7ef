//! Where a case's care stands, on the page of the case: codes and days, nothing personal.

use sentier_proto::cases::v1::{
    ActionStatus, ApprovalState, ApprovalSubject, CareState, Case, RiskLevel,
};

use crate::page::Here;

/// The care of a case as its page shows it.
#[derive(Default)]
pub(crate) struct CareRows {
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) actions: Vec<ActionRow>,
    pub(crate) waiting: Vec<WaitingRow>,
    /// Links to what can be recorded now: code and words.
    pub(crate) links: Vec<(String, String)>,
}

/// One action of the plan.
pub(crate) struct ActionRow {
    pub(crate) need: String,
    pub(crate) due: String,
    pub(crate) status: String,
    pub(crate) tone: &'static str,
    /// Where its status is told; empty when it has ended.
    pub(crate) href: String,
}

/// Something that waits for somebody.
pub(crate) struct WaitingRow {
    pub(crate) what: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    /// Where it is answered; empty when not by her.
    pub(crate) href: String,
    pub(crate) label: String,
}

/// What the page of a case shows of its care to who may work on it, or supervise it.
pub(crate) fn rows(here: &Here, id: &str, case: &Case, works: bool, supervises: bool) -> CareRows {
    let care = case.care.clone().unwrap_or_default();
    CareRows {
        facts: facts(here, &care),
        actions: actions(here, id, &care, works),
        waiting: waiting(here, id, &care, works, supervises),
        links: links(here, id, &care, works, supervises),
    }
}

fn facts(here: &Here, care: &CareState) -> Vec<(String, String)> {
    let words = here.words;
    let mut facts = Vec::new();
    if care.assess_time.is_some() {
        facts.push((words.say("fact-assessed"), words.day(care.assess_time.as_ref())));
    }
    if care.risk() != RiskLevel::Unspecified {
        facts.push((words.say("fact-risk"), words.code("risk-level", care.risk().as_str_name())));
    }
    for (key, at) in
        [("fact-safety-plan", &care.safety_plan_time), ("fact-action-plan", &care.action_plan_time)]
    {
        if at.is_some() {
            facts.push((words.say(key), words.day(at.as_ref())));
        }
    }
    if care.service_count > 0 {
        facts.push((words.say("fact-services"), care.service_count.to_string()));
    }
    for one in &care.goals {
        let goal = words.code("goal", one.goal().as_str_name());
        facts.push((goal, words.code("goal-progress", one.progress().as_str_name())));
    }
    facts
}

fn actions(here: &Here, id: &str, care: &CareState, works: bool) -> Vec<ActionRow> {
    let row = |one: &sentier_proto::cases::v1::PlannedAction| {
        let open = matches!(one.status(), ActionStatus::Planned | ActionStatus::InProgress);
        let action = one.name.rsplit('/').next().unwrap_or_default();
        ActionRow {
            need: here.words.code("need", one.need().as_str_name()),
            due: one.due_day.as_ref().map_or_else(String::new, |day| here.words.date(day)),
            status: here.words.code("action-status", one.status().as_str_name()),
            tone: match one.status() {
                ActionStatus::Done => "good",
                ActionStatus::Dropped => "done",
                _ => "wait",
            },
            href: if open && works {
                format!("/cases/{id}/care/action/{action}")
            } else {
                String::new()
            },
        }
    };
    care.actions.iter().map(row).collect()
}

fn waiting(
    here: &Here,
    id: &str,
    care: &CareState,
    works: bool,
    supervises: bool,
) -> Vec<WaitingRow> {
    let words = here.words;
    let me = here.signed().map(|signed| signed.principal.clone()).unwrap_or_default();
    let link = |may: bool, code: &str, name: &str| match name.rsplit('/').next() {
        Some(entry) if may => format!("/cases/{id}/care/{code}/{entry}"),
        _ => String::new(),
    };
    let mut rows = Vec::new();
    for one in care.approvals.iter().filter(|one| one.state() != ApprovalState::Unspecified) {
        let may = supervises && one.state() == ApprovalState::Requested && one.requester != me;
        rows.push(WaitingRow {
            what: words.code("approval-subject", one.subject().as_str_name()),
            state: words.code("approval-state", one.state().as_str_name()),
            tone: match one.state() {
                ApprovalState::Approved => "good",
                ApprovalState::Rejected => "bad",
                _ => "wait",
            },
            href: link(may, "approval", &one.request),
            label: words.say("to-approval"),
        });
    }
    if let Some(transfer) = &care.transfer {
        rows.push(WaitingRow {
            what: words.say("entry-transfer"),
            state: words.code("approval-state", ApprovalState::Requested.as_str_name()),
            tone: "wait",
            href: link(transfer.to == me, "take-over", &transfer.request),
            label: words.say("to-take-over"),
        });
    }
    for flag in &care.flags {
        rows.push(WaitingRow {
            what: words.say("entry-flag"),
            state: flag
                .day
                .as_ref()
                .map_or_else(|| words.day(flag.raise_time.as_ref()), |day| words.date(day)),
            tone: "bad",
            href: link(works, "lower-flag", &flag.name),
            label: words.say("to-lower-flag"),
        });
    }
    rows
}

/// The steps of the guidelines, in their order; what waits for an approval is asked for once.
fn links(
    here: &Here,
    id: &str,
    care: &CareState,
    works: bool,
    supervises: bool,
) -> Vec<(String, String)> {
    let asked = |subject: ApprovalSubject| {
        care.approvals.iter().any(|one| {
            one.subject() == subject
                && matches!(one.state(), ApprovalState::Requested | ApprovalState::Approved)
        })
    };
    let shown = [
        ("assessment", works),
        (
            "approve-assessment",
            works && care.assess_time.is_some() && !asked(ApprovalSubject::Assessment),
        ),
        ("safety-plan", works),
        ("plan", works),
        (
            "approve-plan",
            works && care.action_plan_time.is_some() && !asked(ApprovalSubject::ActionPlan),
        ),
        ("service", works),
        ("care-note", works),
        ("flag", works),
        ("conference", works),
        ("transfer", works && care.transfer.is_none()),
        ("assign", works && supervises),
        ("closure", works && !asked(ApprovalSubject::Closure)),
    ];
    let link = |(code, _): (&str, bool)| {
        (format!("/cases/{id}/care/{code}"), here.words.say(&format!("entry-{code}")))
    };
    shown.into_iter().filter(|(_, shown)| *shown).map(link).collect()
}
