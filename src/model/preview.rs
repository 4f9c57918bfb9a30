//! The web preview, without its pixels.

/// Why there is no preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewObstacle {
    /// What is the matter, as a sentence.
    pub title: String,
    /// Why, in detail.
    pub reason: String,
    /// The package to install.
    pub install: Option<String>,
}

/// The state of the web engine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum EngineState {
    /// It is starting.
    #[default]
    Starting,
    /// It runs.
    Running {
        /// Its name and version.
        engine: String,
    },
    /// It crashed and is started anew.
    Restarting,
    /// It cannot run.
    Unavailable(PreviewObstacle),
}

/// A resource of a mail that was not loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Its address.
    pub url: String,
    /// Why it was not loaded, for people.
    pub reason: String,
}

/// An area of the picture that leads somewhere, in CSS pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Distance from the left.
    pub x: f32,
    /// Distance from the top.
    pub y: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Where it leads.
    pub url: String,
}

/// What belongs to the picture shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageInfo {
    /// The visible text, as the web engine has it.
    pub text: String,
    /// Its links.
    pub links: Vec<Link>,
    /// What was not loaded.
    pub blocked: Vec<Blocked>,
    /// Why the lower part is missing, if it is.
    pub cut: Option<String>,
    /// The height of what is drawn, in CSS pixels.
    pub content_height: f32,
}

/// One picture beside others.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The number of the newest request.
    pub requested: u64,
    /// The number of the newest request that was answered.
    pub shown: u64,
    /// What belongs to the picture.
    pub info: PageInfo,
    /// Why the newest request could not be drawn.
    pub failed: Option<String>,
}

impl Page {
    /// Whether the picture shown is older than what was asked for.
    pub const fn is_stale(&self) -> bool {
        self.shown < self.requested
    }
}

/// The state of the preview.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// The web engine.
    pub engine: EngineState,
    /// The open template.
    pub template: Page,
    /// The message of the inbox.
    pub message: Page,
}

impl Preview {
    /// Whether the engine must be started by hand.
    pub const fn is_unavailable(&self) -> bool {
        matches!(self.engine, EngineState::Unavailable(_))
    }
}
