//! Published events of thirteen centres and eleven months, made up from their number alone.
//!
//! A stream is a case's life ([`super::cases`]) or that of two referrals ([`super::referrals`]), so that a few
//! streams hold every kind of message from which an indicator follows, and no part is more than its whole.

use sentier_eventing::facts::SealingKey;
use sentier_kernel::Moment;
use sentier_proto::cases::events::v1::cases_event;
use sentier_proto::common::v1::Date;
use sentier_proto::referrals::events::v1::referrals_event;
use uuid::Uuid;

use super::cases::Case;
use super::luck::Luck;
use super::referrals;

/// 24 November 2026, noon: what every clock says.
pub const NOW: Moment = Moment::from_micros(1_795_521_600_000_000);
/// 15 January 2026, noon.
const JANUARY: Moment = Moment::from_micros(1_768_478_400_000_000);
/// Events that share a centre, a month and an append: of twenty streams, twenty each.
pub(super) const TOGETHER: u64 = 400;
/// Events of one stream.
pub(super) const PER_STREAM: u64 = 20;
/// Centres, as many as there are in the country.
pub(super) const CENTRES: [&str; 13] = [
    "golfe-1",
    "agoe-nyive-1",
    "lacs-1",
    "zio-1",
    "ogou-1",
    "haho-1",
    "kloto-1",
    "tchaoudjo-1",
    "blitta-1",
    "kozah-1",
    "bassar-1",
    "tone-1",
    "oti-1",
];
/// Of every so many groups, one is of referrals.
const OF_REFERRALS: u64 = 5;

/// Whose event it is, and what it says.
#[derive(Clone, Debug)]
pub(super) enum Fact {
    Case(&'static str, cases_event::Fact),
    Referral(&'static str, referrals_event::Fact),
}

/// Events that are stored together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group(pub(super) u64);

impl Group {
    pub(super) const fn is_of_referrals(self) -> bool {
        self.0 % OF_REFERRALS == OF_REFERRALS - 1
    }

    pub(super) fn centre(self) -> &'static str {
        Luck::of(self.0).one_of(&CENTRES)
    }

    fn month(self) -> i32 {
        // In order of time, as a log is.
        1 + i32::try_from((self.0 >> 3) % 11).expect("a small number")
    }

    /// In the middle of its month, about.
    pub(super) fn at(self) -> Moment {
        let days = u32::try_from(self.month() - 1).expect("a month") * 30;
        JANUARY.plus(std::time::Duration::from_hours(24) * days)
    }

    pub(super) fn stream(self, number: u64) -> Uuid {
        let group = Uuid::new_v5(&Uuid::NAMESPACE_OID, &self.0.to_be_bytes());
        Uuid::new_v5(&group, &number.to_be_bytes())
    }

    /// The event of this number of the group, sealed to its own id where it tells of a person.
    pub(super) fn event(self, number: u64, id: Uuid, key: &SealingKey) -> Fact {
        let place = number % PER_STREAM;
        let first = self.0 * TOGETHER + number - place;
        let month = Date { year: 2026, month: self.month(), day: 1 };
        if self.is_of_referrals() {
            let (name, fact) = referrals::fact(first, month, place);
            return Fact::Referral(name, fact);
        }
        // Of one case in twenty, as the counters of the releases take one survivor after the other.
        let released = number < PER_STREAM;
        let (name, fact) = Case::of(first, month, released).fact(place, id, key);
        Fact::Case(name, fact)
    }
}
