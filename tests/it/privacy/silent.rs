//! A month is played, and nothing of it stands in logs, spans, metrics, the broker's folder, files or
//! error texts.

use prost::Message as _;
use sentier::demo::world::World;
use sentier_platform::clock::Clock;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::{GetCaseRequest, OpenCaseRequest, RecordIncidentRequest, Survivor};
use sentier_proto::common::v1::Date;
use sentier_tests::search::{Search, Wanted};
use sentier_tests::system::{CENTRE, On, Whole};
use sentier_tests::told::Told;
use tonic::Status;

use crate::journeys::demo::play;

const CASES: usize = 20;
const SEED: u64 = 11;

#[tokio::test(flavor = "multi_thread")]
async fn no_personal_value_of_a_month_is_told_or_lies_anywhere_in_clear() {
    let told = Told::listen();
    let whole = Whole::start(On::Sqlite).await;
    let today = Clock::system().now().to_datetime().date();
    let planted = World::generate(SEED, CASES, today).personal_values();
    let summary = play(&whole, CASES, SEED).await;
    assert_eq!(summary.figures[0].counted, i64::try_from(CASES).unwrap());

    let errors = errors(&whole, &planted[0].value).await;
    let kept = whole.stop().await;
    let search = Search::new(
        planted.into_iter().map(|one| Wanted { field: one.field, value: one.value }).collect(),
    );
    let mut places = told.everything();
    assert!(places.iter().all(|(_, bytes)| bytes.len() > 1_000), "something was told");
    places.push(("error texts".to_owned(), errors));
    places.extend(kept.files());
    // What is no secret is found where it is expected: the search looks at the right bytes.
    let subject = format!("sentier.{CENTRE}.cases.v1.case_opened");
    let control = Search::new(vec![Wanted { field: "subject", value: subject }]);
    let kept = |(name, bytes): &(String, Vec<u8>)| {
        name.contains("/nats/") && !control.found(bytes).is_empty()
    };
    assert!(places.iter().any(kept), "the broker kept what was published");
    let found: Vec<String> = places
        .iter()
        .flat_map(|(name, bytes)| {
            search.found(bytes).into_iter().map(move |what| format!("{what} in {name}"))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What a caller is told who makes mistakes with a personal value in her hands.
async fn errors(whole: &Whole, value: &str) -> Vec<u8> {
    let stage = whole.stage().await;
    let worker = &stage.caseworkers[0];
    let mut client = CasesServiceClient::new(worker.channels.cases.clone());
    let request_id = sentier_platform::ids::new_id().to_string();
    let case = worker
        .open_case(&stage.centre, &crate::journeys::people::survivor("zonuvi03"))
        .await
        .expect("a case");
    let mut refused: Vec<Status> = Vec::new();

    // Too long, and of no known sex.
    let survivor = Survivor { full_name: value.repeat(60), ..Survivor::default() };
    let open = OpenCaseRequest {
        parent: stage.centre.clone(),
        request_id: request_id.clone(),
        survivor: Some(survivor),
        statistics_giving: None,
        draft: String::new(),
    };
    let signed = worker.signed(open).await.expect("signed in");
    refused.extend(client.open_case(signed).await.err());
    // In the future.
    let incident = RecordIncidentRequest {
        name: case.clone(),
        request_id: value.to_owned(),
        date: Some(Date { year: 2_199, month: 1, day: 1 }),
        narrative: value.to_owned(),
        ..Default::default()
    };
    let signed = worker.signed(incident).await.expect("signed in");
    refused.extend(client.record_incident(signed).await.err());
    // A name where an id belongs, and a purpose that is none.
    for (name, purpose) in
        [(format!("{}/cases/{value}", stage.centre), "direct_care"), (case, value)]
    {
        let get = GetCaseRequest { name, purpose: purpose.to_owned(), ..Default::default() };
        let signed = worker.signed(get).await.expect("signed in");
        refused.extend(client.get_case(signed).await.err());
    }
    assert_eq!(refused.len(), 4, "every mistake is refused");
    refused
        .iter()
        .flat_map(|status| {
            let text = format!("{} {:?}", status.message(), status.metadata());
            [text.into_bytes(), status.details().to_vec(), status.to_string().encode_to_vec()]
                .concat()
        })
        .collect()
}
