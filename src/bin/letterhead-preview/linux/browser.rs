//! A web view in a window that is never shown, and what the views share.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use gtk::prelude::{ContainerExt as _, GtkWindowExt as _, WidgetExt as _};
use gtk::{gio, glib};
use letterhead::services::preview::{Asset, Images};
use parking_lot::Mutex;
use tokio::sync::Notify;
use webkit2gtk::{
    CacheModel, CookieAcceptPolicy, CookieManagerExt as _, HardwareAccelerationPolicy, LoadEvent,
    NetworkProxyMode, NetworkProxySettings, SettingsExt as _, URISchemeRequestExt as _,
    UserContentInjectedFrames, UserContentManagerExt as _, UserStyleLevel, UserStyleSheet,
    WebContextExt as _, WebView, WebViewExt, WebsiteDataManagerExt as _,
};
use wry::{NewWindowResponse, WebViewBuilder, WebViewBuilderExtUnix as _, WebViewExtUnix as _};

use super::document;
use super::view::Failure;

/// Height of the reader's window in CSS pixels: what `100vh` is.
pub(crate) const WINDOW_HEIGHT: u32 = 800;

/// Nobody listens here. Views that may not use the network have it as their proxy, so that even a
/// hole in the engine leads nowhere.
const NOWHERE: &str = "http://127.0.0.1:9";

/// A still picture shows animations at their end, and nothing moves while nobody looks.
const STILL: &str = "*, *::before, *::after { animation-duration: 0s !important; \
    animation-delay: 0s !important; animation-iteration-count: 1 !important; \
    transition: none !important; caret-color: transparent !important; } \
    html::-webkit-scrollbar { display: none !important; }";

/// A document that waits to be loaded, with its policy.
struct Waiting {
    html: String,
    policy: String,
}

/// What all views share: documents, embedded images, and one network process.
pub(crate) struct Browsers {
    documents: Arc<Mutex<HashMap<String, Waiting>>>,
    assets: Rc<RefCell<HashMap<String, Asset>>>,
    /// For views without network; built with the first.
    closed: RefCell<Option<wry::WebContext>>,
    /// For views that load remote images; most sessions never have one.
    open: RefCell<Option<wry::WebContext>>,
    folder: PathBuf,
}

impl Browsers {
    /// Prepares what is shared; the engine keeps its caches in `folder`. Starts nothing.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            documents: Arc::default(),
            assets: Rc::default(),
            closed: RefCell::default(),
            open: RefCell::default(),
            folder,
        }
    }

    /// Replaces the embedded images.
    pub(crate) fn set_assets(&self, assets: Vec<Asset>) {
        let by_id = assets.into_iter().map(|asset| (asset.id.clone(), asset));
        *self.assets.borrow_mut() = by_id.collect();
    }

    /// Starts a browser.
    pub(crate) fn start(self: &Rc<Self>, remote: bool) -> Result<Browser, Failure> {
        let slot = if remote { &self.open } else { &self.closed };
        let mut slot = slot.borrow_mut();
        let is_first = slot.is_none();
        let context = slot.get_or_insert_with(|| {
            let name = if remote { "open" } else { "closed" };
            wry::WebContext::new(Some(self.folder.join(name)))
        });
        let window = gtk::OffscreenWindow::new();
        let container = gtk::Box::new(gtk::Orientation::Vertical, 0);
        window.add(&container);

        let expected: Rc<RefCell<Option<String>>> = Rc::default();
        let allowed = Rc::clone(&expected);
        let mut builder = WebViewBuilder::new_with_web_context(context)
            .with_background_color((255, 255, 255, 255))
            .with_focused(false)
            .with_devtools(false)
            .with_navigation_handler(move |url| {
                // Only the load that was asked for, and only once: a mail goes nowhere by itself.
                let mut allowed = allowed.borrow_mut();
                allowed.as_deref() == Some(url.as_str()) && allowed.take().is_some()
            })
            .with_new_window_req_handler(|_, _| NewWindowResponse::Deny)
            .with_download_started_handler(|_, _| false);
        if is_first {
            let documents = Arc::clone(&self.documents);
            builder = builder.with_custom_protocol("mail".to_owned(), move |_, request| {
                answer(&documents, &request.uri().to_string())
            });
        }
        let wry = builder
            .build_gtk(&container)
            .map_err(|error| Failure::Start(error.to_string()))?;
        let view = wry.webview();
        if is_first {
            self.prepare_context(&view, remote);
        }
        restrict(&view);
        window.show_all();
        // The engine draws for pictures only: it neither paints a window that nobody sees after each
        // change nor keeps animations running.
        view.unmap();
        Ok(Browser::new(Rc::clone(self), wry, view, window, expected))
    }

    fn prepare_context(&self, view: &WebView, remote: bool) {
        let Some(context) = view.context() else {
            return;
        };
        context.set_cache_model(CacheModel::DocumentViewer);
        if let Some(cookies) = context.cookie_manager() {
            cookies.set_accept_policy(CookieAcceptPolicy::Never);
        }
        if !remote && let Some(manager) = context.website_data_manager() {
            let mut proxy = NetworkProxySettings::new(Some(NOWHERE), &[]);
            manager.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut proxy));
        }
        let assets = Rc::clone(&self.assets);
        context.register_uri_scheme("cid", move |request| {
            let uri = request.uri().unwrap_or_default();
            let id = uri.strip_prefix("cid:").unwrap_or(&uri);
            let id = glib::Uri::unescape_string(id, None).unwrap_or_else(|| id.into());
            match assets.borrow().get(id.as_str()) {
                Some(asset) => {
                    let bytes = glib::Bytes::from(&asset.bytes);
                    let stream = gio::MemoryInputStream::from_bytes(&bytes);
                    let length = i64::try_from(asset.bytes.len()).unwrap_or(-1);
                    request.finish(&stream, length, Some(&asset.content_type));
                }
                None => request.finish_error(&mut glib::Error::new(
                    gio::IOErrorEnum::NotFound,
                    "the workspace has no image with this content id",
                )),
            }
        });
    }
}

