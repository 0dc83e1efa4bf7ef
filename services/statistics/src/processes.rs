//! What the clock asks of the service, each a process of its own: keys that others seal to, weeks that end, the
//! calendar of releases, sums that become final.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::host::Host;
use sentier_eventing::process::{Process, Rhythm, every};
use sentier_kernel::Explain;

use crate::application::{SealingKeys, close_week};
use crate::releasing::Calendar;
use crate::sums::Finalising;

type Worked<'a> = BoxFuture<'a, Result<(), Box<dyn Explain>>>;

/// Starts them; they end with the service.
pub(crate) fn start(host: &Host, keys: &SealingKeys, calendar: &Calendar, sums: &Finalising) {
    // A caller who asks for the key in force never waits for this.
    run(host, KeptKeys(keys.clone()), Duration::from_hours(1));
    run(host, EndedWeeks(host.clone()), Duration::from_mins(1));
    run(host, DueReleases(calendar.clone()), Duration::from_secs(15));
    run(host, FinalSums(sums.clone()), Duration::from_hours(1));
}

/// After a failure it is tried again within a minute, and no sooner than it would be looked at anyway.
fn run(host: &Host, process: impl Process + 'static, idle: Duration) {
    let rhythm = Rhythm { pause: idle.min(Duration::from_mins(1)), idle };
    drop(host.env.shutdown.spawn(every(process, rhythm, host.env.shutdown.token())));
}

struct KeptKeys(SealingKeys);

impl Process for KeptKeys {
    fn name(&self) -> &'static str {
        "sealing_keys"
    }

    fn work(&mut self) -> Worked<'_> {
        async { self.0.in_force().await.map(drop).map_err(explained) }.boxed()
    }
}

struct EndedWeeks(Host);

impl Process for EndedWeeks {
    fn name(&self) -> &'static str {
        "weeks"
    }

    fn work(&mut self) -> Worked<'_> {
        async { close_week(&self.0).await.map_err(explained) }.boxed()
    }
}

struct DueReleases(Calendar);

impl Process for DueReleases {
    fn name(&self) -> &'static str {
        "releases"
    }

    fn work(&mut self) -> Worked<'_> {
        async { self.0.keep().await.map_err(explained) }.boxed()
    }
}

struct FinalSums(Finalising);

impl Process for FinalSums {
    fn name(&self) -> &'static str {
        "final_sums"
    }

    fn work(&mut self) -> Worked<'_> {
        async { self.0.keep().await.map_err(explained) }.boxed()
    }
}

fn explained(error: impl Explain + 'static) -> Box<dyn Explain> {
    Box::new(error)
}
