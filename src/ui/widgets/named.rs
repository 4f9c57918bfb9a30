//! The name of a control that shows none.

use egui::Response;

/// Names a control for assistive technology.
pub fn named(response: Response, name: &str) -> Response {
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_label(name);
    });
    response
}
