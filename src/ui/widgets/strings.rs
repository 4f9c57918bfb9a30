//! The words that widgets say by themselves, for translation.

use std::borrow::Cow;
use std::sync::Arc;

use egui::{Context, Id};

type Text = Cow<'static, str>;

/// The words of all widgets; the default is English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WidgetStrings {
    /// Name of the button that empties a search field.
    pub clear: Text,
    /// Name of the button that closes a notice.
    pub dismiss: Text,
    /// Name of the button that folds the panel under a tab bar.
    pub fold: Text,
    /// Name of the button that unfolds it.
    pub unfold: Text,
    /// Name of the button that copies a value; `{name}` is what the value is called.
    pub copy: Text,
    /// Above the commands used last.
    pub recent: Text,
    /// Above all other commands.
    pub all: Text,
    /// In the palette, when nothing matches.
    pub no_match: Text,
    /// In the place of folded lines; `{count}` is how many.
    pub unchanged: Text,
    /// In the place of one folded line.
    pub unchanged_one: Text,
    /// In a comparison of equal texts.
    pub equal: Text,
}

const NAME: &str = "{name}";
const COUNT: &str = "{count}";

impl Default for WidgetStrings {
    fn default() -> Self {
        Self {
            clear: "Clear".into(),
            dismiss: "Dismiss".into(),
            fold: "Fold the panel".into(),
            unfold: "Unfold the panel".into(),
            copy: "Copy {name}".into(),
            recent: "Recent".into(),
            all: "All".into(),
            no_match: "Nothing matches".into(),
            unchanged: "{count} unchanged lines".into(),
            unchanged_one: "1 unchanged line".into(),
            equal: "The texts are equal".into(),
        }
    }
}

impl WidgetStrings {
    /// Makes all widgets of this context say these words.
    pub fn install(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::NULL, Arc::new(self)));
    }

    /// Name of the button that copies what is called `name`.
    pub(super) fn copy_of(&self, name: &str) -> String {
        self.copy.replace(NAME, name)
    }

    /// What stands in the place of `count` folded lines.
    pub(super) fn unchanged(&self, count: usize) -> String {
        if count == 1 {
            return self.unchanged_one.clone().into_owned();
        }
        self.unchanged.replace(COUNT, &count.to_string())
    }

    /// The words in use.
    pub(super) fn of(ctx: &Context) -> Arc<Self> {
        ctx.data_mut(|data| {
            let strings: &mut Arc<Self> = data.get_temp_mut_or_default(Id::NULL);
            Arc::clone(strings)
        })
    }
}
