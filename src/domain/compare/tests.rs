//! Languages of one template, as a translator has them beside each other.

mod any;
mod outline;

use super::*;
use crate::domain::finding::Severity;
use crate::domain::logto::UsageType;
use crate::domain::workspace::sample;

/// English first, then Arabic, German, French and Japanese.
fn languages(usage_type: UsageType) -> [TemplateDetails; 5] {
    ["en", "ar", "de", "fr", "ja"].map(|tag| sample(usage_type, tag))
}

/// An invitation.
fn invitation(tag: &str) -> TemplateDetails {
    sample(UsageType::OrganizationInvitation, tag)
}

fn html(content: &str) -> TemplateDetails {
    TemplateDetails {
        subject: "Hello".to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    }
}

fn english() -> TemplateDetails {
    invitation("en")
}

/// The Arabic invitation with one text replaced, which must be there.
fn arabic_with(from: &str, to: &str) -> TemplateDetails {
    let mut details = invitation("ar");
    assert!(details.content.contains(from), "{from} is not there");
    details.content = details.content.replace(from, to);
    details
}

fn messages(comparison: &Comparison) -> Vec<&str> {
    let messages = comparison.findings.iter();
    messages
        .map(|found| found.finding.message.as_str())
        .collect()
}

/// The findings of English and another invitation, without the one about the direction.
fn of_arabic(arabic: &TemplateDetails) -> Comparison {
    let mut comparison = compare_named(["en", "ar"], &english(), arabic);
    comparison
        .findings
        .retain(|found| found.finding.code != "compare-direction");
    comparison
}

fn states(comparison: &Comparison) -> Vec<RowState> {
    comparison.rows.iter().map(|row| row.state).collect()
}

#[test]
fn the_languages_of_the_sample_templates_match() {
    let types = [
        UsageType::OrganizationInvitation,
        UsageType::SignIn,
        UsageType::ForgotPassword,
        UsageType::UserPermissionValidation,
    ];
    for [english, others @ ..] in types.map(languages) {
        for other in others {
            let comparison = compare(&english, &other);
            let directions = comparison
                .findings
                .iter()
                .filter(|found| found.finding.code == "compare-direction");
            assert_eq!(
                directions.count(),
                comparison.findings.len(),
                "{:?}",
                messages(&comparison)
            );
            assert_eq!(comparison.counts.same, comparison.rows.len());
            assert!(comparison.rows.len() > 8, "{:#?}", comparison.rows);
        }
    }
}

#[test]
fn a_direction_that_its_language_explains_is_only_worth_knowing() {
    let comparison = compare_named(["en", "ar"], &english(), &invitation("ar"));
    let [found] = comparison.findings.as_slice() else {
        panic!("{:?}", messages(&comparison));
    };
    assert_eq!(found.finding.severity, Severity::Info);
    assert_eq!(found.finding.message, "dir is ltr in en and rtl in ar");
    let span = found.finding.span.unwrap();
    let arabic = invitation("ar");
    assert_eq!(&arabic.content[span.range()], "dir=\"rtl\"");

    let french = invitation("fr");
    let turned = html(&french.content.replacen("dir=\"ltr\"", "dir=\"rtl\"", 1));
    let comparison = compare_named(["en", "fr"], &english(), &turned);
    assert_eq!(comparison.findings.len(), 1);
    assert_eq!(comparison.findings[0].finding.severity, Severity::Warning);
}

#[test]
fn a_placeholder_of_one_side_is_missing_on_the_other() {
    let comparison = of_arabic(&arabic_with("{{link}}", "https://lindmoor.example"));
    let missing = &comparison.findings[0];
    assert_eq!(
        missing.finding.message,
        "{{link}} stands in en but not in ar"
    );
    assert_eq!(missing.side, Side::Left);
    let span = missing.finding.span.unwrap();
    assert_eq!(&english().content[span.range()], "{{link}}");
    assert!(
        messages(&comparison)
            .contains(&"The link to {{link}} in en leads to https://lindmoor.example in ar"),
        "{:?}",
        messages(&comparison)
    );
    assert_eq!(comparison.counts.differs, 2);
}

#[test]
fn a_placeholder_that_stands_less_often_is_worth_knowing() {
    let comparison = of_arabic(&arabic_with(">{{link}}</a>", "></a>"));
    assert_eq!(
        comparison.findings[0].finding.code,
        "compare-placeholder-count"
    );
    assert_eq!(
        comparison.findings[0].finding.message,
        "{{link}} stands 3 times in en and twice in ar"
    );
}

#[test]
fn a_missing_link_in_a_text_is_found() {
    let link = "<a class=\"soft\" href=\"mailto:help@lindmoor.example\" dir=\"ltr\" style=\"color: \
                #4d5c56; text-decoration: underline;\">help@lindmoor.example</a>";
    let comparison = of_arabic(&arabic_with(link, "help@lindmoor.example"));
    assert_eq!(
        messages(&comparison),
        ["A link to mailto:help@lindmoor.example is missing in ar"]
    );
    assert_eq!(comparison.counts.differs, 1);
}

