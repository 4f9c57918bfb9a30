use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Parsed<TemplateFile> {
    TemplateFile::parse(text).unwrap()
}

const FILE: &str = "+++\n# ours\nsubject = \"Hello {{code}}\" # short\nowner = \"Ann\"\ncontentType = \"text/html\"\n+++\n\n<p>{{code}}</p>\n";

#[test]
fn a_file_is_read_with_its_content_to_the_byte() {
    let parsed = parse(FILE);
    let details = parsed.value.details();
    assert_eq!(details.subject, "Hello {{code}}");
    assert_eq!(details.content, "\n<p>{{code}}</p>\n");
    assert_eq!(details.content_type, Some(ContentType::Html));
    let [unknown] = parsed.findings.as_slice() else {
        panic!("{:?}", parsed.findings)
    };
    assert_eq!(unknown.code, "file-unknown-key");
    assert_eq!(FILE.get(unknown.span.unwrap().range()), Some("owner"));
}

#[test]
fn a_change_leaves_comments_order_and_unknown_keys() {
    let mut file = parse(FILE).value;
    let mut details = file.details().clone();
    details.subject = "Bonjour".to_owned();
    details.reply_to = Some("help@example.com".to_owned());
    file.set_details(details);
    let expected = FILE.replace("\"Hello {{code}}\"", "\"Bonjour\"").replace(
        "\"text/html\"\n",
        "\"text/html\"\nreplyTo = \"help@example.com\"\n",
    );
    assert_eq!(file.print(), expected);
}

#[test]
fn line_ends_and_the_byte_order_mark_of_windows_stay() {
    let text = "\u{feff}+++\r\nsubject = \"a\"\r\n+++\r\n<p>\r\n</p>";
    let mut file = parse(text).value;
    assert_eq!(file.print(), text);
    let mut details = file.details().clone();
    details.subject = "b".to_owned();
    file.set_details(details);
    assert_eq!(file.print(), text.replace("\"a\"", "\"b\""));
}

#[test]
fn a_field_of_several_lines_does_not_end_the_front_matter() {
    for text in [FILE.to_owned(), FILE.replace('\n', "\r\n")] {
        let mut file = parse(&text).value;
        let details = TemplateDetails {
            subject: "one\n+++\ntwo\r\n".to_owned(),
            ..file.details().clone()
        };
        file.set_details(details.clone());
        assert_eq!(parse(&file.print()).value.details(), &details);
        let new = TemplateFile::new(details.clone()).print();
        assert_eq!(parse(&new).value.details(), &details);
    }
}

#[test]
fn a_text_of_windows_in_another_key_stays() {
    let text = "+++\r\nsubject = \"a\"\r\nnote = \"\"\"\r\nx\r\ny\"\"\"\r\n+++\r\n";
    let mut file = parse(text).value;
    let mut details = file.details().clone();
    details.subject = "b".to_owned();
    file.set_details(details);
    assert_eq!(file.print(), text.replace("\"a\"", "\"b\""));
}

#[test]
fn a_file_without_front_matter_is_all_content() {
    let parsed = parse("<p>x</p>");
    assert_eq!(parsed.value.details().content, "<p>x</p>");
    assert_eq!(parsed.findings[0].code, "file-no-subject");
}

#[test]
fn broken_front_matter_is_named_by_line_and_column() {
    let error = TemplateFile::parse("+++\nsubject = \"a\nx = 1\n+++\n").unwrap_err();
    assert_eq!(error.line, 2, "{error}");
    let error = TemplateFile::parse("+++\nsubject = \"a\"\n<p>").unwrap_err();
    assert!(error.message.contains("not closed"), "{error}");
}

#[test]
fn a_wrong_content_type_is_an_error_and_survives() {
    let text = "+++\nsubject = \"\"\ncontentType = \"text/markdown\"\n+++\n";
    let parsed = parse(text);
    assert_eq!(parsed.value.details().content_type, None);
    assert_eq!(parsed.findings[0].code, "file-content-type");
    assert_eq!(parsed.value.print(), text);
}

/// Any text, but rather one that is awkward in a front matter.
fn text() -> impl Strategy<Value = String> {
    let awkward = "(\n|\r\n|\r|\\+\\+\\+|\"|'|\"\"\"|#|\\\\|\t|\u{7f}|\u{feff}|a|é){0,12}";
    prop_oneof![any::<String>(), awkward]
}

fn details() -> impl Strategy<Value = TemplateDetails> {
    let content_type = prop_oneof![
        Just(None),
        Just(Some(ContentType::Html)),
        Just(Some(ContentType::Plain))
    ];
    let optional = || prop::option::of(text());
    (text(), text(), content_type, optional(), optional()).prop_map(
        |(subject, content, content_type, reply_to, send_from)| TemplateDetails {
            subject,
            content,
            content_type,
            reply_to,
            send_from,
        },
    )
}

proptest! {
    #[test]
    fn what_is_printed_reads_the_same(details in details()) {
        let printed = TemplateFile::new(details.clone()).print();
        let read = parse(&printed).value;
        prop_assert_eq!(read.details(), &details);
    }

    #[test]
    fn a_changed_file_reads_as_changed(before in details(), after in details()) {
        let mut file = parse(&TemplateFile::new(before).print()).value;
        file.set_details(after.clone());
        let read = parse(&file.print()).value;
        prop_assert_eq!(read.details(), &after);
    }

    #[test]
    fn no_text_panics_and_what_reads_prints_the_same(text in ".{0,40}(\\+\\+\\+\n)?.{0,40}\n?(\\+\\+\\+)?.{0,20}") {
        if let Ok(parsed) = TemplateFile::parse(&text) {
            prop_assert_eq!(parsed.value.print(), text);
        }
    }
}
