//! The configuration of the cases service.

use sentier_cases_domain::retention::Schedule;
use sentier_eventing::objects::{Objects, ObjectsConfig, ObjectsError};
use sentier_platform::config::{ClientConfig, ServiceConfig};

use crate::application::Rules;

sentier_platform::section! {
    /// For how many years files are kept. The law (Togo, 2019-014) gives no number; the centre decides.
    pub struct RetentionConfig {
        /// After a case was closed.
        closed: u8 = 5, "years, 1 to 50", in 1..=50;
        /// After the majority of who was a child at the closure.
        child: u8 = 5, "years, 1 to 50", in 1..=50;
        /// After the last entry of a case that nobody closed.
        inactive: u8 = 3, "years, 1 to 50", in 1..=50;
    }
}

impl RetentionConfig {
    /// The schedule that this is.
    pub const fn schedule(&self) -> Schedule {
        let Self { closed, child, inactive } = *self;
        Schedule { closed_years: closed, child_years: child, inactive_years: inactive }
    }
}

sentier_platform::section! {
    /// Who opens a file that is not hers, in an emergency.
    pub struct BreakGlassConfig {
        /// How many files one member of staff may open alone in a calendar month (UTC); beyond it two people
        /// open it together, as often as they must. 0: nobody goes in alone.
        alone_a_month: u8 = 3, "files, 0 to 30", in 0..=30;
    }
}

sentier_platform::section! {
    /// The cases service.
    pub struct CasesConfig {
        sections {
            /// Its stores, its address, the broker.
            service: ServiceConfig,
            /// How it reaches access, for keys and revocations.
            access: ClientConfig,
            /// How it reaches statistics, for the key to which facts are sealed.
            statistics: ClientConfig,
            /// How it reaches referrals, for who comes next on a pathway and what a need may ask for.
            referrals: ClientConfig,
            /// Where attachments lie.
            attachments: ObjectsConfig,
            /// How long files are kept.
            retention: RetentionConfig,
            /// Who opens a file in an emergency.
            break_glass: BreakGlassConfig,
        }
    }
}

impl CasesConfig {
    /// The storage of attachments.
    ///
    /// # Errors
    /// When its folder, its address or its credentials cannot be used.
    pub fn objects(&self) -> Result<Objects, ObjectsError> {
        let beside = self.service.keys_dir.with_file_name("objects");
        Objects::open(&self.attachments, &beside)
    }

    /// What the owners decided.
    pub const fn rules(&self) -> Rules {
        let alone_a_month = self.break_glass.alone_a_month;
        Rules { schedule: self.retention.schedule(), alone_a_month }
    }
}
