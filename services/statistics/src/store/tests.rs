//! Every stored event has a golden file: what was stored once is read for ever.

use std::fmt::Debug;
use std::path::Path;

use sentier_eventing::StoredEvent;
use sentier_eventing::codec::{Codec, Event};
use sentier_eventing::vault::{KeyRing, Opener, Place, Sealer, SpanKey};
use sentier_statistics_domain::budget::Event as Budget;
use sentier_statistics_domain::figures::{
    Event as Figure, IncidentCell, Kind as FigureKind, ReferralCell,
};
use sentier_statistics_domain::indicators::{Count, Event as Care, Measure, Worker};
use sentier_statistics_domain::outreach::{
    ActivityKind, Audience, CancelReason, Cost, CostLine, Event as Outreach, Outcome, Plan,
    Profession, Target, TargetsEvent, Theme, Trained,
};
use sentier_statistics_domain::records::{Ages, Batch, Class, Event as RecordBatch, Kind};
use sentier_statistics_domain::release::{Estimate, Event as Published, Region, Release, Rho};
use sentier_statistics_domain::sealing::Event as Sealing;
use sentier_statistics_domain::subscription::{Event as Subscription, Terms};
use sentier_statistics_domain::sums::{CareSum, Event as SumsEvent, FigureSum, Sums};
use sentier_statistics_domain::value::{AgeBand, IncidentType, Month, Need, ReferralState, Sex};
use sentier_statistics_domain::weeks::Event as WeekEvent;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::*;

fn golden(event_type: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("domain/golden");
    let text = std::fs::read_to_string(folder.join(format!("{event_type}.json")));
    text.unwrap_or_else(|_absent| panic!("{event_type} has no golden file")).trim_end().to_owned()
}

fn keeps<C: Codec>(event: &Event<C>) -> String
where
    Event<C>: PartialEq + Debug,
{
    let event_type = C::event_type(event);
    let place = Place {
        centre: "ogou-1".to_owned(),
        stream: Uuid::from_u128(1),
        version: 1,
        event_type: event_type.to_owned(),
    };
    let ring = KeyRing::none();
    let written = C::encode(event, &Sealer::new(&ring, place)).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), golden(event_type));
    let read = C::decode(event_type, golden(event_type).as_bytes(), &Opener::withholding());
    assert_eq!(&read.unwrap(), event);
    event_type.to_owned()
}

/// As [`keeps`], of what is sealed: it opens under its key, and says nothing to who has none.
fn seals<C: Codec>(event: &Event<C>, not_open: &Event<C>) -> String
where
    Event<C>: PartialEq + Debug,
{
    let event_type = C::event_type(event);
    let key = SpanKey::new(Uuid::from_u128(5), Zeroizing::new([7; 32]));
    let mut stored = StoredEvent {
        position: 1,
        stream: Uuid::from_u128(1),
        version: 1,
        event_type: event_type.to_owned(),
        at: sentier_kernel::Moment::from_micros(1_795_478_400_000_000),
        principal: String::new(),
        centre: "ogou-1".to_owned(),
        payload: Vec::new(),
    };
    let place = Place {
        centre: stored.centre.clone(),
        stream: stored.stream,
        version: stored.version,
        event_type: event_type.to_owned(),
    };
    let written = C::encode(event, &Sealer::new(&key.ring(), place)).unwrap();
    // A new kind's first golden file is what a failure shows here.
    assert_ne!(String::from_utf8(written.clone()).unwrap(), golden(event_type), "never the same");
    let gone = SpanKey::destroyed(Uuid::from_u128(5));
    for payload in [written, golden(event_type).into_bytes()] {
        stored.payload = payload;
        let read = |opener: Opener<'_>| C::decode(event_type, &stored.payload, &opener).unwrap();
        assert_eq!(&read(key.opener(&stored)), event);
        assert_eq!(&read(gone.opener(&stored)), not_open);
        assert_eq!(&read(Opener::withholding()), not_open);
    }
    event_type.to_owned()
}

