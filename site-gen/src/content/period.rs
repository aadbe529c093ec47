//! The days on which a page is published: from `publish_on` through `expires_on`, both included.
//!
//! Days are those of Québec, or the one that `--today` names. A site that is built every night so follows
//! them by itself.

use form_model::bilingual;
use form_model::bilingual::words;
use jiff::civil::Date;

use crate::{
    diagnostic::{Code, Diagnostics},
    unpublished::Why,
    yaml::Document,
};

/// The key of the first day.
pub const PUBLISH_ON: &str = "publish_on";

/// The key of the last day.
pub const EXPIRES_ON: &str = "expires_on";

/// A stretch of days, open at either end; by default it has neither beginning nor end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    first: Option<Date>,
    last: Option<Date>,
}

impl Period {
    /// A stretch of days; none if it ends before it begins.
    #[must_use]
    pub fn new(first: Option<Date>, last: Option<Date>) -> Option<Self> {
        let backwards = first.zip(last).is_some_and(|(first, last)| last < first);
        (!backwards).then_some(Self { first, last })
    }

    /// Takes it out of a French front matter.
    pub fn take(document: &mut Document, diagnostics: &mut Diagnostics) -> Self {
        let first = document.take_as(
            PUBLISH_ON,
            words("un jour, comme 2027-01-15", "a day such as 2027-01-15"),
            diagnostics,
        );
        let last = document.take_as(
            EXPIRES_ON,
            words("un jour, comme 2027-06-30", "a day such as 2027-06-30"),
            diagnostics,
        );
        Self::new(first, last).unwrap_or_else(|| {
            let message = bilingual!(
                "la page disparaîtrait avant de paraître",
                "the page would go away before it appears"
            );
            let help = bilingual!(
                "`{EXPIRES_ON}` est le dernier jour de la page : écrivez un jour qui n’est pas avant `{PUBLISH_ON}`",
                "`{EXPIRES_ON}` is the page’s last day: write one that is not before `{PUBLISH_ON}`"
            );
            diagnostics.push(document.at(Code::PageDates, &[EXPIRES_ON], message).help(help));
            Self::default()
        })
    }

    /// Of a page that the site cannot do without: each day that it names is a mistake, and it is always there.
    #[must_use]
    pub fn refuse(self, document: &Document, diagnostics: &mut Diagnostics) -> Self {
        let days = [(PUBLISH_ON, self.first), (EXPIRES_ON, self.last)];
        for key in days.into_iter().filter_map(|(key, day)| day.map(|_| key)) {
            let message = bilingual!(
                "le site ne peut pas se passer de cette page : elle n’admet pas `{key}`",
                "the site cannot do without this page: it takes no `{key}`"
            );
            let help = bilingual!(
                "retirez cette ligne; pour fermer les candidatures, voyez `applications` dans site.yaml",
                "take this line away; to close applications, see `applications` in site.yaml"
            );
            diagnostics.push(document.at(Code::PageDates, &[key], message).help(help));
        }
        Self::default()
    }

    /// The first day, if it is not open there.
    #[must_use]
    pub fn first(&self) -> Option<Date> {
        self.first
    }

    /// Why a page is not there on a day; none if it is.
    #[must_use]
    pub fn absence(&self, day: Date) -> Option<Why> {
        let early = self.first.filter(|first| day < *first).map(Why::Until);
        early.or_else(|| self.last.filter(|last| day > *last).map(Why::After))
    }

    /// The days on which a page comes or goes.
    pub fn changes(&self) -> impl Iterator<Item = Date> + use<> {
        self.first.into_iter().chain(self.last.and_then(|last| last.tomorrow().ok()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn both_days_are_included() {
        let (first, last) = (date(2027, 1, 15), date(2027, 6, 30));
        let period = Period::new(Some(first), Some(last)).unwrap();
        assert_eq!(period.absence(date(2027, 1, 14)), Some(Why::Until(first)));
        assert_eq!(period.absence(first), None);
        assert_eq!(period.absence(last), None);
        assert_eq!(period.absence(date(2027, 7, 1)), Some(Why::After(last)));
        assert!(period.changes().eq([first, date(2027, 7, 1)]));
    }

    #[test]
    fn one_day_is_a_period_and_less_is_none() {
        let (day, before) = (date(2027, 1, 15), date(2027, 1, 14));
        assert!(Period::new(Some(day), Some(day)).is_some());
        assert_eq!(Period::new(Some(day), Some(before)), None);
        assert_eq!(Period::default().absence(day), None);
    }
}
