//! Aliyun Direct Mail.

use super::{FieldKind, FormField, field, templates, text};
use crate::domain::connector::form::Choice;

const REGIONS: &[Choice] = &[
    Choice {
        value: "cn-hangzhou",
        label: "China (Hangzhou)",
    },
    Choice {
        value: "ap-southeast-1",
        label: "Singapore",
    },
    Choice {
        value: "ap-southeast-2",
        label: "United States (formerly Sydney)",
    },
    Choice {
        value: "eu-central-1",
        label: "Germany (Frankfurt)",
    },
    Choice {
        value: "us-east-1",
        label: "US (Virginia)",
    },
];

pub(super) const FIELDS: &[FormField] = &[
    text("accessKeyId", "Access Key ID")
        .required()
        .placeholder("<access-key-id>")
        .help("The id of an access key of Alibaba Cloud that may call Direct Mail."),
    text("accessKeySecret", "Access Key Secret")
        .required()
        .placeholder("<access-key-secret>")
        .help("The secret that belongs to the access key id. It signs every request and is never sent itself.")
        .secret(),
    field("regionId", "Region", FieldKind::Select(REGIONS))
        .starts_as("\"cn-hangzhou\"")
        .help("Where the sender address is set up. An address of another region is not found."),
    text("accountName", "Account Name")
        .required()
        .placeholder("<account-name>")
        .help("The sender address as it stands in Direct Mail, without a display name."),
    text("fromAlias", "From Alias")
        .placeholder("<from-alias>")
        .help("The name that readers see as the sender, 15 characters at most."),
    templates("templates", "Templates")
        .help("What is sent if no custom template of Logto fits. Content always goes out as HTML."),
];
