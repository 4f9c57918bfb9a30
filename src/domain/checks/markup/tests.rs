use crate::domain::checks::{CheckInput, check};
use crate::domain::finding::Severity;
use crate::domain::logto::{Flow, TemplateDetails, UsageType, sample_payload};

/// The findings about mark-up: code, severity, marked text.
fn found(content: &str) -> Vec<(&'static str, Severity, String)> {
    let details = TemplateDetails {
        subject: "Code".to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    };
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let input = CheckInput::new(&details, UsageType::SignIn, "en", &payload);
    check(&input)
        .into_iter()
        .filter(|found| found.finding.code.starts_with("markup-"))
        .map(|found| {
            let span = found.finding.span.unwrap();
            let marked = content[span.range()].to_owned();
            (found.finding.code, found.finding.severity, marked)
        })
        .collect()
}

#[test]
fn what_swallows_content_is_an_error() {
    for (content, code, marked) in [
        (
            "<p>{{code}}</p><!-- x <p>y",
            "markup-unclosed-comment",
            "<!-- x <p>y",
        ),
        (
            "<p>{{code}}</p><a href=\"x>y</a>",
            "markup-unclosed-tag",
            "<a href=\"x>y</a>",
        ),
        (
            "<p>{{code}}</p><style>p{}<p>y",
            "markup-unclosed-raw",
            "<style>",
        ),
        ("<title>{{code}}<p>y</p>", "markup-unclosed-raw", "<title>"),
        (
            "<p>{{code}}</p><script>x",
            "markup-unclosed-raw",
            "<script>",
        ),
    ] {
        let found = found(content);
        let expected = (code, Severity::Error, marked.to_owned());
        assert!(found.contains(&expected), "{content}: {found:?}");
    }
}

#[test]
fn what_is_only_untidy_is_told_calmly() {
    use Severity::{Info, Warning};
    for (content, code, severity, marked) in [
        (
            "<table><tr><td>{{code}}",
            "markup-unclosed-table",
            Warning,
            "<table>",
        ),
        ("<div>{{code}}", "markup-unclosed", Info, "<div>"),
        ("<p>{{code}}</p></div>", "markup-stray-end", Info, "</div>"),
        ("<p>{{code}}</img></p>", "markup-stray-end", Info, "</img>"),
        ("<b><p>{{code}}</b></p>", "markup-misnested", Info, "</b>"),
        ("<p>{{code}}<table>a</table>", "markup-misplaced", Info, "a"),
        ("<p>{{code}}<tr></p>", "markup-misplaced", Info, "<tr>"),
        (
            "<p lang=en lang=de>{{code}}</p>",
            "markup-duplicate-attribute",
            Warning,
            "lang=de",
        ),
        (
            "<p id=\"a\"lang=\"en\">{{code}}</p>",
            "markup-attribute",
            Info,
            "",
        ),
        (
            "<p>{{code}}&nbps;</p>",
            "markup-unknown-reference",
            Info,
            "&nbps;",
        ),
        (
            "<p style=\"font-wieght:bold\">{{code}}</p>",
            "markup-misspelt-property",
            Info,
            "font-wieght",
        ),
        (
            "<style>p{backgroud-color:red}</style><p>{{code}}</p>",
            "markup-misspelt-property",
            Info,
            "backgroud-color",
        ),
        (
            "<p style=\"color:#ff00f\">{{code}}</p>",
            "markup-invalid-colour",
            Info,
            "#ff00f",
        ),
    ] {
        let found = found(content);
        let expected = (code, severity, marked.to_owned());
        assert!(found.contains(&expected), "{content}: {found:?}");
    }
}

#[test]
fn what_mails_do_on_purpose_is_not_told() {
    for content in [
        "<!--[if mso]><table><tr><td><![endif]--><p>{{code}}</p><!--[if mso]></td></tr></table><![endif]-->",
        "<!--[if !mso]><!--><p>{{code}}</p><!--<![endif]-->",
        "<p style=\"mso-line-height-rule:exactly;mso-hide:all\">{{code}}</p>",
        "<p style=\"-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%\">{{code}}</p>",
        "<p>{{code}}<o:p></o:p></p>",
        "<p style=\"text-wrap:balance;zoom:1;inset:0;order:2;gap:4px\">{{code}}</p>",
        "<style>@font-face{font-family:X;src:url(x);unicode-range:U+0000}</style><p>{{code}}</p>",
        "<ul><li>{{code}}<li>b</ul><table><tr><td>a<td>b</table>",
        "<p>{{code}} AT&T a & b &copy 2026 &amp; &#8217; &NotEqualTilde; <br></p>",
        "<p>{{code}} <a href=\"https://example.com/?a=1&b=2;\">x</a></p>",
        "<p style=\"color:{{x}};background:url(#a) #fff\">{{code}}</p>",
        "<p style=\"--brand:#12345;color:var(--brand)\">{{code}}</p>",
    ] {
        assert_eq!(found(content), [], "{content}");
    }
}
