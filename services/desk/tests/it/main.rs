//! The desk before small services of fixed answers: what a browser gets, and what the services are asked.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test's helper may stop where it stands"
)]

mod attachments;
mod browser;
mod care;
mod cases;
mod corrections;
mod desk;
mod dhis2;
mod endings;
mod exports;
mod headers;
mod inbound;
mod management;
mod onward;
mod outreach;
mod pages;
mod papers;
mod partners;
mod pathways;
mod privacy;
mod referrals;
mod releases;
mod safeguards;
mod sessions;
mod structures;
mod stub;
mod tls;
mod traces;
mod webhooks;
mod writes;
