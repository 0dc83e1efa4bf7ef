//! What is to be done.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sentier_cases_domain::case::care::task::{Kind, OFFER_CARE_WITHIN};
use sentier_cases_domain::clock::NONE_LEFT_AFTER;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::value::Date;
use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Violation};
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::timestamp;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{ListTasksRequest, ListTasksResponse, Task, TaskUrgency};
use sentier_proto::name;

use super::answer::{action_name, entry_name};
use crate::application::{DueTask, Health, Lately, WantedTasks};
use crate::codes::Coded as _;
use crate::grpc::answer::incident_name;
use crate::grpc::fields::{self, Fields};
use crate::grpc::paging::{cursor, filters, page_size, token_of};
use crate::grpc::reading::{purpose, staff};
use crate::grpc::{CasesGrpc, Refusal};

/// How far ahead a task is upcoming (DOMAIN 1a).
const AHEAD: Duration = Duration::from_hours(7 * 24);

impl CasesGrpc {
    pub(super) async fn on_list_tasks(
        &self,
        principal: &Principal,
        request: ListTasksRequest,
    ) -> Result<ListTasksResponse, Refusal> {
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let size = fields.keep(page_size(request.page_size));
        let owner = fields.keep(staff("owner", &request.owner));
        let urgency = fields.keep(
            TaskUrgency::try_from(request.urgency)
                .map_err(|_unknown| Violation::unknown_code("urgency")),
        );
        let purpose = match request.purpose.as_str() {
            "" => Some(None),
            given => fields.keep(purpose(given)).map(Some),
        };
        let whole = centre.zip(size).zip(owner).zip(urgency).zip(purpose);
        let ((((centre, size), owner), urgency), purpose) = fields.built(whole)?;
        let only = self.reach_of_tasks(principal, &centre)?;
        // Who sees her own only and asks for another's asks for none.
        if only.is_some() && owner.is_some() && only != owner {
            return Ok(ListTasksResponse::default());
        }
        let bound = filters(&ListTasksRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        });
        let behind = cursor::<16>(&bound, &request.page_token)?.and_then(place);
        let now = self.now();
        let (after, until) = span(urgency, now);
        let viewer = principal.staff_id().map(StaffId::from_uuid);
        let owner = only.or(owner);
        let health = Health::default();
        let mut wanted = WantedTasks { centre, viewer, owner, after, until, health };
        let mut derived = Vec::new();
        // Her own, or those of whom she asks about: a list of the centre's is no reason to read every file.
        if let Some((owner, purpose)) = owner.or(viewer).zip(purpose) {
            let recorded_after = now.minus(NONE_LEFT_AFTER);
            let lately = Lately { owner, due_after: recorded_after.plus(OFFER_CARE_WITHIN) };
            derived = self.with_limits(principal, &wanted, lately, (purpose, now)).await?;
            wanted.health = Health::Without(lately);
        }
        let (rows, next) = self.cases.list_tasks(&wanted, size, behind, derived).await?;
        let next = next.map(|(due, id)| [due.as_micros().to_be_bytes(), id.to_be_bytes()].concat());
        Ok(ListTasksResponse {
            tasks: rows.iter().map(|row| task(&wanted.centre, row, now)).collect(),
            next_page_token: token_of(&bound, next),
        })
    }

    /// The tasks of health care of these incidents, each due at the nearest limit that still runs after its own.
    /// A limit is derived from the opened file and kept nowhere: the reading of each case stands in the log.
    async fn with_limits(
        &self,
        principal: &Principal,
        wanted: &WantedTasks,
        lately: Lately,
        (purpose, now): (&'static str, Moment),
    ) -> Result<Vec<DueTask>, Refusal> {
        let mut tasks = self.cases.health_tasks(wanted, lately).await?;
        let cases: BTreeSet<CaseId> = tasks.iter().map(|task| task.case).collect();
        let mut limits: BTreeMap<Uuid, Moment> = BTreeMap::new();
        for case in cases {
            for it in self.running_of(principal, case, purpose, now).await? {
                let nearest = it.clocks.first().map(|clock| clock.deadline);
                limits.extend(nearest.map(|nearest| (it.incident.as_uuid(), nearest)));
            }
        }
        for task in &mut tasks {
            let limit = task.subject.and_then(|incident| limits.get(&incident));
            task.due = limit.copied().unwrap_or(task.due);
        }
        Ok(tasks)
    }

    /// Whose tasks of a centre the caller may list: everybody's, or her own.
    fn reach_of_tasks(
        &self,
        principal: &Principal,
        centre: &str,
    ) -> Result<Option<StaffId>, Refusal> {
        const ACTION: &str = "cases.v1.CareService/ListTasks";
        let all = Resource::new().centre(centre);
        let Err(denied) = self.authorise(principal, ACTION, &all) else { return Ok(None) };
        let hers = principal.staff_id().filter(|id| {
            let own = all.clone().caseworker(*id).subject_principal(principal.name());
            self.authorise(principal, ACTION, &own).is_ok()
        });
        hers.map(|id| Some(StaffId::from_uuid(id))).ok_or_else(|| denied.into())
    }
}

