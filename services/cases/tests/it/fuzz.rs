//! Every call of the contract with bad messages of every kind: a clear refusal that names a wrong field,
//! never a panic, never a trace in the store.
//!
//! A good message gets one or more bad fields, made from the descriptors, so that a call that is added to
//! the contract is attacked from its first day; one without a good message begins empty.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message as _;
use prost::bytes::{Buf as _, BufMut as _, Bytes};
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Request, Status};

use crate::good::good;
use crate::world::*;

/// Calls that the referrals service makes.
fn by_service(path: &str) -> bool {
    path.ends_with("/ClaimDisclosure") || path.ends_with("/GetRelations")
}

/// How often each call is attacked.
const ROUNDS: u32 = 150;

/// Bytes as they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;
    fn encoder(&mut self) -> Self {
        Self
    }
    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;
    fn encode(&mut self, item: Vec<u8>, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.put_slice(&item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;
    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(from.copy_to_bytes(from.remaining())))
    }
}

/// A small generator: the same attack on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's MMIX constants; the high bits are the good ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let at = usize::try_from(self.below(of.len() as u64)).expect("an index");
        &of[at]
    }
}

/// Every message of the contract by its full name.
pub(crate) struct Contract(BTreeMap<String, DescriptorProto>);

impl Contract {
    pub(crate) fn read() -> (Self, Vec<(String, String)>) {
        let set = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).expect("descriptors");
        let (mut messages, mut calls) = (BTreeMap::new(), Vec::new());
        for file in &set.file {
            for message in &file.message_type {
                collect(&mut messages, &format!(".{}", file.package()), message);
            }
            let ours = file.service.iter().filter(|_| file.package() == "sentier.cases.v1");
            for service in ours {
                for method in &service.method {
                    let path = format!("/{}.{}/{}", file.package(), service.name(), method.name());
                    calls.push((path, method.input_type().to_owned()));
                }
            }
        }
        (Self(messages), calls)
    }

    pub(crate) fn fields(&self, message: &str) -> &[FieldDescriptorProto] {
        self.0.get(message).map_or(&[], |found| &found.field)
    }

    /// Whether some value of a field is always wrong.
    fn can_be_bad(&self, field: &FieldDescriptorProto) -> bool {
        match field.r#type() {
            Type::String | Type::Enum | Type::Int32 => true,
            Type::Message => {
                let known = [".google.protobuf.Timestamp", ".sentier.common.v1.Date"];
                known.contains(&field.type_name())
                    || self.fields(field.type_name()).iter().any(|inner| self.can_be_bad(inner))
            }
            _ => false,
        }
    }

    /// The bytes of a field with a bad value.
    fn bad(&self, dice: &mut Dice, field: &FieldDescriptorProto) -> Vec<u8> {
        let number = u64::from(u32::try_from(field.number()).expect("a number"));
        let mut out = Vec::new();
        match field.r#type() {
            Type::Enum => varint_field(&mut out, number, *dice.one(&[99, -1, i64::from(i32::MAX)])),
            Type::Int32 => varint_field(&mut out, number, *dice.one(&[-7, i64::from(i32::MIN)])),
            Type::String => bytes_field(&mut out, number, &bad_text(dice)),
            _ => {
                let count =
                    if field.label() == Label::Repeated { *dice.one(&[1, 2, 40]) } else { 1 };
                for _ in 0..count {
                    bytes_field(&mut out, number, &self.bad_message(dice, field.type_name()));
                }
            }
        }
        out
    }

    fn bad_message(&self, dice: &mut Dice, message: &str) -> Vec<u8> {
        let mut out = Vec::new();
        match message {
            ".google.protobuf.Timestamp" => {
                varint_field(&mut out, 1, *dice.one(&[i64::MAX, i64::MIN, -99_999_999_999]));
            }
            ".sentier.common.v1.Date" => {
                // A day in the future, or none of the calendar.
                let (year, month, day) =
                    *dice.one(&[(2_150, 1, 1), (2_023, 2, 29), (2_023, 13, 1)]);
                for (number, value) in [(1, year), (2, month), (3, day)] {
                    varint_field(&mut out, number, value);
                }
            }
            _ => {
                let fields: Vec<_> =
                    self.fields(message).iter().filter(|inner| self.can_be_bad(inner)).collect();
                out = {
                    let field = *dice.one(&fields);
                    self.bad(dice, field)
                };
            }
        }
        out
    }
}

