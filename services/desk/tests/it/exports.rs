//! Exports: the file and its passphrase in one answer, that is kept nowhere.

use sentier_kernel::Category;
use sentier_proto::cases::v1::{
    ExportCaseRequest, ExportIncidentRecorderRequest, ExportPurpose, export_case_request,
    export_incident_recorder_request,
};

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn a_file_leaves_with_its_passphrase_shown_once() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    sena.get("/exports/incident-recorder").await;
    let fields = [("format", "FORMAT_CSV"), ("purpose", "EXPORT_PURPOSE_REPORTING")];
    let page = sena.post("/exports/incident-recorder", &fields).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.says("abcde-fghjk-mnpqr-stvwx-yz012"));
    // The archive stands in the link itself: b"bytes".
    assert!(page.body.contains("href=\"data:application/zip;base64,Ynl0ZXM="), "{}", page.body);
    assert!(page.body.contains("download=\"export-2026-11-26.zip\""));
    let asked: Vec<ExportIncidentRecorderRequest> = desk.stub.asked("export_incident_recorder");
    assert_eq!(asked[0].format(), export_incident_recorder_request::Format::Csv);
    assert_eq!(asked[0].purpose(), ExportPurpose::Reporting);
    let again = sena.get("/exports/incident-recorder").await;
    assert!(!again.says("abcde-fghjk-mnpqr-stvwx-yz012"));
}

#[tokio::test]
async fn one_case_leaves_to_print_or_for_machines() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/export");
    afi.get(&path).await;
    let fields = [("format", "FORMAT_PDF"), ("purpose", "EXPORT_PURPOSE_SURVIVOR_REQUEST")];
    let page = afi.post(&path, &fields).await;
    assert!(page.says("abcde-fghjk-mnpqr-stvwx-yz012"));
    let asked: Vec<ExportCaseRequest> = desk.stub.asked("export_case");
    assert!(asked[0].name.ends_with(CASE));
    assert_eq!(asked[0].format(), export_case_request::Format::Pdf);
    desk.stub.refuse("export_case", Category::Refused, "SURVIVOR_ERASED");
    let refused = afi.post(&path, &fields).await;
    assert_eq!(refused.status, 409);
}
