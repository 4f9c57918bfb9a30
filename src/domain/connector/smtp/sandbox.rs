//! A configuration pointed at the capture server.

use serde_json::{Value, json};

use super::super::guard::ConfigIssue;
use super::config::SmtpConfig;

/// Who sends when a workspace names nobody.
const SENDER: &str = "Letterhead <letterhead@example.com>";

/// Keys that say where and how to connect: they belong to the real server.
const CONNECTION_KEYS: [&str; 12] = [
    "secure",
    "ignoreTLS",
    "requireTLS",
    "tls",
    "servername",
    "name",
    "localAddress",
    "service",
    "url",
    "proxy",
    "pool",
    "authMethod",
];

/// `config` with everything kept that shapes the mail, and the connection led to `port` on
/// loopback, without TLS and login. Without a configuration, one with a sender of ours.
///
/// # Errors
///
/// What Logto's guard finds wrong with it.
pub fn sandboxed(config: Option<&Value>, port: u16) -> Result<SmtpConfig, Vec<ConfigIssue>> {
    let mut config = config.cloned().unwrap_or_else(|| {
        let template = |usage_type: &str| {
            json!({
                "usageType": usage_type,
                "contentType": "text/plain",
                "subject": "{{code}}",
                "content": "{{code}}",
            })
        };
        let templates = ["Register", "SignIn", "ForgotPassword", "Generic"].map(template);
        json!({ "fromEmail": SENDER, "templates": templates })
    });
    if let Some(fields) = config.as_object_mut() {
        for key in CONNECTION_KEYS {
            fields.shift_remove(key);
        }
        fields.insert("host".to_owned(), json!("127.0.0.1"));
        fields.insert("port".to_owned(), json!(port));
        fields.insert("auth".to_owned(), json!({}));
        fields.insert("secure".to_owned(), json!(false));
        fields.insert("ignoreTLS".to_owned(), json!(true));
    }
    SmtpConfig::from_json(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shapes_the_mail_stays_and_the_connection_leads_to_loopback() {
        let base = sandboxed(None, 1).unwrap().to_json().clone();
        let mut real = base;
        real["host"] = json!("smtp.example.com");
        real["secure"] = json!(true);
        real["auth"] = json!({"type": "login", "user": "me", "pass": "secret"});
        real["customHeaders"] = json!({"X-Brand": "north"});
        real["replyTo"] = json!("help@example.com");
        let config = sandboxed(Some(&real), 2525).unwrap();
        let json = config.to_json();
        assert_eq!((config.host(), &json["port"]), ("127.0.0.1", &json!(2525)));
        assert_eq!(json["replyTo"], "help@example.com");
        assert_eq!(json["customHeaders"]["X-Brand"], "north");
        assert!(!json.to_string().contains("secret"));
    }

    #[test]
    fn a_configuration_that_logto_refuses_stays_refused() {
        assert!(sandboxed(Some(&json!({"fromEmail": 3})), 1).is_err());
    }
}