fn place(cursor: [u8; 16]) -> Option<(Moment, i64)> {
    let due = i64::from_be_bytes(*cursor.first_chunk()?);
    Some((Moment::from_micros(due), i64::from_be_bytes(*cursor.last_chunk()?)))
}

/// Between which moments the time of such a task ends.
fn span(urgency: TaskUrgency, now: Moment) -> (Option<Moment>, Option<Moment>) {
    let tonight = Date::of(now).end();
    match urgency {
        TaskUrgency::Unspecified => (None, None),
        TaskUrgency::Overdue => (None, Some(now)),
        TaskUrgency::Due => (Some(now), Some(tonight)),
        TaskUrgency::Upcoming => (Some(tonight), Some(tonight.plus(AHEAD))),
    }
}

fn urgency(due: Moment, now: Moment) -> TaskUrgency {
    let tonight = Date::of(now).end();
    if due <= now {
        TaskUrgency::Overdue
    } else if due <= tonight {
        TaskUrgency::Due
    } else if due <= tonight.plus(AHEAD) {
        TaskUrgency::Upcoming
    } else {
        TaskUrgency::Unspecified
    }
}

fn task(centre: &str, it: &DueTask, now: Moment) -> Task {
    let subject = it.subject.map(|id| match it.kind {
        Kind::Action => action_name(centre, it.case, id),
        Kind::Health | Kind::MinimumData => incident_name(centre, it.case, id),
        _ => entry_name(centre, it.case, id),
    });
    Task {
        case: name::case(centre, it.case),
        survivor_code: it.survivor_code.to_string(),
        kind: it.kind.number(),
        subject: subject.unwrap_or_default(),
        due_time: Some(timestamp(it.due)),
        urgency: urgency(it.due, now).into(),
        owner: it.owner.map(|owner| name::staff(centre, owner)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_listed_under_the_urgency_that_it_is_shown_with() {
        let now = Moment::from_micros(1_795_597_200_000_000);
        let minute = Duration::from_mins(1);
        let tonight = Date::of(now).end();
        for due in [
            now.minus(minute),
            now,
            now.plus(minute),
            tonight,
            tonight.plus(minute),
            tonight.plus(AHEAD),
        ] {
            let shown = urgency(due, now);
            for listed in [TaskUrgency::Overdue, TaskUrgency::Due, TaskUrgency::Upcoming] {
                let (after, until) = span(listed, now);
                let within =
                    after.is_none_or(|after| due > after) && until.is_none_or(|until| due <= until);
                assert_eq!(within, listed == shown, "{due} {listed:?}");
            }
        }
    }
}
