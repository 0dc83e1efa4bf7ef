//! The desk in a real browser: Chromium on a phone's screen, scripts off, before a running installation.
//!
//! `chromium` and `chromium-driver` come from Debian's packages. The journey begins at the first run, so
//! the installation must be fresh.

mod journey;
mod webdriver;

use std::path::PathBuf;

use journey::Installation;
use webdriver::Driver;

/// The installation that the environment names: its address and the file of its one-time secret.
fn named() -> Installation {
    let variable = |name: &str| {
        let value = std::env::var_os(name);
        value.unwrap_or_else(|| panic!("{name} names the installation to drive"))
    };
    let file = PathBuf::from(variable("SENTIER_TEST_BOOTSTRAP_FILE"));
    Installation {
        address: variable("SENTIER_TEST_DESK").into_string().expect("an address"),
        secret: std::fs::read_to_string(file).expect("the one-time secret").trim().to_owned(),
        password: "trois chèvres bleues".to_owned(),
    }
}

#[test]
#[ignore = "needs Chromium and a fresh installation: SENTIER_TEST_DESK, SENTIER_TEST_BOOTSTRAP_FILE"]
fn a_woman_is_helped_through_the_desk_alone() {
    let driver = Driver::start();
    journey::walk(&driver, &named());
}
