//! What a check is told besides the domain.

use egui::{Align, Frame, Label, Layout, Margin, RichText, Stroke, Ui};

use super::records::capitalized;
use crate::domain::connector::Secret;
use crate::domain::sender_domain::provider::ProviderRules;
use crate::model::{DeliverabilityModel, DomainCommand, ProviderChoice};
use crate::ui::Commands;
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::{LabelledCombo, LabelledField, toggle};

/// Draws the options.
pub(super) fn ui(ui: &mut Ui, model: &DeliverabilityModel, domain: &str, commands: &mut Commands) {
    let tokens = tokens(ui.ctx());
    let frame = Frame::new()
        .fill(tokens.sunken)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(space::RADIUS)
        .inner_margin(Margin::same(space::M as i8));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                // Columns justify what is in them, which tears words apart.
                let layout = Layout::top_down(Align::Min);
                left.with_layout(layout, |ui| who_ui(ui, model, domain, commands));
                right.with_layout(layout, |ui| how_ui(ui, model, commands));
            }
        });
    });
}

/// Who sends.
fn who_ui(ui: &mut Ui, model: &DeliverabilityModel, domain: &str, commands: &mut Commands) {
    let before = model.wish(domain);
    let mut wish = before.clone();
    let connector = match model.connector.as_str() {
        _ if !model.is_own(domain) => "As the connector says (not its sender)".to_owned(),
        "" => "As the connector says".to_owned(),
        provider => format!("As the connector says: {provider}"),
    };
    let providers = &ProviderRules::embedded().providers;
    let mut options = vec![
        (ProviderChoice::Connector, connector.as_str()),
        (ProviderChoice::Nobody, "Nobody in particular"),
    ];
    let labels = providers.iter().map(|it| capitalized(&it.label));
    let labels: Vec<String> = labels.collect();
    for (provider, label) in providers.iter().zip(&labels) {
        let choice = ProviderChoice::Named(provider.id.clone());
        options.push((choice, label.as_str()));
    }
    LabelledCombo::new("Provider", &mut wish.provider, &options).show(ui);
    LabelledField::new("DKIM selectors to look for", &mut wish.selectors)
        .hint("s1, s2")
        .mono()
        .show(ui);
    LabelledField::new(
        "Addresses that send, if you send yourself",
        &mut wish.sending_ips,
    )
    .hint("203.0.113.9")
    .mono()
    .show(ui);
    if wish != before {
        commands.push(DomainCommand::SetWish(wish));
    }
}

/// How it is asked.
fn how_ui(ui: &mut Ui, model: &DeliverabilityModel, commands: &mut Commands) {
    let mut server = model.server.clone();
    let field = LabelledField::new("Name servers to ask", &mut server)
        .hint("Those of this machine")
        .mono()
        .show(ui);
    if field.changed() {
        commands.push(DomainCommand::SetServer(server));
    }
    let color = tokens(ui.ctx()).text_muted;
    let words = "IP or IP:port, tls://IP#name, https://…, or “authoritative” to ask the source: \
                 the zone's own servers, which know a change at once";
    ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
    let mut elsewhere = model.elsewhere;
    toggle(
        ui,
        "Fetch the MTA-STS policy over HTTPS",
        &mut elsewhere.policy,
    )
    .on_hover_text("Connects to mta-sts. and the domain, in this run only");
    toggle(ui, "Fetch the BIMI logo over HTTPS", &mut elsewhere.logo)
        .on_hover_text("Connects to the server that the BIMI record names, in this run only");
    toggle(ui, "Ask the provider's API", &mut elsewhere.api)
        .on_hover_text("Uses the key of the connector that sends, in this run only");
    if elsewhere.api && model.wants_account_token {
        account_token_ui(ui, model, commands);
    }
    if elsewhere != model.elsewhere {
        commands.push(DomainCommand::SetElsewhere(elsewhere));
    }
}

/// The token that the connector does not have.
fn account_token_ui(ui: &mut Ui, model: &DeliverabilityModel, commands: &mut Commands) {
    let mut typed = model.account_token.expose().to_owned();
    let field = LabelledField::new("Token of the Postmark account", &mut typed)
        .hint("Postmark, API Tokens; not the server token")
        .password()
        .mono()
        .show(ui);
    if field.changed() {
        commands.push(DomainCommand::SetAccountToken(Secret::new(typed.trim())));
    }
    let color = tokens(ui.ctx()).text_muted;
    let words = "The connector's server token cannot read domains. This one is kept until the window \
                 closes, and nowhere else";
    ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
}
