//! Tokens of what must never leave, looked for in everything legible.

use super::Finding;
use crate::privacy::bits::Seeded;
use crate::privacy::world::{month, person, year};
use crate::privacy::{Kind, publish};

/// Messages that carry a planted token: her id, a centre, or a record as it was told.
pub(super) fn planted_tokens(kind: Kind) -> Finding {
    let mut bits = Seeded::new(7);
    let her = person(&mut bits);
    let world = year(240, &mut bits).with(her, 100);
    let record = format!("{:?}", (her, month(world.told[0].at)));
    let tokens = [u64::MAX.to_string(), "ogou-1".to_owned(), format!("{her:?}"), record];
    let holds = |text: &str| tokens.iter().any(|token| text.contains(token.as_str()));
    let found = publish(kind, &world, 5, 0, 0).iter().filter(|it| holds(&it.text)).count();
    Finding { attack: "messages with a planted token", measured: found as f64, bound: 0.0 }
}
