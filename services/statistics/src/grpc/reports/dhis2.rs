//! Files for a DHIS2: what a report tells, by a mapping.

use sentier_platform::grpc::locale;
use sentier_platform::status::{invalid, to_status};
use sentier_proto::name;
use sentier_proto::statistics::v1 as pb;
use sentier_proto::statistics::v1::dhis2_service_server::{Dhis2Service, Dhis2ServiceServer};
use sentier_statistics_domain::indicators::Indicator;
use tonic::{Request, Response, Status};

use super::super::{convert, indicators::told};
use super::{NoWeekEnded, Reports, query};
use crate::catalogue;
use crate::dhis2::{Made, Mapping, made, template};
use crate::reporting::{Paper, PaperError};

/// Answers the calls of `Dhis2Service`.
#[derive(Debug)]
pub(crate) struct Dhis2Api(pub(crate) Reports);

impl Dhis2Api {
    pub(crate) fn server(self) -> Dhis2ServiceServer<Self> {
        Dhis2ServiceServer::new(self)
    }
}

#[tonic::async_trait]
impl Dhis2Service for Dhis2Api {
    async fn download_data_value_set(
        &self,
        request: Request<pb::DownloadDataValueSetRequest>,
    ) -> Result<Response<pb::DownloadDataValueSetResponse>, Status> {
        let locale = locale(&request);
        let asked = request.get_ref();
        let query = query(&asked.parent, &asked.period, &asked.week);
        let (query, mapping) = match (query, Mapping::parse(&asked.mapping)) {
            (Ok(query), Ok(mapping)) => (query, mapping),
            (query, mapping) => {
                let mut violations = query.err().unwrap_or_default();
                violations.extend(mapping.err());
                return Err(invalid(violations, locale));
            }
        };
        let action = "statistics.v1.Dhis2Service/DownloadDataValueSet";
        self.0.allowed(&request, action, &query.centre)?;
        let entries: Vec<pb::Indicator> =
            Indicator::ALL.iter().map(|one| catalogue::entry(*one, locale)).collect();
        let wrong = mapping.wrong(&query.centre, &entries);
        if !wrong.is_empty() {
            return Err(invalid(wrong, locale));
        }
        let paper = self.0.paper(query, locale).await?;
        let paper = paper.ok_or_else(|| to_status(&NoWeekEnded, locale))?;
        let answer = answer(&mapping, &paper).map_err(|error| to_status(&error, locale))?;
        Ok(Response::new(answer))
    }

    async fn download_mapping_template(
        &self,
        request: Request<pb::DownloadMappingTemplateRequest>,
    ) -> Result<Response<pb::DownloadMappingTemplateResponse>, Status> {
        let locale = locale(&request);
        let parent = &request.get_ref().parent;
        let Some([centre]) = name::parse("centres/*", parent) else {
            let mut violations = Vec::new();
            let _none: Option<()> = convert::refuse(&mut violations, "parent", parent);
            return Err(invalid(violations, locale));
        };
        let action = "statistics.v1.Dhis2Service/DownloadMappingTemplate";
        self.0.allowed(&request, action, centre)?;
        let entries: Vec<pb::Indicator> =
            Indicator::ALL.iter().map(|one| catalogue::entry(*one, locale)).collect();
        Ok(Response::new(pb::DownloadMappingTemplateResponse {
            file_name: "dhis2.toml".to_owned(),
            media_type: "application/toml".to_owned(),
            content: template(centre, &entries).into_bytes(),
        }))
    }
}

fn answer(
    mapping: &Mapping,
    paper: &Paper,
) -> Result<pb::DownloadDataValueSetResponse, PaperError> {
    let period = paper.report.period.to_string();
    let figures = paper.report.figures.iter();
    let values: Vec<pb::IndicatorValue> = figures
        .map(|figure| told(figure.indicator, period.clone(), figure.value.clone()))
        .collect();
    // The mapping names an org unit of the centre, or it would be wrong.
    let Made { set, withheld } =
        made(mapping, &paper.centre, &period, &values).ok_or(PaperError::Dhis2)?;
    let mut content = serde_json::to_vec_pretty(&set).map_err(|_never| PaperError::Dhis2)?;
    content.push(b'\n');
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(pb::DownloadDataValueSetResponse {
        file_name: format!("dhis2-{}-{period}.json", paper.centre),
        media_type: "application/json".to_owned(),
        content,
        values: count(set.data_values.len()),
        withheld: count(withheld),
        week: paper.week.to_string(),
        url: mapping.url.clone().unwrap_or_default(),
    })
}
