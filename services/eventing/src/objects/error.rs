//! What can go wrong with objects.

use sentier_kernel::{Category, Explain};

/// A fault of the storage of objects. Its text names no object.
#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    /// The folder or a file of credentials cannot be used.
    #[error("the folder of objects or a file of its credentials cannot be used")]
    Files(#[from] std::io::Error),
    /// The storage refused, or is away.
    #[error("the storage of objects does not answer")]
    Storage(#[from] object_store::Error),
    /// The storage did not answer in time.
    #[error("the storage of objects does not answer in time")]
    Late,
    /// A bucket is named without both files of its access key.
    #[error("a bucket needs `access_key_file` and `secret_key_file`")]
    NoCredentials,
}

impl Explain for ObjectsError {
    fn category(&self) -> Category {
        Category::Down
    }

    fn reason(&self) -> &'static str {
        "UNAVAILABLE"
    }
}
