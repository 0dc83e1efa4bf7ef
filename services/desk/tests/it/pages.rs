//! Every page of every role, in both languages.

use crate::browser::Page;
use crate::desk::Desk;
use crate::stub::facts::*;

/// Who sees which pages by an address.
fn shown() -> Vec<(&'static str, String)> {
    let case = format!("/cases/{CASE}");
    let agency = format!("/directory/{AGENCY}");
    let inbox = format!("/inbox/{CENTRE}/{REFERRAL}");
    let of_case = [
        "",
        "/incidents/new",
        "/consents/new",
        "/referrals/new",
        "/follow-ups/new",
        "/close",
        "/erase",
        "/export",
    ];
    let of_agency = ["", "/structures/new", "/officers/new", "/tokens/new"];
    let of_inbox = ["", "/decline", "/complete", "/schedule", "/note", "/propose"];
    let mut pages = vec![
        ("sena", "/cases".to_owned()),
        ("inti", "/cases/new".to_owned()),
        ("inti", "/drafts".to_owned()),
        ("inti", "/cases/search".to_owned()),
        ("sena", format!("{case}/readings")),
        ("sena", format!("{case}/duplicates/{OTHER_CASE}")),
        ("sena", format!("{case}/report")),
        ("sena", format!("{case}/certificate")),
        ("sena", format!("{case}/attachments/new")),
        ("sena", format!("{case}/attachments/{ENTRY}/remove")),
        ("sena", "/exports/incident-recorder".to_owned()),
        ("manu", "/review".to_owned()),
        ("manu", "/feedback/results".to_owned()),
        ("inti", "/password".to_owned()),
        ("sena", format!("{case}/consents/{CONSENT}/withdraw")),
        ("sena", format!("{case}/overrides/new")),
        ("sena", format!("{case}/overrides/{CONSENT}/approve")),
        ("sena", format!("{case}/referrals/{REFERRAL}")),
        ("sena", format!("{case}/referrals/{REFERRAL}/cancel")),
        ("manu", "/directory".to_owned()),
        ("manu", "/directory/new".to_owned()),
        ("manu", format!("{agency}/credentials/{CREDENTIAL}/revoke")),
        ("ada", "/staff".to_owned()),
        ("ada", "/staff/new".to_owned()),
        ("ada", format!("/staff/{STAFF}/roles")),
        ("ada", format!("/staff/{STAFF}/disable")),
        ("kodjo", "/inbox".to_owned()),
    ];
    pages.extend(towards_centre());
    pages.extend(of_figures());
    pages.extend(of_care());
    pages.extend(of_safeguards());
    pages.extend(of_retention());
    pages.extend(of_outreach());
    pages.extend(of_pathway());
    pages.extend(of_case.map(|verb| ("sena", format!("{case}{verb}"))));
    pages.extend(of_agency.map(|verb| ("manu", format!("{agency}{verb}"))));
    pages.extend(of_inbox.map(|verb| ("kodjo", format!("{inbox}{verb}"))));
    pages
}

/// The pages of files that come to their end.
fn of_retention() -> Vec<(&'static str, String)> {
    vec![
        ("manu", "/retention".to_owned()),
        ("manu", "/retention?view=held".to_owned()),
        ("manu", "/retention?view=announced".to_owned()),
        ("manu", "/retention/schedule".to_owned()),
        ("manu", format!("/retention/{CASE}/stop")),
        ("manu", format!("/retention?code={CODE}")),
        ("manu", format!("/retention/{CASE}/hold")),
        ("manu", format!("/retention/{CASE}/lift/{ENTRY}")),
        ("manu", format!("/retention/{CASE}/erase")),
    ]
}

/// The pages of what agencies refer to the centre, propose, and take over.
fn towards_centre() -> Vec<(&'static str, String)> {
    let case = format!("/cases/{CASE}");
    vec![
        ("sena", format!("{case}/handover")),
        ("sena", format!("{case}/onward/{ENTRY}")),
        ("sena", format!("{case}/onward/{ENTRY}/decline")),
        ("kodjo", "/submissions".to_owned()),
        ("kodjo", "/submissions/new".to_owned()),
        ("sena", "/inbound".to_owned()),
        ("inti", format!("/inbound/{ENTRY}")),
        ("sena", format!("/inbound/{ENTRY}/decline")),
    ]
}

