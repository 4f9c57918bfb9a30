//! The request shown, as a file.

use crate::app::App;
use crate::domain::connector::Delivery;

/// Saves the mail of the request shown as a file.
pub(super) fn save_request(app: &mut App) {
    let Some(request) = app.model.design.request.clone() else {
        return;
    };
    if let Ok(Delivery::Smtp(submission)) = request.as_ref() {
        super::files::export(app, "request.eml".to_owned(), submission.eml());
    }
}
