//! A client: one token, and answers that are easy to look at.

use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Method, Request};

/// A caller with or without a token.
#[derive(Clone)]
pub struct Client {
    pub base: String,
    pub token: Option<String>,
    pub lang: &'static str,
    agent: Agent,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Client {
    pub fn new(base: &str, token: Option<String>) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(std::time::Duration::from_secs(60)))
            .build()
            .into();
        Self { base: base.to_owned(), token, lang: "en", agent }
    }

    /// Sends a request; a path that begins with `/` lies below the API, anything else is an address.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// As [`Client::send`], for a service that may be gone.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Answer, ureq::Error> {
        let address = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}/international-strategy/v1{path}", self.base)
        };
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(address);
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept-language")) {
            request = request.header("Accept-Language", self.lang);
        }
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(body) => {
                let request = request.body(body).unwrap();
                let request = self.agent.configure_request(request).allow_non_standard_methods(true).build();
                self.agent.run(request)
            }
            None => {
                let request = request.body(()).unwrap();
                let request = self.agent.configure_request(request).allow_non_standard_methods(true).build();
                self.agent.run(request)
            }
        };
        let mut answer = answer?;
        let bytes = if method == "HEAD" { Vec::new() } else { answer.body_mut().read_to_vec()? };
        Ok(Answer { status: answer.status().as_u16(), headers: answer.headers().clone(), bytes })
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, &[], body)
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.json("PUT", path, &[], body)
    }

    /// A merge patch of whatever version there is, or of one.
    pub fn patch(&self, path: &str, if_match: &str, body: &Value) -> Answer {
        self.json("PATCH", path, &[("If-Match", if_match)], body)
    }

    pub fn delete(&self, path: &str, if_match: &str) -> Answer {
        self.send("DELETE", path, &[("If-Match", if_match)], None)
    }

    /// Moves a record to another state.
    pub fn transition(&self, path: &str, to: &str) -> Answer {
        self.post(&format!("{path}/transitions"), &serde_json::json!({"to": to}))
    }

    pub fn json(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let bytes = serde_json::to_vec(body).unwrap();
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        self.send(method, path, &all, Some(&bytes))
    }
}

impl Answer {
    /// The body as JSON; null when there is none.
    pub fn json(&self) -> Value {
        if self.bytes.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn etag(&self) -> String {
        self.header("etag").expect("an ETag").to_owned()
    }

    /// Demands a status, and shows the body when it is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Demands a problem of a kind, in the shape of RFC 9457.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), Some("application/problem+json; charset=utf-8"));
        let problem = answer.json();
        for member in ["type", "title", "detail", "instance", "code", "traceId"] {
            assert!(problem[member].is_string(), "{member} in {problem}");
        }
        assert_eq!(problem["status"], status);
        assert_eq!(problem["code"], code, "{problem}");
        answer
    }

    /// `pointer code` of every fault of a problem, sorted.
    pub fn faults(&self) -> Vec<String> {
        let problem = self.json();
        let mut faults: Vec<String> = problem["invalidParameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|fault| format!("{} {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()))
            .collect();
        faults.sort();
        faults
    }

    pub fn id(&self) -> String {
        self.json()["id"].as_str().expect("an id").to_owned()
    }
}
