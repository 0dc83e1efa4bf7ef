//! Messages of one size: how long a release is tells nothing, and a heartbeat looks as a release does.

use prost::Message;

/// Bytes of every message; the longest release takes less than half.
pub(super) const SIZE: usize = 4_096;

/// The message with as much padding as makes it [`SIZE`] bytes long; none when it is longer already.
pub(crate) fn pad<M: Message>(message: impl Fn(Vec<u8>) -> M) -> Option<M> {
    let mut padding = SIZE.checked_sub(message(Vec::new()).encoded_len())?;
    // The length of a length changes with it; a few steps settle.
    for _step in 0..8 {
        let padded = message(vec![0; padding]);
        let length = padded.encoded_len();
        if length == SIZE {
            return Some(padded);
        }
        padding = (padding + SIZE).checked_sub(length)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use sentier_proto::statistics::v1::SubscribeReleasesResponse;

    use super::*;

    #[test]
    fn whatever_stands_in_it_a_message_is_as_long_as_the_others() {
        for length in 0..2_000 {
            let padded = pad(|padding| SubscribeReleasesResponse {
                resume_token: "x".repeat(length),
                release: None,
                padding,
            });
            assert_eq!(padded.unwrap().encoded_len(), SIZE, "{length}");
        }
        let long = pad(|padding| SubscribeReleasesResponse {
            resume_token: "x".repeat(SIZE),
            release: None,
            padding,
        });
        assert!(long.is_none());
    }
}
