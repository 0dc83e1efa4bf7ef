//! Where objects lie.

use std::path::PathBuf;

sentier_platform::section! {
    /// Where the chunks of attachments lie, sealed.
    pub struct ObjectsConfig {
        /// Folder of the objects, when no bucket is named; by default `objects` beside the folder of keys.
        folder: Option<PathBuf> = None, "path, mode 0700";
        /// Bucket of S3-compatible storage, in place of the folder.
        bucket: Option<String> = None, "name of a bucket";
        /// What stands in front of every object's name in the bucket.
        prefix: String = String::new(), "path without slashes at its ends";
        /// Address of the storage; without it Amazon's own.
        endpoint: Option<String> = None, "http:// or https:// URL";
        /// Region of the bucket.
        region: String = String::from("us-east-1"), "name of a region";
        /// File that holds the id of the access key.
        access_key_file: Option<PathBuf> = None, "path, mode 0600";
        /// File that holds the secret of the access key.
        secret_key_file: Option<PathBuf> = None, "path, mode 0600";
    }
}
