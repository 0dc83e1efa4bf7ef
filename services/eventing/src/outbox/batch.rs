//! Publishing in order: a batch is stored by the broker whole or not at all.

use async_nats::jetstream::context::PublishError;
use async_nats::jetstream::message::PublishMessage;
use async_nats::{HeaderMap, Request};
use sentier_platform::trace::{HEADER, TraceParent};
use serde::Deserialize;
use uuid::Uuid;

use super::Published;
use crate::nats::Nats;

/// The broker's code for a batch that holds a message id it has already stored.
const DUPLICATE_IN_BATCH: u64 = 10_201;

/// Why a batch was not stored.
#[derive(Debug, thiserror::Error)]
pub(super) enum BatchError {
    #[error("the broker does not take messages")]
    Unsent,
    #[error("the broker refused a batch with code {0}")]
    Refused(u64),
    #[error("the broker did not acknowledge a message")]
    Unacknowledged(#[source] PublishError),
}

/// A message with the trace that it carries.
pub(super) struct Traced {
    pub published: Published,
    pub trace: Option<TraceParent>,
}

#[derive(Deserialize)]
struct Answer {
    error: Option<AnswerError>,
}

#[derive(Deserialize)]
struct AnswerError {
    err_code: u64,
}

/// Publishes in order; returns when the broker has stored all.
pub(super) async fn publish(
    nats: &Nats,
    service: &str,
    messages: &[Traced],
) -> Result<(), BatchError> {
    if messages.len() < 2 {
        return one_by_one(nats, service, messages).await;
    }
    match atomically(nats, service, messages).await {
        // After a crash the first of a batch may be there already: each is offered alone, and the
        // broker drops what it knows.
        Err(BatchError::Refused(DUPLICATE_IN_BATCH)) => one_by_one(nats, service, messages).await,
        outcome => outcome,
    }
}

/// Publishes in order, each message by itself, and tells whoever hears it nothing but the message.
///
/// It has no headers of a batch, and the address of the broker's acknowledgement, which subscribers see too,
/// follows from the message's id and not from how much this process has sent.
pub(super) async fn publish_alone(
    nats: &Nats,
    service: &str,
    messages: &[Traced],
) -> Result<(), BatchError> {
    for message in messages {
        let request = Request::new()
            .payload(message.published.payload.clone().into())
            .headers(headers(service, message))
            .inbox(format!("_INBOX.{}", message.published.event_id.simple()));
        let answer = nats.client.send_request(subject(service, message), request).await;
        stored(&answer.map_err(|_no_answer| BatchError::Unsent)?.payload)?;
    }
    Ok(())
}

fn subject(service: &str, message: &Traced) -> String {
    format!("sentier.{}.{service}.v1.{}", message.published.centre, message.published.fact)
}

/// CloudEvents in binary mode: the attributes are headers, the data is the payload.
fn headers(service: &str, message: &Traced) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let id = message.published.event_id.to_string();
    headers.insert("Nats-Msg-Id", id.as_str());
    headers.insert("ce-specversion", "1.0");
    headers.insert("ce-id", id.as_str());
    headers.insert("ce-source", format!("/sentier/{service}").as_str());
    headers.insert("ce-type", format!("sentier.{service}.v1.{}", message.published.fact).as_str());
    headers.insert("content-type", "application/protobuf");
    if let Some(trace) = &message.trace {
        headers.insert(HEADER, trace.to_string().as_str());
    }
    headers
}

async fn one_by_one(nats: &Nats, service: &str, messages: &[Traced]) -> Result<(), BatchError> {
    for message in messages {
        let publish = PublishMessage::build()
            .payload(message.published.payload.clone().into())
            .headers(headers(service, message));
        let acknowledged = nats
            .jetstream
            .send_publish(subject(service, message), publish)
            .await
            .map_err(BatchError::Unacknowledged)?;
        acknowledged.await.map_err(BatchError::Unacknowledged)?;
    }
    Ok(())
}

/// An atomic batch (NATS ADR-50): numbered members, the last one commits.
async fn atomically(nats: &Nats, service: &str, messages: &[Traced]) -> Result<(), BatchError> {
    let Some((last, members)) = messages.split_last() else { return Ok(()) };
    let batch = batch_id(messages);
    let numbered = |message: &Traced, number: usize| {
        let mut headers = headers(service, message);
        headers.insert("Nats-Batch-Id", batch.as_str());
        headers.insert("Nats-Batch-Sequence", number.to_string().as_str());
        headers
    };
    for (number, message) in (1..).zip(members) {
        let headers = numbered(message, number);
        let payload = message.published.payload.clone().into();
        nats.client
            .publish_with_headers(subject(service, message), headers, payload)
            .await
            .map_err(|_closed| BatchError::Unsent)?;
    }
    let mut headers = numbered(last, messages.len());
    headers.insert("Nats-Batch-Commit", "1");
    let answer = nats
        .client
        .request_with_headers(
            subject(service, last),
            headers,
            last.published.payload.clone().into(),
        )
        .await
        .map_err(|_no_answer| BatchError::Unsent)?;
    stored(&answer.payload)
}

/// What the broker answered.
fn stored(answer: &[u8]) -> Result<(), BatchError> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|_not_json| BatchError::Unsent)?;
    answer.error.map_or(Ok(()), |error| Err(BatchError::Refused(error.err_code)))
}

/// Named after its members, so that a retry is recognisable; at most 64 characters.
fn batch_id(messages: &[Traced]) -> String {
    let joined: Vec<u8> =
        messages.iter().flat_map(|message| *message.published.event_id.as_bytes()).collect();
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &joined).to_string()
}
