//! The ids of resources: a referral's, with the centre that asked, `{centre}.{referral}`.
//!
//! A Task, its `ServiceRequest` and its Consent are sides of one referral, and share its id.

use sentier_kernel::id::parse_uuid;
use sentier_proto::name;

/// The id of a referral's resources; none for a name that is no referral's.
pub(super) fn of_referral(name: &str) -> Option<String> {
    let [centre, referral] = name::parse("centres/*/referrals/*", name)?;
    Some(format!("{centre}.{referral}"))
}

/// The referral's name; none for what cannot be the id of one.
pub(super) fn referral(id: &str) -> Option<String> {
    let (centre, referral) = id.split_once('.')?;
    let referral = parse_uuid(referral).ok()?;
    let name = name::referral(centre, referral);
    name::parse::<2>("centres/*/referrals/*", &name).is_some().then_some(name)
}

/// The name of something that was written, by its id alone; none for what cannot be one.
pub(super) fn message(id: &str) -> Option<String> {
    let id = parse_uuid(id).ok()?;
    Some(format!("centres/-/referrals/-/messages/{id}"))
}

/// The referral of something that was written.
pub(super) fn referral_of_message(name: &str) -> Option<&str> {
    name.rsplit_once("/messages/").map(|(referral, _)| referral)
}

/// The last part of a resource name.
pub(super) fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

/// The referral that a reference such as `ServiceRequest/{id}` leads to; also by its whole address.
pub(super) fn referred(reference: &str, kinds: &[&str]) -> Option<String> {
    let mut parts = reference.rsplit('/');
    let (id, kind) = (parts.next()?, parts.next()?);
    if kinds.contains(&kind) { referral(id) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "centres/ogou-1/referrals/0190b0a6-0000-7000-8000-000000000001";
    const ID: &str = "ogou-1.0190b0a6-0000-7000-8000-000000000001";

    #[test]
    fn an_id_leads_back_to_its_referral() {
        assert_eq!(of_referral(NAME).as_deref(), Some(ID));
        assert_eq!(referral(ID).as_deref(), Some(NAME));
        for other in ["", "7", "ogou-1", "ogou-1.7", "a/b.0190b0a6-0000-7000-8000-000000000001"] {
            assert_eq!(referral(other), None, "{other}");
        }
    }

    #[test]
    fn what_was_written_is_named_by_its_id_alone() {
        let uuid = "0190b0a6-0000-7000-8000-000000000007";
        let name = format!("centres/-/referrals/-/messages/{uuid}");
        assert_eq!(message(uuid), Some(name));
        assert_eq!(message("7"), None);
        assert_eq!(referral_of_message(&format!("{NAME}/messages/{uuid}")), Some(NAME));
        assert_eq!(referral_of_message(NAME), None);
    }

    #[test]
    fn a_reference_is_followed_when_it_is_of_the_wanted_kind() {
        let kinds = ["ServiceRequest"];
        assert_eq!(referred(&format!("ServiceRequest/{ID}"), &kinds).as_deref(), Some(NAME));
        let whole = format!("https://centre.example/fhir/ServiceRequest/{ID}");
        assert_eq!(referred(&whole, &kinds).as_deref(), Some(NAME));
        assert_eq!(referred(&format!("Patient/{ID}"), &kinds), None);
        assert_eq!(referred(ID, &kinds), None);
    }
}
