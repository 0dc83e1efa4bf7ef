//! What the local nats-server is told.

use std::path::Path;

use super::credentials::Credentials;

/// The largest message; ours are facts and ids.
pub(super) const MAX_PAYLOAD: u64 = 1_048_576;
/// What the stored messages may take of the disk.
const MAX_STORE: &str = "4GB";

/// Where the statistics publish releases.
const RELEASES: &str = "sentier.installation.statistics.v1.release_published";

/// The configuration file. Every write is flushed before it is acknowledged; nothing listens beyond
/// loopback; who has no key of ours reads nothing.
///
/// Analysts hear releases alone, as on a hub (`deploy/nats/users.conf` says why).
pub(super) fn text(folder: &Path, port: u16, credentials: &Credentials) -> String {
    // -1 lets the system choose.
    let port = if port == 0 { "-1".to_owned() } else { port.to_string() };
    let Credentials { services_public, watch_public, analysts_public, .. } = credentials;
    format!(
        r#"# Written by `sentier up` at every start: what is changed here is lost.
server_name: "sentier"
listen: "127.0.0.1:{port}"
pid_file: "{folder}/nats.pid"
ports_file_dir: "{folder}"
log_file: "{folder}/nats.log"
logfile_size_limit: 10MB
logfile_max_num: 3
max_payload: {MAX_PAYLOAD}
max_connections: 128
write_deadline: "10s"
jetstream {{
  store_dir: "{folder}/store"
  sync_interval: always
  max_memory_store: 16MB
  max_file_store: {MAX_STORE}
}}
accounts {{
  SENTIER {{
    jetstream: enabled
    users: [ {{ nkey: {services_public} }} ]
    exports: [ {{ stream: "{RELEASES}", accounts: [ ANALYSTS ] }} ]
  }}
  ANALYSTS {{
    users: [
      {{ nkey: {analysts_public}, permissions: {{ publish: {{ deny: ">" }}, subscribe: [ "sentier.releases.v1" ] }} }}
    ]
    imports: [ {{ stream: {{ account: SENTIER, subject: "{RELEASES}" }}, to: "sentier.releases.v1" }} ]
  }}
  WATCH {{ users: [ {{ nkey: {watch_public} }} ] }}
}}
system_account: WATCH
"#,
        folder = folder.display(),
    )
}
