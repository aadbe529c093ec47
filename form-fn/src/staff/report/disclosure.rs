//! What may be published of counts: none of 1 to 4, and none from which one could be worked out.
//!
//! Whoever publishes health data in Canada hides small cells, as the Canadian Institute for Health Information does
//! (<https://www.statcan.gc.ca/pub/82-221-x/2011002/quality-qualite/qua8-eng.htm>). No text that we found says for a
//! programme such as this what is small; under 5 is a usual answer
//! (<http://communityhealthstats.healthunit.com/definition/small-counts-0>), and the institution may want more.
//!
//! With it goes secondary suppression: if a hidden count would follow from a total and the others, another one is
//! hidden as well (Hundepool and others, *Statistical Disclosure Control*, Wiley 2012,
//! <https://doi.org/10.1002/9781118348239>). One sign stands for both, so that a reader cannot tell which are the
//! small ones. So does Statistics Canada's “x” (<https://www.statcan.gc.ca/eng/concepts/definitions/guide-symbol>),
//! for what would disclose directly and for what would by the rest
//! (<https://www12.statcan.gc.ca/nhs-enm/2011/ref/nhs-enm_guide/guide_5-eng.cfm>).
//!
//! Here it goes as far as this: totals are taken to be known, and every hidden count may still be any of 1 to 4, or
//! not be small at all.
//! What two reports made soon after each other give away by their difference is not covered: publish once in a
//! while, such as every three months.

/// Counts under this are small.
pub const SMALL: u64 = 5;

/// One count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// As it is.
    Count(u64),
    /// It is small, or a small one would follow from it.
    Hidden,
}

impl Cell {
    /// The count, if it is shown.
    pub const fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Hidden => None,
        }
    }
}

/// Whether a count is small; that there is nobody tells of nobody.
pub const fn is_small(count: u64) -> bool {
    0 < count && count < SMALL
}

/// The counts of a whole, each person in one of them; none if even their list would tell too much. Whoever
/// reads them may know the whole.
pub fn parts(counts: &[u64]) -> Option<Vec<Cell>> {
    if is_small(counts.iter().sum()) {
        return None;
    }
    let mut hidden: Vec<bool> = counts.iter().map(|count| is_small(*count)).collect();
    while !is_safe(counts, &hidden) {
        hide_next(counts, &mut hidden)?;
    }
    Some(cells(counts, &hidden))
}

/// The counts of a whole, each person in one or several of them.
pub fn overlapping(counts: &[u64], whole: u64) -> Option<Vec<Cell>> {
    if is_small(whole) {
        return None;
    }
    // Of ten people, eight: so two are not.
    let tells =
        |count: &u64| is_small(*count) || *count > 0 && is_small(whole.saturating_sub(*count));
    let mut hidden: Vec<bool> = counts.iter().map(tells).collect();
    // Everyone is in one of them at least: a single hidden one has to make up what the others lack.
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        hide_next(counts, &mut hidden)?;
    }
    Some(cells(counts, &hidden))
}

/// Whether each hidden count may be anything from 1 to 5, for all that their sum tells. Zeros are shown, so that
/// each is 1 at least.
fn is_safe(counts: &[u64], hidden: &[bool]) -> bool {
    let of_hidden = || counts.iter().zip(hidden).filter(|(_, hidden)| **hidden);
    let (number, sum) =
        (of_hidden().count() as u64, of_hidden().map(|(count, _)| count).sum::<u64>());
    number == 0 || number > 1 && sum >= SMALL + number - 1
}

/// Hides the smallest of those that are still shown; none if there is none.
fn hide_next(counts: &[u64], hidden: &mut [bool]) -> Option<()> {
    let shown = counts.iter().zip(hidden).filter(|(count, hidden)| **count > 0 && !**hidden);
    let (_, next) = shown.min_by_key(|(count, _)| **count)?;
    *next = true;
    Some(())
}

