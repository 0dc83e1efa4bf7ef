//! No personal value in an address, a redirect, a cookie or a log line.

use std::io;
use std::sync::{Arc, Mutex};

use sentier_kernel::Category;
use tracing_subscriber::fmt::MakeWriter;

use crate::browser::Browser;
use crate::desk::Desk;
use crate::stub::facts::*;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn nothing_personal_stands_in_an_address_a_cookie_or_the_log() {
    let lines = Lines::default();
    let logger = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    tracing::subscriber::set_global_default(logger).unwrap();
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let case = format!("/cases/{CASE}");
    let intake = [
        ("survivor.full_name", NAME),
        ("survivor.sex", "SEX_FEMALE"),
        ("survivor.phone", PHONE),
        ("survivor.safe_contact", SAFE),
    ];
    afi.get("/cases/new").await;
    afi.post("/cases/new", &intake).await;
    for (category, reason) in [
        (Category::Invalid, "INVALID_FIELDS"),
        (Category::Refused, "CASE_CLOSED"),
        (Category::Down, "UNAVAILABLE"),
        (Category::Bug, "INTERNAL"),
        (Category::Denied, "NOT_PERMITTED"),
    ] {
        desk.stub.refuse("open_case", category, reason);
        afi.post("/cases/new", &intake).await;
    }
    afi.post(&format!("{case}/file"), &[("purpose", "direct_care")]).await;
    let story = [
        ("answer", "record"),
        ("decided", "1"),
        ("gender_based", "yes"),
        ("date", "2026-11-24"),
        ("narrative", STORY),
    ];
    afi.post(&format!("{case}/incidents/new"), &story).await;
    afi.post(&format!("{case}/follow-ups/new"), &[("note", NOTE), ("meet_time", "2026-11-25")])
        .await;
    afi.post(&format!("{case}/referrals/new"), &[("need", "NEED_CLINICAL_MANAGEMENT_OF_RAPE")])
        .await;
    let mut kodjo = desk.browser_of("kodjo").await;
    kodjo.get("/inbox").await;
    kodjo.post(&format!("/inbox/{CENTRE}/{REFERRAL}/disclosure"), &[]).await;

    let log = String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned();
    nothing_told(&log, &[afi, kodjo]);
}

fn nothing_told(log: &str, browsers: &[Browser]) {
    assert!(log.contains("route=\"/cases/{case}/file\"") && log.contains("status=200"), "{log}");
    let addresses: String = browsers.iter().flat_map(|one| one.visited.clone()).collect();
    let cookies: String = browsers.iter().flat_map(|one| one.cookies.values().cloned()).collect();
    let told = ["token-afi", "refresh-afi", "right", "NEED_", "clinical"];
    let ids = [CASE, REFERRAL, CODE];
    for secret in PERSONAL.iter().chain(&told) {
        assert!(!addresses.contains(secret), "{secret} in an address");
        assert!(!cookies.contains(secret), "{secret} in a cookie");
    }
    // The transport's own debug lines are not ours to word, but nothing personal may be in them either.
    for secret in PERSONAL {
        assert!(!log.contains(secret), "{secret} in the log");
    }
    let ours: Vec<&str> = log.lines().filter(|line| line.contains(" sentier_desk")).collect();
    assert!(ours.len() > 10);
    for secret in told.iter().chain(&ids) {
        assert!(!ours.iter().any(|line| line.contains(secret)), "{secret} in a line of ours");
    }
}
