//! Attachments: sealed chunk by chunk, streamed both ways, gone on with after a cut, gone when they must be.

use std::path::PathBuf;
use std::time::Duration;

use sentier_eventing::vault::CHUNK;
use sentier_proto::cases::v1::attachment_service_client::AttachmentServiceClient;
use sentier_proto::cases::v1::audit_service_client::AuditServiceClient;
use sentier_proto::cases::v1::{
    Attachment, DownloadAttachmentRequest, ListAttachmentsRequest, ListReadingsRequest,
    RemoveAttachmentRequest, UploadAttachmentRequest, UploadAttachmentResponse, attachment,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming};
use uuid::Uuid;

use crate::world::*;

type Files = AttachmentServiceClient<Connection>;

const NAME: &str = "certificat médical d'Afi Kpogbédaku.jpg";

fn files(world: &World, id: Uuid, role: &str) -> Files {
    AttachmentServiceClient::new(world.connection(id, CENTRE, &[role]))
}

fn hers(world: &World) -> Files {
    files(world, AKOUVI, "caseworker")
}

/// A picture of so many bytes, no two chunks of it alike.
fn picture(size: usize) -> Vec<u8> {
    let mut content = b"\xff\xd8\xff\xe0\0\x10JFIF a picture of the bruises ".to_vec();
    let mut number = 0_u32;
    while content.len() < size {
        number += 1;
        content.extend_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
    }
    content.truncate(size);
    content
}

fn head(case: &str, size: usize) -> UploadAttachmentRequest {
    UploadAttachmentRequest {
        parent: case.to_owned(),
        request_id: request_id(),
        file_name: NAME.to_owned(),
        media_type: "image/jpeg".to_owned(),
        size: i64::try_from(size).expect("a size"),
        ..UploadAttachmentRequest::default()
    }
}

/// An upload on its way: where pieces go in and answers come out.
struct Going {
    pieces: mpsc::Sender<UploadAttachmentRequest>,
    answers: Streaming<UploadAttachmentResponse>,
}

impl Going {
    async fn begin(files: &mut Files, head: &UploadAttachmentRequest) -> Result<Self, Status> {
        let (pieces, sent) = mpsc::channel(1);
        pieces.send(head.clone()).await.expect("taken");
        let answers = files.upload_attachment(ReceiverStream::new(sent)).await?.into_inner();
        Ok(Self { pieces, answers })
    }

    async fn piece(&self, data: &[u8]) {
        let data = data.to_vec();
        let piece = UploadAttachmentRequest { data, ..UploadAttachmentRequest::default() };
        // The service may have ended the stream already: its answer says why.
        drop(self.pieces.send(piece).await);
    }

    async fn answer(&mut self) -> Result<UploadAttachmentResponse, Status> {
        Ok(self.answers.message().await?.expect("an answer"))
    }

    /// Sends the content from where it stopped, in small pieces, and waits for the attachment.
    async fn rest(mut self, content: &[u8]) -> Result<Attachment, Status> {
        let first = self.answer().await?;
        if let Some(kept) = first.attachment {
            return Ok(kept);
        }
        let stored = usize::try_from(first.stored_size).expect("a size");
        let rest = content[stored..].to_vec();
        let pieces = self.pieces.clone();
        let sending = async move {
            for data in rest.chunks(50_000) {
                let data = data.to_vec();
                let piece = UploadAttachmentRequest { data, ..<_>::default() };
                if pieces.send(piece).await.is_err() {
                    return;
                }
            }
        };
        let told = async {
            loop {
                if let Some(attachment) = self.answer().await?.attachment {
                    return Ok(attachment);
                }
            }
        };
        let ((), attachment) = tokio::join!(sending, told);
        attachment
    }
}

async fn upload(
    files: &mut Files,
    head: &UploadAttachmentRequest,
    content: &[u8],
) -> Result<Attachment, Status> {
    Going::begin(files, head).await?.rest(content).await
}

