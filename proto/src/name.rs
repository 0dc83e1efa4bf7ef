//! Resource names (AIP-122): `centres/{centre}/cases/{case}` and their kin.

/// The variable parts of `name` when it has the form of `pattern` (`centres/*/cases/*`), in order.
///
/// Parts are non-empty and at most 64 of `a-z`, `A-Z`, `0-9`, `-`, `_`.
pub fn parse<'a, const N: usize>(pattern: &str, name: &'a str) -> Option<[&'a str; N]> {
    let mut parts = [""; N];
    let mut found = 0;
    let mut given = name.split('/');
    for expected in pattern.split('/') {
        let part = given.next()?;
        if expected == "*" {
            if !is_segment(part) {
                return None;
            }
            *parts.get_mut(found)? = part;
            found += 1;
        } else if expected != part {
            return None;
        }
    }
    (given.next().is_none() && found == N).then_some(parts)
}

fn is_segment(part: &str) -> bool {
    (1..=64).contains(&part.len())
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// `centres/{centre}`.
pub fn centre(centre: &str) -> String {
    format!("centres/{centre}")
}

/// `centres/{centre}/cases/{case}`.
pub fn case(centre: &str, case: impl std::fmt::Display) -> String {
    format!("centres/{centre}/cases/{case}")
}

/// `centres/{centre}/referrals/{referral}`.
pub fn referral(centre: &str, referral: impl std::fmt::Display) -> String {
    format!("centres/{centre}/referrals/{referral}")
}

/// `agencies/{agency}`.
pub fn agency(agency: impl std::fmt::Display) -> String {
    format!("agencies/{agency}")
}

/// `agencies/{agency}/structures/{structure}`.
pub fn structure(agency: impl std::fmt::Display, structure: impl std::fmt::Display) -> String {
    format!("agencies/{agency}/structures/{structure}")
}

/// `centres/{centre}/pathways/{need}`; the need by its code in small letters.
pub fn pathway(centre: &str, need: &str) -> String {
    format!("centres/{centre}/pathways/{need}")
}

/// `centres/{centre}/staff/{staff}`.
pub fn staff(centre: &str, staff: impl std::fmt::Display) -> String {
    format!("centres/{centre}/staff/{staff}")
}

/// `centres/{centre}/activities/{activity}`.
pub fn activity(centre: &str, activity: impl std::fmt::Display) -> String {
    format!("centres/{centre}/activities/{activity}")
}

/// `agencies/{agency}/officers/{officer}`.
pub fn officer(agency: impl std::fmt::Display, officer: impl std::fmt::Display) -> String {
    format!("agencies/{agency}/officers/{officer}")
}

/// `agencies/{agency}/credentials/{credential}`.
pub fn agency_credential(
    agency: impl std::fmt::Display,
    credential: impl std::fmt::Display,
) -> String {
    format!("agencies/{agency}/credentials/{credential}")
}

/// `agencies/{agency}/webhooks/{webhook}`.
pub fn webhook(agency: impl std::fmt::Display, webhook: impl std::fmt::Display) -> String {
    format!("agencies/{agency}/webhooks/{webhook}")
}

/// `analysts/{analyst}/credentials/{credential}`.
pub fn analyst_credential(
    analyst: impl std::fmt::Display,
    credential: impl std::fmt::Display,
) -> String {
    format!("analysts/{analyst}/credentials/{credential}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_its_parts_back() {
        assert_eq!(parse("centres/*/cases/*", "centres/ogou-1/cases/c7"), Some(["ogou-1", "c7"]));
    }

    #[test]
    fn a_name_of_another_form_is_none() {
        for name in [
            "",
            "centres/ogou-1",
            "centres//cases/c7",
            "centres/ogou-1/cases/c7/x",
            "centres/é/cases/1",
        ] {
            assert_eq!(parse::<2>("centres/*/cases/*", name), None, "{name}");
        }
    }
}
