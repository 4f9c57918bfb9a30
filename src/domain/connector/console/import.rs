//! One connector out of what somebody pastes.

use serde_json::Value;

use super::{Paste, PasteError, SpelledJson, candidates, clear_guess, guess_factory, paste};
use crate::domain::connector::form;
use crate::domain::finding::Finding;

/// A configuration that was pasted, and which connector it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Logto's id of the connector.
    pub factory: String,
    /// The configuration as it was written.
    pub config: SpelledJson,
    /// What is odd about the text.
    pub findings: Vec<Finding>,
}

/// Why a text makes no connector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error(transparent)]
    Paste(#[from] PasteError),
    /// It has more than one e-mail connector.
    #[error("these are {0} e-mail connectors; paste the one that is meant")]
    Several(usize),
    /// It has templates only.
    #[error(
        "these are templates without the configuration around them; paste them into `templates` of \
         a profile"
    )]
    TemplatesOnly,
    /// Nothing tells which connector it is for.
    #[error("nothing in it tells which connector it is for; choose one")]
    NoFactory,
    /// It may be for more than one connector.
    #[error("it may be for one of these: {0}; choose it")]
    Ambiguous(String),
}

/// The connector in a pasted text: of the kind `factory` if that is given, else the one that the
/// text names, else the one that its keys tell.
///
/// # Errors
///
/// Where it cannot be read, or is not exactly one connector.
pub fn import(text: &str, factory: Option<&str>) -> Result<Imported, ImportError> {
    let (pasted, findings) = paste(text)?;
    let Paste::Connectors(mut connectors) = pasted else {
        return Err(ImportError::TemplatesOnly);
    };
    let count = connectors.len();
    let Some(connector) = connectors.pop().filter(|_| count == 1) else {
        return Err(ImportError::Several(count));
    };
    let named = factory.map(str::to_owned).or(connector.factory);
    let factory = match named {
        Some(named) => named,
        None => guessed(&connector.config.value())?,
    };
    Ok(Imported {
        factory,
        config: connector.config,
        findings,
    })
}

fn guessed(config: &Value) -> Result<String, ImportError> {
    let guesses = guess_factory(config);
    if let Some(guess) = clear_guess(&guesses) {
        return Ok(guess.factory.to_owned());
    }
    let names = candidates(&guesses).into_iter().map(|guess| {
        let known = form::factory(guess.factory);
        known.map_or(guess.factory, |known| known.name)
    });
    let names: Vec<&str> = names.collect();
    if names.is_empty() {
        return Err(ImportError::NoFactory);
    }
    Err(ImportError::Ambiguous(names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_connector_is_told_by_its_keys_or_by_its_row() {
        let bare = r#"{"serverToken": "t", "fromEmail": "a@example.com", "templates": []}"#;
        assert_eq!(import(bare, None).unwrap().factory, "postmark-mail");
        let row = r#"{"id": "x", "connectorId": "http-email", "config": {"endpoint": "e"}}"#;
        let imported = import(row, None).unwrap();
        assert_eq!(imported.factory, "http-email");
        assert_eq!(imported.config.value()["endpoint"], "e");
        assert_eq!(import("{}", None), Err(ImportError::NoFactory));
        assert_eq!(
            import("[{\"usageType\": \"SignIn\"}]", None),
            Err(ImportError::TemplatesOnly)
        );
    }
}
