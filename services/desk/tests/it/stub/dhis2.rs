//! Answers about files for a DHIS2.

use sentier_proto::statistics::v1 as statistics;
use sentier_proto::statistics::v1::dhis2_service_server::Dhis2Service;
use tonic::{Request, Response, Status};

use super::Stub;

#[tonic::async_trait]
impl Dhis2Service for Stub {
    async fn download_data_value_set(
        &self,
        request: Request<statistics::DownloadDataValueSetRequest>,
    ) -> Result<Response<statistics::DownloadDataValueSetResponse>, Status> {
        self.note("download_data_value_set", &request)?;
        Ok(Response::new(statistics::DownloadDataValueSetResponse {
            file_name: "dhis2-ogou-1-2026-Q3.json".to_owned(),
            media_type: "application/json".to_owned(),
            content: b"{\"period\":\"2026Q3\"}".to_vec(),
            ..Default::default()
        }))
    }

    async fn download_mapping_template(
        &self,
        request: Request<statistics::DownloadMappingTemplateRequest>,
    ) -> Result<Response<statistics::DownloadMappingTemplateResponse>, Status> {
        self.note("download_mapping_template", &request)?;
        Ok(Response::new(statistics::DownloadMappingTemplateResponse {
            file_name: "dhis2.toml".to_owned(),
            media_type: "application/toml".to_owned(),
            content: b"data_set = \"\"".to_vec(),
        }))
    }
}
