//! Files come to their end: what is due, what is held, what is erased, and the paper about it.

mod by_schedule;
mod certificate;

use sentier_cases_domain::case::care::{self, Fact};
use sentier_cases_domain::case::{Command, Rejection};
use sentier_cases_domain::id::{CaseId, EntryId, StaffId};
use sentier_cases_domain::retention::{Due, Ground, Reason, Rest};
use sentier_cases_domain::value::{Date, Note};
use sentier_eventing::streams::Call;
use sentier_kernel::{Moment, PageSize, Sensitive};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::{Answer, Cases, Fault, Known, SHOWS_OWN};
use crate::projections::CASE_LIST;
use crate::projections::retention::{self, Resting, Which};
pub use by_schedule::{EndFiles, ErasureSchedule};
pub use certificate::{Certificate, OrderedBy};

/// Why a birth date is opened, as the ledger keeps it.
const PURPOSE: &str = "retention";

/// Which files are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedFiles {
    /// Those that are due.
    Due,
    /// Those whose erasure their schedule announced.
    Announced,
    /// Those under a legal hold.
    Held,
    /// The one with a survivor code.
    Code(String),
}

/// A file and where it stands. Not personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestingFile {
    /// The case.
    pub case: CaseId,
    /// The code that stands for her name.
    pub survivor_code: String,
    /// Why it is due, when it is.
    pub due: Option<Reason>,
    /// The day of its closure, or of its last entry.
    pub rests_since: Date,
    /// The legal hold that stands.
    pub hold: Option<EntryId>,
    /// Whether the survivor is erased.
    pub erased: bool,
    /// From when on its schedule erases it by itself, as it announced.
    pub erase_at: Option<Moment>,
    /// Whether a person stopped that.
    pub stopped: bool,
}

fn rest(file: &Resting) -> Rest {
    file.closed_at
        .map_or_else(|| Rest::Open(Date::of(file.last_at)), |closed| Rest::Closed(Date::of(closed)))
}

impl Cases {
    /// A page of a centre's files behind a position, oldest case first, and where the next one starts. A
    /// page may be shorter than asked for: whether a child's file is due is known only when it is looked at.
    ///
    /// # Errors
    /// When the read model is behind for too long, a reading cannot be stored, or store or keys do not
    /// answer.
    pub async fn list_retention(
        &self,
        principal: &Principal,
        centre: &str,
        wanted: &WantedFiles,
        after: i64,
        size: PageSize,
    ) -> Result<(Vec<RestingFile>, Option<i64>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let now = self.host.env.clock.now();
        let which = match wanted {
            WantedFiles::Due => {
                let (closed, open) = self.rules.schedule.latest(Date::of(now));
                Which::Rested { closed: closed.end(), open: open.end() }
            }
            WantedFiles::Announced => Which::Announced,
            WantedFiles::Held => Which::Held,
            WantedFiles::Code(code) => Which::Code(code.clone()),
        };
        let db = self.host.store.database();
        let viewer = principal.staff_id().map(StaffId::from_uuid);
        let files = retention::page(db, (centre, viewer), &which, after, size.and_one()).await?;
        let (files, next) = size.cut(files, |file| file.position);
        let mut shown = Vec::with_capacity(files.len());
        for file in files {
            let due = self.due(principal, centre, &file, now).await?;
            if due.is_none() && *wanted == WantedFiles::Due {
                continue;
            }
            shown.push(RestingFile {
                case: file.case,
                rests_since: match rest(&file) {
                    Rest::Closed(day) | Rest::Open(day) => day,
                },
                survivor_code: file.survivor_code,
                due: due.map(|due| due.reason),
                hold: file.hold,
                erased: file.erased,
                erase_at: file.erase_at,
                stopped: file.stopped,
            });
        }
        Ok((shown, next))
    }

    /// Whether a file is due. PRIVACY: her birth date is opened only when the file would be due if she were
    /// of age, and the reading stands in the log first.
    async fn due(
        &self,
        principal: &Principal,
        centre: &str,
        file: &Resting,
        now: Moment,
    ) -> Result<Option<Due>, Fault> {
        let today = Date::of(now);
        let is_due = |due: Due| (due.on <= today).then_some(due);
        let grown = self.rules.schedule.due(rest(file), None);
        if file.erased || grown.on > today {
            return Ok(None);
        }
        if matches!(rest(file), Rest::Open(_)) {
            return Ok(is_due(grown));
        }
        let ring = self.host.vault.ring(file.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Ok(None);
        }
        let reading = self.host.reading(principal, centre, PURPOSE, vec!["birth_date"]);
        let born = self.born(&reading, file.case.as_uuid(), &ring).await?;
        Ok(is_due(self.rules.schedule.due(rest(file), born.map(|born| born.on))))
    }

    /// Sets a legal hold, or lifts the one that stands.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn hold(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        lifts: Option<EntryId>,
        why: Sensitive<Note>,
    ) -> Result<EntryId, Fault> {
        let entry = EntryId::from_uuid(derived(call.stamp.request_id, "entry"));
        let fact = match lifts {
            None => Fact::HoldSet { why },
            Some(hold) => Fact::HoldLifted { hold, why },
        };
        let command = Command::Care(care::Command { entry, by, fact });
        self.change_sealed(call, known, command).await?;
        Ok(entry)
    }

    /// Erases a survivor by a manager's order. By its schedule only what is due.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of store or keys; a repeat goes on where it stopped.
    pub async fn order_erasure(
        &self,
        principal: &Principal,
        call: Call,
        known: &Known,
        by: StaffId,
        ground: Ground,
    ) -> Result<Answer, Fault> {
        if ground == Ground::Schedule {
            self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
            let file = retention::one(self.host.store.database(), known.case).await?;
            let file = file.ok_or(Rejection::NoSuchCase)?;
            // A repeat finds it erased, and is answered as the first call was.
            if !file.erased {
                self.all_due(principal, known, file, call.stamp.at).await?;
            }
        }
        self.erase_survivor(call, known, by, ground).await
    }

    /// What is merged is erased together, so each of its files must be due.
    async fn all_due(
        &self,
        principal: &Principal,
        known: &Known,
        file: Resting,
        now: Moment,
    ) -> Result<(), Fault> {
        let mut files = vec![file];
        for case in self.merged_with(known).await? {
            files.extend(retention::one(self.host.store.database(), case).await?);
        }
        for file in files {
            let due = self.due(principal, &known.centre, &file, now).await?;
            due.ok_or_else(|| Rejection::from(care::Rejection::NotDue))?;
        }
        Ok(())
    }
}
