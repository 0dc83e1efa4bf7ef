//! Every call of the contract with a text of ten megabytes: refused by the path of that text's field, with
//! nothing stored.
//!
//! Which texts there are is read from the descriptors, as in `fuzz.rs`.

use prost_types::FieldDescriptorProto;
use prost_types::field_descriptor_proto::Type;
use tonic::{Code, Status};

use crate::fuzz::{Attacked, Contract, bytes_field, sent, varint};
use crate::world::*;

/// A larger message is not read (tonic's own limit).
const LARGEST: usize = 4 << 20;
/// Far more than is read, in bytes.
const HUGE: usize = 10_000_000;

/// The way to every text that a message may hold, in the messages within it too: the fields, its own last.
fn texts<'a>(
    contract: &'a Contract,
    message: &str,
    way: &[&'a FieldDescriptorProto],
) -> Vec<Vec<&'a FieldDescriptorProto>> {
    let mut found = Vec::new();
    for field in contract.fields(message) {
        let way = [way, &[field]].concat();
        match field.r#type() {
            Type::String | Type::Bytes => found.push(way),
            Type::Message => found.extend(texts(contract, field.type_name(), &way)),
            _ => {}
        }
    }
    found
}

/// Its path as in the proto.
fn spelled(way: &[&FieldDescriptorProto]) -> String {
    way.iter().map(|field| field.name()).collect::<Vec<_>>().join(".")
}

/// A path without the places in lists.
fn bare(path: &str) -> String {
    path.split('.').map(|part| part.split('[').next().unwrap_or(part)).collect::<Vec<_>>().join(".")
}

/// What stands before a text of so many bytes: the tags and lengths of the messages that hold it, and its own.
fn heads(way: &[&FieldDescriptorProto], text: usize) -> Vec<u8> {
    let mut heads = Vec::new();
    for field in way.iter().rev() {
        let number = u64::from(u32::try_from(field.number()).expect("a number"));
        let mut outer = Vec::new();
        varint(&mut outer, number << 3 | 2);
        varint(&mut outer, (heads.len() + text) as u64);
        outer.extend(heads);
        heads = outer;
    }
    heads
}

async fn refused(world: &World, path: &str, message: Vec<u8>) -> Status {
    let status = sent(world, path, message).await.map(drop).expect_err("refused");
    assert_eq!(status.code(), Code::InvalidArgument, "{path} {status:?}");
    status
}

#[tokio::test]
async fn ten_megabytes_are_refused_by_the_field_that_holds_them() {
    let service = Attacked::start().await;
    let Attacked { world, contract, calls, .. } = &service;
    for (path, request) in calls {
        let base = service.base(path);
        let texts = texts(contract, request, &[]);
        assert!(!texts.is_empty(), "{path} takes no text; does it take anything?");
        // The first, and the one that lies deepest.
        let deepest = texts.iter().max_by_key(|way| way.len());
        for way in texts.first().into_iter().chain(deepest.filter(|way| way.len() > 1)) {
            let mut huge = base.clone();
            huge.extend(heads(way, HUGE));
            huge.resize(huge.len() + HUGE, b'x');
            let named = fields(&refused(world, path, huge).await);
            let named: Vec<String> = named.iter().map(|field| bare(field)).collect();
            assert_eq!(named, [spelled(way)], "{path}");
        }
        // As much as is read is read, and its field is named.
        let mut large = base.clone();
        bytes_field(&mut large, 1, &vec![b'x'; LARGEST - base.len() - 8]);
        assert!(!fields(&refused(world, path, large).await).is_empty(), "{path}");
        // A field that says it is longer than what follows.
        let mut cut = base;
        cut.extend([1 << 3 | 2, 100, b'x']);
        assert_eq!(fields(&refused(world, path, cut).await).len(), 1, "{path}");
    }
    service.has_stored_nothing().await;
}
