//! The cells of one table in which a survivor stands: one, or of the services as many as she was referred for.

/// Places among a table's cells, each once. No table has more than 128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places(u128);

impl Places {
    /// One place.
    pub fn one(place: usize) -> Self {
        std::iter::once(place).collect()
    }

    /// The places whose bits are set, the first place's lowest.
    pub const fn of_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// A bit for each place, the first place's lowest.
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this one is among them.
    pub fn holds(self, place: usize) -> bool {
        !self.and(Self::one(place)).is_empty()
    }

    /// Those of either.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of both.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that the other lacks.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Each, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let first = left.trailing_zeros();
            left &= left.checked_sub(1)?;
            usize::try_from(first).ok()
        })
    }
}

impl FromIterator<usize> for Places {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let bit =
            |place: usize| u32::try_from(place).ok().and_then(|place| 1_u128.checked_shl(place));
        Self(places.into_iter().filter_map(bit).fold(0, |all, bit| all | bit))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Table;
    use super::*;

    #[test]
    fn places_are_a_set_in_order() {
        let some: Places = [71, 0, 127, 71].into_iter().collect();
        assert_eq!(some.iter().collect::<Vec<_>>(), [0, 71, 127]);
        assert!(some.holds(71) && !some.holds(1) && !some.holds(128));
        assert_eq!(some.without(Places::one(71)).or(Places::one(0)).bits(), (1 << 127) | 1);
        assert_eq!(some.and(Places::of_bits(3)), Places::one(0));
        assert!(Places::default().is_empty() && Places::default().iter().next().is_none());
    }

    #[test]
    fn every_table_has_a_bit_for_each_cell() {
        assert!(Table::ALL.iter().all(|table| table.size() <= 128));
    }
}