/// The pages of figures, and of what is told to analysts.
fn of_figures() -> Vec<(&'static str, String)> {
    let pages = [
        "/figures",
        "/figures/indicators",
        "/figures/report",
        "/figures/dhis2",
        "/figures/communes",
        "/releases",
        "/releases/region-2026-11",
    ];
    let mut pages: Vec<_> = pages.map(|path| ("manu", path.to_owned())).into();
    pages.extend(["approve", "revoke"].map(|verb| ("manu", format!("/releases/{CASE}/{verb}"))));
    pages
}

/// The pages of what the centre does beyond its cases.
fn of_outreach() -> Vec<(&'static str, String)> {
    vec![
        ("manu", "/outreach".to_owned()),
        ("sena", "/outreach/new".to_owned()),
        ("manu", "/outreach/targets".to_owned()),
        ("sena", format!("/outreach/{STAFF}")),
        ("sena", format!("/outreach/{CASE}/plan")),
        ("sena", format!("/outreach/{CASE}/record")),
        ("sena", format!("/outreach/{CASE}/cancel")),
    ]
}

/// The pages of structures kept up to date, and of the order in which they are asked.
fn of_pathway() -> Vec<(&'static str, String)> {
    let structure = format!("/structures/{AGENCY}/{STRUCTURE}");
    let of_structure = [
        "",
        "/edit",
        "/services/clinical_management_of_rape",
        "/places/clinical_management_of_rape",
        "/places/health_care",
    ];
    let mut pages = vec![
        ("kodjo", "/structures".to_owned()),
        ("kodjo", "/webhooks".to_owned()),
        ("kodjo", "/webhooks/new".to_owned()),
        ("kodjo", format!("/webhooks/{WEBHOOK}/given-up")),
        ("kodjo", format!("/webhooks/{WEBHOOK}/remove")),
        ("manu", structure.clone()),
        ("sena", "/pathways".to_owned()),
        ("manu", "/pathways".to_owned()),
        ("manu", "/pathways/clinical_management_of_rape".to_owned()),
    ];
    pages.extend(of_structure.map(|verb| ("kodjo", format!("{structure}{verb}"))));
    pages
}

/// The pages of what is done for a survivor.
fn of_care() -> Vec<(&'static str, String)> {
    let case = format!("/cases/{CASE}");
    let general = ["/today", "/today/clocks", "/feedback"];
    let mut pages: Vec<_> = general.map(|path| ("sena", path.to_owned())).into();
    let of_care = [
        "assessment",
        "safety-plan",
        "plan",
        "service",
        "care-note",
        "flag",
        "conference",
        "assign",
        "transfer",
        "approve-assessment",
        "approve-plan",
        "closure",
        "reopen",
    ];
    let of_part = [
        format!("action/{ACTION}"),
        format!("lower-flag/{ENTRY}"),
        format!("approval/{ENTRY}"),
        format!("take-over/{ENTRY}"),
    ];
    pages.extend(of_care.map(|kind| ("sena", format!("{case}/care/{kind}"))));
    pages.extend(of_part.map(|part| ("sena", format!("{case}/care/{part}"))));
    pages
}

/// The pages of what guards a case.
fn of_safeguards() -> Vec<(&'static str, String)> {
    let case = format!("/cases/{CASE}");
    let asked = ["safeguards/exclude", "safeguards/readmit", "safeguards/seal", "safe-contact"];
    let mut pages: Vec<_> = asked.map(|path| ("sena", format!("{case}/{path}"))).into();
    pages.push(("inti", format!("{case}/break-glass")));
    pages.push(("sena", format!("{case}/break-glass/{ENTRY}/approve")));
    let managed = [
        format!("/alarms/{CASE}/{ENTRY}"),
        "/guarded".to_owned(),
        "/guarded/new".to_owned(),
        format!("/guarded/{CASE}/unseal"),
    ];
    pages.extend(managed.map(|path| ("manu", path)));
    pages
}

/// Who sends what where.
type Sent = (&'static str, String, Vec<(&'static str, String)>);

