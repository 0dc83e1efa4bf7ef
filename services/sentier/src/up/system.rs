//! The services of an installation, running in this process.

use std::time::Duration;

use sentier_platform::environment::Environment;

use super::{Layout, Options, Plan, Prepared, UpError};
use crate::parts::{Access, Cases, Desk, Referrals, Service, Statistics};
use crate::target::Addresses;

/// How long the services have to finish what they began.
const END: Duration = Duration::from_secs(15);

/// A whole system that runs in this process.
#[derive(Debug)]
pub struct System {
    prepared: Prepared,
    env: Environment,
}

impl System {
    /// Starts everything: the broker, then access, then who asks it.
    ///
    /// # Errors
    /// When something does not start; what was started before it is stopped again.
    pub async fn start(options: Options) -> Result<Self, UpError> {
        let env = options.env.clone();
        let prepared = Box::pin(Prepared::new(options)).await?;
        let system = Self { prepared, env };
        match Box::pin(serve(&system.prepared.plan, &system.env)).await {
            Ok(()) => {
                system.prepared.addresses.write(system.layout().root())?;
                Ok(system)
            }
            Err(error) => {
                system.stop().await;
                Err(error)
            }
        }
    }

    /// What lies where.
    pub const fn layout(&self) -> &Layout {
        &self.prepared.layout
    }

    /// Where its parts answer.
    pub const fn addresses(&self) -> &Addresses {
        &self.prepared.addresses
    }

    /// How its services are configured.
    pub fn plan(&self) -> &Plan {
        &self.prepared.plan
    }

    /// Stops: the services finish what they began, then the broker ends. True when nothing was cut.
    pub async fn stop(self) -> bool {
        let softly = self.env.shutdown.wait(END).await;
        self.prepared.stop().await;
        softly
    }
}

async fn serve(plan: &Plan, env: &Environment) -> Result<(), UpError> {
    begin::<Access>(&plan.access, env).await?;
    Box::pin(begin::<Statistics>(&plan.statistics, env)).await?;
    begin::<Cases>(&plan.cases, env).await?;
    Box::pin(begin::<Referrals>(&plan.referrals, env)).await?;
    begin::<Desk>(&plan.desk, env).await
}

async fn begin<S: Service>(config: &S::Config, env: &Environment) -> Result<(), UpError> {
    let address = S::start(config, env).await.map_err(|error| UpError::of(S::NAME, error))?;
    tracing::info!(service = S::NAME, %address, "serving");
    Ok(())
}
