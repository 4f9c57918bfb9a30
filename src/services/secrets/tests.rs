use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::*;

fn environment() -> EnvironmentVariables {
    EnvironmentVariables::new(|name| match name {
        "FROM_ENV" => Some("e".to_owned()),
        "EMPTY" => Some(String::new()),
        _ => None,
    })
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn got(store: &dyn SecretStore, name: &str) -> Option<String> {
    let secret = store.get(name).unwrap();
    secret.map(|secret| secret.expose_secret().to_owned())
}

#[test]
fn variables_are_read_and_never_written() {
    let store = environment();
    assert_eq!(got(&store, "FROM_ENV").as_deref(), Some("e"));
    assert_eq!(got(&store, "EMPTY"), None);
    assert_eq!(got(&store, "NONE"), None);
    let error = store.set("NONE", &secret("x")).unwrap_err();
    assert!(matches!(error, SecretError::ReadOnly), "{error}");
    assert!(matches!(
        store.remove("FROM_ENV"),
        Err(SecretError::ReadOnly)
    ));
    store.remove("NONE").unwrap();
    assert!(store.names().unwrap().is_empty());
    assert!(!store.describe().is_writable);
}

#[test]
fn the_variables_of_this_process_are_those_of_the_process() {
    // Cargo sets this one for every test.
    let name = "CARGO_MANIFEST_DIR";
    let expected = std::env::var_os(name).map(|value| value.into_string().unwrap());
    assert_eq!(got(&EnvironmentVariables::of_process(), name), expected);
}

#[test]
fn a_session_store_forgets_with_the_program() {
    let store = Memory::default();
    store.set("B", &secret("1")).unwrap();
    store.set("A", &secret("2")).unwrap();
    store.set("A", &secret("3")).unwrap();
    assert_eq!(store.names().unwrap(), ["A", "B"]);
    assert_eq!(got(&store, "A").as_deref(), Some("3"));
    store.remove("A").unwrap();
    store.remove("A").unwrap();
    assert_eq!(got(&store, "A"), None);
    assert!(!store.describe().outlives_program);
    assert!(!format!("{store:?}").contains('1'));
    assert!(matches!(
        store.set("a/b", &secret("x")),
        Err(SecretError::Name(_))
    ));
}

#[test]
fn the_environment_comes_before_the_chosen_store() {
    let chosen = Arc::new(Memory::default());
    let chain = Chain::new(environment(), Arc::<Memory>::clone(&chosen));
    for name in ["FROM_ENV", "EMPTY", "KEPT"] {
        chain.set(name, &secret("kept")).unwrap();
    }
    assert_eq!(got(&chain, "FROM_ENV").as_deref(), Some("e"));
    assert_eq!(got(&chain, "EMPTY").as_deref(), Some("kept"));
    assert_eq!(got(&chain, "KEPT").as_deref(), Some("kept"));
    assert_eq!(chain.names().unwrap(), ["EMPTY", "FROM_ENV", "KEPT"]);
    assert_eq!(chain.describe().kind, StoreKind::Memory);
    chain.remove("FROM_ENV").unwrap();
    assert_eq!(got(chosen.as_ref(), "FROM_ENV"), None);
}

#[test]
fn what_a_reference_can_name_can_be_kept_and_nothing_else() {
    use crate::domain::connector::SecretReference;
    let store = Memory::default();
    let long = "x".repeat(201);
    for (name, is_fit) in [
        ("prod.auth.pass", true),
        ("bücher-1_a", true),
        ("prod/pass", false),
        ("my key", false),
        ("a:b", false),
        (&long[..200], true),
        (&long, false),
        ("", false),
    ] {
        let reference = SecretReference::parse(&format!("${{keyring:{name}}}"));
        assert_eq!(reference.is_some(), is_fit, "{name}");
        assert_eq!(store.set(name, &secret("x")).is_ok(), is_fit, "{name}");
        let fitting = SecretReference::fitting_entry(&format!("mail.{name}"));
        assert!(store.set(fitting.name(), &secret("x")).is_ok(), "{name}");
        assert_eq!(SecretReference::parse(&fitting.to_string()), Some(fitting));
    }
}

#[test]
fn a_workspace_is_known_by_its_place_and_nothing_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    fs::create_dir(&one).unwrap();
    fs::create_dir(&two).unwrap();
    let id = |path: &Path| WorkspaceId::of(path).unwrap();
    assert_eq!(id(&one), id(&two.join("..").join("one")));
    assert_ne!(id(&one), id(&two));
    assert_eq!(id(&one).as_str().len(), 32);
    assert!(WorkspaceId::of(&folder.path().join("none")).is_err());
}

#[cfg(unix)]
#[test]
fn the_id_of_a_workspace_is_the_start_of_the_sha_256_of_its_path() {
    // Printed by: printf / | sha256sum
    let id = WorkspaceId::of(Path::new("/")).unwrap();
    assert_eq!(id.as_str(), "8a5edab282632443219e051e4ade2d1d");
}

#[test]
fn without_a_keyring_the_way_out_is_told() {
    let error = SecretError::NoKeyring {
        detail: "no bus".to_owned(),
    };
    assert_eq!(
        format!("{error}. {}", error.advice()),
        "no keyring service runs here. Use ${NAME} environment variables or choose the \
         encrypted file. If a keyring is started later, start Letterhead again"
    );
}
