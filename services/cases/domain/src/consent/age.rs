//! Whether the age band that a consent states fits what is known of her birth.
//!
//! Who may consent, and whether a child is asked, hangs on her age: a band that is not hers would let her
//! data out on the word of somebody who may not give it. Where her birth is not known the band is what who
//! speaks with her sees.

use super::{ConsentAge, GivenHow};
use crate::age::years_at;
use crate::personal::Identity;
use crate::value::Date;

/// An estimated birth lies so many years off at most (our reading of the form: the first of January of the
/// estimated year).
const ESTIMATE_OFF: u8 = 1;

/// What is known of her birth. PERSONAL.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Born {
    /// The day, or 1 January of the estimated year.
    pub on: Date,
    /// Whether it is an estimate.
    pub estimated: bool,
}

crate::personal::unprintable!(Born);

impl Born {
    /// Her birth, when it is known.
    pub fn of(identity: &Identity) -> Option<Self> {
        let estimated = identity.birth_date_estimated;
        identity.birth_date.map(|on| Self { on, estimated })
    }

    /// Whether she can be of this band when she consents on `day`. A consent on an earlier form was given
    /// before that day, when she was as old at most. A birth after `day` is wrong in itself and says nothing.
    pub fn admits(self, band: ConsentAge, how: GivenHow, day: Date) -> bool {
        let Some(years) = years_at(self.on, day) else { return true };
        let off = if self.estimated { ESTIMATE_OFF } else { 0 };
        let youngest = ConsentAge::of_years(years.saturating_sub(off));
        let oldest = ConsentAge::of_years(years.saturating_add(off));
        band <= oldest && (how == GivenHow::EarlierForm || youngest <= band)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn born(year: i32, estimated: bool) -> Born {
        Born { on: Date::parse(year, 6, 1).unwrap(), estimated }
    }

    fn admitted(born: Born, how: GivenHow) -> Vec<ConsentAge> {
        let day = Date::parse(2026, 6, 1).unwrap();
        ConsentAge::ALL.iter().copied().filter(|band| born.admits(*band, how, day)).collect()
    }

    #[test]
    fn a_known_birth_admits_its_own_band_alone() {
        use ConsentAge::{Adult, From0To5, From6To11, From12To14, From15To17};
        for (year, band) in [
            (2021, From0To5),
            (2020, From6To11),
            (2017, From6To11),
            (2014, From12To14),
            (2011, From15To17),
            (2008, Adult),
            (1950, Adult),
        ] {
            assert_eq!(admitted(born(year, false), GivenHow::Signature), [band], "{year}");
        }
    }

    #[test]
    fn an_estimated_birth_admits_the_band_of_a_year_more_or_less() {
        let of = |year| admitted(born(year, true), GivenHow::Signature);
        assert_eq!(of(2017), [ConsentAge::From6To11]);
        assert_eq!(of(2009), [ConsentAge::From15To17, ConsentAge::Adult]);
        assert_eq!(of(2008), [ConsentAge::From15To17, ConsentAge::Adult]);
        assert_eq!(of(2007), [ConsentAge::Adult]);
    }

    #[test]
    fn on_an_earlier_form_she_was_as_old_as_today_at_most() {
        let found = admitted(born(2013, false), GivenHow::EarlierForm);
        assert_eq!(found, [ConsentAge::From0To5, ConsentAge::From6To11, ConsentAge::From12To14]);
    }

    #[test]
    fn a_birth_after_the_consent_says_nothing_of_her_age() {
        assert_eq!(admitted(born(2030, false), GivenHow::Signature), ConsentAge::ALL);
    }
}
