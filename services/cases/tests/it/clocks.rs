//! The clocks of an incident as a reader of the file, or of the clocks alone, sees them.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_platform::grpc;
use sentier_proto::cases::v1::clock::{Certainty, Limit, Standing};
use sentier_proto::cases::v1::get_case_request::View;
use sentier_proto::cases::v1::{
    Circumstances, Clock, GetCaseRequest, IncidentAnswers, RecordIncidentRequest, TimeOfDay,
};
use tonic::Code;

use crate::world::*;

const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);

/// A rape at this minute.
fn rape(case: &str, at: Moment) -> RecordIncidentRequest {
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