/// What was stored in clear, before it was sealed, is read for ever.
fn reads_from_before<C: Codec>(event: &Event<C>) -> String
where
    Event<C>: PartialEq + Debug,
{
    let before = C::event_type(event).replace(".v2", ".v1");
    let read = C::decode(&before, golden(&before).as_bytes(), &Opener::withholding());
    assert_eq!(&read.unwrap(), event);
    before
}

fn sums(month: Month) -> Sums {
    let incident = FigureKind::Incident(IncidentType::Rape, AgeBand::From12To17);
    let count = Count { month, measure: Measure::ServiceGiven(Need::LegalAid), amount: 2 };
    Sums {
        counted_in: month,
        figures: vec![FigureSum { month, kind: incident, count: 1 }],
        care: vec![
            CareSum { count, behind: None },
            CareSum { count, behind: "2026-11-16".parse().ok() },
        ],
    }
}

fn plan() -> Plan {
    Plan {
        kind: ActivityKind::Training,
        theme: Theme::CareOfSurvivors,
        title: "Premiers mots".to_owned(),
        day: "2026-11-20".parse().unwrap(),
        commune: "Ogou 1".to_owned(),
        place: "Mairie".to_owned(),
        agencies: [Uuid::from_u128(2)].into(),
        people_target: 20,
        budget: 150_000,
        funder: "Commune".to_owned(),
    }
}

fn outcome() -> Outcome {
    Outcome {
        day: "2026-11-21".parse().unwrap(),
        audience: vec![Audience { sex: Sex::Male, age_band: AgeBand::Unknown, count: 3 }],
        trained: vec![Trained {
            profession: Profession::SecurityForces,
            sex: Sex::Female,
            count: 12,
        }],
        costs: vec![Cost { line: CostLine::Catering, amount: 40_000 }],
        funder: "Commune".to_owned(),
        agencies: [Uuid::from_u128(2)].into(),
    }
}

fn outreach() -> [Outreach; 5] {
    [
        Outreach::ActivityPlanned { id: Uuid::from_u128(1), plan: plan() },
        Outreach::PlanRevised { plan: plan() },
        Outreach::ActivityHeld { outcome: outcome() },
        Outreach::ActivityCorrected { outcome: outcome(), reason: "recompté".to_owned() },
        Outreach::ActivityCancelled { reason: CancelReason::NoFunding },
    ]
}

#[test]
fn today_s_events_are_written_as_in_their_golden_files_and_every_file_is_read() {
    let month = Month::try_new(2026, 11).unwrap();
    let incident = IncidentCell {
        incident_type: IncidentType::Rape,
        age_band: AgeBand::From12To17,
        sex: Sex::Female,
    };
    let referral = ReferralCell { need: Need::LegalAid, state: ReferralState::Accepted };
    let mut known: Vec<String> = [
        Figure::CaseOpenedCounted { month },
        Figure::CaseClosedCounted { month },
        Figure::FollowUpCounted { month },
    ]
    .iter()
    .map(keeps::<FiguresCodec>)
    .collect();
    let told = [
        Figure::IncidentCounted { month, cell: incident },
        Figure::IncidentRecounted {
            month,
            former: incident,
            cell: IncidentCell { incident_type: IncidentType::SexualAssault, ..incident },
        },
        Figure::IncidentUncounted { month, cell: incident },
        Figure::ReferralReachedCounted { month, cell: referral },
    ];
    known.extend(told.iter().map(|event| seals::<FiguresCodec>(event, &Figure::NotOpen)));
    let (_, sealed) = known.split_at(3);
    assert_eq!(sealed, &SEALED[..4]);
    known.extend(told.iter().map(reads_from_before::<FiguresCodec>));
    assert_eq!(known, FIGURES_EVENTS);
    known.push(keeps::<FiguresCodec>(&Figure::MessageBarred));
    known.push(keeps::<IndicatorsCodec>(&Care::MessageBarred));

    let count = |measure, amount| Count { month, measure, amount };
    let held = Measure::CasesHeld(Worker(Uuid::from_u128(7)));
    let counts = vec![count(Measure::ServiceGiven(Need::LegalAid), 1), count(held, -1)];
    let counted = Care::CareCounted { counts };
    known.push(seals::<IndicatorsCodec>(&counted, &Care::NotOpen));
    assert_eq!(known.last().map(String::as_str), Some(SEALED[4]));
    known.push(reads_from_before::<IndicatorsCodec>(&counted));
    known.push(keeps::<SumsCodec>(&SumsEvent::SumsFinalised(sums(month))));

    let week = "2026-11-16".parse().unwrap();
    known.push(keeps::<WeeksCodec>(&WeekEvent::WeekClosed { week }));
    assert_eq!(known.last().map(String::as_str), Some(WEEK_CLOSED));

    let key = "3-0a1b2c3d".parse().unwrap();
    known.push(keeps::<SealingCodec>(&Sealing::SealingKeyRotated { key }));

    let kept: Vec<String> = outreach().iter().map(keeps::<ActivitiesCodec>).collect();
    assert_eq!(kept, ACTIVITY_EVENTS);
    known.extend(kept);

    known.push(targets());
    known.extend(releases());
    known.push(batch());

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("domain/golden");
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let event_type = name.strip_suffix(".json").unwrap().to_owned();
        assert!(known.contains(&event_type), "{name} is read by nobody");
    }
}

