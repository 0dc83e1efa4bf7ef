//! Asks another structure for what one left unanswered, as the pathway ranks those that take her now.

use sentier_cases_domain::age::years_at;
use sentier_cases_domain::case::{Command, Left, left};
use sentier_cases_domain::clock::Standing;
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::ReferralId;
use sentier_cases_domain::value::Date;
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::{Call, Reading};
use sentier_kernel::Moment;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::{Cases, Fault, Known};
use crate::pathways::Sought;

impl Cases {
    /// Asks the first in rank that a consent covers; the consents are read in the same breath as the request is
    /// stored, so that none withdrawn a moment ago is used. Interrupted anywhere, a repeat of the news goes on:
    /// one expiry is one request.
    ///
    /// PRIVACY: who is silent is told by the broker, and who comes next is not: it depends on her age, her sex
    /// and what happened. They are read here, the reading is entered first, and once however often the news
    /// comes; they go to the referrals service with the question, and are kept nowhere.
    ///
    /// # Errors
    /// When the referrals service does not say who takes her; the domain's rejection; or a fault of the store.
    pub async fn escalate_referral(
        &self,
        stamp: Stamp,
        known: &Known,
        expired: ReferralId,
    ) -> Result<(), Fault> {
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        let Some(left) = left(&state, expired) else { return Ok(()) };
        let request_id = derived(stamp.request_id, "escalate");
        let own = Principal::Service { name: self.host.name.to_owned() };
        let fields = vec!["identity", "incident"];
        let reading = Reading {
            id: derived(request_id, "reading"),
            ..self.host.reading(&own, &known.centre, "referral", fields)
        };
        let (_, Some(file)) = self.read_case(reading, known).await? else { return Ok(()) };
        let sought = sought(&file, left, stamp.at);
        let ranked = self.pathways.ranked(&known.centre, sought).await?;
        let call = Call { stamp: Stamp { request_id, ..stamp }, expected_version: None };
        let referral = ReferralId::from_uuid(derived(request_id, "referral"));
        let command = Command::EscalateReferral { expired, referral, ranked };
        self.change(call, known, command).await.map(drop)
    }
}

/// For whom a structure is sought, as her file says at `now`. The form asks for no commune of hers: the one
/// where it happened last stands for it, and decides among equals only.
fn sought(file: &CaseFile, left: Left, now: Moment) -> Sought {
    let identity = file.identity.expose();
    let birth = identity.and_then(|identity| identity.birth_date);
    let district = file.incidents.last().and_then(|last| last.circumstances.expose());
    let clocks = file.incidents.iter().flat_map(|incident| file.clocks(incident));
    let running = clocks.filter(|clock| clock.standing(now) == Standing::Running);
    // A clock of health bounds the answer to a need of health, and no other.
    let limit = running.map(|clock| clock.deadline).min().filter(|_| left.need.is_health());
    Sought {
        need: left.need,
        age: birth.and_then(|birth| years_at(birth, Date::of(now))),
        sex: identity.map(|identity| identity.sex),
        commune: district.map_or_else(String::new, |it| it.district.as_str().to_owned()),
        limit,
        tried: left.tried,
    }
}
