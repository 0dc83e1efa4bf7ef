//! Where ids come from.

use uuid::Uuid;

/// A fresh id (UUID version 7: ordered by the time it was drawn).
#[expect(clippy::disallowed_methods, reason = "this is the one source of ids")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// A random id (UUID version 4): it tells nothing, not even when it was drawn.
#[expect(clippy::disallowed_methods, reason = "this is the one source of ids")]
pub fn random_id() -> Uuid {
    Uuid::new_v4()
}

/// The child id that follows from a request (UUID version 5): the same request and label give the
/// same id, so a repeated request names the same incident, consent or referral.
pub fn derived(request_id: Uuid, label: &str) -> Uuid {
    Uuid::new_v5(&request_id, label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_request_derives_the_same_ids() {
        let request = new_id();
        assert_eq!(derived(request, "incident"), derived(request, "incident"));
        assert_ne!(derived(request, "incident"), derived(request, "consent"));
        assert_ne!(derived(request, "incident"), derived(new_id(), "incident"));
    }

    #[test]
    fn fresh_ids_differ() {
        assert_ne!(new_id(), new_id());
    }
}
