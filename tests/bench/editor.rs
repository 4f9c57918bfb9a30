//! The code editor: its tokenizer, and whole frames with tessellation but without a window.

#[path = "../it/code_editor/theme.rs"]
mod theme;

use divan::{Bencher, black_box};
use egui::{Event, Id, RawInput, Rect, pos2, vec2};
use letterhead::domain::syntax::{Language, tokenize};
use letterhead::ui::widgets::code_editor::{CodeEditor, CodeEditorState, EditorTheme};

const SIZES: [usize; 4] = [10_000, 100_000, 400_000, 1_000_000];

/// An HTML mail of at least `bytes` bytes, with line feeds or without.
fn mail(bytes: usize, line: &str) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        let row = format!(
            "  <td style=\"padding:8px;color:#333\" class=\"c{number}\">Hello {{{{ user.name }}}}, \
             code&nbsp;{number}</td>{line}"
        );
        text.push_str(&row);
    }
    text
}

/// An editor with the keyboard, without a window.
struct Headless {
    ctx: egui::Context,
    state: CodeEditorState,
    theme: EditorTheme,
    text: String,
    time: f64,
}

impl Headless {
    fn new(text: String) -> Self {
        let ctx = egui::Context::default();
        letterhead::ui::theme::install(&ctx);
        let mut state = CodeEditorState::default();
        state.set_cursor(text.floor_char_boundary(text.len() / 2));
        state.focus();
        let theme = theme::theme();
        let mut editor = Self {
            ctx,
            state,
            theme,
            text,
            time: 0.0,
        };
        for _ in 0..3 {
            editor.frame(Vec::new());
        }
        editor
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 0.016;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))),
            time: Some(self.time),
            focused: true,
            events,
            ..Default::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| {
            CodeEditor::new(Id::unique("editor"), "Template", &self.theme).show(
                ui,
                &mut self.state,
                &mut self.text,
            );
        });
        output.textures_delta.clear();
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
    }

    fn key(&mut self) {
        self.frame(vec![Event::Text("x".to_owned())]);
    }
}

#[divan::bench(args = SIZES)]
fn tokenize_html(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = mail(bytes, "\n");
    bencher.bench(|| tokenize(black_box(&text), Language::Html));
}

#[divan::bench(args = SIZES)]
fn idle_frame(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut editor = Headless::new(mail(bytes, "\n"));
    bencher.bench_local(|| editor.frame(Vec::new()));
}

#[divan::bench(args = SIZES)]
fn key_frame(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut editor = Headless::new(mail(bytes, "\n"));
    bencher.bench_local(|| editor.key());
}

#[divan::bench(args = SIZES)]
fn key_frame_of_one_long_line(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut editor = Headless::new(mail(bytes, ""));
    bencher.bench_local(|| editor.key());
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn first_frame(bencher: Bencher<'_, '_>, bytes: usize) {
    bencher
        .with_inputs(|| mail(bytes, "\n"))
        .bench_local_values(Headless::new);
}