fn collect(into: &mut BTreeMap<String, DescriptorProto>, path: &str, message: &DescriptorProto) {
    let path = format!("{path}.{}", message.name());
    for nested in &message.nested_type {
        collect(into, &path, nested);
    }
    into.insert(path, message.clone());
}

fn bad_text(dice: &mut Dice) -> Vec<u8> {
    match dice.below(4) {
        0 => vec![0xff, 0xfe, 0x80],
        1 => "x".repeat(25_000).into_bytes(),
        2 => "é".repeat(300_000).into_bytes(),
        _ => b"bell \x07".to_vec(),
    }
}

pub(crate) fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(u8::try_from(value & 0x7f).expect("seven bits") | 0x80);
        value >>= 7;
    }
    out.push(u8::try_from(value).expect("seven bits"));
}

fn varint_field(out: &mut Vec<u8>, number: u64, value: i64) {
    varint(out, number << 3);
    varint(out, u64::from_ne_bytes(value.to_ne_bytes()));
}

pub(crate) fn bytes_field(out: &mut Vec<u8>, number: u64, value: &[u8]) {
    varint(out, number << 3 | 2);
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}

pub(crate) async fn sent(world: &World, path: &str, message: Vec<u8>) -> Result<Bytes, Status> {
    let mut caller = world.raw(by_service(path).then_some("referrals"));
    caller.ready().await.expect("a connection");
    let path = path.parse().expect("a path");
    caller.unary(Request::new(message), path, Raw).await.map(tonic::Response::into_inner)
}

/// A service with one case, every call of it, and how far its store is before it is attacked.
pub(crate) struct Attacked {
    pub(crate) world: World,
    pub(crate) contract: Contract,
    /// The path of each call, and the name of its request's message.
    pub(crate) calls: Vec<(String, String)>,
    case: String,
    bases: BTreeMap<&'static str, Vec<u8>>,
    head: i64,
}

impl Attacked {
    pub(crate) async fn start() -> Self {
        let world = World::start(On::Sqlite).await;
        let case = opened(&mut world.supervisor()).await;
        let (contract, calls) = Contract::read();
        assert!(calls.len() > 35, "{calls:?}");
        let draft = format!("centres/{CENTRE}/drafts/{}", uuid::Uuid::now_v7());
        let bases = good(&case, &draft, world.clock.now());
        let head = world.host.store.read_head().await.expect("a head");
        Self { world, contract, calls, case, bases, head }
    }

    /// A good message of the call; an empty one where there is none.
    pub(crate) fn base(&self, path: &str) -> Vec<u8> {
        let call = path.rsplit('/').next().expect("a name");
        self.bases.get(call).cloned().unwrap_or_default()
    }

    pub(crate) async fn has_stored_nothing(&self) {
        let head = self.world.host.store.read_head().await.expect("a head");
        assert_eq!(head, self.head, "something was stored");
    }
}

#[tokio::test]
async fn a_bad_message_is_refused_with_its_field_and_leaves_no_trace() {
    let service = Attacked::start().await;
    let Attacked { world, contract, calls, .. } = &service;
    for (path, request) in calls {
        let base = service.base(path);
        let attackable: Vec<_> = contract
            .fields(request)
            .iter()
            .filter(|field| contract.can_be_bad(field) && field.name() != "page_token")
            // What is kept of half a form is right whatever it says: only its head can be wrong.
            .filter(|field| !path.ends_with("/SaveDraft") || field.r#type() != Type::Message)
            .collect();
        for round in 0..ROUNDS {
            let mut dice = Dice(u64::from(round) + 1);
            dice.below(2);
            let mut message = base.clone();
            let mut attacked = BTreeSet::new();
            for _ in 0..=dice.below(2) {
                let field = *dice.one(&attackable);
                attacked.insert(field.name().to_owned());
                message.extend(contract.bad(&mut dice, field));
            }
            let answer = sent(world, path, message).await;
            let status = answer.map(drop).expect_err(&format!("{path} takes bad {attacked:?}"));
            assert_eq!(status.code(), Code::InvalidArgument, "{path} {attacked:?} {status:?}");
            let named: BTreeSet<String> = fields(&status)
                .iter()
                .map(|field| field.split(['.', '[']).next().unwrap_or_default().to_owned())
                .collect();
            let told = attacked.iter().any(|field| named.contains(field));
            assert!(told || base.is_empty() && !named.is_empty(), "{path} {attacked:?} {named:?}");
        }
    }
    service.has_stored_nothing().await;
    file(&mut world.supervisor(), &service.case).await;
}