/// Pages that only a form opens.
fn answered() -> Vec<Sent> {
    let case = format!("/cases/{CASE}");
    let fields = |pairs: &[(&'static str, &str)]| {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    };
    let structure = format!("agencies/{AGENCY}/structures/{STRUCTURE}");
    let need = "NEED_CLINICAL_MANAGEMENT_OF_RAPE";
    let record =
        [("answer", "record"), ("decided", "1"), ("gender_based", "yes"), ("date", "2026-11-24")];
    vec![
        ("sena", format!("{case}/file"), fields(&[("purpose", "supervision")])),
        ("sena", format!("{case}/attachments"), fields(&[("purpose", "supervision")])),
        ("sena", format!("{case}/safeguards"), fields(&[])),
        ("inti", format!("{case}/break-glass"), fields(&[("way", "together"), ("reason", "x")])),
        ("sena", format!("{case}/incidents/new"), fields(&[("question", "6"), ("answer", "yes")])),
        ("sena", format!("{case}/incidents/new"), fields(&[("question", "6"), ("answer", "no")])),
        ("sena", format!("{case}/incidents/new"), fields(&record)),
        ("sena", format!("{case}/referrals/new"), fields(&[("need", need)])),
        (
            "sena",
            format!("{case}/referrals/new"),
            fields(&[("need", need), ("structure", &structure)]),
        ),
        ("manu", format!("/directory/{AGENCY}/tokens/new"), fields(&[("display_name", "x")])),
        ("kodjo", format!("/inbox/{CENTRE}/{REFERRAL}/disclosure"), Vec::new()),
        ("kodjo", format!("/inbox/{CENTRE}/{REFERRAL}/messages"), Vec::new()),
        ("sena", format!("{case}/referrals/{REFERRAL}/messages"), Vec::new()),
        ("inti", format!("/inbound/{ENTRY}/read"), Vec::new()),
    ]
}

fn whole(page: &Page, path: &str, language: &str) {
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    assert!(page.body.contains(&format!("<html lang=\"{language}\">")), "{path}");
    for unsaid in
        ["heading-", "label-", "submit-", "title-", "to-", "no-", "fact-", "column-", "nav-"]
    {
        assert!(!page.body.contains(&format!(">{unsaid}")), "{path} shows a key {unsaid}");
    }
    let title = page.body.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    for told in ["viol", "rape", "surviv", "sentier", CODE, NAME] {
        assert!(!title.to_lowercase().contains(&told.to_lowercase()), "{path}: {title}");
    }
    // Every field has its label, every page its one heading and its way out.
    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    assert!(page.body.contains("action=\"/exit\""), "{path}");
    for field in page.body.split("<input id=\"").skip(1) {
        let name = field.split('"').next().unwrap();
        assert!(page.body.contains(&format!("<label for=\"{name}\"")), "{path}: {name}");
    }
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages() {
    let desk = Desk::open().await;
    for (language, tag) in [("fr-TG", "fr"), ("en-GB", "en")] {
        for path in ["/sign-in", "/first-run"] {
            let mut browser = desk.browser();
            browser.language = language;
            whole(&browser.get(path).await, path, tag);
        }
        for user in ["inti", "sena", "manu", "ada", "kodjo"] {
            let mut browser = desk.browser();
            browser.language = language;
            browser.sign_in(user).await;
            for (_, path) in shown().into_iter().filter(|(who, _)| *who == user) {
                whole(&browser.get(&path).await, &path, tag);
            }
            for (_, path, fields) in answered().into_iter().filter(|(who, _, _)| *who == user) {
                let pairs: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                whole(&browser.post(&path, &pairs).await, &path, tag);
            }
        }
    }
}

#[tokio::test]
async fn a_link_of_a_page_leads_to_a_page() {
    let desk = Desk::open().await;
    for (user, path) in shown() {
        let mut browser = desk.browser_of(user).await;
        let page = browser.get(&path).await;
        for link in page.body.split("href=\"/").skip(1) {
            let target = format!("/{}", link.split('"').next().unwrap().replace("&#38;", "&"));
            let status = browser.get(&target).await.status;
            assert!(status == 200 || status == 303, "{path} leads to {target}: {status}");
        }
    }
}
