//! Renewing and ending a session, and changing one's own password.

use std::time::Duration;

use sentier_proto::access::v1::{
    ChangePasswordRequest, ListStaffRequest, RefreshTokenRequest, Session, SignOutRequest,
    StaffRole,
};
use tonic::Status;

use crate::world::{ADMINISTRATOR, CENTRE, PASSWORD, World, by, id, reason, wrong_fields};

crate::on_both_stores! {
    a_renewal_brings_the_next_token_and_a_used_one_ends_the_session;
    of_two_renewals_with_one_token_at_most_one_is_answered;
    a_session_ends_after_an_hour_alone_and_after_twelve_in_all;
    signing_out_ends_the_session_and_its_access_token;
    a_new_password_ends_other_sessions_and_may_be_repeated;
}

async fn refresh(world: &World, token: &str) -> Result<Session, Status> {
    let asked = RefreshTokenRequest { refresh_token: token.to_owned() };
    let answer = world.client().refresh_token(asked).await?;
    Ok(answer.into_inner().session.expect("a session"))
}

async fn works(world: &World, token: &str) -> Result<(), Status> {
    let asked = ListStaffRequest { parent: CENTRE.to_owned(), ..ListStaffRequest::default() };
    world.client().list_staff(by(token, asked)).await.map(drop)
}

async fn a_renewal_brings_the_next_token_and_a_used_one_ends_the_session(world: World) {
    world.bootstrap().await;
    let first = world.sign_in(ADMINISTRATOR).await.expect("signs in");
    world.clock.advance(Duration::from_mins(14));
    let second = refresh(&world, &first.refresh_token).await.expect("renews");
    assert_ne!(second.refresh_token, first.refresh_token);
    assert_eq!((&second.principal, &second.display_name), (&first.principal, &first.display_name));
    world.clock.advance(Duration::from_mins(5));
    works(&world, &second.access_token).await.expect("the fresh token is good");

    // Someone brings the first one again: a thief, or the holder after a thief.
    assert_eq!(reason(refresh(&world, &first.refresh_token).await), "SESSION_ENDED");
    assert_eq!(reason(refresh(&world, &second.refresh_token).await), "SESSION_ENDED");
    assert_eq!(reason(works(&world, &second.access_token).await), "CREDENTIAL_REVOKED");
    world.sign_in(ADMINISTRATOR).await.expect("signing in again is possible");
}

async fn of_two_renewals_with_one_token_at_most_one_is_answered(world: World) {
    world.bootstrap().await;
    let session = world.sign_in(ADMINISTRATOR).await.expect("signs in");
    let token = &session.refresh_token;
    let (one, other) = tokio::join!(refresh(&world, token), refresh(&world, token));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let winner = one.or(other).expect("one renewed").refresh_token;
    assert_eq!(reason(refresh(&world, &winner).await), "SESSION_ENDED", "two held the token");
}

async fn a_session_ends_after_an_hour_alone_and_after_twelve_in_all(world: World) {
    world.bootstrap().await;
    let session = world.sign_in(ADMINISTRATOR).await.expect("signs in");
    world.clock.advance(Duration::from_hours(1));
    assert_eq!(reason(refresh(&world, &session.refresh_token).await), "SESSION_ENDED");

    let mut session = world.sign_in(ADMINISTRATOR).await.expect("signs in");
    for _ in 0..14 {
        world.clock.advance(Duration::from_mins(50));
        session = refresh(&world, &session.refresh_token).await.expect("renews");
    }
    world.clock.advance(Duration::from_mins(20));
    assert_eq!(reason(refresh(&world, &session.refresh_token).await), "SESSION_ENDED");
    assert!(works(&world, &session.access_token).await.is_err(), "no token outlives it");
}

async fn signing_out_ends_the_session_and_its_access_token(world: World) {
    world.bootstrap().await;
    let session = world.sign_in(ADMINISTRATOR).await.expect("signs in");
    let other = world.sign_in(ADMINISTRATOR).await.expect("signs in elsewhere");
    let asked = SignOutRequest { refresh_token: session.refresh_token.clone() };
    for _ in 0..2 {
        world.client().sign_out(asked.clone()).await.expect("ends, and may be repeated");
    }
    assert_eq!(reason(refresh(&world, &session.refresh_token).await), "SESSION_ENDED");
    assert_eq!(reason(works(&world, &session.access_token).await), "CREDENTIAL_REVOKED");
    works(&world, &other.access_token).await.expect("another session goes on");

    for (token, expected) in [("made.up", "SESSION_ENDED"), ("?", "SESSION_ENDED")] {
        let asked = SignOutRequest { refresh_token: token.to_owned() };
        assert_eq!(reason(world.client().sign_out(asked).await), expected);
    }
    let empty = world.client().sign_out(SignOutRequest::default()).await;
    assert_eq!(wrong_fields(empty), ["refresh_token"]);
}

fn change(name: &str, current: &str, new: &str) -> ChangePasswordRequest {
    ChangePasswordRequest {
        name: name.to_owned(),
        request_id: id(),
        current_password: current.to_owned(),
        new_password: new.to_owned(),
    }
}

async fn a_new_password_ends_other_sessions_and_may_be_repeated(world: World) {
    let administrator = world.administrator().await;
    let (afi, session) = world.staff(&administrator, "kossi", StaffRole::Caseworker).await;
    let new = "quatre chèvres";

    let wrong = change(&afi.name, "deviné", new);
    let refused = world.client().change_password(by(&session.access_token, wrong)).await;
    assert_eq!(reason(refused), "SIGN_IN_FAILED");
    let foreign = change(&afi.name, PASSWORD, new);
    let refused = world.client().change_password(by(&administrator, foreign)).await;
    assert_eq!(reason(refused), "NOT_PERMITTED", "not even the administrator");
    let weak = change(&afi.name, PASSWORD, "aaaaaaaaaaaa");
    let refused = world.client().change_password(by(&session.access_token, weak)).await;
    assert_eq!(reason(refused), "WEAK_PASSWORD");

    let right = change(&afi.name, PASSWORD, new);
    let mut client = world.client();
    client.change_password(by(&session.access_token, right.clone())).await.expect("changes");
    assert_eq!(reason(refresh(&world, &session.refresh_token).await), "SESSION_ENDED");
    let old = client.change_password(by(&session.access_token, right.clone())).await;
    assert_eq!(reason(old), "CREDENTIAL_REVOKED", "the session's access token ended too");
    assert_eq!(reason(world.sign_in("kossi").await), "SIGN_IN_FAILED");

    let again = world.sign_in_with("kossi", new).await.expect("signs in with the new one");
    client.change_password(by(&again.access_token, right.clone())).await.expect("a repeat");
    world.clock.advance(Duration::from_mins(10));
    let again = refresh(&world, &again.refresh_token).await.expect("the repeat ended nothing");
    let other = ChangePasswordRequest { new_password: "cinq chèvres".to_owned(), ..right };
    let refused = client.change_password(by(&again.access_token, other)).await;
    assert_eq!(reason(refused), "REQUEST_ID_REUSED");
}
