//! The pathway: agencies, their structures, and referrals from request to outcome.
//!
//! A pure crate. Seven aggregates: [`agency`] (who may be asked for what), [`pathway`] (whom to ask first,
//! and whom next), [`referral`] (one request that a structure serve a survivor, and what comes of it),
//! [`message`] (what agency and centre write on a referral), [`inbound`] (a referral of an agency towards
//! a centre), [`basis`] (what referrals stand on: a consent, a case) and [`webhook`] (where an agency is
//! told of changes). The context knows opaque ids,
//! needs and states; personal are the [`value::Disclosure`], the [`message::Words`] and the
//! [`inbound::Submission`], which it carries.

pub mod agency;
pub mod basis;
pub mod inbound;
pub mod message;
pub mod pathway;
pub mod referral;
pub mod value;
pub mod webhook;
