//! What is looked at only when asked for: links of servers on loopback, and a spamd that a test plays.

use std::net::TcpListener;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::logto::{Field, UsageType};
use letterhead::domain::workspace::{Settings, TemplateKey};
use letterhead::model::{Action, AskState, Command, Dialog, EditKind, FileKey, Model, UiRequest};
use tokio::runtime::Runtime;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::harness::Studio;
use crate::spamd::spamd;

fn key() -> TemplateKey {
    TemplateKey::new(UsageType::SignIn, "zz")
}

/// The window with a template of its own that says this.
fn with(content: &str) -> Studio {
    let mut studio = Studio::start([1200.0, 900.0]).with_any_script();
    studio.perform(Command::CreateTemplate {
        key: key(),
        copy_of: None,
    });
    studio.until(|model| model.design.selected == Some(key()));
    write(&mut studio, content);
    studio
}

fn write(studio: &mut Studio, content: &str) {
    studio.perform(Command::Edit {
        field: Field::Content,
        text: content.into(),
        kind: EditKind::Step,
    });
}

fn state(model: &Model) -> Option<&AskState> {
    model.asked.links.get(&key()).map(|check| &check.state)
}

struct Pages {
    server: MockServer,
    base: String,
    runtime: Runtime,
}

impl Pages {
    fn start(pages: &[(&str, ResponseTemplate)]) -> Self {
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(MockServer::start());
        for (at, response) in pages {
            let page = Mock::given(path(*at)).respond_with(response.clone());
            runtime.block_on(page.mount(&server));
        }
        let base = format!("http://127.0.0.1:{}", server.address().port());
        Self {
            server,
            base,
            runtime,
        }
    }

    fn requests(&self) -> usize {
        let requests = self.runtime.block_on(self.server.received_requests());
        requests.unwrap().len()
    }
}

#[test]
fn servers_are_named_before_they_are_asked_and_results_lead_to_the_source() {
    let pages = Pages::start(&[
        ("/good", ResponseTemplate::new(200)),
        ("/gone", ResponseTemplate::new(404)),
    ]);
    let base = &pages.base;
    let content = format!(
        "<p><a href=\"{base}/good\">a</a> <a href=\"{base}/gone\">b</a> \
         <a href=\"{{{{link}}}}\">c</a></p>"
    );
    let mut studio = with(&content);
    studio.act(Action::CheckLinks);
    assert_eq!(studio.app().model().dialog, Some(Dialog::CheckLinks(key())));
    assert_eq!(pages.requests(), 0);
    studio.harness.get_by_label("127.0.0.1");
    studio
        .harness
        .get_by_label("its server is a value, so only a mail that is sent has it");
    studio.click(Role::Button, "Look");
    studio.until(|model| state(model) == Some(&AskState::Done));
    assert_eq!(pages.requests(), 2);
    studio
        .harness
        .get_by_label("The page is gone: the server answers 404");
    studio.click(Role::Button, "Copy");
    let copied = studio.app().model().asked.links[&key()].as_text();
    assert!(
        copied.contains("[link-gone]") && copied.contains("200, 0."),
        "{copied}"
    );
    let gone = format!("{base}/gone");
    studio.click(Role::Link, &gone);
    assert_eq!(studio.app().model().dialog, None);
}

#[test]
fn a_place_is_revealed_where_the_address_stands() {
    let mut studio = with("<p><a href=\"http://127.0.0.1:1/x\">a</a></p>");
    studio.act(Action::CheckLinks);
    let model = studio.app().model();
    let span = model.asked.links[&key()].plan.wanted[0].span;
    let target = letterhead::model::Target::own(Field::Content, span);
    studio
        .harness
        .state_mut()
        .perform(vec![Command::Reveal(target)]);
    let requests = &studio.app().model().requests;
    assert!(
        requests.contains(&UiRequest::Reveal(Field::Content, span)),
        "{requests:?}"
    );
}

