//! Requests for every call of the contract, made from its descriptors: a call that is added is tried
//! without a line here.

use std::collections::HashMap;

use prost::Message;
use prost::bytes::{Buf as _, BufMut as _};
use prost::encoding::{WireType, encode_key, encode_varint};
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, Duration, FieldDescriptorProto, FieldMask, FileDescriptorSet, MessageOptions,
    Timestamp,
};
use sentier_platform::clock::Clock;
use sentier_platform::ids::new_id;
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};

/// Fields that name what a call is about.
const NAMES: [&str; 12] = [
    "name",
    "names",
    "parent",
    "agency",
    "structure",
    "centre",
    "case",
    "case_name",
    "referral",
    "credential",
    "consent",
    "incident",
];
/// Where a try puts its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Places {
    /// In whatever names something.
    Names,
    /// In this field of the request alone; the others that name something are left out.
    Only(&'static str),
    /// In every text.
    Everywhere,
}

/// Fields that no try needs: `states` may not stand beside `state`, and nothing changed since tomorrow.
const LEFT_OUT: [&str; 6] =
    ["page_size", "page_token", "resume_token", "expected_version", "states", "updated_from_time"];
/// Messages within messages beyond this are left out.
const DEEPEST: usize = 4;

/// One call of the contract.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// `sentier.referrals.v1.ReferralsService/GetReferral`.
    pub(super) path: String,
    input: String,
}

impl Call {
    /// The context, `referrals`.
    pub(super) fn context(&self) -> &str {
        self.path.split('.').nth(1).expect("a context")
    }

    /// The service, `ReferralsService`.
    pub(super) fn service(&self) -> &str {
        let service = self.path.split('/').next().expect("a service");
        service.rsplit('.').next().expect("a service")
    }
}

/// The contract's calls and messages.
#[derive(Debug)]
pub(super) struct Contract {
    /// Every call.
    pub(super) calls: Vec<Call>,
    messages: HashMap<String, DescriptorProto>,
}

impl Contract {
    pub(super) fn read() -> Self {
        let set = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).expect("descriptors");
        let mut contract = Self { calls: Vec::new(), messages: HashMap::new() };
        for file in set.file {
            let package = format!(".{}", file.package());
            for message in &file.message_type {
                contract.keep(&package, message);
            }
            for service in file.service {
                contract.calls.extend(service.method.iter().map(|method| Call {
                    path: format!(
                        "{}.{}/{}",
                        file.package.clone().unwrap_or_default(),
                        service.name(),
                        method.name()
                    ),
                    input: method.input_type().to_owned(),
                }));
            }
        }
        contract
    }

    fn keep(&mut self, above: &str, message: &DescriptorProto) {
        let full = format!("{above}.{}", message.name());
        for nested in &message.nested_type {
            self.keep(&full, nested);
        }
        self.messages.insert(full, message.clone());
    }

    /// Where the subject of a call can stand: of several fields that name something, in each alone too.
    pub(super) fn places(&self, call: &Call) -> Vec<Places> {
        let fields = self.messages[&call.input].field.iter();
        let named: Vec<_> = NAMES
            .into_iter()
            .filter(|name| fields.clone().any(|field| field.name() == *name))
            .collect();
        let alone = named.iter().filter(|_| named.len() > 1).map(|name| Places::Only(name));
        [Places::Names, Places::Everywhere].into_iter().chain(alone).collect()
    }

    /// A request about `subject`.
    pub(super) fn request(&self, call: &Call, subject: &str, places: Places) -> Vec<u8> {
        self.message(&call.input, subject, places, 0)
    }

    fn message(&self, full: &str, subject: &str, places: Places, depth: usize) -> Vec<u8> {
        let now = Clock::system().now().as_micros() / 1_000_000;
        match full {
            ".google.protobuf.Timestamp" => {
                return Timestamp { seconds: now + 86_400, nanos: 0 }.encode_to_vec();
            }
            ".google.protobuf.Duration" => {
                return Duration { seconds: 3_600, nanos: 0 }.encode_to_vec();
            }
            _ => {}
        }
        let mut out = Vec::new();
        let message = &self.messages[full];
        let mut chosen = Vec::new();
        for field in &message.field {
            let alternative = field.oneof_index.is_some_and(|index| {
                let taken = chosen.contains(&index);
                chosen.push(index);
                taken
            });
            let elsewhere = matches!(places, Places::Only(only) if depth == 0
                && NAMES.contains(&field.name()) && field.name() != only);
            let left_out = elsewhere || LEFT_OUT.contains(&field.name());
            if !alternative && !field.proto3_optional() && !left_out {
                self.field(&mut out, field, subject, places, depth);
            }
        }
        out
    }

    fn field(
        &self,
        out: &mut Vec<u8>,
        field: &FieldDescriptorProto,
        subject: &str,
        places: Places,
        depth: usize,
    ) {
        let number = u32::try_from(field.number()).expect("a number");
        let text = |out: &mut Vec<u8>, bytes: &[u8]| {
            encode_key(number, WireType::LengthDelimited, out);
            encode_varint(bytes.len() as u64, out);
            out.put_slice(bytes);
        };
        match field.r#type() {
            Type::String if ["request_id", "proposal"].contains(&field.name()) => {
                text(out, new_id().to_string().as_bytes());
            }
            Type::String if places == Places::Everywhere || NAMES.contains(&field.name()) => {
                text(out, subject.as_bytes());
            }
            Type::String if field.name() == "url" => text(out, b"https://chr.example/sentier"),
            Type::String if field.name() == "user_name" => text(out, b"texte"),
            Type::String if field.name() == "password" => text(out, "trois chèvres".as_bytes()),
            Type::String => text(out, "Texte".as_bytes()),
            Type::Bytes => text(out, b"bytes"),
            // What changes must be said, what is read need not.
            Type::Message if field.name() == "update_mask" => {
                let mask = FieldMask { paths: vec!["display_name".to_owned()] };
                text(out, &mask.encode_to_vec());
            }
            Type::Message if field.type_name() == ".google.protobuf.FieldMask" => {}
            Type::Message => {
                let inner = field.type_name();
                let of_a_map =
                    self.messages[inner].options.as_ref().is_some_and(MessageOptions::map_entry);
                if depth < DEEPEST && !of_a_map {
                    text(out, &self.message(inner, subject, places, depth + 1));
                }
            }
            // One in a packed list is a list of one.
            _ if field.label() == Label::Repeated => text(out, &[1]),
            Type::Double => {
                encode_key(number, WireType::SixtyFourBit, out);
                out.put_f64_le(1.0);
            }
            _ => {
                encode_key(number, WireType::Varint, out);
                encode_varint(1, out);
            }
        }
    }
}

/// Messages as bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
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
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        let mut bytes = vec![0; from.remaining()];
        from.copy_to_slice(&mut bytes);
        Ok(Some(bytes))
    }
}
