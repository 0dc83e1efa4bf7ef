//! What the cases service does when another service tells something.

mod by_agency;
mod on_referrals;
mod on_statistics;

pub(crate) use on_referrals::OnReferrals;
pub(crate) use on_statistics::OnStatistics;
