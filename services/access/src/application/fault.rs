//! Whatever made a call fail, with what it can say of itself.

use sentier_kernel::Explain;

/// A refusal or a fault on its way to the caller.
#[derive(Debug)]
pub(crate) struct Fault(Box<dyn Explain>);

impl Fault {
    /// What it says of itself.
    pub(crate) fn explain(&self) -> &dyn Explain {
        self.0.as_ref()
    }
}

impl<E: Explain> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}
