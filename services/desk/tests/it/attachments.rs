//! Files of a case through the desk: a plain form up, a download that stays nowhere.

use sentier_proto::cases::v1::{
    DownloadAttachmentRequest, RemoveAttachmentRequest, UploadAttachmentRequest, attachment::Kind,
};

use crate::desk::Desk;
use crate::stub::facts::*;

fn new() -> String {
    format!("/cases/{CASE}/attachments/new")
}

#[tokio::test]
async fn a_file_goes_up_by_a_plain_form_whole_and_once() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("afi").await;
    let form = browser.get(&new()).await;
    let request_id = form.value("request_id");
    let content = "0123456789".repeat(60_000);
    let fields = [("request_id", request_id.as_str()), ("kind", "KIND_SIGNATURE")];
    // Some browsers send a path.
    let file = ("/photos/pouce.png", "image/png", content.as_str());
    let page = browser.post_file(&new(), &fields, file).await;
    assert_eq!(page.location(), format!("/cases/{CASE}?n=attached"));
    let asked = desk.stub.asked::<UploadAttachmentRequest>("whole_attachment");
    let [sent] = asked.try_into().expect("one upload");
    assert_eq!(sent.request_id, request_id);
    assert_eq!((sent.file_name.as_str(), sent.media_type.as_str()), ("pouce.png", "image/png"));
    assert_eq!(sent.kind(), Kind::Signature);
    assert_eq!((sent.size, sent.data), (600_000, content.into_bytes()));
    // Nothing of the file stands in an address.
    assert!(browser.visited.iter().all(|address| !address.contains("pouce")));
}

#[tokio::test]
async fn a_form_without_a_file_and_one_of_another_session_are_refused() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("afi").await;
    browser.get(&new()).await;
    let page = browser.post_file(&new(), &[("kind", "")], ("", "", "")).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Choisissez un fichier."));
    browser.mark = "forged".to_owned();
    let page = browser.post_file(&new(), &[], ("a.png", "image/png", "content")).await;
    assert_eq!(page.status, 403);
    let mut nobody = desk.browser();
    nobody.get("/sign-in").await;
    let page = nobody.post_file(&new(), &[], ("a.png", "image/png", "content")).await;
    assert!([303, 401].contains(&page.status), "{}", page.status);
    assert!(desk.stub.asked::<UploadAttachmentRequest>("upload_attachment").is_empty());
}

#[tokio::test]
async fn a_file_that_is_too_large_is_told_so() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("afi").await;
    browser.get(&new()).await;
    let content = "0123456789".repeat(2_104_000);
    let page = browser.post_file(&new(), &[], ("a.png", "image/png", &content)).await;
    assert_eq!(page.status, 413);
    assert!(desk.stub.asked::<UploadAttachmentRequest>("upload_attachment").is_empty());
}

#[tokio::test]
async fn a_download_says_why_stays_nowhere_and_its_name_breaks_no_header() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("sena").await;
    browser.get(&format!("/cases/{CASE}")).await;
    let path = format!("/cases/{CASE}/attachments/{ENTRY}");
    let page = browser.post(&path, &[("purpose", "supervision")]).await;
    assert_eq!((page.status, page.body.as_str()), (200, "0123456789"));
    assert_eq!(page.header("content-type"), "image/png");
    assert_eq!(page.header("content-length"), "10");
    assert!(page.header("cache-control").contains("no-store"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(
        page.header("content-disposition"),
        "attachment; filename*=UTF-8''certificat%20d%27Akossiwa%0D%0AX%3A%20%221%22.png"
    );
    let [asked] = desk
        .stub
        .asked::<DownloadAttachmentRequest>("download_attachment")
        .try_into()
        .expect("one download");
    assert_eq!(asked.purpose, "supervision");
    // Without a reason nothing is read, and a file has no address of its own.
    let page = browser.post(&path, &[("purpose", "curiosity")]).await;
    assert_eq!(page.status, 422);
    assert_eq!(browser.get(&path).await.location(), format!("/cases/{CASE}"));
    assert_eq!(desk.stub.asked::<DownloadAttachmentRequest>("download_attachment").len(), 1);
}

#[tokio::test]
async fn a_file_is_taken_off_after_a_question() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/attachments/{ENTRY}/remove");
    let form = browser.get(&path).await;
    let request_id = form.value("request_id");
    let page = browser.post(&path, &[("request_id", &request_id)]).await;
    assert_eq!(page.location(), format!("/cases/{CASE}?n=attachment-removed"));
    let asked = desk.stub.asked::<RemoveAttachmentRequest>("remove_attachment");
    assert_eq!(asked.len(), 1);
    assert!(asked[0].name.ends_with(&format!("/attachments/{ENTRY}")));
}
