//! The form's function of a built site, as the local system runs it, at any moment.

use bytes::Bytes;
use dynoxide::{Database, types::AttributeValue};
use form_fn::{home, http::App};
use form_model::{application::Application, bundle::Bundle, reference::ReferenceKey};
use http::{Method, Request, StatusCode, header};
use local::form;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{answers::Answers, copy::Copy, page, site};

/// The function of a site, and the table that it stores in.
pub struct Function {
    app: App,
    table: Database,
    _data: TempDir,
}

/// What came back.
pub struct Seen {
    pub status: StatusCode,
    pub location: String,
    pub html: String,
}

impl Function {
    /// The function of a site that is built.
    pub fn of(copy: &Copy) -> Self {
        let data = tempfile::tempdir().unwrap();
        let table = home::open(data.path()).unwrap();
        Self { app: open(copy, &table), table, _data: data }
    }

    /// Takes the site as it was built anew, as a deployment does. The table stays.
    pub fn renew(&mut self, copy: &Copy) {
        self.app = open(copy, &self.table);
    }

    /// Posts the form on the page of a language, at a moment.
    pub async fn post(&self, lang: &str, answers: &Answers, moment: &str) -> Seen {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/api/{lang}/application"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(answers.urlencoded()))
            .unwrap();
        self.send(request, moment).await
    }

    /// Opens an address of the function.
    pub async fn get(&self, address: &str, moment: &str) -> Seen {
        self.send(Request::get(address).body(Bytes::new()).unwrap(), moment).await
    }

    async fn send(&self, request: Request<Bytes>, moment: &str) -> Seen {
        let (parts, body) = self.app.handle(request, moment.parse().unwrap()).await.into_parts();
        let location = parts.headers.get(header::LOCATION).map(|value| value.to_str().unwrap());
        Seen {
            status: parts.status,
            location: location.unwrap_or_default().to_owned(),
            html: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// All applications that are stored.
    pub fn records(&self) -> Vec<Application> {
        let request = serde_json::from_value(json!({ "TableName": home::TABLE })).unwrap();
        let mut items = self.table.scan(request).unwrap().items.unwrap_or_default();
        // Beside them the table notes who has which contact.
        items.retain(|item| matches!(&item["sk"], AttributeValue::S(sk) if sk == "APPLICATION"));
        let record = |item| serde_json::from_value(plain(AttributeValue::M(item))).unwrap();
        items.into_iter().map(record).collect()
    }

    /// Cuts the table off, so that nothing can be stored.
    pub fn lose_the_table(&self) {
        let request = serde_json::from_value(json!({ "TableName": home::TABLE })).unwrap();
        self.table.delete_table(request).unwrap();
    }
}

impl Seen {
    /// The words of the page; every space is a plain one.
    pub fn words(&self) -> String {
        site::plain(&page::words(&self.html))
    }
}

/// What the generator handed over.
pub fn bundle(copy: &Copy) -> Bundle {
    serde_json::from_str(&copy.read("dist/form-fn/bundle.json")).unwrap()
}

fn open(copy: &Copy, table: &Database) -> App {
    let key = ReferenceKey::new(b"a key for tests").unwrap();
    form::open(&copy.path("dist/form-fn"), table.clone(), key).unwrap()
}

/// A value of the table as plain JSON.
fn plain(value: AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => text.into(),
        AttributeValue::N(number) => serde_json::from_str(&number).unwrap(),
        AttributeValue::BOOL(is) => is.into(),
        AttributeValue::L(list) => list.into_iter().map(plain).collect(),
        AttributeValue::M(map) => map.into_iter().map(|(key, value)| (key, plain(value))).collect(),
        other => panic!("{other:?}"),
    }
}
