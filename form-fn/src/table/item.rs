//! Records, events and what else the table holds, as items with their keys.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use form_model::application::Application;
use form_model::history::Event;
use form_model::reference::{Contact, Reference};
use form_model::summary::Tombstone;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Error;

/// An item, by the names of its attributes.
pub type Item = HashMap<String, AttributeValue>;

/// The `sk` of a record.
pub const RECORD: &str = "APPLICATION";
/// The `sk` of a note that says whose a contact is.
pub const NOTE: &str = "CONTACT";

/// The `sk` of the places that are taken under a limit.
pub const LIMIT: &str = "LIMIT";

/// The `pk` of all that belongs to an application.
pub fn application(reference: Reference) -> String {
    format!("APPLICATION#{reference}")
}

/// The `pk` of a contact's note.
pub fn contact(contact: Contact) -> String {
    format!("CONTACT#{contact}")
}

/// Two keys as attributes.
pub fn keys(pk: &str, sk: &str) -> Item {
    [("pk", pk), ("sk", sk)].map(|(name, key)| (name.to_owned(), text(key))).into()
}

/// A text as an attribute.
pub fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// A text that an item holds.
pub fn get<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

/// An entry of the access log; `n` tells apart what happens in the same microsecond.
pub fn event(pk: &str, event: &Event, n: u32) -> Result<Item, Error> {
    let mut item = write(event)?;
    // Always six digits, so that the order of texts is that of moments.
    item.extend(keys(pk, &format!("EVENT#{:.6}#{n}", event.at)));
    Ok(item)
}

/// What is left of an application.
pub fn tombstone(tombstone: &Tombstone, id: &str) -> Result<Item, Error> {
    let mut item = write(tombstone)?;
    item.extend(keys(&tombstones(tombstone.month.year()), id));
    Ok(item)
}

/// The `pk` of the tombstones of applications that came in during a year.
pub fn tombstones(year: i16) -> String {
    format!("TOMBSTONE#{year}")
}

/// An attribute that holds anything.
pub fn value(value: impl Serialize) -> Result<AttributeValue, Error> {
    serde_dynamo::to_attribute_value(value).map_err(|error| Error::unreadable("?", &error))
}

/// Anything with named parts as an item.
pub fn write(attributes: impl Serialize) -> Result<Item, Error> {
    serde_dynamo::to_item(attributes).map_err(|error| Error::unreadable("?", &error))
}

/// What an item says; else which record it is, and what is wrong with it.
pub fn read<T: DeserializeOwned>(item: Item) -> Result<T, Error> {
    let which = get(&item, "pk").unwrap_or_default().trim_start_matches("APPLICATION#").to_owned();
    serde_dynamo::from_item(item).map_err(|error| Error::unreadable(&which, &error))
}

/// The record of an application.
pub fn record(item: Item) -> Result<Application, Error> {
    read(item)
}
