//! Deciding a batch: one job after the other in memory, on states that are loaded together.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Jobs, Look, Pending, Writer};
use crate::store::job::{Answered, Decision, Folded, Job, Outcome};
use crate::store::{StoreError, StreamAppend, read};

/// A batch, decided.
#[derive(Default)]
pub(super) struct Decided {
    /// What is to be committed.
    pub pending: Vec<Pending>,
    /// Jobs that need no commit, with the outcome they will be told.
    pub settled: Vec<(Box<dyn Job>, Outcome)>,
    /// Jobs that change nothing if `pending` is committed. What is not durable is no answer: they are
    /// decided again when it is known. And jobs that change nothing at a hopeful look, which may be
    /// repeats.
    pub resting: Jobs,
}

/// What a job's decision asks for.
enum Verdict {
    Append(Vec<StreamAppend>),
    /// It changes nothing, on a state that this batch has yet to make durable or that may be its own doing.
    Rests,
    Settled(Outcome),
}

/// What another process stored behind the state in memory.
enum Newer {
    /// The answer to the very request.
    Answer(Answered),
    State(Folded),
}

impl Writer {
    /// Decides each job on the state that the one before it left.
    pub(super) async fn decide(
        &self,
        jobs: Jobs,
        look: Look,
    ) -> Result<Decided, (Jobs, StoreError)> {
        let mut states = match self.load(&jobs).await {
            Ok(states) => states,
            Err(error) => return Err((jobs, error)),
        };
        let ids: Vec<Uuid> = jobs.iter().map(|job| job.stamp().request_id).collect();
        let mut answered = match look {
            Look::Hopeful => HashMap::new(),
            Look::Careful => match read::answered(&self.db, &ids).await {
                Ok(answered) => answered,
                Err(error) => return Err((jobs, error)),
            },
        };
        let mut decided = Decided::default();
        let mut changed = HashSet::new();
        for mut job in jobs {
            let stream = job.stream();
            let outcome = match (answered.remove(&job.stamp().request_id), states.get_mut(&stream))
            {
                (Some(answer), _) => Outcome::Repeated(answer),
                (None, Some(state)) => match self.decide_one(&mut job, state, &changed, look).await
                {
                    Ok(Verdict::Append(appends)) => {
                        changed.insert(stream);
                        let (stamp, state) = (job.stamp().clone(), state.clone());
                        decided.pending.push(Pending { job, stamp, appends, state });
                        continue;
                    }
                    Ok(Verdict::Rests) => {
                        decided.resting.push(job);
                        continue;
                    }
                    Ok(Verdict::Settled(outcome)) => outcome,
                    Err(error) => Outcome::Failed(error),
                },
                (None, None) => Outcome::Failed(StoreError::Closed),
            };
            decided.settled.push((job, outcome));
        }
        Ok(decided)
    }

    /// Decides a job on a state, and moves the state on.
    async fn decide_one(
        &self,
        job: &mut Box<dyn Job>,
        state: &mut Folded,
        changed: &HashSet<Uuid>,
        look: Look,
    ) -> Result<Verdict, StoreError> {
        let mut decision = job.decide(state)?;
        if matches!(decision, Decision::Nothing | Decision::Refused) {
            if look == Look::Hopeful || changed.contains(&job.stream()) {
                return Ok(Verdict::Rests);
            }
            match self.newer(job.as_ref(), state).await? {
                None => {}
                Some(Newer::Answer(answer)) => {
                    return Ok(Verdict::Settled(Outcome::Repeated(answer)));
                }
                Some(Newer::State(newer)) => {
                    *state = newer;
                    decision = job.decide(state)?;
                }
            }
        }
        Ok(match decision {
            Decision::Append { events, also, next } => {
                let own =
                    StreamAppend { stream: job.stream(), expected_version: state.version, events };
                *state = next;
                Verdict::Append(std::iter::once(own).chain(also).collect())
            }
            Decision::Nothing => {
                let position = *self.head.borrow();
                Verdict::Settled(Outcome::Unchanged { position, state: state.clone() })
            }
            Decision::Refused => Verdict::Settled(Outcome::Refused),
        })
    }

    /// The states of every job's stream: from memory, else from snapshot and tail.
    async fn load(&self, jobs: &[Box<dyn Job>]) -> Result<HashMap<Uuid, Folded>, StoreError> {
        let mut states = HashMap::new();
        let mut missing: HashMap<Uuid, &dyn Job> = HashMap::new();
        for job in jobs {
            let stream = job.stream();
            match self.states.get(&stream) {
                Some(folded) => {
                    states.insert(stream, folded);
                }
                None => {
                    missing.insert(stream, job.as_ref());
                }
            }
        }
        if missing.is_empty() {
            return Ok(states);
        }
        let ids: Vec<Uuid> = missing.keys().copied().collect();
        let mut bases: HashMap<Uuid, Folded> = HashMap::new();
        for (stream, (version, payload)) in read::snapshots(&self.db, &ids).await? {
            let restored = missing.get(&stream).and_then(|job| job.restore(version, &payload));
            bases.extend(restored.map(|folded| (stream, folded)));
        }
        let after = |stream: &Uuid| bases.get(stream).map_or(0, |folded| folded.version);
        let wanted: Vec<(Uuid, i64)> = ids.iter().map(|stream| (*stream, after(stream))).collect();
        let mut found = read::streams(&self.db, &wanted).await?;
        for (stream, job) in missing {
            let events = found.remove(&stream).unwrap_or_default();
            let folded = job.fold(bases.remove(&stream), &events)?;
            self.states.insert(stream, folded.clone());
            states.insert(stream, folded);
        }
        Ok(states)
    }

    /// What another process stored behind our state. An append on a stale state is caught by its
    /// version; a refusal on one must be looked at again, and so must the request log: the other may
    /// have been asked the same.
    async fn newer(&self, job: &dyn Job, state: &Folded) -> Result<Option<Newer>, StoreError> {
        let tail = read::stream(&self.db, job.stream(), state.version, i64::MAX).await?;
        let Some(last) = tail.last() else {
            return Ok(None);
        };
        self.announce(last.position);
        let request = job.stamp().request_id;
        if let Some(answer) = read::answered(&self.db, &[request]).await?.remove(&request) {
            return Ok(Some(Newer::Answer(answer)));
        }
        Ok(Some(Newer::State(job.fold(Some(state.clone()), &tail)?)))
    }
}
