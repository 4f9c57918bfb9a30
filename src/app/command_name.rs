//! What the log says of commands.

use crate::model::Command;

/// The name of a command without what it carries, which may be a secret.
pub(super) fn of(command: &Command) -> String {
    let told = format!("{command:?}");
    let is_of_name = |char: char| char.is_alphanumeric() || char == '(';
    let end = told.find(|char| !is_of_name(char)).unwrap_or(told.len());
    let name = told.get(..end).unwrap_or_default();
    name.trim_end_matches('(').replace('(', "::")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::connector::console::SpelledJson;
    use crate::model::{Action, ProfileChange, ProfileCommand};

    #[test]
    fn the_log_names_commands_and_says_nothing_of_what_they_carry() {
        assert_eq!(of(&Command::Do(Action::Save)), "Do::Save");
        let json = SpelledJson::parse(r#"{"apiKey": "hunter2"}"#).unwrap().0;
        for change in [
            ProfileChange::Config(json),
            ProfileChange::Unfinished(Some("{hunter2".to_owned())),
            ProfileChange::Field(vec!["apiKey".to_owned()], Some("hunter2".into())),
        ] {
            let command = ProfileCommand::Change("mark".to_owned(), change);
            assert_eq!(of(&Command::Profile(command)), "Profile::Change");
        }
        assert_eq!(of(&Command::Copy("hunter2".to_owned())), "Copy");
    }
}
