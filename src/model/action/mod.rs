//! The closed list of what a person can do. Menus, shortcuts and the command palette come from it.

mod state;
mod words;

pub use words::Group;

/// Something a person can do, without any detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Shows the command palette.
    ShowPalette,
    /// Shows the *Design* screen.
    ShowDesign,
    /// Shows the *Languages* screen.
    ShowLanguages,
    /// Adds a language.
    AddLanguage,
    /// Draws all mails as thumbnails, for sign-off.
    ContactSheet,
    /// Shows the *Connectors* screen.
    ShowConnectors,
    /// Makes a connector profile.
    NewConnector,
    /// Takes a configuration over from Logto's Console.
    ImportConnector,
    /// Shows the *Inbox* screen.
    ShowInbox,
    /// Shows the *Deliverability* screen.
    ShowDeliverability,
    /// Checks the domain shown.
    CheckDomain,
    /// Checks it and asks everything anew.
    RecheckDomain,
    /// Checks all domains of the list.
    CheckAllDomains,
    /// Stops the check of the domain shown.
    StopCheck,
    /// Makes a workspace from the samples.
    NewWorkspace,
    /// Opens a folder.
    OpenWorkspace,
    /// Reads all files again.
    Reload,
    /// Shows the folder in the file manager.
    ShowFolder,
    /// Saves the open template.
    Save,
    /// Saves all templates that were changed.
    SaveAll,
    /// Goes back to what is on disk.
    Revert,
    /// Makes a template.
    NewTemplate,
    /// Deletes the open template.
    DeleteTemplate,
    /// Brings the template back that was deleted last.
    RestoreTemplate,
    /// Opens the template above.
    PreviousTemplate,
    /// Opens the template below.
    NextTemplate,
    /// Shows which servers the links of the open mail name, to look at them.
    CheckLinks,
    /// Asks `SpamAssassin` about the open mail.
    AskSpam,
    /// Shows the one before.
    PreviousText,
    /// Shows the next of the texts that the open template is composed from.
    NextText,
    /// Undoes the last change.
    Undo,
    /// Does it again.
    Redo,
    /// Finds text in the content.
    Find,
    /// Finds and replaces.
    Replace,
    /// Goes to a line.
    GoToLine,
    /// Wraps long lines, or not.
    ToggleWrap,
    /// Puts the keyboard into the list of templates.
    FocusTemplates,
    /// Puts the keyboard into the subject.
    FocusSubject,
    /// Puts the keyboard into the editor.
    FocusEditor,
    /// Shows *Problems*, or puts the keyboard into it.
    ShowProblems,
    /// Shows the place of the next problem.
    NextProblem,
    /// Shows the place of the problem before.
    PreviousProblem,
    /// Mends the problem at the cursor, or the current one of the list.
    FixProblem,
    /// Shows what mending all problems of its kind would change.
    FixAllOfKind,
    /// Shows *Payload*, or puts the keyboard into it.
    ShowPayload,
    /// Shows *Why this template*, or puts the keyboard into it.
    ShowTrace,
    /// Shows *Rendered*, or puts the keyboard into it.
    ShowRendered,
    /// Shows *Request*, or puts the keyboard into it.
    ShowRequest,
    /// Shows or folds the bottom panel.
    TogglePanel,
    /// Sends the open template to the inbox.
    SendTest,
    /// Stops the test send.
    CancelSend,
    /// Previews at 640 pixels.
    WidthDesktop,
    /// Previews at 375 pixels.
    WidthPhone,
    /// Previews at the width of the panel.
    WidthFree,
    /// Previews for a reader with a light theme.
    SchemeLight,
    /// Previews for a reader with a dark theme.
    SchemeDark,
    /// Shows or hides images in the preview.
    ToggleImages,
    /// Shows some clients beside each other, or one.
    ToggleSideBySide,
    /// Shows *Clients*, or puts the keyboard into it.
    ShowClients,
    /// Shows the template in the source language beside the open one, or not.
    ToggleCompare,
    /// Previews in a pseudo-language.
    StressPseudo,
    /// Previews with the longest values.
    StressLongest,
    /// Previews from right to left.
    StressRightToLeft,
    /// Previews with hostile names.
    StressHostile,
    /// Previews with the widest values.
    StressWidest,
    /// Previews without any stress.
    StressNone,
    /// Lets this template load images from the network, or not.
    ToggleRemote,
    /// Enlarges the preview.
    ZoomIn,
    /// Shrinks the preview.
    ZoomOut,
    /// Shows the preview at its natural size.
    ZoomReset,
    /// Opens the rendered mail in the browser.
    OpenInBrowser,
    /// Copies the rendered mail as plain text.
    CopyText,
    /// Starts the web engine again.
    RetryPreview,
    /// Adds a message from a file and shows its checks.
    CheckMessageFile,
    /// Deletes the message shown.
    DeleteMessage,
    /// Deletes all messages.
    ClearInbox,
    /// Brings deleted messages back.
    RestoreMessages,
    /// Looks for messages that other programs stored.
    RefreshInbox,
    /// Copies where the inbox listens.
    CopyInboxAddress,
    /// Searches messages.
    SearchInbox,
    /// Follows the theme of the system.
    ThemeSystem,
    /// A light window.
    ThemeLight,
    /// A dark window.
    ThemeDark,
    /// Shows how long things take.
    ToggleProfile,
    /// Tells what this program is.
    About,
    /// Ends the program.
    Quit,
}