fn cells(counts: &[u64], hidden: &[bool]) -> Vec<Cell> {
    let cell =
        |(count, hidden): (&u64, &bool)| if *hidden { Cell::Hidden } else { Cell::Count(*count) };
    counts.iter().zip(hidden).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(cells: Option<Vec<Cell>>) -> String {
        let told = |cell| match cell {
            Cell::Count(count) => format!("{count}"),
            Cell::Hidden => "x".to_owned(),
        };
        cells.map_or("withheld".to_owned(), |cells| {
            cells.into_iter().map(told).collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn examples() {
        assert_eq!(told(parts(&[12, 7, 0])), "12 7 0");
        assert_eq!(told(parts(&[12, 7, 3])), "12 x x");
        // Two small ones, of which both would be known to be 1.
        assert_eq!(told(parts(&[12, 7, 1, 1])), "12 x x x");
        assert_eq!(told(parts(&[12, 7, 4, 4])), "12 7 x x");
        assert_eq!(told(parts(&[1, 1, 1, 1, 1])), "withheld");
        assert_eq!(told(parts(&[3, 0])), "withheld");
        assert_eq!(told(parts(&[0, 0])), "0 0");
        assert_eq!(told(overlapping(&[18, 9, 7], 20)), "x 9 x");
    }

    /// All values that each hidden part may have, by trying all: parts of a whole that is known.
    fn possible(cells: &[Cell], whole: u64) -> Vec<Vec<u64>> {
        let shown: u64 = cells.iter().filter_map(|cell| cell.count()).sum();
        let hidden = cells.iter().filter(|cell| **cell == Cell::Hidden).count();
        let mut found = vec![Vec::new(); hidden];
        let mut guess = Vec::new();
        try_all(whole - shown, hidden, &mut guess, &mut found);
        found
    }

    fn try_all(left: u64, places: usize, guess: &mut Vec<u64>, found: &mut [Vec<u64>]) {
        if places == 0 {
            // One of them at least is small, or none would be hidden.
            if left == 0 && guess.iter().any(|count| is_small(*count)) {
                guess.iter().zip(found).for_each(|(count, found)| found.push(*count));
            }
            return;
        }
        for count in 1..=left {
            guess.push(count);
            try_all(left - count, places - 1, guess, found);
            guess.pop();
        }
    }

    proptest! {
        #[test]
        fn no_part_is_known_to_be_small(counts in proptest::collection::vec(0_u64..12, 1..6)) {
            let whole = counts.iter().sum();
            if let Some(cells) = parts(&counts) {
                prop_assert!(!cells.iter().any(|cell| matches!(cell, Cell::Count(1..=4))));
                for values in possible(&cells, whole) {
                    let open = (1..SMALL).all(|count| values.contains(&count)) && values.iter().any(|it| *it >= SMALL);
                    prop_assert!(open, "{:?} of {}: {:?}", cells, whole, values);
                }
                for (cell, count) in cells.iter().zip(&counts) {
                    prop_assert!(*cell == Cell::Hidden || *cell == Cell::Count(*count));
                }
            }
        }

        /// People, each with a set of levels as bits; who has none is in the last count.
        #[test]
        fn no_overlapping_count_is_known_to_be_small(people in proptest::collection::vec(0_u8..8, 0..40)) {
            let whole = people.len() as u64;
            let with = |level: u8| people.iter().filter(|levels| *levels >> level & 1 == 1).count() as u64;
            let without = whole - people.iter().filter(|levels| **levels > 0).count() as u64;
            let Some(cells) = overlapping(&[with(0), with(1), with(2), without], whole) else {
                return Ok(());
            };
            let shown: u64 = cells.iter().filter_map(|cell| cell.count()).sum();
            let hidden = cells.iter().filter(|cell| **cell == Cell::Hidden).count() as u64;
            for cell in cells {
                match cell {
                    Cell::Count(count) => {
                        prop_assert!(!is_small(count) && (count == 0 || !is_small(whole - count)));
                    }
                    // What it must have at least, if all the others are as large as can be.
                    Cell::Hidden => prop_assert!(whole.saturating_sub(shown + (hidden - 1) * whole) <= 1),
                }
            }
        }
    }
}
