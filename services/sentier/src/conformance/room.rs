//! What the sandbox holds: invented referrals, every change of them, and every call of the client.

use std::collections::{BTreeMap, HashMap, VecDeque};

use prost_types::Timestamp;
use sentier_platform::clock::Clock;
use sentier_platform::grpc::timestamp;
use sentier_platform::ids::new_id;
use sentier_proto::common::v1::{Need, Urgency};
use sentier_proto::name;
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::referrals::v1::{Referral, WatchReferralsResponse};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tonic::Status;

use super::fault::Fault;

/// What tokens begin with; the number of changes before it follows.
const TOKEN: &str = "sandbox-";

/// One call of the client.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) at: Instant,
    /// `AcceptReferral`.
    pub(super) method: &'static str,
    /// The referral that it names; empty for lists and streams.
    pub(super) referral: String,
    /// Of a write.
    pub(super) request_id: Option<String>,
    /// What it said, so that a repeat is known.
    pub(super) print: [u8; 32],
    /// Of an opening of the stream.
    pub(super) token: Option<String>,
}

/// What a stream carries.
pub(super) type Item = Result<WatchReferralsResponse, Status>;

/// Everything.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) referrals: BTreeMap<String, Referral>,
    pub(super) items: Vec<WatchReferralsResponse>,
    pub(super) answered: HashMap<String, Referral>,
    pub(super) seen: Vec<Seen>,
    /// The faults of the next openings of the stream.
    pub(super) openings: VecDeque<Fault>,
    /// The fault of the next write about a referral.
    pub(super) writes: HashMap<String, Fault>,
    /// The client's last stream.
    pub(super) stream: Option<mpsc::Sender<Item>>,
    pub(super) silent: bool,
}

impl Room {
    /// A new referral in the client's inbox; its name.
    pub(super) fn send(&mut self, state: i32, read_until: Timestamp) -> String {
        let name = name::referral("sandbox", new_id());
        let referral = Referral {
            name: name.clone(),
            version: 1,
            state,
            structure: name::structure(new_id(), new_id()),
            need: Need::HealthCare.into(),
            urgency: Urgency::Urgent.into(),
            send_time: Some(now()),
            read_until_time: Some(read_until),
            ..Referral::default()
        };
        self.change(referral);
        name
    }

    /// Keeps a referral as it is now, and shows it on the stream.
    pub(super) fn change(&mut self, referral: Referral) {
        let item = WatchReferralsResponse {
            resume_token: token(self.items.len() + 1),
            referral: Some(referral.clone()),
            change_time: Some(now()),
            event_id: new_id().to_string(),
        };
        self.referrals.insert(referral.name.clone(), referral);
        self.items.push(item.clone());
        self.show(item);
    }

    /// Consent is withdrawn.
    pub(super) fn revoke(&mut self, name: &str) {
        if let Some(referral) = self.referrals.get(name).cloned() {
            self.change(Referral {
                version: referral.version + 1,
                state: State::Revoked.into(),
                end_time: Some(now()),
                read_until_time: None,
                ..referral
            });
        }
    }

    /// Puts an item on the open stream; one that is gone or full misses it, and comes back for it.
    pub(super) fn show(&mut self, item: WatchReferralsResponse) {
        let lost = self.stream.as_ref().is_some_and(|stream| stream.try_send(Ok(item)).is_err());
        if lost {
            self.stream = None;
        }
    }

    /// The token after everything that there is.
    pub(super) fn last_token(&self) -> String {
        token(self.items.len())
    }
}

/// Now, on the wire.
pub(super) fn now() -> Timestamp {
    timestamp(Clock::system().now())
}

fn token(place: usize) -> String {
    format!("{TOKEN}{place}")
}

/// How many changes lie before a token; none for one that is not ours.
pub(super) fn place(token: &str) -> Option<usize> {
    if token.is_empty() { Some(0) } else { token.strip_prefix(TOKEN)?.parse().ok() }
}
