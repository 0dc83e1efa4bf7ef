//! The first administrator.

use std::os::unix::fs::PermissionsExt as _;

use sentier_proto::access::v1::{BootstrapRequest, StaffRole};
use tonic::Code;

use crate::world::{ADMINISTRATOR, ADMINISTRATOR_NAME, PASSWORD, World, reason, wrong_fields};

crate::on_both_stores! {
    the_one_time_secret_makes_one_administrator;
    a_restart_keeps_the_secret_and_a_lost_one_is_replaced;
}

fn with(secret: &str) -> BootstrapRequest {
    BootstrapRequest {
        secret: secret.to_owned(),
        centre: "ogou-1".to_owned(),
        user_name: ADMINISTRATOR.to_owned(),
        display_name: ADMINISTRATOR_NAME.to_owned(),
        password: PASSWORD.to_owned(),
    }
}

async fn the_one_time_secret_makes_one_administrator(mut world: World) {
    let file = world.config.service.keys_dir.join("bootstrap-secret");
    let mode = std::fs::metadata(&file).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let secret = world.secret().expect("a secret waits");

    let refused = world.client().bootstrap(with("guessed")).await;
    assert_eq!(refused.as_ref().expect_err("refused").code(), Code::PermissionDenied);
    assert_eq!(reason(refused), "BOOTSTRAP_SECRET");
    let administrator = world.bootstrap().await;
    assert_eq!(administrator.roles, [i32::from(StaffRole::Administrator)]);
    assert_eq!(administrator.display_name, ADMINISTRATOR_NAME);
    assert!(administrator.name.starts_with("centres/ogou-1/staff/"));
    assert!(!file.exists(), "the secret is spent");
    assert_eq!(reason(world.client().bootstrap(with(&secret)).await), "ALREADY_BOOTSTRAPPED");

    world.restart().await;
    assert!(!file.exists(), "nothing waits any more");
    assert_eq!(reason(world.client().bootstrap(with(&secret)).await), "ALREADY_BOOTSTRAPPED");
}

async fn a_restart_keeps_the_secret_and_a_lost_one_is_replaced(mut world: World) {
    let first = world.secret().expect("a secret waits");
    world.restart().await;
    assert_eq!(world.secret().as_ref(), Some(&first));

    std::fs::remove_file(world.config.service.keys_dir.join("bootstrap-secret")).expect("lost");
    world.restart().await;
    assert_ne!(world.secret().expect("another waits"), first);
    assert_eq!(reason(world.client().bootstrap(with(&first)).await), "BOOTSTRAP_SECRET");
    world.bootstrap().await;
}

#[tokio::test]
async fn every_wrong_field_is_told_at_once() {
    let world = World::start(sentier_test_support::databases::Fresh::sqlite()).await;
    let asked = BootstrapRequest {
        centre: "Ogou 1".to_owned(),
        user_name: "Afi".to_owned(),
        display_name: String::new(),
        password: "court".to_owned(),
        ..with("any")
    };
    let wrong = wrong_fields(world.client().bootstrap(asked).await);
    assert_eq!(wrong, ["centre", "user_name", "display_name", "password"]);
    let weak = BootstrapRequest { password: "motdepasse1".to_owned(), ..with("any") };
    assert_eq!(reason(world.client().bootstrap(weak).await), "WEAK_PASSWORD");
}
