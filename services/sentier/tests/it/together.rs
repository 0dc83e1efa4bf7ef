//! Everything in one process.

use sentier::up::{Options, Stores, System, UpError};
use tempfile::TempDir;

use crate::machine::{answers, on, postgres};

async fn starts_stops_and_goes_on(folder: &TempDir, stores: Stores) {
    let options = || Options { stores: stores.clone(), ..on(folder) };
    let first = System::start(options()).await.expect("it starts");
    assert!(answers(first.addresses()).await);
    let secret = std::fs::read_to_string(first.layout().first_secret()).expect("a first secret");
    assert!(first.stop().await, "nothing had to be cut");

    let again = System::start(options()).await.expect("it starts again");
    assert!(answers(again.addresses()).await);
    let same = std::fs::read_to_string(again.layout().first_secret()).expect("a first secret");
    assert_eq!(secret, same, "the installation that waited for its administrator still waits");
    assert!(again.stop().await, "nothing had to be cut");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_box_starts_stops_and_goes_on_where_it_was() {
    let folder = TempDir::new().expect("a temporary folder");
    starts_stops_and_goes_on(&folder, Stores::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgresql_it_starts_stops_and_goes_on_where_it_was() {
    let folder = TempDir::new().expect("a temporary folder");
    let stores = postgres().await;
    starts_stops_and_goes_on(&folder, stores).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_system_on_a_folder_is_refused_while_the_first_runs() {
    let folder = TempDir::new().expect("a temporary folder");
    let first = System::start(on(&folder)).await.expect("it starts");
    let second = System::start(on(&folder)).await;
    assert!(matches!(second, Err(UpError::Running(_))));
    assert!(answers(first.addresses()).await, "the first is not disturbed");
    first.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_system_that_cannot_start_leaves_nothing_running() {
    let folder = TempDir::new().expect("a temporary folder");
    let stores = Stores::Postgres {
        server: "postgres://nobody@127.0.0.1:1".to_owned(),
        prefix: String::new(),
    };
    let refused = System::start(Options { stores, ..on(&folder) }).await;
    assert!(matches!(refused, Err(UpError::Service { service: "access", .. })));
    let pid = std::fs::read_to_string(folder.path().join("data/nats/nats.pid"));
    let gone = pid
        .map_or(true, |pid| !std::path::Path::new("/proc").join(pid.trim()).join("exe").exists());
    assert!(gone, "the broker was stopped again");
    let healthy = System::start(on(&folder)).await.expect("the folder is free");
    healthy.stop().await;
}
