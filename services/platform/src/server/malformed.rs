//! A message that is none of the contract's: told as a wrong field, not as a fault of ours.
//!
//! The framework decodes before any handler runs, and calls what it cannot decode an internal error. A
//! caller who sent bytes that are no text, or a field of another kind, must be told which field it is.

use http::Response;
use sentier_kernel::Violation;
use tonic::body::Body;
use tonic::{Code, Status};

use crate::status::{InvalidFields, Locale, to_status};

/// How the decoder begins what it says.
const OPENING: &str = "failed to decode Protobuf message: ";

/// The response, or the refusal that names the field which could not be read.
pub(super) fn named(response: Response<Body>, locale: Locale) -> Response<Body> {
    let Some(status) = Status::from_header_map(response.headers()) else { return response };
    // A fault of ours carries details; the decoder's word does not.
    if status.code() != Code::Internal || !status.details().is_empty() {
        return response;
    }
    let Some(said) = status.message().strip_prefix(OPENING) else { return response };
    to_status(&InvalidFields::new(vec![Violation::malformed(field(said))]), locale).into_http()
}

/// The whole of what was sent, where no field can be named.
pub(super) const REQUEST: &str = "request";

/// The path of the field: the decoder tells the innermost `Message.field: ` first.
fn field(said: &str) -> String {
    let parts = said.split(": ").map_while(|part| {
        let (message, field) = part.split_once('.')?;
        let spelled =
            |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        (spelled(message) && spelled(field)).then_some(field)
    });
    let mut path: Vec<&str> = parts.collect();
    path.reverse();
    if path.is_empty() { REQUEST.to_owned() } else { path.join(".") }
}

#[cfg(test)]
mod tests {
    use tonic_types::StatusExt as _;

    use super::*;

    fn told(status: &Status) -> Status {
        let answer = named(status.clone().into_http(), Locale::English);
        Status::from_header_map(answer.headers()).unwrap()
    }

    #[test]
    fn what_the_decoder_could_not_read_is_told_as_a_wrong_field() {
        let said = "Survivor.full_name: OpenCaseRequest.survivor: invalid string value";
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert("grpc-status", "13".parse().unwrap());
        headers.insert("grpc-message", format!("{OPENING}{said}").parse().unwrap());
        let answer = named(response, Locale::English);
        let status = Status::from_header_map(answer.headers()).unwrap();
        assert_eq!(status.code(), Code::InvalidArgument);
        let wrong = status.get_details_bad_request().unwrap().field_violations;
        assert_eq!(wrong[0].field, "survivor.full_name");
    }

    #[test]
    fn the_path_reads_from_the_outside_in() {
        let said = "Survivor.full_name: OpenCaseRequest.survivor: invalid string value: not UTF-8";
        assert_eq!(field(said), "survivor.full_name");
        assert_eq!(field("unexpected end group tag"), "request");
    }

    #[test]
    fn a_fault_of_ours_stays_one() {
        use crate::status::Unauthenticated;
        let status = to_status(&Unauthenticated, Locale::English);
        assert_eq!(told(&status).code(), Code::Unauthenticated);
        assert!(told(&status).get_details_error_info().is_some());
    }
}
