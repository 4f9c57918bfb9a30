//! The measurement of recall, held by a test.

use std::collections::BTreeSet;

use super::data::ClientData;
use super::detect::detector;
use super::recall::{Recall, samples};

const FEATURES: &str = include_str!("../../../tests/fixtures/clients/features.txt");

#[test]
fn every_feature_is_found_in_its_document_and_in_no_other() {
    let samples = samples(FEATURES);
    let recall = Recall::of(&samples);
    for (group, found) in &recall.groups {
        assert!(
            found.missed.is_empty(),
            "{group:?} missed: {:?}",
            found.missed
        );
        assert!(
            found.false_alarms.is_empty(),
            "{group:?} false: {:?}",
            found.false_alarms
        );
        assert!(
            found.confused.is_empty(),
            "{group:?} confused: {:?}",
            found.confused
        );
    }
    assert!(recall.is_exact());
    let has = |is_positive: bool| -> BTreeSet<&str> {
        let of = samples
            .iter()
            .filter(|sample| sample.is_positive == is_positive);
        of.map(|sample| sample.slug).collect()
    };
    let all: BTreeSet<&str> = ClientData::bundled()
        .features
        .iter()
        .map(|feature| feature.slug.as_str())
        .filter(|slug| detector(slug).is_some())
        .collect();
    let missing = |has: BTreeSet<&str>| all.iter().filter(|slug| !has.contains(*slug)).count();
    assert_eq!(missing(has(true)), 0);
    assert_eq!(missing(has(false)), 0);
}
