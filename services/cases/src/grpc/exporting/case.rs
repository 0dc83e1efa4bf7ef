//! One case, to print or for machines.

use std::sync::Arc;

use sentier_cases_domain::case::Rejection;
use sentier_kernel::Violation;
use sentier_platform::principal::Principal;
use sentier_platform::status::Locale;
use sentier_proto::cases::v1::ExportCaseRequest;
use sentier_proto::cases::v1::export_case_request::Format;

use super::purpose;
use super::stream::{Ready, beside};
use crate::application::{Fault, Known, WHOLE_FILE};
use crate::export::{archived, document, json, pdf};
use crate::grpc::fields::{self, Fields};
use crate::grpc::{CasesGrpc, Refusal};

const ACTION: &str = "cases.v1.ExportService/ExportCase";

/// What is wanted of a case.
pub(super) struct WantedCase {
    known: Arc<Known>,
    format: Format,
    purpose: &'static str,
}

impl CasesGrpc {
    pub(super) async fn wanted_case(
        &self,
        principal: &Principal,
        request: &ExportCaseRequest,
    ) -> Result<WantedCase, Refusal> {
        let mut read = Fields::default();
        let name = read.keep(fields::case("name", &request.name));
        let format = read.keep(match Format::try_from(request.format) {
            Ok(Format::Unspecified) | Err(_) => Err(Violation::unknown_code("format")),
            Ok(format) => Ok(format),
        });
        let why = read.keep(purpose(request.purpose));
        let ((name, format), purpose) = read.built(name.zip(format).zip(why))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        Ok(WantedCase { known, format, purpose })
    }

    pub(super) async fn make_case(
        &self,
        principal: &Principal,
        wanted: WantedCase,
        locale: Locale,
    ) -> Result<Ready, Refusal> {
        let WantedCase { known, format, purpose } = wanted;
        let opened = WHOLE_FILE.to_vec();
        let reading = self.cases.host.reading(principal, &known.centre, purpose, opened);
        let (_, file) = self.cases.read_case(reading, &known).await?;
        let file = file.ok_or(Fault::Refused(Rejection::SurvivorErased))?;
        let now = self.now();
        let day = now.to_datetime().date();
        let archive = beside(move || {
            let whole = document(&known.centre, &file, now);
            let (kind, content) = match format {
                Format::Json => ("json", json(&whole)),
                Format::Unspecified | Format::Pdf => ("pdf", pdf(locale, &whole)?),
            };
            archived(&format!("export-{day}.{kind}"), &content)
        });
        let archive = archive.await?;
        Ok(Ready { file_name: format!("export-{day}.zip"), count: 1, archive })
    }
}
