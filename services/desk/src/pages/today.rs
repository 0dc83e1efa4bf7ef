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
const MOST: i32 = 600;
/// The limits of a page; the rest follow page by page, and nobody has more than a few.
const LIMITS: i32 = 200;

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
    let (urgent, tasks) = tokio::join!(urgent(&here, hers, "direct_care"), tasks(&here));
    let tasks = tasks?;
    let group = |(urgency, tone): (TaskUrgency, &'static str)| Group {
        heading: here.words.code("task-urgency", urgency.as_str_name()),
        tone,
        rows: tasks
            .iter()
            .filter(|task| task.urgency() == urgency)
            .map(|task| row(&here, task))
            .collect(),
    };
    // What is due later than in seven days waits.
    let groups: Vec<Group> = [
        (TaskUrgency::Overdue, "bad"),
        (TaskUrgency::Due, "wait"),
        (TaskUrgency::Upcoming, "good"),
    ]
    .map(group)
    .into_iter()
    .filter(|group| !group.rows.is_empty())
    .collect();
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
    let mut message = ListHealthClocksRequest {
        parent: here.centre()?,
        page_size: LIMITS,
        page_token: String::new(),
        caseworker,
        purpose: purpose.to_owned(),
    };
    let mut all = Vec::new();
    loop {
        let asked = message.clone();
        let found = ask!(here, care.list_health_clocks, asked).await?;
        all.extend(found.health_clocks.iter().map(|one| seen(here, one)));
        if found.next_page_token.is_empty() {
            return Ok(all);
        }
        message.page_token = found.next_page_token;
    }
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

/// All tasks at once, the nearest end first: her own limits are looked up once for them.
async fn tasks(here: &Here) -> Result<Vec<Task>, Trouble> {
    let message = ListTasksRequest {
        parent: here.centre()?,
        page_size: MOST,
        purpose: "direct_care".to_owned(),
        ..ListTasksRequest::default()
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
        TaskKind::Referral | TaskKind::Consent | TaskKind::Health => {
            format!("/cases/{id}/referrals/new")
        }
        TaskKind::ConsentAgain => format!("/cases/{id}/consents/new"),
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
