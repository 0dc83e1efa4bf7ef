//! Parts that add up to a total which is told.

use super::{SMALL, SPAN, is_small};

/// Which parts are shown. Their total must be told and not small.
///
/// When one part is withheld a second is, or it would be what is left of the total; and parts that could
/// only be all 1, or all 4, or lie in a narrow span, draw one more. Which one depends on the order of the
/// parts and not on their numbers, so that the choice tells nothing: who knows the rule and tries every
/// table finds no number that is withheld (the specification does).
pub fn shown(parts: &[i64]) -> Vec<bool> {
    let mut shown: Vec<bool> = parts.iter().map(|part| !is_small(*part)).collect();
    loop {
        let hidden = parts.iter().zip(&shown).filter(|(_, shown)| !**shown);
        let (count, sum) = hidden.fold((0, 0), |(count, sum), (part, _)| (count + 1, sum + part));
        // None is withheld, or so many that each may be another number than it is.
        let free = count > 1 && sum > count && sum != count * (SMALL - 1) && sum >= SPAN;
        if count == 0 || free {
            return shown;
        }
        let some = parts.iter().zip(&shown).position(|(part, shown)| *shown && *part > 0);
        let next = some.or_else(|| shown.iter().position(|shown| *shown));
        match next.and_then(|next| shown.get_mut(next)) {
            Some(part) => *part = false,
            None => return shown,
        }
    }
}
