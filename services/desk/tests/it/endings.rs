//! What came of each referral stands on the page of the case.

use sentier_kernel::Category;
use sentier_proto::referrals::v1::GetReferralRequest;

use crate::desk::Desk;
use crate::stub::facts::*;

const WHY: &str = "Pas de capacité en ce moment";

#[tokio::test]
async fn a_case_says_why_a_referral_was_declined_and_what_a_completed_one_led_to() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let case = format!("/cases/{CASE}");
    let page = sena.get(&case).await;
    for (id, told) in [
        (DECLINED, ["Refusée", WHY]),
        (COMPLETED, ["Terminée", "Le service a été rendu"]),
        (MISSED, ["Elle n&#39;est pas venue", "soins de santé"]),
        (REFERRAL, ["Acceptée", "soins de santé"]),
    ] {
        let row = row(&page.body, id);
        assert!(told.iter().all(|words| row.contains(words)), "{told:?}: {row}");
    }
    assert!(!row(&page.body, REFERRAL).contains(WHY));
    // Only those are asked about that ended so, and only for what the page shows of them.
    let asked: Vec<GetReferralRequest> = desk.stub.asked("get_referral");
    let mut names: Vec<_> = asked.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    let ended = [DECLINED, COMPLETED].map(|id| sentier_proto::name::referral(CENTRE, id));
    assert_eq!(names, ended);
    for one in asked {
        let paths = one.read_mask.expect("a mask").paths;
        assert_eq!(paths, ["decline_reason", "outcome"]);
    }
    sena.post("/language", &[("to", "en"), ("back", case.as_str())]).await;
    let page = sena.get(&case).await;
    assert!(page.says("No capacity now") && page.says("The service was given"));
}

#[tokio::test]
async fn a_case_is_shown_though_nobody_says_what_came_of_its_referrals() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    for _ in [DECLINED, COMPLETED] {
        desk.stub.refuse("get_referral", Category::NotFound, "NOT_FOUND");
    }
    let page = sena.get(&format!("/cases/{CASE}")).await;
    assert_eq!(page.status, 200);
    assert!(row(&page.body, DECLINED).contains("Refusée") && !page.says(WHY));
    assert!(row(&page.body, COMPLETED).contains("Terminée"));
    // Who opens cases and reads no referral sees that much, and asks for no more.
    let before = desk.stub.asked::<GetReferralRequest>("get_referral").len();
    let page = desk.browser_of("inti").await.get(&format!("/cases/{CASE}")).await;
    assert!(row(&page.body, DECLINED).contains("Refusée") && !page.says(WHY));
    assert_eq!(desk.stub.asked::<GetReferralRequest>("get_referral").len(), before);
}

/// The row of a referral in the page's list.
fn row<'a>(body: &'a str, id: &str) -> &'a str {
    let link = format!("<a href=\"/cases/{CASE}/referrals/{id}\">");
    let rest = body.split(&link).nth(1).expect("a row");
    rest.split("</a>").next().unwrap_or_default()
}
