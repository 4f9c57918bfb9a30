//! The errors of Amazon SES: `SendEmail` of version 2 and those common to all actions
//! (docs.aws.amazon.com/ses/latest/APIReference-V2, 2026-11).

use super::rule::Rule;

const SEND_EMAIL: Option<&str> =
    Some("https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html");
const COMMON: Option<&str> =
    Some("https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html");
const IDENTITIES: Option<&str> =
    Some("https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html");
const QUOTAS: Option<&str> =
    Some("https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html");
const POLICY: Option<&str> =
    Some("https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html");

/// First those told apart by their sentence, then by the exception alone.
pub(super) const RULES: &[Rule] = &[
    Rule {
        codes: &["InvalidClientTokenId", "UnrecognizedClientException"],
        texts: &[],
        statuses: &[],
        title: "The access key is not known",
        why: "Amazon does not know the access key ID, or it belongs to another partition of AWS (China and GovCloud have keys of their own), or the key was deleted or switched off",
        fix: &[
            "Copy the access key ID again from IAM and check that it is active",
            "Check that region and key belong to the same partition of AWS",
        ],
        link: COMMON,
    },
    Rule {
        codes: &["SignatureDoesNotMatch", "InvalidSignatureException"],
        texts: &["signature expired", "signature not yet current"],
        statuses: &[],
        title: "The clock of this machine is wrong",
        why: "The request is signed with a time that is too far from Amazon's own. On a server the AWS SDK of Logto notices and repeats the request with the right time; this program does not",
        fix: &["Set the clock of this machine, best by a time server"],
        link: COMMON,
    },
    Rule {
        codes: &[
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "IncompleteSignatureException",
        ],
        texts: &[],
        statuses: &[],
        title: "The secret access key is wrong",
        why: "The signature does not fit the access key ID. Nearly always the secret is cut off, has a blank at its end or belongs to another key",
        fix: &[
            "Create a new key pair in IAM and copy both parts",
            "Check that no proxy changes the request on its way",
        ],
        link: COMMON,
    },
    Rule {
        codes: &[
            "RequestExpired",
            "RequestTimeTooSkewed",
            "RequestInTheFuture",
        ],
        texts: &[],
        statuses: &[],
        title: "The clock of this machine is wrong",
        why: "The request is signed with a time that is too far from Amazon's own. On a server the AWS SDK of Logto notices and repeats the request with the right time; this program does not",
        fix: &["Set the clock of this machine, best by a time server"],
        link: COMMON,
    },
    Rule {
        codes: &[
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
        ],
        texts: &[],
        statuses: &[],
        title: "The key needs a session token",
        why: "Temporary keys (they begin with ASIA) need a session token, which Logto's connector has no field for",
        fix: &["Use a permanent key of an IAM user"],
        link: COMMON,
    },
    Rule {
        codes: &[
            "AccessDenied",
            "AccessDeniedException",
            "NotAuthorized",
            "UnauthorizedOperation",
        ],
        texts: &[],
        statuses: &[],
        title: "The key may not send mail",
        why: "The IAM user may not do ses:SendEmail for %sender%",
        fix: &[
            "Allow ses:SendEmail (and ses:SendRawEmail) for the identity in the IAM policy of the user",
            "With a configuration set, allow the action for that set as well",
        ],
        link: POLICY,
    },
    Rule {
        codes: &["MessageRejected"],
        texts: &["not verified"],
        statuses: &[],
        title: "The sender is not verified, or the account is in the sandbox",
        why: "Amazon SES refuses because %sender% is not a verified identity in region %region%. In the sandbox the recipient, %recipient%, must be verified too, and the sentence below names which of them failed",
        fix: &[
            "Verify the sender's address or, better, its domain in SES, in the very region of the configuration",
            "If the recipient is named, ask for production access, or verify the recipient for tests",
            "If the identity is verified elsewhere, change “region”",
        ],
        link: IDENTITIES,
    },
    Rule {
        codes: &["MessageRejected"],
        texts: &[
            "daily message quota",
            "sending quota",
            "maximum sending rate",
            "quota exceeded",
        ],
        statuses: &[],
        title: "The sending quota is used up",
        why: "The account has sent as much as it may in 24 hours, or sends faster than it may",
        fix: &[
            "Wait, or ask for a higher quota in the console of SES",
            "In the sandbox there are 200 mails a day; ask for production access",
        ],
        link: QUOTAS,
    },
    Rule {
        codes: &["MessageRejected"],
        texts: &["suppression", "blacklist"],
        statuses: &[],
        title: "The recipient is on the suppression list",
        why: "%recipient% bounced or complained before, so Amazon SES does not send there",
        fix: &[
            "Remove the address from the suppression list of the account, if it works again",
            "Test with another recipient",
        ],
        link: Some("https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html"),
    },
    Rule {
        codes: &["MessageRejected"],
        texts: &["length exceeds", "too large", "too long"],
        statuses: &[],
        title: "The mail is too large",
        why: "Amazon SES takes no mail of this size",
        fix: &["Make the template smaller, above all pictures written into it"],
        link: QUOTAS,
    },
    Rule {
        codes: &["MessageRejected"],
        texts: &[],
        statuses: &[],
        title: "Amazon SES refuses the mail",
        why: "The mail was read and refused for what it holds or for who sends it",
        fix: &[
            "Read the words of Amazon SES below",
            "Check the sender and its identity in the console",
        ],
        link: SEND_EMAIL,
    },
    Rule {
        codes: &["MailFromDomainNotVerifiedException"],
        texts: &[],
        statuses: &[],
        title: "The custom MAIL FROM domain is not set up",
        why: "The identity has a custom MAIL FROM domain whose MX record Amazon SES does not find, and is set to refuse mail then",
        fix: &[
            "Publish the MX and SPF records of the MAIL FROM domain",
            "Or let the identity use the default MAIL FROM domain when they are missing",
        ],
        link: Some("https://docs.aws.amazon.com/ses/latest/dg/mail-from.html"),
    },
    Rule {
        codes: &["AccountSuspendedException"],
        texts: &[],
        statuses: &[],
        title: "The account is suspended",
        why: "Amazon has taken the right to send from this account for good or until you ask",
        fix: &["Open the case that AWS Support wrote about it"],
        link: SEND_EMAIL,
    },
    Rule {
        codes: &["SendingPausedException"],
        texts: &[],
        statuses: &[],
        title: "Sending is paused",
        why: "Sending is paused for the account or for the configuration set, by you or by Amazon",
        fix: &[
            "Look at the reputation dashboard of SES, and resume sending there",
            "If only the configuration set is paused, remove it from the configuration",
        ],
        link: SEND_EMAIL,
    },
    Rule {
        codes: &[
            "TooManyRequestsException",
            "ThrottlingException",
            "Throttling",
            "RequestThrottled",
        ],
        texts: &[],
        statuses: &[],
        title: "Too many mails at once",
        why: "The account sends faster than its maximum rate. The AWS SDK asks three times in all before it gives up",
        fix: &[
            "Wait a moment and send again",
            "Ask for a higher sending rate",
        ],
        link: QUOTAS,
    },
    Rule {
        codes: &["LimitExceededException"],
        texts: &[],
        statuses: &[],
        title: "A limit of the account is reached",
        why: "There are more resources of some kind than the account may have",
        fix: &["Look at the service quotas of SES"],
        link: QUOTAS,
    },
    Rule {
        codes: &["NotFoundException"],
        texts: &["configuration set"],
        statuses: &[],
        title: "The configuration set does not exist",
        why: "The configuration names a configuration set that does not exist in region %region%",
        fix: &[
            "Correct or empty “configurationSetName”",
            "Check that the set is in the same region",
        ],
        link: SEND_EMAIL,
    },
    Rule {
        codes: &["NotFoundException"],
        texts: &[],
        statuses: &[],
        title: "Something the configuration names does not exist",
        why: "Amazon SES does not find an identity or another resource in region %region%",
        fix: &["Check the ARNs and the configuration set", "Check “region”"],
        link: SEND_EMAIL,
    },
    Rule {
        codes: &[
            "BadRequestException",
            "ValidationException",
            "InvalidParameterValue",
        ],
        texts: &["configuration set"],
        statuses: &[],
        title: "The configuration set does not exist",
        why: "The configuration names a configuration set that does not exist in region %region%",
        fix: &[
            "Correct or empty “configurationSetName”",
            "Check that the set is in the same region",
        ],
        link: SEND_EMAIL,
    },
    Rule {
        codes: &[
            "BadRequestException",
            "ValidationException",
            "InvalidParameterValue",
        ],
        texts: &["domain", "address", "local"],
        statuses: &[],
        title: "An address is not valid",
        why: "Amazon SES cannot read the sender or the recipient. The sender is %sender%, the recipient %recipient%",
        fix: &[
            "Write the sender as name@example.com or Name <name@example.com>",
            "Check the recipient",
        ],
        link: SEND_EMAIL,
    },
    Rule {
        codes: &[
            "BadRequestException",
            "ValidationException",
            "InvalidParameterValue",
        ],
        texts: &[],
        statuses: &[],
        title: "Amazon SES cannot read the request",
        why: "Some part of the request is not as it should be",
        fix: &["Read the words of Amazon SES below and correct the configuration"],
        link: SEND_EMAIL,
    },
    Rule {
        codes: &["OptInRequired", "SubscriptionRequiredException"],
        texts: &[],
        statuses: &[],
        title: "The account does not have Amazon SES",
        why: "The AWS account is not signed up for this service in region %region%",
        fix: &["Open the console of SES once in that region"],
        link: COMMON,
    },
    Rule {
        codes: &[
            "InternalFailure",
            "InternalServerError",
            "InternalServiceErrorException",
            "ServiceUnavailable",
            "ServiceUnavailableException",
        ],
        texts: &[],
        statuses: &[],
        title: "Amazon SES has trouble",
        why: "The fault is on Amazon's side and usually short. The AWS SDK asks three times in all before it gives up",
        fix: &["Wait and send again", "Look at the AWS Health Dashboard"],
        link: COMMON,
    },
];
