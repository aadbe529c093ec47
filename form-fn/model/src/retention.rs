//! How long what is kept, and from when it counts (A-2.1, s. 73): the periods of the site's settings,
//! applied to a stage. Months and days are those of the calendar in Québec.

use jiff::{Span, Timestamp, ToSpan};

use crate::bundle::Retention;
use crate::stage::Stage;
use crate::zone;

impl Retention {
    /// When the record of an application is to be destroyed that has been at a stage since a moment;
    /// `agreed` is whether the person wants to be kept in mind for other activities.
    ///
    /// # Errors
    /// If that lies after the year 9999.
    pub fn of_record(
        &self,
        stage: Stage,
        agreed: bool,
        since: Timestamp,
    ) -> Result<Timestamp, jiff::Error> {
        let months = |months: u16| i64::from(months).months();
        let kept = match stage {
            Stage::Declined | Stage::Withdrawn if agreed => months(self.kept_months),
            Stage::Declined | Stage::Withdrawn => months(self.declined_months),
            Stage::Active => i64::from(self.transferred_days).days(),
            Stage::Received
            | Stage::PhoneInterview
            | Stage::JointInterview
            | Stage::Selected
            | Stage::VolunteerStatus
            | Stage::Orientation => months(self.unanswered_months),
        };
        later(since, kept)
    }

    /// When an entry of the access log is to be destroyed. It outlives the record that it is about, so
    /// that who has read it can be told after an incident (A-2.1, s. 63.8); it holds nothing of it.
    ///
    /// # Errors
    /// If that lies after the year 9999.
    pub fn of_event(&self, at: Timestamp) -> Result<Timestamp, jiff::Error> {
        later(at, i64::from(self.access_log_months).months())
    }
}

fn later(since: Timestamp, kept: Span) -> Result<Timestamp, jiff::Error> {
    Ok(zone::at(since).checked_add(kept)?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::settings;

    fn kept(stage: Stage, agreed: bool, since: &str) -> String {
        let until = settings().retention.of_record(stage, agreed, since.parse().unwrap());
        until.unwrap().to_string()
    }

    #[test]
    fn each_stage_has_its_period_from_the_day_it_was_reached() {
        let since = "2027-01-31T15:00:00Z";
        for (stage, agreed, until) in [
            (Stage::Received, false, "2028-01-31T15:00:00Z"),
            (Stage::Received, true, "2028-01-31T15:00:00Z"),
            (Stage::Orientation, false, "2028-01-31T15:00:00Z"),
            // Summer time: the same hour on the clock in Québec.
            (Stage::Declined, false, "2027-07-31T14:00:00Z"),
            (Stage::Declined, true, "2028-01-31T15:00:00Z"),
            (Stage::Withdrawn, false, "2027-07-31T14:00:00Z"),
            (Stage::Withdrawn, true, "2028-01-31T15:00:00Z"),
            (Stage::Active, true, "2027-03-02T15:00:00Z"),
        ] {
            assert_eq!(kept(stage, agreed, since), until, "{stage} {agreed}");
        }
    }

    #[test]
    fn a_month_that_is_too_short_ends_on_its_last_day() {
        assert_eq!(kept(Stage::Declined, false, "2027-08-31T15:00:00Z"), "2028-02-29T16:00:00Z");
    }
}
