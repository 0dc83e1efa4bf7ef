//! Small conversions that every gRPC service needs.

use prost::Message;
use prost_types::Timestamp;
use sentier_kernel::id::parse_uuid;
use sentier_kernel::{Moment, PageSize, Violation};
use sentier_proto::common::v1::Date;
use sha2::{Digest as _, Sha256};
use tonic::{Request, Status};
use uuid::Uuid;

use crate::principal::Principal;
use crate::status::{Locale, Unauthenticated, to_status};

/// Who calls, as the authentication layer found.
///
/// # Errors
/// `UNAUTHENTICATED` when the request did not pass that layer.
pub fn principal_of<T>(request: &Request<T>) -> Result<&Principal, Status> {
    request.extensions().get().ok_or_else(|| to_status(&Unauthenticated, locale(request)))
}

/// The language that the caller reads (`accept-language`), French by default.
pub fn locale<T>(request: &Request<T>) -> Locale {
    request
        .metadata()
        .get("accept-language")
        .and_then(|value| value.to_str().ok())
        .map_or(Locale::French, Locale::negotiate)
}

/// The id of a write, from its field `request_id`.
///
/// # Errors
/// The violation of that field when it is missing or not a UUID.
pub fn request_id(text: &str) -> Result<Uuid, Violation> {
    uuid("request_id", text)
}

/// The id in a field.
///
/// # Errors
/// The violation of `field` when it is missing or not a UUID.
pub fn uuid(field: &'static str, text: &str) -> Result<Uuid, Violation> {
    parse_uuid(given(field, text)?).map_err(|_malformed| Violation::malformed(field))
}

/// The text of a field that must not be empty.
///
/// # Errors
/// The violation of `field` when nothing was given.
pub fn given<'a>(field: &'static str, text: &'a str) -> Result<&'a str, Violation> {
    if text.is_empty() { Err(Violation::required(field)) } else { Ok(text) }
}

/// The size of a page, from the field `page_size`.
///
/// # Errors
/// The violation of that field when it is negative.
pub fn page_size(wish: i32) -> Result<PageSize, Violation> {
    let size = PageSize::from_request(wish);
    size.ok_or_else(|| Violation::new("page_size", "violation-out-of-range"))
}

/// What is wrong with a request, collected so that all of it is told at once.
#[derive(Debug, Default)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// The value that was read; or none, and its violation is kept.
    pub fn keep<T>(&mut self, read: Result<T, Violation>) -> Option<T> {
        read.map_err(|violation| self.0.push(violation)).ok()
    }

    /// One more.
    pub fn add(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Violation> {
        self.0
    }
}

/// A moment on the wire.
pub fn timestamp(at: Moment) -> Timestamp {
    let micros = at.as_micros();
    Timestamp {
        seconds: micros.div_euclid(1_000_000),
        nanos: i32::try_from(micros.rem_euclid(1_000_000) * 1_000).unwrap_or(0),
    }
}

/// A moment from the wire; `None` outside the years 1 to 9999 or with impossible nanoseconds.
pub fn moment(at: &Timestamp) -> Option<Moment> {
    const YEARS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;
    if !YEARS.contains(&at.seconds) || !(0..1_000_000_000).contains(&at.nanos) {
        return None;
    }
    Some(Moment::from_micros(at.seconds * 1_000_000 + i64::from(at.nanos / 1_000)))
}

/// A calendar date on the wire.
pub fn date(on: time::Date) -> Date {
    Date { year: on.year(), month: i32::from(u8::from(on.month())), day: i32::from(on.day()) }
}

/// A full calendar date from the wire; `None` when it is not on the calendar.
pub fn calendar_date(on: &Date) -> Option<time::Date> {
    if !(1..=9999).contains(&on.year) {
        return None;
    }
    let month = time::Month::try_from(u8::try_from(on.month).ok()?).ok()?;
    time::Date::from_calendar_date(on.year, month, u8::try_from(on.day).ok()?).ok()
}

/// What a request says, in 32 bytes: a repeated request id must come with the same fingerprint.
pub fn fingerprint(message: &impl Message) -> [u8; 32] {
    Sha256::digest(message.encode_to_vec()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_survive_the_wire() {
        for micros in [-1, 0, 1, 1_795_478_400_123_456] {
            let at = Moment::from_micros(micros);
            assert_eq!(moment(&timestamp(at)), Some(at));
        }
        assert_eq!(moment(&Timestamp { seconds: 0, nanos: -1 }), None);
        assert_eq!(moment(&Timestamp { seconds: i64::MAX, nanos: 0 }), None);
    }

    #[test]
    fn dates_survive_the_wire_and_impossible_ones_do_not() {
        let leap = Date { year: 2024, month: 2, day: 29 };
        assert_eq!(calendar_date(&leap).map(date), Some(leap));
        assert_eq!(calendar_date(&Date { year: 2023, month: 2, day: 29 }), None);
        assert_eq!(calendar_date(&Date { year: 2023, month: 0, day: 1 }), None);
    }

    #[test]
    fn a_request_id_is_a_uuid() {
        assert_eq!(request_id(""), Err(Violation::required("request_id")));
        assert_eq!(request_id("seven"), Err(Violation::malformed("request_id")));
        let id = crate::ids::new_id();
        assert_eq!(request_id(&id.to_string()), Ok(id));
    }

    #[test]
    fn a_request_without_principal_is_unauthenticated() {
        let mut request = Request::new(());
        let status = principal_of(&request).unwrap_err();
        assert_eq!(status.code(), tonic::Code::Unauthenticated);
        request.extensions_mut().insert(Principal::Anonymous);
        assert_eq!(principal_of(&request).unwrap(), &Principal::Anonymous);
    }

    #[test]
    fn a_fingerprint_follows_the_content() {
        let one = Date { year: 2024, month: 2, day: 29 };
        let other = Date { year: 2024, month: 2, day: 28 };
        assert_eq!(fingerprint(&one), fingerprint(&one.clone()));
        assert_ne!(fingerprint(&one), fingerprint(&other));
    }
}
