//! Pages of a list (AIP-158): sizes with bounds, and opaque tokens tied to their query.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::explain::{Category, Explain, Violation};

/// How many items a page holds: 1 to 1 000, 50 when the caller does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize(u32);

impl PageSize {
    /// The size when the caller gives 0.
    pub const DEFAULT: u32 = 50;
    /// Larger wishes are answered with this many.
    pub const MAX: u32 = 1_000;

    /// The largest page.
    pub const LARGEST: Self = Self(Self::MAX);

    /// The size for a request's `page_size`; `None` when it is negative (an invalid argument).
    pub fn from_request(wish: i32) -> Option<Self> {
        match u32::try_from(wish).ok()? {
            0 => Some(Self(Self::DEFAULT)),
            size => Some(Self(size.min(Self::MAX))),
        }
    }

    /// The number of items.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// How many rows to ask for: one more tells whether there is a next page.
    pub const fn and_one(self) -> u32 {
        self.0 + 1
    }

    /// A page of the rows that [`PageSize::and_one`] asked for, and the place of its last one when more
    /// follow.
    pub fn cut<T, P>(self, mut rows: Vec<T>, place: impl FnOnce(&T) -> P) -> (Vec<T>, Option<P>) {
        let size = usize::try_from(self.0).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = rows.last().filter(|_| more).map(place);
        (rows, next)
    }
}

/// A page token that is malformed, or belongs to a query with other filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the page token is not one of this list's with these filters")]
pub struct ForeignPageToken;

impl Explain for ForeignPageToken {
    fn category(&self) -> Category {
        Category::Invalid
    }

    fn reason(&self) -> &'static str {
        "FOREIGN_PAGE_TOKEN"
    }

    fn violations(&self) -> Vec<Violation> {
        vec![Violation::new("page_token", "violation-invalid")]
    }
}

/// Where the next page starts: a cursor bound to the query that gave it.
///
/// The text is opaque to the caller. It carries a cursor over opaque ids and positions, never a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageToken;

impl PageToken {
    /// The token for `cursor` in a list with these `filters` (the request without its page fields).
    pub fn encode(filters: &[u8], cursor: &[u8]) -> String {
        let mut bytes = fingerprint(filters).to_vec();
        bytes.extend_from_slice(cursor);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The cursor in a token; `None` for the empty token, which is the first page.
    ///
    /// # Errors
    /// [`ForeignPageToken`] when the token was not given by a list with these filters.
    pub fn decode(filters: &[u8], token: &str) -> Result<Option<Vec<u8>>, ForeignPageToken> {
        if token.is_empty() {
            return Ok(None);
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_malformed| ForeignPageToken)?;
        match bytes.split_at_checked(8) {
            Some((print, cursor)) if print == fingerprint(filters) => Ok(Some(cursor.to_vec())),
            _ => Err(ForeignPageToken),
        }
    }
}

fn fingerprint(filters: &[u8]) -> [u8; 8] {
    let digest: [u8; 32] = Sha256::digest(filters).into();
    let mut print = [0; 8];
    for (to, from) in print.iter_mut().zip(digest) {
        *to = from;
    }
    print
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_returns_its_cursor_to_the_same_query_only() {
        let token = PageToken::encode(b"state=open", b"42");
        assert_eq!(PageToken::decode(b"state=open", &token), Ok(Some(b"42".to_vec())));
        assert_eq!(PageToken::decode(b"state=closed", &token), Err(ForeignPageToken));
        assert_eq!(PageToken::decode(b"state=open", ""), Ok(None));
    }

    #[test]
    fn a_page_is_cut_where_the_next_one_starts() {
        let size = PageSize::from_request(2).unwrap();
        assert_eq!(size.and_one(), 3);
        assert_eq!(size.cut(vec![7, 8, 9], |row| *row), (vec![7, 8], Some(8)));
        assert_eq!(size.cut(vec![7, 8], |row| *row), (vec![7, 8], None));
        assert_eq!(size.cut(Vec::<u8>::new(), |row| *row), (Vec::new(), None));
    }

    #[test]
    fn a_page_has_a_bound() {
        assert_eq!(PageSize::from_request(0).map(PageSize::get), Some(50));
        assert_eq!(PageSize::from_request(9_999).map(PageSize::get), Some(1_000));
        assert_eq!(PageSize::from_request(-1), None);
    }
}
