//! Signing in, and what guessing leads to.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_platform::auth::Identity;
use sentier_platform::principal::{Principal, Role};
use sentier_test_support::databases::Fresh;
use tonic::{Code, Status};

use crate::world::{ADMINISTRATOR, ADMINISTRATOR_NAME, World, at, reason};

crate::on_both_stores! {
    signing_in_gives_a_token_that_another_service_verifies;
    a_stranger_and_a_wrong_password_get_the_same_answer_for_the_same_work;
    six_failures_lock_the_account_for_half_an_hour;
}

async fn signing_in_gives_a_token_that_another_service_verifies(world: World) {
    let administrator = world.bootstrap().await;
    // Phones capitalise and add a space.
    let session = world.sign_in(" Afi.Mensah ").await.expect("signs in");
    assert_eq!(session.principal, administrator.name);
    assert_eq!(session.display_name, ADMINISTRATOR_NAME);
    assert_eq!(session.roles, administrator.roles);
    let ends = at(session.access_expire_time.as_ref());
    assert!(ends.since(world.now()) <= Duration::from_mins(15));

    let identity = world.identity(&session.access_token).await.expect("verifies");
    let principal = Principal::from(&identity);
    assert_eq!(principal.name(), administrator.name);
    assert!(principal.has_role(Role::Administrator));
    world.clock.advance(Duration::from_mins(16));
    assert!(world.identity(&session.access_token).await.is_err(), "it ends by itself");
}

fn shown(status: &Status) -> (Code, String, Vec<u8>) {
    (status.code(), status.message().to_owned(), status.details().to_vec())
}

async fn a_stranger_and_a_wrong_password_get_the_same_answer_for_the_same_work(world: World) {
    world.bootstrap().await;
    let store = world.store().await;
    let mut answers = Vec::new();
    for (name, password) in [
        ("nobody.here", "trois chèvres"),
        (ADMINISTRATOR, "deux chèvres"),
        ("nobody.there", "quatre chèvres"),
    ] {
        let before = store.read_head().await.expect("reads");
        let refused = world.sign_in_with(name, password).await.expect_err("refused");
        answers.push(shown(&refused));
        assert_eq!(store.read_head().await.expect("reads"), before + 1, "one commit");
    }
    assert_eq!(answers[0].0, Code::Unauthenticated);
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

async fn six_failures_lock_the_account_for_half_an_hour(world: World) {
    world.bootstrap().await;
    for _ in 0..6 {
        assert_eq!(reason(world.sign_in_with(ADMINISTRATOR, "deviné").await), "SIGN_IN_FAILED");
    }
    assert_eq!(reason(world.sign_in(ADMINISTRATOR).await), "SIGN_IN_FAILED", "locked");
    world.clock.advance(Duration::from_mins(29));
    assert_eq!(reason(world.sign_in(ADMINISTRATOR).await), "SIGN_IN_FAILED", "still locked");
    world.clock.advance(Duration::from_mins(1));
    world.sign_in(ADMINISTRATOR).await.expect("open again");

    for _ in 0..5 {
        assert_eq!(reason(world.sign_in_with(ADMINISTRATOR, "deviné").await), "SIGN_IN_FAILED");
    }
    world.sign_in(ADMINISTRATOR).await.expect("five do not lock");
    assert_eq!(reason(world.sign_in_with(ADMINISTRATOR, "deviné").await), "SIGN_IN_FAILED");
    world.sign_in(ADMINISTRATOR).await.expect("a success forgot the five");
}

#[tokio::test]
async fn a_name_that_is_tried_too_often_must_wait_whether_it_exists_or_not() {
    let world = World::start_with(Fresh::sqlite(), |config| config.sign_ins_per_minute = 3).await;
    world.bootstrap().await;
    for name in [ADMINISTRATOR, "nobody.here"] {
        for _ in 0..3 {
            assert_eq!(reason(world.sign_in_with(name, "deviné").await), "SIGN_IN_FAILED");
        }
        let refused = world.sign_in(name).await.expect_err("must wait");
        assert_eq!(refused.code(), Code::ResourceExhausted);
    }
}

/// Not a proof, a smoke alarm: what a stranger's answer takes is measured beside a wrong password's.
#[tokio::test]
#[expect(clippy::print_stdout, reason = "the measurement is for people")]
async fn a_strangers_answer_takes_as_long_as_a_wrong_passwords() {
    let world = World::start(Fresh::sqlite()).await;
    world.bootstrap().await;
    let mut medians = Vec::new();
    for name in [ADMINISTRATOR, "nobody.here"] {
        let mut times = Vec::new();
        for _ in 0..5 {
            let begun = std::time::Instant::now();
            assert_eq!(reason(world.sign_in_with(name, "deviné").await), "SIGN_IN_FAILED");
            times.push(begun.elapsed());
        }
        times.sort();
        medians.push(times[2]);
    }
    println!("median of 5: wrong password {:?}, stranger {:?}", medians[0], medians[1]);
    assert!(medians[0] < medians[1] * 3 && medians[1] < medians[0] * 3, "{medians:?}");
}

#[tokio::test]
async fn a_token_names_its_holder_by_opaque_ids_only() {
    let world = World::start(Fresh::sqlite()).await;
    world.bootstrap().await;
    let session = world.sign_in(ADMINISTRATOR).await.expect("signs in");
    let Identity::Bearer(claims) = world.identity(&session.access_token).await.expect("verifies")
    else {
        panic!("a bearer");
    };
    let said = format!("{claims:?}").to_lowercase();
    assert!(!said.contains("afi") && !said.contains("mensah"), "{said}");
    assert!(claims.issued() <= world.now() && claims.issued() > Moment::default());
}
