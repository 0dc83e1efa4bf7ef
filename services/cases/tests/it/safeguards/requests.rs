//! Requests of safeguards as the desk makes them, with words that a search finds again.

use sentier_proto::cases::v1::audit_service_client::AuditServiceClient;
use sentier_proto::cases::v1::finding_service_client::FindingServiceClient;
use sentier_proto::cases::v1::safeguard_service_client::SafeguardServiceClient;
use sentier_proto::cases::v1::*;
use sentier_proto::name;
use tonic::Status;
use uuid::Uuid;

use crate::world::*;

/// The manager.
pub(crate) const MANU: Uuid = Uuid::from_u128(15);
/// Somebody at the reception.
pub(crate) const INES: Uuid = Uuid::from_u128(14);
/// Another supervisor.
pub(crate) const RITA: Uuid = Uuid::from_u128(19);
/// Who left the centre; in her name honey records stand.
pub(crate) const GONE: Uuid = Uuid::from_u128(77);

/// Why, in words.
pub(crate) const WHY: &str = "her brother-in-law is the perpetrator, word: agbadza";
/// A word by which the two know each other.
pub(crate) const CODE_WORD: &str = "the maize of Badou";

pub(crate) type Safeguard = SafeguardServiceClient<Connection>;

pub(crate) fn safeguard(world: &World, id: Uuid, role: &str) -> Safeguard {
    SafeguardServiceClient::new(world.connection(id, CENTRE, &[role]))
}

pub(crate) fn audit(world: &World, id: Uuid, role: &str) -> AuditServiceClient<Connection> {
    AuditServiceClient::new(world.connection(id, CENTRE, &[role]))
}

pub(crate) fn finding(world: &World, id: Uuid, role: &str) -> FindingServiceClient<Connection> {
    FindingServiceClient::new(world.connection(id, CENTRE, &[role]))
}

pub(crate) fn staff(id: Uuid) -> String {
    name::staff(CENTRE, id)
}

pub(crate) fn exclude(case: &str, who: Uuid) -> ExcludeStaffRequest {
    ExcludeStaffRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        staff: staff(who),
        reason: WHY.to_owned(),
    }
}

pub(crate) fn readmit(case: &str, who: Uuid) -> ReadmitStaffRequest {
    ReadmitStaffRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        staff: staff(who),
        reason: WHY.to_owned(),
    }
}

pub(crate) fn seal(case: &str, to: &[Uuid]) -> SealCaseRequest {
    SealCaseRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        staff: to.iter().map(|who| staff(*who)).collect(),
        reason: WHY.to_owned(),
    }
}

pub(crate) fn unseal(case: &str) -> UnsealCaseRequest {
    UnsealCaseRequest { name: case.to_owned(), request_id: request_id(), reason: WHY.to_owned() }
}

pub(crate) fn ask_in(case: &str) -> RequestBreakGlassRequest {
    RequestBreakGlassRequest {
        name: case.to_owned(),
        request_id: request_id(),
        reason: WHY.to_owned(),
    }
}

pub(crate) fn let_in(request: &str) -> ApproveBreakGlassRequest {
    let case = request.split_once("/entries/").expect("an entry").0;
    ApproveBreakGlassRequest {
        name: case.to_owned(),
        request_id: request_id(),
        request: request.to_owned(),
    }
}

pub(crate) fn break_in(case: &str) -> BreakGlassRequest {
    BreakGlassRequest { name: case.to_owned(), request_id: request_id(), reason: WHY.to_owned() }
}

pub(crate) fn review(alarm: &str) -> ReviewAlarmRequest {
    ReviewAlarmRequest { name: alarm.to_owned(), request_id: request_id(), comment: WHY.to_owned() }
}

pub(crate) fn guards(case: &str) -> GetSafeguardsRequest {
    GetSafeguardsRequest { name: case.to_owned(), purpose: "direct_care".to_owned() }
}

pub(crate) fn alarms() -> ListAlarmsRequest {
    ListAlarmsRequest { parent: name::centre(CENTRE), ..ListAlarmsRequest::default() }
}

pub(crate) fn plant() -> PlantHoneyRecordRequest {
    PlantHoneyRecordRequest {
        parent: name::centre(CENTRE),
        request_id: request_id(),
        caseworker: staff(GONE),
        survivor: Some(survivor()),
    }
}

/// She is called herself, any day at these hours.
pub(crate) fn called(from: i32, until: i32) -> SafeContactPlan {
    let time = |hours| Some(TimeOfDay { hours, minutes: 0 });
    SafeContactPlan {
        ways: vec![ContactWay {
            channel: ContactChannel::Call.into(),
            address: PHONE.to_owned(),
            days: (1..=7).collect(),
            from_time: time(from),
            until_time: time(until),
            answerers: vec![ContactAnswerer::Survivor.into()],
        }],
        code_word: CODE_WORD.to_owned(),
        ..SafeContactPlan::default()
    }
}

pub(crate) fn set_contact(case: &str, plan: SafeContactPlan) -> SetSafeContactRequest {
    SetSafeContactRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        plan: Some(plan),
    }
}

pub(crate) fn call(case: &str) -> RecordContactAttemptRequest {
    RecordContactAttemptRequest {
        name: case.to_owned(),
        request_id: request_id(),
        channel: ContactChannel::Call.into(),
        answerer: ContactAnswerer::Survivor.into(),
        note: String::new(),
    }
}

/// The open alarms as the manager sees them.
pub(crate) async fn open_alarms(world: &World) -> Vec<Alarm> {
    let mut manager = safeguard(world, MANU, "manager");
    manager.list_alarms(alarms()).await.expect("lists").into_inner().alarms
}

/// The reason of a refusal.
pub(crate) fn why<T: std::fmt::Debug>(answer: Result<T, Status>) -> String {
    reason(&answer.expect_err("refused")).1
}
