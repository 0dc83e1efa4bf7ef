//! The call by which an agency replaces its own credentials.

use std::sync::Arc;
use std::time::Duration;

use sentier_access_domain::credential::Holder;
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::principal::Principal;
use sentier_proto::access::v1::rotation_service_server::RotationService;
use sentier_proto::access::v1::{RotateCredentialRequest, RotateCredentialResponse};
use tonic::{Request, Response, Status};

use super::answer;
use super::convert::{credential, credential_name, display_name, gather, write};
use super::credentials::LONGEST_REQUEST;
use crate::application::{Access, Fault, Rotation as Wish};

/// The overlap when the caller does not say.
const OVERLAP: i32 = 72;
/// The longest overlap: thirty days.
const LONGEST_OVERLAP: i32 = 720;

/// Answers it.
#[derive(Debug)]
pub(crate) struct Rotation {
    access: Arc<Access>,
}

impl Rotation {
    pub(crate) const fn new(access: Arc<Access>) -> Self {
        Self { access }
    }
}

#[tonic::async_trait]
impl RotationService for Rotation {
    async fn rotate_credential(
        &self,
        request: Request<RotateCredentialRequest>,
    ) -> Result<Response<RotateCredentialResponse>, Status> {
        answer(request, |who, asked| rotate(&self.access, who, asked)).await
    }
}

async fn rotate(
    access: &Access,
    principal: Principal,
    asked: RotateCredentialRequest,
) -> Result<RotateCredentialResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        named = of_agency(&asked.name);
        signing_request = signing_request(&asked.signing_request_pem);
        display_name = display_name(&asked.display_name);
        overlap = overlap(asked.overlap_hours);
    }
    let (agency, id) = named;
    let resource = Resource::new().agency(agency.as_uuid()).subject_principal(&asked.name);
    access.permit(&principal, "access.v1.RotationService/RotateCredential", &resource)?;
    let wish = Wish { agency, credential: id, signing_request, display_name, overlap };
    let rotated = access.rotate_credential(&principal, write, wish).await?;
    let has_certificate = rotated.certificate.is_some();
    let ca_pem = has_certificate.then(|| access.authority.ca_pem().to_owned());
    Ok(RotateCredentialResponse {
        credential: Some(credential(rotated.issued)),
        replaced: Some(credential(rotated.replaced)),
        certificate_pem: rotated.certificate.unwrap_or_default(),
        ca_pem: ca_pem.unwrap_or_default(),
        token: rotated.token.map(|token| token.0).unwrap_or_default(),
    })
}

fn of_agency(
    text: &str,
) -> Result<(sentier_access_domain::AgencyId, sentier_access_domain::CredentialId), Violation> {
    match credential_name("name", text)? {
        (Holder::Agency(agency), id) => Ok((agency, id)),
        (Holder::Analyst(_), _) => Err(Violation::malformed("name")),
    }
}

fn signing_request(text: &str) -> Result<Option<String>, Violation> {
    match text.len() {
        0 => Ok(None),
        1..=LONGEST_REQUEST => Ok(Some(text.to_owned())),
        _ => Err(Violation::too_long("signing_request_pem")),
    }
}

fn overlap(hours: i32) -> Result<Duration, Violation> {
    let hours = if hours == 0 { OVERLAP } else { hours };
    match u64::try_from(hours) {
        Ok(whole) if (1..=LONGEST_OVERLAP).contains(&hours) => Ok(Duration::from_hours(whole)),
        _ => Err(Violation::new("overlap_hours", "violation-out-of-range")),
    }
}
