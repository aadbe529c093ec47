//! The sessions in the staff's guide, `form-fn/APPLICATIONS.md`, replayed: what is posted there is posted, each
//! command is typed at its moment, and what it tells is what the guide shows. `INSTA_UPDATE=always` writes
//! the guide anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use form_fn::{home, staff};
use form_model::lang::Lang;
use http::{Method, Request, StatusCode, header};
use jiff::{Timestamp, civil::DateTime};
use local::form;
use site_gen::{Options, build};
use tempfile::TempDir;

/// The key of the guide, so that references are the same each time.
const KEY: &str = "the key of the staff’s guide";

/// A session: a system of its own, and the moment that it is.
struct Session {
    data: TempDir,
    lang: String,
    now: Timestamp,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_shows_what_happens() {
    let guide = root("form-fn/APPLICATIONS.md");
    let written = std::fs::read_to_string(&guide).unwrap();
    let out = tempfile::tempdir().unwrap();
    let options = Options {
        content: root("content"),
        themes: root("themes"),
        out: out.path().to_owned(),
        today: Some("2026-11-22".parse().unwrap()),
        base_url: None,
        drafts: false,
    };
    build::build(&options).unwrap_or_else(|told| panic!("{told}"));
    let replayed = Box::pin(replay(&written, &out.path().join("form-fn"))).await;
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        std::fs::write(guide, &replayed).unwrap();
    }
    assert_same(&written, &replayed);
}

/// The first line that differs tells more than two whole guides.
fn assert_same(written: &str, replayed: &str) {
    for (number, (before, now)) in written.lines().zip(replayed.lines()).enumerate() {
        assert_eq!(before, now, "line {} of the guide", number + 1);
    }
    assert_eq!(written, replayed);
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The guide with what its commands really tell.
async fn replay(guide: &str, bundle: &Path) -> String {
    let mut replayed = String::new();
    let mut session = None;
    let mut lines = guide.lines().peekable();
    while let Some(line) = lines.next() {
        replayed += line;
        replayed.push('\n');
        let Some(about) = line.strip_prefix("```") else { continue };
        let block: Vec<_> = std::iter::from_fn(|| lines.next_if(|line| *line != "```")).collect();
        match about.split_once(' ').unwrap_or((about, "")) {
            ("form", when) => {
                session = Some(Session::begin(when, &block, bundle).await);
                replayed.extend(block.iter().flat_map(|line| [line, "\n"]));
            }
            ("console", _) => {
                let session = session.as_mut().unwrap();
                replayed += &session.type_in(&block, bundle).await;
            }
            _ => replayed.extend(block.iter().flat_map(|line| [line, "\n"])),
        }
        replayed.extend(lines.next().into_iter().flat_map(|fence| [fence, "\n"]));
    }
    replayed
}

impl Session {
    /// Posts the answers, `KEY=VALUE` a line, on the page of a language at a moment in Québec.
    async fn begin(when: &str, answers: &[&str], bundle: &Path) -> Self {
        let (lang, moment) = when.split_once(' ').unwrap();
        let session = Self {
            data: tempfile::tempdir().unwrap(),
            lang: lang.to_owned(),
            now: in_quebec(moment),
        };
        let engine = home::start(session.data.path()).await.unwrap();
        let app = form::open(bundle, engine, KEY).unwrap();
        let pairs = answers.iter().map(|line| line.split_once('=').unwrap());
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/api/{lang}/application"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(body))
            .unwrap();
        assert_eq!(app.handle(request, session.now).await.status(), StatusCode::SEE_OTHER);
        session
    }

    /// Types each command after a `$`; a `#` says what time it is.
    async fn type_in(&mut self, block: &[&str], bundle: &Path) -> String {
        let mut told = String::new();
        for line in block {
            if let Some(typed) = line.strip_prefix("$ ") {
                // A command stands under its moment, else apart from what the one before told.
                let follows = told.lines().last().is_none_or(|line| line.starts_with("# "));
                let separator = if follows { "" } else { "\n" };
                write!(told, "{separator}{line}\n{}", self.run(typed, bundle).await).unwrap();
            } else if let Some(moment) = line.strip_prefix("# ") {
                self.now = in_quebec(moment);
                let separator = if told.is_empty() { "" } else { "\n" };
                writeln!(told, "{separator}{line}").unwrap();
            }
        }
        told
    }

    async fn run(&mut self, typed: &str, bundle: &Path) -> String {
        self.now += jiff::SignedDuration::from_secs(60);
        let (data, now) = (self.data.path().to_str().unwrap(), self.now.to_string());
        let bundle = bundle.to_str().unwrap();
        let mut arguments = shlex::split(typed).unwrap();
        let place = ["--local", "--data", data, "--bundle", bundle, "--by", "marie", "--now", &now];
        arguments.extend(place.iter().chain(&["--lang", &self.lang]).map(|it| (*it).to_owned()));
        let options = staff::read(arguments).unwrap();
        let mut out = Vec::new();
        let done = Box::pin(staff::run(&options, &mut out)).await;
        let mut told = String::from_utf8(out).unwrap();
        if let Err(failure) = done {
            let lang: Lang = self.lang.parse().unwrap();
            writeln!(told, "{}", failure.told().in_lang(&lang)).unwrap();
        }
        told
    }
}

/// `2026-11-22 10:00` on a clock in Québec.
fn in_quebec(moment: &str) -> Timestamp {
    let time: DateTime = moment.replace(' ', "T").parse().unwrap();
    let zone = form_model::zone::at(Timestamp::UNIX_EPOCH).time_zone().clone();
    time.to_zoned(zone).unwrap().timestamp()
}
