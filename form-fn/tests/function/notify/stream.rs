//! The table's stream, as AWS documents what Lambda gets of it: a change of a record, a batch of them.

use serde_json::{Value, json};

/// An application has come in.
pub fn inserted(record: &Value, number: usize) -> Value {
    change("INSERT", record, "NewImage", number)
}

/// Staff have changed it.
pub fn modified(before: &Value, after: &Value, number: usize) -> Value {
    let mut change = change("MODIFY", after, "NewImage", number);
    change["dynamodb"]["OldImage"] = as_item(before);
    change
}

/// Staff have destroyed it.
pub fn removed(record: &Value, number: usize) -> Value {
    change("REMOVE", record, "OldImage", number)
}

/// The table has destroyed it, because its time had come.
pub fn expired(record: &Value, number: usize) -> Value {
    let mut change = removed(record, number);
    change["userIdentity"] = json!({ "type": "Service", "principalId": "dynamodb.amazonaws.com" });
    change
}

/// A change whose image is not of an application.
pub fn poison(number: usize) -> Value {
    let keys = json!({ "pk": "APPLICATION#poison", "sk": "APPLICATION" });
    inserted(&keys, number)
}

/// What Lambda gets at once.
pub fn batch(changes: &[Value]) -> Value {
    json!({ "Records": changes })
}

/// The number of a change in the stream.
pub fn sequence_number(number: usize) -> String {
    format!("{:021}", 100_000 + number)
}

/// The numbers of those changes that are to come again.
pub fn again(reply: &Value) -> Vec<&str> {
    let failures = reply["batchItemFailures"].as_array().unwrap();
    failures.iter().map(|failure| failure["itemIdentifier"].as_str().unwrap()).collect()
}

fn as_item(value: &Value) -> Value {
    let item: serde_dynamo::Item = serde_dynamo::to_item(value).unwrap();
    serde_json::to_value(item).unwrap()
}

fn change(name: &str, record: &Value, image: &str, number: usize) -> Value {
    json!({
        "eventID": format!("{number:032x}"),
        "eventName": name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "ca-central-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_359_600.0,
            "Keys": as_item(&json!({ "pk": record["pk"], "sk": record["sk"] })),
            image: as_item(record),
            "SequenceNumber": sequence_number(number),
            "SizeBytes": 1024,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": "arn:aws:dynamodb:ca-central-1:1:table/applications/stream/2026-11-22T00:00:00.000",
    })
}
