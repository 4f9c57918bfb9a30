//! The checks of a mail, and of a whole workspace. Run by `cargo bench --bench bench checks`.

use divan::{Bencher, black_box};
use letterhead::domain::authoring::Composer;
use letterhead::domain::checks::{CheckInput, check, check_with};
use letterhead::domain::clients::checks::MORE;
use letterhead::domain::emulate::FORCED_DARK;
use letterhead::domain::logto::{Flow, TemplateDetails, UsageType, sample_payload};
use letterhead::services::checking::check_all;
use letterhead::services::workspace::{create_from_samples, load};

/// Languages of a large workspace.
const LANGUAGES: [&str; 20] = [
    "ar", "cs", "de", "en", "es", "fa-IR", "fr", "it", "ja", "ko", "pl-PL", "pt-PT", "pt-BR", "ru",
    "th", "tr-TR", "uk-UA", "zh-CN", "zh-HK", "zh-TW",
];

/// A mail of tables of about `bytes` bytes, with a small style sheet and some faults.
fn mail(bytes: usize) -> TemplateDetails {
    let mut content = String::from(
        "<!doctype html><html lang=\"en\" dir=\"ltr\"><head><title>Code</title><style>\
         .a { color: #777 } @media (prefers-color-scheme: dark) { .a { color: #eee } body { background: #111 } }\
         </style></head><body bgcolor=\"#f4f4f4\"><div style=\"display:none\">Your code is here</div>\
         <p>Hello {{user.name}}, your code is <b>{{code}}</b>. It is valid for 10 minutes.</p>",
    );
    for number in 0.. {
        if content.len() >= bytes {
            break;
        }
        let row = format!(
            "<table role=\"presentation\" width=\"600\"><tr><td style=\"padding:8px;color:#333\" \
             class=\"a\" align=\"center\"><p>Hello {{{{ application.name }}}}, <b>code</b>&nbsp;<a \
             href=\"https://x.example.com/?a=1&amp;b={number}\">Open your account</a></p></td></tr></table>\n"
        );
        content.push_str(&row);
    }
    content.push_str("</body></html>");
    TemplateDetails {
        subject: "{{code}} is your code".to_owned(),
        content,
        ..TemplateDetails::default()
    }
}

/// One mail.
#[divan::bench(args = [20_000, 100_000, 1_000_000], sample_count = 20)]
fn one(bencher: Bencher<'_, '_>, bytes: usize) {
    let details = mail(bytes);
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let input = CheckInput::new(&details, UsageType::SignIn, "en", &payload);
    bencher.bench_local(|| check(black_box(&input)));
}

/// Nine types in twenty languages, 20 KB each, on all cores.
#[divan::bench(sample_count = 20)]
fn workspace(bencher: Bencher<'_, '_>) {
    let details = mail(20_000);
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let inputs: Vec<CheckInput<'_>> = UsageType::ALL
        .into_iter()
        .flat_map(|usage_type| LANGUAGES.map(|tag| (usage_type, tag)))
        .map(|(usage_type, tag)| CheckInput::new(&details, usage_type, tag, &payload))
        .collect();
    bencher.bench_local(|| check_all(black_box(&inputs), &[]));
}

/// One mail, with what clients do to it and how it looks when they darken it: what the window
/// looks for while one types.
#[divan::bench(args = [20_000, 100_000, 1_000_000], sample_count = 20)]
fn one_with_clients(bencher: Bencher<'_, '_>, bytes: usize) {
    let details = mail(bytes);
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let input = CheckInput::new(&details, UsageType::SignIn, "en", &payload).darkened(&FORCED_DARK);
    bencher.bench_local(|| check_with(black_box(&input), MORE));
}

/// Nine types in twenty languages, 20 KB each, with clients, on all cores.
#[divan::bench(sample_count = 20)]
fn workspace_with_clients(bencher: Bencher<'_, '_>) {
    let details = mail(20_000);
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let inputs: Vec<CheckInput<'_>> = UsageType::ALL
        .into_iter()
        .flat_map(|usage_type| LANGUAGES.map(|tag| (usage_type, tag)))
        .map(|(usage_type, tag)| {
            CheckInput::new(&details, usage_type, tag, &payload).darkened(&FORCED_DARK)
        })
        .collect();
    bencher.bench_local(|| check_all(black_box(&inputs), MORE));
}

/// The samples as they are composed, one after the other, as the window looks at them.
#[divan::bench(sample_count = 20)]
fn samples_with_clients(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("samples");
    create_from_samples(&root).unwrap();
    let workspace = load(&root).unwrap().workspace;
    let mut composer = Composer::new();
    composer.set_sources(workspace.composing_sources());
    let composed: Vec<_> = workspace
        .templates
        .keys()
        .filter_map(|key| Some((key, workspace.compose(key, &mut composer)?)))
        .collect();
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    bencher.bench_local(|| {
        for (key, made) in &composed {
            let input = CheckInput::new(&made.details, key.usage_type, &key.tag, &payload);
            black_box(check_with(&input.darkened(&FORCED_DARK), MORE));
        }
    });
}
