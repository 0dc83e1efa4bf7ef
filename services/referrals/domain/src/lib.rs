//! The pathway: agencies, their structures, and referrals from request to outcome.
//!
//! A pure crate. Two aggregates: [`agency`] (who may be asked for what) and [`referral`] (one request
//! that a structure serve a survivor, and the agency's answer). The context knows opaque ids, needs and
//! states; the one personal value is the [`value::Disclosure`], which it carries and never reads.

pub mod agency;
pub mod referral;
pub mod value;
