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
    /// When that was made, in milliseconds of the window's time.
    pub requested_at_ms: u64,
    /// The number of the first request for the mail that is open now: an older picture is of
    /// another mail.
    pub first: u64,
    /// The number of the newest request that was answered.
    pub shown: u64,
    /// What belongs to the picture.
    pub info: PageInfo,
    /// Why the newest request could not be drawn.
    pub failed: Option<String>,
}

/// How long the picture of another mail stays until the new one is there, so that switching from
/// mail to mail does not flicker.
pub const STAYS_MS: u64 = 300;

impl Page {
    /// Notes a request made at `now_ms`; `is_other` if it is for another mail than the one before.
    pub fn note_request(&mut self, number: u64, is_other: bool, now_ms: u64) {
        if number != self.requested {
            self.requested = number;
            self.requested_at_ms = now_ms;
            self.failed = None;
        }
        if is_other {
            self.first = number;
        }
    }

    /// Whether the picture shown is of another mail.
    pub const fn is_of_another(&self) -> bool {
        self.shown < self.first
    }

    /// Whether there is a picture to show: one of this mail, or for a moment one of another.
    pub const fn is_presentable(&self, now_ms: u64) -> bool {
        !self.is_of_another() || now_ms.saturating_sub(self.requested_at_ms) < STAYS_MS
    }

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
    /// The template beside it.
    pub compared: Page,
    /// The variants beside the first, which is that of the open template.
    pub variants: [Page; 3],
    /// The message of the inbox.
    pub message: Page,
}

impl Preview {
    /// Whether the engine must be started by hand.
    pub const fn is_unavailable(&self) -> bool {
        matches!(self.engine, EngineState::Unavailable(_))
    }
}
