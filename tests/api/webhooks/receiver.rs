//! Another system: what it is sent, and what it says.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// What a receiver got.
#[derive(Clone, Debug)]
pub struct Got {
    pub headers: HashMap<String, String>,
    pub body: String,
}

impl Got {
    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn event(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    pub fn signatures(&self) -> Vec<&str> {
        self.headers["webhook-signature"].split(' ').collect()
    }

    /// The signature that a secret gives, reckoned as RFC 2104 says.
    pub fn signed_with(&self, secret: &str) -> String {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert_eq!(key.len(), 32);
        let padded = |pad: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ pad).collect() };
        let signed = format!("{}.{}.{}", self.id(), self.headers["webhook-timestamp"], self.body);
        let inner = Sha256::digest([padded(0x36), signed.into_bytes()].concat());
        let outer = Sha256::digest([padded(0x5c), inner.to_vec()].concat());
        format!("v1,{}", STANDARD.encode(outer))
    }
}

/// What a receiver answers: status, more headers, and after how long.
pub type Said = (u16, String, Duration);

/// Another system.
pub struct Receiver {
    pub url: String,
    got: Arc<Mutex<Vec<Got>>>,
    pub says: Arc<Mutex<VecDeque<Said>>>,
}

impl Receiver {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (got, says) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(VecDeque::new())));
        let this = Self { url, got: Arc::clone(&got), says: Arc::clone(&says) };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (got, says) = (Arc::clone(&got), Arc::clone(&says));
                std::thread::spawn(move || {
                    let mut reader = BufReader::new(stream.unwrap());
                    let mut headers = HashMap::new();
                    let mut line = String::new();
                    while reader.read_line(&mut line).unwrap_or(0) > 2 {
                        if let Some((name, value)) = line.trim().split_once(": ") {
                            headers.insert(name.to_lowercase(), value.to_owned());
                        }
                        line.clear();
                    }
                    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
                    let mut body = vec![0; length];
                    reader.read_exact(&mut body).unwrap();
                    got.lock().unwrap().push(Got { headers, body: String::from_utf8(body).unwrap() });
                    let said = says.lock().unwrap().pop_front();
                    let (status, more, pause) = said.unwrap_or((200, String::new(), Duration::ZERO));
                    std::thread::sleep(pause);
                    let answer = format!("HTTP/1.1 {status} X\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n");
                    // Whoever sent may have left.
                    let _ = reader.get_mut().write_all(answer.as_bytes());
                });
            }
        });
        this
    }

    /// What it says next; 200 when nothing is left.
    pub fn will_say(&self, statuses: &[u16]) {
        let said = statuses.iter().map(|status| (*status, String::new(), Duration::ZERO));
        self.says.lock().unwrap().extend(said);
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// What it has got when it has so much.
    #[track_caller]
    pub fn await_got(&self, count: usize) -> Vec<Got> {
        let deadline = Instant::now() + Duration::from_secs(50);
        while self.got().len() < count {
            assert!(Instant::now() < deadline, "{:?}", self.got());
            std::thread::sleep(Duration::from_millis(50));
        }
        self.got()
    }

    /// What it has got, after time enough for more.
    pub fn rests_at(&self, count: usize) -> Vec<Got> {
        self.await_got(count);
        std::thread::sleep(Duration::from_millis(2_500));
        assert_eq!(self.got().len(), count, "{:?}", self.got());
        self.got()
    }
}
