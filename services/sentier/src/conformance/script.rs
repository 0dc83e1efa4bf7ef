//! The scenarios, each a check of one thing that the partner's guide asks.

use std::collections::HashSet;
use std::time::Duration;

use sentier_kernel::id::parse_uuid;
use sentier_proto::referrals::v1::referral::State;
use tokio::time::{sleep, timeout};

use super::Check;
use super::fault::Fault;
use super::room::{Seen, place};
use super::sandbox::{Sandbox, TERM};

/// How long a client may take to answer, and to come back.
const PATIENCE: Duration = Duration::from_mins(1);
/// Who has done nothing for so long does nothing more.
const QUIET: Duration = Duration::from_secs(4);
/// How long the sandbox asks to wait, and how long it lets a disclosure be read.
const WAIT: Duration = Duration::from_secs(3);
/// Openings that fail in a row.
const OPENINGS: usize = 4;
/// A silent line must be noticed within this; heartbeats are due each 15 seconds.
const SILENCE: Duration = Duration::from_mins(2);
/// No state of today.
const UNKNOWN_STATE: i32 = 99;

type Verdict = Result<String, String>;

/// Plays the scenarios against whoever calls the sandbox.
#[derive(Debug)]
pub(super) struct Script {
    sandbox: Sandbox,
    wait: Duration,
}

impl Script {
    pub(super) const fn new(sandbox: Sandbox, wait: Duration) -> Self {
        Self { sandbox, wait }
    }

    /// All of them, each told when it is judged; the rest is left out when nobody comes.
    pub(super) async fn play(&self, patient: bool, tell: impl Fn(&Check)) -> Vec<Check> {
        let mut checks = Vec::new();
        let mut note = |name, outcome: Verdict| {
            let check = Check { name, outcome };
            tell(&check);
            let passed = check.outcome.is_ok();
            checks.push(check);
            passed
        };
        if !note("follows", self.follows().await) || !note("answers", self.answers().await) {
            return checks;
        }
        note("repeats lost writes", self.repeats_lost_writes().await);
        note("resumes", self.resumes().await);
        note("knows repeats", self.knows_repeats().await);
        note("stops at revocation", self.stops_at_revocation().await);
        note("respects the term", self.respects_the_term().await);
        note("waits as told", self.waits_as_told().await);
        note("takes no for an answer", self.takes_no_for_an_answer().await);
        note("bears unknown states", self.bears_unknown_states().await);
        note("backs off", self.backs_off().await);
        note("begins again", self.begins_again().await);
        if patient {
            note("notices silence", self.notices_silence().await);
        }
        checks
    }

    async fn follows(&self) -> Verdict {
        let opened =
            self.until(self.wait, |seen| seen.iter().find_map(|one| one.token.clone())).await;
        opened
            .map(|_| "opened its stream".to_owned())
            .ok_or_else(|| format!("no stream was opened within {} s", self.wait.as_secs()))
    }

    async fn answers(&self) -> Verdict {
        let referral = self.sandbox.send();
        let write = self.write_on(&referral).await?;
        parse_uuid(write.request_id.as_deref().unwrap_or_default())
            .map_err(|_malformed| "a request_id is no UUID".to_owned())?;
        Ok(format!("answered with {}", write.method))
    }

    async fn repeats_lost_writes(&self) -> Verdict {
        let referral = self.sandbox.send_to_fail(Fault::Lost);
        let lost = self.write_on(&referral).await?;
        let again = self.until(PATIENCE, |seen| {
            let mut same = seen.iter().filter(|one| {
                one.method == lost.method && one.referral == lost.referral && one.at > lost.at
            });
            same.next().cloned()
        });
        match again.await {
            None => Err("a write whose answer was lost was not sent again".to_owned()),
            Some(again) if again.request_id != lost.request_id => {
                Err("sent again with another request_id: done twice".to_owned())
            }
            Some(again) if again.print != lost.print => {
                Err("sent again with another content under the same request_id".to_owned())
            }
            Some(_) => Ok("sent again as it was".to_owned()),
        }
    }

