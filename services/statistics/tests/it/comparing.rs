//! Two communes beside each other, from published facts to the files: every column, worked out by hand.

use std::collections::BTreeMap;

use calamine::{Data, Reader as _};
use sentier_proto::cases::events::v1::{CareFact, CareMeasure, IncidentFacts, ResponseTime};
use sentier_proto::cases::v1::{Sector, SectorOutcome, SectorStatus};
use sentier_proto::common::v1::IncidentType;
use sentier_proto::statistics::v1::download_report_request::Format;
use sentier_proto::statistics::v1::report_service_client::ReportServiceClient;
use sentier_proto::statistics::v1::response_times::Median;
use sentier_proto::statistics::v1::{
    ActivityKind, CommuneFigures, Comparison, DownloadComparisonRequest, GapLevel,
    GetComparisonRequest, IndicatorValue, ReleaseRegion, ReportRate, ResponseTimes,
};
use sentier_test_support::databases::On;
use tonic::{Code, Status};

use crate::callers::{Caller, MANAGER};
use crate::counting::{released, sealed};
use crate::indicators::{answered, fact, girl, one_by_one, tell};
use crate::outreach::{day, session};
use crate::source::Fact;
use crate::world::{World, on_both};

on_both!(communes_are_compared_where_the_owners_allow_it, files_say_what_the_comparison_says);

async fn comparison(world: &World, caller: Caller) -> Result<Comparison, Status> {
    let message = GetComparisonRequest { period: "2026-11".to_owned(), week: String::new() };
    let mut client = ReportServiceClient::new(world.channel(caller));
    let answer = client.get_comparison(world.request(caller, message)).await?.into_inner();
    Ok(answer.comparison.expect("a comparison"))
}

async fn file(world: &World, format: Format, language: &'static str) -> Vec<u8> {
    let message = DownloadComparisonRequest {
        period: "2026-11".to_owned(),
        week: String::new(),
        format: format.into(),
    };
    let mut request = world.request(MANAGER, message);
    let language = language.parse().expect("a header");
    request.metadata_mut().insert("accept-language", language);
    let mut client = ReportServiceClient::new(world.channel(MANAGER));
    client.download_comparison(request).await.expect("a file").into_inner().content
}

fn times(count: usize, one: &CareFact) -> impl Iterator<Item = CareFact> {
    std::iter::repeat_n(one.clone(), count)
}

/// What the centre of Ogou did: 6 cases opened in October, 12 in November, 20 referrals sent.
fn care_of_ogou() -> Vec<CareFact> {
    use CareMeasure as M;
    let once = |measure| fact(measure, 11, 1);
    let day = ResponseTime::ResponseTime24Hours;
    let three_days = ResponseTime::ResponseTime72Hours;
    [
        (6, fact(M::Opened, 10, 1)),
        (12, once(M::Opened)),
        (6, once(M::SafetyPlanned)),
        (5, once(M::Closed)),
        (8, once(M::Content)),
        (5, once(M::NotContent)),
        (20, once(M::ReferralSent)),
        (12, answered(M::ReferralAcknowledged, day)),
        (8, answered(M::ReferralAcknowledged, three_days)),
        (5, answered(M::ReferralAccepted, day)),
        (6, answered(M::ReferralAccepted, three_days)),
        (5, answered(M::ReferralServed, ResponseTime::ResponseTime7Days)),
        (10, once(M::ReferralSettled)),
    ]
    .into_iter()
    .flat_map(|(count, one)| times(count, &one).collect::<Vec<_>>())
    .collect()
}

fn beaten(sectors: &[(Sector, SectorStatus)]) -> IncidentFacts {
    let outcome = |(sector, status): &(Sector, SectorStatus)| SectorOutcome {
        sector: (*sector).into(),
        status: (*status).into(),
    };
    IncidentFacts {
        r#type: IncidentType::PhysicalAssault.into(),
        sectors: sectors.iter().map(outcome).collect(),
        health_reach: 0,
        ..girl()
    }
}

/// 20 incidents in Ogou: 7 found no legal aid and 13 were referred to it; 3 found no health service.
fn incidents_of_ogou() -> Vec<IncidentFacts> {
    let lacking = (Sector::Legal, SectorStatus::Unavailable);
    let referred = (Sector::Legal, SectorStatus::Referred);
    let mut all = vec![beaten(&[lacking]); 7];
    all.extend(vec![beaten(&[referred]); 10]);
    all.extend(vec![beaten(&[referred, (Sector::Health, SectorStatus::Unavailable)]); 3]);
    all
}

/// 8 in Kara, all of them referred to a health service.
fn incidents_of_kara() -> Vec<IncidentFacts> {
    vec![beaten(&[(Sector::Health, SectorStatus::Referred)]); 8]
}

