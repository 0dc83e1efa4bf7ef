//! One open stream, read by a task of its own that can be told to stop reading for a while.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sentier::demo::play::Client;
use tokio::sync::watch;

/// How long after a stream ended its client comes back.
const AGAIN: Duration = Duration::from_millis(200);

/// One change as it came.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Of which referral.
    pub referral: String,
    /// Its version after it.
    pub version: i64,
    /// When it was read.
    pub at: Instant,
}

/// What was read so far, in its order, and the ids of the changes.
#[derive(Debug, Default)]
struct Read {
    shown: Vec<Shown>,
    ids: HashSet<String>,
    repeats: usize,
    ends: Vec<String>,
}

/// The near end of a stream.
pub struct Follower {
    read: Arc<Mutex<Read>>,
    count: watch::Receiver<usize>,
    reading: watch::Sender<bool>,
}

impl Follower {
    /// Opens a stream and begins to read it; when it ends, it goes on behind what it showed last, as the
    /// partners' guide asks of a client.
    pub async fn open(client: Client) -> anyhow::Result<Self> {
        let mut stream = client.watch("").await?;
        let mut token = String::new();
        let read = Arc::new(Mutex::new(Read::default()));
        let (counted, count) = watch::channel(0);
        let (reading, mut may_read) = watch::channel(true);
        let into = Arc::clone(&read);
        tokio::spawn(async move {
            loop {
                if may_read.wait_for(|reads| *reads).await.is_err() {
                    return;
                }
                let item = match stream.message().await {
                    Ok(Some(item)) => item,
                    ended => {
                        let how =
                            ended.err().map_or("by the service".to_owned(), |it| it.to_string());
                        into.lock().unwrap_or_else(PoisonError::into_inner).ends.push(how);
                        tokio::time::sleep(AGAIN).await;
                        if let Ok(resumed) = client.watch(&token).await {
                            stream = resumed;
                        }
                        continue;
                    }
                };
                token.clone_from(&item.resume_token);
                let Some(referral) = item.referral else { continue };
                let mut read = into.lock().unwrap_or_else(PoisonError::into_inner);
                if read.ids.insert(item.event_id) {
                    let (referral, version) = (referral.name, referral.version);
                    read.shown.push(Shown { referral, version, at: Instant::now() });
                } else {
                    read.repeats += 1;
                }
                counted.send_replace(read.shown.len());
            }
        });
        Ok(Self { read, count, reading })
    }

    /// Goes on reading, or stops.
    pub fn read_on(&self, reads: bool) {
        self.reading.send_replace(reads);
    }

    /// Waits until so many changes came.
    pub async fn reaches(&mut self, changes: usize, limit: Duration) -> anyhow::Result<()> {
        let reached = self.count.wait_for(|count| *count >= changes);
        if tokio::time::timeout(limit, reached).await.is_ok_and(|reached| reached.is_ok()) {
            return Ok(());
        }
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        anyhow::bail!("{} of {changes} changes came; it ended: {:?}", read.shown.len(), read.ends)
    }

    /// How often the stream ended and was resumed.
    pub fn resumed(&self) -> usize {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).ends.len()
    }

    /// What was read, in its order.
    pub fn shown(&self) -> Vec<Shown> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).shown.clone()
    }

    /// Whether each referral's changes came one after the other, and none twice.
    pub fn in_order(&self) -> anyhow::Result<()> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        anyhow::ensure!(read.repeats == 0, "{} changes came twice", read.repeats);
        let mut last: HashMap<&str, i64> = HashMap::new();
        for shown in &read.shown {
            let before = last.insert(&shown.referral, shown.version).unwrap_or_default();
            anyhow::ensure!(before < shown.version, "a referral's changes came out of order");
        }
        Ok(())
    }
}
