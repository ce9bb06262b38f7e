//! How the program calls others over HTTP.

use ureq::config::{Config, ConfigBuilder};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::typestate::AgentScope;

use crate::openapi::VERSION;

/// What every client is made with: the certificates that the machine trusts, the program's name, no redirect that is
/// followed unasked, and every status for the caller to judge.
pub fn client() -> ConfigBuilder<AgentScope> {
    let tls = TlsConfig::builder().provider(TlsProvider::NativeTls).root_certs(RootCerts::PlatformVerifier).build();
    Config::builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .tls_config(tls)
        .user_agent(format!("Utblick/{VERSION}"))
}
