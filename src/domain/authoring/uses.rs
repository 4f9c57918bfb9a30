//! What a layout, partial or body makes use of, read from its parsed form.

use handlebars::template::{DecoratorTemplate, HelperTemplate, Parameter, TemplateElement};
use handlebars::{Template, template::BlockParam};

/// Line and column, from 1, in the text that the engine took.
pub(super) type At = (usize, usize);

/// A value that is made use of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UsedValue {
    /// The table it is of.
    pub root: Root,
    /// Its path below that, with dots; empty for all of it.
    pub path: String,
    /// Where.
    pub at: At,
    /// Whether it is handed to a partial, which would not notice that it is missing, and no
    /// condition around asks for it.
    pub must_exist: bool,
}

/// A table of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root {
    /// `strings`
    Strings,
    /// `brand`
    Brand,
}

/// All that a text makes use of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Uses {
    /// The partials it includes.
    pub partials: Vec<(String, At)>,
    /// The values.
    pub values: Vec<UsedValue>,
    /// Where it includes a partial whose name is known only while composing.
    pub unnamed_partials: Vec<At>,
    /// Where it includes the content of the template.
    pub content: Option<At>,
}

impl Uses {
    /// What `template` makes use of.
    pub fn of(template: &Template) -> Self {
        let mut walk = Walk::default();
        walk.template(template);
        walk.uses
    }
}

#[derive(Default)]
struct Walk {
    uses: Uses,
    /// The paths that conditions around ask for.
    asked: Vec<String>,
}

impl Walk {
    fn template(&mut self, template: &Template) {
        for (element, mapping) in template.elements.iter().zip(&template.mapping) {
            self.element(element, (mapping.0, mapping.1));
        }
    }

    fn element(&mut self, element: &TemplateElement, at: At) {
        match element {
            TemplateElement::Expression(helper) | TemplateElement::HtmlExpression(helper) => {
                self.helper(helper, at);
            }
            TemplateElement::HelperBlock(block) => {
                let before = self.asked.len();
                if block.name.as_name() == Some("if") {
                    self.asked.extend(names(&block.params));
                }
                self.helper(block, at);
                self.asked.truncate(before);
            }
            TemplateElement::PartialExpression(partial)
            | TemplateElement::PartialBlock(partial) => {
                self.partial(partial, at);
            }
            TemplateElement::DecoratorExpression(inner)
            | TemplateElement::DecoratorBlock(inner) => {
                self.arguments(&inner.params, inner.hash.values(), at);
                self.inside(inner.template.as_ref());
            }
            _ => {}
        }
    }

    fn inside(&mut self, template: Option<&Template>) {
        if let Some(template) = template {
            self.template(template);
        }
    }

    fn helper(&mut self, helper: &HelperTemplate, at: At) {
        if helper.params.is_empty() && helper.name.as_name() == Some("content") {
            self.uses.content = Some(at);
        }
        self.parameter(&helper.name, at, false);
        self.arguments(&helper.params, helper.hash.values(), at);
        if let Some(BlockParam::Single(name)) = &helper.block_param {
            self.parameter(name, at, false);
        }
        self.inside(helper.template.as_ref());
        self.inside(helper.inverse.as_ref());
    }

    fn partial(&mut self, partial: &DecoratorTemplate, at: At) {
        match &partial.name {
            Parameter::Subexpression(_) => self.uses.unnamed_partials.push(at),
            name => {
                let name = name.as_name().unwrap_or_default().to_owned();
                self.uses.partials.push((name, at));
            }
        }
        for parameter in partial.params.iter().chain(partial.hash.values()) {
            self.parameter(parameter, at, true);
        }
        self.inside(partial.template.as_ref());
    }

    fn arguments<'a>(
        &mut self,
        params: &'a [Parameter],
        hash: impl Iterator<Item = &'a Parameter>,
        at: At,
    ) {
        for parameter in params.iter().chain(hash) {
            self.parameter(parameter, at, false);
        }
    }

    fn parameter(&mut self, parameter: &Parameter, at: At, is_handed_over: bool) {
        match parameter {
            Parameter::Name(name) => self.path(name, at, is_handed_over),
            Parameter::Path(_) => {
                self.path(parameter.as_name().unwrap_or_default(), at, is_handed_over);
            }
            Parameter::Subexpression(inner) => self.element(inner.as_element(), at),
            _ => {}
        }
    }

    fn path(&mut self, raw: &str, at: At, is_handed_over: bool) {
        let Some((root, path)) = split(raw) else {
            return;
        };
        let must_exist = is_handed_over && !self.asked.iter().any(|asked| asked == raw);
        self.uses.values.push(UsedValue {
            root,
            path,
            at,
            must_exist,
        });
    }
}

fn names(parameters: &[Parameter]) -> impl Iterator<Item = String> {
    let names = parameters.iter().filter_map(Parameter::as_name);
    names.map(str::to_owned)
}

/// The table and the path below it that a path as written means.
fn split(raw: &str) -> Option<(Root, String)> {
    let mut rest = raw;
    for prefix in ["@root.", "@root/", "this.", "this/"] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    while let Some(inner) = rest.strip_prefix("../").or_else(|| rest.strip_prefix("./")) {
        rest = inner;
    }
    let path = rest.replace('/', ".").replace(['[', ']'], "");
    let (root, path) = path.split_once('.').unwrap_or((&path, ""));
    let root = match root {
        "strings" => Root::Strings,
        "brand" => Root::Brand,
        _ => return None,
    };
    Some((root, path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(text: &str) -> Uses {
        Uses::of(&Template::compile(text).unwrap())
    }

    #[test]
    fn all_places_are_looked_at() {
        let text = "{{strings.a}}{{#if (eq brand.b \"x\")}}{{> one label=strings.c}}{{else}}{{#each ../strings.d}}{{this}}{{/each}}{{/if}}{{content}}";
        let uses = uses(text);
        let paths: Vec<(Root, &str)> = uses
            .values
            .iter()
            .map(|used| (used.root, used.path.as_str()))
            .collect();
        let expected = [
            (Root::Strings, "a"),
            (Root::Brand, "b"),
            (Root::Strings, "c"),
            (Root::Strings, "d"),
        ];
        assert_eq!(paths, expected);
        assert_eq!(uses.partials[0].0, "one");
        assert!(uses.content.is_some());
        let must: Vec<bool> = uses.values.iter().map(|used| used.must_exist).collect();
        assert_eq!(must, [false, false, true, false]);
    }

    #[test]
    fn a_condition_makes_a_value_optional() {
        let uses = uses("{{#if strings.note}}{{> box text=strings.note}}{{/if}}");
        assert!(uses.values.iter().all(|used| !used.must_exist));
    }
}
