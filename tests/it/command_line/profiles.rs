//! `letterhead connector export`, `import` and `diff`

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use letterhead::services::workspace::write_atomic;
use serde_json::{Value, json};

use super::{letterhead, out, refusal};

const POSTMARK: &str = r#"{
  "serverToken": "hunter2",
  "fromEmail": "a@example.com",
  "unknown": { "n": null, "f": 1.50e1, "big": 12345678901234567890123 },
  "templates": [
    { "usageType": "SignIn", "templateAlias": "x" },
    { "usageType": "Register", "templateAlias": "x" },
    { "usageType": "ForgotPassword", "templateAlias": "x" },
    { "usageType": "Generic", "templateAlias": "x" }
  ]
}"#;

/// A workspace of its own, with settings and nothing else.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.write("letterhead.toml", "version = 1\n");
        place
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        write_atomic(&file, text.as_bytes()).unwrap();
        file
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_letterhead"))
            .arg("connector")
            .args(arguments)
            .arg("--data")
            .arg(self.path().join("data"))
            .envs(variables.iter().copied())
            .current_dir(self.path())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}

#[test]
fn a_pasted_configuration_becomes_a_profile_without_secrets_and_goes_back_as_it_was() {
    let place = Place::new();
    place.write("pasted.json", POSTMARK);
    let said = place.run(&["import", "pasted.json", "--profile", "live"], &[]);
    let said = out(&said);
    assert!(
        said.contains("only Postmark Mail has serverToken"),
        "{said}"
    );
    assert!(
        said.contains("export LETTERHEAD_LIVE_SERVERTOKEN='…'"),
        "{said}"
    );
    assert!(said.contains("nobody yet"), "{said}");
    let file = place.read("connectors/live.toml");
    assert!(
        !file.contains("hunter2") && !said.contains("hunter2"),
        "{file}"
    );
    assert!(
        file.starts_with("title = \"live\"\nfactory = \"postmark-mail\"\n"),
        "{file}"
    );

    let reference = "${LETTERHEAD_LIVE_SERVERTOKEN}";
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let exported = place.run(&["export", "live"], &[]);
    let expected = POSTMARK.replace("hunter2", reference);
    assert_eq!(squeezed(out(&exported)), squeezed(&expected));

    let (code, line) = refusal(&place.run(&["export", "live", "--with-secrets"], &[]));
    assert_eq!(code, 1);
    assert!(
        line.contains("serverToken is missing: the environment variable LETTERHEAD_LIVE_SERVERTOKEN is not set"),
        "{line}"
    );
    let set = [("LETTERHEAD_LIVE_SERVERTOKEN", "hunter2")];
    let exported = place.run(&["export", "live", "--with-secrets"], &set);
    assert_eq!(squeezed(out(&exported)), squeezed(POSTMARK));
    assert_eq!(
        out(&place.run(&["check", "live"], &[]))
            .matches("error")
            .count(),
        0
    );
}

#[test]
#[cfg(target_os = "linux")]
fn an_export_asks_the_keyring_of_the_workspace_only() {
    let place = Place::new();
    let file = "factory = \"http-email\"\n\n[config]\nendpoint = \"https://hooks.example.com\"\nauthorization = \"${keyring:hook.key}\"\n";
    place.write("connectors/hook.toml", file);
    place.write("sent.toml", file);
    let no_keyring = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")];
    let (code, line) = refusal(&place.run(&["export", "hook", "--with-secrets"], &no_keyring));
    assert_eq!(code, 1, "{line}");
    let words = "authorization is missing: no keyring service runs here";
    assert!(line.contains(words), "{line}");
    // A file may come from anywhere, and says nothing about whose entries it wants.
    let (_, line) = refusal(&place.run(&["export", "sent.toml", "--with-secrets"], &no_keyring));
    assert!(line.contains("belong to a workspace"), "{line}");
}

