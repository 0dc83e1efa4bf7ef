//! Finds what a search asks for: a page of the agency's list, or referrals that are named.

use sentier_kernel::Moment;
use sentier_platform::grpc::{moment, timestamp};
use sentier_proto::referrals::v1::{ListReferralsRequest, Referral};
use tonic::{Code, Status};

use super::caller::Caller;
use super::search::Search;
use super::services::Services;
use super::standing;
use crate::contract;

/// A page of referrals.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) referrals: Vec<Referral>,
    /// Where the next page begins; empty when there is none.
    pub(super) next: String,
}

/// What a search asks for.
pub(super) async fn found(
    services: &Services,
    caller: &Caller,
    search: &Search,
) -> Result<Found, Status> {
    let is_contradiction = search.standings.as_ref().is_some_and(Vec::is_empty)
        || search.readable.as_ref().is_some_and(Vec::is_empty);
    if is_contradiction {
        return Ok(Found::default());
    }
    if let Some(names) = &search.names {
        return by_name(services, caller, search, names).await;
    }
    let standings = search.standings.iter().flatten();
    let request = ListReferralsRequest {
        page_size: i32::try_from(search.count).unwrap_or(i32::MAX),
        page_token: search.page.clone(),
        states: standings.map(|standing| contract::state(*standing)).collect(),
        updated_from_time: search.from.map(timestamp),
        updated_before_time: search.before.map(timestamp),
        readable: only(search.readable.as_deref()),
        ..ListReferralsRequest::default()
    };
    let listed = services.list(caller, request).await?;
    Ok(Found { referrals: listed.referrals, next: listed.next_page_token })
}

/// Those of the named referrals that are the caller's, and are as they are wanted; all on one page.
async fn by_name(
    services: &Services,
    caller: &Caller,
    search: &Search,
    names: &[String],
) -> Result<Found, Status> {
    let mut referrals = Vec::with_capacity(names.len());
    for name in names {
        match services.referral(caller, name).await {
            Ok(referral) if is_wanted(&referral, search) => referrals.push(referral),
            Ok(_) => {}
            Err(status) if status.code() == Code::NotFound => {}
            Err(status) => return Err(status),
        }
    }
    Ok(Found { referrals, next: String::new() })
}

fn is_wanted(referral: &Referral, search: &Search) -> bool {
    let stands = search.standings.as_ref().is_none_or(|standings| {
        standing::of(referral).is_some_and(|standing| standings.contains(&standing))
    });
    let readable = search
        .readable
        .as_ref()
        .is_none_or(|wanted| wanted.contains(&referral.read_until_time.is_some()));
    let at: Option<Moment> = referral.update_time.as_ref().and_then(moment);
    let from = search.from.is_none_or(|from| at.is_some_and(|at| at >= from));
    let before = search.before.is_none_or(|before| at.is_some_and(|at| at < before));
    stands && readable && from && before
}

/// The one value that is wanted; none when both are.
fn only(wanted: Option<&[bool]>) -> Option<bool> {
    let (first, others) = wanted?.split_first()?;
    others.iter().all(|one| one == first).then_some(*first)
}
