//! What the table holds, as items. The names of attributes are the table's; programs outside depend
//! on them.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use form_model::application::Application;
use form_model::reference::{Contact, Digest, Reference};
use jiff::civil::Date;
use serde::Serialize;

use super::Unavailable;

/// An item, by the names of its attributes.
pub(super) type Item = HashMap<String, AttributeValue>;

/// The keys of an application: all that is needed to ask what stands there.
pub(super) fn place(reference: Reference) -> Item {
    keys(format!("APPLICATION#{reference}"), "APPLICATION")
}

/// The record of an application.
pub(super) fn record(application: &Application) -> Result<Item, Unavailable> {
    let mut item = item(application)?;
    item.extend(place(application.reference));
    Ok(item)
}

/// What says whose a contact is: no personal data, and gone when the application is.
pub(super) fn note(contact: Contact, of: &Application) -> Result<Item, Unavailable> {
    #[derive(Serialize)]
    struct Note {
        reference: Reference,
        digest: Digest,
        destroy_after: i64,
    }
    let Application { reference, digest, destroy_after, .. } = *of;
    let mut item = item(Note { reference, digest, destroy_after })?;
    item.extend(keys(format!("CONTACT#{contact}"), "CONTACT"));
    Ok(item)
}

/// What the function learns of the record that has a reference already. DynamoDB returns the whole item; no other part of
/// it is kept, so that none can reach an answer or a log.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExistingRecord {
    /// Which application it is of.
    pub digest: Option<Digest>,
    /// The day that was promised.
    pub contact_by: Option<Date>,
}

impl From<&Item> for ExistingRecord {
    fn from(item: &Item) -> Self {
        Self { digest: read(item, "digest"), contact_by: read(item, "contact_by") }
    }
}

/// What the function learns of the note that has a contact already.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExistingNote {
    /// The application that the contact belongs to.
    pub reference: Option<Reference>,
}

impl From<&Item> for ExistingNote {
    fn from(item: &Item) -> Self {
        Self { reference: read(item, "reference") }
    }
}

/// A text, and what it says.
fn read<T: std::str::FromStr>(item: &Item, name: &str) -> Option<T> {
    item.get(name)?.as_s().ok()?.parse().ok()
}

fn item(attributes: impl Serialize) -> Result<Item, Unavailable> {
    serde_dynamo::to_item(attributes).map_err(|_| Unavailable::because("record"))
}

fn keys(pk: String, sk: &str) -> Item {
    [("pk", pk), ("sk", sk.to_owned())]
        .map(|(name, key)| (name.to_owned(), AttributeValue::S(key)))
        .into()
}
