use serde_json::json;

use super::*;
use crate::domain::logto::{Outcome, placeholders};

#[test]
fn every_id_reads_back_as_its_flow() {
    for flow in Flow::ALL {
        assert_eq!(flow.id().parse(), Ok(flow));
        assert_eq!(serde_json::to_value(flow).unwrap(), json!(flow.id()));
    }
    assert!("sign-in".parse::<Flow>().is_err());
}

#[test]
fn every_usage_type_is_sent_by_some_flow() {
    for usage_type in UsageType::ALL {
        assert!(!flows_of(usage_type).is_empty(), "{usage_type}");
    }
    assert_eq!(
        flows_of(UsageType::BindMfa),
        [Flow::Experience, Flow::Account]
    );
    assert_eq!(
        flows_of(UsageType::Generic),
        [Flow::Management, Flow::Console, Flow::ConnectorTest]
    );
}

#[test]
fn only_the_account_api_hides_the_ip_address() {
    let without: Vec<_> = Flow::ALL
        .into_iter()
        .filter(|flow| !flow.sends_ip())
        .collect();
    assert_eq!(without, [Flow::Account]);
}

#[test]
fn each_flow_carries_the_roots_of_its_route() {
    let roots = |flow: Flow| -> Vec<&str> {
        shapes::of_flow(flow)
            .iter()
            .map(|variable| variable.name)
            .collect()
    };
    let experience = ["code", "locale", "uiLocales", "application", "organization"];
    assert_eq!(roots(Flow::Experience), experience);
    assert_eq!(roots(Flow::ExperienceMfa), experience);
    assert_eq!(
        roots(Flow::Interaction),
        ["code", "locale", "application", "organization"]
    );
    assert_eq!(
        roots(Flow::Account),
        ["code", "locale", "uiLocales", "user", "application"]
    );
    assert_eq!(roots(Flow::Management), ["code"]);
    assert_eq!(roots(Flow::Console), ["code", "locale", "uiLocales"]);
    assert_eq!(
        roots(Flow::Invitation),
        ["organization", "inviter", "link", "locale", "uiLocales"]
    );
    assert_eq!(roots(Flow::ConnectorTest), ["code", "locale"]);
}

#[test]
fn a_flow_that_never_sends_a_type_has_no_variables_for_it() {
    assert!(variables(Flow::Management, UsageType::SignIn).is_empty());
}

#[test]
fn every_path_prints_something_from_the_sample_payload() {
    for flow in Flow::ALL {
        for &usage_type in flow.usage_types() {
            let payload = sample_payload(flow, usage_type);
            for path in paths(flow, usage_type) {
                let template = format!("{{{{{}}}}}", path.path);
                let found = placeholders(&template, &payload);
                assert_eq!(found[0].outcome, Outcome::Replaced, "{flow} {template}");
                assert!(!path.doc.is_empty());
            }
        }
    }
}

#[test]
fn paths_inherit_why_they_may_be_missing() {
    let paths = paths(Flow::Experience, UsageType::SignIn);
    let of = |wanted: &str| paths.iter().find(|path| path.path == wanted).unwrap();
    assert_eq!(of("code").presence, Presence::Always);
    assert_eq!(
        of("organization.name").presence,
        of("organization").presence
    );
    assert_ne!(of("organization").presence, Presence::Always);
}

#[test]
fn the_minimal_account_payload_has_a_user_full_of_nulls() {
    assert_eq!(
        minimal_payload(Flow::Account, UsageType::UserPermissionValidation),
        json!({
            "code": "482913",
            "locale": "en",
            "user": {
                "id": "u1x2y3z4a5b6",
                "avatar": null,
                "name": null,
                "primaryEmail": null,
                "primaryPhone": null,
                "username": null,
                "profile": {},
            },
        })
    );
}

#[test]
fn a_failed_look_up_leaves_what_the_request_gave() {
    assert_eq!(
        context_failed_payload(Flow::Experience, UsageType::SignIn),
        json!({ "code": "482913", "locale": "en", "uiLocales": "en-GB en" })
    );
    assert_eq!(
        context_failed_payload(Flow::Invitation, UsageType::OrganizationInvitation),
        json!({
            "link": "https://app.example.com/invitations/8fk2n1x9",
            "locale": "en",
            "uiLocales": "en-GB en",
        })
    );
}

#[test]
fn the_connector_test_sends_six_zeros() {
    let payload = sample_payload(Flow::ConnectorTest, UsageType::Generic);
    assert_eq!(payload["code"], "000000");
}
