//! Whose turn it is: of the webhooks that are there, which are looked at now.
//!
//! One whose agency has news is looked at at once, the others when the clock says so, for what waits to be
//! tried again. An idle webhook so costs nothing with the changes of other agencies.

use std::collections::{HashMap, HashSet};

use sentier_referrals_domain::value::WebhookId;
use tokio::sync::watch;

use crate::projections::{ActiveWebhook, Feed};

/// Webhooks that are delivered at once, in this process.
const AT_ONCE: usize = 32;

/// The turns of this process.
#[derive(Debug)]
pub(super) struct Turns {
    feed: Feed,
    // INVARIANT: one entry for each webhook that was there at the last look.
    news: HashMap<WebhookId, watch::Receiver<i64>>,
    busy: HashSet<WebhookId>,
}

impl Turns {
    pub(super) fn new(feed: Feed) -> Self {
        Self { feed, news: HashMap::new(), busy: HashSet::new() }
    }

    /// Whether a webhook that is not busy has news.
    pub(super) fn are_wanted(&self) -> bool {
        let waits = |(id, news): (&WebhookId, &watch::Receiver<i64>)| {
            !self.busy.contains(id) && has_news(news)
        };
        self.busy.len() < AT_ONCE && self.news.iter().any(waits)
    }

    /// Of those that are there, those that begin their turn now: with news, or any when `all` are due.
    pub(super) fn begun(&mut self, there: Vec<ActiveWebhook>, all: bool) -> Vec<ActiveWebhook> {
        let ids: HashSet<WebhookId> = there.iter().map(|one| one.id).collect();
        self.news.retain(|id, _news| ids.contains(id));
        let mut begun = Vec::new();
        for one in there {
            // What was there before it is first known here is found by its first look.
            let first = !self.news.contains_key(&one.id);
            let agency = one.webhook.agency;
            let news = self.news.entry(one.id).or_insert_with(|| self.feed.subscribe(agency));
            let is_due = all || first || has_news(news);
            if is_due && self.busy.len() < AT_ONCE && self.busy.insert(one.id) {
                // Taken as seen before anything is read, so that what comes meanwhile is news again.
                let _: i64 = *news.borrow_and_update();
                begun.push(one);
            }
        }
        begun
    }

    /// Its turn is over.
    pub(super) fn end(&mut self, one: WebhookId) {
        let _: bool = self.busy.remove(&one);
    }
}

/// A feed that ended has no news any more.
fn has_news(news: &watch::Receiver<i64>) -> bool {
    news.has_changed().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use sentier_kernel::Moment;
    use sentier_kernel::id::Uuid;
    use sentier_referrals_domain::value::AgencyId;
    use sentier_referrals_domain::webhook::{Standing, Webhook};

    use super::*;

    fn agency(number: u128) -> AgencyId {
        AgencyId::from_uuid(Uuid::from_u128(number))
    }

    fn hook(number: u128, of: u128) -> ActiveWebhook {
        let webhook = Webhook {
            agency: agency(of),
            url: "https://chr.example/x".to_owned(),
            standing: Standing::Active,
            registered_at: Moment::default(),
            generation: 1,
            previous_until: None,
            replayed_at: None,
        };
        ActiveWebhook { id: WebhookId::from_uuid(Uuid::from_u128(number)), from: 0, webhook }
    }

    fn there() -> Vec<ActiveWebhook> {
        vec![hook(1, 1), hook(2, 1), hook(3, 2)]
    }

    fn ids(begun: &[ActiveWebhook]) -> Vec<u128> {
        begun.iter().map(|one| one.id.as_uuid().as_u128()).collect()
    }

    #[test]
    fn a_change_wakes_the_webhooks_of_its_agency_and_no_others() {
        let feed = Feed::default();
        let mut turns = Turns::new(feed.clone());
        assert_eq!(ids(&turns.begun(there(), false)), [1, 2, 3], "each has a first look");
        (1..4).for_each(|one| turns.end(hook(one, 1).id));
        assert!(!turns.are_wanted());
        feed.tell(&[(7, agency(9))]);
        assert!(!turns.are_wanted(), "nobody here belongs to that agency");
        feed.tell(&[(8, agency(1))]);
        assert!(turns.are_wanted());
        assert_eq!(ids(&turns.begun(there(), false)), [1, 2]);
    }

    #[test]
    fn what_comes_during_a_turn_is_looked_at_after_it() {
        let feed = Feed::default();
        let mut turns = Turns::new(feed.clone());
        turns.begun(vec![hook(1, 1)], false);
        feed.tell(&[(8, agency(1))]);
        assert!(!turns.are_wanted(), "it is busy");
        assert!(turns.begun(vec![hook(1, 1)], true).is_empty());
        turns.end(hook(1, 1).id);
        assert!(turns.are_wanted());
        assert_eq!(ids(&turns.begun(vec![hook(1, 1)], false)), [1]);
        turns.end(hook(1, 1).id);
        assert!(!turns.are_wanted());
        // Without news the clock gives it its turn; one that was removed has none.
        assert_eq!(ids(&turns.begun(vec![hook(1, 1)], true)), [1]);
        turns.end(hook(1, 1).id);
        assert!(turns.begun(Vec::new(), true).is_empty());
        feed.tell(&[(9, agency(1))]);
        assert!(!turns.are_wanted());
    }

    #[test]
    fn no_more_than_some_have_their_turn_at_once() {
        let mut turns = Turns::new(Feed::default());
        let many: Vec<_> = (0..40).map(|number| hook(number, number)).collect();
        assert_eq!(turns.begun(many.clone(), true).len(), AT_ONCE);
        turns.end(many[0].id);
        assert_eq!(ids(&turns.begun(many, true)), [0]);
    }
}
