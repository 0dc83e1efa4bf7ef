//! A desk on a free port, before a stub of the four services.

use std::net::SocketAddr;

use sentier_desk::{DeskConfig, start};
use sentier_kernel::Moment;
use sentier_platform::clock::Clock;
use sentier_platform::config::ClientConfig;
use sentier_platform::environment::Environment;

use crate::browser::Browser;
use crate::stub::Stub;

/// 25 November 2026, 09:00.
pub(crate) const NOW: i64 = 1_795_597_200_000_000;

/// A desk and what stands behind it.
pub(crate) struct Desk {
    pub(crate) stub: Stub,
    pub(crate) env: Environment,
    pub(crate) address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        Self::with(|_config| ()).await
    }

    /// A desk with some options changed.
    pub(crate) async fn with(change: impl FnOnce(&mut DeskConfig)) -> Self {
        let env = Environment {
            clock: Clock::fixed(Moment::from_micros(NOW)),
            ..Environment::system().unwrap()
        };
        let stub = Stub::new(env.clock.clone());
        let services = stub.serve(&env).await;
        let folder = tempfile::tempdir().unwrap();
        let client =
            || ClientConfig { address: format!("http://{services}"), ..ClientConfig::default() };
        let mut config = DeskConfig {
            session_key_file: folder.path().join("desk.key"),
            exit_address: "https://example.org/weather".to_owned(),
            access: client(),
            cases: client(),
            referrals: client(),
            statistics: client(),
            ..DeskConfig::default()
        };
        change(&mut config);
        let address = start(&config, &env).await.unwrap().address;
        Self { stub, env, address, _folder: folder }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::at(self.address)
    }

    /// The browser of somebody who signed in.
    pub(crate) async fn browser_of(&self, user: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.sign_in(user).await;
        assert_eq!(page.status, 303, "{}", page.body);
        browser
    }
}
