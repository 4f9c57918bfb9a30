//! How long things take, measured inside the program.

/// How many measurements are kept.
const KEPT: usize = 512;

/// Measurements of one kind, in milliseconds; the newest ones are kept.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    values: Vec<f32>,
    next: usize,
}

impl Samples {
    /// Adds a measurement.
    pub fn push(&mut self, millis: f32) {
        if self.values.len() < KEPT {
            self.values.push(millis);
        } else if let Some(oldest) = self.values.get_mut(self.next) {
            *oldest = millis;
        }
        self.next = (self.next + 1) % KEPT;
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.values.len()
    }

    /// The value that `share` (0 to 1) of the measurements do not exceed.
    pub fn quantile(&self, share: f32) -> Option<f32> {
        let mut sorted = self.values.clone();
        sorted.sort_by(f32::total_cmp);
        let last = sorted.len().checked_sub(1)?;
        let rank = (share * sorted.len() as f32).ceil() as usize;
        sorted.get(rank.saturating_sub(1).min(last)).copied()
    }
}

/// How long things took in this run.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Whether the timings are shown.
    pub is_shown: bool,
    /// From a change of the template to the picture of it being painted.
    pub key_to_picture: Samples,
    /// Rendering and checking a template.
    pub analysis: Samples,
    /// Building one frame of the window.
    pub frame: Samples,
    /// From the start of the program to its first frame.
    pub first_frame_ms: Option<f32>,
    /// From the start of the program to the first picture of a mail.
    pub first_picture_ms: Option<f32>,
    /// Frames painted so far.
    pub frames: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_by_nearest_rank_over_the_newest_values() {
        let mut samples = Samples::default();
        assert_eq!(samples.quantile(0.5), None);
        for value in 1..=100_u8 {
            samples.push(f32::from(value));
        }
        assert_eq!(samples.quantile(0.5), Some(50.0));
        assert_eq!(samples.quantile(0.95), Some(95.0));
        for _ in 0..KEPT {
            samples.push(7.0);
        }
        assert_eq!((samples.count(), samples.quantile(1.0)), (KEPT, Some(7.0)));
    }
}
