//! The contract by its descriptors: which calls there are, and what the fields of their messages are called.

use std::collections::HashMap;
use std::sync::LazyLock;

use prost::Message as _;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::read);

/// The fields of a message by their numbers.
pub(super) type Fields = HashMap<u32, Field>;

/// A field of a message.
#[derive(Debug)]
pub(super) struct Field {
    /// As in the proto, for example `full_name`.
    pub name: String,
    /// Whether it may come many times, each time with a length of its own.
    pub listed: bool,
    /// The full name of the message that it holds; none when it holds a text or a number.
    message: Option<String>,
}

impl Field {
    fn read(field: &FieldDescriptorProto) -> Self {
        let whole = matches!(field.r#type(), Type::String | Type::Bytes | Type::Message);
        let message = (field.r#type() == Type::Message).then(|| field.type_name().to_owned());
        Self {
            name: field.name().to_owned(),
            listed: whole && field.label() == Label::Repeated,
            message,
        }
    }

    /// The fields of the message that it holds; none when it holds a text or a number.
    pub(super) fn inner(&self) -> Option<&'static Fields> {
        CONTRACT.messages.get(self.message.as_deref()?)
    }
}

/// The name of the call with this path, when it is one of the contract's.
pub(super) fn call(path: &str) -> Option<&'static str> {
    CONTRACT.calls.get_key_value(path).map(|(known, _)| known.as_str())
}

/// The fields of what the call with this path is given, when it is one of the contract's.
pub(super) fn input(path: &str) -> Option<&'static Fields> {
    CONTRACT.messages.get(CONTRACT.calls.get(path)?)
}

/// Every call of the contract.
#[cfg(test)]
pub(super) fn calls() -> impl Iterator<Item = &'static str> {
    CONTRACT.calls.keys().map(String::as_str)
}

#[derive(Debug)]
struct Contract {
    /// The full name of what a call is given, by the call's path.
    calls: HashMap<String, String>,
    /// By their full names, for example `.sentier.cases.v1.Survivor`.
    messages: HashMap<String, Fields>,
}

impl Contract {
    fn read() -> Self {
        let files = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).unwrap_or_default().file;
        let (mut calls, mut messages) = (HashMap::new(), HashMap::new());
        for file in &files {
            for message in &file.message_type {
                collect(&mut messages, &format!(".{}", file.package()), message);
            }
            for service in &file.service {
                calls.extend(service.method.iter().map(|method| {
                    let path = format!("/{}.{}/{}", file.package(), service.name(), method.name());
                    (path, method.input_type().to_owned())
                }));
            }
        }
        Self { calls, messages }
    }
}

/// A message and those that are declared within it.
fn collect(into: &mut HashMap<String, Fields>, outer: &str, message: &DescriptorProto) {
    let full_name = format!("{outer}.{}", message.name());
    for nested in &message.nested_type {
        collect(into, &full_name, nested);
    }
    let fields = message
        .field
        .iter()
        .filter_map(|field| Some((u32::try_from(field.number()).ok()?, Field::read(field))));
    into.insert(full_name, fields.collect());
}
