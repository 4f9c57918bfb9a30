//! The helper for Linux: `WebKitGTK` in windows that are never shown.
//!
//! One thread runs GTK and everything that touches it; one reads commands, one writes replies.
//! Each view is a task on the GTK thread that draws one request after the other.

mod browser;
mod document;
mod folder;
mod input;
mod measure;
mod measure_batch;
mod output;
mod page;
mod painter;
mod picture;
mod priority;
mod scheme;
mod slots;
mod view;
mod views;

use std::process::ExitCode;

use gtk::glib;
use gtk::prelude::GtkSettingsExt as _;
use letterhead::services::preview::protocol::{BACKGROUND, Reply};

use self::output::Output;
use self::views::Views;

/// Serves the window until it closes the pipe, or measures.
pub(crate) fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => serve(),
        [flag] if flag == BACKGROUND => {
            priority::become_background();
            serve()
        }
        [flag, file, rest @ ..] if flag == "--measure" => {
            measure::run(file, rest.first().map(String::as_str))
        }
        [flag, scale, files @ ..] if flag == "--measure-batch" && !files.is_empty() => {
            measure_batch::run(scale, files)
        }
        _ => {
            measure::usage();
            ExitCode::FAILURE
        }
    }
}

fn serve() -> ExitCode {
    let output = Output::start();
    if let Err(error) = gtk::init() {
        output.send(Reply::Unavailable {
            reason: refusal(&error),
            no_display: true,
        });
        output.finish();
        return ExitCode::FAILURE;
    }
    let folder = match folder::create() {
        Ok(folder) => folder,
        Err(error) => {
            let reason = format!("there is no place for the caches of the web engine: {error}");
            output.send(Reply::Unavailable {
                reason,
                no_display: false,
            });
            output.finish();
            return ExitCode::FAILURE;
        }
    };
    fix_fonts();
    output.send(Reply::Started {
        engine: engine_name(),
        slots: output.slots().paths(),
    });
    let main_loop = glib::MainLoop::new(None, false);
    let mut commands = input::start();
    let quit = main_loop.clone();
    let context = glib::MainContext::default();
    let (replies, caches) = (output.clone(), folder.path().to_owned());
    context.spawn_local(async move {
        let mut views = Views::new(replies, caches);
        // The first view costs half a second; most windows start with one.
        views.warm_up();
        while let Some(command) = commands.recv().await {
            views.perform(command);
        }
        quit.quit();
    });
    main_loop.run();
    // What cannot be removed now is removed by the next helper.
    folder.close().ok();
    output.finish();
    ExitCode::SUCCESS
}

fn refusal(error: &glib::BoolError) -> String {
    format!(
        "no X server and no Wayland compositor can be reached ({})",
        error.message
    )
}

/// The name and version of the web engine, for example `WebKitGTK 2.50.6`.
fn engine_name() -> String {
    match wry::webview_version() {
        Ok(version) => format!("WebKitGTK {version}"),
        Err(_) => "WebKitGTK".to_owned(),
    }
}

/// Takes the font settings away from the desktop, so that a mail looks the same on every screen
/// and in every test.
fn fix_fonts() {
    let Some(settings) = gtk::Settings::default() else {
        return;
    };
    settings.set_gtk_xft_antialias(1);
    settings.set_gtk_xft_hinting(1);
    settings.set_gtk_xft_hintstyle(Some("hintslight"));
    settings.set_gtk_xft_rgba(Some("none"));
    settings.set_gtk_xft_dpi(96 * 1024);
}
