//! Lists are paged; a tool wants the whole of one.

/// Items that a tool asks for at once.
pub const PAGE: i32 = 500;

/// Asks page after page until there is none, and answers all items. `ask` is given the token of the page that it
/// asks for, empty at first, and answers its items and the next page's token.
///
/// # Errors
/// The first that `ask` has.
pub async fn whole<T, E>(
    mut ask: impl AsyncFnMut(String) -> Result<(Vec<T>, String), E>,
) -> Result<Vec<T>, E> {
    let mut all = Vec::new();
    let mut page_token = String::new();
    loop {
        let (items, next) = ask(page_token).await?;
        all.extend(items);
        if next.is_empty() {
            return Ok(all);
        }
        page_token = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_page_is_asked_for_once_and_the_first_error_ends_it() {
        let mut asked = Vec::new();
        let all = whole(async |token| {
            asked.push(token.clone());
            let next = if token.len() < 2 { format!("{token}x") } else { String::new() };
            Ok::<_, ()>((vec![token.len()], next))
        });
        assert_eq!(all.await, Ok(vec![0, 1, 2]));
        assert_eq!(asked, ["", "x", "xx"]);
        let failed =
            whole(
                async |token: String| {
                    if token.is_empty() { Ok((vec![1], "x".to_owned())) } else { Err("away") }
                },
            );
        assert_eq!(failed.await, Err("away"));
    }
}
