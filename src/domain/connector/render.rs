//! Stands in for the renderer of `domain::logto`.

use serde_json::Value;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a value cannot be written as text")]
pub struct RenderError;

pub(super) fn render(template: &str, payload: &Value) -> Result<String, RenderError> {
    let mut output = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        output.push_str(before);
        match after.split_once("}}") {
            Some((name, more)) if payload.get(name.trim()).is_some() => {
                match payload.get(name.trim()).and_then(Value::as_str) {
                    Some(text) => output.push_str(text),
                    None => return Err(RenderError),
                }
                rest = more;
            }
            _ => {
                output.push_str("{{");
                rest = after;
            }
        }
    }
    output.push_str(rest);
    Ok(output)
}
