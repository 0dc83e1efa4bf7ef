//! What may leave for one agency and one referral, decided at the moment it leaves.

use std::collections::BTreeSet;

use sentier_kernel::{Moment, Sensitive};

use crate::case::{Rejection, State};
use crate::codes::{FieldGroup, Purpose};
use crate::consent;
use crate::file::{CaseFile, Incident};
use crate::id::{AgencyId, ConsentId, ReferralId};
use crate::personal::{Contact, Identity};
use crate::safe_contact::SafeContactPlan;
use crate::value::{Phone, SurvivorCode};

/// The permission to disclose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// The field groups that may leave.
    pub field_groups: BTreeSet<FieldGroup>,
    /// When the consent ends; absent means until withdrawn.
    pub until: Option<Moment>,
}

impl Permit {
    /// The same, bounded by what the pathway lets a referral for this need ask for; none is no bound.
    pub fn within(mut self, limit: Option<&BTreeSet<FieldGroup>>) -> Self {
        if let Some(limit) = limit {
            self.field_groups.retain(|group| limit.contains(group));
        }
        self
    }
}

/// The released fields of one case. PERSONAL.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// What was permitted.
    pub permit: Permit,
    /// Always given.
    pub survivor_code: SurvivorCode,
    /// With identity; withheld otherwise.
    pub identity: Sensitive<Identity>,
    /// With contact; withheld otherwise.
    pub contact: Sensitive<Contact>,
    /// With incident or narrative; each part withheld when its group is not released.
    pub incidents: Vec<Incident>,
}

/// Which field groups may leave for `referral` and `agency` at `at`.
///
/// # Errors
/// A rejection when the survivor is erased, the referral is unknown, for another agency or ended, or
/// its consent does not cover it at `at`.
pub fn permit(
    state: &State,
    referral: ReferralId,
    agency: AgencyId,
    at: Moment,
) -> Result<Permit, Rejection> {
    if state.erased {
        return Err(Rejection::SurvivorErased);
    }
    // Another agency's referral is as good as none: its existence is not told.
    let known = state
        .referrals
        .get(&referral)
        .filter(|known| known.agency == agency)
        .ok_or(Rejection::NoSuchReferral)?;
    let wanted = Wanted { agency, consent: known.consent, field_groups: &known.field_groups };
    let permit = permit_wanted(state, wanted, at)?;
    if known.progress.is_final() { Err(Rejection::ReferralEnded) } else { Ok(permit) }
}

/// What is to leave, before or after it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// To whom.
    pub agency: AgencyId,
    /// On which consent.
    pub consent: ConsentId,
    /// Which field groups.
    pub field_groups: &'a BTreeSet<FieldGroup>,
}

/// Which field groups may leave as it is wanted, at `at`: the one rule of the claim and of its preview.
///
/// # Errors
/// A rejection when the survivor is erased, or the consent is not there or does not cover it at `at`.
pub fn permit_wanted(state: &State, wanted: Wanted<'_>, at: Moment) -> Result<Permit, Rejection> {
    if state.erased {
        return Err(Rejection::SurvivorErased);
    }
    let consent = state.consent(wanted.consent).ok_or(Rejection::NoSuchConsent)?;
    if !consent.is_valid(at) {
        return Err(Rejection::ConsentNotValid);
    }
    let (alone, groups) = (std::slice::from_ref(consent), wanted.field_groups);
    consent::covers(alone, Some(wanted.agency), Purpose::Services, groups, at)
        .ok_or(Rejection::NoConsent)?;
    Ok(Permit { field_groups: groups.clone(), until: consent.expires_at })
}

/// As [`permit_wanted`], and by the opened file: nothing leaves under a consent that, by what is known of her
/// birth now, somebody else had to give.
///
/// # Errors
/// As [`permit_wanted`].
pub fn permit_wanted_of(
    file: &CaseFile,
    wanted: Wanted<'_>,
    at: Moment,
) -> Result<Permit, Rejection> {
    let permit = permit_wanted(&file.state, wanted, at)?;
    if file.stands(wanted.consent) { Ok(permit) } else { Err(Rejection::ConsentNotValid) }
}

/// As [`permit`], and by the opened file: nothing leaves under a consent that, by what is known of her birth
/// now, somebody else had to give.
///
/// # Errors
/// As [`permit`].
pub fn permit_of(
    file: &CaseFile,
    referral: ReferralId,
    agency: AgencyId,
    at: Moment,
) -> Result<Permit, Rejection> {
    let permit = permit(&file.state, referral, agency, at)?;
    let known = file.state.referrals.get(&referral).ok_or(Rejection::NoSuchReferral)?;
    if file.stands(known.consent) { Ok(permit) } else { Err(Rejection::ConsentNotValid) }
}

/// The permitted part of a file, and nothing else of it.
///
/// # Errors
/// As [`permit`].
pub fn disclose(
    file: &CaseFile,
    referral: ReferralId,
    agency: AgencyId,
    at: Moment,
) -> Result<Disclosure, Rejection> {
    release(file, permit_of(file, referral, agency, at)?)
}

/// What a permit lets leave of a file, and nothing else of it.
///
/// # Errors
/// When there is no case.
pub fn release(file: &CaseFile, permit: Permit) -> Result<Disclosure, Rejection> {
    let opening = file.state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    // PRIVACY: the one place where values are copied out of a file for an agency.
    let groups = &permit.field_groups;
    let incidents = file
        .incidents
        .iter()
        .filter(|_| {
            groups.contains(&FieldGroup::Incident) || groups.contains(&FieldGroup::Narrative)
        })
        .map(|incident| Incident {
            id: incident.id,
            details: released(groups, FieldGroup::Incident, &incident.details),
            // No field group holds what the form asks for the figures and for the centre's own work.
            circumstances: Sensitive::Withheld,
            narrative: released(groups, FieldGroup::Narrative, &incident.narrative),
            recorded_at: incident.recorded_at,
        })
        .collect();
    Ok(Disclosure {
        survivor_code: opening.survivor_code.clone(),
        identity: released(groups, FieldGroup::Identity, &file.identity),
        contact: contact(file, groups),
        incidents,
        permit,
    })
}

/// How to reach her, when that is released. PRIVACY: her number does not leave when her plan of safe contact
/// says never, or names neither calls nor texts: a partner rings whoever has a number. What she said of it
/// in words leaves with the rest.
fn contact(file: &CaseFile, groups: &BTreeSet<FieldGroup>) -> Sensitive<Contact> {
    let told = released(groups, FieldGroup::Contact, &file.contact);
    let Some(plan) = &file.safe_contact else { return told };
    let rings = plan.expose().is_some_and(SafeContactPlan::lets_ring);
    match told.expose() {
        Some(known) if !rings => {
            let safe_contact = known.safe_contact.clone();
            Sensitive::new(Contact { phone: Phone::default(), safe_contact })
        }
        _ => told,
    }
}

/// A value when its group is released, withheld otherwise.
fn released<T: Clone>(
    groups: &BTreeSet<FieldGroup>,
    group: FieldGroup,
    value: &Sensitive<T>,
) -> Sensitive<T> {
    if groups.contains(&group) { value.clone() } else { Sensitive::Withheld }
}
