//! One typed command on its way through the writer.

use std::marker::PhantomData;
use std::sync::Arc;

use sentier_kernel::Decider;
use sentier_platform::trace::TraceParent;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::{Call, TransactError};
use crate::codec::{Codec, Event, Rejection, State};
use crate::store::{
    Answered, Decision, Folded, Job, NewEvent, Outcome, Stamp, StoreError, StoredEvent,
    StreamAppend,
};
use crate::vault::{KeyRing, Opener, Place, Sealer};

/// What the caller of `transact` is told.
pub(super) enum Told<C: Codec> {
    Done { position: i64, version: i64, state: Arc<State<C>> },
    Repeated(Answered),
    Refused(TransactError<Rejection<C>>),
}

pub(super) struct Transact<C: Codec, F, A> {
    call: Call,
    stream: Uuid,
    ring: KeyRing,
    decide: F,
    also: A,
    refusal: Option<TransactError<Rejection<C>>>,
    trace: Option<TraceParent>,
    tell: oneshot::Sender<Told<C>>,
    codec: PhantomData<fn() -> C>,
}

impl<C: Codec, F, A> Transact<C, F, A> {
    pub(super) fn new(
        call: Call,
        stream: Uuid,
        ring: KeyRing,
        decide: F,
        also: A,
        tell: oneshot::Sender<Told<C>>,
    ) -> Self {
        let trace = TraceParent::current();
        Self { call, stream, ring, decide, also, refusal: None, trace, tell, codec: PhantomData }
    }
}

/// The stored form of `events` behind version `after` of `stream`.
pub(super) fn encode<C: Codec>(
    call: &Call,
    stream: Uuid,
    after: i64,
    ring: &KeyRing,
    events: &[Event<C>],
) -> Result<Vec<NewEvent>, StoreError> {
    (after + 1..)
        .zip(events)
        .map(|(version, event)| {
            let event_type = C::event_type(event);
            let place = Place {
                centre: call.stamp.centre.clone(),
                stream,
                version,
                event_type: event_type.to_owned(),
            };
            let payload = C::encode(event, &Sealer::new(ring, place))?;
            Ok(NewEvent { event_type, payload })
        })
        .collect()
}

/// The state as its aggregate knows it; `None` for another aggregate's.
pub(super) fn typed<C: Codec>(folded: &Folded) -> Option<Arc<State<C>>> {
    Arc::clone(&folded.state).downcast::<State<C>>().ok()
}

fn state_of<C: Codec>(folded: &Folded) -> Result<Arc<State<C>>, StoreError> {
    typed::<C>(folded).ok_or(StoreError::Foreign)
}

impl<C, F, A> Job for Transact<C, F, A>
where
    C: Codec,
    F: Fn(&State<C>) -> Result<Vec<Event<C>>, Rejection<C>> + Send + Sync,
    A: Fn(&[Event<C>]) -> Result<Vec<StreamAppend>, StoreError> + Send + Sync,
    Rejection<C>: Send + Sync,
{
    fn stamp(&self) -> &Stamp {
        &self.call.stamp
    }

    fn stream(&self) -> Uuid {
        self.stream
    }

    fn trace(&self) -> Option<&TraceParent> {
        self.trace.as_ref()
    }

    fn fold(&self, base: Option<Folded>, events: &[StoredEvent]) -> Result<Folded, StoreError> {
        let (mut version, mut state) = match base {
            Some(base) => (base.version, state_of::<C>(&base)?.as_ref().clone()),
            None => (0, C::Aggregate::initial()),
        };
        for event in events {
            let decoded = C::decode(&event.event_type, &event.payload, &Opener::withholding())?;
            state = C::Aggregate::evolve(state, &decoded);
            version = event.version;
        }
        Ok(Folded { version, state: Arc::new(state) })
    }

    fn restore(&self, version: i64, snapshot: &[u8]) -> Option<Folded> {
        Some(Folded { version, state: Arc::new(C::restore(snapshot)?) })
    }

    fn snapshot(&self, folded: &Folded) -> Option<Vec<u8>> {
        C::snapshot(state_of::<C>(folded).ok()?.as_ref())
    }

    fn decide(&mut self, folded: &Folded) -> Result<Decision, StoreError> {
        self.refusal = None;
        let state = state_of::<C>(folded)?;
        let current = C::seen(&state, folded.version)..=folded.version;
        if self.call.expected_version.is_some_and(|seen| !current.contains(&seen)) {
            self.refusal = Some(TransactError::Stale);
            return Ok(Decision::Refused);
        }
        let events = match (self.decide)(&state) {
            Ok(events) => events,
            Err(rejection) => {
                self.refusal = Some(TransactError::Rejected(rejection));
                return Ok(Decision::Refused);
            }
        };
        if events.is_empty() {
            return Ok(Decision::Nothing);
        }
        let stored = encode::<C>(&self.call, self.stream, folded.version, &self.ring, &events)?;
        let also = (self.also)(&events)?;
        let state = events.iter().fold(state.as_ref().clone(), C::Aggregate::evolve);
        let version = folded.version + i64::try_from(stored.len()).unwrap_or(0);
        let next = Folded { version, state: Arc::new(state) };
        Ok(Decision::Append { events: stored, also, next })
    }

    fn finish(self: Box<Self>, outcome: Outcome) {
        let told = match outcome {
            Outcome::Committed { position, state } | Outcome::Unchanged { position, state } => {
                match state_of::<C>(&state) {
                    Ok(typed) => Told::Done { position, version: state.version, state: typed },
                    Err(error) => Told::Refused(error.into()),
                }
            }
            Outcome::Repeated(answer) => Told::Repeated(answer),
            Outcome::Refused => Told::Refused(self.refusal.unwrap_or(TransactError::Stale)),
            Outcome::Conflict => Told::Refused(TransactError::Stale),
            Outcome::Failed(error) => Told::Refused(error.into()),
        };
        // The caller may have gone away at its deadline; the request log answers its retry.
        drop(self.tell.send(told));
    }
}
