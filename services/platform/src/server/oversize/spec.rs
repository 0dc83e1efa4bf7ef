//! Messages that are too large, cut into pieces of every size.

use std::collections::VecDeque;
use std::future::poll_fn;

use http_body::Body as _;
use prost::Message as _;
use prost::encoding::{WireType, encode_key, encode_varint};
use sentier_proto::cases::v1::{
    Circumstances, OpenCaseRequest, Perpetrator, RecordIncidentRequest, SealCaseRequest, Survivor,
};
use sentier_proto::common::v1::Date;
use tonic::Code;
use tonic_types::StatusExt as _;

use super::*;

const OPEN: &str = "/sentier.cases.v1.CasesService/OpenCase";
const RECORD: &str = "/sentier.cases.v1.CasesService/RecordIncident";
const SEAL: &str = "/sentier.cases.v1.SafeguardService/SealCase";
const UPLOAD: &str = "/sentier.cases.v1.AttachmentService/UploadAttachment";

/// Far more than is read, in bytes.
const HUGE: usize = 10_000_000;

fn text(bytes: usize) -> String {
    "x".repeat(bytes)
}

fn opening(survivor: Survivor) -> Vec<u8> {
    let request = OpenCaseRequest {
        parent: "centres/ogou-1".to_owned(),
        request_id: "a key".to_owned(),
        survivor: Some(survivor),
        ..OpenCaseRequest::default()
    };
    request.encode_to_vec()
}

/// What is told of a message that comes in these pieces.
fn walked(path: &str, length: usize, pieces: &[&[u8]]) -> String {
    let mut walk = Walk::new(contract::input(path), length);
    for piece in pieces {
        if walk.is_done() {
            break;
        }
        walk.feed(piece);
    }
    walk.told()
}

fn told(path: &str, message: &[u8]) -> String {
    let pieces: Vec<&[u8]> = message.chunks(16_384).collect();
    walked(path, message.len(), &pieces)
}

#[test]
fn a_text_is_named_by_its_whole_path_wherever_its_message_is_cut() {
    let message = opening(Survivor {
        full_name: "Afi".to_owned(),
        sex: 2,
        birth_date: Some(Date { year: 2001, month: 2, day: 28 }),
        birth_date_estimated: true,
        phone: text(HUGE),
        ..Survivor::default()
    });
    for at in 0..100 {
        let (first, second) = message.split_at(at);
        assert_eq!(walked(OPEN, message.len(), &[first, second]), "survivor.phone", "cut at {at}");
    }
    for size in [1, 2, 3, 5, 7, 64] {
        let pieces: Vec<&[u8]> = message[..1_000].chunks(size).collect();
        assert_eq!(walked(OPEN, message.len(), &pieces), "survivor.phone", "pieces of {size}");
    }
}

#[test]
fn one_of_many_is_named_by_its_place() {
    let perpetrator =
        |occupation: usize| Perpetrator { occupation: text(occupation), ..Perpetrator::default() };
    let perpetrators = vec![perpetrator(7), perpetrator(9), perpetrator(HUGE)];
    let request = RecordIncidentRequest {
        name: "a case".to_owned(),
        expected_version: Some(3),
        circumstances: Some(Circumstances { perpetrators, ..Circumstances::default() }),
        ..RecordIncidentRequest::default()
    };
    let path = "circumstances.perpetrators[2].occupation";
    assert_eq!(told(RECORD, &request.encode_to_vec()), path);

    let staff = vec!["one".to_owned(), text(HUGE)];
    let request = SealCaseRequest { staff, ..SealCaseRequest::default() };
    assert_eq!(told(SEAL, &request.encode_to_vec()), "staff[1]");
}

#[test]
fn where_no_field_alone_is_too_much_the_one_that_has_most_is_named() {
    let staff = vec![text(60); 200_000];
    let request = SealCaseRequest { staff, reason: text(9_000), ..SealCaseRequest::default() };
    assert_eq!(told(SEAL, &request.encode_to_vec()), "staff");

    // Empty ones too have their heads.
    let request = SealCaseRequest { staff: vec![String::new(); 2_200_000], ..request };
    assert_eq!(told(SEAL, &request.encode_to_vec()), "staff");

    // Within a message that is too much by the sum of its parts.
    let perpetrator = Perpetrator { occupation: text(60_000), ..Perpetrator::default() };
    let circumstances =
        Circumstances { perpetrators: vec![perpetrator; 100], ..Circumstances::default() };
    let request = RecordIncidentRequest { circumstances: Some(circumstances), ..<_>::default() };
    assert_eq!(told(RECORD, &request.encode_to_vec()), "circumstances.perpetrators");

    // Two texts that would be read each, but not together.
    let survivor =
        Survivor { full_name: text(2_500_000), phone: text(2_000_000), ..<_>::default() };
    assert_eq!(told(OPEN, &opening(survivor)), "survivor.full_name");
}

