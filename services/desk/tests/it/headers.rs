//! What every answer tells the browser, and how little a page weighs.

use crate::browser::Page;
use crate::desk::Desk;
use crate::stub::facts::*;

fn guarded(page: &Page) {
    let policy = page.header("content-security-policy");
    for rule in
        ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
    {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("unsafe"));
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("x-frame-options"), "DENY");
}

#[tokio::test]
async fn every_page_is_guarded_and_stored_nowhere() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let case = format!("/cases/{CASE}");
    for path in ["/sign-in", "/cases", case.as_str(), "/no-such-page", "/"] {
        let page = sena.get(path).await;
        guarded(&page);
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let desk = Desk::open().await;
    let mut browser = desk.browser();
    let page = browser.get("/sign-in").await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("desk=") && cookie.contains("HttpOnly"));
    assert!(cookie.contains("SameSite=Strict") && !cookie.contains("Secure"));
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"));

    let desk =
        Desk::with(|config| config.public_address = Some("https://desk.example".to_owned())).await;
    let page = desk.browser().get("/sign-in").await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-desk=") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(page.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn a_changed_cookie_is_nobodys() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let cookie = afi.cookies.get_mut("desk").unwrap();
    let last = cookie.pop().unwrap();
    cookie.push(if last == 'A' { 'B' } else { 'A' });
    assert_eq!(afi.get("/cases").await.status, 303);
}

#[tokio::test]
async fn a_page_with_its_style_weighs_little_and_its_files_are_kept() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let mut heaviest = 0;
    let case = format!("/cases/{CASE}");
    for path in ["/sign-in", "/cases", "/cases/new", case.as_str()] {
        heaviest = heaviest.max(sena.get(path).await.body.len());
    }
    assert!(heaviest < 15_000, "{heaviest} bytes before compression");
    let page = sena.get("/cases").await;
    let mut weight = 0;
    for name in ["style", "exit", "icon"] {
        let start = page.body.find(&format!("/static/{name}-")).unwrap();
        let path = page.body.get(start..).unwrap().split('"').next().unwrap();
        let file = sena.get(path).await;
        assert_eq!(file.status, 200);
        assert!(file.header("cache-control").contains("immutable"));
        guarded(&file);
        weight += file.body.len();
    }
    assert!(weight < 15_000, "{weight} bytes of files");
    let packed = sena.send("GET /cases", "", "accept-encoding: gzip\r\n").await;
    assert_eq!(packed.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn no_page_has_an_inline_script_or_style_or_a_foreign_file() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    for path in ["/sign-in", "/cases", "/cases/new", &format!("/cases/{CASE}")] {
        let page = sena.get(path).await;
        assert!(!page.body.contains(" style=") && !page.body.contains("<style"));
        assert!(!page.body.contains(" on") || !page.body.contains("onclick"));
        for source in page.body.split("src=\"").skip(1).chain(page.body.split("<link").skip(1)) {
            assert!(!source.split('>').next().unwrap().contains("//"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_probe_is_answered() {
    let desk = Desk::open().await;
    assert_eq!(desk.browser().get("/healthz").await.body, "ok");
}
