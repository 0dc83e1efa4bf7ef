//! `sentier agency rotate`: a fresh certificate in the place of the one in a folder.

use std::path::Path;

use anyhow::Context as _;
use sentier_platform::auth::{Identity, identity_of};
use sentier_platform::client;
use sentier_platform::config::ClientConfig;
use sentier_platform::ids::new_id;
use sentier_platform::pki::{signing_request, write_secret_file};
use sentier_proto::access::v1::RotateCredentialRequest;
use sentier_proto::access::v1::rotation_service_client::RotationServiceClient;
use sentier_proto::name;

use super::describe;
use crate::console;
use crate::login::refused;

/// The private key is made here; the files are put in the place of the old ones at the end, which stay beside
/// them as `agency.old.key` and `agency.old.pem` until the overlap is over.
pub(super) async fn run(
    folder: &Path,
    access: String,
    called: String,
    overlap_hours: i32,
) -> anyhow::Result<()> {
    let (key, pem, ca) =
        (folder.join("agency.key"), folder.join("agency.pem"), folder.join("ca.pem"));
    let present = std::fs::read(&pem).with_context(|| format!("cannot read {}", pem.display()))?;
    let named = match identity_of(&present) {
        Some(Identity::Agency { agency, credential }) => {
            name::agency_credential(agency, credential)
        }
        _ => anyhow::bail!("{} is no certificate of an agency", pem.display()),
    };
    let connection = ClientConfig {
        address: access,
        ca_file: Some(ca.clone()),
        cert_file: Some(pem.clone()),
        key_file: Some(key.clone()),
        ..ClientConfig::default()
    };
    let own = signing_request()?;
    let request = RotateCredentialRequest {
        name: named,
        request_id: new_id().to_string(),
        signing_request_pem: own.request_pem,
        display_name: called,
        overlap_hours,
    };
    let mut service = RotationServiceClient::new(client::channel(&connection)?);
    let answer = service.rotate_credential(request).await.map_err(refused)?.into_inner();
    // The new pair first, under other names: whatever happens here, a whole pair is left.
    let fresh = (folder.join("agency.new.key"), folder.join("agency.new.pem"));
    write_secret_file(&fresh.0, &own.key_pem).context("cannot write the key")?;
    std::fs::write(&fresh.1, answer.certificate_pem)?;
    std::fs::rename(&key, folder.join("agency.old.key"))?;
    std::fs::rename(&pem, folder.join("agency.old.pem"))?;
    std::fs::rename(&fresh.0, &key)?;
    std::fs::rename(&fresh.1, &pem)?;
    std::fs::write(&ca, answer.ca_pem)?;
    describe(answer.replaced.as_ref());
    describe(answer.credential.as_ref());
    console::say(format_args!("{}: agency.key and agency.pem are new", folder.display()));
    Ok(())
}
