//! An agency's receiver of webhooks: it keeps what it gets, and answers as a test wants it to.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// One request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
}

impl Post {
    pub(crate) fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    pub(crate) fn says(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// Where the referral stood: its name, its version and its state.
    pub(crate) fn change(&self) -> (String, i64, String) {
        let says = self.says();
        let text = |field: &str| says["data"][field].as_str().expect("a text").to_owned();
        (text("referral"), says["data"]["version"].as_i64().expect("a number"), text("state"))
    }
}

#[derive(Default)]
struct Kept {
    posts: Vec<Post>,
    // Statuses to answer with, one after the other; then 204.
    answers: VecDeque<u16>,
    // Answers with this whatever comes.
    always: Option<u16>,
}

/// A receiver while it lives.
pub(crate) struct Receiver {
    address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
    serving: JoinHandle<()>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        Self::at(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    async fn at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.expect("listens");
        let address = listener.local_addr().expect("an address");
        let kept = Arc::<Mutex<Kept>>::default();
        let keeping = Arc::clone(&kept);
        let serving = tokio::task::spawn(async move {
            loop {
                let (line, _) = listener.accept().await.expect("accepts");
                drop(tokio::task::spawn(answer(line, Arc::clone(&keeping))));
            }
        });
        Self { address, kept, serving }
    }

    /// It is there again, at the same address, and knows nothing of before.
    pub(crate) async fn again(mut self) -> Self {
        self.die().await;
        Self::at(self.address).await
    }

    /// It is away: nobody listens there.
    pub(crate) async fn die(&mut self) {
        self.serving.abort();
        while !self.serving.is_finished() {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/changes", self.address)
    }

    pub(crate) fn answers(&self, statuses: &[u16]) {
        self.kept.lock().expect("no panic").answers.extend(statuses);
    }

    pub(crate) fn always(&self, status: Option<u16>) {
        self.kept.lock().expect("no panic").always = status;
    }

    pub(crate) fn posts(&self) -> Vec<Post> {
        self.kept.lock().expect("no panic").posts.clone()
    }

    /// Waits for so many requests.
    pub(crate) async fn until(&self, count: usize) -> Vec<Post> {
        sentier_test_support::wait::until(async || {
            Some(self.posts()).filter(|posts| posts.len() >= count)
        })
        .await
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// One request, one answer, and the line is closed.
async fn answer(line: TcpStream, kept: Arc<Mutex<Kept>>) {
    let mut line = BufReader::new(line);
    let Some(post) = read(&mut line).await else { return };
    let status = {
        let mut kept = kept.lock().expect("no panic");
        kept.posts.push(post);
        let next = kept.answers.pop_front();
        kept.always.or(next).unwrap_or(204)
    };
    let answer =
        format!("HTTP/1.1 {status} Said\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    drop(line.write_all(answer.as_bytes()).await);
    drop(line.flush().await);
}

async fn read(line: &mut BufReader<TcpStream>) -> Option<Post> {
    let (mut headers, mut text) = (HashMap::new(), String::new());
    line.read_line(&mut text).await.ok()?;
    loop {
        text.clear();
        line.read_line(&mut text).await.ok()?;
        let Some((name, value)) = text.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    line.read_exact(&mut body).await.ok()?;
    Some(Post { headers, body: String::from_utf8(body).ok()? })
}