async fn download(files: &mut Files, name: &str, offset: i64) -> Result<Vec<u8>, Status> {
    let (name, purpose) = (name.to_owned(), "direct_care".to_owned());
    let asked = DownloadAttachmentRequest { name, purpose, offset };
    let mut answers = files.download_attachment(asked).await?.into_inner();
    let first = answers.message().await?.expect("what it is");
    assert!(first.attachment.is_some() && first.data.is_empty());
    let mut content = Vec::new();
    while let Some(answer) = answers.message().await? {
        content.extend(answer.data);
    }
    Ok(content)
}

async fn listed(files: &mut Files, case: &str) -> Vec<Attachment> {
    let asked = ListAttachmentsRequest {
        parent: case.to_owned(),
        purpose: "direct_care".to_owned(),
        ..ListAttachmentsRequest::default()
    };
    files.list_attachments(asked).await.expect("lists").into_inner().attachments
}

async fn readings(world: &World, case: &str) -> usize {
    let mut audit = AuditServiceClient::new(world.connection(SENA, CENTRE, &["supervisor"]));
    let asked = ListReadingsRequest { parent: case.to_owned(), ..<_>::default() };
    audit.list_readings(asked).await.expect("lists").into_inner().readings.len()
}

fn remove(name: &str) -> RemoveAttachmentRequest {
    RemoveAttachmentRequest { name: name.to_owned(), request_id: request_id() }
}

