//! What filters and readers distrust.

use crate::domain::checks::rule::{Example, Group, Rule};
use crate::domain::finding::Severity;

/// The rules, in the order to show them.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "active-content",
        title: "Scripts, forms or frames",
        why: "Mail clients remove them, and filters take them as a sign of an attack.",
        bad: Example::Content(r#"{{code}}<form action="https://example.com/"></form>"#),
        good: Example::Content(r#"{{code}}<a href="https://example.com/">Open your account</a>"#),
        source: "M3AAWG, anti-phishing practices; SpamAssassin 4.0",
        group: Group::Risk,
        severity: Severity::Warning,
    },
    Rule {
        id: "tracking-pixel",
        title: "A picture that nobody sees",
        why: "It tells when and where the mail was read. In a mail with a code, people and filters resent it.",
        bad: Example::Content(
            r#"{{code}}<img alt="" width="1" height="1" src="https://example.com/t.gif">"#,
        ),
        good: Example::Content(
            r#"{{code}}<img alt="" width="40" height="40" src="https://example.com/t.gif">"#,
        ),
        source: "M3AAWG, anti-phishing practices; SpamAssassin 4.0",
        group: Group::Risk,
        severity: Severity::Info,
    },
    Rule {
        id: "asks-for-secret",
        title: "Asks for a secret",
        why: "Deceptive mails ask for passwords and codes; yours need not.",
        bad: Example::Content("{{code}} Reply with the code"),
        good: Example::Content("{{code}} We never ask you to reply with the code"),
        source: "M3AAWG, anti-phishing practices; SpamAssassin 4.0",
        group: Group::Risk,
        severity: Severity::Warning,
    },
    Rule {
        id: "threatens",
        title: "Presses the reader",
        why: "Deceptive mails do. Say calmly what happened and what to do.",
        bad: Example::Content("{{code}} Your account will be suspended"),
        good: Example::Content("{{code}} Sign in to keep using your account"),
        source: "M3AAWG, anti-phishing practices; SpamAssassin 4.0",
        group: Group::Risk,
        severity: Severity::Warning,
    },
    Rule {
        id: "subject-in-capitals",
        title: "A subject in capitals",
        why: "It reads as shouting, and filters count it.",
        bad: Example::Subject("YOUR SECURITY CODE"),
        good: Example::Subject("Your security code"),
        source: "M3AAWG, anti-phishing practices; SpamAssassin 4.0",
        group: Group::Risk,
        severity: Severity::Warning,
    },
    Rule {
        id: "subject-punctuation",
        title: "Repeated signs in the subject",
        why: "They are a mark of unwanted mail.",
        bad: Example::Subject("Your code!!"),
        good: Example::Subject("Your code!"),
        source: "M3AAWG, anti-phishing practices; SpamAssassin 4.0",
        group: Group::Risk,
        severity: Severity::Warning,
    },
    Rule {
        id: "subject-like-an-answer",
        title: "A subject like that of an answer",
        why: "It looks like an answer to a mail that never was, as in unwanted mail.",
        bad: Example::Subject("Re: Your code"),
        good: Example::Subject("Your code"),
        source: "M3AAWG, anti-phishing practices; SpamAssassin 4.0",
        group: Group::Risk,
        severity: Severity::Warning,
    },
];
