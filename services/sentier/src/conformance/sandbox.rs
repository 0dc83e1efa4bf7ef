//! The sandbox: what a client asks is noted and answered; what the script wishes happens.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sentier_platform::clock::Clock;
use sentier_platform::grpc::{moment, timestamp};
use sentier_proto::cases::v1::{Disclosure, Survivor};
use sentier_proto::common::v1::{FieldGroup, Sex};
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::referrals::v1::{Referral, WatchReferralsResponse};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::fault::Fault;
use super::room::{Item, Room, Seen, now, place};

/// Items that wait for a client which does not read.
const WAITING: usize = 1_024;
/// How long a disclosure may be read when nothing else is wished.
pub(super) const TERM: Duration = Duration::from_hours(24);

/// The sandbox. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sandbox {
    room: Arc<Mutex<Room>>,
    news: Arc<watch::Sender<u64>>,
}

impl Sandbox {
    /// Looks at it, or changes it; whoever waits for something looks again.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Room) -> T) -> T {
        let done = act(&mut self.room.lock().unwrap_or_else(PoisonError::into_inner));
        self.news.send_modify(|count| *count = count.wrapping_add(1));
        done
    }

    /// Looks at what the client did.
    pub(super) fn look<T>(&self, look: impl FnOnce(&[Seen]) -> T) -> T {
        look(&self.room.lock().unwrap_or_else(PoisonError::into_inner).seen)
    }

    /// Changes with every call of the client.
    pub(super) fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// A referral is sent.
    pub(super) fn send(&self) -> String {
        self.send_in(State::Sent.into(), TERM, None)
    }

    /// A referral is sent, and the first write about it meets a fault.
    pub(super) fn send_to_fail(&self, fault: Fault) -> String {
        self.send_in(State::Sent.into(), TERM, Some(fault))
    }

    /// The same in any state, also one that does not exist yet, to be read for so long.
    pub(super) fn send_in(&self, state: i32, term: Duration, fault: Option<Fault>) -> String {
        let until = timestamp(Clock::system().now().plus(term));
        self.with(|room| {
            let name = room.send(state, until);
            room.writes.extend(fault.map(|fault| (name.clone(), fault)));
            name
        })
    }

    /// Shows the last changes again, as after a crash of the service.
    pub(super) fn repeat(&self, changes: usize) {
        self.with(|room| {
            let from = room.items.len().saturating_sub(changes);
            let again: Vec<_> = room.items.iter().skip(from).cloned().collect();
            for item in again {
                room.show(item);
            }
        });
    }

    /// A heartbeat.
    pub(super) fn beat(&self) {
        self.with(|room| {
            if !room.silent {
                let resume_token = room.last_token();
                room.show(WatchReferralsResponse { resume_token, ..Default::default() });
            }
        });
    }

    /// Ends the open stream without a word.
    pub(super) fn cut(&self) {
        self.with(|room| room.stream = None);
    }

    /// The client opens its stream.
    pub(super) fn open(&self, token: &str) -> Result<mpsc::Receiver<Item>, Fault> {
        self.with(|room| {
            room.seen.push(Seen {
                at: Instant::now(),
                method: "WatchReferrals",
                referral: String::new(),
                request_id: None,
                print: [0; 32],
                token: Some(token.to_owned()),
            });
            if let Some(fault) = room.openings.pop_front() {
                return Err(fault);
            }
            let from = place(token).filter(|place| *place <= room.items.len());
            let from = from.ok_or(Fault::ForeignToken)?;
            let (stream, items) = mpsc::channel(WAITING);
            room.stream = Some(stream);
            let missed: Vec<_> = room.items.iter().skip(from).cloned().collect();
            for item in missed {
                room.show(item);
            }
            Ok(items)
        })
    }

    /// The client reads a referral.
    pub(super) fn get(&self, name: &str) -> Result<Referral, Fault> {
        self.with(|room| room.referrals.get(name).cloned().ok_or(Fault::NotFound))
    }

    /// The client lists its referrals.
    pub(super) fn list(&self) -> Vec<Referral> {
        self.with(|room| room.referrals.values().rev().cloned().collect())
    }

    /// The client reads what was disclosed.
    pub(super) fn disclose(&self, name: &str) -> Result<Disclosure, Fault> {
        self.with(|room| {
            room.seen.push(Seen {
                at: Instant::now(),
                method: "GetDisclosure",
                referral: name.to_owned(),
                request_id: None,
                print: [0; 32],
                token: None,
            });
            let referral = room.referrals.get(name).ok_or(Fault::NotFound)?;
            let until = referral.read_until_time.as_ref().and_then(moment).ok_or(Fault::Ended)?;
            if until <= Clock::system().now() {
                return Err(Fault::Ended);
            }
            Ok(invented())
        })
    }

    /// The client writes; once for each request id.
    pub(super) fn write(
        &self,
        asked: Seen,
        become_so: impl FnOnce(Referral) -> Referral,
    ) -> Result<Referral, Fault> {
        self.with(|room| {
            room.seen.push(asked.clone());
            let fault = room.writes.remove(&asked.referral);
            if let Some(refusal) = fault.filter(|fault| *fault != Fault::Lost) {
                return Err(refusal);
            }
            let key = asked.request_id.unwrap_or_default();
            let after = if let Some(first) = room.answered.get(&key) {
                first.clone()
            } else {
                let before = room.referrals.get(&asked.referral).ok_or(Fault::NotFound)?;
                if before.read_until_time.is_none() {
                    return Err(Fault::State);
                }
                let version = before.version + 1;
                let after = Referral { version, ..become_so(before.clone()) };
                room.answered.insert(key, after.clone());
                room.change(after.clone());
                after
            };
            fault.map_or(Ok(after), Err)
        })
    }
}

/// What the client does to a referral.
pub(super) fn answered(referral: Referral, state: State) -> Referral {
    let receive_time = referral.receive_time.or_else(|| Some(now()));
    let ends = matches!(state, State::Declined | State::Completed);
    Referral {
        state: state.into(),
        receive_time,
        end_time: ends.then(now),
        read_until_time: referral.read_until_time.filter(|_| state != State::Declined),
        ..referral
    }
}

/// Somebody who does not exist.
fn invented() -> Disclosure {
    Disclosure {
        field_groups: vec![FieldGroup::Identity.into()],
        survivor_code: "SANDBOX-1".to_owned(),
        survivor: Some(Survivor {
            full_name: "Personne Fictive".to_owned(),
            sex: Sex::Female.into(),
            ..Survivor::default()
        }),
        incidents: Vec::new(),
    }
}
