//! Amazon SES, which the Console calls AWS Direct Mail.

use super::{FormField, templates, text};

pub(super) const FIELDS: &[FormField] = &[
    text("accessKeyId", "Access Key ID")
        .required()
        .placeholder("<access-key-id>")
        .help("The id of an access key whose user may call ses:SendEmail."),
    text("accessKeySecret", "Access Key Secret")
        .required()
        .placeholder("<access-key-secret>")
        .help("The secret that belongs to the access key id. It signs every request and is never sent itself.")
        .secret(),
    text("region", "Region")
        .required()
        .placeholder("<region>")
        .help("The region of the verified identity, for example eu-central-1."),
    text("emailAddress", "Email Address")
        .placeholder("<email-address>")
        .help("The sender: an address, or a name with an address in angle brackets. SES must have verified it or its domain."),
    text("emailAddressIdentityArn", "Email Address Identity ARN")
        .placeholder("<email-address-identity-arn>")
        .help("Only for sending with an identity of another AWS account: its ARN."),
    text(
        "feedbackForwardingEmailAddress",
        "Feedback Forwarding Email Address",
    )
    .placeholder("<feedback-forwarding-email-address>")
    .help("Where SES reports bounces and complaints, if not to the sender."),
    text(
        "feedbackForwardingEmailAddressIdentityArn",
        "Feedback Forwarding Email Address Identity ARN",
    )
    .placeholder("<feedback-forwarding-email-address-identity-arn>")
    .help("Only if that address is an identity of another AWS account: its ARN."),
    text("configurationSetName", "Configuration Set Name")
        .placeholder("<configuration-set-name>")
        .help("The configuration set of SES whose rules apply to these mails."),
    templates("templates", "Templates")
        .help("What is sent if no custom template of Logto fits. Content always goes out as HTML."),
];
