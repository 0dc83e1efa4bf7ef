//! The clocks of an incident as a reader of the file, or of the clocks alone, sees them.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_platform::grpc;
use sentier_proto::cases::v1::clock::{Certainty, Limit, Standing};
use sentier_proto::cases::v1::get_case_request::View;
use sentier_proto::cases::v1::{
    Circumstances, Clock, GetCaseRequest, HealthClocks, IncidentAnswers, ListHealthClocksRequest,
    RecordIncidentRequest, TimeOfDay,
};
use sentier_proto::name;
use tonic::Code;

use crate::world::*;

const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);

/// A rape at this minute.
pub(crate) fn rape(case: &str, at: Moment) -> RecordIncidentRequest {
    let told = at.to_datetime();
    RecordIncidentRequest {
        date: Some(grpc::date(told.date())),
        part_of_day: 0,
        answers: Some(IncidentAnswers {
            penetration: true,
            gender_based: true,
            ..IncidentAnswers::default()
        }),
        circumstances: Some(Circumstances {
            time: Some(TimeOfDay { hours: told.hour().into(), minutes: told.minute().into() }),
            ..circumstances()
        }),
        ..incident(case)
    }
}

async fn clocks(client: &mut Client, case: &str, view: View) -> Vec<Clock> {
    let asked = GetCaseRequest { view: view.into(), ..read(case) };
    let answer = client.get_case(asked).await.expect("reads").into_inner();
    if view == View::Clocks {
        assert!(answer.survivor.is_none() && answer.given_consents.is_empty());
        assert!(answer.incidents.iter().all(|one| one.date.is_none() && one.r#type == 0));
    }
    answer.incidents.into_iter().flat_map(|incident| incident.clocks).collect()
}

#[tokio::test]
async fn the_clocks_run_from_the_incident_and_end_on_the_minute() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    // The minute of the incident, ten hours ago.
    let now = world.clock.now();
    let minute = now.as_micros() - now.as_micros().rem_euclid(60_000_000);
    let at = Moment::from_micros(minute).minus(HOUR * 10);
    akouvi.record_incident(rape(&case, at)).await.expect("records");
    for view in [View::File, View::Clocks] {
        let found = clocks(&mut akouvi, &case, view).await;
        let limits: Vec<_> = found.iter().map(Clock::limit).collect();
        let all = [
            Limit::PostExposureProphylaxis,
            Limit::EmergencyContraception,
            Limit::ForensicEvidence,
        ];
        assert_eq!(limits, all);
        assert!(found.iter().all(|clock| clock.certainty() == Certainty::Exact));
    }
    let standing = |found: &[Clock]| (found[0].standing(), found[1].standing());
    world.clock.advance(at.plus(HOUR * 72).minus(MINUTE).since(world.clock.now()));
    let found = clocks(&mut akouvi, &case, View::Clocks).await;
    assert_eq!(standing(&found), (Standing::Running, Standing::Running));
    assert_eq!(found[0].time_left.map(|left| left.seconds), Some(60));
    world.clock.advance(at.plus(HOUR * 72).since(world.clock.now()));
    let found = clocks(&mut akouvi, &case, View::Clocks).await;
    assert_eq!(standing(&found), (Standing::Over, Standing::Running));
    world.clock.advance(at.plus(HOUR * 120).since(world.clock.now()));
    let found = clocks(&mut akouvi, &case, View::Clocks).await;
    assert_eq!(standing(&found), (Standing::Over, Standing::Over));
}

#[tokio::test]
async fn reading_the_clocks_is_a_reading_and_needs_its_purpose() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(rape(&case, world.clock.now().minus(HOUR))).await.expect("records");
    let asked = GetCaseRequest { view: View::Clocks.into(), purpose: String::new(), ..read(&case) };
    let refused = akouvi.get_case(asked).await.expect_err("refused");
    assert_eq!(
        (refused.code(), fields(&refused)),
        (Code::InvalidArgument, vec!["purpose".to_owned()])
    );
    clocks(&mut akouvi, &case, View::Clocks).await;
    let timeline = sentier_proto::cases::v1::GetTimelineRequest { name: case, ..<_>::default() };
    let lines = akouvi.get_timeline(timeline).await.expect("reads").into_inner().entries;
    assert!(lines.iter().any(|line| line.kind == "personal_data_read"));
}

async fn running(care: &mut Care, size: i32) -> Vec<HealthClocks> {
    let (mut found, mut token) = (Vec::new(), String::new());
    loop {
        let asked = ListHealthClocksRequest {
            parent: name::centre(CENTRE),
            purpose: "direct_care".to_owned(),
            page_size: size,
            page_token: token,
            ..ListHealthClocksRequest::default()
        };
        let page = care.list_health_clocks(asked).await.expect("lists").into_inner();
        found.extend(page.health_clocks);
        token = page.next_page_token;
        if token.is_empty() {
            return found;
        }
    }
}

