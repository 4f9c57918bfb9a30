//! Calls into the host script, which runs beside the mail in a script world of its own.

use gtk::glib::{self, ToVariant as _, VariantDict};
use serde::Deserialize;
use webkit2gtk::{WebView, WebViewExt as _};

use super::view::Failure;

const HOST_SCRIPT: &str = include_str!("host.js");

/// The mail cannot reach what lives in this world.
const WORLD: &str = "letterhead";

/// Size of the document in CSS pixels. Its width is seen in the picture.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Size {
    pub(crate) height: f32,
}

/// Changes the document in place and waits for its images. Returns `None` when it has to be loaded instead.
pub(crate) async fn update(view: &WebView, html: &str) -> Result<Option<Size>, Failure> {
    let body = "if (!letterhead.update(html)) return 'null'; \
                await letterhead.settled(); \
                return JSON.stringify(letterhead.size())";
    call(view, body, &[("html", html.to_variant())]).await
}

/// Prepares a document that was just loaded, and measures it.
pub(crate) async fn adopt(view: &WebView) -> Result<Size, Failure> {
    let body = format!("{HOST_SCRIPT}\nreturn JSON.stringify(letterhead.size())");
    call(view, &body, &[]).await
}

/// Scrolls, and returns where it came to lie, in CSS pixels.
pub(crate) async fn scroll_to(view: &WebView, y: f32) -> Result<f32, Failure> {
    #[derive(Deserialize)]
    struct Position {
        y: f32,
    }
    let body = "return JSON.stringify(letterhead.scrollTo(y))";
    let position: Position = call(view, body, &[("y", f64::from(y).to_variant())]).await?;
    Ok(position.y)
}

/// What belongs to the picture, without view and number.
#[derive(Debug, Deserialize)]
pub(crate) struct Details {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) content_height: f32,
    pub(crate) links: Vec<letterhead::services::preview::LinkArea>,
    pub(crate) text: String,
    pub(crate) blocked: Vec<letterhead::services::preview::BlockedResource>,
}

/// Collects links, text and what was blocked in `html`, the body as it came.
pub(crate) async fn details(
    view: &WebView,
    html: &str,
    remote_images: bool,
) -> Result<Details, Failure> {
    let body = "return JSON.stringify(letterhead.details(html, remote))";
    // WebKit passes numbers and strings only.
    let remote = f64::from(u8::from(remote_images)).to_variant();
    call(
        view,
        body,
        &[("html", html.to_variant()), ("remote", remote)],
    )
    .await
}

async fn call<T: serde::de::DeserializeOwned>(
    view: &WebView,
    body: &str,
    arguments: &[(&str, glib::Variant)],
) -> Result<T, Failure> {
    let values = VariantDict::new(None);
    for (name, value) in arguments {
        values.insert_value(name, value);
    }
    let answer = view
        .call_async_javascript_function_future(body, Some(&values.end()), Some(WORLD), None)
        .await
        .map_err(|error| Failure::Script(error.to_string()))?;
    serde_json::from_str(&answer.to_string()).map_err(|error| Failure::Script(error.to_string()))
}
