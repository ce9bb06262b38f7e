//! The log, for people or for machines.

use std::io::Write as _;

use serde_json::json;

use crate::config::LogFormat;

/// Sets the log up; `RUST_LOG` says otherwise what is in it.
pub(super) fn set_up(format: LogFormat, level: &str) {
    let mut log = env_logger::Builder::from_env(env_logger::Env::default().default_filter_or(level));
    if format == LogFormat::Json {
        log.format(|out, record| {
            let mut line = serde_json::Map::new();
            line.insert("at".into(), json!(chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true)));
            line.insert("level".into(), json!(record.level().as_str()));
            line.insert("target".into(), json!(record.target()));
            line.insert("message".into(), json!(record.args().to_string()));
            let mut fields = Fields(&mut line);
            // Visiting a map of plain values does not fail.
            let _ = record.key_values().visit(&mut fields);
            writeln!(out, "{}", serde_json::Value::Object(line))
        });
    }
    log.init();
}

/// Key-values of a log record as JSON.
struct Fields<'a>(&'a mut serde_json::Map<String, serde_json::Value>);

impl<'kvs> log::kv::VisitSource<'kvs> for Fields<'_> {
    fn visit_pair(&mut self, key: log::kv::Key<'kvs>, value: log::kv::Value<'kvs>) -> Result<(), log::kv::Error> {
        let number = value.to_u64().map(|number| json!(number)).or_else(|| value.to_f64().map(|number| json!(number)));
        self.0.insert(key.to_string(), number.unwrap_or_else(|| json!(value.to_string())));
        Ok(())
    }
}
