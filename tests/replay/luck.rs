//! Numbers that look like luck and are the same each time.

use uuid::Uuid;

/// What lies between two states of `SplitMix64`.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A number of `SplitMix64`: neighbours have nothing in common.
const fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// As many draws as are wanted.
#[derive(Clone, Debug)]
pub(super) struct Luck(u64);

impl Luck {
    /// The draws that belong to a number.
    pub(super) const fn of(number: u64) -> Self {
        Self(mixed(number))
    }

    const fn draw(&mut self) -> u64 {
        let drawn = mixed(self.0);
        self.0 = self.0.wrapping_add(STEP);
        drawn
    }

    /// A number below `count`.
    pub(super) fn below(&mut self, count: u32) -> u32 {
        u32::try_from(self.draw() % u64::from(count)).expect("below another")
    }

    /// Whether what happens once in so many times happens now.
    pub(super) fn once_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub(super) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.place(all.len())]
    }

    /// The number that one of these codes has in the contract, which counts them from 1 on.
    pub(super) fn given<T>(&mut self, codes: &[T]) -> i32 {
        i32::try_from(self.place(codes.len()) + 1).expect("a number of the contract")
    }

    /// The same, or 0 where it is not given.
    pub(super) fn coded<T>(&mut self, codes: &[T]) -> i32 {
        i32::try_from(self.place(codes.len() + 1)).expect("a number of the contract")
    }

    /// An opaque id.
    pub(super) fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.draw(), self.draw())
    }

    fn place(&mut self, count: usize) -> usize {
        let count = u32::try_from(count).expect("a short list");
        usize::try_from(self.below(count)).expect("a place")
    }
}
