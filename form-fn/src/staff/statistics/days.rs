//! Numbers of days, counted, so that percentiles of millions of them need no list.

use std::collections::BTreeMap;

/// How often each number of days occurred.
#[derive(Clone, Debug, Default)]
pub struct Days {
    times: BTreeMap<u32, u64>,
    count: u64,
}

impl Days {
    /// Counts one more.
    pub fn add(&mut self, days: u32) {
        *self.times.entry(days).or_default() += 1;
        self.count += 1;
    }

    /// The smallest number of days that at least `percent` of a hundred do not exceed; none if there are none.
    pub fn percentile(&self, percent: u64) -> Option<u32> {
        let rank = (self.count * percent).div_ceil(100);
        let mut passed = 0;
        self.times.iter().find_map(|(days, times)| {
            passed += times;
            (passed >= rank).then_some(*days)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_percentile_is_that_of_the_sorted_list(
            mut list in proptest::collection::vec(0_u32..60, 0..200),
            percent in 1_u64..=100,
        ) {
            let mut days = Days::default();
            for it in &list {
                days.add(*it);
            }
            list.sort_unstable();
            let naive = list.iter().copied().find(|candidate| {
                let within = list.iter().filter(|it| *it <= candidate).count() as u64;
                within * 100 >= percent * list.len() as u64
            });
            prop_assert_eq!(days.percentile(percent), naive);
        }
    }
}
