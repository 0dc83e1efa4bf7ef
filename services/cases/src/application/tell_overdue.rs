//! Tells on a case that the time for a task passed.

use sentier_cases_domain::case::Command;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::{Cases, DueTask, Fault};

impl Cases {
    /// Tells it once, whoever asks how often.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn tell_overdue(&self, task: &DueTask) -> Result<(), Fault> {
        let Some(known) = self.known(task.case).await? else { return Ok(()) };
        let (kind, due) = (task.kind, task.due);
        let subject = task.subject.unwrap_or_else(Uuid::nil);
        let own = Principal::Service { name: self.host.name.to_owned() };
        let what = format!("{} {subject} {}", kind.code(), due.as_micros());
        let request = derived(task.case.as_uuid(), &what);
        let call = self.host.call(&own, &known.centre, request, [0; 32], None);
        self.change(call, &known, Command::TellOverdue { kind, subject, due }).await?;
        Ok(())
    }
}
