//! What another person must look into, and what only a manager is told.

use std::sync::LazyLock;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::Counter;
use sentier_cases_domain::case::safeguard::Fact;
use sentier_cases_domain::id::{CaseId, EntryId, StaffId};
use sentier_cases_domain::value::Note;
use sentier_eventing::streams::Call;
use sentier_kernel::{Moment, PageSize, Sensitive};

use super::{Cases, Fault, Known, SHOWS_OWN};
use crate::projections::{CASE_LIST, alarm, honey_record, safeguard};

/// Until when an alarm should be reviewed (PRIVACY 7).
pub const REVIEW_WITHIN: Duration = Duration::from_hours(72);

/// What raised an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmKind {
    /// Somebody opened a case that is not hers, alone.
    BreakGlass,
    /// Somebody opened a honey record.
    HoneyOpened,
    /// Somebody tried to open a honey record.
    HoneyRefused,
}

impl AlarmKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::BreakGlass, Self::HoneyOpened, Self::HoneyRefused];

    /// The stored name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BreakGlass => "break_glass",
            Self::HoneyOpened => "honey_record_opened",
            Self::HoneyRefused => "honey_record_refused",
        }
    }
}

/// An alarm. Not personal to a survivor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Its place in the log.
    pub position: i64,
    /// Its id.
    pub alarm: EntryId,
    /// The case.
    pub case: CaseId,
    /// What happened.
    pub kind: AlarmKind,
    /// Who raised it.
    pub by: StaffId,
    /// When.
    pub at: Moment,
    /// How many files she opened alone in that month, this one included; 0 for what is no break-glass.
    pub month_count: i64,
    /// Who looked into it, and when.
    pub reviewed: Option<(StaffId, Moment)>,
}

/// Which alarms are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedAlarms {
    /// The centre's code.
    pub centre: String,
    /// Who asks: of a case that must not reach her she is told nothing.
    pub viewer: Option<StaffId>,
    /// Also those that were reviewed.
    pub reviewed: bool,
}

/// A sealed case. Not personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedCase {
    /// Of the seal in the log.
    pub position: i64,
    /// The case.
    pub case: CaseId,
    /// When it was sealed.
    pub at: Moment,
    /// Who sealed it.
    pub by: StaffId,
    /// For whom it is there.
    pub to: Vec<StaffId>,
}

/// A made-up case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoneyRecord {
    /// Of its planting in the log.
    pub position: i64,
    /// The case.
    pub case: CaseId,
    /// When it was planted.
    pub at: Moment,
    /// Who planted it.
    pub by: StaffId,
}

// First used after telemetry began: a service raises nothing before it serves.
static ALARMS: LazyLock<Counter<u64>> = LazyLock::new(|| {
    let meter = opentelemetry::global::meter("sentier");
    let counter = meter.u64_counter("sentier.cases.alarms");
    counter.with_description("Alarms about who opened a file").build()
});

/// Tells whoever watches the system that there is one. PRIVACY: neither who nor which case.
pub(super) fn raised(kind: AlarmKind) {
    ALARMS.add(1, &[KeyValue::new("kind", kind.code())]);
    tracing::warn!(kind = kind.code(), "an alarm was raised; the manager reviews it");
}

impl Cases {
    /// A page of alarms before a position, newest first, and where the next one starts.
    ///
    /// # Errors
    /// When the read model is behind for too long, or the store does not answer.
    pub async fn alarms(
        &self,
        wanted: &WantedAlarms,
        before: i64,
        size: PageSize,
    ) -> Result<(Vec<Alarm>, Option<i64>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let db = self.host.store.database();
        let rows = alarm::page(db, wanted, before, size.and_one()).await?;
        Ok(size.cut(rows, |row| row.position))
    }

    /// Looks into an alarm.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn review_alarm(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        alarm: EntryId,
        comment: Sensitive<Note>,
    ) -> Result<(), Fault> {
        if known.honey && self.is_honey_alarm(known.case, alarm).await? {
            return self.review_honey_alarm(call, known, by, alarm).await;
        }
        let fact = Fact::GlassReviewed { opening: alarm, comment };
        self.record_entry(call, known, by, fact).await?;
        Ok(())
    }

    /// A page of a centre's sealed cases before a position, the newest seal first.
    ///
    /// # Errors
    /// As [`Cases::alarms`].
    pub async fn sealed_cases(
        &self,
        centre: &str,
        viewer: Option<StaffId>,
        before: i64,
        size: PageSize,
    ) -> Result<(Vec<SealedCase>, Option<i64>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let db = self.host.store.database();
        let rows = safeguard::sealed(db, centre, viewer, before, size.and_one()).await?;
        Ok(size.cut(rows, |row| row.position))
    }

    /// A page of a centre's honey records before a position, newest first.
    ///
    /// # Errors
    /// As [`Cases::alarms`].
    pub async fn honey_records(
        &self,
        centre: &str,
        before: i64,
        size: PageSize,
    ) -> Result<(Vec<HoneyRecord>, Option<i64>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let db = self.host.store.database();
        let rows = honey_record::page(db, centre, before, size.and_one()).await?;
        Ok(size.cut(rows, |row| row.position))
    }
}
