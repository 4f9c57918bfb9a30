//! The contact sheet: drawing it in the background, saving it.

use std::sync::Arc;

use crate::app::{App, Event};
use crate::domain::coverage::CellState;
use crate::domain::language::{Direction, direction, english_name};
use crate::domain::logto::{self, Place, UsageType};
use crate::domain::workspace::TemplateKey;
use crate::model::{
    LanguagesTab, Model, Scheme, Screen, SheetEntry, SheetFile, SheetModel, SheetOptions, TaskKey,
    Width,
};
use crate::services::contact_sheet::{self, CellPicture, PageSize, Picture, Sheet, SheetCell};
use crate::services::preview::batch::BatchJob;
use crate::services::preview::{BodyFormat, ColorScheme, Images};
use crate::services::with_causes;
use crate::services::workspace::write_atomic;
use crate::tasks::IfBusy;

/// Longer mails are cut off on the sheet, in CSS pixels.
const TALLEST: u32 = 1600;

/// Why there is no picture of a mail that there is not.
const NO_MAIL: &str = "it cannot be composed or rendered; its problems tell why";

/// Pixels of a thumbnail per CSS pixel.
const SCALE: f32 = 0.5;

pub(super) fn ask(app: &mut App) {
    app.model.screen = Screen::Languages;
    app.model.languages.tab = LanguagesTab::Sheet;
}

/// Draws the mails of all languages that `wanted` takes.
pub(super) fn draw(app: &mut App, wanted: &str) {
    let options = app.model.sheet.options;
    let cells = cells(&app.model, options, wanted);
    let mut entries = Vec::new();
    let mut jobs = Vec::new();
    for (key, from, state) in cells {
        let mail = mail(&app.model, &from, key.usage_type);
        for (scheme, width) in options.variants() {
            let index = entries.len();
            let subject = mail.as_ref().map(|(subject, ..)| subject.clone());
            entries.push(SheetEntry {
                key: key.clone(),
                scheme,
                width,
                subject: subject.unwrap_or_default(),
                state: state.clone(),
                picture: mail.is_none().then(|| Err(NO_MAIL.to_owned())),
            });
            if let Some((_, body, is_plain)) = &mail {
                jobs.push((index, job(body, *is_plain, scheme, width)));
            }
        }
    }
    app.pictures.sheet.clear();
    app.model.sheet = SheetModel {
        options,
        is_drawing: !jobs.is_empty(),
        entries,
        failed: None,
        took_ms: None,
        since_ms: app.model.now_ms,
    };
    if jobs.is_empty() {
        return;
    }
    let engine = app.pump.engine();
    app.start(
        TaskKey::Sheet,
        IfBusy::Replace,
        move |reporter, token| async move {
            let reporter = Arc::new(reporter);
            let pictures = Arc::clone(&reporter);
            let (places, jobs): (Vec<usize>, Vec<BatchJob>) = jobs.into_iter().unzip();
            let on_done = Box::new(move |job: usize, result| {
                if let Some(index) = places.get(job).copied() {
                    pictures.send(Event::SheetPicture { index, result });
                }
            });
            let cancelled = Box::pin(async move { token.cancelled().await });
            let result = engine.draw_all(jobs, on_done, cancelled).await;
            let result = result.map_err(|unavailable| unavailable.reason);
            reporter.send(Event::SheetEnded(result));
        },
    );
}

pub(super) fn cancel(app: &mut App) {
    app.tasks.cancel(&TaskKey::Sheet);
    app.model.sheet.is_drawing = false;
}

/// The cells to be drawn: each with the template that its readers get, and where that comes from.
fn cells(
    model: &Model,
    options: SheetOptions,
    wanted: &str,
) -> Vec<(TemplateKey, TemplateKey, String)> {
    let Some(grid) = &model.languages.grid else {
        return Vec::new();
    };
    let wanted = wanted.trim().to_lowercase();
    let fits = |tag: &str| {
        let words = format!("{tag} {}", english_name(tag)).to_lowercase();
        wanted.split_whitespace().all(|word| words.contains(word))
    };
    let mut cells = Vec::new();
    for usage_type in UsageType::ALL {
        for (index, column) in grid.columns.iter().enumerate() {
            if !fits(&column.tag) {
                continue;
            }
            let key = TemplateKey::new(usage_type, column.tag.as_str());
            match &grid.cell(usage_type, index).state {
                CellState::Own => cells.push((key.clone(), key, "own template".to_owned())),
                CellState::FallsBack {
                    to:
                        Place::Custom {
                            usage_type,
                            language_tag,
                        },
                } if options.fallbacks => {
                    let from = TemplateKey::new(*usage_type, language_tag.as_str());
                    let state = format!("falls back to {from}");
                    cells.push((key, from, state));
                }
                _ => {}
            }
        }
    }
    cells
}

