//! Reading and writing of profiles.

use super::*;

#[test]
fn a_profile_keeps_its_configuration_as_logto_names_it() {
    let text = "factory = \"simple-mail-transfer-protocol\"\nsandbox = true\n[config]\nfromEmail = \"a@example.com\"\n[[config.templates]]\nusageType = \"SignIn\"\n";
    let profile = ConnectorProfile::parse("sandbox", text).unwrap().value;
    assert!(profile.sandbox);
    assert_eq!(profile.config["fromEmail"], "a@example.com");
    assert!(profile.has_template("SignIn") && !profile.has_template("Generic"));
}
