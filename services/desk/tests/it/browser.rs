//! A browser as the tests need it: one connection per page, a cookie jar, and the mark of the last form.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Somebody's browser.
pub(crate) struct Browser {
    address: SocketAddr,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) language: &'static str,
    pub(crate) mark: String,
    /// Every address that it was sent to.
    pub(crate) visited: Vec<String>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.body);
        self.header("location")
    }

    /// Whether the page says `text`, as HTML writes it.
    pub(crate) fn says(&self, text: &str) -> bool {
        let escaped = text.replace('&', "&#38;").replace('\'', "&#39;").replace('"', "&#34;");
        self.body.contains(text) || self.body.contains(&escaped)
    }

    /// The value of a hidden field or an input.
    pub(crate) fn value(&self, name: &str) -> String {
        let field = self.body.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_default();
        let tag = field.split('>').next().unwrap_or_default();
        let value = tag.split("value=\"").nth(1).unwrap_or_default();
        value.split('"').next().unwrap_or_default().to_owned()
    }

    /// Names and values of the hidden fields of the form that goes to `action`.
    pub(crate) fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let form = self.body.split(&format!("action=\"{action}\"")).nth(1).expect("a form");
        let form = form.split("</form>").next().unwrap();
        let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
        inputs
            .map(|input| {
                let mut parts = input.split('"');
                let name = parts.next().unwrap().to_owned();
                (name, parts.nth(1).unwrap().replace("&#39;", "'").replace("&#38;", "&"))
            })
            .collect()
    }
}

impl Browser {
    pub(crate) fn at(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
            language: "fr-TG",
            mark: String::new(),
            visited: Vec::new(),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.send(&format!("GET {path}"), "", "").await
    }

    /// Sends a form with the mark that the last page gave.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mark = self.mark.clone();
        self.post_marked(path, &mark, fields).await
    }

    pub(crate) async fn post_marked(
        &mut self,
        path: &str,
        mark: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("mark", mark).extend_pairs(fields);
        self.send(&format!("POST {path}"), &body.finish(), "").await
    }

    /// Sends a form with a file, as browsers do: the file last.
    pub(crate) async fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, media_type, content): (&str, &str, &str),
    ) -> Page {
        let mark = self.mark.clone();
        let fields: String = [("mark", mark.as_str())]
            .iter()
            .chain(fields)
            .map(|(field, value)| {
                [
                    "--edge\r\ncontent-disposition: form-data; name=\"",
                    field,
                    "\"\r\n\r\n",
                    value,
                    "\r\n",
                ]
                .concat()
            })
            .collect();
        let file = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: {media_type}\r\n\r\n{content}\r\n--edge--\r\n"
        );
        let body = fields + &file;
        let kind = "content-type: multipart/form-data; boundary=edge\r\n";
        self.send(&format!("POST {path}"), &body, kind).await
    }

    /// Follows a redirect.
    pub(crate) async fn follow(&mut self, page: &Page) -> Page {
        let location = page.location().to_owned();
        self.get(&location).await
    }

    pub(crate) async fn sign_in(&mut self, user: &str) -> Page {
        self.get("/sign-in").await;
        self.post("/sign-in", &[("user_name", user), ("password", "right")]).await
    }

    /// One request; `more` are further header lines.
    pub(crate) async fn send(&mut self, line: &str, body: &str, more: &str) -> Page {
        self.visited.push(line.split(' ').nth(1).unwrap().to_owned());
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let kind = if more.contains("content-type") {
            ""
        } else {
            "content-type: application/x-www-form-urlencoded\r\n"
        };
        let request = format!(
            "{line} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\naccept-language: {}\r\n\
             cookie: {}\r\n{kind}{more}\
             content-length: {}\r\n\r\n{body}",
            self.address,
            self.language,
            cookies.join("; "),
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let page = parse(&answer);
        self.remember(&page);
        page
    }

    fn remember(&mut self, page: &Page) {
        for (_, cookie) in page.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let mark = page.value("mark");
        if !mark.is_empty() {
            self.mark = mark;
        }
        if page.status == 303 {
            self.visited.push(page.header("location").to_owned());
        }
    }
}

pub(crate) fn parse(answer: &[u8]) -> Page {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let chunked =
        headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { joined(body) } else { body.to_owned() };
    Page { status, headers, body }
}

fn joined(mut chunks: &str) -> String {
    let mut body = String::new();
    while let Some((size, rest)) = chunks.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        let Some(chunk) = rest.get(..size).filter(|chunk| !chunk.is_empty()) else { break };
        body.push_str(chunk);
        chunks = rest.get(size + 2..).unwrap_or_default();
    }
    body
}
