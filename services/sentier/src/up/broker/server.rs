//! The server as a child process that is kept running.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use sentier_platform::config::NatsConfig;
use sentier_platform::shutdown::Shutdown;
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

use super::credentials::Credentials;
use super::{BrokerError, check, settings};

/// How long a starting server may take to answer; a large store after a power cut is read first.
const ANSWER: Duration = Duration::from_mins(1);
/// How long a stopping server may take.
const END: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A server that lived this long has recovered: the next pause is the first again.
const HEALTHY: Duration = Duration::from_mins(1);

/// A local nats-server that is started again when it dies.
#[derive(Debug)]
pub struct Supervised {
    /// How the services reach it.
    pub config: NatsConfig,
    end: Shutdown,
}

/// What is needed to start the server, again and again.
#[derive(Debug)]
struct Server {
    binary: PathBuf,
    folder: PathBuf,
    port: u16,
    credentials: Credentials,
}

impl Supervised {
    /// Starts the server on a folder of its own, checks that it does as told, and watches it.
    /// Port 0 lets the system choose.
    ///
    /// # Errors
    /// When it does not start, or does not do as told.
    pub async fn start(binary: PathBuf, folder: &Path, port: u16) -> Result<Self, BrokerError> {
        let folder = folder.canonicalize()?;
        end_orphan(&folder).await?;
        let credentials = Credentials::open_or_create(&folder)?;
        let mut server = Server { binary, folder, port, credentials };
        let mut child = server.spawn()?;
        server.port = server.answering(&mut child).await?;
        let config = NatsConfig {
            url: server.url(),
            nkey_file: Some(server.credentials.services_file.clone()),
            ..NatsConfig::default()
        };
        let end = Shutdown::new();
        let stop = end.token();
        drop(end.spawn(server.watch(child, stop)));
        Ok(Self { config, end })
    }

    /// Stops the server and waits until it has ended.
    pub async fn stop(self) {
        self.end.wait(END + Duration::from_secs(2)).await;
    }
}

impl Server {
    fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    fn spawn(&self) -> Result<Child, BrokerError> {
        let config = self.folder.join("nats.conf");
        std::fs::write(&config, settings::text(&self.folder, self.port, &self.credentials))?;
        Ok(Command::new(&self.binary)
            .arg("--config")
            .arg(&config)
            // Its collector works harder above this instead of taking the box's memory.
            .env("GOMEMLIMIT", "40MiB")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C at the terminal is for us: we stop it when the services are done with it.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?)
    }

    /// Waits until the server answers as told; gives its port.
    async fn answering(&self, child: &mut Child) -> Result<u16, BrokerError> {
        let silent = || BrokerError::Silent(self.folder.join("nats.log").display().to_string());
        let ports =
            self.folder.join(format!("nats-server_{}.ports", child.id().ok_or_else(silent)?));
        let began = Instant::now();
        loop {
            if child.try_wait()?.is_some() || began.elapsed() > ANSWER {
                return Err(silent());
            }
            if let Some(port) = port_in(&ports) {
                let url = format!("nats://127.0.0.1:{port}");
                if let Ok(state) = check::state(&url, &self.credentials.watch_seed).await {
                    check::verify(&state, &self.folder)?;
                    return Ok(port);
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Keeps a server running until `stop`.
    async fn watch(self, mut child: Child, stop: CancellationToken) {
        let mut pause = FIRST_PAUSE;
        loop {
            let began = Instant::now();
            tokio::select! {
                ended = child.wait() => {
                    let code = ended.ok().and_then(|status| status.code());
                    tracing::error!(code, "nats-server died and is started again");
                }
                () = stop.cancelled() => return end(child).await,
            }
            if began.elapsed() > HEALTHY {
                pause = FIRST_PAUSE;
            }
            child = loop {
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = stop.cancelled() => return,
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
                match self.spawn() {
                    Ok(child) => break child,
                    Err(error) => tracing::error!(%error, "nats-server cannot be started again"),
                }
            };
        }
    }
}

/// The port in the file that the server writes when it listens.
fn port_in(ports: &Path) -> Option<u16> {
    let text = std::fs::read_to_string(ports).ok()?;
    let ports: serde_json::Value = serde_json::from_str(&text).ok()?;
    ports.get("nats")?.get(0)?.as_str()?.rsplit(':').next()?.parse().ok()
}

/// Asks a server to end, and waits for it.
async fn end(mut child: Child) {
    if let Some(pid) = child.id().and_then(pid) {
        signal(pid, Signal::INT);
    }
    if tokio::time::timeout(END, child.wait()).await.is_err() {
        tracing::warn!("nats-server did not end in time and is killed");
        drop(child.kill().await);
    }
}

fn signal(pid: Pid, signal: Signal) {
    if let Err(error) = kill_process(pid, signal) {
        tracing::debug!(%error, "a nats-server had ended before it was asked to");
    }
}

fn pid(id: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(id).ok()?)
}

/// Ends the server that a killed `up` left running on this folder: it would hold port and store.
///
/// # Errors
/// When the folder cannot be read.
pub async fn end_orphan(folder: &Path) -> Result<(), BrokerError> {
    let folder = &folder.canonicalize()?;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ports") {
            std::fs::remove_file(path)?;
        }
    }
    let Ok(text) = std::fs::read_to_string(folder.join("nats.pid")) else { return Ok(()) };
    let Some(orphan) = text.trim().parse().ok().and_then(pid) else { return Ok(()) };
    if runs_on(orphan, folder) {
        tracing::warn!("a nats-server was left running by an earlier start and is ended");
        signal(orphan, Signal::INT);
    }
    let began = Instant::now();
    while runs_on(orphan, folder) {
        if began.elapsed() > END {
            signal(orphan, Signal::KILL);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Whether the process is a server of this folder; its number may belong to another program by now.
fn runs_on(server: Pid, folder: &Path) -> bool {
    let Ok(command) = std::fs::read(format!("/proc/{}/cmdline", server.as_raw_nonzero())) else {
        return false;
    };
    let config = folder.join("nats.conf");
    command.split(|byte| *byte == 0).any(|part| part == config.as_os_str().as_encoded_bytes())
}
