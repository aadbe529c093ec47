//! Every number of a thousand applications, counted once more by hand.

use form_model::stage::Stage;
use jiff::ToSpan;
use jiff::civil::date;

use super::simulated::{Case, TODAY, cases, reference, statistics};
use super::{Entry, NO_ANSWER, Waiting};

fn count(cases: &[Case], holds: impl Fn(&Case) -> bool) -> u64 {
    cases.iter().filter(|case| holds(case)).count() as u64
}

#[test]
fn of_a_thousand_applications_every_number_is_as_counted_by_hand() {
    let all = cases(1000);
    let numbers = statistics(&all);
    let real: Vec<_> = all.iter().filter(|it| !it.suspect).cloned().collect();
    let count = |holds: &dyn Fn(&Case) -> bool| count(&real, holds);

    assert_eq!(numbers.applications, real.len() as u64);
    assert_eq!(numbers.suspect, (all.len() - real.len()) as u64);
    assert!(numbers.suspect > 0);
    assert_eq!(numbers.destroyed(), count(&|it| it.destroyed));
    assert_eq!(numbers.open(), count(&|it| !it.destroyed && it.stage.is_open()));
    assert_eq!(numbers.lapsed(), count(&|it| it.destroyed && it.stage.is_open()));
    assert_eq!(numbers.stages.len(), 9);
    for (stage, at) in &numbers.stages {
        assert_eq!(at.living, count(&|it| it.stage == *stage && !it.destroyed), "{stage}");
        assert_eq!(at.destroyed, count(&|it| it.stage == *stage && it.destroyed), "{stage}");
    }

    assert_eq!(numbers.months.len(), 12);
    assert_eq!(numbers.months.keys().next(), Some(&date(2025, 12, 1)));
    for (month, received) in &numbers.months {
        let next = *month + 1.month();
        assert_eq!(*received, count(&|it| *month <= it.received && it.received < next), "{month}");
    }
    assert_eq!(numbers.earlier, count(&|it| it.received < date(2025, 12, 1)));

    for age in &numbers.ages {
        let fits = |it: &Case| {
            i64::from(age.from) <= it.age() && age.to.is_none_or(|to| it.age() <= i64::from(to))
        };
        let expected = count(&|it| !it.destroyed && it.stage.is_open() && fits(it));
        assert_eq!(age.applications, expected, "{age:?}");
    }

    for kind in ["partner-user", "family-partner", "citizen-partner", "unsure", "of-old"] {
        assert_eq!(numbers.partner_types[kind], count(&|it| it.partner_type == kind), "{kind}");
    }
    for level in ["information", "consultation", "collaboration", "partnership"] {
        assert_eq!(numbers.levels[level], count(&|it| it.levels.contains(&level)), "{level}");
    }
    assert_eq!(numbers.levels[NO_ANSWER], count(&|it| it.levels.is_empty()));
    for lang in ["fr", "en"] {
        assert_eq!(numbers.languages[lang], count(&|it| it.lang == lang));
    }

    let calls = numbers.first_call;
    assert_eq!(calls.within_promise, count(&|it| it.called_after.is_some_and(|days| days <= 30)));
    assert_eq!(calls.later, count(&|it| it.called_after.is_some_and(|days| days > 30)));
    assert_eq!(calls.none, count(&|it| it.called_after.is_none()));
    let mut days: Vec<_> = real.iter().filter_map(|it| it.called_after).collect();
    days.sort_unstable();
    assert_eq!(calls.median_days, Some(days[days.len().div_ceil(2) - 1]));
    assert_eq!(calls.ninetieth_days, Some(days[(days.len() * 9).div_ceil(10) - 1]));
}

#[test]
fn who_waits_is_listed_suspect_or_not_and_the_longest_first() {
    let all = cases(1000);
    let numbers = statistics(&all);
    let waits = |it: &&Case| !it.destroyed && it.stage == Stage::Received;
    let entry = |it: &Case| Entry {
        contact_by: it.contact_by(),
        reference: reference(it.number),
        days: (it.contact_by() - TODAY).get_days().unsigned_abs(),
        assigned_to: it.assigned_to.map(str::to_owned),
        suspect: it.suspect,
    };
    for (list, from, to) in [(&numbers.late, 31, i64::MAX), (&numbers.due, 23, 30)] {
        let mut expected: Vec<_> = all
            .iter()
            .filter(waits)
            .filter(|it| (from..=to).contains(&it.age()))
            .map(entry)
            .collect();
        expected.sort_by_key(|it| (it.contact_by, it.reference));
        assert_eq!(list.count, expected.len() as u64);
        assert!(!expected.is_empty());
        expected.truncate(Waiting::LISTED);
        assert_eq!(list.listed, expected);
    }
    assert!(numbers.late.count > Waiting::LISTED as u64);
    assert!(numbers.late.listed.iter().any(|it| it.suspect));
}

#[test]
fn nothing_adds_up_to_nothing() {
    let numbers = statistics(&[]);
    assert_eq!(numbers.applications, 0);
    assert_eq!(numbers.first_call.median_days, None);
    assert!(numbers.months.values().all(|count| *count == 0));
}

#[test]
fn what_is_dated_in_the_future_by_a_clock_far_off_counts_today() {
    let mut case = cases(1).remove(0);
    case.received = TODAY + 3.months();
    case.stage = Stage::Received;
    (case.called_after, case.suspect, case.destroyed) = (None, false, false);
    let numbers = statistics(&[case]);
    assert_eq!(numbers.months[&date(2026, 11, 1)], 1);
    assert_eq!(numbers.ages[0].applications, 1);
}

#[test]
fn the_names_for_other_programs_stay() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&statistics(&cases(12))).unwrap());
}
