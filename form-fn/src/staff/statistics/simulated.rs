//! Applications as they might come in, for tests: what is true of each stands in plain fields, from which a test
//! can count by itself.

use form_model::follow_up::FollowUp;
use form_model::reference::Reference;
use form_model::stage::Stage;
use form_model::summary::{Summary, Tombstone};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

use super::Statistics;

/// The day on which tests look.
pub const TODAY: Date = date(2026, 11, 25);

/// What is true of an application.
#[derive(Clone, Debug)]
pub struct Case {
    pub number: u64,
    pub received: Date,
    pub stage: Stage,
    pub called_after: Option<u32>,
    pub partner_type: &'static str,
    pub levels: Vec<&'static str>,
    pub lang: &'static str,
    pub suspect: bool,
    pub destroyed: bool,
    pub assigned_to: Option<&'static str>,
}

impl Case {
    /// The days since receipt.
    pub fn age(&self) -> i64 {
        (TODAY - self.received).get_days().into()
    }

    pub fn contact_by(&self) -> Date {
        self.received + 30.days()
    }

    /// As it is read from the table: received at noon in Québec, or a little later.
    pub fn summary(&self) -> Summary {
        let at = |day: Date| -> Timestamp { format!("{day}T17:00:00Z").parse().unwrap() };
        Summary {
            reference: reference(self.number),
            received_at: at(self.received),
            contact_by: self.contact_by(),
            stage: self.stage,
            lang: self.lang.parse().unwrap(),
            suspect: self.suspect,
            opportunity: None,
            possible_duplicate_of: None,
            destroy_after: 0,
            partner_type: Some(self.partner_type.to_owned()),
            levels: self.levels.iter().map(|id| (*id).to_owned()).collect(),
            follow_up: FollowUp {
                called_at: self.called_after.map(|days| at(self.received + i64::from(days).days())),
                assigned_to: self.assigned_to.map(str::to_owned),
                ..FollowUp::default()
            },
        }
    }

    pub fn tombstone(&self) -> Tombstone {
        Tombstone::from(&self.summary())
    }
}

/// A valid reference for a number.
pub fn reference(number: u64) -> Reference {
    let text = format!("{number:07}");
    let mut alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars();
    alphabet.find_map(|check| format!("{text}{check}").parse().ok()).unwrap()
}

/// So many applications of the last year and a half: the same at every call.
pub fn cases(count: u64) -> Vec<Case> {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |limit: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % limit
    };
    let types = ["partner-user", "family-partner", "citizen-partner", "unsure", "of-old"];
    let levels = ["information", "consultation", "collaboration", "partnership"];
    (0..count)
        .map(|number| {
            let age = below(24).pow(2);
            let received = TODAY - i64::try_from(age).unwrap().days();
            let called = age > 3 && below(10) < 8;
            let stage = match (called, below(14)) {
                (false, 0) => Stage::Declined,
                (false, 1) => Stage::Withdrawn,
                (false, _) => Stage::Received,
                (true, at) => Stage::ALL[1 + usize::try_from(at).unwrap() % 8],
            };
            let called_after =
                called.then(|| u32::try_from(below(age.min(40)) * below(40) / 40).unwrap());
            let destroyed = age > 365 && (!stage.is_open() || below(2) == 0);
            Case {
                number,
                received,
                stage,
                called_after,
                partner_type: types[usize::try_from(below(100) * below(5) / 99).unwrap()],
                levels: levels.into_iter().filter(|_| below(3) == 0).collect(),
                lang: if below(6) == 0 { "en" } else { "fr" },
                suspect: below(40) == 0,
                destroyed,
                assigned_to: [None, Some("marie.tremblay"), Some("J. O’Neil")]
                    [usize::try_from(below(3)).unwrap()],
            }
        })
        .collect()
}

/// What they add up to.
pub fn statistics(cases: &[Case]) -> Statistics {
    let living: Vec<_> = cases.iter().filter(|it| !it.destroyed).map(Case::summary).collect();
    let destroyed: Vec<_> = cases.iter().filter(|it| it.destroyed).map(Case::tombstone).collect();
    Statistics::of(&living, &destroyed, TODAY, 30)
}