#[test]
fn what_the_contract_does_not_know_is_named_by_what_it_stands_in() {
    let mut unknown = Vec::new();
    encode_key(999, WireType::LengthDelimited, &mut unknown);
    encode_varint(10_000_000, &mut unknown);
    unknown.resize(HUGE, b'x');
    assert_eq!(told(OPEN, &unknown), "request");
    assert_eq!(told("/grpc.health.v1.Health/Check", &unknown), "request");

    let mut message = Vec::new();
    encode_key(3, WireType::LengthDelimited, &mut message);
    encode_varint(10_000_000, &mut message);
    message.extend(&unknown);
    assert_eq!(told(OPEN, &message), "survivor");
}

#[test]
fn what_is_no_message_ends_the_walk() {
    for garbage in [0x0b, 0x07, 0xff, b'x', 0] {
        assert_eq!(told(OPEN, &vec![garbage; LARGEST + 1]), "request", "{garbage:#x}");
    }
    // A field that says it is longer than what follows, and one that is cut off.
    assert_eq!(walked(OPEN, LARGEST + 1, &[&[0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]]), "parent");
    assert_eq!(walked(OPEN, LARGEST + 1, &[&[0x1a, 0xff]]), "request");
}

#[test]
fn no_more_is_walked_over_than_would_have_been_read() {
    let mut walk = Walk::new(contract::input(OPEN), usize::MAX);
    // A number that the contract does not know here, again and again.
    let piece = [0x78_u8, 0x01].repeat(512);
    let mut bytes = 0;
    while !walk.is_done() {
        walk.feed(&piece);
        bytes += piece.len();
    }
    assert_eq!(bytes, LARGEST);
}

/// Goes through every field of a message, and of those within it: the path, and the numbers on it.
fn visit(fields: &Fields, path: &str, numbers: &[u32], seen: &mut Vec<(String, Vec<u32>)>) {
    assert!(numbers.len() < 8, "the walk goes into no more than is needed: {path}");
    for (number, field) in fields {
        let place = if field.listed { "[0]" } else { "" };
        let name = format!("{path}{}{place}", field.name);
        let numbers = [numbers, &[*number]].concat();
        match field.inner() {
            Some(inner) => visit(inner, &format!("{name}."), &numbers, seen),
            None => seen.push((name, numbers)),
        }
    }
}

#[test]
fn every_field_of_every_call_of_the_contract_is_named() {
    let mut tried = 0;
    for call in contract::calls() {
        let mut seen = Vec::new();
        visit(contract::input(call).unwrap(), "", &[], &mut seen);
        tried += seen.len();
        for (path, numbers) in seen {
            let mut heads = Vec::new();
            let mut length = 10_000_500_u64;
            for number in numbers {
                encode_key(number, WireType::LengthDelimited, &mut heads);
                encode_varint(length, &mut heads);
                length -= 50;
            }
            assert_eq!(walked(call, HUGE + 1_000, &[&heads]), path, "{call}");
        }
    }
    assert!(tried > 500, "{tried}");
}

/// A body in pieces.
struct Pieces(VecDeque<Bytes>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }
}

/// A message after its head, as it stands on the wire.
fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap();
    [&[0][..], &length.to_be_bytes(), message].concat()
}

/// What comes out of a watched body that comes in pieces of this size, and how it ends.
async fn passed(path: &str, sent: &[u8], size: usize) -> (Vec<u8>, Option<Status>) {
    let pieces = Pieces(sent.chunks(size).map(Bytes::copy_from_slice).collect());
    let request = Request::builder().uri(path).body(Body::new(pieces)).unwrap();
    let mut body = watched(request, Locale::English).into_body();
    let mut passed = Vec::new();
    loop {
        match poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            None => return (passed, None),
            Some(Ok(frame)) => passed.extend(frame.into_data().unwrap()),
            Some(Err(refused)) => return (passed, Some(refused)),
        }
    }
}

#[tokio::test]
async fn messages_that_are_read_pass_as_they_are() {
    let one = framed(&opening(Survivor { full_name: "Afi".to_owned(), ..<_>::default() }));
    let sent = [one.clone(), framed(&[]), one].concat();
    for size in [1, 4, 5, 6, sent.len()] {
        assert_eq!(passed(UPLOAD, &sent, size).await.0, sent, "pieces of {size}");
    }
    let largest = framed(&vec![0; LARGEST]);
    let (passed, refused) = passed(UPLOAD, &largest, 16_384).await;
    assert!(passed == largest && refused.is_none());
}

#[tokio::test]
async fn the_first_message_that_is_too_large_ends_the_body_with_its_refusal() {
    let good = framed(&opening(Survivor::default()));
    let huge = framed(&opening(Survivor { full_name: text(HUGE), ..<_>::default() }));
    // Of the second message no more than its beginning is asked for.
    let sent = [&good[..], &huge[..1_000]].concat();
    for size in [1, 3, 4, 5, good.len(), good.len() + 5, sent.len()] {
        let (passed, refused) = passed(OPEN, &sent, size).await;
        assert!(passed.starts_with(&good), "pieces of {size}");
        // Never a whole head, for which the framework would refuse.
        assert!(passed.len() < good.len() + 5, "pieces of {size}");
        let refused = refused.unwrap();
        assert_eq!(refused.code(), Code::InvalidArgument);
        let wrong = refused.get_details_bad_request().unwrap().field_violations;
        assert_eq!(wrong[0].field, "survivor.full_name");
        assert_eq!(wrong.len(), 1);
    }
}
