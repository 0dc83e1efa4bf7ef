//! Read masks (AIP-157): a referral with the wanted fields alone.
//!
//! A mask works on the encoded message and takes the names from the contract's descriptors: a field that
//! the contract gains can be asked for without a line here.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use prost::encoding::{DecodeContext, decode_key, skip_field};
use prost::{DecodeError, Message as _};
use prost_types::{FieldMask, FileDescriptorSet};
use sentier_kernel::{Category, Explain, Violation};
use sentier_platform::grpc::Violations;
use sentier_proto::referrals::v1::Referral;

/// The fields of a referral by their names in the contract, each with its number.
static FIELDS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let contract = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).unwrap_or_default();
    let files = contract.file.into_iter().filter(|file| file.package() == "sentier.referrals.v1");
    let messages = files.flat_map(|file| file.message_type);
    let fields = messages.filter(|message| message.name() == "Referral");
    let fields = fields.flat_map(|message| message.field);
    fields
        .filter_map(|field| Some((field.name().to_owned(), u32::try_from(field.number()).ok()?)))
        .collect()
});

/// A message of ours that cannot be read again; found by the tests, never at a centre.
#[derive(Debug, thiserror::Error)]
#[error("a message of ours cannot be read again")]
pub(super) struct Unmasked(#[source] DecodeError);

impl Explain for Unmasked {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

/// The numbers of the wanted fields; none means all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadMask(Option<BTreeSet<u32>>);

impl ReadMask {
    /// The mask of a request, or every path in it that names no field.
    pub(super) fn read(wrong: &mut Violations, mask: Option<&FieldMask>) -> Option<Self> {
        let paths = mask.map(|mask| mask.paths.as_slice()).unwrap_or_default();
        if paths.is_empty() || paths.iter().any(|path| path == "*") {
            return Some(Self(None));
        }
        let mut wanted = BTreeSet::new();
        let mut whole = true;
        for (at, path) in paths.iter().enumerate() {
            let field =
                || Violation::new(format!("read_mask.paths[{at}]"), "violation-unknown-code");
            let number = wrong.keep(FIELDS.get(path).copied().ok_or_else(field));
            whole &= number.is_some();
            wanted.extend(number);
        }
        whole.then_some(Self(Some(wanted)))
    }

    /// The referral with what is wanted of it.
    pub(super) fn apply(&self, referral: Referral) -> Result<Referral, Unmasked> {
        let Some(wanted) = &self.0 else { return Ok(referral) };
        kept(wanted, &referral.encode_to_vec()).map_err(Unmasked)
    }
}

fn kept(wanted: &BTreeSet<u32>, whole: &[u8]) -> Result<Referral, DecodeError> {
    let (mut rest, mut kept) = (whole, Vec::new());
    while !rest.is_empty() {
        let field = rest;
        let (number, kind) = decode_key(&mut rest)?;
        skip_field(kind, number, &mut rest, DecodeContext::default())?;
        if wanted.contains(&number) {
            let (taken, _) = field.split_at(field.len() - rest.len());
            kept.extend_from_slice(taken);
        }
    }
    Referral::decode(kept.as_slice())
}

#[cfg(test)]
mod tests {
    use prost_types::Timestamp;

    use super::*;

    fn referral() -> Referral {
        Referral {
            name: "centres/ogou-1/referrals/1".to_owned(),
            version: 7,
            state: 3,
            send_time: Some(Timestamp { seconds: 1, nanos: 2 }),
            case: "centres/ogou-1/cases/1".to_owned(),
            ..Referral::default()
        }
    }

    fn mask(paths: &[&str]) -> FieldMask {
        FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }
    }

    fn masked(paths: &[&str]) -> Referral {
        let mask = ReadMask::read(&mut Violations::default(), Some(&mask(paths))).unwrap();
        mask.apply(referral()).unwrap()
    }

    #[test]
    fn what_is_wanted_is_kept_and_nothing_else() {
        let expected = Referral {
            name: referral().name,
            send_time: referral().send_time,
            ..Referral::default()
        };
        assert_eq!(masked(&["send_time", "name"]), expected);
        // A field that is not set stays so.
        assert_eq!(masked(&["outcome"]), Referral::default());
    }

    #[test]
    fn without_a_mask_or_with_a_star_all_of_it_is_wanted() {
        assert_eq!(masked(&["*"]), referral());
        assert_eq!(masked(&[]), referral());
        let none = ReadMask::read(&mut Violations::default(), None);
        assert_eq!(none, Some(ReadMask(None)));
    }

    #[test]
    fn every_path_that_names_no_field_is_told() {
        let mut wrong = Violations::default();
        let read = ReadMask::read(&mut wrong, Some(&mask(&["name", "names", "state.code"])));
        assert_eq!(read, None);
        let fields: Vec<_> = wrong.into_vec().into_iter().map(|one| one.field).collect();
        assert_eq!(fields, ["read_mask.paths[1]", "read_mask.paths[2]"]);
    }

    #[test]
    fn every_field_of_the_contract_can_be_wanted() {
        let all: Vec<&str> = FIELDS.keys().map(String::as_str).collect();
        assert!(all.len() >= 14, "only {all:?}");
        assert_eq!(masked(&all), referral());
    }
}
