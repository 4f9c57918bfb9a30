//! The manifest and the sandbox connector.

use letterhead::domain::connector::SmtpConfig;
use letterhead::domain::logto::BUILT_IN_LANGUAGES;

use super::{TAGS, folder, read, read_toml};

#[test]
fn the_manifest_needs_no_custom_language() {
    let manifest = read_toml(&folder().join("letterhead.toml"));
    assert_eq!(manifest["version"].as_integer(), Some(1));
    assert_eq!(manifest["inbox"]["smtpPort"].as_integer(), Some(0));

    let languages = &manifest["languages"];
    assert_eq!(languages["fallback"].as_str(), Some("en"));
    assert_eq!(languages["autoDetect"].as_bool(), Some(true));
    assert_eq!(languages["custom"].as_array(), Some(&Vec::new()));
    for tag in TAGS {
        assert!(BUILT_IN_LANGUAGES.contains(&tag), "{tag}");
    }
}

#[test]
fn logto_accepts_the_sandbox_and_it_stays_on_this_machine() {
    let file = read_toml(&folder().join("connectors/sandbox.toml"));
    assert_eq!(file["factory"].as_str(), Some(SmtpConfig::FACTORY_ID));
    assert_eq!(file["sandbox"].as_bool(), Some(true));

    let config = serde_json::to_value(&file["config"]).unwrap();
    let config = SmtpConfig::from_json(config).unwrap();
    assert_eq!(config.host(), "127.0.0.1");
    assert_eq!(config.sender(), "Lindmoor <accounts@lindmoor.example>");
    assert_eq!(config.templates().len(), 4);
}

#[test]
fn brand_values_stand_in_one_place_only() {
    let brand = &read_toml(&folder().join("letterhead.toml"))["brand"];
    let tables = [&brand["light"], &brand["dark"]];
    let colours = tables
        .into_iter()
        .flat_map(|table| table.as_table().unwrap());
    let mut values: Vec<&str> = colours.map(|(_, value)| value.as_str().unwrap()).collect();
    values.extend(["help", "colour", "colourDark"].map(|key| brand[key].as_str().unwrap()));
    for shared in ["layouts", "partials"] {
        for file in std::fs::read_dir(folder().join(shared)).unwrap() {
            let path = file.unwrap().path();
            let text = read(&path);
            for value in &values {
                assert!(!text.contains(value), "{}: {value}", path.display());
            }
        }
    }
}