async fn incidents(world: &World, base: u128, all: Vec<IncidentFacts>) -> Vec<(u128, Fact)> {
    let mut told = Vec::new();
    for (n, one) in (base..).zip(all) {
        told.push((n, released(n, sealed(world, n, &one).await)));
    }
    told
}

/// The two communes; in Kara 3 cases were opened, which is small.
async fn two_communes(on: On) -> World {
    let world = World::start_comparing(on).await;
    let care = care_of_ogou();
    let counted = care.len() + 20;
    tell(&world, "ogou-1", &one_by_one(&world, 1_000, care).await).await;
    tell(&world, "ogou-1", &incidents(&world, 2_000, incidents_of_ogou()).await).await;
    let few = crate::indicators::openings_of(&world, 5_000, 11, 3).await;
    tell(&world, "kara-2", &few).await;
    tell(&world, "kara-2", &incidents(&world, 6_000, incidents_of_kara()).await).await;
    // Two sessions in Ogou: 40 + 15 and 20 + 15 people, 30 000 francs each.
    for (on, women) in [(5, 40), (12, 20)] {
        let planned = world.planned(ActivityKind::AwarenessSession, Some(day(11, on))).await;
        world.record(&planned.name, session(Some(day(11, on)), women)).await.expect("held");
    }
    world.stored("ogou-1", "care_counted.v2", counted).await;
    world.stored("kara-2", "care_counted.v2", 3 + 8).await;
    world.end_week().await;
    world
}

async fn communes_are_compared_where_the_owners_allow_it(on: On) {
    let world = World::start(on).await;
    let off = comparison(&world, MANAGER).await.expect_err("off");
    assert_eq!(off.code(), Code::FailedPrecondition);
    world.end().await;

    let world = two_communes(on).await;
    let compared = comparison(&world, MANAGER).await.expect("a comparison");
    assert_eq!(compared.communes.len(), 2, "{:?}", compared.communes);
    let (kara, ogou) = (&compared.communes[0], &compared.communes[1]);
    assert_eq!((kara.centre.as_str(), ogou.centre.as_str()), ("centres/kara-2", "centres/ogou-1"));
    assert_eq!((kara.region(), ogou.region()), (ReleaseRegion::Kara, ReleaseRegion::Plateaux));
    counts_and_shares_are_told(kara, ogou);
    times_are_told_in_hours(kara, ogou);
    gaps_are_told_as_rates(kara, ogou);
    trends_are_told_over_twelve_months(kara, ogou);
    // 55 + 35 people in two activities of 30 000.
    let reached =
        |of: &CommuneFigures| of.outreach.as_ref().map(|one| (one.held, one.people, one.cost));
    assert_eq!((reached(kara), reached(ogou)), (Some((0, 0, 0)), Some((2, 90, 60_000))));
    for caller in [Caller::Analyst, Caller::Staff { role: "caseworker", centre: "ogou-1" }] {
        let denied = comparison(&world, caller).await.expect_err("denied");
        assert_eq!(denied.code(), Code::PermissionDenied);
    }
    world.end().await;
}

type Line<'a> = (&'a str, Option<i64>, Option<i64>, Option<(i32, i32)>, Option<i64>);

/// Code, part, whole, interval in thousandths, and the part in the month before.
fn line(of: &CommuneFigures, at: usize) -> Line<'_> {
    let figure = &of.figures[at];
    let value = figure.value.as_ref().expect("a value");
    let code = value.indicator.strip_prefix("indicators/").expect("a name");
    let interval = figure.interval.as_ref().map(|one| (one.low_permille, one.high_permille));
    let before = figure.before.as_ref().and_then(|before| before.numerator);
    (code, value.numerator, value.denominator, interval, before)
}

fn counts_and_shares_are_told(kara: &CommuneFigures, ogou: &CommuneFigures) {
    let told: Vec<Line<'_>> = (0..ogou.figures.len()).map(|at| line(ogou, at)).collect();
    let expected = vec![
        // 12 opened, after 6 in October.
        ("number_of_cases", Some(12), None, None, Some(6)),
        ("gbv_incidents", Some(20), None, None, Some(0)),
        // Beaten, all of them; z²/(20 + z²) = 3.84/23.84 is the upper bound of none of 20.
        ("gbv_sexual_violence", Some(0), Some(20), Some((0, 161)), Some(0)),
        ("rape_at_health_72_hours", Some(0), Some(0), None, Some(0)),
        ("rape_at_health_120_hours", Some(0), Some(0), None, Some(0)),
        // (10 + 1.92 ± 1.96 √(10·10/20 + 0.96)) / 23.84.
        ("referral_loops_closed", Some(10), Some(20), Some((299, 701)), Some(0)),
        // (5 + 1.92 ± 1.96 √(5·7/12 + 0.96)) / 15.84.
        ("case_closure_rate", Some(5), Some(12), Some((193, 680)), Some(0)),
        ("completed_case_safety_plans", Some(6), Some(12), Some((254, 746)), Some(0)),
        // (8 + 1.92 ± 1.96 √(8·5/13 + 0.96)) / 16.84.
        ("client_satisfaction_rate", Some(8), Some(13), Some((355, 823)), Some(0)),
    ];
    assert_eq!(told, expected);
    // 3 is small, and so is what is a share of it.
    assert_eq!(line(kara, 0), ("number_of_cases", None, None, None, Some(0)));
    assert_eq!(line(kara, 1), ("gbv_incidents", Some(8), None, None, Some(0)));
    assert_eq!(line(kara, 6), ("case_closure_rate", None, None, None, Some(0)));
}

