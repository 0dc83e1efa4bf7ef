//! What is to be done: overdue, today, within seven days. Codes and days only.

use askama::Template;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::cases::v1::{ListTasksRequest, Task, TaskUrgency};

use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

/// More than anybody does in a week.
const MOST: i32 = 200;

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    page: Page,
    groups: Vec<Group>,
    empty: bool,
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
}

/// The page.
pub(crate) async fn show(here: Here) -> Answer {
    let (overdue, due, upcoming) = tokio::join!(
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
    let page = here.page("title-list");
    Ok(here.show(&TodayPage { page, empty: groups.is_empty(), groups }))
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
        TaskKind::Referral => format!("/cases/{id}/referrals/new"),
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
    }
}
