//! Files that leave: made whole and sealed, then streamed in chunks.

mod case;
mod recorder;
mod stream;

use sentier_kernel::Violation;
use sentier_proto::cases::v1::ExportPurpose;

/// What an export opens, as the ledger names it.
const RECORDER: [&str; 2] = ["identity", "incident"];

/// Why, as the ledger keeps it.
fn purpose(given: i32) -> Result<&'static str, Violation> {
    match ExportPurpose::try_from(given) {
        Ok(ExportPurpose::Reporting) => Ok("export_reporting"),
        Ok(ExportPurpose::SurvivorRequest) => Ok("export_survivor_request"),
        Ok(ExportPurpose::Legal) => Ok("export_legal"),
        Ok(ExportPurpose::Supervision) => Ok("export_supervision"),
        Ok(ExportPurpose::Unspecified) | Err(_) => Err(Violation::unknown_code("purpose")),
    }
}
