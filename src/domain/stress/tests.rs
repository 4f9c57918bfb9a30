//! Stresses, as the preview asks for them.

mod payload;
mod template;

use super::*;

fn only(stress: Stress) -> StressSet {
    StressSet::NONE.with(stress)
}

#[test]
fn a_set_holds_several_stresses_at_once() {
    let set: StressSet = [Stress::HostileNames, Stress::Pseudo].into_iter().collect();
    assert_eq!(
        set.iter().collect::<Vec<_>>(),
        [Stress::Pseudo, Stress::HostileNames]
    );
    assert_eq!(set.len(), 2);
    assert!(set.contains(Stress::Pseudo) && !set.contains(Stress::Longest));
    assert_eq!(set.toggled(Stress::Pseudo), only(Stress::HostileNames));
    assert_eq!(set.without(Stress::Longest), set);
    assert!(
        Stress::ALL
            .into_iter()
            .fold(set, StressSet::without)
            .is_empty()
    );
}

#[test]
fn every_stress_has_a_name_and_one_sentence_of_help() {
    let mut names: Vec<_> = Stress::ALL.iter().map(|stress| stress.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Stress::ALL.len());
    for stress in Stress::ALL {
        let help = stress.help();
        assert!(
            help.len() > 30 && !help.ends_with('.') && !help.contains("  "),
            "{help}"
        );
    }
}

#[test]
fn without_stress_nothing_changes() {
    let details = TemplateDetails {
        subject: "Your code".to_owned(),
        content: "<p>Hello</p>".to_owned(),
        ..TemplateDetails::default()
    };
    let payload = serde_json::json!({ "code": "482913", "user": { "name": "Zoë" } });
    assert_eq!(stress_template(StressSet::NONE, &details), details);
    assert_eq!(stress_payload(StressSet::NONE, &payload), payload);
    let of_payload = [Stress::Longest, Stress::HostileNames, Stress::WorstWidth];
    let of_template = [Stress::Pseudo, Stress::RightToLeft];
    assert_eq!(
        stress_template(of_payload.into_iter().collect(), &details),
        details
    );
    assert_eq!(
        stress_payload(of_template.into_iter().collect(), &payload),
        payload
    );
}
