//! The program itself, as people and machines run it.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use sentier::target::Addresses;
use sentier::up::{Prepared, SERVICES};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::machine::{answering, answers, on};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sentier"));
    command.args(arguments).env_remove("SENTIER_TEST_POSTGRES").kill_on_drop(true);
    command.stdout(Stdio::null()).stderr(Stdio::inherit());
    command
}

fn serve(prepared: &Prepared, service: &str) -> Child {
    let config = prepared.layout.config(service).display().to_string();
    program(&["serve", service, "--config", &config]).spawn().expect("the program starts")
}

async fn end(mut child: Child, signal: Signal) -> Option<i32> {
    let pid = i32::try_from(child.id().expect("it runs")).expect("a number");
    kill_process(Pid::from_raw(pid).expect("a process"), signal).expect("it is there");
    let ended = tokio::time::timeout(Duration::from_secs(30), child.wait()).await;
    ended.expect("it ends in time").expect("it is ours").code()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_parts_run_apart_on_the_same_folder_and_a_killed_one_comes_back() {
    let folder = TempDir::new().expect("a temporary folder");
    let prepared = Prepared::new(on(&folder)).await.expect("a folder made ready");
    let mut parts: Vec<Child> = SERVICES.iter().map(|name| serve(&prepared, name)).collect();
    answering(&prepared.addresses).await;

    let cases = parts.remove(1);
    assert_eq!(end(cases, Signal::KILL).await, None, "it was killed");
    parts.push(serve(&prepared, "cases"));
    answering(&prepared.addresses).await;

    for part in parts {
        assert_eq!(end(part, Signal::TERM).await, Some(0), "asked to end, it ends well");
    }
    prepared.stop().await;
}

/// The first of six ports of this process's own, below those of outgoing connections.
fn ports() -> u16 {
    10_000 + u16::try_from(std::process::id() % 1_200).expect("small") * 8
}

async fn addresses(data: &Path) -> Addresses {
    for _attempt in 0..600 {
        if let Ok(addresses) = Addresses::read(data) {
            return addresses;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("`sentier up` did not start");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn up_runs_until_it_is_asked_to_end_and_survives_being_killed() {
    let folder = TempDir::new().expect("a temporary folder");
    let data = folder.path().join("data");
    let port = ports();
    let up = || {
        let (data, first) = (data.display().to_string(), port.to_string());
        let (desk, nats) = ((port + 4).to_string(), (port + 5).to_string());
        program(&[
            "up",
            "--data",
            &data,
            "--ports-from",
            &first,
            "--desk-port",
            &desk,
            "--nats-port",
            &nats,
        ])
        .spawn()
        .expect("the program starts")
    };
    let killed = up();
    let addresses = addresses(&data).await;
    assert!(answers(&addresses).await);
    let own = own_memory(killed.id().expect("it runs"));
    assert!(own < 40_000, "idle, it holds {own} kB besides its program");
    assert_eq!(end(killed, Signal::KILL).await, None);

    // Its broker was left behind, and is replaced.
    let asked = up();
    answering(&addresses).await;
    assert_eq!(end(asked, Signal::TERM).await, Some(0));
    assert!(!answers(&addresses).await, "nothing is left running");
}

/// What a process holds of its own, in kB: without the pages of its program, which differ with the build.
fn own_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).expect("a figure");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