/// Serves a waiting document, with its policy as a header: the engine then holds it from the first
/// byte on, whether or not the mail has a head.
fn answer(
    documents: &Mutex<HashMap<String, Waiting>>,
    uri: &str,
) -> wry::http::Response<Cow<'static, [u8]>> {
    let Some(waiting) = documents.lock().remove(uri) else {
        let mut missing = wry::http::Response::new(Cow::Borrowed(b"".as_slice()));
        *missing.status_mut() = wry::http::StatusCode::NOT_FOUND;
        return missing;
    };
    let mut response = wry::http::Response::new(Cow::Owned(waiting.html.into_bytes()));
    let headers = response.headers_mut();
    let header = wry::http::HeaderValue::from_static;
    headers.insert("content-type", header("text/html; charset=utf-8"));
    headers.insert("x-dns-prefetch-control", header("off"));
    headers.insert("referrer-policy", header("no-referrer"));
    if let Ok(policy) = wry::http::HeaderValue::from_str(&waiting.policy) {
        headers.insert("content-security-policy", policy);
    }
    response
}

/// Switches off what a still picture of a mail does not need.
fn restrict(view: &WebView) {
    if let Some(settings) = WebViewExt::settings(view) {
        settings.set_enable_javascript_markup(false);
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        settings.set_javascript_can_open_windows_automatically(false);
        settings.set_javascript_can_access_clipboard(false);
        settings.set_enable_dns_prefetching(false);
        settings.set_enable_smooth_scrolling(false);
        settings.set_enable_webgl(false);
        settings.set_enable_webaudio(false);
        settings.set_enable_webrtc(false);
        settings.set_enable_media(false);
        settings.set_enable_media_stream(false);
        settings.set_enable_page_cache(false);
        settings.set_enable_developer_extras(false);
        settings.set_enable_html5_database(false);
        settings.set_enable_html5_local_storage(false);
        settings.set_allow_modal_dialogs(false);
    }
    if let Some(content) = view.user_content_manager() {
        content.add_style_sheet(&UserStyleSheet::new(
            STILL,
            UserContentInjectedFrames::AllFrames,
            UserStyleLevel::User,
            &[],
            &[],
        ));
    }
}

/// How often and how long a new size of a view is waited for: half a second in all.
const SIZE_TRIES: u32 = 250;
const SIZE_PAUSE: Duration = Duration::from_millis(2);

/// How a load ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Load {
    Running,
    /// The document replaced the one before; more of it and its images may come.
    Committed,
    Finished,
    Failed(String),
}

/// One web view.
pub(crate) struct Browser {
    shared: Rc<Browsers>,
    // Dropped before the window; it destroys the view.
    _wry: wry::WebView,
    view: WebView,
    window: gtk::OffscreenWindow,
    expected: Rc<RefCell<Option<String>>>,
    load: Rc<RefCell<Load>>,
    progress: Rc<Notify>,
    uri: Rc<RefCell<String>>,
    loads: u64,
    size: Option<(u32, f32)>,
}

