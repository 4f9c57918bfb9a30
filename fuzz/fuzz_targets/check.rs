//! Any mail can be checked, and every finding and fix has its place in it. Run by
//! `cargo +nightly fuzz run check`.

#![no_main]

use letterhead::domain::checks::{CheckInput, check_with};
use letterhead::domain::clients::checks::MORE;
use letterhead::domain::emulate::FORCED_DARK;
use letterhead::domain::logto::{
    ContentType, Field, Flow, TemplateDetails, UsageType, sample_payload,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|mail: (bool, bool, &str, &str)| {
    let (is_plain, is_invitation, subject, content) = mail;
    let details = TemplateDetails {
        subject: subject.to_owned(),
        content: content.to_owned(),
        content_type: is_plain.then_some(ContentType::Plain),
        ..TemplateDetails::default()
    };
    let (usage_type, tag) = if is_invitation {
        (UsageType::OrganizationInvitation, "ar")
    } else {
        (UsageType::SignIn, "en")
    };
    let payload = sample_payload(Flow::Experience, usage_type);
    let input = CheckInput::new(&details, usage_type, tag, &payload).darkened(&FORCED_DARK);
    for found in check_with(&input, MORE) {
        let text = match found.field {
            Field::Subject => subject,
            Field::Content => content,
            Field::ReplyTo | Field::SendFrom => continue,
        };
        if let Some(span) = found.finding.span {
            assert!(text.get(span.range()).is_some(), "{found:?}");
        }
        if let Some(fix) = &found.finding.fix {
            assert!(text.get(fix.span.range()).is_some(), "{found:?}");
        }
    }
});
