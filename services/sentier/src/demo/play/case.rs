//! One case through its visits, by those who work on it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use sentier_kernel::Moment;
use sentier_platform::clock::Clock;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::cases::v1::{Goal, GoalProgress, GoalState, RiskLevel};
use sentier_proto::common::v1::{ConsentPurpose, IncidentType};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use super::casework::{Given, Wanted};
use super::client::Client;
use super::pace::{Calendar, today};
use super::stage::Stage;
use crate::demo::progress::Progress;
use crate::demo::tally::Tally;
use crate::demo::world::{Act, Hand, Incident, Script, age_band, giving};

/// Between two looks at something that takes its time.
const LOOK: Duration = Duration::from_millis(150);

/// What every case needs to be played.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) stage: Arc<Stage>,
    pub(super) calendar: Calendar,
    pub(super) tally: Tally,
    pub(super) progress: Progress,
    /// How many visits take place at once.
    pub(super) rooms: Arc<Semaphore>,
    /// How long the pathway may take for one step.
    pub(super) patience: Duration,
}

/// A case as far as it was played.
struct Playing<'a> {
    scene: &'a Scene,
    script: &'a Script,
    worker: Client,
    case: String,
    consents: Vec<String>,
    referrals: Vec<String>,
    /// Meetings so far.
    met: usize,
}

/// Plays one case to its last visit; gives its name when the survivor asked to be erased.
///
/// The erasure itself waits for the end of the month: until then it is not known that her incident was
/// counted, and the figures could differ by one without anybody being wrong.
pub(super) async fn play(scene: &Scene, script: &Script) -> anyhow::Result<Option<String>> {
    let worker = match script.hand {
        Hand::Intake => scene.stage.supervisor.clone(),
        Hand::Caseworker(number) => {
            scene.stage.caseworkers.get(number).context("no such caseworker")?.clone()
        }
    };
    let mut playing = Playing {
        scene,
        script,
        worker,
        case: String::new(),
        consents: vec![String::new(); script.consents.len()],
        referrals: vec![String::new(); script.referrals.len()],
        met: 0,
    };
    for visit in &script.visits {
        scene.calendar.until(visit.at).await;
        for act in &visit.acts {
            playing.before(act).await?;
            let room = scene.rooms.acquire().await?;
            playing.act(act).await.with_context(|| format!("{} failed", naming(act)))?;
            drop(room);
            scene.progress.step();
        }
    }
    Ok(script.is_erased().then_some(playing.case))
}

