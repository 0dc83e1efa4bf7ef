//! The Incident Recorder of a centre.

use sentier_cases_domain::id::StaffId;
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::principal::Principal;
use sentier_platform::status::Locale;
use sentier_proto::cases::v1::ExportIncidentRecorderRequest;
use sentier_proto::cases::v1::export_incident_recorder_request::Format;

use super::stream::{Ready, beside};
use super::{RECORDER, purpose};
use crate::export::{archived, row};
use crate::grpc::fields::{self, Fields};
use crate::grpc::{CasesGrpc, Refusal};
use crate::recorder::{Row, comma_separated, workbook};

const ACTION: &str = "cases.v1.ExportService/ExportIncidentRecorder";
/// By it a spreadsheet sees that the text is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What is wanted of a recorder.
pub(super) struct WantedRecorder {
    centre: String,
    format: Format,
    purpose: &'static str,
}

impl CasesGrpc {
    pub(super) fn wanted_recorder(
        &self,
        principal: &Principal,
        request: &ExportIncidentRecorderRequest,
    ) -> Result<WantedRecorder, Refusal> {
        let mut read = Fields::default();
        let centre = read.keep(fields::centre("parent", &request.parent));
        let format = read.keep(match Format::try_from(request.format) {
            Ok(Format::Unspecified) | Err(_) => Err(Violation::unknown_code("format")),
            Ok(format) => Ok(format),
        });
        let why = read.keep(purpose(request.purpose));
        let ((centre, format), purpose) = read.built(centre.zip(format).zip(why))?;
        // Whether she may export any case of the centre; of each case it is asked again.
        let her_own = Resource::new().centre(&centre).subject_principal(principal.name());
        let her_own = match principal.staff_id() {
            Some(id) => her_own.caseworker(id),
            None => her_own,
        };
        self.authorise(principal, ACTION, &her_own)?;
        Ok(WantedRecorder { centre, format, purpose })
    }

    pub(super) async fn make_recorder(
        &self,
        principal: &Principal,
        wanted: WantedRecorder,
        locale: Locale,
    ) -> Result<Ready, Refusal> {
        let WantedRecorder { centre, format, purpose } = wanted;
        let mut told = Vec::new();
        let viewer = principal.staff_id().map(StaffId::from_uuid);
        for case in self.cases.cases_with_incidents(&centre, viewer).await? {
            let Some(known) = self.cases.known(case).await? else { continue };
            // What was made up to be found out is no figure of anybody's.
            if known.honey {
                continue;
            }
            // PRIVACY: what she may not read she does not export.
            if !self.is_permitted(principal, ACTION, &known).await? {
                continue;
            }
            let opened = RECORDER.to_vec();
            let reading = self.cases.host.reading(principal, &centre, purpose, opened);
            let Some(file) = self.cases.counted_file(reading, &known).await? else { continue };
            let rows: Vec<Row> = file
                .incidents
                .iter()
                .filter_map(|incident| row(&centre, locale, &file, incident))
                .collect();
            told.push((known, rows));
        }
        // PRIVACY: whoever withdrew while the others were read is left out.
        let mut rows = Vec::new();
        for (known, hers) in told {
            if self.cases.is_counted(&known).await? {
                rows.extend(hers);
            }
        }
        let count = rows.len();
        let day = self.now().to_datetime().date();
        let archive = beside(move || {
            let (kind, content) = match format {
                Format::Csv => ("csv", [MARK, comma_separated(locale, &rows)?.as_slice()].concat()),
                Format::Unspecified | Format::Xlsx => ("xlsx", workbook(locale, &rows)?),
            };
            archived(&format!("export-{day}.{kind}"), &content)
        });
        let archive = archive.await?;
        Ok(Ready { file_name: format!("export-{day}.zip"), count, archive })
    }
}
