//! A records system: it asks by `curl`, and keeps every resource that it gets, to be checked at the end.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;

use serde_json::{Value, json};
use tokio::process::Command;
use uuid::Uuid;

use crate::steps::Asked;
use crate::world::{CENTRE, World};

/// One answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) text: String,
}

impl Answer {
    /// The resource in it.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// A header; empty when there is none.
    pub(super) fn header(&self, name: &str) -> String {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut found = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    }

    /// The reason of a refusal, and where it stands in the resource.
    pub(super) fn reasons(&self) -> Vec<(String, String)> {
        let outcome = self.json();
        assert_eq!(outcome["resourceType"], "OperationOutcome", "{}", self.text);
        let said = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let issues = outcome["issue"].as_array().cloned().unwrap_or_default();
        issues
            .iter()
            .map(|it| (said(&it["details"]["coding"][0]["code"]), said(&it["expression"][0])))
            .collect()
    }
}

/// How a system shows who it is.
#[derive(Clone, Debug)]
enum Credential {
    Certificate(PathBuf, PathBuf),
    Token(String),
    Nothing,
}

/// A system at the door.
#[derive(Debug)]
pub(super) struct System {
    base: String,
    authority: PathBuf,
    credential: Credential,
    kept: Mutex<Vec<Value>>,
}

impl System {
    fn new(world: &World, credential: Credential) -> Self {
        let address = world.fhir.expect("the door is open");
        Self {
            base: format!("https://localhost:{}/fhir", address.port()),
            authority: world.folder.path().join("ca.pem"),
            credential,
            kept: Mutex::default(),
        }
    }

    /// Of an agency, by its certificate.
    pub(super) fn of(world: &World, agency: Uuid) -> Self {
        drop(world.partner(agency));
        let file = |kind| world.folder.path().join(format!("agency-{agency}.{kind}"));
        Self::new(world, Credential::Certificate(file("pem"), file("key")))
    }

    /// Of a member of staff, by her token.
    pub(super) fn of_staff(world: &World, role: &str) -> Self {
        Self::new(world, Credential::Token(world.token(CENTRE, role)))
    }

    /// Of nobody.
    pub(super) fn of_nobody(world: &World) -> Self {
        Self::new(world, Credential::Nothing)
    }

    /// Sends a request; `address` is behind that of the door.
    pub(super) async fn send(
        &self,
        method: &str,
        address: &str,
        headers: &[&str],
        body: Option<&str>,
    ) -> Answer {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--include", "--max-time", "30"]);
        curl.args(["--request", method, "--header", "accept-language: en"]);
        curl.arg("--cacert").arg(&self.authority);
        match &self.credential {
            Credential::Certificate(cert, key) => {
                curl.arg("--cert").arg(cert).arg("--key").arg(key);
            }
            Credential::Token(token) => {
                curl.args(["--header", &format!("authorization: {token}")]);
            }
            Credential::Nothing => {}
        }
        for header in headers {
            curl.args(["--header", header]);
        }
        if let Some(body) = body {
            curl.args(["--header", "expect:", "--data-binary", body]);
        }
        let whole = address.starts_with("https://");
        curl.arg(if whole { address.to_owned() } else { format!("{}/{address}", self.base) });
        let done = curl.stdin(Stdio::null()).output().await.expect("curl runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let said = String::from_utf8(done.stdout).expect("text");
        let (head, text) = said.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok());
        let answer = Answer {
            status: status.expect("a status"),
            head: head.to_owned(),
            text: text.to_owned(),
        };
        if !answer.text.is_empty() {
            assert_eq!(answer.header("content-type"), "application/fhir+json", "{answer:?}");
            self.kept.lock().expect("not poisoned").push(answer.json());
        }
        assert_eq!(answer.header("cache-control"), "no-store");
        answer
    }

    pub(super) async fn get(&self, address: &str) -> Answer {
        self.send("GET", address, &[], None).await
    }

    /// The Task of a referral.
    pub(super) async fn task(&self, asked: Asked) -> Answer {
        self.get(&format!("Task/{}", id(asked))).await
    }

    /// Sends a Task, made of the version that the tag names.
    pub(super) async fn put(&self, asked: Asked, etag: &str, task: &Value) -> Answer {
        let seen = format!("if-match: {etag}");
        let headers = ["content-type: application/fhir+json", seen.as_str()];
        let address = format!("Task/{}", id(asked));
        self.send("PUT", &address, &headers, Some(&task.to_string())).await
    }

    /// Reads the Task, and sends it as it shall stand.
    pub(super) async fn move_to(
        &self,
        asked: Asked,
        (status, business): (&str, &str),
        more: Value,
    ) -> Answer {
        let read = self.task(asked).await;
        let mut task = read.json();
        task["status"] = json!(status);
        task["businessStatus"] = coded("referral-state", business);
        for (name, value) in more.as_object().into_iter().flatten() {
            task[name] = value.clone();
        }
        self.put(asked, &read.header("etag"), &task).await
    }

    /// Writes on a referral.
    pub(super) async fn write(&self, asked: Asked, kind: &str, key: &str, text: &str) -> Answer {
        let written = json!({
            "resourceType": "Communication",
            "status": "completed",
            "basedOn": [{ "reference": format!("ServiceRequest/{}", id(asked)) }],
            "category": [coded("message-kind", kind)],
            "payload": [{ "contentString": text }],
        });
        let key = format!("idempotency-key: {key}");
        let headers = ["content-type: application/fhir+json", key.as_str()];
        self.send("POST", "Communication", &headers, Some(&written.to_string())).await
    }

    /// Checks every resource that was answered against the published definitions.
    pub(super) async fn check_all(&self) {
        let kept = self.kept.lock().expect("not poisoned").clone();
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        for resource in &kept {
            writeln!(file, "{resource}").expect("writes");
        }
        let tool =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/partners/fhir/validate.mjs");
        let checked = Command::new("node").arg(tool).arg(file.path()).output().await;
        let checked = checked.expect("node runs: run ./deploy/setup?");
        let said = [checked.stdout, checked.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(checked.status.success(), "{said}\nof {kept:#?}");
    }
}

/// The id of a referral's resources.
pub(super) fn id(asked: Asked) -> String {
    format!("{CENTRE}.{}", asked.referral)
}

/// A concept of one of our lists of codes.
pub(super) fn coded(list: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": format!("urn:sentier:{list}"), "code": code }] })
}

/// Where a Task stands: both statuses.
pub(super) fn standing(task: &Value) -> (String, String) {
    let said = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (said(&task["status"]), said(&task["businessStatus"]["coding"][0]["code"]))
}

/// Outputs that give an appointment.
pub(super) fn appointment(at: &str, note: &str) -> Value {
    json!({ "output": [
        { "type": coded("task-field", "appointment"), "valueDateTime": at },
        { "type": coded("task-field", "appointment_note"), "valueString": note },
    ]})
}

/// An output that says what it led to.
pub(super) fn outcome(code: &str) -> Value {
    json!({ "output": [{
        "type": coded("task-field", "outcome"),
        "valueCodeableConcept": coded("outcome", code),
    }]})
}