#[test]
fn results_say_so_when_the_mail_changed_since() {
    let pages = Pages::start(&[("/a", ResponseTemplate::new(200))]);
    let base = &pages.base;
    let mut studio = with(&format!("<a href=\"{base}/a\">a</a>"));
    studio.act(Action::CheckLinks);
    studio.click(Role::Button, "Look");
    studio.until(|model| state(model) == Some(&AskState::Done));
    studio.perform(Command::CloseDialog);
    write(&mut studio, &format!("<a href=\"{base}/b\">a</a>"));
    studio.act(Action::CheckLinks);
    let words = "The mail was changed since. Look again shows first what would be asked now.";
    studio.harness.get_by_label(words);
    studio.click(Role::Button, "Look again");
    // The new plan is shown; nothing was asked.
    assert_eq!(state(studio.app().model()), Some(&AskState::Planned));
    assert_eq!(pages.requests(), 1);
}

#[test]
fn looking_can_be_stopped() {
    let never = ResponseTemplate::new(200).set_delay(std::time::Duration::from_hours(1));
    let pages = Pages::start(&[("/slow", never)]);
    let mut studio = with(&format!("<a href=\"{}/slow\">a</a>", pages.base));
    studio.act(Action::CheckLinks);
    studio.click(Role::Button, "Look");
    studio.until(|model| state(model).is_some_and(AskState::is_running));
    // The status line has a button of that name too.
    let title = format!("Links of {}", key());
    let dialog = studio.harness.get_by_role_and_label(Role::Dialog, &title);
    dialog.get_by_role_and_label(Role::Button, "Stop").click();
    studio.harness.run_steps(4);
    studio.until(|model| state(model) == Some(&AskState::Stopped));
    studio.harness.get_by_label("Stopped: this is not all.");
}

const SPAM: &str = "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 6.2 / 5.0\r\n\r\n\
    ---- ---------------------- -----------------\n\
    \x206.2 SUBJ_BAD               Subject looks bad\n";

#[test]
fn spamassassin_is_asked_at_the_server_that_is_kept() {
    let (address, serving) = spamd(SPAM);
    let mut studio = with("<p>{{code}}</p>");
    studio.act(Action::AskSpam);
    let field = studio
        .harness
        .get_by_role_and_label(Role::TextInput, "Server");
    assert_eq!(field.value().as_deref(), Some("127.0.0.1:783"));
    studio.type_over("Server", &address);
    studio.click(Role::Button, "Ask");
    let done = |model: &Model| {
        model
            .asked
            .spam
            .get(&key())
            .is_some_and(|one| one.verdict.is_some())
    };
    studio.until(done);
    let asked = serving.join().unwrap();
    assert!(asked.contains("\r\n\r\n<p>482913</p>"), "{asked}");
    studio
        .harness
        .get_by_label("It is taken for spam: 6.2 points, where 5 are the threshold");
    studio.harness.get_by_label("SUBJ_BAD");
    let settings = FileKey::Source(letterhead::domain::authoring::SourceKey::Settings);
    let text = &studio.app().model().file(&settings).unwrap().texts.content;
    let kept = Settings::parse(text).unwrap().value.spamd;
    assert_eq!(kept.as_deref(), Some(address.as_str()));
}

#[test]
fn nobody_at_the_address_is_told_clearly() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let mut studio = with("<p>{{code}}</p>");
    studio.act(Action::AskSpam);
    studio.type_over("Server", &address);
    studio.click(Role::Button, "Ask");
    let failed = |model: &Model| {
        let check = model.asked.spam.get(&key());
        check.is_some_and(|one| matches!(one.state, AskState::Failed(_)))
    };
    studio.until(failed);
    let words = format!("There is no answer. {address}: nobody answers there");
    let nodes = studio.harness.get_all_by_role(Role::Label);
    let said = |text: Option<String>| text.is_some_and(|text| text.starts_with(&words));
    assert!(nodes.into_iter().any(|node| said(node.value())), "{words}");
}
