//! The clients of `tests/partners/`, each a process with a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// How long a client may take for anything; machines are slow when other tests run beside this one.
const PATIENCE: Duration = Duration::from_mins(2);

/// In which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    TypeScript,
}

/// An agency's system that is ready to run; what it keeps outlives its process.
#[derive(Debug)]
pub(super) struct System {
    language: Language,
    folder: TempDir,
    /// Where its services answer.
    pub(super) address: String,
    program: PathBuf,
}

impl System {
    /// Makes the contract's modules, and builds the client.
    pub(super) async fn build(language: Language, address: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let program = match language {
            Language::Python => root().join("tests/partners/python/partner.py"),
            Language::TypeScript => folder.path().join("tests/partners/typescript/dist/partner.js"),
        };
        let system = Self { language, folder, address: address.to_owned(), program };
        let root = root().display().to_string();
        let script = match language {
            Language::Python => format!("bash {root}/tests/partners/python/generate.sh gen"),
            Language::TypeScript => format!(
                "mkdir -p tests/partners/typescript && cp -r {root}/proto . && \
                 cd {root}/tests/partners/typescript && \
                 cp -r package.json tsconfig.json buf.gen.yaml proto src \"$OLDPWD/tests/partners/typescript\" && \
                 cd \"$OLDPWD/tests/partners/typescript\" && \
                 ln -s {root}/target/tools/partners/node_modules . && npm run --silent build"
            ),
        };
        let built = Command::new("bash")
            .args(["-euo", "pipefail", "-c", &script])
            .current_dir(system.folder.path())
            .output()
            .await
            .expect("bash runs");
        let said = [built.stdout, built.stderr].concat();
        assert!(built.status.success(), "{}: run ./deploy/setup?", String::from_utf8_lossy(&said));
        system
    }

    /// The client in Python with three mistakes that are often made: a new key for each try, no token kept,
    /// and no patience.
    pub(super) fn careless(mut self) -> Self {
        let mut text = std::fs::read_to_string(&self.program).expect("the client");
        for (right, wrong) in [
            (
                "        key = str(uuid.uuid5(uuid.NAMESPACE_URL, f\"{name}/{verb}\"))\n        await self.call(method, request(name=name, request_id=key, **(more or {})))",
                "        await self.call(method, lambda: request(name=name, request_id=str(uuid.uuid4()), **(more or {})))",
            ),
            (
                "return await method(request, timeout=DEADLINE)",
                "return await method(request() if callable(request) else request, timeout=DEADLINE)",
            ),
            ("resume_token=self.copies.token", "resume_token=\"\""),
            ("max(at_least, ", "min(0.2, "),
        ] {
            assert!(text.contains(right), "the client changed: {right}");
            text = text.replace(right, wrong);
        }
        self.program = self.folder.path().join("careless.py");
        std::fs::write(&self.program, text).expect("writes");
        self
    }

    /// Where its credential belongs.
    pub(super) fn credential(&self) -> PathBuf {
        self.folder.path().join("credential")
    }

    /// What it keeps of a referral.
    pub(super) fn copy(&self, referral: &str) -> Option<String> {
        let id = referral.rsplit('/').next().expect("an id");
        std::fs::read_to_string(self.state().join(format!("referrals/{id}.json"))).ok()
    }

    /// Loses the token, as after an old backup.
    pub(super) fn lose_token(&self) {
        std::fs::remove_file(self.state().join("token")).expect("there was one");
    }

    /// Keeps a copy that may not be kept any more; which.
    pub(super) fn keep_expired(&self) -> String {
        let id = "0190b0a6-0000-7000-8000-000000000001";
        let name = format!("centres/ogou-1/referrals/{id}");
        let copy = serde_json::json!({ "referral": {
            "name": name, "version": "1", "readUntilTime": "2020-01-01T00:00:00Z",
        }});
        let path = self.state().join(format!("referrals/{id}.json"));
        std::fs::write(path, copy.to_string()).expect("writes");
        name
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// Starts it; it takes each referral as far as `answer` says.
    pub(super) async fn start(&self, answer: &str) -> Running {
        let mut command = match self.language {
            Language::Python => {
                let mut python = Command::new("python3");
                python.env("SENTIER_PYTHON", self.folder.path().join("gen"));
                python
            }
            Language::TypeScript => Command::new("node"),
        };
        command.arg(&self.program);
        command.args(["--address", &self.address, "--answer", answer]);
        command.arg("--credential").arg(self.credential()).arg("--state").arg(self.state());
        let mut running = Running::begin(command);
        running.until("to follow", |told| told["following"] == true).await;
        running
    }

    /// Starts its receiver of webhooks.
    pub(super) async fn receive(&self, secret: &str) -> Running {
        let (mut command, program) = match self.language {
            Language::Python => {
                (Command::new("python3"), self.program.with_file_name("webhook.py"))
            }
            Language::TypeScript => {
                (Command::new("node"), self.program.with_file_name("webhook.js"))
            }
        };
        command.arg(program).args(["--secret", secret]);
        let mut running = Running::begin(command);
        running.until("to listen", |told| told["listening"].is_string()).await;
        running
    }
}

/// A client that runs.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    told: Vec<Value>,
}

impl Running {
    fn begin(mut command: Command) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn();
        let mut child = child.expect("it runs");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        Self { child, lines, told: Vec::new() }
    }

    /// Where a receiver listens.
    pub(super) fn listening(&self) -> String {
        let told = self.told.iter().find_map(|told| told["listening"].as_str());
        told.expect("it said so").to_owned()
    }

    /// Reads on until it tells what is wanted.
    pub(super) async fn until(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) {
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                let line = self.lines.next_line().await.expect("readable");
                let line =
                    line.unwrap_or_else(|| panic!("it ended before {what}: {:?}", self.told));
                let told: Value = serde_json::from_str(&line).expect("a JSON object a line");
                let found = wanted(&told);
                self.told.push(told);
                if found {
                    return;
                }
            }
        });
        let waited = waited.await;
        assert!(waited.is_ok(), "waited in vain {what}: {:?}", self.told);
    }

    pub(super) async fn until_done(&mut self, verb: &str, referral: &str) {
        let done = |told: &Value| told["done"] == verb && told["referral"] == referral;
        self.until(verb, done).await;
    }

    pub(super) async fn until_state(&mut self, state: &str, referral: &str) {
        let reached = |told: &Value| told["state"] == state && told["referral"] == referral;
        self.until(state, reached).await;
    }

    pub(super) async fn until_forgotten(&mut self, referral: &str) {
        self.until("to forget", |told| told["forgotten"] == referral).await;
    }

    /// Kills it without warning; everything that it told.
    pub(super) async fn kill(mut self) -> Vec<Value> {
        self.child.kill().await.expect("it can be killed");
        while let Ok(Some(line)) = self.lines.next_line().await {
            self.told.extend(serde_json::from_str(&line));
        }
        self.told
    }
}

/// The ids of the events that were processed, in their order.
pub(super) fn events(told: &[Value]) -> Vec<String> {
    told.iter().filter_map(|told| Some(told["event"].as_str()?.to_owned())).collect()
}

/// How often something came that was known already.
pub(super) fn duplicates(told: &[Value]) -> usize {
    told.iter().filter(|told| told["duplicate"].is_string()).count()
}

/// The folder that holds the workspace.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent")
}