type Share = (Option<i64>, Option<i64>, Option<(i32, i32)>);

fn share(rate: Option<&ReportRate>) -> Share {
    let rate = rate.expect("a rate");
    let interval = rate.interval.as_ref().map(|one| (one.low_permille, one.high_permille));
    (rate.part, rate.whole, interval)
}

fn times_are_told_in_hours(kara: &CommuneFigures, ogou: &CommuneFigures) {
    let told = |times: Option<&ResponseTimes>| {
        let times = times.expect("times");
        (times.median(), times.median_hours, share(times.within_72_hours.as_ref()))
    };
    let now: Vec<_> = ogou.times.iter().map(|time| told(time.now.as_ref())).collect();
    let expected = vec![
        // 12 of 20 within a day: half is reached there. All within 72 h: 20/(20 + z²) is the lower bound.
        (Median::Under, 24, (Some(20), Some(20), Some((839, 1_000)))),
        // 5 within a day, 5 + 6 = 11 within three. (11 + 1.92 ± 1.96 √(11·9/20 + 0.96)) / 23.84.
        (Median::Under, 72, (Some(11), Some(20), Some((342, 742)))),
        // 5 after three to seven days, 15 not yet.
        (Median::Unanswered, 0, (Some(0), Some(20), Some((0, 161)))),
    ];
    assert_eq!(now, expected);
    let codes: Vec<&str> = ogou.times.iter().map(|time| time.indicator.as_str()).collect();
    let answers = ["acknowledge", "accept", "serve"];
    assert_eq!(codes, answers.map(|answer| format!("indicators/time_to_{answer}")));
    // Nothing was sent in October, nor from Kara.
    let nothing = (Median::NoneSent, 0, (Some(0), Some(0), None));
    assert!(ogou.times.iter().all(|time| told(time.before.as_ref()) == nothing));
    assert!(kara.times.iter().all(|time| told(time.now.as_ref()) == nothing));
}

fn gaps_are_told_as_rates(kara: &CommuneFigures, ogou: &CommuneFigures) {
    let told = |of: &CommuneFigures, sector: &str| {
        let gap = of.gaps.iter().find(|gap| gap.sector == sector).expect("a sector");
        share(gap.now.as_ref())
    };
    // 7 of 7 + 13. (7 + 1.92 ± 1.96 √(7·13/20 + 0.96)) / 23.84.
    assert_eq!(told(ogou, "legal"), (Some(7), Some(20), Some((181, 567))));
    // 3 are few, and nothing but them is withheld.
    assert_eq!(told(ogou, "health"), (None, None, None));
    assert_eq!(told(ogou, "police"), (Some(0), Some(0), None));
    // None of 8; z²/(8 + z²) = 3.84/11.84.
    assert_eq!(told(kara, "health"), (Some(0), Some(8), Some((0, 324))));
    assert_eq!((ogou.gaps.len(), kara.gaps.len()), (7, 7));
    // Over the sectors that are told: 35 % in Ogou without that of health, nothing in Kara.
    let all = |of: &CommuneFigures| (share(of.all_gaps.as_ref()), of.withheld_sectors);
    assert_eq!(all(ogou), ((Some(7), Some(20), None), 1));
    assert_eq!(all(kara), ((Some(0), Some(8), None), 0));
    assert_eq!((ogou.gap_level(), kara.gap_level()), (GapLevel::UnderHalf, GapLevel::Never));
}

