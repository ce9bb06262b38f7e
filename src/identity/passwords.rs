//! Passwords: Argon2id (RFC 9106), at most two hashes at a time, and a bound on tries.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use actix_web::web;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use crate::error::{ApiError, ErrorCode};

/// The fewest characters of a password.
pub const MIN_LENGTH: usize = 12;
/// The most characters: enough for any sentence, and no way to keep the hash busy.
pub const MAX_LENGTH: usize = 200;
/// How long a caller waits for one of the two places.
const PATIENCE: Duration = Duration::from_secs(5);
/// Tries are counted in this many buckets, so that inventing names cannot fill the memory.
const BUCKETS: u64 = 4_096;

/// OWASP's second choice: 19 MiB, two passes, one lane.
static ARGON2: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
});

/// Verified against when there is no such user, so that a wrong name takes as long as a wrong password.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now(&invent()).unwrap_or_default());

/// Hashes and verifies passwords.
pub struct Passwords {
    places: Arc<Semaphore>,
    by_name: DefaultKeyedRateLimiter<u64>,
    by_address: DefaultKeyedRateLimiter<u64>,
    /// Seeded at random: nobody can choose names that fall into another's bucket.
    buckets: RandomState,
}

impl Default for Passwords {
    fn default() -> Self {
        // Of a name from an address ten at once, then one every six seconds; of an address sixty, then one a second.
        Self {
            places: Arc::new(Semaphore::new(2)),
            by_name: RateLimiter::keyed(quota(10, Duration::from_secs(6))),
            by_address: RateLimiter::keyed(quota(60, Duration::from_secs(1))),
            buckets: RandomState::new(),
        }
    }
}

fn quota(at_once: u32, period: Duration) -> Quota {
    let at_once = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(period).unwrap_or(Quota::per_minute(NonZeroU32::MIN)).allow_burst(at_once)
}

impl Passwords {
    /// Counts a try of a name from an address.
    ///
    /// # Errors
    /// `too_many_requests` when there were too many.
    pub fn count_try(&self, name: &str, address: &str) -> Result<(), ApiError> {
        self.count(&self.by_address, address)?;
        self.count(&self.by_name, (crate::text::fold(name), address))
    }

    fn count(&self, tries: &DefaultKeyedRateLimiter<u64>, key: impl Hash) -> Result<(), ApiError> {
        tries.check_key(&(self.buckets.hash_one(key) % BUCKETS)).map_err(|wait| {
            let mut error = ApiError::from(ErrorCode::TooManyRequests);
            error.0.retry_after = Some(wait.wait_time_from(DefaultClock::default().now()).as_secs() + 1);
            error
        })
    }

    /// The hash of a password, as a PHC string.
    ///
    /// # Errors
    /// Unavailable when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        self.in_turn(move || hash_now(&password)).await?.map_err(ApiError::internal)
    }

    /// Whether a password fits a hash; without a hash it takes as long and does not.
    ///
    /// # Errors
    /// Unavailable when too many wait.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, ApiError> {
        self.in_turn(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.clone());
            let fits =
                PasswordHash::new(&hash).is_ok_and(|hash| ARGON2.verify_password(password.as_bytes(), &hash).is_ok());
            known && fits
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(&self, f: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let place = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else {
            return Err(ApiError::unavailable("too many passwords wait to be checked"));
        };
        web::block(move || {
            let _place = place;
            f()
        })
        .await
        .map_err(ApiError::internal)
    }
}

/// The hash of a password, on this thread: for the command line.
///
/// # Errors
/// When there is no randomness to be had.
pub fn hash_now(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(ARGON2.hash_password(password.as_bytes())?.to_string())
}

/// A password of 24 letters and digits, for accounts made on the command line.
pub fn invent() -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    (0..24)
        .filter_map(|_| LETTERS.get(rand::random_range(0..LETTERS.len())))
        .map(|letter| char::from(*letter))
        .collect()
}
