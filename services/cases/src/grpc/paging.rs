//! Pages of lists: how large, from where, and the token of the next one.

use sentier_kernel::PageToken;
use sentier_kernel::page::ForeignPageToken;
pub(super) use sentier_platform::grpc::page_size;

/// What a page token is bound to: the request without its page fields.
pub(super) fn filters(request: &impl prost::Message) -> Vec<u8> {
    request.encode_to_vec()
}

/// Where a page starts; `None` for the first one.
pub(super) fn cursor<const N: usize>(
    filters: &[u8],
    token: &str,
) -> Result<Option<[u8; N]>, ForeignPageToken> {
    let Some(bytes) = PageToken::decode(filters, token)? else { return Ok(None) };
    bytes.try_into().map(Some).map_err(|_length| ForeignPageToken)
}

/// The token of a page that starts behind a position; empty when there is none.
pub(super) fn token(filters: &[u8], next: Option<i64>) -> String {
    token_of(filters, next.map(i64::to_be_bytes))
}

/// The token of a page that starts behind a place; empty when there is none.
pub(super) fn token_of(filters: &[u8], next: Option<impl AsRef<[u8]>>) -> String {
    next.map(|place| PageToken::encode(filters, place.as_ref())).unwrap_or_default()
}
