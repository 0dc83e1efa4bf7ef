//! Files for a DHIS2, from published facts to the message.

use sentier_proto::statistics::v1::dhis2_service_client::Dhis2ServiceClient;
use sentier_proto::statistics::v1::{
    DownloadDataValueSetRequest, DownloadDataValueSetResponse, DownloadMappingTemplateRequest,
};
use sentier_test_support::databases::On;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::callers::{Caller, MANAGER};
use crate::indicators::{counted, history, tell};
use crate::world::World;

const MAPPING: &str = r#"
url = "https://dhis2.example.tg"
data_set = "aLpVgfXiz0f"
[org_units]
"ogou-1" = "DiszpKrYNg8"
[[value]]
indicator = "number_of_cases"
data_element = "s46m5MS0hxu"
[[value]]
indicator = "case_load"
number = "denominator"
data_element = "ThisIsOne01"
[[value]]
indicator = "case_closure_rate"
number = "denominator"
data_element = "ThisIsOne02"
"#;

impl World {
    async fn data_values(
        &self,
        caller: Caller,
        period: &str,
        mapping: &str,
    ) -> Result<DownloadDataValueSetResponse, Status> {
        let message = DownloadDataValueSetRequest {
            parent: "centres/ogou-1".to_owned(),
            period: period.to_owned(),
            week: String::new(),
            mapping: mapping.to_owned(),
        };
        let mut client = Dhis2ServiceClient::new(self.channel(caller));
        Ok(client.download_data_value_set(self.request(caller, message)).await?.into_inner())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_and_a_quarter_are_messages_that_a_dhis2_takes() {
    let world = World::start(On::Sqlite).await;
    tell(&world, "ogou-1", &history(&world, 1_000).await).await;
    world.stored("ogou-1", "care_counted.v2", counted()).await;
    world.end_week().await;
    for (period, named) in [("2026-11", "202611"), ("2026-Q4", "2026Q4")] {
        let made = world.data_values(MANAGER, period, MAPPING).await.expect("a message");
        let content = String::from_utf8(made.content).expect("text");
        assert!(content.contains(&format!("\"period\": \"{named}\"")), "{content}");
        // 12 openings; the load of cases is divided by nothing, so there is no denominator to send.
        assert_eq!(content.matches("\"value\": \"12\"").count(), 2, "{content}");
        assert_eq!((made.values, made.withheld), (2, 1));
        assert_eq!(
            (made.week.as_str(), made.url.as_str()),
            ("2026-11-23", "https://dhis2.example.tg")
        );
        assert_eq!(made.file_name, format!("dhis2-ogou-1-{period}.json"));
    }
    // The template, with its blanks filled in by anything, is a mapping.
    let message = DownloadMappingTemplateRequest { parent: "centres/ogou-1".to_owned() };
    let mut client = Dhis2ServiceClient::new(world.channel(MANAGER));
    let template = client.download_mapping_template(world.request(MANAGER, message)).await;
    let template = String::from_utf8(template.expect("one").into_inner().content).expect("text");
    let mut number = 0;
    let filled: Vec<String> = template
        .split("\"\"")
        .map(|part| {
            number += 1;
            format!("{part}\"a{number:010}\"")
        })
        .collect();
    let filled = filled.concat();
    let filled = filled.rsplit_once('"').and_then(|(text, _)| text.rsplit_once('"')).expect("one");
    let made = world.data_values(MANAGER, "2026-11", filled.0).await.expect("a message");
    assert!(made.values > 50, "{} of the template are sent", made.values);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mapping_is_refused_by_its_places_and_anybody_but_the_manager_at_all() {
    let world = World::start(On::Sqlite).await;
    let wrong = MAPPING.replace("ogou-1", "kara-2").replace("number_of_cases", "cases");
    for (period, mapping, fields) in [
        (
            "2026-11",
            wrong.as_str(),
            &["mapping.org_units.ogou-1", "mapping.value[0].indicator"][..],
        ),
        ("2026", "", &["period", "mapping"]),
        ("2026-11", "data_set = 1", &["mapping.line[1]"]),
    ] {
        let refused = world.data_values(MANAGER, period, mapping).await.expect_err("refused");
        let details = refused.get_details_bad_request().expect("details");
        let named: Vec<_> = details.field_violations.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(named, fields);
    }
    let other = Caller::Staff { role: "manager", centre: "kara-2" };
    let caseworker = Caller::Staff { role: "caseworker", centre: "ogou-1" };
    for caller in [other, caseworker, Caller::Analyst] {
        let denied = world.data_values(caller, "2026-11", MAPPING).await.expect_err("denied");
        assert_eq!(denied.code(), Code::PermissionDenied);
    }
    world.end().await;
}
