//! A form with a file: read whole, because the service must know its size before its first byte. Few at
//! once, and only from who is signed in, so that a box with little memory bears it.

use axum::body::{Body, Bytes};
use axum::extract::MatchedPath;
use axum::http::header;
use axum::http::request::Parts;
use multer::{Constraints, Multipart, SizeLimit};

use super::Fields;
use crate::app::Desk;
use crate::session::{Visit, Who};
use crate::trouble::Trouble;

/// The page that takes a file.
pub(crate) const PAGE: &str = "/cases/{case}/attachments/new";
/// Forms with a file that are read at once; others wait.
pub(crate) const AT_ONCE: usize = 4;
/// The largest file, and some room for the fields around it.
const LONGEST: u64 = (20 << 20) + (64 << 10);
/// The longest of those fields.
const LONGEST_FIELD: usize = 4_096;

/// A file that somebody chose.
///
/// PRIVACY: no `Debug`: its name and its content are hers.
#[derive(Clone)]
pub(crate) struct Chosen {
    /// Its name, as the browser says.
    pub(crate) name: String,
    /// What it is, as the browser says.
    pub(crate) media_type: String,
    /// Its content.
    pub(crate) content: Bytes,
}

/// Whether a request is a form with a file, at a page that takes one.
pub(crate) fn takes(parts: &Parts) -> bool {
    let at = parts.extensions.get::<MatchedPath>().is_some_and(|path| path.as_str() == PAGE);
    at && boundary(parts).is_some()
}

fn boundary(parts: &Parts) -> Option<String> {
    let kind = parts.headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(kind).ok()
}

/// What was typed, and the file that was chosen.
pub(crate) async fn read(
    desk: &Desk,
    visit: &Visit,
    parts: &Parts,
    body: Body,
) -> Result<(Fields, Option<Chosen>), Trouble> {
    if !matches!(visit.who, Who::Signed(_)) {
        return Err(Trouble::SignIn);
    }
    let _place = desk.uploads.acquire().await.map_err(|_closed| Trouble::Page)?;
    let boundary = boundary(parts).ok_or(Trouble::Forged)?;
    let limit = Constraints::new().size_limit(SizeLimit::new().whole_stream(LONGEST));
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, limit);
    let (mut fields, mut file) = (Fields::default(), None);
    while let Some(part) = form.next_field().await.map_err(too_large)? {
        let name = part.name().unwrap_or_default().to_owned();
        let Some(chosen) = part.file_name().map(bare) else {
            let value = part.text().await.map_err(too_large)?;
            if value.len() > LONGEST_FIELD {
                return Err(Trouble::TooLarge);
            }
            fields = fields.with(&name, value);
            continue;
        };
        let media_type = part.content_type().map(ToString::to_string).unwrap_or_default();
        let content = part.bytes().await.map_err(too_large)?;
        if !content.is_empty() {
            file = Some(Chosen { name: chosen, media_type, content });
        }
    }
    Ok((fields, file))
}

/// A name without the path that some browsers send with it.
fn bare(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

fn too_large(_longer_or_cut: multer::Error) -> Trouble {
    Trouble::TooLarge
}
