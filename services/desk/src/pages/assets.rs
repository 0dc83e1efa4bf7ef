//! The one style sheet, the one small script and the one picture, named by their content so that a
//! phone loads each once.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use sha2::{Digest as _, Sha256};

use crate::app::Desk;

const STYLE: &str = include_str!("../../static/style.css");
const SCRIPT: &str = include_str!("../../static/exit.js");
const ICON: &str = include_str!("../../static/icon.svg");
const FOR_A_MONTH: &str = "public, max-age=2592000, immutable";

static STYLE_PATH: LazyLock<String> = LazyLock::new(|| path("style", STYLE, "css"));
static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| path("exit", SCRIPT, "js"));
static ICON_PATH: LazyLock<String> = LazyLock::new(|| path("icon", ICON, "svg"));

/// Where the style sheet is.
pub(crate) fn style() -> &'static str {
    &STYLE_PATH
}

/// Where the script is.
pub(crate) fn script() -> &'static str {
    &SCRIPT_PATH
}

/// Where the picture is.
pub(crate) fn icon() -> &'static str {
    &ICON_PATH
}

/// The files, and the answer to a probe.
pub(crate) fn router() -> Router<Arc<Desk>> {
    Router::new()
        .route(&STYLE_PATH, get(|| async { file("text/css; charset=utf-8", STYLE) }))
        .route(&SCRIPT_PATH, get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }))
        .route(&ICON_PATH, get(|| async { file("image/svg+xml", ICON) }))
        .route("/healthz", get(|| async { "ok" }))
}

fn file(kind: &'static str, content: &'static str) -> impl IntoResponse + use<> {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_A_MONTH)], content)
}

fn path(name: &str, content: &str, kind: &str) -> String {
    let print: [u8; 32] = Sha256::digest(content.as_bytes()).into();
    let [a, b, c, d, ..] = print;
    format!("/static/{name}-{:08x}.{kind}", u32::from_be_bytes([a, b, c, d]))
}
