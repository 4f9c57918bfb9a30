//! What actions are called, and the menus they stand in.

use super::Action;

impl Action {
    /// What menus and the command palette call it.
    #[expect(clippy::too_many_lines, reason = "a table with a line for each action")]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ShowPalette => "Command palette",
            Self::ShowDesign => "Design screen",
            Self::ShowLanguages => "Languages screen",
            Self::AddLanguage => "Add language…",
            Self::ContactSheet => "Contact sheet…",
            Self::ShowConnectors => "Connectors screen",
            Self::NewConnector => "New connector…",
            Self::ImportConnector => "Import connector from Logto's Console…",
            Self::ShowInbox => "Inbox screen",
            Self::ShowDeliverability => "Deliverability screen",
            Self::CheckDomain => "Check domain",
            Self::RecheckDomain => "Check domain again, from the beginning",
            Self::CheckAllDomains => "Check all domains",
            Self::StopCheck => "Stop the check",
            Self::NewWorkspace => "New workspace from the samples…",
            Self::OpenWorkspace => "Open workspace…",
            Self::Reload => "Read files again",
            Self::ShowFolder => "Show in file manager",
            Self::Save => "Save",
            Self::SaveAll => "Save all",
            Self::Revert => "Go back to saved file…",
            Self::NewTemplate => "New template…",
            Self::DeleteTemplate => "Delete template…",
            Self::RestoreTemplate => "Bring deleted template back",
            Self::PreviousTemplate => "Previous template",
            Self::NextTemplate => "Next template",
            Self::CheckLinks => "Check the links of this mail…",
            Self::AskSpam => "Ask SpamAssassin…",
            Self::PreviousText => "Previous text of the template",
            Self::NextText => "Next text of the template",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Find => "Find",
            Self::Replace => "Find and replace",
            Self::GoToLine => "Go to line…",
            Self::ToggleWrap => "Wrap long lines",
            Self::FocusTemplates => "Go to template list",
            Self::FocusSubject => "Go to subject",
            Self::FocusEditor => "Go to editor",
            Self::ShowProblems => "Problems",
            Self::NextProblem => "Next problem",
            Self::PreviousProblem => "Previous problem",
            Self::FixProblem => "Fix this problem",
            Self::FixAllOfKind => "Fix all of this kind…",
            Self::ShowPayload => "Payload",
            Self::ShowTrace => "Why this template",
            Self::ShowRendered => "Rendered",
            Self::ShowRequest => "Request",
            Self::TogglePanel => "Fold or unfold bottom panel",
            Self::SendTest => "Send test",
            Self::CancelSend => "Stop sending",
            Self::WidthDesktop => "Desktop, 640 pixels wide",
            Self::WidthPhone => "Phone, 375 pixels wide",
            Self::WidthFree => "As wide as the panel",
            Self::SchemeLight => "Reader with a light theme",
            Self::SchemeDark => "Reader with a dark theme",
            Self::ToggleImages => "Show images",
            Self::ToggleSideBySide => "Side by side",
            Self::ShowClients => "What clients change",
            Self::ToggleCompare => "Compare with the source language",
            Self::StressPseudo => "Stress: pseudo-language",
            Self::StressLongest => "Stress: longest values",
            Self::StressRightToLeft => "Stress: right to left",
            Self::StressHostile => "Stress: hostile names",
            Self::StressWidest => "Stress: widest values",
            Self::StressNone => "Stress: none",
            Self::ToggleRemote => "Load images from the network for this template",
            Self::ZoomIn => "Enlarge preview",
            Self::ZoomOut => "Shrink preview",
            Self::ZoomReset => "Preview at natural size",
            Self::OpenInBrowser => "Open in browser",
            Self::CopyText => "Copy mail as plain text",
            Self::RetryPreview => "Start preview again",
            Self::CheckMessageFile => "Check a message file…",
            Self::DeleteMessage => "Delete message",
            Self::ClearInbox => "Delete all messages…",
            Self::RestoreMessages => "Bring deleted messages back",
            Self::RefreshInbox => "Look for new messages",
            Self::CopyInboxAddress => "Copy address of the inbox",
            Self::SearchInbox => "Search messages",
            Self::ThemeSystem => "Theme of the system",
            Self::ThemeLight => "Light theme",
            Self::ThemeDark => "Dark theme",
            Self::ToggleProfile => "Show timings",
            Self::About => "About Letterhead",
            Self::Quit => "Quit",
        }
    }

    /// The part of the program it belongs to.
    #[expect(clippy::too_many_lines, reason = "a table with a line for each action")]
    pub const fn group(self) -> Group {
        match self {
            Self::ShowPalette
            | Self::ShowDesign
            | Self::ShowInbox
            | Self::FocusTemplates
            | Self::FocusSubject
            | Self::FocusEditor
            | Self::ShowProblems
            | Self::ShowPayload
            | Self::ShowTrace
            | Self::ShowRendered
            | Self::ShowRequest
            | Self::ShowClients
            | Self::TogglePanel
            | Self::ThemeSystem
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::ShowLanguages
            | Self::ShowDeliverability
            | Self::ShowConnectors => Group::View,
            Self::NewWorkspace
            | Self::OpenWorkspace
            | Self::Reload
            | Self::ShowFolder
            | Self::Save
            | Self::SaveAll
            | Self::Quit
            | Self::ContactSheet => Group::Workspace,
            Self::Revert
            | Self::NewTemplate
            | Self::DeleteTemplate
            | Self::RestoreTemplate
            | Self::PreviousTemplate
            | Self::NextTemplate
            | Self::NextText
            | Self::PreviousText
            | Self::CheckLinks
            | Self::AskSpam
            | Self::AddLanguage => Group::Template,
            Self::Undo
            | Self::Redo
            | Self::Find
            | Self::Replace
            | Self::GoToLine
            | Self::NextProblem
            | Self::PreviousProblem
            | Self::FixProblem
            | Self::FixAllOfKind
            | Self::ToggleWrap => Group::Edit,
            Self::CheckDomain | Self::RecheckDomain | Self::CheckAllDomains | Self::StopCheck => {
                Group::Domain
            }
            Self::SendTest | Self::CancelSend | Self::NewConnector | Self::ImportConnector => {
                Group::Send
            }
            Self::WidthDesktop
            | Self::WidthPhone
            | Self::WidthFree
            | Self::SchemeLight
            | Self::SchemeDark
            | Self::ToggleImages
            | Self::ToggleRemote
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomReset
            | Self::OpenInBrowser
            | Self::CopyText
            | Self::RetryPreview
            | Self::StressNone
            | Self::StressWidest
            | Self::StressHostile
            | Self::StressRightToLeft
            | Self::StressLongest
            | Self::StressPseudo
            | Self::ToggleSideBySide
            | Self::ToggleCompare => Group::Preview,
            Self::CheckMessageFile
            | Self::DeleteMessage
            | Self::ClearInbox
            | Self::RestoreMessages
            | Self::RefreshInbox
            | Self::CopyInboxAddress
            | Self::SearchInbox => Group::Inbox,
            Self::ToggleProfile | Self::About => Group::Help,
        }
    }
}

/// A part of the program, which has a menu of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Folder and files.
    Workspace,
    /// Text.
    Edit,
    /// The open template.
    Template,
    /// The preview.
    Preview,
    /// Test mails.
    Send,
    /// Messages.
    Inbox,
    /// Domains of senders.
    Domain,
    /// What is shown.
    View,
    /// Help.
    Help,
}

impl Group {
    /// All, in the order of the menu bar.
    pub const ALL: [Self; 9] = [
        Self::Workspace,
        Self::Edit,
        Self::Template,
        Self::Preview,
        Self::Send,
        Self::Inbox,
        Self::Domain,
        Self::View,
        Self::Help,
    ];

    /// The name of its menu.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Workspace => "Workspace",
            Self::Edit => "Edit",
            Self::Template => "Template",
            Self::Preview => "Preview",
            Self::Send => "Send",
            Self::Inbox => "Inbox",
            Self::Domain => "Domain",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}
