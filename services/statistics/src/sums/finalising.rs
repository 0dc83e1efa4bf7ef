//! Makes the sums of a month of counting final, and then destroys its key.

use sentier_eventing::host::Host;
use sentier_eventing::projection::{Behind, Projections};
use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_eventing::{StoreError, Streams};
use sentier_kernel::{Category, Decider as _, Explain};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_statistics_domain::sums::{Command, FinalSums, Rejection, Sums, final_at};
use sentier_statistics_domain::value::Month;

use super::CountKeys;
use crate::projections::{CAUGHT_UP, FIGURES, INDICATORS, counted_in, final_care, final_figures};
use crate::store::{SumsCodec, sums_stream};

/// Why a month's sums are not final now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FinaliseError {
    /// A read model has not added everything up yet.
    #[error(transparent)]
    Behind(#[from] Behind),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The sums are not taken.
    #[error("the sums of a month cannot be stored")]
    Refused(#[from] TransactError<Rejection>),
    /// The keys cannot be read or destroyed.
    #[error("the keys of what is counted cannot be used")]
    Keys(#[from] std::io::Error),
}

impl Explain for FinaliseError {
    fn category(&self) -> Category {
        match self {
            Self::Behind(error) => error.category(),
            Self::Store(error) => error.category(),
            Self::Refused(error) => error.category(),
            Self::Keys(_) => Category::Down,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Behind(error) => error.reason(),
            Self::Store(error) => error.reason(),
            Self::Refused(error) => error.reason(),
            Self::Keys(_) => "UNAVAILABLE",
        }
    }
}

/// Makes sums final. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Finalising {
    host: Host,
    keys: CountKeys,
    projections: Projections,
    streams: Streams<SumsCodec>,
}

impl Finalising {
    pub(crate) fn new(host: &Host, keys: &CountKeys, projections: &Projections) -> Self {
        Self {
            host: host.clone(),
            keys: keys.clone(),
            projections: projections.clone(),
            streams: Streams::new(&host.store),
        }
    }

    /// Does what is due at this moment. Safe to repeat, and to do twice at once: whoever is cut off between the
    /// sums and the key finds the sums there.
    pub(crate) async fn keep(&self) -> Result<(), FinaliseError> {
        let at = self.host.env.clock.now();
        let due = |month: &Month| final_at(*month).is_some_and(|end| at >= end);
        let months = self.keys.months()?;
        for month in months.into_iter().filter(due) {
            // All that was counted in the month stands in the log: it ended weeks ago.
            self.projections.caught_up(FIGURES, CAUGHT_UP).await?;
            self.projections.caught_up(INDICATORS, CAUGHT_UP).await?;
            for centre in counted_in(self.host.store.database(), month).await? {
                self.finalise(&centre, month).await?;
            }
            self.keys.destroy(month)?;
            tracing::info!(%month, "a month's counts are final and their key is destroyed");
        }
        Ok(())
    }

    async fn finalise(&self, centre: &str, month: Month) -> Result<(), FinaliseError> {
        let db = self.host.store.database();
        let sums = Sums {
            counted_in: month,
            figures: final_figures(db, centre, month).await?,
            care: final_care(db, centre, month).await?,
        };
        let stream = sums_stream(centre, month);
        let principal = Principal::Service { name: self.host.name.to_owned() };
        let request = derived(stream, "finalise");
        let call = self.host.call(&principal, centre, request, [0; 32], None);
        let (command, at) = (Command::FinaliseSums(sums), call.stamp.at);
        let decide = move |state: &_| FinalSums::decide(state, command.clone(), at);
        self.streams.transact(call, stream, KeyRing::none(), decide).await?;
        Ok(())
    }
}
