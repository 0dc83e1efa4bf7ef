//! Pushes a `dataValueSets` message over HTTPS, and tries again while the receiver is away.
//!
//! An import is the same however often it is made, so whatever broke is simply sent again: a connection, a
//! deadline, 429 and 5xx. What the receiver refuses (401, 403, 409 with its conflicts) is told at once.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use reqwest::{Certificate, Client, StatusCode, Url};
use serde::Deserialize;
use zeroize::Zeroizing;

/// How long one try may take: an import of some hundred values takes seconds.
const DEADLINE: Duration = Duration::from_mins(1);
/// Conflicts that are told, at most.
const CONFLICTS: usize = 10;
/// Bytes of an answer that are read, at most.
const ANSWER: usize = 256 * 1_024;

/// How long to go on trying.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Tries, the first included.
    pub(super) tries: u32,
    /// How long after the first; twice as long after each.
    pub(super) pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { tries: 6, pause: Duration::from_secs(2) }
    }
}

/// The DHIS2.
pub(super) struct Receiver {
    client: Client,
    url: Url,
    token: Zeroizing<String>,
}

impl fmt::Debug for Receiver {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Receiver").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

/// What became of the values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct ImportCount {
    pub(super) imported: u64,
    pub(super) updated: u64,
    pub(super) ignored: u64,
}

/// The answer; its counts stand inside since 2.38, and at its top before.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Answer {
    import_count: Option<ImportCount>,
    conflicts: Vec<Conflict>,
    response: Option<Summary>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Summary {
    import_count: Option<ImportCount>,
    conflicts: Vec<Conflict>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Conflict {
    object: String,
    value: String,
}

/// Why a try failed.
enum Failed {
    /// It may do better later.
    Away(anyhow::Error),
    /// It will not.
    Refused(anyhow::Error),
}

impl Receiver {
    /// The DHIS2 that answers at `url`: over TLS, or on this machine.
    pub(super) fn new(
        url: &str,
        token: Zeroizing<String>,
        ca_file: Option<&Path>,
    ) -> anyhow::Result<Self> {
        // Fails when one is there already: the process has one.
        drop(rustls::crypto::ring::default_provider().install_default());
        let base = Url::parse(url).context("the mapping's url is no address")?;
        let here = matches!(base.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        ensure!(
            base.scheme() == "https" || (base.scheme() == "http" && here),
            "the url is not https"
        );
        let whole = format!("{}/api/dataValueSets", base.as_str().trim_end_matches('/'));
        let mut client =
            Client::builder().timeout(DEADLINE).redirect(reqwest::redirect::Policy::none());
        if let Some(path) = ca_file {
            let pem =
                std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            client = client.tls_certs_only(Certificate::from_pem_bundle(&pem)?);
        }
        Ok(Self { client: client.build()?, url: Url::parse(&whole)?, token })
    }

    /// Sends it until it is taken, refused, or patience ends.
    pub(super) async fn push(&self, body: &str, patience: Patience) -> anyhow::Result<ImportCount> {
        let mut pause = patience.pause;
        for left in (0..patience.tries).rev() {
            match self.once(body).await {
                Ok(counts) => return Ok(counts),
                Err(Failed::Refused(error)) => return Err(error),
                Err(Failed::Away(error)) if left == 0 => {
                    return Err(error.context(format!("given up after {} tries", patience.tries)));
                }
                Err(Failed::Away(_)) => tokio::time::sleep(pause).await,
            }
            pause *= 2;
        }
        bail!("nothing was tried")
    }

    async fn once(&self, body: &str) -> Result<ImportCount, Failed> {
        let request = self
            .client
            .post(self.url.clone())
            .header("authorization", format!("ApiToken {}", self.token.as_str()))
            .header("content-type", "application/json")
            .body(body.to_owned());
        let answer = request.send().await.map_err(|error| Failed::Away(error.into()))?;
        let status = answer.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Failed::Away(anyhow::anyhow!("the DHIS2 answers {status}")));
        }
        let text = answer.bytes().await.map_err(|error| Failed::Away(error.into()))?;
        let text = text.get(..ANSWER).unwrap_or(&text);
        let read: Answer = serde_json::from_slice(text).unwrap_or_default();
        let inner = read.response.unwrap_or_default();
        let conflicts: Vec<String> =
            read.conflicts.iter().chain(&inner.conflicts).take(CONFLICTS).map(told).collect();
        if !status.is_success() || !conflicts.is_empty() {
            return Err(Failed::Refused(refusal(status, &conflicts)));
        }
        let counts = read.import_count.or(inner.import_count);
        counts.ok_or_else(|| Failed::Refused(anyhow::anyhow!("the answer is not a DHIS2's")))
    }
}

fn refusal(status: StatusCode, conflicts: &[String]) -> anyhow::Error {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            anyhow::anyhow!("the DHIS2 answers {status}: see to the token and its rights")
        }
        _ if conflicts.is_empty() => anyhow::anyhow!("the DHIS2 answers {status}"),
        _ => anyhow::anyhow!("the DHIS2 does not take every value: {}", conflicts.join("; ")),
    }
}

/// A conflict in one line, without anything that moves the terminal's cursor.
fn told(conflict: &Conflict) -> String {
    let line = format!("{} {}", conflict.object, conflict.value);
    line.chars().filter(|letter| !letter.is_control()).take(200).collect()
}
