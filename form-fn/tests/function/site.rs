//! A site to visit: the function over an engine of its own, and requests that read like sentences.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use form_fn::http::App;
use form_fn::store::{Store, Times};
use form_model::bundle::{
    Activity, Applications, Bundle, Files, Forms, Pages, Retention, Settings,
};
use form_model::definition::{Choice, Form};
use form_model::format;
use form_model::lang::{Lang, Localized};
use form_model::reference::ReferenceKey;
use form_model::source::{Catalogue, FormSource};
use http::{Method, Request, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::answers::Answers;
use crate::engine::Engine;
use crate::line::{Line, State};
use crate::page;

pub const KEY: &str = "the tests’ own key";
pub const PHONE: &str = "819-555-0123";

/// The moment of every request: ten in the morning of November 22, 2026, in Québec.
pub fn now() -> Timestamp {
    "2026-11-22T15:00:00Z".parse().unwrap()
}

pub fn key() -> ReferenceKey {
    ReferenceKey::new(KEY.as_bytes()).unwrap()
}

/// A site that people can apply on.
pub struct Site {
    pub bundle: Bundle,
    pub folder: TempDir,
    pub engine: Engine,
    pub line: Line,
    app: App,
    log: Arc<Mutex<String>>,
}

/// What a site is made of.
pub struct Parts {
    pub bundle: Bundle,
    pub pages: Pages,
    pub state: State,
    pub key: ReferenceKey,
    pub times: Times,
}

impl Default for Parts {
    fn default() -> Self {
        Self { bundle: bundle(), pages: pages(), state: State::Up, key: key(), times: patient() }
    }
}

/// Times for a machine that does many things at once: nothing but a fault is ever late.
pub fn patient() -> Times {
    let (short, long) = (Duration::from_secs(20), Duration::from_mins(1));
    Times {
        connect: short,
        attempt: short,
        pause: Duration::from_millis(10),
        operation: long,
        contacts: long,
        submission: 2 * long,
    }
}

impl Site {
    /// A site that takes applications, with everything in order.
    pub async fn open() -> Self {
        Self::of(Parts::default()).await
    }

    pub async fn with(bundle: Bundle, pages: Pages, state: State) -> Self {
        Self::of(Parts { bundle, pages, state, ..Parts::default() }).await
    }

    pub async fn of(parts: Parts) -> Self {
        let engine = Box::pin(Engine::start()).await;
        let line = Line::to(engine.address, parts.state).await;
        Self::over(engine, line, parts)
    }

    /// The same site after another build.
    pub fn rebuilt(self, bundle: Bundle) -> Self {
        Self::over(self.engine, self.line, Parts { bundle, ..Parts::default() })
    }

    fn over(engine: Engine, line: Line, parts: Parts) -> Self {
        let Parts { bundle, pages, key, times, .. } = parts;
        let folder = folder(&bundle, &pages);
        let store = Store::connect(engine.behind(line.address, times));
        let log = Arc::new(Mutex::new(String::new()));
        let lines = Arc::clone(&log);
        let app = App::open(folder.path(), store, key).unwrap().logging_to(move |line| {
            let mut log = lines.lock().unwrap();
            *log += &line.to_json();
            log.push('\n');
        });
        Self { bundle, folder, engine, line, app, log }
    }

    pub fn post(&self, lang: &str) -> Visit<'_> {
        self.visit(Method::POST, &format!("/api/{lang}/application"))
    }

    pub fn get(&self, path: &str) -> Visit<'_> {
        self.visit(Method::GET, path)
    }

    pub fn visit(&self, method: Method, path: &str) -> Visit<'_> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().unwrap();
        Visit { site: self, request, at: now() }
    }

    /// The answer to a request as it is.
    pub async fn answer(&self, request: Request<Bytes>) -> Seen {
        Visit { site: self, request, at: now() }.send().await
    }

    /// All that was logged.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }
}

/// A request in the making.
pub struct Visit<'a> {
    site: &'a Site,
    request: Request<Bytes>,
    at: Timestamp,
}

