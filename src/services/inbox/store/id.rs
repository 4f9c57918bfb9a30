//! The name of a captured message.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The name of a captured message: its time to the millisecond and a counter, for example
/// `20261121T093000123Z-00000`. Names sort by time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaptureId(String);

/// Not the name of a captured message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a captured message")]
pub struct InvalidCaptureId;

/// Length of the time in a name.
const TIME_LEN: usize = "20261121T093000123Z".len();

impl CaptureId {
    /// The name of the message number `count` of the millisecond of `time`.
    pub(super) fn new(time: Timestamp, count: u32) -> Self {
        Self(format!("{}-{count:05}", time.strftime("%Y%m%dT%H%M%S%3fZ")))
    }

    /// The name as text, fit for a file name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The time in the name.
    pub fn time(&self) -> Timestamp {
        time_of(&self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for CaptureId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for CaptureId {
    type Err = InvalidCaptureId;

    fn from_str(text: &str) -> Result<Self, InvalidCaptureId> {
        let (time, count) = text.split_at_checked(TIME_LEN).ok_or(InvalidCaptureId)?;
        let count = count.strip_prefix('-').ok_or(InvalidCaptureId)?;
        let is_count = (5..=10).contains(&count.len()) && count.bytes().all(|b| b.is_ascii_digit());
        if is_count && time_of(time).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCaptureId)
        }
    }
}

impl TryFrom<String> for CaptureId {
    type Error = InvalidCaptureId;

    fn try_from(text: String) -> Result<Self, InvalidCaptureId> {
        text.parse()
    }
}

impl From<CaptureId> for String {
    fn from(id: CaptureId) -> Self {
        id.0
    }
}

fn time_of(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_once('T')?;
    let (time, _) = rest.split_once('Z')?;
    let is_digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(date, 8) || !is_digits(time, 9) {
        return None;
    }
    let (hms, millis) = time.split_at(6);
    format!("{date}T{hms}.{millis}Z").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_time_and_survives_printing() {
        let time: Timestamp = "2026-11-21T09:30:00.123Z".parse().unwrap();
        let id = CaptureId::new(time, 7);
        assert_eq!(id.as_str(), "20261121T093000123Z-00007");
        assert_eq!(id.as_str().parse(), Ok(id.clone()));
        assert_eq!(id.time(), time);
    }

    #[test]
    fn a_path_is_no_name() {
        for text in [
            "",
            "../../etc/passwd",
            "20261121T093000123Z-../x",
            "20261121T093000123Z",
            "20261121T093000123Z-1",
            "20269921T093000123Z-00001",
            "é0261121T093000123Z-00001",
        ] {
            assert_eq!(text.parse::<CaptureId>(), Err(InvalidCaptureId), "{text}");
        }
    }
}
