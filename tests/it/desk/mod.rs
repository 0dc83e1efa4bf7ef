//! The desk in a real browser: Chromium on a phone's screen, scripts off, before a whole system of its own.

mod journey;
mod webdriver;

use journey::Installation;
use sentier_tests::system::{On, Whole};
use webdriver::Driver;

#[tokio::test(flavor = "multi_thread")]
async fn a_woman_is_helped_through_the_desk_alone() {
    let driver = Driver::start();
    let whole = Whole::start(On::Sqlite).await;
    let installation = Installation {
        address: whole.desk().to_owned(),
        secret: whole.first_secret().expect("a fresh installation"),
        password: "trois chèvres bleues".to_owned(),
    };
    let walked = tokio::task::spawn_blocking(move || journey::walk(&driver, &installation)).await;
    walked.expect("she is helped");
    whole.stop().await;
}
