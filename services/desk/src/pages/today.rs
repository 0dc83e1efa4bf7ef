//! What is to be done: overdue, today, within seven days. Codes and days only; and before it who must be
//! seen by when, which is a reading of her file and stands in the ledger.

use askama::Template;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::cases::v1::{
    HealthClocks, ListHealthClocksRequest, ListTasksRequest, Task, TaskUrgency,
};

use super::clocks::{self, ClockRow};
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

/// More than anybody does in a week.
const MOST: i32 = 200;

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    page: Page,
    urgent: Vec<Urgent>,
    /// Whether the limits of colleagues' cases may be asked for.
    supervises: bool,
    groups: Vec<Group>,
    empty: bool,
}

#[derive(Template)]
#[template(path = "urgent.html")]
struct UrgentPage {
    page: Page,
    urgent: Vec<Urgent>,
}

/// Who must be seen, and by when.
struct Urgent {
    href: String,
    code: String,
    clocks: Vec<ClockRow>,
    referred: bool,
}

/// Tasks that end about the same time.
struct Group {
    heading: String,
    tone: &'static str,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    code: String,
    what: String,
    due: String,
    whose: String,
    /// Where it stands how she may be reached, when she is to be met or called.
    reach: Option<String>,
}

/// The page.
pub(crate) async fn show(here: Here) -> Answer {
    let signed = here.signed()?;
    let (hers, supervises) = (signed.principal.clone(), signed.has(StaffRole::Supervisor));
    // Her own only: opening this page is no reason to read her colleagues' files.
    let (urgent, overdue, due, upcoming) = tokio::join!(
        urgent(&here, hers, "direct_care"),
        tasks(&here, TaskUrgency::Overdue),
        tasks(&here, TaskUrgency::Due),
        tasks(&here, TaskUrgency::Upcoming)
    );
    let lists = [
        (TaskUrgency::Overdue, "bad", overdue?),
        (TaskUrgency::Due, "wait", due?),
        (TaskUrgency::Upcoming, "good", upcoming?),
    ];
    let group = |(urgency, tone, tasks): (TaskUrgency, &'static str, Vec<Task>)| Group {
        heading: here.words.code("task-urgency", urgency.as_str_name()),
        tone,
        rows: tasks.iter().map(|task| row(&here, task)).collect(),
    };
    let groups: Vec<Group> =
        lists.into_iter().filter(|(_, _, tasks)| !tasks.is_empty()).map(group).collect();
    let (page, urgent) = (here.page("title-list"), urgent?);
    let empty = groups.is_empty() && urgent.is_empty();
    Ok(here.show(&TodayPage { page, urgent, supervises, groups, empty }))
}

/// The limits of the whole centre, for who supervises.
pub(crate) async fn of_centre(here: Here) -> Answer {
    let urgent = urgent(&here, String::new(), "supervision").await?;
    Ok(here.show(&UrgentPage { page: here.page("title-list"), urgent }))
}

async fn urgent(here: &Here, caseworker: String, purpose: &str) -> Result<Vec<Urgent>, Trouble> {
    let message = ListHealthClocksRequest {
        parent: here.centre()?,
        page_size: MOST,
        page_token: String::new(),
        caseworker,
        purpose: purpose.to_owned(),
    };
    let found = ask!(here, care.list_health_clocks, message).await?.health_clocks;
    Ok(found.iter().map(|one| seen(here, one)).collect())
}

fn seen(here: &Here, one: &HealthClocks) -> Urgent {
    let id = one.case.rsplit('/').next().unwrap_or_default();
    Urgent {
        href: format!("/cases/{id}"),
        code: one.survivor_code.clone(),
        clocks: clocks::rows(here, &one.clocks),
        referred: one.referred,
    }
}

async fn tasks(here: &Here, urgency: TaskUrgency) -> Result<Vec<Task>, Trouble> {
    let message = ListTasksRequest {
        parent: here.centre()?,
        page_size: MOST,
        page_token: String::new(),
        owner: String::new(),
        urgency: urgency.into(),
    };
    Ok(ask!(here, care.list_tasks, message).await?.tasks)
}

fn row(here: &Here, task: &Task) -> Row {
    use sentier_proto::cases::v1::TaskKind;
    let words = here.words;
    let id = task.case.rsplit('/').next().unwrap_or_default();
    let subject = task.subject.rsplit('/').next().unwrap_or_default();
    let signed = here.signed().ok();
    let mine = signed.is_some_and(|signed| signed.principal == task.owner);
    let supervises = signed.is_some_and(|signed| signed.has(StaffRole::Supervisor));
    // Who is asked to take a case over cannot open it yet.
    let href = match task.kind() {
        TaskKind::Transfer if mine => format!("/cases/{id}/care/take-over/{subject}"),
        TaskKind::Referral | TaskKind::Consent => format!("/cases/{id}/referrals/new"),
        TaskKind::Onward => format!("/cases/{id}/onward/{subject}"),
        TaskKind::Assignment if supervises => format!("/cases/{id}/care/assign"),
        _ => format!("/cases/{id}"),
    };
    let whose = match task.owner.as_str() {
        _ if mine || !supervises => String::new(),
        "" => words.say("by-supervision"),
        _ => words.say("by-colleague"),
    };
    Row {
        href,
        code: task.survivor_code.clone(),
        what: words.code("task-kind", task.kind().as_str_name()),
        due: words.moment(task.due_time.as_ref()),
        whose,
        reach: (task.kind() == TaskKind::FollowUp).then(|| format!("/cases/{id}/safeguards")),
    }
}
