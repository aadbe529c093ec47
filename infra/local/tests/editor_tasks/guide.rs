//! The editors' guide, read as an editor follows it: what stands in a block that names a file is written
//! into that file.

use std::{fmt::Write as _, process::ExitCode};

use clap::Parser as _;
use site_gen::{
    build::check,
    cli::{self, Cli},
};

use crate::{copy::Copy, site::DAY};

/// How the guide runs the generator.
const SITE_GEN: &str = "cargo run --release -p site-gen -- ";

/// A block of the guide whose first line names a file: what to write there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    file: String,
    text: String,
}

/// The French or the English half.
pub fn half(lang: &str) -> &'static str {
    const GUIDE: &str = include_str!("../../../../content/README.md");
    let (_, half) = GUIDE.split_once(&format!("<a id=\"{lang}\"></a>")).expect("an anchor");
    let end = if lang == "fr" { half.find("<a id=\"en\"></a>").unwrap() } else { half.len() };
    &half[..end]
}

/// What the guide says on a task, in a language.
pub fn task(lang: &str, number: u8) -> &'static str {
    let half = half(lang);
    let (_, task) = half.split_once(&format!("<a id=\"{lang}-{number}\"></a>")).expect("a task");
    task.split_once("\n<a id=").map_or(task, |(task, _)| task)
}

/// The numbers of the tasks.
pub fn tasks(lang: &str) -> Vec<u8> {
    let anchor = format!("<a id=\"{lang}-");
    let anchors = half(lang).split(&anchor).skip(1);
    anchors.map(|after| after.split_once('"').unwrap().0.parse().unwrap()).collect()
}

/// The blocks of a task that name a file, in order.
pub fn blocks(lang: &str, number: u8) -> Vec<Block> {
    let fenced = task(lang, number).split("\n```").skip(1).step_by(2);
    fenced
        .filter_map(|block| {
            let (info, text) = block.split_once('\n')?;
            let (_, file) = info.split_once(' ')?;
            Some(Block { file: file.to_owned(), text: format!("{text}\n") })
        })
        .collect()
}

/// The commands that the guide gives for this machine.
pub fn commands(lang: &str) -> Vec<&'static str> {
    let words = half(lang).split(['`', '\n']).map(str::trim);
    words.filter(|words| words.starts_with("cargo run")).collect()
}

/// Does on a copy of the content all that the guide says on a task.
pub fn follow(copy: &Copy, number: u8) {
    for block in blocks("fr", number) {
        block.write(copy);
    }
    if number == 9 {
        let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../e2e/pictures/level-en-phone.jpg");
        std::fs::copy(picture, copy.path("content/pages/results/signs.jpg")).unwrap();
    }
}

/// Does a part of it: what belongs into this file.
pub fn follow_in(copy: &Copy, number: u8, file: &str) {
    let mut blocks = blocks("fr", number);
    blocks.retain(|block| block.file == file);
    assert!(!blocks.is_empty(), "task {number} says nothing on {file}");
    for block in blocks {
        block.write(copy);
    }
}

/// Runs a command of the guide on a copy, which must succeed.
pub fn run(copy: &Copy, command: &str) {
    assert!(commands("fr").contains(&format!("{SITE_GEN}{command}").as_str()), "{command}");
    let options = copy.options();
    let folders =
        [("--content", options.content), ("--themes", options.themes), ("--out", options.out)];
    let folders = folders.map(|(option, folder)| format!("{option}={}", folder.display()));
    let words = ["site-gen"].into_iter().chain(command.split(' '));
    let words = words.map(str::to_owned).chain(folders).chain([format!("--today={DAY}")]);
    let command = Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(cli::run(command), ExitCode::SUCCESS);
}

impl Block {
    /// A whole page is a new file; anything else takes the place of the key that it begins with.
    fn write(&self, copy: &Copy) {
        let text = if self.text.starts_with("---\n") {
            self.text.clone()
        } else {
            put(&copy.read(&self.file), &self.text)
        };
        copy.write(&self.file, &text);
    }
}

/// A text with a key and all that stands below it written anew: the first such key that is as far in. A key
/// that is not there comes last.
fn put(text: &str, new: &str) -> String {
    let key = new.split_inclusive(':').next().unwrap();
    let depth = key.len() - key.trim_start().len();
    let deeper = |line: &str| {
        let line = line.trim_end();
        line.is_empty() || line.len() - line.trim_start().len() > depth
    };
    let mut lines = text.lines().peekable();
    let mut written = String::new();
    let mut is_new = true;
    while let Some(line) = lines.next() {
        if is_new && line.starts_with(key) {
            is_new = false;
            written += new;
            while lines.next_if(|line| deeper(line)).is_some() {}
        } else {
            writeln!(written, "{line}").unwrap();
        }
    }
    if is_new { written + new } else { written }
}

#[test]
fn a_key_takes_the_place_of_the_same_one() {
    let text = "a: 1\nb:\n  c: 2\n  d:\n    - 3\n  e: 4\n";
    assert_eq!(put(text, "  d: 5\n"), "a: 1\nb:\n  c: 2\n  d: 5\n  e: 4\n");
    assert_eq!(put(text, "b: 6\n"), "a: 1\nb: 6\n");
    assert_eq!(put(text, "f: 7\n"), format!("{text}f: 7\n"));
}

#[test]
fn both_halves_have_the_same_written() {
    assert_eq!(tasks("fr"), (1..=12).collect::<Vec<_>>());
    assert_eq!(tasks("fr"), tasks("en"));
    for number in tasks("fr") {
        assert_eq!(blocks("fr", number), blocks("en", number), "task {number}");
    }
}

#[test]
fn what_is_written_passes_all_checks() {
    for number in tasks("fr") {
        let copy = Copy::new();
        follow(&copy, number);
        run(&copy, "record");
        let told = copy.text(&check(&copy.options(), false));
        assert!(!told.contains("error["), "task {number}\n{told}");
        // A language for a few pages borrows words from French, and says so.
        let borrowed = told.matches("warning[missing-language]").count();
        assert_eq!(told.matches("warning[").count(), borrowed, "task {number}\n{told}");
        assert_eq!(borrowed > 0, number == 7, "task {number}\n{told}");
    }
}

#[test]
fn every_command_is_one() {
    for lang in ["fr", "en"] {
        let commands = commands(lang);
        assert!(commands.len() > 5, "{commands:?}");
        for command in commands {
            let Some(words) = command.strip_prefix(SITE_GEN) else {
                assert_eq!(command, "cargo run --release");
                continue;
            };
            let (words, _) = words.split_once(" > ").unwrap_or((words, ""));
            let words = ["site-gen"].into_iter().chain(words.split(' '));
            if let Err(error) = Cli::try_parse_from(words) {
                panic!("{command}: {error}");
            }
        }
    }
}