#[test]
fn a_profile_that_is_there_keeps_its_comments_and_the_names_of_its_secrets() {
    let place = Place::new();
    let file = "# Ours\ntitle = \"Live\"\nfactory = \"http-email\"\nallow = [\"me@example.com\"]\n\n[config]\nendpoint = \"https://hooks.example.com\" # new since May\nauthorization = \"${keyring:team.hook}\"\n";
    place.write("connectors/hook.toml", file);
    let config = json!({ "endpoint": "https://mail.example.com", "authorization": "Bearer t" });
    let row = json!([{ "connectorId": "http-email", "id": "x", "config": config }]);
    place.write("row.json", &row.to_string());
    let said = place.run(&["import", "row.json", "--profile", "hook"], &[]);
    let said = out(&said);
    assert!(
        said.contains("${keyring:team.hook}") && !said.contains("Bearer"),
        "{said}"
    );
    let expected = file.replace("hooks.example", "mail.example");
    assert_eq!(place.read("connectors/hook.toml"), expected);

    place.write("other.json", POSTMARK);
    let (code, line) = refusal(&place.run(&["import", "other.json", "--profile", "hook"], &[]));
    assert_eq!(code, 1, "{line}");
    assert!(
        line.contains("is for http-email, this is for postmark-mail"),
        "{line}"
    );
}

#[test]
fn one_template_goes_into_a_profile_and_comes_out() {
    let place = Place::new();
    let file = "factory = \"simple-mail-transfer-protocol\"\nconfig = { host = \"h\" }\n";
    place.write("connectors/smtp.toml", file);
    let template =
        r#"{"subject": "s", "content": "c", "usageType": "SignIn", "type": "text/plain"}"#;
    place.write("sign-in.json", template);
    let said = place.run(&["import", "sign-in.json", "--profile", "smtp"], &[]);
    assert!(out(&said).contains("with the templates SignIn"), "{said:?}");
    let exported = place.run(&["export", "smtp", "--type", "SignIn"], &[]);
    let exported: Value = serde_json::from_str(out(&exported)).unwrap();
    let expected = json!({
        "usageType": "SignIn", "contentType": "text/plain", "subject": "s", "content": "c",
    });
    assert_eq!(exported, expected);
    let (code, line) = refusal(&place.run(&["export", "smtp", "--type", "Generic"], &[]));
    assert_eq!((code, line.contains("it has: SignIn")), (2, true), "{line}");
    let (code, line) = refusal(&place.run(&["import", "sign-in.json"], &[]));
    assert_eq!(
        (code, line.contains("no profile sign-in")),
        (2, true),
        "{line}"
    );
}

#[test]
fn what_cannot_be_imported_is_told_and_nothing_is_written() {
    let place = Place::new();
    let twins = json!({ "apiKey": "hunter2", "fromEmail": "a@example.com" }).to_string();
    let two = json!([
        { "connectorId": "http-email", "config": {} }, { "connectorId": "postmark-mail", "config": {} },
    ]);
    for (text, more, words) in [
        (
            "{\n  \"host\": \"h\", // ours\n}",
            &[][..],
            "no comments, and Logto refuses them; remove this one (line 2, column 16)",
        ),
        ("{\"a\": 1,}", &[], "(line 1, column 8)"),
        (&twins, &[], "give --factory ID"),
        (&twins, &["--factory", "pigeon"], "these are: aliyun"),
        (&two.to_string(), &[], "2 connectors"),
        (
            &twins,
            &["--profile", "../x", "--factory", "sendgrid-email-service"],
            "cannot be the name",
        ),
    ] {
        let file = place.write("pasted.json", text);
        let arguments = [&["import", file.to_str().unwrap()], more].concat();
        let (code, line) = refusal(&place.run(&arguments, &[]));
        assert_eq!(code, 2, "{line}");
        assert!(line.contains(words) && !line.contains("hunter2"), "{line}");
    }
    assert!(!place.path().join("connectors").exists());
    place.write("letterhead.toml", "version = 99\n");
    place.write("pasted.json", POSTMARK);
    let (code, line) = refusal(&place.run(&["import", "pasted.json"], &[]));
    assert_eq!((code, line.contains("newer version")), (1, true), "{line}");
}