impl Playing<'_> {
    /// What must have happened elsewhere before; nobody occupies a room for it.
    async fn before(&self, act: &Act) -> anyhow::Result<()> {
        match act {
            Act::Withdraw(_) => self.referrals_sent().await,
            _ => Ok(()),
        }
    }

    async fn act(&mut self, act: &Act) -> anyhow::Result<()> {
        match act {
            Act::Open => self.open().await,
            Act::Record(place) => self.record(*place).await,
            Act::Grant(place) => self.grant(*place).await,
            Act::Assess => Ok(self.worker.assess(&self.case, self.risk()).await?),
            Act::Plan => {
                let due = now().plus(Duration::from_hours(14 * 24));
                Ok(self.worker.agree_plan(&self.case, &self.script.needs, due).await?)
            }
            Act::Refer(place) => self.refer(*place).await,
            Act::FollowUp(note) => {
                let met = timestamp(now().minus(Duration::from_secs(2)));
                let goals = self.goals();
                self.worker.record_follow_up(&self.case, met, note, goals).await?;
                self.met += 1;
                self.scene.tally.followed_up();
                Ok(())
            }
            Act::Withdraw(place) => {
                let consent = self.consents.get(*place).context("no such consent")?;
                self.worker.withdraw_consent(consent).await?;
                self.scene.tally.withdrawn(consent);
                Ok(())
            }
            Act::Close(reason) => self.close(*reason).await,
            Act::Erase => Ok(()),
        }
    }

    /// The risk that she is harmed again; by the kind of incident, which is assumed.
    fn risk(&self) -> RiskLevel {
        match self.script.incidents.first().map(|incident| incident.kind) {
            Some(IncidentType::Rape | IncidentType::ForcedMarriage) => RiskLevel::High,
            Some(IncidentType::PhysicalAssault | IncidentType::SexualAssault) => RiskLevel::Medium,
            _ => RiskLevel::Low,
        }
    }

    /// How near her goals are: what was on the way at the first meeting is met at the next.
    fn goals(&self) -> Vec<GoalState> {
        let met = if self.met == 0 { GoalProgress::InProgress } else { GoalProgress::Met };
        let state = |goal: Goal, progress: GoalProgress| GoalState {
            goal: goal.into(),
            progress: progress.into(),
        };
        vec![state(Goal::Safety, met), state(Goal::Justice, GoalProgress::NotApplicable)]
    }

    async fn open(&mut self) -> anyhow::Result<()> {
        let stage = &self.scene.stage;
        let opener = match self.script.hand {
            Hand::Intake => &stage.intake,
            Hand::Caseworker(_) => &self.worker,
        };
        self.case = opener.open_case(&stage.centre, &self.script.survivor).await?;
        self.scene.tally.opened();
        Ok(())
    }

    async fn record(&self, place: usize) -> anyhow::Result<()> {
        let incident = self.script.incidents.get(place).context("no such incident")?;
        let found = self.worker.record_incident(&self.case, incident).await?;
        anyhow::ensure!(
            IncidentType::try_from(found) == Ok(incident.kind),
            "the centre's rules classified an incident otherwise than GBVIMS does"
        );
        self.scene.tally.incident(self.is_counted().then(|| self.cell(incident)));
        Ok(())
    }

    fn cell(&self, incident: &Incident) -> (i32, i32) {
        let band = age_band(self.script.survivor.birth_date, incident.date);
        (incident.kind.into(), band.into())
    }

    /// Whether she consents to be counted, and her minimum data set is whole.
    fn is_counted(&self) -> bool {
        let mut consents = self.script.consents.iter();
        let counted = consents.any(|one| one.purpose == ConsentPurpose::Statistics);
        counted && self.script.survivor.birth_date.is_some()
    }

    async fn grant(&mut self, place: usize) -> anyhow::Result<()> {
        let consent = self.script.consents.get(place).context("no such consent")?;
        let agency = consent.agency.and_then(|kind| self.scene.stage.agency(kind));
        let days = |days: u32| timestamp(now().plus(Duration::from_hours(24) * days));
        let given = Given {
            purpose: consent.purpose,
            agency: agency.map_or("", |agency| &agency.name),
            field_groups: &consent.field_groups,
            expire_time: consent.days.map(days),
        };
        let giving = giving(&self.script.survivor, today());
        let name = self.worker.grant_consent_as(&self.case, given, giving).await?;
        self.scene.tally.consented();
        *self.consents.get_mut(place).context("no such consent")? = name;
        Ok(())
    }

    async fn refer(&mut self, place: usize) -> anyhow::Result<()> {
        let referral = self.script.referrals.get(place).context("no such referral")?;
        let agency = self.scene.stage.agency(referral.agency).context("no such agency")?;
        let consent = self.consents.get(referral.consent).context("no such consent")?;
        let wanted = Wanted {
            structure: &agency.structure,
            need: referral.need,
            urgency: referral.urgency,
            consent,
            field_groups: &referral.field_groups,
        };
        let name = self.worker.request_referral(&self.case, wanted).await?;
        self.scene.tally.requested(&name, referral.need.into(), consent, &self.case);
        *self.referrals.get_mut(place).context("no such referral")? = name;
        Ok(())
    }

    /// A case closes with its checklist and a second person's approval. One with open referrals does not: she
    /// tries again until the agencies have answered.
    async fn close(&self, reason: Reason) -> anyhow::Result<()> {
        let request = self.worker.request_closure(&self.case, reason).await?;
        let stage = &self.scene.stage;
        let second = match self.script.hand {
            Hand::Caseworker(_) => Some(&stage.supervisor),
            Hand::Intake => stage.second_supervisor.as_ref(),
        };
        let Some(second) = second else {
            self.scene.tally.stays_open();
            return Ok(());
        };
        second.approve(&self.case, &request).await?;
        let begun = Instant::now();
        loop {
            match self.worker.close_case(&self.case, reason).await {
                Ok(()) => {
                    self.scene.tally.closed();
                    return Ok(());
                }
                Err(failed) if failed.is("REFERRALS_OPEN") => {
                    if begun.elapsed() > self.scene.calendar.closure() {
                        self.scene.tally.stays_open();
                        return Ok(());
                    }
                    sleep(LOOK * 2).await;
                }
                Err(failed) => return Err(failed.into()),
            }
        }
    }

    /// What is withdrawn has reached its agency, so that the agency sees it go.
    async fn referrals_sent(&self) -> anyhow::Result<()> {
        let supervisor = &self.scene.stage.supervisor;
        for referral in self.referrals.iter().filter(|name| !name.is_empty()) {
            let begun = Instant::now();
            while supervisor.find_referral(referral).await?.is_none() {
                self.in_time(begun, "a referral to reach its agency's inbox")?;
                sleep(LOOK).await;
            }
        }
        Ok(())
    }

    fn in_time(&self, begun: Instant, what: &str) -> anyhow::Result<()> {
        let waited = begun.elapsed();
        anyhow::ensure!(
            waited < self.scene.patience,
            "waited {} s for {what}, in vain",
            waited.as_secs()
        );
        Ok(())
    }
}

fn now() -> Moment {
    Clock::system().now()
}

const fn naming(act: &Act) -> &'static str {
    match act {
        Act::Open => "opening a case",
        Act::Record(_) => "recording an incident",
        Act::Assess => "assessing",
        Act::Plan => "agreeing on a plan",
        Act::Grant(_) => "recording a consent",
        Act::Refer(_) => "requesting a referral",
        Act::FollowUp(_) => "recording a follow-up",
        Act::Withdraw(_) => "withdrawing a consent",
        Act::Close(_) => "closing a case",
        Act::Erase => "erasing a survivor",
    }
}