fn cases_of(found: &[HealthClocks]) -> Vec<&str> {
    found.iter().map(|one| one.case.as_str()).collect()
}

/// Cases of rapes so many hours ago.
async fn hours_ago<const N: usize>(world: &World, hours: [u32; N]) -> [String; N] {
    let mut akouvi = world.caseworker();
    let now = world.clock.now();
    let mut cases = [const { String::new() }; N];
    for (case, hours) in cases.iter_mut().zip(hours) {
        *case = opened(&mut akouvi).await;
        akouvi.record_incident(rape(case, now.minus(HOUR * hours))).await.expect("records");
    }
    cases
}

async fn who_must_be_seen_is_listed_by_deadline(on: On) {
    let world = World::start(on).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let [sixty, ten, hundred] = &hours_ago(&world, [60, 10, 100]).await;
    // No clock runs for other violence, nor for whom nothing was recorded.
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    opened(&mut akouvi).await;
    let found = running(&mut care, 0).await;
    // Of the incident a hundred hours ago only contraception is left, for twenty hours.
    assert_eq!(cases_of(&found), [sixty, hundred, ten]);
    let limits: Vec<_> = found.iter().map(|one| one.clocks.len()).collect();
    assert_eq!(limits, [3, 1, 3]);
    assert!(found.iter().all(|one| !one.referred && one.incident.starts_with(&one.case)));
    assert_eq!(running(&mut care, 1).await, found, "in the same order page by page");
    // A supervisor sees the centre's, a colleague none of hers.
    assert_eq!(running(&mut world.care(SENA, "supervisor"), 0).await.len(), 3);
    assert!(running(&mut world.care(DEDE, "caseworker"), 0).await.is_empty());
    closes(&world, ten).await;
    assert_eq!(cases_of(&running(&mut care, 0).await), [sixty, hundred]);
    world.clock.advance(HOUR * 21);
    assert_eq!(cases_of(&running(&mut care, 0).await), [sixty]);
    world.clock.advance(HOUR * 40);
    assert!(running(&mut care, 0).await.is_empty());
    world.stop().await;
}

#[tokio::test]
async fn who_must_be_seen_is_listed_by_deadline_on_sqlite() {
    Box::pin(who_must_be_seen_is_listed_by_deadline(On::Sqlite)).await;
}

#[tokio::test]
async fn who_must_be_seen_is_listed_by_deadline_on_postgres() {
    Box::pin(who_must_be_seen_is_listed_by_deadline(On::Postgres)).await;
}

#[tokio::test]
async fn the_list_of_clocks_is_a_reading_of_each_case_and_tells_who_is_referred() {
    use sentier_proto::common::v1::FieldGroup;
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(rape(&case, world.clock.now().minus(HOUR))).await.expect("records");
    let granted = akouvi.grant_consent(services(&case, &[FieldGroup::Identity])).await;
    let consent = granted.expect("grants").into_inner().consent;
    let asked = refer(&case, &consent, &[FieldGroup::Identity]);
    akouvi.request_referral(asked).await.expect("asks for care");
    assert!(running(&mut care, 0).await.iter().all(|one| one.referred));
    let timeline = sentier_proto::cases::v1::GetTimelineRequest { name: case, ..<_>::default() };
    let lines = akouvi.get_timeline(timeline).await.expect("reads").into_inner().entries;
    let read = lines.iter().filter(|line| line.kind == "personal_data_read");
    let read: Vec<_> = read.map(|line| line.read_groups.clone()).collect();
    // Her birth date for the consent, and then the list.
    assert_eq!(read, [vec!["birth_date"], vec!["identity", "incident"]]);
    let asked = ListHealthClocksRequest { parent: name::centre(CENTRE), ..<_>::default() };
    let refused = care.list_health_clocks(asked).await.expect_err("refused");
    assert_eq!(fields(&refused), ["purpose"]);
}

#[tokio::test]
async fn a_clock_that_ran_out_blocks_no_referral() {
    use sentier_proto::common::v1::FieldGroup;
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi
        .record_incident(rape(&case, world.clock.now().minus(HOUR * 500)))
        .await
        .expect("records");
    let found = clocks(&mut akouvi, &case, View::Clocks).await;
    assert!(found.iter().all(|clock| clock.standing() == Standing::Over));
    let granted = akouvi.grant_consent(services(&case, &[FieldGroup::Identity])).await;
    let consent = granted.expect("grants").into_inner().consent;
    let asked = refer(&case, &consent, &[FieldGroup::Identity]);
    akouvi.request_referral(asked).await.expect("health care is asked for all the same");
}
