//! Objects in a folder and in S3-compatible storage: one behaviour.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use sentier_eventing::objects::{Objects, ObjectsConfig, ObjectsError};
use sentier_test_support::wait::wait_for;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use uuid::Uuid;

/// What every storage does.
async fn keeps_its_promises(objects: &Objects) {
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert!(objects.stored(one).await.expect("lists").is_empty());
    assert_eq!(objects.get(one, 0).await.expect("answers"), None);
    for index in [0, 1, 10] {
        objects.put(one, index, vec![7; 300_000]).await.expect("puts");
    }
    objects.put(other, 0, vec![8; 10]).await.expect("puts");
    let stored = objects.stored(one).await.expect("lists");
    assert_eq!(stored.into_iter().collect::<Vec<_>>(), [(0, 300_000), (1, 300_000), (10, 300_000)]);
    // Again, in the place of what was there.
    objects.put(one, 1, vec![9; 5]).await.expect("puts");
    assert_eq!(objects.get(one, 1).await.expect("answers").expect("a chunk").as_ref(), [9; 5]);

    let mut all = objects.all().await.expect("lists");
    all.sort_unstable();
    assert_eq!(all, [(one, 0), (one, 1), (one, 10), (other, 0)]);

    objects.destroy(one).await.expect("destroys");
    objects.destroy(one).await.expect("a repeat finds nothing");
    assert!(objects.stored(one).await.expect("lists").is_empty());
    assert_eq!(objects.get(one, 1).await.expect("answers"), None);
    assert!(objects.get(other, 0).await.expect("answers").is_some(), "another object stays");
}

#[tokio::test]
async fn a_folder_keeps_objects_for_its_owner_alone_and_empty_folders_go() {
    let root = TempDir::new().expect("a folder");
    let folder = root.path().join("objects");
    let config = ObjectsConfig::default();
    let objects = Objects::open(&config, &folder).expect("opens");
    keeps_its_promises(&objects).await;
    let mode = std::fs::metadata(&folder).expect("a folder").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    objects.destroy(Uuid::from_u128(2)).await.expect("destroys");
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 0, "nothing is left");
}

/// An S3 server of a test's own; dropped, it is killed.
struct Bucket {
    _server: Child,
    config: ObjectsConfig,
}

/// One call of the storage's own interface.
async fn make_bucket(address: &str) -> Option<()> {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(address).await.ok()?;
    let call = format!("PUT /sentier HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(call.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    answer.starts_with("HTTP/1.1 200").then_some(())
}

async fn bucket(folder: &Path) -> Bucket {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let server = Command::new("moto_server")
        .args(["--host", "127.0.0.1", "--port", &address.port().to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("moto_server is on PATH: run the tests with ./deploy/test");
    let address = address.to_string();
    wait_for("the S3 server", async || make_bucket(&address).await).await;
    let file = |name: &str| {
        let path = folder.join(name);
        std::fs::write(&path, format!("{name}\n")).expect("writes");
        Some(path)
    };
    let config = ObjectsConfig {
        bucket: Some("sentier".to_owned()),
        prefix: "ogou-1/cases".to_owned(),
        endpoint: Some(format!("http://{address}")),
        access_key_file: file("id"),
        secret_key_file: file("secret"),
        ..ObjectsConfig::default()
    };
    Bucket { _server: server, config }
}

/// A copy in a folder holds what the bucket does, takes what is new, and fills another bucket.
async fn copied_out_and_in_again(config: &ObjectsConfig, objects: &Objects, folder: &Path) {
    let copy = Objects::open(&ObjectsConfig::default(), &folder.join("copy")).expect("opens");
    let (old, new) = (Uuid::from_u128(2), Uuid::from_u128(3));
    assert_eq!(copy.fill_from(objects).await.expect("copies"), 1);
    objects.put(new, 0, vec![3; 10]).await.expect("puts");
    assert_eq!(copy.fill_from(objects).await.expect("copies what is new"), 1);
    let config = ObjectsConfig { prefix: "restored".to_owned(), ..config.clone() };
    let again = Objects::open(&config, folder).expect("opens");
    assert_eq!(again.fill_from(&copy).await.expect("fills"), 2);
    assert_eq!(again.fill_from(&copy).await.expect("a repeat puts nothing"), 0);
    for (object, byte) in [(old, 8), (new, 3)] {
        let chunk = again.get(object, 0).await.expect("answers").expect("a chunk");
        assert_eq!(chunk.as_ref(), [byte; 10]);
    }
    objects.destroy(new).await.expect("destroys");
}

#[tokio::test]
async fn s3_compatible_storage_does_what_a_folder_does() {
    let folder = TempDir::new().expect("a folder");
    let bucket = bucket(folder.path()).await;
    let objects = Objects::open(&bucket.config, folder.path()).expect("opens");
    keeps_its_promises(&objects).await;
    copied_out_and_in_again(&bucket.config, &objects, folder.path()).await;
    // Another process finds what this one put away.
    let again = Objects::open(&bucket.config, folder.path()).expect("opens");
    assert!(again.get(Uuid::from_u128(2), 0).await.expect("answers").is_some());
}

#[tokio::test]
async fn a_storage_that_is_away_is_an_error_in_time_and_not_a_missing_object() {
    let folder = TempDir::new().expect("a folder");
    let mut bucket = bucket(folder.path()).await;
    bucket.config.endpoint = Some("http://127.0.0.1:9".to_owned());
    let objects = Objects::open(&bucket.config, folder.path()).expect("opens");
    let asked = tokio::time::timeout(Duration::from_mins(1), objects.get(Uuid::from_u128(1), 0));
    assert!(asked.await.expect("an end").is_err());
}

#[test]
fn a_bucket_needs_the_files_of_its_key() {
    let config = ObjectsConfig { bucket: Some("sentier".to_owned()), ..ObjectsConfig::default() };
    let refused = Objects::open(&config, Path::new("unused")).expect_err("refused");
    assert!(matches!(refused, ObjectsError::NoCredentials));
}
