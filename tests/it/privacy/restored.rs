//! A restore of what was copied before an erasure, with the keys of today: the other's attachment reads, and
//! hers never again.

use std::path::{Path, PathBuf};

use sentier::backup::{RestoreArgs, restore};
use sentier::demo::play::Client;
use sentier_proto::cases::v1::DownloadAttachmentRequest;
use sentier_proto::cases::v1::attachment_service_client::AttachmentServiceClient;
use sentier_tests::system::{Kept, On, files};
use sentier_tests::wait::wait_for;
use tonic::Status;

use super::erased::{Case, content};

/// The configuration of the cases service, as it was started with.
pub(super) fn configuration(kept: &Kept) -> PathBuf {
    kept.data().join("config/cases.toml")
}

/// The oldest copy is restored.
pub(super) async fn only_the_others_file_reads(
    on: On,
    after: Kept,
    medium: &Path,
    gone: &Case,
    stays: &Case,
) {
    match on {
        On::Sqlite => a_box(&after, medium).await,
        On::Postgres => a_hubs_attachments(&after, medium).await,
    }
    assert_eq!(objects(&after), 4, "both files are back, two chunks each");
    let whole = after.start().await;
    let stage = whole.stage().await;
    let worker = &stage.caseworkers[0];
    let read = download(worker, stays).await.expect("the other's file reads");
    assert!(read == content("wégbono05"), "byte for byte");
    download(worker, gone).await.expect_err("hers is noise");
    if matches!(on, On::Postgres) {
        // The store knows that she is erased: what a restore brought back goes again.
        wait_for("her chunks to go", async || (objects(whole.kept()) == 2).then_some(())).await;
    }
    whole.stop().await;
}

/// Everything from the backup of before, but the keys: of those there is only today's copy.
async fn a_box(after: &Kept, medium: &Path) {
    let (data, old) = (after.data(), after.data().with_file_name("old"));
    std::fs::rename(&data, &old).expect("the old box is put aside");
    let args = RestoreArgs::new(medium.join("backup-1"), medium.join("keys"), data.clone());
    restore(args).await.expect("restores");
    // Who works at the centre is no part of a backup.
    std::fs::rename(old.join("demo"), data.join("demo")).expect("the accounts' passwords");
}

/// The databases are as they were; the storage of attachments was lost.
async fn a_hubs_attachments(after: &Kept, medium: &Path) {
    std::fs::remove_dir_all(after.data().join("objects")).expect("the storage is lost");
    let copy = medium.join("dump/attachments");
    restore(RestoreArgs::attachments(copy, configuration(after))).await.expect("restores");
}

/// How many chunks lie there.
fn objects(kept: &Kept) -> usize {
    files(&kept.data().join("objects")).len()
}

async fn download(worker: &Client, case: &Case) -> Result<Vec<u8>, Status> {
    let asked = DownloadAttachmentRequest {
        name: format!("{}/attachments/{}", case.name, case.attachment),
        purpose: "direct_care".to_owned(),
        offset: 0,
    };
    let request = worker.signed(asked).await.expect("signed");
    let mut files = AttachmentServiceClient::new(worker.channels.cases.clone());
    let mut answers = files.download_attachment(request).await?.into_inner();
    let mut content = Vec::new();
    while let Some(answer) = answers.message().await? {
        content.extend(answer.data);
    }
    Ok(content)
}
