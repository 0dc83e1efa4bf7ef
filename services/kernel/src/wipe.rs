//! Overwriting what stood in memory before the memory is given back.

use zeroize::Zeroize as _;

/// Overwrites a text, the room that it had in reserve too, and leaves it empty.
pub fn wipe(text: &mut String) {
    text.zeroize();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wiped_text_is_empty_in_the_room_that_it_had() {
        let mut text = String::from("Afiwa");
        let (room, place) = (text.capacity(), text.as_ptr());
        wipe(&mut text);
        assert!(text.is_empty());
        assert_eq!((text.capacity(), text.as_ptr()), (room, place));
    }
}
