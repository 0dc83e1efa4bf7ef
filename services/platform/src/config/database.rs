//! The address of a database with the password from its file.

use std::io;
use std::path::Path;

use zeroize::Zeroizing;

use super::ServiceConfig;

impl ServiceConfig {
    /// The event store's address, with the password of `database_password_file` in it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn database_url(&self) -> io::Result<Zeroizing<String>> {
        with_password(&self.database, self.database_password_file.as_deref())
    }

    /// The key store's address: `keys_database`, or `keys.db` in the service's folder of keys.
    ///
    /// # Errors
    /// When the password's file cannot be read.
    pub fn keys_database_url(&self) -> io::Result<Zeroizing<String>> {
        match &self.keys_database {
            Some(url) => with_password(url, self.database_password_file.as_deref()),
            None => {
                Ok(Zeroizing::new(format!("sqlite:{}", self.keys_dir.join("keys.db").display())))
            }
        }
    }
}

/// Puts the password behind the role's name of a `postgres://role@host` address.
fn with_password(url: &str, file: Option<&Path>) -> io::Result<Zeroizing<String>> {
    let (Some(file), Some((scheme, rest))) = (file, url.split_once("://")) else {
        return Ok(Zeroizing::new(url.to_owned()));
    };
    let Some((role, place)) = rest.split_once('@') else {
        return Err(io::Error::other("a database with a password needs an address with a role"));
    };
    let password = Zeroizing::new(std::fs::read_to_string(file)?);
    let encoded = Zeroizing::new(percent(password.trim_end_matches(['\r', '\n'])));
    Ok(Zeroizing::new(format!("{scheme}://{role}:{}@{place}", encoded.as_str())))
}

/// Percent-encodes everything that may mean something in an address.
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(half.into(), 16));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_comes_from_its_file_whatever_signs_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "p@ss/w:rd\n").unwrap();
        let config = ServiceConfig {
            database: "postgres://cases@db:5432/cases".to_owned(),
            database_password_file: Some(file),
            ..ServiceConfig::default()
        };
        let url = config.database_url().unwrap();
        assert_eq!(url.as_str(), "postgres://cases:p%40ss%2fw%3ard@db:5432/cases");
        assert!(config.keys_database_url().unwrap().starts_with("sqlite:"));
    }

    #[test]
    fn an_address_without_password_stays_as_it_is() {
        let config = ServiceConfig::default();
        assert_eq!(config.database_url().unwrap().as_str(), config.database);
    }
}
