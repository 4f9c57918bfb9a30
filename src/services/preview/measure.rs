//! The figures of a series of measurements.

/// Median, 95th percentile and largest of a series, in the unit of its values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How many values there were.
    pub count: usize,
    /// The middle one.
    pub median: f64,
    /// 95 of 100 are not larger.
    pub p95: f64,
    /// The largest.
    pub max: f64,
}

impl Summary {
    /// Sums up a series, in any order. Returns `None` for an empty one.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = (share * sorted.len() as f64).ceil() as usize;
            sorted.get(rank.saturating_sub(1)).copied()
        };
        Some(Self {
            count: sorted.len(),
            median: at(0.5)?,
            p95: at(0.95)?,
            max: at(1.0)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_summed_up_by_rank() {
        let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        let summary = Summary::of(&values).unwrap();
        assert_eq!(
            (summary.median, summary.p95, summary.max),
            (50.0, 95.0, 100.0)
        );
        assert_eq!(Summary::of(&[]), None);
        let single = Summary {
            count: 1,
            median: 4.0,
            p95: 4.0,
            max: 4.0,
        };
        assert_eq!(Summary::of(&[4.0]), Some(single));
    }
}
