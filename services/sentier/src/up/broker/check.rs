//! Whether the running server does what its configuration says, by its own word.

use std::path::Path;
use std::time::Duration;

use async_nats::ConnectOptions;
use serde_json::Value;

use super::{BrokerError, binary, settings};

/// Asks the server for its state, over the system account.
pub(super) async fn state(url: &str, seed: &str) -> Result<Value, async_nats::Error> {
    let client = ConnectOptions::with_nkey(seed.to_owned())
        .connection_timeout(Duration::from_secs(2))
        .request_timeout(Some(Duration::from_secs(2)))
        .connect(url)
        .await?;
    let answer = client.request("$SYS.REQ.SERVER.PING.VARZ", "".into()).await?;
    Ok(serde_json::from_slice(&answer.payload)?)
}

/// Compares the echoed configuration with what we rely on.
pub(super) fn verify(state: &Value, folder: &Path) -> Result<(), BrokerError> {
    let data = state.get("data").unwrap_or(&Value::Null);
    let jetstream = data.pointer("/jetstream/config").unwrap_or(&Value::Null);
    let store = folder.join("store/jetstream");
    let faults = [
        (
            !data.get("version").and_then(Value::as_str).is_some_and(binary::suffices),
            "it is older than 2.12",
        ),
        (
            jetstream.get("sync_always").and_then(Value::as_bool) != Some(true),
            "JetStream does not flush every write",
        ),
        (
            jetstream.get("store_dir").and_then(Value::as_str) != store.to_str(),
            "JetStream stores elsewhere",
        ),
        (
            data.get("max_payload").and_then(Value::as_u64) != Some(settings::MAX_PAYLOAD),
            "the largest message differs",
        ),
        (data.get("auth_required").and_then(Value::as_bool) != Some(true), "it lets everybody in"),
    ];
    let said: Vec<&str> =
        faults.iter().filter(|(wrong, _)| *wrong).map(|(_, said)| *said).collect();
    if said.is_empty() { Ok(()) } else { Err(BrokerError::Ignored(said.join("; "))) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_server_that_echoes_what_we_wrote_is_taken_and_a_lazy_one_is_not() {
        let folder = Path::new("/srv/nats");
        let mut state = json!({"data": {
            "version": "2.15.1", "auth_required": true, "max_payload": 1_048_576,
            "jetstream": {"config": {"sync_always": true, "store_dir": "/srv/nats/store/jetstream"}},
        }});
        assert!(verify(&state, folder).is_ok());
        state["data"]["jetstream"]["config"]["sync_always"] = json!(false);
        let said = verify(&state, folder).unwrap_err().to_string();
        assert!(said.contains("does not flush every write"), "{said}");
    }
}