/// Every chunk in the folder of objects, in the order of their names.
fn chunks(world: &World) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![world.folder.path().join("objects")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

async fn chunks_go(world: &World) {
    until(|| async { chunks(world).is_empty().then_some(()) }).await;
}

async fn what_was_uploaded_comes_back(on: On) {
    let world = World::start(on).await;
    let case = opened(&mut world.caseworker()).await;
    let content = picture(2 * CHUNK + 70_000);
    let mut files = hers(&world);
    let head = head(&case, content.len());
    let kept = upload(&mut files, &head, &content).await.expect("uploads");
    assert_eq!((kept.file_name.as_str(), kept.media_type.as_str()), (NAME, "image/jpeg"));
    assert_eq!(kept.kind, i32::from(attachment::Kind::Image));
    // The same request again has the same answer, without content.
    assert_eq!(upload(&mut files, &head, &content).await.expect("a repeat"), kept);
    assert_eq!(listed(&mut files, &case).await, std::slice::from_ref(&kept));
    assert_eq!(chunks(&world).len(), 3);

    let before = readings(&world, &case).await;
    assert_eq!(download(&mut files, &kept.name, 0).await.expect("downloads"), content);
    for offset in [1, CHUNK, CHUNK + 5, content.len() - 1, content.len()] {
        let from = i64::try_from(offset).expect("an offset");
        let rest = download(&mut files, &kept.name, from).await.expect("downloads");
        assert_eq!(rest, content[offset..]);
    }
    assert_eq!(readings(&world, &case).await, before + 6, "each download is a reading");

    // Neither name nor content lies anywhere in clear, nor does a path tell of either.
    for (path, bytes) in world.files() {
        for value in [NAME.as_bytes(), b"picture of the bruises", b"image/jpeg"] {
            let hit = bytes.windows(value.len()).any(|window| window == value);
            assert!(!hit, "{path} holds a personal value");
        }
        assert!(
            !path.contains("certificat") && !path.contains(case.rsplit('/').next().expect("an id"))
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn what_was_uploaded_comes_back_on_sqlite() {
    Box::pin(what_was_uploaded_comes_back(On::Sqlite)).await;
}

#[tokio::test]
async fn what_was_uploaded_comes_back_on_postgres() {
    Box::pin(what_was_uploaded_comes_back(On::Postgres)).await;
}

#[tokio::test]
async fn a_broken_upload_goes_on_from_the_last_stored_chunk_after_a_restart_too() {
    let mut world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let content = picture(3 * CHUNK);
    let head = head(&case, content.len());
    let mut going = Going::begin(&mut hers(&world), &head).await.expect("begins");
    assert_eq!(going.answer().await.expect("an answer").stored_size, 0);
    going.piece(&content[..CHUNK + 9]).await;
    let chunk = i64::try_from(CHUNK).expect("a size");
    assert_eq!(going.answer().await.expect("an answer").stored_size, chunk);
    drop(going);
    // Nothing is attached yet.
    assert!(listed(&mut hers(&world), &case).await.is_empty());
    world.restart().await;

    let mut files = hers(&world);
    let mut again = Going::begin(&mut files, &head).await.expect("goes on");
    assert_eq!(again.answer().await.expect("an answer").stored_size, chunk);
    drop(again);
    let kept = upload(&mut files, &head, &content).await.expect("uploads");
    assert_eq!(download(&mut files, &kept.name, 0).await.expect("downloads"), content);
    // The same id for another file is another request.
    let other = UploadAttachmentRequest { file_name: "autre.jpg".to_owned(), ..head };
    let refused = Going::begin(&mut files, &other).await.map(drop).expect_err("refused");
    assert_eq!(reason(&refused), (Code::InvalidArgument, "REQUEST_ID_REUSED".to_owned()));
}

#[tokio::test]
async fn content_that_is_not_what_was_said_is_refused_and_nothing_is_attached() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut files = hers(&world);
    let page = b"<!doctype html><script>alert(1)</script>".to_vec();
    let refused = upload(&mut files, &head(&case, page.len()), &page).await.expect_err("refused");
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(fields(&refused), ["media_type"]);
    let longer = picture(1_000);
    let refused = upload(&mut files, &head(&case, 900), &longer).await.expect_err("refused");
    assert_eq!(fields(&refused), ["data"]);
    // Less than was said: the rest is awaited, and nothing is attached.
    let going = Going::begin(&mut files, &head(&case, 1_000)).await.expect("begins");
    going.piece(&longer[..900]).await;
    let Going { pieces, mut answers } = going;
    drop(pieces);
    answers.message().await.expect("an answer").expect("how much is stored");
    assert_eq!(fields(&answers.message().await.expect_err("refused")), ["size"]);

    let runs = UploadAttachmentRequest { media_type: "text/html".to_owned(), ..head(&case, 9) };
    let path = UploadAttachmentRequest { file_name: "../a.jpg".to_owned(), ..head(&case, 9) };
    let huge = head(&case, 20 * 1024 * 1024 + 1);
    let voice = UploadAttachmentRequest { kind: attachment::Kind::Audio.into(), ..head(&case, 9) };
    for (wrong, field) in
        [(runs, "media_type"), (path, "file_name"), (huge, "size"), (voice, "kind")]
    {
        let refused = Going::begin(&mut files, &wrong).await.map(drop).expect_err("refused");
        assert_eq!(
            (refused.code(), fields(&refused)),
            (Code::InvalidArgument, vec![field.to_owned()])
        );
    }
    assert!(listed(&mut files, &case).await.is_empty());
}

#[tokio::test]
async fn chunks_that_were_swapped_cut_off_or_taken_from_another_file_do_not_open() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut files = hers(&world);
    let content = picture(3 * CHUNK);
    let kept = upload(&mut files, &head(&case, content.len()), &content).await.expect("uploads");
    let [first, second, third] = chunks(&world).try_into().expect("three chunks");
    let sealed = [&first, &second, &third].map(|path| std::fs::read(path).expect("a chunk"));
    let other = upload(&mut files, &head(&case, content.len()), &content).await.expect("uploads");
    let mut broken = async |path: &PathBuf, bytes: &[u8]| {
        let was = std::fs::read(path).expect("a chunk");
        std::fs::write(path, bytes).expect("writes");
        let refused = download(&mut files, &kept.name, 0).await.expect_err("does not open");
        assert_eq!(refused.code(), Code::Internal);
        std::fs::write(path, was).expect("writes");
    };
    broken(&first, &sealed[1]).await;
    broken(&second, &sealed[0]).await;
    let mut cut = sealed[2].clone();
    cut.truncate(cut.len() - 1);
    broken(&third, &cut).await;
    // The same content at the same place of another file.
    let foreign = chunks(&world)
        .into_iter()
        .find(|path| path.file_name() == first.file_name() && path.parent() != first.parent());
    let foreign = std::fs::read(foreign.expect("the other's first chunk")).expect("a chunk");
    broken(&first, &foreign).await;
    std::fs::remove_file(&third).expect("removed");
    download(&mut files, &kept.name, 0).await.expect_err("its end is missing");
    assert_eq!(download(&mut files, &other.name, 0).await.expect("downloads"), content);
}

#[tokio::test]
async fn what_is_taken_off_is_gone_with_its_key() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut files = hers(&world);
    let content = picture(400_000);
    let asked = head(&case, content.len());
    let kept = upload(&mut files, &asked, &content).await.expect("uploads");
    let request = remove(&kept.name);
    files.remove_attachment(request.clone()).await.expect("removes");
    files.remove_attachment(request).await.expect("a repeat");
    assert_eq!(chunks(&world), Vec::<PathBuf>::new());
    let id: Uuid = kept.name.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    assert!(world.host.vault.ring(id).await.expect("a ring").is_erased());
    assert!(listed(&mut files, &case).await.is_empty());
    let refused = download(&mut files, &kept.name, 0).await.expect_err("gone");
    assert_eq!(reason(&refused), (Code::NotFound, "NO_SUCH_ENTRY".to_owned()));
    let refused = upload(&mut files, &asked, &content).await.expect_err("does not come back");
    assert_eq!(reason(&refused).1, "UPLOAD_LAPSED");
    let refused = files.remove_attachment(remove(&kept.name)).await.expect_err("gone");
    assert_eq!(reason(&refused).1, "NO_SUCH_ENTRY");
}

#[tokio::test]
async fn an_erasure_takes_every_file_with_it() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut files = hers(&world);
    let content = picture(300_000);
    let kept = upload(&mut files, &head(&case, content.len()), &content).await.expect("uploads");
    // One that is on its way goes when it lapses.
    let going = Going::begin(&mut files, &head(&case, content.len())).await.expect("begins");
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    assert_eq!(chunks(&world), Vec::<PathBuf>::new());
    let refused = download(&mut files, &kept.name, 0).await.expect_err("gone");
    assert_eq!(reason(&refused).1, "SURVIVOR_ERASED");
    assert!(listed(&mut files, &case).await.is_empty());
    let refused = going.rest(&content).await.expect_err("nothing is attached any more");
    assert_eq!(reason(&refused).1, "SURVIVOR_ERASED");
}

