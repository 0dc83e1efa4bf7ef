//! What can be set of the access service.

use std::path::PathBuf;
use std::time::Duration;

use sentier_platform::config::ServiceConfig;

sentier_platform::section! {
    /// The access service.
    pub struct AccessConfig {
        /// Folder of the certificate authority (`ca.pem`, `ca.key`); created when absent.
        pki_dir: PathBuf = PathBuf::from("pki"), "path, mode 0700";
        /// File that holds the first administrator's one-time secret until it is used; by default
        /// `bootstrap-secret` in the directory of the service's keys.
        bootstrap_file: Option<PathBuf> = None, "path, mode 0600";
        /// Life of an access token.
        access_token_minutes: u64 = 15, "minutes, 1 to 15", in 1..=15;
        /// Longest life of a session.
        session_hours: u64 = 12, "hours, 1 to 12", in 1..=12;
        /// How long a session may go without renewal.
        session_idle_minutes: u64 = 60, "minutes, 5 to 60", in 5..=60;
        /// Life of an agency's token.
        agency_token_days: u64 = 365, "days, 1 to 730", in 1..=730;
        /// Life of an analyst's token.
        analyst_token_days: u64 = 365, "days, 1 to 730", in 1..=730;
        /// How long a key signs before another takes its place.
        signing_key_days: u64 = 90, "days, 1 to 365", in 1..=365;
        /// Passwords that are hashed at once; each takes 19 MiB and about 50 ms of a core.
        concurrent_hashes: usize = 2, "hashes, 1 to 64", in 1..=64;
        /// Sign-ins with one user name; more are told to wait.
        sign_ins_per_minute: u32 = 12, "sign-ins a minute, 1 to 600", in 1..=600;
        sections {
            /// The service.
            service: ServiceConfig,
        }
    }
}

/// How long what is issued lives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lives {
    pub(crate) access: Duration,
    pub(crate) session: Duration,
    pub(crate) idle: Duration,
    pub(crate) agency_token: Duration,
    pub(crate) analyst_token: Duration,
}

impl AccessConfig {
    pub(crate) const fn lives(&self) -> Lives {
        Lives {
            access: Duration::from_mins(self.access_token_minutes),
            session: Duration::from_hours(self.session_hours),
            idle: Duration::from_mins(self.session_idle_minutes),
            agency_token: days(self.agency_token_days),
            analyst_token: days(self.analyst_token_days),
        }
    }

    pub(crate) fn bootstrap_file(&self) -> PathBuf {
        self.bootstrap_file
            .clone()
            .unwrap_or_else(|| self.service.keys_dir.join("bootstrap-secret"))
    }
}

pub(crate) const fn days(count: u64) -> Duration {
    Duration::from_hours(24 * count)
}
