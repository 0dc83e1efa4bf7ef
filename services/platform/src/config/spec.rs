//! Specification of the configuration.

use super::load::{defaults, flatten, variable};
use super::*;

fn from(
    environment: &[(&str, &str)],
    flags: &[(&str, &str)],
) -> Result<ServiceConfig, ConfigError> {
    let owned = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    load(&Sources { file: None, environment: owned(environment), flags: owned(flags) })
}

#[test]
fn every_option_is_documented_and_every_documented_option_exists() {
    let keys = ServiceConfig::keys("");
    let mut given = Vec::new();
    flatten("", &defaults::<ServiceConfig>(), &mut given);
    for (name, _) in given {
        assert!(keys.iter().any(|key| key.name == name), "{name} is not documented");
    }
    let page = document::<ServiceConfig>();
    let mut variables = std::collections::BTreeSet::new();
    for key in &keys {
        assert!(!key.doc.is_empty() && !key.unit.is_empty(), "{}", key.name);
        assert!(page.contains(&format!("`{}`", key.name)));
        assert!(variables.insert(variable(&key.name)), "{} is ambiguous", key.name);
    }
}

#[test]
fn a_flag_wins_over_the_environment() {
    let config = from(
        &[("SENTIER_LISTEN_DEADLINE_MS", "500"), ("SENTIER_NATS_REPLICAS", "3")],
        &[("listen.deadline_ms", "700")],
    )
    .unwrap();
    assert_eq!((config.listen.deadline_ms, config.nats.replicas), (700, 3));
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_name() {
    let said = from(&[], &[("listen.adress", "x")]).unwrap_err().to_string();
    assert!(said.contains("did you mean `listen.address`"), "{said}");
    let said = from(&[("SENTIER_NATS_ULR", "x")], &[]).unwrap_err().to_string();
    assert!(said.contains("did you mean `SENTIER_NATS_URL`"), "{said}");
}

#[test]
fn a_value_out_of_range_or_of_another_type_is_refused_without_being_quoted() {
    let said = from(&[], &[("nats.replicas", "77")]).unwrap_err().to_string();
    assert!(said.contains("`nats.replicas` is out of range") && !said.contains("77"));
    let said = from(&[], &[("listen.max_calls", "hunter2")]).unwrap_err().to_string();
    assert!(said.contains("listen.max_calls") && !said.contains("hunter2"));
}

#[test]
fn an_optional_file_can_be_named() {
    let config = from(&[("SENTIER_LISTEN_TLS_KEY_FILE", "/run/key")], &[]).unwrap();
    assert_eq!(config.listen.tls.key_file.as_deref(), Some(std::path::Path::new("/run/key")));
}
