//! What does a Rust client do with each scenario? `contract URL LABEL SCENARIO...`, all at the same time, in real time.

use std::future::Future;
use std::time::{Duration, SystemTime};

use backon::{ExponentialBuilder, Retryable};

const LONGEST: Duration = Duration::from_secs(20); // for the table; the crate's own bound is 15 minutes

/// What went wrong: a status with its announced wait, or no answer at all (status 0).
struct Refused {
    status: u16,
    wait: Option<Duration>,
}

fn announced(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds)).filter(|wait| !wait.is_zero());
    }
    let moment = httpdate::parse_http_date(value).ok()?;
    moment.duration_since(SystemTime::now()).ok()
}

fn get(url: &str, token: &str) -> Result<String, Refused> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let lost = |_| Refused { status: 0, wait: None };
    let mut response = agent.get(url).header("Authorization", format!("Bearer {token}")).call().map_err(lost)?;
    let status = response.status().as_u16();
    if status == 200 {
        return response.body_mut().read_to_string().map_err(lost);
    }
    let header = response.headers().get("Retry-After").and_then(|value| value.to_str().ok());
    Err(Refused { status, wait: header.and_then(announced) })
}

/// Whether it may pass: no answer, too many requests, or an error of the server.
fn passes(error: &Refused) -> bool {
    matches!(error.status, 0 | 429 | 500..=599)
}

fn wait_for<T>(client: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(client)
}

/// backon as it comes: three retries, from 1 s.
fn backon_plain(url: &str, token: &str) {
    let _ = wait_for((|| async { get(url, token) }).retry(ExponentialBuilder::default()));
}

/// backon as it is set up for a service that answers 429: the wait of the answer, and what is final is final.
fn backon_told(url: &str, token: &str) {
    let waits = ExponentialBuilder::default().with_max_times(25).with_jitter();
    let client = (|| async { get(url, token) })
        .retry(waits)
        .when(passes)
        .adjust(|error, own| own.map(|delay| error.wait.unwrap_or(delay)));
    let _ = wait_for(client);
}

/// backoff as it comes: every error is transient.
fn backoff_plain(url: &str, token: &str) {
    let waits = backoff::ExponentialBackoffBuilder::new().with_max_elapsed_time(Some(LONGEST)).build();
    let _ = backoff::retry(waits, || get(url, token).map_err(backoff::Error::transient));
}

/// backoff as it is set up: the wait of the answer, and what is final is permanent.
fn backoff_told(url: &str, token: &str) {
    let waits = backoff::ExponentialBackoffBuilder::new().with_max_elapsed_time(Some(LONGEST)).build();
    let _ = backoff::retry(waits, || {
        get(url, token).map_err(|error| match error.wait {
            _ if !passes(&error) => backoff::Error::permanent(error),
            Some(wait) => backoff::Error::retry_after(error, wait),
            None => backoff::Error::transient(error),
        })
    });
}

type Stack = fn(&str, &str);
const STACKS: [(&str, Stack); 4] = [
    ("backon.0", backon_plain),
    ("backon.1", backon_told),
    ("backoff.0", backoff_plain),
    ("backoff.1", backoff_told),
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (url, label) = (format!("{}/fhir/Procedure", arguments[1]), &arguments[2]);
    std::thread::scope(|all| {
        for scenario in &arguments[3..] {
            for (name, stack) in STACKS {
                let (url, token) = (url.clone(), format!("pat_test_{scenario}~ada~{label}.{name}"));
                all.spawn(move || stack(&url, &token));
            }
        }
    });
}
