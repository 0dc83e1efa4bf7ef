//! The machine: disk, clock, broker program.

use std::path::Path;
use std::time::Duration;

use rustix::fs::statvfs;
use sentier_kernel::Moment;
use sentier_platform::clock::Clock;

use super::Finding;
use crate::up::{Layout, broker};

/// Below this the next weeks are in danger.
const LITTLE: u64 = 2 << 30;
/// Below this the next day is.
const NONE: u64 = 200 << 20;

/// How much the disk still takes.
pub(super) fn disk(data: &Path) -> Finding {
    match statvfs(data) {
        Ok(disk) => room(disk.f_bavail.saturating_mul(disk.f_frsize)),
        Err(error) => Finding::wrong(format!("the disk's free space cannot be read: {error}")),
    }
}

fn room(free: u64) -> Finding {
    let said = format!("{} MB free on the disk", free >> 20);
    match free {
        NONE.. if free >= LITTLE => Finding::good(said),
        NONE.. => Finding::watch(said),
        _ => Finding::wrong(said),
    }
}

/// Whether the clock runs: nothing on the disk comes from the future.
pub(super) fn clock(layout: &Layout) -> Vec<Finding> {
    let now = Clock::system().now();
    let newest = std::fs::read_dir(layout.root().join("stores"))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.metadata().ok()?.modified().ok())
        .max()
        .map(|time| Moment::from_datetime(time.into()));
    match newest {
        Some(newest) if newest > now.plus(Duration::from_mins(2)) => vec![Finding::wrong(
            "the clock went back: the databases were last written in what is now the future",
        )],
        _ => vec![Finding::good("the clock is not behind the databases")],
    }
}

/// Whether a nats-server that does what we ask is there.
pub(super) async fn broker(named: Option<&Path>) -> Finding {
    match broker::find(named).await {
        Ok(path) => Finding::good(format!("nats-server 2.12 or newer: {}", path.display())),
        Err(error) => Finding::wrong(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Grade;

    #[test]
    fn a_disk_is_watched_before_it_is_full() {
        assert_eq!(room(LITTLE).grade, Grade::Good);
        assert_eq!(room(LITTLE - 1).grade, Grade::Watch);
        assert_eq!(room(NONE - 1).grade, Grade::Wrong);
    }
}