#[tokio::test]
async fn an_upload_that_nobody_goes_on_with_leaves_nothing_behind() {
    let mut world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let content = picture(2 * CHUNK);
    let head = head(&case, content.len());
    let mut going = Going::begin(&mut hers(&world), &head).await.expect("begins");
    going.answer().await.expect("an answer");
    going.piece(&content[..CHUNK]).await;
    going.answer().await.expect("an answer");
    drop(going);
    assert_eq!(chunks(&world).len(), 1);
    world.clock.advance(Duration::from_hours(49));
    world.restart().await;
    chunks_go(&world).await;
    let refused = upload(&mut hers(&world), &head, &content).await.expect_err("lapsed");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "UPLOAD_LAPSED".to_owned()));
}

#[tokio::test]
async fn what_a_restored_storage_brings_back_is_destroyed_again() {
    let mut world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let content = picture(1_000);
    let mut files = hers(&world);
    let kept = upload(&mut files, &head(&case, content.len()), &content).await.expect("uploads");
    let [path] = chunks(&world).try_into().expect("one chunk");
    let backup = std::fs::read(&path).expect("a chunk");
    files.remove_attachment(remove(&kept.name)).await.expect("removes");
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(&path, backup).expect("restored");
    world.restart().await;
    chunks_go(&world).await;
}

#[tokio::test]
async fn another_caseworker_does_not_learn_that_there_is_a_file() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let content = picture(100);
    let mut mine = hers(&world);
    let kept = upload(&mut mine, &head(&case, content.len()), &content).await.expect("uploads");
    let mut other = files(&world, DEDE, "caseworker");
    let refused = download(&mut other, &kept.name, 0).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::NotFound, "NOT_FOUND".to_owned()));
    let begun = Going::begin(&mut other, &head(&case, 100)).await.map(drop);
    assert_eq!(reason(&begun.expect_err("refused")).0, Code::NotFound);
    let refused = other.remove_attachment(remove(&kept.name)).await.expect_err("refused");
    assert_eq!(reason(&refused).0, Code::NotFound);
}
