//! JavaScript's property access and `String(value)` over JSON values.
//!
//! A payload is parsed JSON, so own properties are data; what is inherited comes from the two
//! prototypes below and can be functions.

use serde_json::{Map, Value};

use super::RenderError;
use super::js_number::push_number;

/// A value a path can lead to.
#[derive(Debug, Clone, Copy)]
pub(super) enum JsValue<'v> {
    /// `undefined`, or `null` where JavaScript made it itself.
    Nothing,
    /// A value of the payload.
    Json(&'v Value),
    /// The `length` of an array.
    Length(usize),
    /// A built-in function, by its name.
    Function(&'static str),
    /// `Object.prototype`.
    ObjectPrototype,
    /// `Array.prototype`, itself an empty array.
    ArrayPrototype,
}

/// A property: its value and who has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Property<'v> {
    pub(super) value: JsValue<'v>,
    pub(super) inherited: bool,
}

impl<'v> Property<'v> {
    const fn own(value: JsValue<'v>) -> Self {
        Self {
            value,
            inherited: false,
        }
    }

    const fn inherited(value: JsValue<'v>) -> Self {
        Self {
            value,
            inherited: true,
        }
    }
}

/// The methods every object inherits.
const OBJECT_METHODS: [&str; 10] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// The methods every array inherits, as of ECMAScript 2023 (Node 20 and later).
const ARRAY_METHODS: [&str; 38] = [
    "at",
    "concat",
    "copyWithin",
    "entries",
    "every",
    "fill",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "flat",
    "flatMap",
    "forEach",
    "includes",
    "indexOf",
    "join",
    "keys",
    "lastIndexOf",
    "map",
    "pop",
    "push",
    "reduce",
    "reduceRight",
    "reverse",
    "shift",
    "slice",
    "some",
    "sort",
    "splice",
    "toLocaleString",
    "toReversed",
    "toSorted",
    "toSpliced",
    "toString",
    "unshift",
    "values",
    "with",
];

impl<'v> JsValue<'v> {
    /// `typeof value === 'object'` and truthy: what Logto walks through.
    const fn is_walkable(self) -> bool {
        match self {
            Self::Json(value) => matches!(value, Value::Object(_) | Value::Array(_)),
            Self::ObjectPrototype | Self::ArrayPrototype => true,
            Self::Nothing | Self::Length(_) | Self::Function(_) => false,
        }
    }

    /// `value[name]`, where `name in value`; `None` where it is not, or where the value is no object.
    pub(super) fn property(self, name: &str) -> Option<Property<'v>> {
        match self {
            Self::Json(Value::Object(map)) => map
                .get(name)
                .map(|value| Property::own(Self::Json(value)))
                .or_else(|| inherited_by_objects(name).map(Property::inherited)),
            Self::Json(Value::Array(items)) => own_of_array(items, name)
                .map(Property::own)
                .or_else(|| inherited_by_arrays(name).map(Property::inherited)),
            Self::ObjectPrototype => own_of_object_prototype(name).map(Property::inherited),
            Self::ArrayPrototype => own_of_array_prototype(name).map(Property::inherited),
            Self::Json(_) | Self::Nothing | Self::Length(_) | Self::Function(_) => None,
        }
    }

    /// Logto's `getValue` for one more step of a path.
    pub(super) fn step(self, name: &str) -> Property<'v> {
        self.is_walkable()
            .then(|| self.property(name))
            .flatten()
            .unwrap_or_else(|| Property::own(Self::Nothing))
    }

    /// Appends `String(value ?? '')`.
    pub(super) fn push_to(self, out: &mut String) -> Result<(), RenderError> {
        match self {
            Self::Nothing | Self::ArrayPrototype => {}
            Self::Json(value) => push_json(out, value)?,
            Self::Length(length) => push_number(out, length as f64),
            Self::Function(name) => {
                out.push_str("function ");
                out.push_str(name);
                out.push_str("() { [native code] }");
            }
            Self::ObjectPrototype => out.push_str(OBJECT_TEXT),
        }
        Ok(())
    }

    /// Whether Logto writes nothing because the value is null or undefined.
    pub(super) const fn nullish(self) -> Option<Nullish> {
        match self {
            Self::Nothing => Some(Nullish::Undefined),
            Self::Json(Value::Null) => Some(Nullish::Null),
            _ => None,
        }
    }
}

/// The two values that `?? ''` empties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nullish {
    Null,
    Undefined,
}

/// What `Object.prototype.toString` gives for a plain object.
const OBJECT_TEXT: &str = "[object Object]";

fn own_of_array<'v>(items: &'v [Value], name: &str) -> Option<JsValue<'v>> {
    if name == "length" {
        return Some(JsValue::Length(items.len()));
    }
    // Only the canonical form is an index: "01" is just a name that no array has.
    let canonical = name == "0" || !name.starts_with('0');
    if !canonical || !name.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    items.get(name.parse::<usize>().ok()?).map(JsValue::Json)
}

fn method(methods: &[&'static str], name: &str) -> Option<JsValue<'static>> {
    methods
        .iter()
        .find(|method| **method == name)
        .map(|method| JsValue::Function(method))
}

fn inherited_by_objects(name: &str) -> Option<JsValue<'static>> {
    match name {
        "__proto__" => Some(JsValue::ObjectPrototype),
        "constructor" => Some(JsValue::Function("Object")),
        _ => method(&OBJECT_METHODS, name),
    }
}

fn inherited_by_arrays(name: &str) -> Option<JsValue<'static>> {
    match name {
        "__proto__" => Some(JsValue::ArrayPrototype),
        "constructor" => Some(JsValue::Function("Array")),
        _ => method(&ARRAY_METHODS, name).or_else(|| inherited_by_objects(name)),
    }
}

fn own_of_object_prototype(name: &str) -> Option<JsValue<'static>> {
    match name {
        // The end of the chain: Object.prototype has no prototype.
        "__proto__" => Some(JsValue::Nothing),
        _ => inherited_by_objects(name),
    }
}

fn own_of_array_prototype(name: &str) -> Option<JsValue<'static>> {
    match name {
        "length" => Some(JsValue::Length(0)),
        "__proto__" => Some(JsValue::ObjectPrototype),
        _ => inherited_by_arrays(name),
    }
}

fn push_json(out: &mut String, value: &Value) -> Result<(), RenderError> {
    match value {
        Value::Null => {}
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        // Every number of JSON has a nearest double, which is all JavaScript keeps.
        Value::Number(number) => push_number(out, number.as_f64().unwrap_or_default()),
        Value::String(text) => out.push_str(text),
        Value::Array(items) => push_joined(out, items)?,
        Value::Object(map) => push_object(out, map)?,
    }
    Ok(())
}

/// `Array.prototype.join`: null elements are empty, nested arrays join too.
fn push_joined(out: &mut String, items: &[Value]) -> Result<(), RenderError> {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_json(out, item)?;
    }
    Ok(())
}

/// `ToPrimitive` with the hint “string”. JSON cannot hold a function, so an own `toString` is never
/// callable; then `valueOf` is tried, which gives either no function or the object itself.
fn push_object(out: &mut String, map: &Map<String, Value>) -> Result<(), RenderError> {
    if map.contains_key("toString") {
        return Err(RenderError::NotPrimitive);
    }
    out.push_str(OBJECT_TEXT);
    Ok(())
}
