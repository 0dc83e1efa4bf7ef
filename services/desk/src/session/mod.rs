//! Who is at the browser. The desk keeps no session: all of it is sealed into one cookie.
//!
//! `layer` opens the cookie before a page and seals it again after it; `refresh` renews the access
//! token when it is about to end; `mark` guards forms; `kept` saves what was typed when the session
//! ended meanwhile.

pub(crate) mod kept;
pub(crate) mod layer;
pub(crate) mod mark;
pub(crate) mod refresh;
pub(crate) mod seal;

use sentier_kernel::Moment;
use sentier_platform::catalogue::Locale;
use sentier_platform::ids::new_id;
use sentier_proto::access::v1::{OfficerRole, Session, StaffRole};
use sentier_proto::name;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the cookie holds.
///
/// PRIVACY: no `Debug`: it carries tokens and the names of staff.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Visit {
    /// Names this visit; forms are marked with it. New at every sign-in.
    pub(crate) id: Uuid,
    /// Chosen language; the browser's wish when absent.
    english: Option<bool>,
    /// When the last page was given (seconds).
    seen: i64,
    /// Who it is.
    pub(crate) who: Who,
}

/// Who is at the browser.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Who {
    /// Nobody we know.
    Nobody,
    /// Somebody who locked the screen; her session is over, her password opens a new one.
    Locked {
        /// With which name she signs in.
        user_name: String,
    },
    /// Somebody who signed in.
    Signed(Box<Signed>),
}

/// Somebody who signed in.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Signed {
    /// The bearer token of her calls.
    pub(crate) access_token: String,
    /// When that token ends (seconds).
    pub(crate) access_end: i64,
    /// Renews it.
    pub(crate) refresh_token: String,
    /// Her resource name.
    pub(crate) principal: String,
    /// Her name, for the page's head.
    pub(crate) display_name: String,
    /// With which name she signed in.
    pub(crate) user_name: String,
    roles: Vec<i32>,
    /// Absent in cookies from before officers had roles.
    #[serde(default)]
    officer_roles: Vec<i32>,
}

impl Visit {
    /// A visit of nobody.
    pub(crate) fn nobody(now: Moment) -> Self {
        Self { id: new_id(), english: None, seen: seconds(now), who: Who::Nobody }
    }

    /// The language of pages.
    pub(crate) fn locale(&self, accepted: &str) -> Locale {
        match self.english {
            Some(true) => Locale::English,
            Some(false) => Locale::French,
            None => Locale::negotiate(accepted),
        }
    }

    /// The same visit in another language.
    pub(crate) const fn speaking(mut self, locale: Locale) -> Self {
        self.english = Some(matches!(locale, Locale::English));
        self
    }

    /// The same browser, with somebody else at it: forms of before are not accepted any more.
    pub(crate) fn becoming(&self, who: Who) -> Self {
        Self { id: new_id(), english: self.english, seen: self.seen, who }
    }

    /// Who signed in.
    pub(crate) fn signed(&self) -> Option<&Signed> {
        match &self.who {
            Who::Signed(signed) => Some(signed),
            Who::Nobody | Who::Locked { .. } => None,
        }
    }

    fn is_idle(&self, now: Moment, minutes: u64) -> bool {
        let limit = i64::try_from(minutes * 60).unwrap_or(i64::MAX);
        seconds(now).saturating_sub(self.seen) > limit
    }
}

impl Signed {
    /// The session that access opened for `user_name`.
    pub(crate) fn of(session: Session, user_name: &str) -> Self {
        Self {
            access_end: session.access_expire_time.map_or(0, |end| end.seconds),
            access_token: session.access_token,
            refresh_token: session.refresh_token,
            principal: session.principal,
            display_name: session.display_name,
            roles: session.roles,
            officer_roles: session.officer_roles,
            user_name: user_name.to_owned(),
        }
    }

    /// Whether she has this role.
    pub(crate) fn has(&self, role: StaffRole) -> bool {
        self.roles.contains(&i32::from(role))
    }

    /// Whether she keeps what speaks for her agency.
    pub(crate) fn keeps_agency(&self) -> bool {
        self.officer_roles.contains(&i32::from(OfficerRole::Administrator))
    }

    /// Her centre, when she is staff.
    pub(crate) fn centre(&self) -> Option<&str> {
        let [centre, _] = name::parse("centres/*/staff/*", &self.principal)?;
        Some(centre)
    }

    /// Her agency, when she is an officer.
    pub(crate) fn agency(&self) -> Option<&str> {
        let [agency, _] = name::parse("agencies/*/officers/*", &self.principal)
            .or_else(|| name::parse("agencies/*/credentials/*", &self.principal))?;
        Some(agency)
    }

    /// Whether she works with cases.
    pub(crate) fn works_on_cases(&self) -> bool {
        [StaffRole::Intake, StaffRole::Caseworker, StaffRole::Supervisor]
            .into_iter()
            .any(|role| self.has(role))
    }

    fn ends_soon(&self, now: Moment) -> bool {
        self.access_end.saturating_sub(seconds(now)) < 60
    }
}

fn seconds(at: Moment) -> i64 {
    at.as_micros().div_euclid(1_000_000)
}
