//! Reports on a fixed population, looked at by eye in their snapshots; and an adversary who reads the public one.

use form_model::bundle::Applications;
use form_model::definition::{Choice, Form};
use form_model::lang::{Lang, Localized};
use form_model::source::{Catalogue, FormSource};
use proptest::prelude::*;

use super::disclosure::Cell;
use super::figures::{Figures, Rows};
use super::{Audience, Report};
use crate::staff::statistics::Statistics;
use crate::staff::statistics::simulated::{Case, cases, statistics};

/// The real form, with the choices that the site's pages give.
fn form() -> Form {
    let source: FormSource =
        serde_yaml::from_str(include_str!("../../../../content/form.yaml")).unwrap();
    let choice = |value: &str, french: &str, english: &str| Choice {
        value: value.to_owned(),
        label: Localized::new(french).with(Lang::english(), english),
        accepting: Applications::Open,
    };
    let types = vec![
        choice("partner-user", "Usagère ou usager partenaire", "Partner user"),
        choice("family-partner", "Proche partenaire", "Family or caregiver partner"),
        choice("citizen-partner", "Citoyenne ou citoyen partenaire", "Citizen partner"),
    ];
    let levels = vec![
        choice("information", "Information", "Information"),
        choice("consultation", "Consultation", "Consultation"),
        choice("collaboration", "Collaboration", "Collaboration"),
        choice("partnership", "Partenariat", "Partnership"),
    ];
    let catalogue = Catalogue {
        languages: vec![Lang::french(), Lang::english()],
        choices: [("partner-types".to_owned(), types), ("levels".to_owned(), levels)].into(),
    };
    source.resolve(&catalogue).unwrap()
}

fn report(statistics: &Statistics, lang: &Lang, audience: Audience) -> Report {
    Report::new(statistics, &form(), lang, audience, "2026-11-25T14:05:00Z".parse().unwrap())
}

/// A small population, of which some counts are under 5.
fn small() -> Vec<Case> {
    cases(110)
}

#[test]
fn the_pages() {
    let statistics = statistics(&small());
    for lang in [Lang::french(), Lang::english()] {
        for (name, audience) in [("internal", Audience::Internal), ("public", Audience::Public)] {
            let html = report(&statistics, &lang, audience).html().unwrap();
            // The style has its own life.
            let (head, rest) = html.split_once("<style>").unwrap();
            let (_, body) = rest.split_once("</style>").unwrap();
            insta::assert_snapshot!(format!("{name}_{lang}"), format!("{head}{body}"));
        }
    }
}

#[test]
fn the_tables_in_markdown() {
    let statistics = statistics(&small());
    for lang in [Lang::french(), Lang::english()] {
        let report = report(&statistics, &lang, Audience::Public);
        insta::assert_snapshot!(format!("markdown_{lang}"), report.markdown());
    }
}

#[test]
fn a_page_asks_for_nothing_and_runs_nothing() {
    let statistics = statistics(&cases(1000));
    for audience in [Audience::Internal, Audience::Public] {
        let html = report(&statistics, &Lang::french(), audience).html().unwrap();
        for never in
            ["<script", "http:", "https:", "url(", "@import", " src=", " href=", " onload="]
        {
            assert!(!html.contains(never), "{never}");
        }
    }
}

#[test]
fn what_staff_typed_is_text_and_nothing_else() {
    let mut case =
        cases(200).into_iter().find(|it| it.stage.name() == "received" && it.age() > 31).unwrap();
    case.assigned_to = Some("<script>alert(1)</script> | *x*");
    case.destroyed = false;
    let report = report(&statistics(&[case]), &Lang::french(), Audience::Internal);
    let html = report.html().unwrap();
    assert!(html.contains("&lt;script&gt;"));
    assert!(!html.contains("<script>"));
    assert!(report.markdown().contains(r"\<script\>alert(1)\</script\> \| \*x\*"));
}

#[test]
fn the_public_one_names_no_file_and_nobody_of_the_staff() {
    let all = cases(1000);
    let statistics = statistics(&all);
    let internal = report(&statistics, &Lang::french(), Audience::Internal).html().unwrap();
    let public = report(&statistics, &Lang::french(), Audience::Public);
    let public = public.html().unwrap() + &public.markdown();
    for entry in statistics.late.listed.iter().chain(&statistics.due.listed) {
        let reference = entry.reference.to_string();
        assert!(internal.contains(&reference));
        assert!(!public.contains(&reference));
    }
    for name in ["marie.tremblay", "J. O’Neil"] {
        assert!(internal.contains(name));
        assert!(!public.contains(name));
    }
}

#[test]
fn of_too_few_nothing_is_published_not_even_how_many() {
    let told: Vec<_> = [0, 1, 4]
        .map(|number| {
            let few: Vec<_> =
                cases(100).into_iter().filter(|it| !it.suspect).take(number).collect();
            report(&statistics(&few), &Lang::english(), Audience::Public).html().unwrap()
        })
        .into();
    assert!(told[0].contains("fewer than five applications"));
    assert!(told.iter().all(|page| *page == told[0]));
}

/// All values that the hidden ones of some rows may have, for one who knows their sum.
fn ranges<K>(rows: &Rows<K>, whole: u64) -> Vec<(u64, u64)> {
    let shown: u64 = rows.iter().filter_map(|(_, cell)| cell.count()).sum();
    let others = rows.iter().filter(|(_, cell)| *cell == Cell::Hidden).count() as u64;
    let left = whole - shown;
    let range = match others {
        0 => None,
        1 => Some((left, left)),
        others => Some((1, left - (others - 1))),
    };
    range.into_iter().collect()
}

fn judge<K>(rows: Option<&Rows<K>>, whole: u64) -> Result<(), TestCaseError> {
    let Some(rows) = rows else { return Ok(()) };
    for (_, cell) in rows {
        prop_assert!(!matches!(cell, Cell::Count(1..=4)));
    }
    for (least, most) in ranges(rows, whole) {
        prop_assert!(least <= 1 && most >= 5, "known to be {least} to {most}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn an_adversary_learns_of_no_count_under_five(number in 0_u64..160, skipped in 0_u64..200) {
        let some: Vec<_> = cases(number + skipped).split_off(usize::try_from(skipped).unwrap());
        let numbers = statistics(&some);
        let Some(figures) = Figures::published(&numbers, &form()) else {
            prop_assert!(numbers.applications < 5);
            return Ok(());
        };
        let all = figures.applications;
        judge(figures.partner_types.as_ref(), all)?;
        judge(figures.languages.as_ref(), all)?;
        judge(figures.months.as_ref(), all)?;
        judge(figures.calls.map(|it| it.map(|cell| ((), cell)).into()).as_ref(), all)?;
        if let (Some(open), Some(rows)) = (figures.open, figures.pipeline) {
            prop_assert!(!(1..=4).contains(&open) && !(1..=4).contains(&(all - open)));
            judge(figures.ages.as_ref(), open)?;
            let (before, after) = rows.split_at(6);
            judge(Some(&before.to_vec()), open)?;
            judge(Some(&after.to_vec()), all - open)?;
        }
        let called = numbers.first_call.called();
        prop_assert!(figures.median_days.is_none() || called >= 10);
        prop_assert!(figures.ninetieth_days.is_none() || called >= 50);
    }
}
