//! The pathway: agencies, their structures, and referrals from request to outcome.
//!
//! A pure crate. Four aggregates: [`agency`] (who may be asked for what), [`pathway`] (whom to ask first,
//! and whom next), [`referral`] (one request that a structure serve a survivor, and the agency's answer)
//! and [`basis`] (what referrals stand on: a consent, a case). The context knows opaque ids, needs and
//! states; the one personal value is the [`value::Disclosure`], which it carries and never reads.

pub mod agency;
pub mod basis;
pub mod pathway;
pub mod referral;
pub mod value;
