//! A span for each page, so that the calls behind it are of one trace.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

/// PRIVACY: the span holds the page's pattern, never its address, which may name a case.
pub(crate) async fn span(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("no page", MatchedPath::as_str);
    let span = tracing::info_span!("page", http.route = route);
    next.run(request).instrument(span).await
}
