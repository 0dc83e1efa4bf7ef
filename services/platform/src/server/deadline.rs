//! Until when a call's answer must have begun: what the service grants, or less where the caller says so.
//!
//! A stream has begun with its head, and may go on past it.

use std::time::Duration;

use http::HeaderMap;
use tokio::time::Instant;

/// The header that brings the caller's own deadline, as gRPC over HTTP/2 spells it.
const HEADER: &str = "grpc-timeout";

/// The most digits of it.
const DIGITS: usize = 8;

/// The deadline of a call that has just come, which may take no longer than `longest`.
pub(super) fn of(headers: &HeaderMap, longest: Duration) -> Instant {
    Instant::now() + wished(headers).map_or(longest, |wished| wished.min(longest))
}

/// What the caller grants; nothing when it cannot be read.
fn wished(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(HEADER)?.to_str().ok()?;
    let unit = text.chars().next_back()?;
    let digits = text.strip_suffix(unit)?;
    if digits.len() > DIGITS {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    match unit {
        'H' => Some(Duration::from_hours(number)),
        'M' => Some(Duration::from_mins(number)),
        'S' => Some(Duration::from_secs(number)),
        'm' => Some(Duration::from_millis(number)),
        'u' => Some(Duration::from_micros(number)),
        'n' => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_callers_wish_is_read_in_each_unit() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, text.parse().unwrap());
            wished(&headers)
        };
        assert_eq!(read("2H"), Some(Duration::from_hours(2)));
        assert_eq!(read("3M"), Some(Duration::from_mins(3)));
        assert_eq!(read("4S"), Some(Duration::from_secs(4)));
        assert_eq!(read("50m"), Some(Duration::from_millis(50)));
        assert_eq!(read("6u"), Some(Duration::from_micros(6)));
        assert_eq!(read("99999999n"), Some(Duration::from_nanos(99_999_999)));
        for unread in ["", "S", "5", "5x", "-5S", "123456789S"] {
            assert_eq!(read(unread), None, "{unread}");
        }
        assert_eq!(wished(&HeaderMap::new()), None);
    }
}
