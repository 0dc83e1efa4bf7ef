//! The schedule erases by itself, where the centre's manager chose that: each day what is due is announced,
//! and erased when its notice has passed and nobody stopped it.

use std::collections::HashMap;

use sentier_cases_domain::case::ending::{Announced, Command as End};
use sentier_cases_domain::case::{Command, State};
use sentier_cases_domain::erasing::{self, Choice, Erasing, Notice};
use sentier_cases_domain::id::{CaseId, EntryId, StaffId};
use sentier_cases_domain::retention::Schedule;
use sentier_cases_domain::value::Date;
use sentier_eventing::streams::{Call, Reading, Streams};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::{PURPOSE, rest};
use crate::application::{Cases, Fault};
use crate::projections::erasing as erasing_centre;
use crate::projections::retention::{self, Resting, Which};
use crate::store::{ErasingCodec, erasing_of};

/// Files that are looked at in one go.
const PAGE: u32 = 100;

/// How a centre's files end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErasureSchedule {
    /// For how long they are kept.
    pub schedule: Schedule,
    /// Who chose whether the schedule erases by itself, what, and when; absent while nobody did.
    pub choice: Option<Choice>,
}

/// What a process remembers of its looks. A restart forgets it, and nothing is lost by that.
#[derive(Debug, Default)]
pub struct EndFiles {
    /// Of each centre the day of the last look, and the choice under which it was.
    looked: HashMap<String, (Date, Moment)>,
    /// Closed files of who was a child: closed when, and due on which day; absent when only a person may
    /// say. PRIVACY: so that her birth date is opened once, and not each day.
    waiting: HashMap<CaseId, (Moment, Option<Date>)>,
}

/// What the schedule does to one file.
enum Next {
    Announce,
    Erase(Announced),
}

