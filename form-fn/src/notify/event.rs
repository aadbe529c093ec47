//! What this function is told: changes of the table, or that it is time for the digest. Events are read
//! record by record, so that one that cannot be read takes no other with it.

use form_model::application::Application;
use serde_dynamo::Item;
use serde_json::Value;

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// Changes of the table, in order.
    Changes(Vec<Record>),
    /// It is time for the digest.
    Digest,
}

/// One change.
#[derive(Debug)]
pub struct Record {
    /// Its number in the stream, by which it is reported if it must come again.
    pub sequence_number: String,
    /// Its name; the same whenever it comes again.
    pub id: String,
    /// What changed.
    pub change: Change,
}

/// What changed.
#[derive(Debug)]
pub enum Change {
    /// An application came in.
    Received(Box<Application>),
    /// Staff removed the mark of a robot from an application.
    Cleared(Box<Application>),
    /// The table destroyed an application, because its time had come.
    Expired(Box<Application>),
    /// Anything else.
    Other,
    /// It is about an application, and cannot be read.
    Unreadable,
}

/// Who deletes what has expired, in the words of the stream.
const EXPIRY: &str = "dynamodb.amazonaws.com";

impl Event {
    /// Reads an event of Lambda: a batch of the stream; anything else is the schedule's.
    #[must_use]
    pub fn read(event: &Value) -> Self {
        match event["Records"].as_array() {
            Some(records) => Self::Changes(records.iter().map(Record::read).collect()),
            None => Self::Digest,
        }
    }
}

impl Record {
    fn read(record: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            sequence_number: text(&record["dynamodb"]["SequenceNumber"]),
            id: text(&record["eventID"]),
            change: Change::read(record),
        }
    }
}

impl Change {
    fn read(record: &Value) -> Self {
        let change = &record["dynamodb"];
        if change["Keys"]["sk"]["S"] != "APPLICATION" {
            return if change["Keys"]["sk"]["S"].is_string() {
                Self::Other
            } else {
                Self::Unreadable
            };
        }
        let expired = record["userIdentity"]["principalId"] == EXPIRY;
        match record["eventName"].as_str() {
            Some("INSERT") => application(&change["NewImage"])
                .map_or(Self::Unreadable, |application| Self::Received(Box::new(application))),
            Some("MODIFY")
                if is_suspect(&change["OldImage"]) && !is_suspect(&change["NewImage"]) =>
            {
                application(&change["NewImage"])
                    .map_or(Self::Unreadable, |application| Self::Cleared(Box::new(application)))
            }
            Some("REMOVE") if expired => application(&change["OldImage"])
                .map_or(Self::Unreadable, |application| Self::Expired(Box::new(application))),
            Some(_) => Self::Other,
            None => Self::Unreadable,
        }
    }
}

fn is_suspect(image: &Value) -> bool {
    image["suspect"]["BOOL"] == true
}

fn application(image: &Value) -> Option<Application> {
    let item: Item = serde_json::from_value(image.clone()).ok()?;
    serde_dynamo::from_item(item).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn change(record: &Value) -> Change {
        match Event::read(&json!({ "Records": [record] })) {
            Event::Changes(mut records) => records.remove(0).change,
            Event::Digest => panic!("a batch"),
        }
    }

    #[test]
    fn a_schedule_asks_for_the_digest() {
        let scheduled = json!({ "detail-type": "Scheduled Event", "source": "aws.events" });
        assert!(matches!(Event::read(&scheduled), Event::Digest));
        assert!(
            matches!(Event::read(&json!({ "Records": [] })), Event::Changes(none) if none.is_empty())
        );
    }

    #[test]
    fn what_is_no_application_is_nobodys_business() {
        for sk in ["EVENT#2026", "CONTACT", "MESSAGE#receipt"] {
            let record =
                json!({ "eventName": "INSERT", "dynamodb": { "Keys": { "sk": { "S": sk } } } });
            assert!(matches!(change(&record), Change::Other), "{sk}");
        }
    }

    #[test]
    fn a_change_that_leaves_the_mark_of_a_robot_as_it_was_is_nobodys_business() {
        for (before, after) in [(true, true), (false, false), (false, true)] {
            let record = json!({ "eventName": "MODIFY", "dynamodb": {
                "Keys": { "sk": { "S": "APPLICATION" } },
                "OldImage": { "suspect": { "BOOL": before } },
                "NewImage": { "suspect": { "BOOL": after } },
            } });
            assert!(matches!(change(&record), Change::Other), "{before} {after}");
        }
    }

    #[test]
    fn a_poison_record_is_known_as_one() {
        let keys = json!({ "sk": { "S": "APPLICATION" } });
        for record in [
            json!(null),
            json!({ "eventName": "INSERT" }),
            json!({ "eventName": "INSERT", "dynamodb": { "Keys": keys, "NewImage": { "a": { "S": "b" } } } }),
            json!({ "eventName": "INSERT", "dynamodb": { "Keys": keys, "NewImage": 3 } }),
            json!({ "dynamodb": { "Keys": keys } }),
            json!({ "eventName": "MODIFY", "dynamodb": { "Keys": keys, "OldImage": { "suspect": { "BOOL": true } } } }),
        ] {
            assert!(matches!(change(&record), Change::Unreadable), "{record}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let record = json!({ "eventName": text, "eventID": text, "dynamodb": { "Keys": text, "NewImage": text } });
            let _ = Event::read(&json!({ "Records": [record, text] }));
            let _ = Event::read(&json!(text));
        }
    }
}
