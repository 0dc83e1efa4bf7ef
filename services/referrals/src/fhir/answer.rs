//! Answers as FHIR over HTTP has them.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use sentier_platform::grpc::moment;
use sentier_proto::referrals::v1::Referral;
use serde_json::{Value, json};
use time::macros::format_description;

/// FHIR in JSON.
pub(super) const JSON: &str = "application/fhir+json";

/// A resource as an answer.
pub(super) fn json(code: StatusCode, resource: &Value) -> Response {
    let mut response = Response::new(Body::from(resource.to_string()));
    *response.status_mut() = code;
    set(&mut response, header::CONTENT_TYPE, JSON);
    response
}

/// A side of a referral, with the version that it shares with the others.
pub(super) fn resource(referral: &Referral, resource: &Value) -> Response {
    let mut response = json(StatusCode::OK, resource);
    set(&mut response, header::ETAG, &etag(referral.version));
    if let Some(at) = http_date(referral) {
        set(&mut response, header::LAST_MODIFIED, &at);
    }
    response
}

/// The caller has this version already.
pub(super) fn not_modified(referral: &Referral) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    set(&mut response, header::ETAG, &etag(referral.version));
    response
}

/// Something was made; it stands at `location`.
pub(super) fn created(location: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::CREATED;
    set(&mut response, header::LOCATION, location);
    response
}

/// `W/"7"`.
pub(super) fn etag(version: i64) -> String {
    format!("W/\"{version}\"")
}

/// The version in `W/"7"`; also without the `W/`, as some clients write it.
pub(super) fn version(etag: &str) -> Option<i64> {
    let quoted = etag.trim();
    let quoted = quoted.strip_prefix("W/").unwrap_or(quoted);
    let digits = quoted.strip_prefix('"')?.strip_suffix('"')?;
    digits.parse().ok().filter(|version| *version > 0)
}

/// `Resource.meta` of a side of a referral.
pub(super) fn meta(referral: &Referral) -> Value {
    json!({
        "versionId": referral.version.to_string(),
        "lastUpdated": super::value::instant(referral.update_time.as_ref()),
    })
}

/// As HTTP writes dates; in whole seconds.
fn http_date(referral: &Referral) -> Option<String> {
    let at = referral.update_time.as_ref().and_then(moment)?.to_datetime();
    let form = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    at.format(form).ok()
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use prost_types::Timestamp;

    use super::*;

    #[test]
    fn a_version_is_read_from_its_tag_alone() {
        assert_eq!(version(&etag(7)), Some(7));
        assert_eq!(version("\"7\""), Some(7));
        for other in ["7", "W/7", "W/\"\"", "W/\"0\"", "W/\"-1\"", "*", "\"a\""] {
            assert_eq!(version(other), None, "{other}");
        }
    }

    #[test]
    fn a_change_is_dated_as_http_does_it() {
        let update_time = Some(Timestamp { seconds: 784_111_777, nanos: 5 });
        let referral = Referral { version: 3, update_time, ..Referral::default() };
        let answer = resource(&referral, &json!({}));
        assert_eq!(answer.headers()[header::LAST_MODIFIED], "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(answer.headers()[header::ETAG], "W/\"3\"");
    }
}
