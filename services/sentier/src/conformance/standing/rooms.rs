//! A room for each sandbox credential: its sandbox, and what the scenarios have judged so far.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use sentier_platform::principal::Principal;
use sentier_platform::shutdown::Shutdown;
use sentier_platform::status::{Locale, Overloaded, Unauthenticated, to_status};
use tonic::body::Body;
use tonic::codegen::{BoxFuture, Service, http};
use tonic::server::NamedService;
use uuid::Uuid;

use super::WAIT;
use crate::conformance::sandbox::Sandbox;
use crate::conformance::script::Script;

/// Rooms that there are at once.
const MOST: usize = 256;
/// Calls of a client that one play of the scenarios remembers; beyond them it must restart.
const LONGEST: usize = 20_000;

/// One thing that was judged.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) title: &'static str,
    pub(super) outcome: Result<String, String>,
}

/// What a client sees and is judged by.
#[derive(Clone, Debug, Default)]
pub(super) struct Play {
    pub(super) sandbox: Sandbox,
    pub(super) report: Arc<Mutex<Report>>,
}

/// How far the scenarios have come.
#[derive(Clone, Debug, Default)]
pub(super) struct Report {
    pub(super) checks: Vec<Judged>,
    pub(super) done: bool,
    /// The request that began this play.
    restarted_by: Option<Uuid>,
}

/// The rooms. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Rooms {
    // INVARIANT: at most MOST.
    plays: Arc<Mutex<HashMap<Uuid, Play>>>,
    patient: bool,
    shutdown: Shutdown,
}

impl Rooms {
    pub(super) fn new(patient: bool, shutdown: Shutdown) -> Self {
        Self { plays: Arc::default(), patient, shutdown }
    }

    /// The play of an agency, begun when there is none; none when all rooms are taken.
    pub(super) fn of(&self, agency: Uuid) -> Option<Play> {
        let mut plays = self.plays.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(play) = plays.get(&agency) {
            return Some(play.clone());
        }
        if plays.len() >= MOST {
            // Who is through makes room for who comes.
            plays.retain(|_, play| !play.read(|report| report.done));
        }
        if plays.len() >= MOST {
            return None;
        }
        let play = self.begin(None);
        plays.insert(agency, play.clone());
        Some(play)
    }

    /// Begins anew; a repeat of the request that began this play changes nothing.
    pub(super) fn restart(&self, agency: Uuid, request: Uuid) {
        let mut plays = self.plays.lock().unwrap_or_else(PoisonError::into_inner);
        let known = plays.get(&agency);
        if known.is_some_and(|play| play.read(|it| it.restarted_by == Some(request))) {
            return;
        }
        if let Some(before) = known {
            before.sandbox.cut();
        }
        if plays.len() < MOST || plays.contains_key(&agency) {
            let play = self.begin(Some(request));
            plays.insert(agency, play);
        }
    }

    pub(super) fn beat(&self) {
        let plays = self.plays.lock().unwrap_or_else(PoisonError::into_inner);
        plays.values().for_each(|play| play.sandbox.beat());
    }

    fn begin(&self, restarted_by: Option<Uuid>) -> Play {
        let report = Report { restarted_by, ..Report::default() };
        let play = Play { report: Arc::new(Mutex::new(report)), ..Play::default() };
        let (script, judged) = (Script::new(play.sandbox.clone(), WAIT), play.clone());
        let (patient, stop) = (self.patient, self.shutdown.token());
        drop(self.shutdown.spawn(async move {
            let playing = script.play(patient, |check| {
                let (title, outcome) = (check.name, check.outcome.clone());
                judged.write(|report| report.checks.push(Judged { title, outcome }));
            });
            stop.run_until_cancelled(Box::pin(playing)).await;
            judged.write(|report| report.done = true);
        }));
        play
    }
}

impl Play {
    pub(super) fn read<T>(&self, look: impl FnOnce(&Report) -> T) -> T {
        look(&self.report.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn write(&self, act: impl FnOnce(&mut Report)) {
        act(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl NamedService for Rooms {
    const NAME: &'static str = Sandbox::NAME;
}

impl Service<http::Request<Body>> for Rooms {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let agency = request.extensions().get::<Principal>().and_then(Principal::agency);
        let Some(agency) = agency else {
            let status = to_status(&Unauthenticated, Locale::English);
            return Box::pin(async move { Ok(status.into_http()) });
        };
        let play = self.of(agency).filter(|play| play.sandbox.look(<[_]>::len) < LONGEST);
        if let Some(mut play) = play {
            return play.sandbox.call(request);
        }
        let status = to_status(&Overloaded, Locale::English);
        Box::pin(async move { Ok(status.into_http()) })
    }
}
