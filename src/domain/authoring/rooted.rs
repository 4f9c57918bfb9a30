//! Makes the tables of composing reachable from everywhere.
//!
//! Inside of `[[#each …]]` the engine looks names up in the item only. A layout that says
//! `brand.colour` there means the same as outside, so such paths are made to start at the root.

use handlebars::template::{BlockParam, HelperTemplate, Parameter, TemplateElement};
use handlebars::{Path, Template};

/// The names that mean the same everywhere.
const TABLES: [&str; 5] = ["brand", "strings", "language", "usageType", "params"];

/// Changes the paths of a template.
pub(super) fn root(template: &mut Template) {
    Rooting::default().template(template);
}

#[derive(Default)]
struct Rooting {
    /// Names that blocks around have given to something else.
    taken: Vec<String>,
}

impl Rooting {
    fn template(&mut self, template: &mut Template) {
        for element in &mut template.elements {
            self.element(element);
        }
    }

    fn inside(&mut self, template: Option<&mut Template>) {
        if let Some(template) = template {
            self.template(template);
        }
    }

    fn element(&mut self, element: &mut TemplateElement) {
        match element {
            TemplateElement::Expression(helper)
            | TemplateElement::HtmlExpression(helper)
            | TemplateElement::HelperBlock(helper) => self.helper(helper),
            TemplateElement::DecoratorExpression(inner)
            | TemplateElement::DecoratorBlock(inner)
            | TemplateElement::PartialExpression(inner)
            | TemplateElement::PartialBlock(inner) => {
                self.parameters(inner.params.iter_mut().chain(inner.hash.values_mut()));
                self.inside(inner.template.as_mut());
            }
            _ => {}
        }
    }

    fn helper(&mut self, helper: &mut HelperTemplate) {
        self.parameter(&mut helper.name);
        self.parameters(helper.params.iter_mut().chain(helper.hash.values_mut()));
        let before = self.taken.len();
        match &helper.block_param {
            Some(BlockParam::Single(name)) => self.taken.extend(name.as_name().map(str::to_owned)),
            Some(BlockParam::Pair((first, second))) => {
                let names = [first, second].into_iter().filter_map(Parameter::as_name);
                self.taken.extend(names.map(str::to_owned));
            }
            _ => {}
        }
        self.inside(helper.template.as_mut());
        self.taken.truncate(before);
        self.inside(helper.inverse.as_mut());
    }

    fn parameters<'a>(&mut self, parameters: impl Iterator<Item = &'a mut Parameter>) {
        for parameter in parameters {
            self.parameter(parameter);
        }
    }

    fn parameter(&mut self, parameter: &mut Parameter) {
        if let Parameter::Subexpression(inner) = parameter {
            return self.element(&mut inner.element);
        }
        let Some(raw) = parameter.as_name() else {
            return;
        };
        let first = raw.split(['.', '/']).next().unwrap_or(raw);
        if !TABLES.contains(&first) || self.taken.iter().any(|name| name == first) {
            return;
        }
        if let Ok(path) = Path::parse(&format!("@root.{raw}")) {
            *parameter = Parameter::Path(path);
        }
    }
}
