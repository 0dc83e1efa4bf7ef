//! The file for a DHIS2.

use sentier_kernel::Category;
use sentier_proto::statistics::v1::DownloadDataValueSetRequest;

use crate::desk::Desk;

#[tokio::test]
async fn a_manager_takes_an_ended_period_away_for_the_dhis2_without_a_script() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    assert!(manu.get("/figures/report").await.says("/figures/dhis2?period=2026-Q3"));
    let page = manu.get("/figures/dhis2?period=2026-10").await;
    // November has not ended.
    assert!(page.says("value=\"2026-10\" selected") && !page.says("value=\"2026-11\""));
    assert!(page.says("sentier dhis2 push") && page.says("<textarea"));
    let template = manu.get("/figures/dhis2/template").await;
    assert_eq!(template.body, "data_set = \"\"");

    let fields = [("period", "2026-Q3"), ("mapping", "data_set = \"aLpVgfXiz0f\"")];
    let file = manu.post("/figures/dhis2", &fields).await;
    assert_eq!(file.body, "{\"period\":\"2026Q3\"}");
    let asked: Vec<DownloadDataValueSetRequest> = desk.stub.asked("download_data_value_set");
    assert_eq!(asked[0].parent, "centres/ogou-1");
    assert_eq!((asked[0].period.as_str(), asked[0].mapping.as_str()), (fields[0].1, fields[1].1));
}

#[tokio::test]
async fn what_is_wrong_with_a_mapping_is_told_by_its_place_and_the_text_stays() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    manu.get("/figures/dhis2").await;
    let wrong = ["mapping.value[1].indicator", "period"];
    let method = "download_data_value_set";
    desk.stub.refuse_fields(method, Category::Invalid, "INVALID_FIELDS", &wrong);
    let fields = [("period", "2026-Q3"), ("mapping", "data_set = 1")];
    let page = manu.post("/figures/dhis2", &fields).await;
    assert!(page.says("mapping.value[1].indicator : Ce champ est obligatoire."));
    assert!(page.says("data_set = 1"), "she corrects it here");
}
