//! Ends weeks: what the figures tell is what stood in the log when the last one ended.

use sentier_eventing::Streams;
use sentier_eventing::host::Host;
use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_platform::ids::new_id;
use sentier_platform::principal::Principal;
use sentier_statistics_domain::weeks::{Command, Rejection, Weeks};

use super::sealing_keys::INSTALLATION;
use crate::store::{WEEKS_STREAM, WeeksCodec};

/// Closes the last week that has ended, if it is open. Two replicas that do so at once close it once.
pub(crate) async fn close_week(host: &Host) -> Result<(), TransactError<Rejection>> {
    let principal = Principal::Service { name: host.name.to_owned() };
    let call = host.call(&principal, INSTALLATION, new_id(), [0; 32], None);
    let at = call.stamp.at;
    let decide = move |state: &_| Weeks::decide(state, Command::CloseWeek, at);
    let streams: Streams<WeeksCodec> = Streams::new(&host.store);
    streams.transact(call, WEEKS_STREAM, KeyRing::none(), decide).await.map(drop)
}
