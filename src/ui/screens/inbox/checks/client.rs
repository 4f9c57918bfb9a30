//! Who handed the message in: what connection or header tell, to be corrected by hand.

use egui::Ui;

use crate::model::{Command, MessageClient, MessageId};
use crate::ui::Commands;
use crate::ui::theme::space;
use crate::ui::widgets::LabelledField;

/// Fields for address, name and envelope sender. One that is emptied shows faintly what the check
/// takes instead.
pub(super) fn ui(
    ui: &mut Ui,
    id: &MessageId,
    known: &MessageClient,
    typed: Option<&MessageClient>,
    commands: &mut Commands,
) {
    let mut client = typed.unwrap_or(known).clone();
    let mut is_changed = false;
    let is_wrong = client.address().is_err();
    // Each message has fields of its own.
    ui.push_id(("client", &id.0), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        ui.columns_const(|[first, second, third]| {
            let fields = [
                (first, "Client address", &mut client.ip, &known.ip, is_wrong),
                (second, "HELO name", &mut client.helo, &known.helo, false),
                (
                    third,
                    "Envelope sender",
                    &mut client.mail_from,
                    &known.mail_from,
                    false,
                ),
            ];
            for (ui, label, text, known, is_wrong) in fields {
                let hint = if known.is_empty() { "unknown" } else { known };
                let field = LabelledField::new(label, text).hint(hint).wrong(is_wrong);
                is_changed |= field.mono().show(ui).changed();
            }
        });
    });
    if is_changed {
        let typed = (client != *known).then_some(client);
        commands.push(Command::SetMessageClient(id.clone(), typed));
    }
}