    async fn resumes(&self) -> Verdict {
        sleep(QUIET).await;
        self.sandbox.beat();
        sleep(Duration::from_secs(1)).await;
        let expected = self.sandbox.with(|room| room.last_token());
        let token = self.cut().await?;
        match (place(&token), place(&expected)) {
            (Some(0) | None, _) => {
                Err("came back without its token: from the beginning".to_owned())
            }
            (came, last) if came == last => Ok("came back with its last token".to_owned()),
            (Some(came), last) => Ok(format!(
                "came back {} changes behind",
                last.unwrap_or(came).saturating_sub(came)
            )),
        }
    }

    async fn knows_repeats(&self) -> Verdict {
        let from = self.mark();
        self.sandbox.repeat(6);
        sleep(QUIET).await;
        self.nothing_new(from).map(|()| "did nothing about changes that came again".to_owned())
    }

    async fn stops_at_revocation(&self) -> Verdict {
        let referral = self.sandbox.send();
        self.write_on(&referral).await?;
        sleep(QUIET).await;
        let from = self.mark();
        self.sandbox.with(|room| room.revoke(&referral));
        sleep(QUIET).await;
        let after = self.sandbox.look(|seen| {
            seen.iter().skip(from).find(|one| one.referral == referral).map(|one| one.method)
        });
        match after {
            None => Ok("asked nothing more about it".to_owned()),
            Some(method) => Err(format!("{method} after consent was withdrawn")),
        }
    }

    async fn respects_the_term(&self) -> Verdict {
        let referral = self.sandbox.send_in(State::Sent.into(), WAIT, None);
        sleep(WAIT).await;
        let from = self.mark();
        sleep(QUIET).await;
        let read = self.sandbox.look(|seen| {
            let mut later = seen.iter().skip(from);
            later.any(|one| one.method == "GetDisclosure" && one.referral == referral)
        });
        if read {
            Err("read a disclosure whose term was over".to_owned())
        } else {
            Ok("read nothing after the term".to_owned())
        }
    }

    async fn waits_as_told(&self) -> Verdict {
        let referral = self.sandbox.send_to_fail(Fault::Busy(WAIT));
        let refused = self.write_on(&referral).await?;
        let again = self.until(PATIENCE, |seen| {
            seen.iter().find(|one| is_repeat(one, &refused)).map(|one| one.at - refused.at)
        });
        match again.await {
            None => Err("a write that was refused for now was not sent again".to_owned()),
            Some(waited) if waited + Duration::from_millis(100) < WAIT => {
                Err(format!("waited {} ms of {} ms", waited.as_millis(), WAIT.as_millis()))
            }
            Some(waited) => {
                Ok(format!("waited {} ms of {} ms", waited.as_millis(), WAIT.as_millis()))
            }
        }
    }

    async fn takes_no_for_an_answer(&self) -> Verdict {
        let referral = self.sandbox.send_to_fail(Fault::State);
        let refused = self.write_on(&referral).await?;
        sleep(QUIET).await;
        let again =
            self.sandbox.look(|seen| seen.iter().filter(|one| is_repeat(one, &refused)).count());
        if again == 0 {
            Ok("did not repeat what was refused".to_owned())
        } else {
            Err(format!("repeated {again} times what was refused for good"))
        }
    }

    async fn bears_unknown_states(&self) -> Verdict {
        self.sandbox.send_in(UNKNOWN_STATE, TERM, None);
        let referral = self.sandbox.send();
        let answered = self.write_on(&referral).await;
        answered.map(|_| "went on behind a state that it cannot know".to_owned())
    }

