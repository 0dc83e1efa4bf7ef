//! What every call of the contract promises, read from its descriptors.

use prost::Message;
use prost_types::{DescriptorProto, FileDescriptorSet, MethodDescriptorProto};

/// Verbs of calls that change nothing.
const READS: [&str; 9] =
    ["Get", "List", "Search", "Watch", "Claim", "Download", "Export", "Propose", "Subscribe"];

/// Calls that open or close a session: their secret is used once, or they may be repeated as they are.
const SESSIONS: [&str; 4] = ["Bootstrap", "SignIn", "RefreshToken", "SignOut"];

/// One call: its descriptor, and those of its request and response.
struct Call {
    method: MethodDescriptorProto,
    request: DescriptorProto,
    response: DescriptorProto,
}

impl Call {
    fn reads(&self) -> bool {
        READS.iter().any(|verb| self.method.name().starts_with(verb))
    }

    fn lists(&self) -> bool {
        self.method.name().starts_with("List")
    }
}

fn calls() -> Vec<Call> {
    let set = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).expect("descriptors decode");
    let mut calls = Vec::new();
    for file in set.file.iter().filter(|file| file.package().starts_with("sentier.")) {
        let message = |full: &str| {
            let name = full.rsplit('.').next().expect("a name");
            let found = file.message_type.iter().find(|message| message.name() == name);
            found.unwrap_or_else(|| panic!("{full} stands beside its service")).clone()
        };
        for method in file.service.iter().flat_map(|service| &service.method) {
            calls.push(Call {
                request: message(method.input_type()),
                response: message(method.output_type()),
                method: method.clone(),
            });
        }
    }
    assert!(calls.len() > 20, "only {} calls were found", calls.len());
    calls
}

fn has(message: &DescriptorProto, field: &str) -> bool {
    message.field.iter().any(|candidate| candidate.name() == field)
}

fn names(calls: impl Iterator<Item = Call>) -> Vec<String> {
    calls.map(|call| call.method.name().to_owned()).collect()
}

#[test]
fn a_write_can_be_repeated_safely() {
    let wrong = names(calls().into_iter().filter(|call| {
        !call.reads()
            && !SESSIONS.contains(&call.method.name())
            && !has(&call.request, "request_id")
    }));
    assert!(wrong.is_empty(), "these writes have no request_id: {}", wrong.join(", "));
}

#[test]
fn a_read_takes_no_request_id() {
    let wrong =
        names(calls().into_iter().filter(|call| call.reads() && has(&call.request, "request_id")));
    assert!(wrong.is_empty(), "these reads have a request_id: {}", wrong.join(", "));
}

#[test]
fn a_list_is_paged() {
    let wrong = names(calls().into_iter().filter(|call| {
        let paged = has(&call.request, "page_size")
            && has(&call.request, "page_token")
            && has(&call.response, "next_page_token");
        call.lists() && !paged
    }));
    assert!(wrong.is_empty(), "these lists are not paged: {}", wrong.join(", "));
}

#[test]
fn a_session_call_exists() {
    let known = names(calls().into_iter());
    for name in SESSIONS {
        assert!(known.iter().any(|call| call == name), "{name} is excepted but does not exist");
    }
}
