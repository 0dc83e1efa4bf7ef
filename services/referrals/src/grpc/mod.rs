//! The contract's services: requests become commands and queries, answers become messages.

mod batch;
mod convert;
mod directory;
mod gate;
mod inbound;
mod lifecycle;
mod limits;
mod mask;
mod messages;
mod onward;
mod pathway;
mod referrals;
mod rule;
mod structure;
mod time_of_day;
mod watch;
mod webhooks;

use sentier_kernel::Violation;
use sentier_kernel::id::Uuid;
use sentier_kernel::page::{ForeignPageToken, PageSize, PageToken};
use sentier_kernel::{Category, Explain};
use sentier_platform::grpc::{self, Violations};
use sentier_platform::status::{Locale, to_status};
use tonic::Status;

use crate::application::Fault;
pub(crate) use directory::DirectoryApi;
pub(crate) use gate::Gate;
pub(crate) use inbound::InboundApi;
pub(crate) use lifecycle::LifecycleApi;
pub(crate) use limits::{Pace, Room};
pub(crate) use messages::MessagesApi;
pub(crate) use onward::OnwardApi;
pub(crate) use pathway::PathwayApi;
pub(crate) use referrals::ReferralsApi;
pub(crate) use watch::{Watching, resume_token};
pub(crate) use webhooks::WebhooksApi;

/// A page token of another list, or of other filters.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct ForeignPage(#[from] ForeignPageToken);

impl Explain for ForeignPage {
    fn category(&self) -> Category {
        Category::Invalid
    }

    fn reason(&self) -> &'static str {
        "FOREIGN_PAGE_TOKEN"
    }

    fn violations(&self) -> Vec<Violation> {
        vec![Violation::malformed("page_token")]
    }
}

/// How a fault is told.
fn told(locale: Locale) -> impl Fn(Fault) -> Status {
    move |fault| to_status(fault.as_ref(), locale)
}

/// How an error is told.
fn explained<E: Explain>(locale: Locale) -> impl Fn(E) -> Status {
    move |error| to_status(&error, locale)
}

/// The size of a page, or what is wrong with it.
fn page_size(wrong: &mut Violations, wish: i32) -> Option<u32> {
    wrong.keep(grpc::page_size(wish)).map(PageSize::get)
}

/// A cursor that is an id.
fn after_id(filters: &str, token: &str) -> Result<Option<Uuid>, ForeignPage> {
    let cursor = PageToken::decode(filters.as_bytes(), token)?;
    let id = cursor.map(|bytes| Uuid::from_slice(&bytes).map_err(|_length| ForeignPageToken));
    Ok(id.transpose()?)
}

/// A cursor that is a position.
fn at_position(filters: &str, token: &str) -> Result<Option<i64>, ForeignPageToken> {
    let cursor = PageToken::decode(filters.as_bytes(), token)?;
    let position = cursor.map(|bytes| {
        let bytes = <[u8; 8]>::try_from(bytes).map_err(|_length| ForeignPageToken)?;
        Ok(i64::from_be_bytes(bytes))
    });
    position.transpose()
}

/// The token that continues behind `cursor`, when the page is full.
fn next_token(filters: &str, full: bool, cursor: Option<Vec<u8>>) -> String {
    match cursor {
        Some(cursor) if full => PageToken::encode(filters.as_bytes(), &cursor),
        _ => String::new(),
    }
}

/// Whether a page has as many items as were asked for.
fn is_full(items: usize, limit: u32) -> bool {
    u32::try_from(items).is_ok_and(|items| items >= limit)
}