fn targets() -> String {
    let target = Target { kind: ActivityKind::PublicEvent, activities: 4, people: 800 };
    let kept =
        keeps::<TargetsCodec>(&TargetsEvent::TargetsSet { year: 2026, targets: vec![target] });
    assert_eq!(kept, "outreach_targets_set.v1");
    kept
}

fn batch() -> String {
    let class = |region, ages, kind, count| Class { region, ages, kind, count };
    let (plateaux, girls) = (Some(Region::Plateaux), Some(Ages::Under18));
    let classes =
        vec![class(plateaux, girls, Kind::Sexual, 12), class(None, None, Kind::Other, 10)];
    let period = "2026-Q4".parse().unwrap();
    let batch = Batch { period, classes, carried: 7, dropped: 1 };
    keeps::<BatchCodec>(&RecordBatch::BatchReleased(batch))
}

/// The types of the events of releases, their budget and their subscriptions.
fn releases() -> Vec<String> {
    let release = "region-2026-11".parse().unwrap();
    let debit = Rho(22_260_000);
    let mut known =
        vec![keeps::<BudgetCodec>(&Budget::ReleaseEntered { release, rho: debit, debit })];
    let estimates = vec![Estimate { value: -417, low: 0, high: 6_933 }];
    let noisy = vec![-3];
    let published = Release { id: release, rho: debit, noisy, estimates };
    known.push(keeps::<ReleaseCodec>(&Published::ReleasePublished(published)));
    assert_eq!(known.last().map(String::as_str), Some(PUBLISHED));
    let terms = Terms {
        organisation: "Observatoire national".to_owned(),
        purpose: "Rapport annuel".to_owned(),
        until: sentier_kernel::Moment::from_micros(1_827_057_600_000_000),
    };
    let kept: Vec<String> = [
        Subscription::SubscriptionRequested { analyst: Uuid::from_u128(1), terms },
        Subscription::SubscriptionApproved,
        Subscription::SubscriptionRevoked { reason: "Fin du projet".to_owned() },
        Subscription::ReleaseDelivered { release },
    ]
    .iter()
    .map(keeps::<SubscriptionsCodec>)
    .collect();
    assert_eq!(kept, SUBSCRIPTION_EVENTS);
    known.extend(kept);
    known
}

#[test]
fn an_unknown_type_is_not_guessed_at() {
    let opener = Opener::withholding();
    assert!(FiguresCodec::decode("case_opened_counted.v9", b"{}", &opener).is_err());
    assert!(ActivitiesCodec::decode("activity_planned.v9", b"{}", &opener).is_err());
    assert!(TargetsCodec::decode("activity_planned.v1", b"{}", &opener).is_err());
    assert!(SealingCodec::decode("sealing_key_rotated.v9", b"{}", &opener).is_err());
}