#[test]
fn a_file_with_secrets_is_exported_with_references() {
    let place = Place::new();
    place.write("pasted.json", POSTMARK);
    let exported = place.run(&["export", "pasted.json"], &[]);
    assert!(
        out(&exported).contains("\"${LETTERHEAD_PASTED_SERVERTOKEN}\""),
        "{exported:?}"
    );
    let with = place.run(&["export", "pasted.json", "--with-secrets"], &[]);
    assert!(out(&with).contains("\"hunter2\""), "{with:?}");
}

#[test]
fn two_configurations_are_compared_without_showing_secrets() {
    let place = Place::new();
    let config = |from: &str, token: &str, subject: &str| {
        json!({
            "fromEmail": from, "apiKey": token, "templates": [{
                "usageType": "SignIn", "type": "text/plain", "subject": subject,
                "content": format!("Hello\nYour code\n{subject}"),
            }],
        })
    };
    place.write(
        "a.json",
        &config("a@example.com", "hunter2", "old").to_string(),
    );
    place.write(
        "b.json",
        &config("b@example.com", "hunter3", "new").to_string(),
    );
    let diff = |more: &[&str]| {
        let arguments = [
            "diff",
            "a.json",
            "b.json",
            "--factory",
            "sendgrid-email-service",
        ];
        place.run(&[&arguments, more].concat(), &[])
    };
    let said = diff(&[]);
    assert_eq!(said.status.code(), Some(1));
    let error = String::from_utf8(said.stderr).unwrap();
    assert!(
        error.contains("differ in 2 values and one template"),
        "{error}"
    );
    let text = String::from_utf8(said.stdout).unwrap();
    let expected = "~ fromEmail: \"a@example.com\" -> \"b@example.com\"\n~ apiKey: •••••• -> •••••• (different secrets)\n~ template SignIn\n    subject: \"old\" -> \"new\"\n    content:\n      @@ -1,3 +1,3 @@\n       Hello\n       Your code\n      -old\n      +new\n";
    assert_eq!(text, expected);
    let json: Value = serde_json::from_slice(&diff(&["--json"]).stdout).unwrap();
    assert_eq!(json["changes"][1]["secrets"], "different");
    assert_eq!(
        json["templates"][0]["fields"],
        json!(["subject", "content"])
    );
    assert!(!json.to_string().contains("hunter"), "{json}");
    let same = place.run(
        &[
            "diff",
            "a.json",
            "a.json",
            "--factory",
            "sendgrid-email-service",
        ],
        &[],
    );
    assert_eq!(out(&same), "");
}

#[test]
fn profiles_are_compared_by_the_variables_they_name() {
    let place = Place::new();
    for (name, variable) in [("one", "ONE"), ("two", "TWO")] {
        let file =
            format!("factory = \"postmark-mail\"\n[config]\nserverToken = \"${{{variable}}}\"\n");
        place.write(&format!("connectors/{name}.toml"), &file);
    }
    let told = |variables: &[(&str, &str)]| {
        let said = place.run(&["diff", "one", "connectors/two.toml"], variables);
        String::from_utf8(said.stdout).unwrap()
    };
    assert!(
        told(&[]).contains("${ONE} -> ${TWO} (whether the secrets differ"),
        "{}",
        told(&[])
    );
    assert!(told(&[("ONE", "x"), ("TWO", "x")]).contains("(the same secret)"));
    let different = told(&[("ONE", "x"), ("TWO", "y")]);
    assert!(
        different.contains("(different secrets)") && !different.contains('x'),
        "{different}"
    );
    let (code, line) = refusal(&place.run(&["diff", "one", "three"], &[]));
    assert_eq!(
        (code, line.contains("which has: one, two")),
        (2, true),
        "{line}"
    );
}

#[test]
fn help_shows_how_it_is_used() {
    let home = tempfile::tempdir().unwrap();
    for command in ["check", "export", "import", "diff"] {
        let help = letterhead(home.path(), &["connector", command, "--help"]);
        let help = out(&help);
        assert!(
            help.contains("Examples:") && help.contains(&format!("connector {command} ")),
            "{help}"
        );
    }
}
