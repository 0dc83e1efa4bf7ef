//! A message that is larger than is read: refused by the field that makes it so.
//!
//! The framework refuses such a message by the length that stands before it, and knows no more. So a request's
//! body is watched as it passes: the head of a message that is too large is not handed on; its beginning is
//! walked over, with nothing of it held in memory, and no more of it than would have been read of a good one.
//! Then the body ends with the refusal. Only bodies of known callers are watched, and those of public calls.

#[cfg(test)]
mod spec;
mod walk;

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Request;
use http_body::Frame;
use sentier_kernel::Violation;
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::Bytes;

use self::walk::{LARGEST, Walk};
use super::contract::{self, Fields};
use crate::status::{Locale, invalid};

/// The request; what in it is too large is refused by its field.
pub(super) fn watched(request: Request<Body>, locale: Locale) -> Request<Body> {
    let fields = contract::input(request.uri().path());
    request.map(|inner| {
        let (head, left, walk) = (Head::default(), 0, None);
        Body::new(Watched { inner, fields, locale, head, left, walk })
    })
}

/// A request's body: one message, or a stream of them, each after its head.
struct Watched {
    inner: Body,
    /// Of the messages; none when the call is none of the contract's.
    fields: Option<&'static Fields>,
    locale: Locale,
    head: Head,
    /// Bytes that have not come of the message whose head has.
    left: usize,
    /// Over a message that is too large.
    walk: Option<Walk>,
}

impl Watched {
    /// What of `data` is handed on: all of it, or what stands before a message that is too large.
    fn good(&mut self, mut data: Bytes) -> Bytes {
        let mut at = 0;
        while let Some(&byte) = data.get(at) {
            if self.left > 0 {
                let step = self.left.min(data.len() - at);
                at += step;
                self.left -= step;
                continue;
            }
            at += 1;
            match self.head.push(byte) {
                Some(Length::Plain(length)) if length > LARGEST => {
                    let mut walk = Walk::new(self.fields, length);
                    walk.feed(&data.split_off(at));
                    self.walk = Some(walk);
                    // Without its last byte the head is none yet: nothing is refused for it.
                    data.truncate(at - 1);
                }
                Some(Length::Plain(length) | Length::Packed(length)) => self.left = length,
                None => {}
            }
        }
        data
    }

    /// The refusal of the message that was walked over, if one was. Nothing comes after it.
    fn refused(&mut self) -> Option<Status> {
        let walk = self.walk.take()?;
        self.inner = Body::empty();
        Some(invalid(vec![Violation::too_long(walk.told())], self.locale))
    }
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = self.get_mut();
        while !this.walk.as_ref().is_some_and(Walk::is_done) {
            let Some(frame) = ready!(Pin::new(&mut this.inner).poll_frame(context)?) else { break };
            let data = match frame.into_data() {
                Ok(data) => data,
                Err(trailers) => {
                    return Poll::Ready(Some(this.refused().map_or(Ok(trailers), Err)));
                }
            };
            if let Some(walk) = &mut this.walk {
                walk.feed(&data);
                continue;
            }
            let good = this.good(data);
            if this.walk.is_none() || !good.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(good))));
            }
        }
        Poll::Ready(this.refused().map(Err))
    }
}

/// What stands before each message, as much of it as has come: a byte that is 1 when the message is packed, and
/// its length in four.
#[derive(Debug, Default)]
struct Head {
    value: u64,
    come: u8,
}

/// How long a message is, in bytes.
enum Length {
    Plain(usize),
    /// Of one that is compressed, which no call takes; the framework says so.
    Packed(usize),
}

impl Head {
    const BYTES: u8 = 5;

    /// The length when this is the head's last byte.
    fn push(&mut self, byte: u8) -> Option<Length> {
        self.value = self.value << 8 | u64::from(byte);
        self.come += 1;
        if self.come < Self::BYTES {
            return None;
        }
        let value = mem::take(self).value;
        let length = usize::try_from(value & u64::from(u32::MAX)).unwrap_or(usize::MAX);
        let plain = value >> u32::BITS == 0;
        Some(if plain { Length::Plain(length) } else { Length::Packed(length) })
    }
}