impl Action {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 86] = [
        Self::ShowPalette,
        Self::ShowDesign,
        Self::ShowLanguages,
        Self::AddLanguage,
        Self::ContactSheet,
        Self::ShowConnectors,
        Self::NewConnector,
        Self::ImportConnector,
        Self::ShowInbox,
        Self::ShowDeliverability,
        Self::CheckDomain,
        Self::RecheckDomain,
        Self::CheckAllDomains,
        Self::StopCheck,
        Self::NewWorkspace,
        Self::OpenWorkspace,
        Self::Reload,
        Self::ShowFolder,
        Self::Save,
        Self::SaveAll,
        Self::Revert,
        Self::NewTemplate,
        Self::DeleteTemplate,
        Self::RestoreTemplate,
        Self::PreviousTemplate,
        Self::NextTemplate,
        Self::PreviousText,
        Self::NextText,
        Self::CheckLinks,
        Self::AskSpam,
        Self::Undo,
        Self::Redo,
        Self::Find,
        Self::Replace,
        Self::GoToLine,
        Self::ToggleWrap,
        Self::FocusTemplates,
        Self::FocusSubject,
        Self::FocusEditor,
        Self::ShowProblems,
        Self::NextProblem,
        Self::PreviousProblem,
        Self::FixProblem,
        Self::FixAllOfKind,
        Self::ShowPayload,
        Self::ShowTrace,
        Self::ShowRendered,
        Self::ShowRequest,
        Self::TogglePanel,
        Self::SendTest,
        Self::CancelSend,
        Self::WidthDesktop,
        Self::WidthPhone,
        Self::WidthFree,
        Self::SchemeLight,
        Self::SchemeDark,
        Self::ToggleImages,
        Self::ToggleSideBySide,
        Self::ShowClients,
        Self::ToggleCompare,
        Self::StressPseudo,
        Self::StressLongest,
        Self::StressRightToLeft,
        Self::StressHostile,
        Self::StressWidest,
        Self::StressNone,
        Self::ToggleRemote,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::OpenInBrowser,
        Self::CopyText,
        Self::RetryPreview,
        Self::CheckMessageFile,
        Self::DeleteMessage,
        Self::ClearInbox,
        Self::RestoreMessages,
        Self::RefreshInbox,
        Self::CopyInboxAddress,
        Self::SearchInbox,
        Self::ThemeSystem,
        Self::ThemeLight,
        Self::ThemeDark,
        Self::ToggleProfile,
        Self::About,
        Self::Quit,
    ];
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::Model;

    #[test]
    fn every_action_has_a_label_of_its_own() {
        let labels: HashSet<_> = Action::ALL.iter().map(|action| action.label()).collect();
        assert_eq!(labels.len(), Action::ALL.len());
    }

    #[test]
    fn without_a_workspace_nothing_can_be_saved_or_sent() {
        let model = Model::default();
        for action in [
            Action::Save,
            Action::SendTest,
            Action::Undo,
            Action::NewTemplate,
        ] {
            assert!(!action.is_enabled(&model), "{action:?}");
        }
        assert!(Action::OpenWorkspace.is_enabled(&model));
    }
}