    async fn backs_off(&self) -> Verdict {
        sleep(QUIET).await;
        let from = self.mark();
        self.sandbox.with(|room| room.openings.extend([Fault::Down; OPENINGS]));
        self.sandbox.cut();
        let openings = self.until(PATIENCE, |seen| {
            let openings = seen.iter().skip(from).filter(|one| one.token.is_some());
            let times: Vec<_> = openings.map(|one| one.at).collect();
            (times.len() > OPENINGS).then_some(times)
        });
        let openings = openings.await.ok_or("did not come back after failures")?;
        let pauses: Vec<Duration> =
            openings.windows(2).filter_map(|two| Some(*two.last()? - *two.first()?)).collect();
        let (first, last) = (pauses.first().copied(), pauses.last().copied());
        let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
        let said =
            format!("paused {} ms at first, {} ms at last", first.as_millis(), last.as_millis());
        if last > first { Ok(said) } else { Err(format!("{said}: it must grow")) }
    }

    async fn begins_again(&self) -> Verdict {
        sleep(QUIET).await;
        let from = self.mark();
        self.sandbox.with(|room| room.openings.push_back(Fault::ForeignToken));
        self.sandbox.cut();
        let empty = self.until(PATIENCE, |seen| {
            let openings = seen.iter().skip(from).filter_map(|one| one.token.as_deref());
            openings.skip(1).any(str::is_empty).then_some(())
        });
        empty.await.ok_or("did not begin again with an empty token")?;
        sleep(QUIET).await;
        self.nothing_new(from).map(|()| "from the beginning, and did nothing twice".to_owned())
    }

    async fn notices_silence(&self) -> Verdict {
        let from = self.mark();
        self.sandbox.with(|room| room.silent = true);
        let opened = self.until(SILENCE, |seen| {
            seen.iter().skip(from).any(|one| one.token.is_some()).then_some(())
        });
        let opened = opened.await;
        self.sandbox.with(|room| room.silent = false);
        opened
            .map(|()| "opened a silent stream anew".to_owned())
            .ok_or_else(|| format!("stayed on a line that was silent for {} s", SILENCE.as_secs()))
    }

    /// The first write about a referral.
    async fn write_on(&self, referral: &str) -> Result<Seen, String> {
        let write = self.until(PATIENCE, |seen| {
            seen.iter().find(|one| one.referral == referral && one.request_id.is_some()).cloned()
        });
        let late = || format!("a referral was not answered within {} s", PATIENCE.as_secs());
        write.await.ok_or_else(late)
    }

    /// Ends the stream; the token with which the client comes back.
    async fn cut(&self) -> Result<String, String> {
        let from = self.mark();
        self.sandbox.cut();
        let back =
            self.until(PATIENCE, |seen| seen.iter().skip(from).find_map(|one| one.token.clone()));
        back.await.ok_or_else(|| "did not come back after the stream ended".to_owned())
    }

    /// How many calls there were.
    fn mark(&self) -> usize {
        self.sandbox.look(<[Seen]>::len)
    }

    /// Whether since `from` nothing was read, and nothing written under a request id that was not there before.
    fn nothing_new(&self, from: usize) -> Result<(), String> {
        self.sandbox.look(|seen| {
            let known: HashSet<_> =
                seen.iter().take(from).filter_map(|one| one.request_id.as_ref()).collect();
            let new = seen.iter().skip(from).find(|one| match &one.request_id {
                Some(request_id) => !known.contains(request_id),
                None => one.method == "GetDisclosure",
            });
            new.map_or(Ok(()), |one| Err(format!("{} about a change that came again", one.method)))
        })
    }

    /// Waits until the client has done what is looked for.
    async fn until<T>(&self, limit: Duration, look: impl Fn(&[Seen]) -> Option<T>) -> Option<T> {
        let mut news = self.sandbox.news();
        let found = async {
            loop {
                if let Some(found) = self.sandbox.look(&look) {
                    return Some(found);
                }
                news.changed().await.ok()?;
            }
        };
        timeout(limit, found).await.ok().flatten()
    }
}

/// Whether a call is a later one of the same request.
fn is_repeat(call: &Seen, first: &Seen) -> bool {
    call.method == first.method && call.request_id == first.request_id && call.at > first.at
}
