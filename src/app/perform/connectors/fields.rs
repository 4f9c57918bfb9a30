//! Single fields of a configuration: a key that is emptied and filled again keeps its place.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::domain::connector::form::{self, AuthKind, FormField};
use crate::domain::workspace::ConnectorProfile;

/// The order of keys by profile and path of their object.
pub(super) type KeyOrders = BTreeMap<(String, Vec<String>), Vec<String>>;

/// Sets a field of a profile, or removes it.
pub(super) fn set(
    orders: &mut KeyOrders,
    profile: &mut ConnectorProfile,
    path: &[String],
    value: Option<Value>,
) {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let parents = path.split_last().map_or(&[][..], |(_, parents)| parents);
    let of = (profile.name.clone(), parents.to_vec());
    let Some(value) = value else {
        remember(orders, of, profile, parents);
        form::remove(&mut profile.config, &keys);
        return;
    };
    let usual = usual_order(profile, parents);
    let order = match orders.get(&of) {
        Some(order) => order.iter().map(String::as_str).collect(),
        None => usual,
    };
    let value = form::FieldValue::Value(value);
    form::set_in_order(&mut profile.config, &keys, &value, &order);
}

/// Notes the order of keys, unless the one that is known has them all.
fn remember(
    orders: &mut KeyOrders,
    of: (String, Vec<String>),
    profile: &ConnectorProfile,
    parents: &[String],
) {
    let path: Vec<&str> = parents.iter().map(String::as_str).collect();
    let fields = form::get(&profile.config, &path).and_then(Value::as_object);
    let now: Vec<String> = fields.into_iter().flat_map(Map::keys).cloned().collect();
    let known = orders.entry(of).or_default();
    if !now.iter().all(|key| known.contains(key)) {
        *known = now;
    }
}

/// The order of the form, for what never stood there.
fn usual_order(profile: &ConnectorProfile, parents: &[String]) -> Vec<&'static str> {
    let fields: &[FormField] = match parents {
        [] => form::fields(&profile.factory).unwrap_or_default(),
        [auth] => {
            let login = profile.config.get(auth);
            AuthKind::of(login.unwrap_or(&Value::Null)).fields()
        }
        _ => &[],
    };
    fields.iter().map(|field| field.key).collect()
}
