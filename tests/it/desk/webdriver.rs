//! The little of the `WebDriver` protocol (W3C) that a journey needs, spoken to `chromedriver` on loopback.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_mins(1);
/// How `WebDriver` names an element in JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running `chromedriver`; it ends with this value.
pub(super) struct Driver {
    process: Child,
    /// Kept open: a process that cannot print ends.
    _output: BufReader<ChildStdout>,
    port: u16,
}

impl Driver {
    /// Starts it on a port of its own choice, which it prints. `./deploy/setup` has installed it where it
    /// could.
    pub(super) fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!(
                    "no chromedriver ({error}): install Debian's packages `chromium` and \
                     `chromium-driver`, as `./deploy/setup` does when it may"
                )
            });
        let mut output = BufReader::new(process.stdout.take().expect("its output"));
        let port = output.by_ref().lines().map_while(Result::ok).find_map(|line| {
            line.rsplit_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        Self { process, _output: output, port: port.expect("a port") }
    }

    /// A browser of somebody's own: a phone's screen, scripts off.
    pub(super) fn browser(&self, address: &str) -> Browser<'_> {
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=500,900"],
            "prefs": {
                "intl.accept_languages": "fr-TG,fr",
                "profile.managed_default_content_settings.javascript": 2,
            },
        });
        let wish = json!({ "capabilities": { "alwaysMatch": {
            "acceptInsecureCerts": true,
            "goog:chromeOptions": options,
        }}});
        let opened = self.call("POST", "/session", &wish);
        let session = opened["sessionId"].as_str().expect("a session").to_owned();
        Browser { driver: self, session, address: address.trim_end_matches('/').to_owned() }
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        self.try_call(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    fn try_call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        );
        let mut stream =
            TcpStream::connect(("127.0.0.1", self.port)).expect("chromedriver listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.write_all(request.as_bytes()).expect("a request");
        let body = body_of(&mut BufReader::new(stream));
        let value = serde_json::from_slice::<Value>(&body).expect("JSON")["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"])),
            None => Ok(value),
        }
    }
}

/// The driver keeps its connections open, so the length tells where an answer ends.
fn body_of(answer: &mut impl BufRead) -> Vec<u8> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).expect("an answer in time");
        let line = line.trim_end().to_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body).expect("a whole answer");
    body
}

impl Drop for Driver {
    fn drop(&mut self) {
        let ended = self.process.kill().and_then(|()| self.process.wait());
        assert!(ended.is_ok(), "chromedriver ends");
    }
}

/// One browser with its own cookies; it closes with this value.
pub(super) struct Browser<'a> {
    driver: &'a Driver,
    session: String,
    address: String,
}

impl Browser<'_> {
    /// Opens a page of the desk.
    pub(super) fn open(&self, path: &str) {
        self.call("POST", "/url", &json!({ "url": format!("{}{path}", self.address) }));
    }

    /// What a person reads on the page.
    pub(super) fn text(&self) -> String {
        self.try_text().unwrap_or_default()
    }

    /// Nothing while one page gives way to the next.
    fn try_text(&self) -> Option<String> {
        let body = self.find("body")?;
        let path = format!("/session/{}/element/{body}/text", self.session);
        let said = self.driver.try_call("GET", &path, &Value::Null).ok()?;
        said.as_str().map(str::to_owned)
    }

    /// Waits until the page says `words`; fails with the page when it does not in time.
    pub(super) fn reads(&self, words: &str) {
        self.until(words, || ());
    }

    /// Types into the field `name`.
    pub(super) fn fill(&self, name: &str, value: &str) {
        let field = self.need(&format!("[name='{name}']"));
        self.call("POST", &format!("/element/{field}/value"), &json!({ "text": value }));
    }

    /// Taps the first thing that `css` selects; what follows is awaited by `reads`.
    pub(super) fn tap(&self, css: &str) {
        let element = self.need(css);
        self.call("POST", &format!("/element/{element}/click"), &json!({}));
    }

    /// Chooses a radio button, a box or an option.
    pub(super) fn choose(&self, name: &str, value: &str) {
        self.tap(&format!(
            "[name='{name}'][value='{value}'], [name='{name}'] option[value='{value}']"
        ));
    }

    /// Sends the page's form.
    pub(super) fn send(&self) {
        self.tap("form.asks > button.primary, form.asks > button.danger");
    }

    /// Taps the link or the radio button whose words contain `words`.
    pub(super) fn tap_words(&self, words: &str) {
        let path = format!("//a[contains(., \"{words}\")] | //label[contains(., \"{words}\")]");
        let element = self.element("xpath", &path).unwrap_or_else(|| {
            panic!("nothing to tap says {words:?}:\n{}", self.text());
        });
        self.call("POST", &format!("/element/{element}/click"), &json!({}));
    }

    /// Opens `path` again and again until it says `words`.
    pub(super) fn wait_for(&self, path: &str, words: &str) {
        self.until(words, || self.open(path));
    }

    #[expect(clippy::disallowed_methods, reason = "no runtime here; a page needs a breath")]
    fn until(&self, words: &str, again: impl Fn()) {
        let end = Instant::now() + PATIENCE;
        loop {
            again();
            let text = self.text();
            if text.contains(words) {
                return;
            }
            assert!(Instant::now() < end, "the page does not come to say {words:?}:\n{text}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Where it is, without host and query.
    pub(super) fn path(&self) -> String {
        let url = self.call("GET", "/url", &Value::Null);
        let url = url.as_str().expect("an address").to_owned();
        let path = url.strip_prefix(&self.address).expect("still at the desk");
        path.split('?').next().unwrap_or(path).to_owned()
    }

    fn need(&self, css: &str) -> String {
        self.find(css).unwrap_or_else(|| panic!("no {css} on the page:\n{}", self.text()))
    }

    fn find(&self, css: &str) -> Option<String> {
        self.element("css selector", css)
    }

    fn element(&self, using: &str, value: &str) -> Option<String> {
        let path = format!("/session/{}/element", self.session);
        let wish = json!({ "using": using, "value": value });
        match self.driver.try_call("POST", &path, &wish) {
            Ok(found) => Some(found[ELEMENT].as_str().expect("an element").to_owned()),
            Err(error) => {
                assert!(error.starts_with("no such element"), "{error}");
                None
            }
        }
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        self.driver.call(method, &format!("/session/{}{path}", self.session), body)
    }
}

impl Drop for Browser<'_> {
    fn drop(&mut self) {
        let closed =
            self.driver.try_call("DELETE", &format!("/session/{}", self.session), &Value::Null);
        if !std::thread::panicking() {
            assert!(closed.is_ok(), "the browser closes");
        }
    }
}
