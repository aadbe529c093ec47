//! The sessions in the staff's guide, `form-fn/APPLICATIONS.md`, replayed: what is posted there is posted, each
//! command is typed at its moment, the lines after `>` are typed while it runs, and what it tells is what the guide
//! shows. `INSTA_UPDATE=always` writes the guide anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, BufRead, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use bytes::Bytes;
use form_fn::staff::console::Input;
use form_fn::staff::output::Output;
use form_fn::{home, staff};
use form_model::lang::Lang;
use form_model::reference::ReferenceKey;
use http::{Method, Request, StatusCode, header};
use jiff::{Timestamp, civil::DateTime};
use local::form;
use site_gen::{Options, build};
use tempfile::TempDir;

/// The key of the guide, so that references are the same each time.
const KEY: &[u8] = "the key of the staff’s guide".as_bytes();

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
        let database = home::open(session.data.path()).unwrap();
        let app = form::open(bundle, database, ReferenceKey::new(KEY).unwrap()).unwrap();
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

    /// Types each command after a `$`, and what follows it after `>`; a `#` says what time it is.
    async fn type_in(&mut self, block: &[&str], bundle: &Path) -> String {
        let mut told = String::new();
        for (number, line) in block.iter().enumerate() {
            if let Some(typed) = line.strip_prefix("$ ") {
                let of_command =
                    block[number + 1..].iter().take_while(|line| !line.starts_with(['$', '#']));
                let answers: Vec<_> =
                    of_command.filter_map(|line| line.strip_prefix('>')).collect();
                // A command stands under its moment, else apart from what the one before told.
                let follows = told.lines().last().is_none_or(|line| line.starts_with("# "));
                let separator = if follows { "" } else { "\n" };
                write!(told, "{separator}{line}\n{}", self.run(typed, &answers, bundle).await)
                    .unwrap();
            } else if let Some(moment) = line.strip_prefix("# ") {
                self.now = in_quebec(moment);
                let separator = if told.is_empty() { "" } else { "\n" };
                writeln!(told, "{separator}{line}").unwrap();
            }
        }
        told
    }

    async fn run(&mut self, typed: &str, answers: &[&str], bundle: &Path) -> String {
        self.now += jiff::SignedDuration::from_secs(60);
        let data = self.data.path().to_str().unwrap();
        let bundle = bundle.to_str().unwrap();
        let mut arguments = shlex::split(typed).unwrap();
        let place = ["--local", "--data", data, "--bundle", bundle, "--by", "marie"];
        arguments.extend(place.iter().chain(&["--lang", &self.lang]).map(|it| (*it).to_owned()));
        let options = staff::read(arguments).unwrap();
        let mut terminal = Terminal::default();
        let keyboard = Keyboard::new(answers, &terminal);
        let input = Input::of_person(keyboard, None);
        let out = Output::to_terminal(&mut terminal);
        let done = Box::pin(staff::run(&options, self.now, input, out)).await;
        let mut told = String::from_utf8(terminal.shown.take()).unwrap();
        if let Err(failure) = done {
            let lang: Lang = self.lang.parse().unwrap();
            writeln!(told, "{}", failure.told().in_lang(&lang)).unwrap();
        }
        told
    }
}

/// What a terminal shows: what programs print and what is typed.
#[derive(Clone, Default)]
struct Terminal {
    shown: Rc<RefCell<Vec<u8>>>,
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.shown.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lines that are typed once a program reads them.
struct Keyboard {
    /// What the terminal shows of it.
    echo: Vec<u8>,
    terminal: Terminal,
    typed: Cursor<String>,
}

impl Keyboard {
    fn new(lines: &[&str], terminal: &Terminal) -> Self {
        let echo = lines.iter().flat_map(|line| [">", line, "\n"]).collect::<String>().into_bytes();
        let typed =
            lines.iter().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)));
        Self { echo, terminal: terminal.clone(), typed: Cursor::new(typed.collect()) }
    }
}

impl Read for Keyboard {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.terminal.write_all(&std::mem::take(&mut self.echo))?;
        self.typed.read(into)
    }
}

impl BufRead for Keyboard {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.terminal.write_all(&std::mem::take(&mut self.echo))?;
        self.typed.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.typed.consume(amount);
    }
}

/// `2026-11-22 10:00` on a clock in Québec.
fn in_quebec(moment: &str) -> Timestamp {
    let time: DateTime = moment.replace(' ', "T").parse().unwrap();
    let zone = form_model::zone::at(Timestamp::UNIX_EPOCH).time_zone().clone();
    time.to_zoned(zone).unwrap().timestamp()
}