fn trends_are_told_over_twelve_months(kara: &CommuneFigures, ogou: &CommuneFigures) {
    let of = |commune: &CommuneFigures, code: &str| {
        let name = format!("indicators/{code}");
        let mine = commune.trends.iter().filter(|one| one.indicator == name);
        mine.map(|one: &IndicatorValue| (one.month.clone(), one.numerator)).collect::<Vec<_>>()
    };
    let nothing =
        |months: &[(String, Option<i64>)]| months.iter().all(|(_, count)| *count == Some(0));
    let cases = of(ogou, "number_of_cases");
    assert_eq!((cases.len(), cases[0].0.as_str()), (12, "2025-12"));
    assert!(nothing(&cases[..10]));
    let last = [("2026-10".to_owned(), Some(6)), ("2026-11".to_owned(), Some(12))];
    assert_eq!(cases[10..], last);
    assert_eq!(of(ogou, "gbv_incidents")[11].1, Some(20));
    // The 3 of November stay withheld.
    let cases = of(kara, "number_of_cases");
    assert!(nothing(&cases[..11]));
    assert_eq!(cases[11].1, None);
    assert_eq!(of(kara, "gbv_incidents")[11].1, Some(8));
}

/// The lines of a file by their codes, without what is said in words but for the count.
type Lines = BTreeMap<String, Vec<String>>;

fn of_csv(content: &[u8], delimiter: u8) -> Lines {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(content);
    let lines = reader.records().map(|line| line.expect("a line"));
    let cells = |line: csv::StringRecord| line.iter().map(str::to_owned).collect();
    lines.map(cells).map(|line: Vec<String>| (line[0].clone(), line[1..].to_vec())).collect()
}

fn of_workbook(content: Vec<u8>) -> Lines {
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(content)).expect("a workbook");
    let mut lines = Lines::new();
    for (_, sheet) in book.worksheets() {
        for row in sheet.rows() {
            let mut cells: Vec<String> = row.iter().map(Data::to_string).collect();
            cells.resize(9, String::new());
            // What stands above the headings has no part.
            if !cells[2].is_empty() && cells[0] != "Code" {
                lines.insert(cells.remove(0), cells);
            }
        }
    }
    lines
}

async fn files_say_what_the_comparison_says(on: On) {
    let world = two_communes(on).await;
    let pdf = file(&world, Format::Pdf, "fr").await;
    assert!(pdf.starts_with(b"%PDF-"));
    let french = of_csv(&file(&world, Format::Csv, "fr").await, b';');
    // Count, of, interval, before, before of; what each is worked out from stands above.
    let told = |code: &str| french.get(code).map(|line| line[2..].join(" ")).expect("a line");
    for (code, numbers) in [
        ("number_of_cases/ogou-1", "12    6 "),
        ("number_of_cases/kara-2", "trop petit    0 "),
        ("case_closure_rate/ogou-1", "5 12 193 680 0 6"),
        ("rape_at_health_72_hours/ogou-1", "aucun 0   0 0"),
        ("time_to_acknowledge_median/ogou-1", "24     "),
        ("time_to_accept_median/ogou-1", "72     "),
        ("time_to_serve_median/ogou-1", "plus de la moitié sans réponse     "),
        ("time_to_serve_median/kara-2", "aucun     "),
        ("time_to_accept_72_hours/ogou-1", "11 20 342 742 0 0"),
        ("service_gaps/ogou-1", "7 20    "),
        ("service_gaps_legal/ogou-1", "7 20 181 567 0 0"),
        ("service_gaps_health/ogou-1", "trop petit    0 0"),
        ("service_gaps_health/kara-2", "0 8 0 324 0 0"),
        ("outreach_people/ogou-1", "90     "),
        ("outreach_cost_per_activity/ogou-1", "30000     "),
        ("outreach_cost_per_activity/kara-2", "aucun     "),
        ("number_of_cases_trend/ogou-1/2026-10", "6     "),
        ("number_of_cases_trend/kara-2/2026-11", "trop petit     "),
    ] {
        assert_eq!(told(code), numbers, "{code}");
    }
    // A heading says in which unit its numbers are; of a share they are counts, and it says of whom.
    let heading = |lines: &Lines, code: &str| lines.get(code).expect("a line")[0].clone();
    assert!(heading(&french, "time_to_accept_median/ogou-1").ends_with("(heures, moins de)"));
    let cost = heading(&french, "outreach_cost_per_activity/ogou-1");
    assert_eq!(cost, "Coût par activité (F CFA)");
    let english = of_csv(&file(&world, Format::Csv, "en").await, b',');
    let closed = heading(&english, "case_closure_rate/ogou-1");
    assert_eq!(closed, "Closure rate");
    let lacking = heading(&english, "service_gaps_legal/ogou-1");
    assert_eq!(lacking, "No service available: Legal aid, of those who needed one");
    let shares = [&french, &english].into_iter().flat_map(Lines::values);
    assert!(shares.filter(|line| !line[3].is_empty()).all(|line| !line[0].contains('%')));
    // The workbook has the same lines, and they say the same.
    assert_eq!(of_workbook(file(&world, Format::Xlsx, "en").await), english);
    world.end().await;
}
