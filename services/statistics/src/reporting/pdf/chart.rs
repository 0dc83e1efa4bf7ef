//! How long a bar is.

/// The length of a bar for `count`, when `most` is as long as `room`, in points. What is above nothing is
/// seen: at least half a point.
pub(super) fn length(count: i64, most: i64, room: f32) -> f32 {
    if count <= 0 || most <= 0 {
        return 0.0;
    }
    let share = f32::from(thousandths(count, most)) / 1_000.0;
    (share * room).max(0.5)
}

/// A share in thousandths, at most the whole.
fn thousandths(count: i64, most: i64) -> u16 {
    let share = i128::from(count) * 1_000 / i128::from(most);
    u16::try_from(share.clamp(0, 1_000)).unwrap_or(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_fills_the_room_and_one_of_a_million_is_seen() {
        assert!((length(7, 7, 200.0) - 200.0).abs() < 0.001);
        assert!((length(1, 1_000_000, 200.0) - 0.5).abs() < 0.001);
        assert!((length(1, 2, 200.0) - 100.0).abs() < 0.001);
        assert!(length(0, 7, 200.0) < 0.001);
    }
}
