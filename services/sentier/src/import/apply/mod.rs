//! Carries a register over, through the public API alone, row by row.

#[cfg(test)]
mod spec;
#[cfg(test)]
mod stand_in;

use time::Date;
use tonic::Code;

use super::office::{Office, Refused};
use super::plan::{self, Step};
use super::record::Record;
use super::register::Register;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Its case is there now.
    Imported,
    /// Its case is there now, and waits for a supervisor to approve that it be closed.
    ClosureRequested,
    /// Its case was there before this run.
    AlreadyThere,
    /// Its case was there before, made from a row with another content.
    ChangedSince,
    /// Its case was closed or erased before everything of the row was carried over.
    CaseEnded,
}

/// How far a register was carried over.
pub(super) struct Applied {
    /// Row, incident, and what became of it.
    pub(super) outcomes: Vec<(usize, String, Outcome)>,
    /// The row at which the import stopped, and why.
    pub(super) stopped: Option<(usize, Refused)>,
}

/// Carries the good rows over, in their order. A repeat goes on where an earlier run stopped.
pub(super) async fn rows(
    office: &mut Office,
    register: &Register,
    close_before: Option<Date>,
) -> Applied {
    let mut applied = Applied { outcomes: Vec::new(), stopped: None };
    for record in register.records() {
        match row(office, record, close_before).await {
            Ok(outcome) => applied.outcomes.push((record.row, record.incident.clone(), outcome)),
            Err(refused) => {
                applied.stopped = Some((record.row, refused));
                break;
            }
        }
    }
    applied
}

async fn row(
    office: &mut Office,
    record: &Record,
    close_before: Option<Date>,
) -> Result<Outcome, Refused> {
    match calls(office, record, close_before).await {
        Err(refused) if refused.reason == "REQUEST_ID_REUSED" => Ok(Outcome::ChangedSince),
        Err(refused) if refused.code == Code::FailedPrecondition => Ok(Outcome::CaseEnded),
        outcome => outcome,
    }
}

async fn calls(
    office: &mut Office,
    record: &Record,
    close_before: Option<Date>,
) -> Result<Outcome, Refused> {
    let centre = office.centre().to_owned();
    let opened = office.open_case(plan::open_case(&centre, record)).await?;
    let mut waits = false;
    for step in plan::steps(record, close_before) {
        match step {
            Step::Open => {}
            Step::Record => {
                office
                    .record_incident(plan::record_incident(&centre, &opened.case, record))
                    .await?;
            }
            Step::Consent => {
                office.grant_consent(plan::grant_consent(&centre, &opened.case, record)).await?;
            }
            Step::Close => {
                let closed = office.close_case(plan::close_case(&centre, &opened.case, record));
                match closed.await {
                    // Who does not supervise asks; the same import again closes what was approved.
                    Err(refused) if refused.reason == "CLOSURE_NOT_APPROVED" => {
                        let asked = plan::request_closure(&centre, &opened.case, record);
                        office.request_closure(asked).await?;
                        waits = true;
                    }
                    closed => closed?,
                }
            }
        }
    }
    Ok(match (opened.before_this_run, waits) {
        (true, _) => Outcome::AlreadyThere,
        (false, true) => Outcome::ClosureRequested,
        (false, false) => Outcome::Imported,
    })
}
