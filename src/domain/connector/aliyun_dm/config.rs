//! The configuration and its guard (`connector-aliyun-dm/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, UnknownKeys, optional, required};
use super::super::kit::{ConfigTemplate, should_be_provided};
use super::super::secret::Secret;

/// Where Logto sends if the configuration names no region.
pub(super) const DEFAULT_REGION: &str = "cn-hangzhou";

const REGIONS: &[&str] = &[
    DEFAULT_REGION,
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-central-1",
    "us-east-1",
];

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// It is made from JSON only, so it always prints as it was read. `Debug` shows the sender and no
/// secret.
#[derive(Clone, PartialEq)]
pub struct AliyunDmConfig {
    source: Value,
    pub(super) fields: Fields,
}

/// What the connector reads, in Logto's names.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub access_key_id: String,
    pub access_key_secret: Secret,
    pub region_id: Option<String>,
    pub account_name: String,
    pub from_alias: Option<String>,
    pub templates: Vec<ConfigTemplate>,
}

impl AliyunDmConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "aliyun-direct-mail";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The sender's address.
    pub fn sender(&self) -> &str {
        &self.fields.account_name
    }

    /// The region, or Logto's default.
    pub fn region(&self) -> &str {
        self.fields.region_id.as_deref().unwrap_or(DEFAULT_REGION)
    }

    /// The templates, in their order.
    pub fn templates(&self) -> &[ConfigTemplate] {
        &self.fields.templates
    }
}

impl fmt::Debug for AliyunDmConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AliyunDmConfig")
            .field("account_name", &self.fields.account_name)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    let template = Check::Object(
        vec![
            required("usageType", Check::String),
            required("subject", Check::String),
            required("content", Check::String),
        ],
        UnknownKeys::Kept,
    );
    Check::Object(
        vec![
            required("accessKeyId", Check::String),
            required("accessKeySecret", Check::String),
            optional("regionId", Check::TextEnum(REGIONS)),
            required("accountName", Check::String),
            optional("fromAlias", Check::String),
            required(
                "templates",
                Check::Array(Box::new(template), should_be_provided),
            ),
        ],
        UnknownKeys::Kept,
    )
}
