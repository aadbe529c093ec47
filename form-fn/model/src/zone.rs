//! The programme's time zone. Days ("closed until", "within 30 days") are days in Québec, wherever
//! the machine stands; the zone's data is built in, because a Lambda has no zone files to rely on.

use jiff::tz::{self, TimeZone};
use jiff::{Timestamp, Zoned, civil::Date};

static QUEBEC: TimeZone = tz::get!("America/Toronto");

/// The moment as seen on a clock in Québec.
#[must_use]
pub fn at(moment: Timestamp) -> Zoned {
    moment.to_zoned(QUEBEC.clone())
}

/// The day it is in Québec at a moment.
#[must_use]
pub fn day(moment: Timestamp) -> Date {
    at(moment).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_quebec_in_winter_and_in_summer() {
        for (moment, date) in [
            ("2026-11-22T04:59:59Z", "2026-11-21"),
            ("2026-11-22T05:00:00Z", "2026-11-22"),
            ("2026-07-01T03:59:59Z", "2026-06-30"),
            ("2026-07-01T04:00:00Z", "2026-07-01"),
        ] {
            assert_eq!(day(moment.parse().unwrap()).to_string(), date);
        }
    }
}