impl Visit<'_> {
    pub fn at(mut self, moment: &str) -> Self {
        self.at = moment.parse().unwrap();
        self
    }

    pub fn header(mut self, name: header::HeaderName, value: &str) -> Self {
        self.request.headers_mut().insert(name, value.parse().unwrap());
        self
    }

    pub fn accept(self, types: &str) -> Self {
        self.header(header::ACCEPT, types)
    }

    pub fn body(mut self, kind: &str, body: impl Into<Bytes>) -> Self {
        *self.request.body_mut() = body.into();
        self.header(header::CONTENT_TYPE, kind)
    }

    pub async fn form(self, answers: &Answers) -> Seen {
        self.body("application/x-www-form-urlencoded", answers.urlencoded()).send().await
    }

    pub async fn json(self, answers: &Value) -> Seen {
        self.body("application/json", answers.to_string()).send().await
    }

    pub async fn send(self) -> Seen {
        let response = self.site.app.handle(self.request, self.at).await;
        let (parts, body) = response.into_parts();
        Seen { parts, body: String::from_utf8(body.to_vec()).unwrap() }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Seen {
    parts: http::response::Parts,
    pub body: String,
}

impl Seen {
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    pub fn header(&self, name: &str) -> &str {
        self.parts.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The reference that the applicant is led to.
    pub fn reference(&self) -> &str {
        assert_eq!(self.status(), StatusCode::SEE_OTHER, "{}", self.body);
        let path = self.header("location").split('?').next().unwrap();
        path.rsplit('/').next().unwrap()
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_str(&self.body).unwrap()
    }

    /// The words of the page.
    pub fn words(&self) -> String {
        assert_eq!(self.header("content-type"), "text/html; charset=utf-8");
        page::words(&self.body)
    }

    /// What sending the form on the page again would post.
    pub fn resent(&self) -> Answers {
        page::resent(&self.body)
    }
}

/// The site's own form and settings with nothing special.
pub fn bundle() -> Bundle {
    let by_language = |fr: &str, en: &str| {
        BTreeMap::from([(Lang::french(), fr.to_owned()), (Lang::english(), en.to_owned())])
    };
    Bundle {
        build: "build-1".to_owned(),
        form: form(),
        settings: Settings {
            languages: vec![Lang::french(), Lang::english()],
            base_url: "https://partenaires.example".to_owned(),
            apply: by_language("/candidature/", "/en/apply/"),
            phone: PHONE.to_owned(),
            reply_within_days: 30,
            retention: Retention {
                declined_months: 6,
                kept_months: 12,
                transferred_days: 30,
                unanswered_months: 12,
                access_log_months: 24,
                backup_days: 30,
            },
            applications: Applications::Open,
            activities: [("jardin".parse().unwrap(), activity())].into(),
            headers: vec![("x-content-type-options".to_owned(), "nosniff".to_owned())],
        },
        files: Files::default(),
    }
}

/// An activity that takes applications through the last day of November 2026.
fn activity() -> Activity {
    Activity {
        title: Localized::new("Le jardin").with(Lang::english(), "The garden"),
        path: Localized::new("/activites/jardin/").with(Lang::english(), "/en/garden/"),
        deadline: jiff::civil::date(2026, 11, 30),
    }
}

fn form() -> Form {
    form_after(|_| {})
}

/// The site's form after a change of what editors wrote.
pub fn form_after(change: impl FnOnce(&mut FormSource)) -> Form {
    let yaml = concat!(env!("CARGO_MANIFEST_DIR"), "/../content/form.yaml");
    let mut source: FormSource =
        serde_yaml::from_str(&std::fs::read_to_string(yaml).unwrap()).unwrap();
    source.wordings_mut(|lang, text| {
        *text = text.replace("{{ facts.phone | phone }}", &format::phone(lang, PHONE));
    });
    let choices = |values: &[&str]| {
        let choice = |value: &&str| Choice {
            value: (*value).to_owned(),
            label: Localized::new(*value).with(Lang::english(), *value),
            accepting: Applications::Open,
        };
        values.iter().map(choice).collect()
    };
    let types = choices(&["partner-user", "family-partner", "citizen-partner"]);
    let levels = choices(&["information", "consultation", "collaboration", "partnership"]);
    let catalogue = Catalogue {
        languages: vec![Lang::french(), Lang::english()],
        choices: BTreeMap::from([
            ("partner-types".to_owned(), types),
            ("levels".to_owned(), levels),
        ]),
    };
    change(&mut source);
    source.resolve(&catalogue).unwrap()
}

/// A bare theme that shows everything.
pub fn pages() -> Pages {
    let templates = [
        ("form.html", include_str!("theme/form.html")),
        ("confirmation.html", include_str!("theme/confirmation.html")),
        ("problem.html", include_str!("theme/problem.html")),
    ];
    let chrome = |lang: Lang, title: &str, url: &str| {
        let page = json!({ "id": "apply", "kind": "form", "title": title, "url": url });
        let tag = lang.tag().to_owned();
        let frame = json!({ "lang": lang, "lang_tag": tag, "phone": PHONE, "page": page });
        (lang, frame)
    };
    Pages {
        templates: templates.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
        chrome: [
            chrome(Lang::french(), "Poser ma candidature", "/candidature/"),
            chrome(Lang::english(), "Apply", "/en/apply/"),
        ]
        .into(),
    }
}

/// A theme in which every template fails.
pub fn broken(mut pages: Pages) -> Pages {
    for (name, text) in &mut pages.templates {
        *text = format!("{{{{ not_there_in_{} }}}}", name.replace('.', "_"));
    }
    pages
}

/// The files that the generator hands over, but for the messages.
fn folder(bundle: &Bundle, pages: &Pages) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    hand_over(folder.path(), bundle, pages);
    folder
}

/// Writes them into a folder, as the next build does while the function runs.
pub fn hand_over(folder: &std::path::Path, bundle: &Bundle, pages: &Pages) {
    let write = |name: &str, json: Vec<u8>| std::fs::write(folder.join(name), json).unwrap();
    write(&bundle.files.pages, serde_json::to_vec(pages).unwrap());
    let mut forms = Forms::default();
    forms.insert(bundle.form.clone());
    write(&bundle.files.forms, serde_json::to_vec(&forms).unwrap());
    write("bundle.json", serde_json::to_vec(bundle).unwrap());
}
