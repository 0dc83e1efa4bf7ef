//! A stop and a start keep everything, and read models can be built anew.

use std::time::Duration;

use sentier_eventing::projection::compare;
use sentier_proto::access::v1::{
    DisableStaffRequest, IssueAgencyTokenRequest, ListStaffRequest, RefreshTokenRequest,
    RevokeCredentialRequest, StaffRole,
};
use uuid::Uuid;

use crate::world::{ADMINISTRATOR, CENTRE, World, by, create_staff, id, reason};

crate::on_both_stores! {
    a_restart_keeps_accounts_sessions_keys_and_revocations;
    a_rebuilt_read_model_equals_the_live_one;
}

async fn a_restart_keeps_accounts_sessions_keys_and_revocations(mut world: World) {
    let administrator = world.administrator().await;
    let (kossi, kossis) = world.staff(&administrator, "kossi", StaffRole::Administrator).await;
    let session = world.sign_in(ADMINISTRATOR).await.expect("signs in");
    let request = create_staff("kafui", StaffRole::Intake);
    let mut client = world.client();
    let first = client.create_staff(by(&administrator, request.clone())).await.expect("creates");
    let wish = DisableStaffRequest { name: kossi.name, request_id: id() };
    client.disable_staff(by(&administrator, wish)).await.expect("disables");

    world.restart().await;
    let mut client = world.client();
    let list = ListStaffRequest { parent: CENTRE.to_owned(), ..Default::default() };
    let listed = client.list_staff(by(&administrator, list.clone())).await.expect("same key");
    assert_eq!(listed.into_inner().staff.len(), 3);
    let refused = client.list_staff(by(&kossis.access_token, list)).await;
    assert_eq!(reason(refused), "CREDENTIAL_REVOKED", "still refused");
    let again = client.create_staff(by(&administrator, request)).await.expect("repeats");
    assert_eq!(again.into_inner(), first.into_inner());
    let renew = RefreshTokenRequest { refresh_token: session.refresh_token };
    client.refresh_token(renew).await.expect("the session goes on");
    world.sign_in("kafui").await.expect("the name is found");
}

async fn a_rebuilt_read_model_equals_the_live_one(world: World) {
    let administrator = world.administrator().await;
    let (_, manager) = world.staff(&administrator, "manager", StaffRole::Manager).await;
    for n in 0..4 {
        let name = format!("agent-{n}");
        let (staff, _) = world.staff(&administrator, &name, StaffRole::Intake).await;
        let asked = IssueAgencyTokenRequest {
            parent: format!("agencies/{}", Uuid::now_v7()),
            request_id: id(),
            display_name: "Poste".to_owned(),
        };
        let issued = world.client().issue_agency_token(by(&manager.access_token, asked)).await;
        let name = issued.expect("issues").into_inner().credential.expect("it").name;
        if n % 2 == 0 {
            let wish = DisableStaffRequest { name: staff.name, request_id: id() };
            world.client().disable_staff(by(&administrator, wish)).await.expect("disables");
            let wish = RevokeCredentialRequest { name, request_id: id() };
            let revoked = world.client().revoke_credential(by(&manager.access_token, wish)).await;
            revoked.expect("revokes");
        }
        // Account revocations are forgotten along the way.
        world.clock.advance(Duration::from_mins(4));
    }
    let store = world.store().await;
    for projection in sentier_access::projections() {
        let compared = compare(&store, projection.as_ref()).await.expect("compares");
        let compared = compared.expect("it is built");
        assert!(!compared.tables.is_empty());
        for table in compared.tables {
            assert_eq!((table.lacking, table.surplus), (0, 0), "{}", projection.name());
        }
    }
}
