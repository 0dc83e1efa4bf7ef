//! What she typed while her session ended: given back sealed with the sign-in page, and put into her
//! hands again once she has signed in. Nobody else can open it.

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::seal::Keys;
use super::seconds;
use crate::form::Fields;

const PURPOSE: &str = "kept";
/// An hour; after that the form is lost.
const LIFE: i64 = 3_600;

/// A form that waits for its owner.
///
/// PRIVACY: no `Debug`: it carries what she typed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Where the form goes.
    pub(crate) action: String,
    /// What she typed.
    pub(crate) fields: Fields,
    principal: String,
    until: i64,
}

impl Kept {
    /// Seals a form for `principal`.
    pub(crate) fn seal(
        keys: &Keys,
        principal: &str,
        action: &str,
        fields: &Fields,
        now: Moment,
    ) -> Option<String> {
        let kept = Self {
            action: action.to_owned(),
            fields: fields.clone(),
            principal: principal.to_owned(),
            until: seconds(now) + LIFE,
        };
        keys.seal(PURPOSE, &serde_json::to_vec(&kept).ok()?)
    }

    /// The form, when it was sealed for `principal` less than an hour ago.
    pub(crate) fn open(keys: &Keys, principal: &str, text: &str, now: Moment) -> Option<Self> {
        let kept: Self = serde_json::from_slice(&keys.open(PURPOSE, text)?).ok()?;
        (kept.principal == principal && kept.until > seconds(now)).then_some(kept)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_its_owner_gets_a_kept_form_back_and_only_for_an_hour() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open_or_create(&folder.path().join("desk.key")).unwrap();
        let now = Moment::from_micros(1_795_478_400_000_000);
        let fields = Fields::of(&[("note", "Elle a dormi chez sa soeur")]);
        let sealed = Kept::seal(&keys, "centres/a/staff/1", "/cases/x", &fields, now).unwrap();
        assert!(!sealed.contains("soeur"));
        let open = |who, at| Kept::open(&keys, who, &sealed, at);
        assert_eq!(
            open("centres/a/staff/1", now).unwrap().fields.get("note"),
            "Elle a dormi chez sa soeur"
        );
        assert!(open("centres/a/staff/2", now).is_none());
        assert!(open("centres/a/staff/1", now.plus(Duration::from_secs(3_601))).is_none());
    }
}