impl Browser {
    fn new(
        shared: Rc<Browsers>,
        wry: wry::WebView,
        view: WebView,
        window: gtk::OffscreenWindow,
        expected: Rc<RefCell<Option<String>>>,
    ) -> Self {
        let load = Rc::new(RefCell::new(Load::Running));
        let progress = Rc::new(Notify::new());
        let uri: Rc<RefCell<String>> = Rc::default();
        let report = {
            let (load, progress) = (Rc::clone(&load), Rc::clone(&progress));
            Rc::new(move |state: Load| {
                *load.borrow_mut() = state;
                progress.notify_waiters();
            })
        };
        let (progressed, before, current) = (Rc::clone(&report), Rc::clone(&load), Rc::clone(&uri));
        view.connect_load_changed(move |view, event| {
            // The end of a load that this one replaced is told too.
            let is_current = view.uri().as_deref() == Some(current.borrow().as_str());
            let before = before.borrow().clone();
            match event {
                LoadEvent::Committed if is_current => progressed(Load::Committed),
                LoadEvent::Finished if is_current && before == Load::Committed => {
                    progressed(Load::Finished);
                }
                _ => {}
            }
        });
        let failed = Rc::clone(&report);
        let current = Rc::clone(&uri);
        view.connect_load_failed(move |_, _, failing, error| {
            // A mail that tries to go elsewhere fails to, and stays what it is.
            if *current.borrow() == failing {
                failed(Load::Failed(error.to_string()));
            }
            true
        });
        view.connect_web_process_terminated(move |_, reason| {
            report(Load::Failed(format!(
                "the web engine's process ended ({reason:?})"
            )));
        });
        Self {
            shared,
            _wry: wry,
            view,
            window,
            expected,
            load,
            progress,
            uri,
            loads: 0,
            size: None,
        }
    }

    /// The web view itself.
    pub(crate) fn view(&self) -> &WebView {
        &self.view
    }

    /// Sets width and scale. Returns whether they changed.
    pub(crate) fn resize(&mut self, width: u32, scale: f32) -> bool {
        if self.size == Some((width, scale)) {
            return false;
        }
        self.size = Some((width, scale));
        let pixels = |css: u32| (css as f32 * scale).round() as i32;
        let (width, height) = (pixels(width), pixels(WINDOW_HEIGHT));
        self.view.set_zoom_level(f64::from(scale));
        self.view.set_size_request(width, height);
        self.window.set_default_size(width, height);
        self.window.resize(width, height);
        true
    }

    /// Waits until the view has the size that was set: GTK hands it out with its next turn, and a
    /// document that is loaded before would be laid out in the old one.
    pub(crate) async fn resized(&self) {
        let Some((width, scale)) = self.size else {
            return;
        };
        let width = (width as f32 * scale).round() as i32;
        for _ in 0..SIZE_TRIES {
            if self.view.allocated_width() == width {
                return;
            }
            glib::timeout_future(SIZE_PAUSE).await;
        }
    }

    /// Starts to load a document.
    pub(crate) fn load(&mut self, html: String, images: Images) {
        self.loads += 1;
        let view = self.view.page_id();
        let uri = format!("mail://preview/{view}/{}", self.loads);
        let waiting = Waiting {
            html,
            policy: document::policy(images),
        };
        self.shared.documents.lock().insert(uri.clone(), waiting);
        *self.load.borrow_mut() = Load::Running;
        *self.expected.borrow_mut() = Some(uri.clone());
        self.uri.borrow_mut().clone_from(&uri);
        self.view.load_uri(&uri);
    }

    /// Ends the engine's process at once, whatever it is busy with.
    pub(crate) fn terminate(self) {
        self.view.terminate_web_process();
    }

    /// Whether images of the document are still on their way.
    pub(crate) fn is_loading(&self) -> bool {
        matches!(*self.load.borrow(), Load::Running | Load::Committed)
    }

    /// Waits until the document is there; its images may not be.
    pub(crate) async fn committed(&self) -> Result<(), Failure> {
        self.wait_for(|load| matches!(load, Load::Committed | Load::Finished))
            .await
    }

    /// Waits until the document and its images are there.
    pub(crate) async fn loaded(&self) -> Result<(), Failure> {
        self.wait_for(|load| *load == Load::Finished).await
    }

    /// Waits until the engine's process ended. Pending for ever while it lives.
    pub(crate) async fn broken(&self) -> Failure {
        match self.wait_for(|_| false).await {
            Err(failure) => failure,
            Ok(()) => Failure::Load("it went on without an end".to_owned()),
        }
    }

    async fn wait_for(&self, is_reached: impl Fn(&Load) -> bool) -> Result<(), Failure> {
        loop {
            let mut changed = std::pin::pin!(self.progress.notified());
            changed.as_mut().enable();
            match &*self.load.borrow() {
                Load::Failed(reason) => return Err(Failure::Load(reason.clone())),
                load if is_reached(load) => return Ok(()),
                _ => {}
            }
            changed.await;
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.view.stop_loading();
        self.window.hide();
    }
}