#[test]
fn a_missing_paragraph_is_found_among_its_like() {
    let english = english();
    let paragraphs = [
        (
            "تدعوك إحدى المؤسسات على Lindmoor إلى الانضمام إليها. اقبل الدعوة لتحصل على حق الوصول بهذا البريد الإلكتروني.",
            "An organization on Lindmoor would like",
        ),
        (
            "إذا لم يعمل الزر، فانسخ هذا الرابط إلى متصفحك:",
            "If the button does not work",
        ),
        (
            "هذا الرابط مخصص لك وحدك، فنرجو عدم إعادة توجيهه.",
            "The link is meant for you alone.",
        ),
        ("وصلتك دعوة للانضمام</h1>", "You’re invited"),
    ];
    for (arabic, start) in paragraphs {
        let to = if arabic.ends_with('>') { "</h1>" } else { "" };
        let comparison = compare(&english, &arabic_with(arabic, to));
        assert_eq!(comparison.counts.only_left, 1, "{start}");
        assert_eq!(comparison.counts.same + 1, comparison.rows.len(), "{start}");
        let row = comparison.rows.iter().find(|row| row.right.is_none());
        let item = row.and_then(|row| row.left.as_ref()).unwrap();
        assert!(item.text.starts_with(start), "{} for {start}", item.text);
    }
}

#[test]
fn what_has_no_counterpart_is_named() {
    let button = "قبول الدعوة</a>";
    let comparison = of_arabic(&arabic_with(button, "</a>"));
    assert_eq!(
        messages(&comparison),
        ["The button “Accept invitation” to {{link}} has no counterpart in ar"]
    );
    let swapped = compare_named(["ar", "en"], &arabic_with(button, "</a>"), &english());
    assert_eq!(swapped.counts.only_right, 1);
    assert_eq!(swapped.findings[1].side, Side::Right);
    let span = swapped.findings[1].finding.span.unwrap();
    assert_eq!(&english().content[span.range()], "Accept invitation");
}

#[test]
fn subjects_are_compared_by_their_placeholders() {
    let [mut left, mut right] = [html("<p>x</p>"), html("<p>x</p>")];
    left.subject = "{{code}} is your code for {{ application.name }}".to_owned();
    right.subject = "{{application.name}} : votre code".to_owned();
    let comparison = compare_named(["en", "fr"], &left, &right);
    assert_eq!(messages(&comparison), ["The subject in fr lacks {{code}}"]);
    assert_eq!(comparison.findings[0].field, Field::Subject);
    right.subject = " ".to_owned();
    let comparison = compare_named(["en", "fr"], &left, &right);
    assert_eq!(messages(&comparison), ["The subject is empty in fr"]);
    assert_eq!(comparison.findings[0].side, Side::Right);
}

#[test]
fn pictures_are_compared_by_source_and_description() {
    let left = html("<img src=a.png alt=\"A cat\"><p>x</p>");
    let right = html("<img src=b.png><p>y</p>");
    let comparison = compare_named(["en", "fr"], &left, &right);
    assert_eq!(
        messages(&comparison),
        [
            "The picture is “a.png” in en and “b.png” in fr",
            "The picture “b.png” has no description in fr"
        ]
    );
    assert_eq!(states(&comparison), [RowState::Differs, RowState::Same]);
}

#[test]
fn a_button_that_became_a_link_and_a_heading_of_another_level_differ() {
    let left = html("<h1>Hi</h1><a href=\"{{link}}\" style=\"padding: 4px\">Go</a>");
    let right = html("<h2>Salut</h2><a href=\"{{link}}\">Aller</a>");
    let comparison = compare_named(["en", "fr"], &left, &right);
    assert_eq!(
        messages(&comparison),
        [
            "“Hi” is a heading of level 1 in en and a heading of level 2 in fr",
            "“Go” is a button in en and a link in fr"
        ]
    );
}

#[test]
fn a_placeholder_in_another_paragraph_is_no_loss() {
    let left = html("<p class=a>Hi {{user.name}}, welcome</p><h2>Code</h2><p>Bye</p>");
    let right = html("<p class=a>Bienvenue et bonjour</p><h2>Code</h2><p>{{user.name}}, bye</p>");
    let comparison = compare_named(["en", "fr"], &left, &right);
    assert_eq!(
        states(&comparison),
        [RowState::Differs, RowState::Same, RowState::Differs]
    );
    assert!(
        comparison
            .findings
            .iter()
            .all(|found| found.finding.code == "compare-placeholder-moved"),
        "{:?}",
        messages(&comparison)
    );
}

#[test]
fn plain_text_and_html_are_compared_as_texts() {
    let plain = TemplateDetails {
        content: "Hello {{user.name}}\r\n\r\nYour code:\n{{code}}\n\nHelp: https://a.example/help."
            .to_owned(),
        content_type: Some(ContentType::Plain),
        ..html("")
    };
    let rich = html(
        "<h1>Hello {{ user.name }}</h1><p>Your code: {{code}}</p><a href=https://a.example/help>Help</a>",
    );
    let comparison = compare_named(["en", "fr"], &plain, &rich);
    assert_eq!(
        messages(&comparison),
        ["The content is text/plain in en and text/html in fr"]
    );
    assert_eq!(states(&comparison), [RowState::Same; 3]);
}

#[test]
fn contents_with_nothing_in_common_end_in_a_remark() {
    let left = html(&"<h2>a</h2>".repeat(300));
    let right = html(&"<img src=x>".repeat(300));
    let comparison = compare(&left, &right);
    assert_eq!(comparison.counts.only_left, 300);
    assert_eq!(comparison.counts.only_right, 300);
    assert_eq!(comparison.findings.len(), 201);
    assert_eq!(
        comparison.findings[200].finding.message,
        "400 more rows differ"
    );
}
