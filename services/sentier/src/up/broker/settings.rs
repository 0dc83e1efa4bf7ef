//! What the local nats-server is told.

use std::path::Path;

use super::credentials::Credentials;

/// The largest message; ours are facts and ids.
pub(super) const MAX_PAYLOAD: u64 = 1_048_576;
/// What the stored messages may take of the disk.
const MAX_STORE: &str = "4GB";

/// The configuration file. Every write is flushed before it is acknowledged; nothing listens beyond
/// loopback; who has no key of ours reads nothing.
pub(super) fn text(folder: &Path, port: u16, credentials: &Credentials) -> String {
    // -1 lets the system choose.
    let port = if port == 0 { "-1".to_owned() } else { port.to_string() };
    let (services, watch) = (&credentials.services_public, &credentials.watch_public);
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
  SENTIER {{ jetstream: enabled, users: [ {{ nkey: {services} }} ] }}
  WATCH {{ users: [ {{ nkey: {watch} }} ] }}
}}
system_account: WATCH
"#,
        folder = folder.display(),
    )
}
