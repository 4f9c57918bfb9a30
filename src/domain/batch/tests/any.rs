//! Any driver, any outcome.

use proptest::prelude::*;

use super::*;

/// What a driver may do.
#[derive(Debug, Clone)]
enum Step {
    Next,
    End(usize, u8),
    Pause,
    Resume,
    Cancel,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => Just(Step::Next),
        6 => (0..4_usize, 0..4_u8).prop_map(|(which, how)| Step::End(which, how)),
        1 => Just(Step::Pause),
        2 => Just(Step::Resume),
        1 => Just(Step::Cancel),
    ]
}

fn outcome(how: u8) -> Outcome {
    match how {
        0 => delivered(),
        1 => failed(),
        2 => Outcome::Cancelled,
        _ => Outcome::Unknown,
    }
}

proptest! {
    #[test]
    fn never_more_than_the_rate_each_at_most_once_and_results_stay(
        count in 0..12_usize,
        per_second in 1..7_u32,
        at_once in 1..4_u32,
        stop_after in 0..4_u32,
        steps in prop::collection::vec((step(), 0..700_u64, any::<bool>()), 0..120),
    ) {
        let pace = Pace::per_second(NonZeroU32::new(per_second).unwrap())
            .at_once(NonZeroU32::new(at_once).unwrap())
            .stop_after(NonZeroU32::new(stop_after));
        let mut run = BatchRun::new(items(count), pace);
        let (mut now, mut starts, mut under_way) = (Duration::ZERO, Vec::new(), Vec::new());
        let (mut sent, mut latest) = (Vec::new(), Duration::ZERO);
        let mut results = std::collections::BTreeMap::new();
        let mut is_paused = false;
        for (step, millis, is_backwards) in steps {
            now += Duration::from_millis(millis);
            // A clock that jumps back for one call; what counts is the latest moment it told.
            let told = if is_backwards { now / 2 } else { now };
            if matches!(step, Step::Next) {
                latest = latest.max(told);
            }
            match step {
                Step::Next => match run.next(told) {
                    Next::Send(number) => {
                        prop_assert!(!is_paused);
                        prop_assert!(!sent.contains(&number), "twice");
                        sent.push(number);
                        under_way.push(number);
                        starts.push(latest);
                        prop_assert!(under_way.len() <= at_once as usize);
                    }
                    Next::WaitUntil(until) => prop_assert!(until > told),
                    Next::WaitForEnd => prop_assert!(!under_way.is_empty()),
                    Next::Paused => prop_assert!(is_paused),
                    Next::Over(_) => prop_assert!(under_way.is_empty()),
                },
                Step::End(which, how) => {
                    if let Some(number) = under_way.get(which).copied() {
                        under_way.remove(which);
                        latest = latest.max(told);
                        prop_assert!(run.ended(number, told, outcome(how), None));
                        results.insert(number, outcome(how));
                    }
                }
                Step::Pause => is_paused |= run.pause(),
                Step::Resume => is_paused &= !run.resume(),
                Step::Cancel => { run.cancel(); is_paused = false; }
            }
            let progress = run.progress();
            prop_assert_eq!(progress.total, count);
            prop_assert_eq!(
                progress.ended + progress.running + progress.waiting + progress.left_out,
                count
            );
            prop_assert_eq!(progress.running, under_way.len());
        }
        // In no second, wherever it begins, are there more starts than allowed.
        for (index, first) in starts.iter().enumerate() {
            let within = starts[index..].iter().filter(|start| **start < *first + secs(1)).count();
            prop_assert!(within <= per_second as usize, "{within} starts in a second");
        }
        for (number, outcome) in results {
            let row = &run.rows()[number - 1];
            let is_kept = matches!(&row.state, RowState::Ended { outcome: kept, .. } if *kept == outcome);
            prop_assert!(is_kept);
        }
    }

    #[test]
    fn a_driver_that_waits_as_told_sends_all(count in 0..20_usize, per_second in 1..9_u32) {
        let pace = Pace::per_second(NonZeroU32::new(per_second).unwrap());
        let mut run = BatchRun::new(items(count), pace);
        let (mut now, mut sent) = (secs(100), 0);
        loop {
            match run.next(now) {
                Next::Send(number) => {
                    sent += 1;
                    run.ended(number, now, delivered(), None);
                }
                Next::WaitUntil(until) => now = until,
                Next::Over(ending) => {
                    prop_assert_eq!(ending, Ending::Done);
                    break;
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }
        prop_assert_eq!(sent, count);
    }
}