/// Subject and body as readers get them, with everything that the first flow carries.
fn mail(model: &Model, key: &TemplateKey, usage_type: UsageType) -> Option<(String, String, bool)> {
    let texts = model.flat(key)?;
    let flow = logto::flows_of(usage_type).first().copied()?;
    let payload = logto::in_language(logto::sample_payload(flow, usage_type), &key.tag);
    let subject = logto::render(&texts.subject, &payload).ok()?;
    let body = logto::render(&texts.content, &payload).ok()?;
    Some((subject, body, texts.is_plain()))
}

fn job(body: &str, is_plain: bool, scheme: Scheme, width: Width) -> BatchJob {
    BatchJob {
        body: body.to_owned(),
        format: if is_plain {
            BodyFormat::Plain
        } else {
            BodyFormat::Html
        },
        width: if width == Width::Phone { 375 } else { 640 },
        scheme: match scheme {
            Scheme::Light => ColorScheme::Light,
            Scheme::Dark => ColorScheme::Dark,
        },
        images: Images::Embedded,
        scale: SCALE,
        max_height: TALLEST,
    }
}

/// Writes the sheet to a file, or to several; where the first one is.
pub(super) fn write(
    sheet: &Sheet,
    kind: SheetFile,
    path: std::path::PathBuf,
) -> Result<std::path::PathBuf, String> {
    let failed = |error: &dyn std::error::Error| with_causes(error);
    let files = match kind {
        SheetFile::Html => vec![(path.clone(), contact_sheet::html(sheet))],
        SheetFile::Pdf => vec![(path.clone(), contact_sheet::pdf(sheet, PageSize::A4))],
        SheetFile::Png => {
            let pages = contact_sheet::png_pages(sheet, PageSize::A4);
            let pages = pages.map_err(|error| failed(&error))?;
            let stem = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let name = |number: usize| path.with_file_name(format!("{stem}-{number}.png"));
            let pages = pages.into_iter().enumerate();
            pages
                .map(|(index, page)| (name(index + 1), Ok(page.png)))
                .collect()
        }
    };
    for (path, bytes) in files {
        let bytes = bytes.map_err(|error| failed(&error))?;
        write_atomic(&path, &bytes).map_err(|error| failed(&error))?;
    }
    Ok(path)
}

/// The sheet as the files want it.
pub(super) fn sheet(app: &App) -> Sheet {
    let model = &app.model;
    let root = model.root().and_then(|root| root.file_name());
    let name = root.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let brand = model
        .settings
        .brand
        .get("name")
        .and_then(|name| name.as_str());
    let now = app.clock.now().to_zoned(jiff::tz::TimeZone::system());
    let cells = model.sheet.entries.iter().map(|entry| SheetCell {
        usage_type: entry.key.usage_type.to_string(),
        language: entry.key.tag.clone(),
        language_name: english_name(&entry.key.tag),
        direction_is_rtl: direction(&entry.key.tag) == Direction::RightToLeft,
        variant: entry.variant().to_owned(),
        subject: entry.subject.clone(),
        state: entry.state.clone(),
        picture: match &entry.picture {
            Some(Ok(thumbnail)) => CellPicture::Drawn(Picture {
                width: thumbnail.width,
                height: thumbnail.height,
                rgba: thumbnail.rgba.clone(),
            }),
            Some(Err(error)) => CellPicture::Failed(error.clone()),
            None => CellPicture::Failed("It was not drawn".to_owned()),
        },
    });
    Sheet {
        title: format!("Mails of {}", brand.unwrap_or(&name)),
        made_at: now.strftime("%-d %B %Y, %H:%M").to_string(),
        cells: cells.collect(),
    }
}