impl Cases {
    /// How a centre's files end.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn erasure_schedule(&self, centre: &str) -> Result<ErasureSchedule, Fault> {
        let state = self.choices().state(erasing_of(centre)).await?.state;
        Ok(ErasureSchedule { schedule: self.rules.schedule, choice: state.choice })
    }

    /// Chooses whether a centre's schedule erases by itself, after a notice.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn choose_erasure(
        &self,
        call: Call,
        by: StaffId,
        notice: Option<Notice>,
    ) -> Result<ErasureSchedule, Fault> {
        let (at, stream) = (call.stamp.at, erasing_of(&call.stamp.centre));
        let decide = move |state: &erasing::State| {
            Erasing::decide(state, erasing::Command { by, notice }, at)
        };
        let done = self.choices().transact(call, stream, KeyRing::none(), decide).await?;
        Ok(ErasureSchedule { schedule: self.rules.schedule, choice: done.state.choice })
    }

    fn choices(&self) -> Streams<ErasingCodec> {
        Streams::new(&self.host.store)
    }

    /// Announces and erases what is due at every centre that chose it; at each once a day.
    ///
    /// # Errors
    /// When the store does not answer. A file that cannot be looked at is left until the next day.
    pub(crate) async fn end_files(&self, seen: &mut EndFiles) -> Result<(), Fault> {
        let now = self.host.env.clock.now();
        for centre in erasing_centre::centres(self.host.store.database()).await? {
            let Some(choice) = self.erasure_schedule(&centre).await?.choice else { continue };
            let look = (Date::of(now), choice.at);
            if choice.notice.is_none() || seen.looked.get(&centre) == Some(&look) {
                continue;
            }
            self.end_files_of(&centre, choice, now, seen).await?;
            seen.looked.insert(centre, look);
        }
        Ok(())
    }

    async fn end_files_of(
        &self,
        centre: &str,
        choice: Choice,
        now: Moment,
        seen: &mut EndFiles,
    ) -> Result<(), Fault> {
        let (closed, _) = self.rules.schedule.latest(Date::of(now));
        // What nobody closed is left to a person: somebody may be waited for.
        let which = Which::Rested { closed: closed.end(), open: Moment::from_micros(0) };
        let mut after = 0;
        loop {
            let db = self.host.store.database();
            let files = retention::page(db, (centre, None), &which, after, PAGE).await?;
            let Some(last) = files.last() else { return Ok(()) };
            after = last.position;
            for file in &files {
                if let Err(error) = self.end_file(centre, choice, file, seen).await {
                    // PRIVACY: neither which file nor why it is due.
                    tracing::warn!(%error, "a file that may be due is left until tomorrow");
                }
            }
        }
    }

    async fn end_file(
        &self,
        centre: &str,
        choice: Choice,
        file: &Resting,
        seen: &mut EndFiles,
    ) -> Result<(), Fault> {
        let Some(notice) = choice.notice else { return Ok(()) };
        let now = self.host.env.clock.now();
        let state = self.streams.state(file.case.as_uuid()).await?.state;
        let (Some(known), Some(next)) =
            (self.known(file.case).await?, next(&state, choice.at, now))
        else {
            return Ok(());
        };
        if !self.is_due_by_itself(centre, file, now, seen).await? {
            return Ok(());
        }
        let own = Principal::Service { name: self.host.name.to_owned() };
        let call = |request| self.host.call(&own, &known.centre, request, [0; 32], None);
        match next {
            Next::Announce => {
                let request =
                    derived(file.case.as_uuid(), &format!("announce {}", now.as_micros()));
                let announcement = EntryId::from_uuid(derived(request, "announcement"));
                let command = End::Announce { announcement, notice, since: choice.at };
                self.change(call(request), &known, Command::Ending(command)).await?;
            }
            Next::Erase(Announced { announcement, .. }) => {
                // Replicas and restarts ask the same: the store answers all but one from its log.
                let request = derived(announcement.as_uuid(), "erase");
                let (since, chosen_by) = (choice.at, choice.by);
                let command =
                    |keys| Command::Ending(End::Erase { announcement, since, chosen_by, keys });
                self.erase_case(call(request), &known, command).await?;
            }
        }
        Ok(())
    }

    /// Whether a closed file is due, as far as a schedule may say: of who may have been a child it knows
    /// only with her birth date.
    async fn is_due_by_itself(
        &self,
        centre: &str,
        file: &Resting,
        now: Moment,
        seen: &mut EndFiles,
    ) -> Result<bool, Fault> {
        let Some(closed_at) = file.closed_at else { return Ok(false) };
        let today = Date::of(now);
        if let Some((_, due)) =
            seen.waiting.get(&file.case).filter(|(closed, _)| *closed == closed_at)
        {
            // On its day it is looked at again: she may have told another date since.
            if due.is_none_or(|on| on > today) {
                return Ok(false);
            }
        }
        let ring = self.host.vault.ring(file.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Ok(false);
        }
        let reading = self.reading_of_day(centre, file, today);
        let born = self.born(&reading, file.case.as_uuid(), &ring).await?;
        let due = born.map(|born| self.rules.schedule.due(rest(file), Some(born.on)).on);
        if due.is_some_and(|on| on <= today) {
            seen.waiting.remove(&file.case);
            return Ok(true);
        }
        seen.waiting.insert(file.case, (closed_at, due));
        Ok(false)
    }

    /// One entry a day in her report, however many replicas and restarts look.
    fn reading_of_day(&self, centre: &str, file: &Resting, today: Date) -> Reading {
        let own = Principal::Service { name: self.host.name.to_owned() };
        let reading = self.host.reading(&own, centre, PURPOSE, vec!["birth_date"]);
        let day = format!("retention {}", today.midnight().as_micros());
        Reading { id: derived(file.case.as_uuid(), &day), ..reading }
    }
}

/// What the schedule does next; nothing while it waits, or a person or another case says no.
fn next(state: &State, since: Moment, now: Moment) -> Option<Next> {
    let merged = state.merging.follows.is_some() || !state.merging.followers.is_empty();
    if state.erased || state.care.hold.is_some() || merged {
        return None;
    }
    match state.announced {
        Some(known) if known.stopped => None,
        Some(known) if known.stands(since) => (now >= known.erase_at).then_some(Next::Erase(known)),
        _ => Some(Next::Announce),
    }
}
