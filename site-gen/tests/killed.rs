//! The real command, killed at random moments while pages, the style sheet and a picture are edited: what stands in the
//! output folder is always a site whose pages have all that they load, and the next build is as a fresh one.

#![cfg(unix)]
#![allow(clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::{
    collections::BTreeSet,
    fs,
    ops::RangeInclusive,
    os::unix::fs::MetadataExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use copy::{Copy, built_files};
use site_gen::{Options, build, render::output::Manifest};
use walkdir::WalkDir;

const KILLS: u32 = 100;
const STYLE: &str = "themes/circles/assets/style.css";

fn command(copy: &Copy) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    for (option, folder) in [("--content", "content"), ("--themes", "themes"), ("--out", "dist")] {
        command.arg(option).arg(copy.path(folder));
    }
    command.args(["build", "--today", "2026-11-22"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Pages come and go, others change with their style sheet and their picture.
fn edit(copy: &Copy, number: u32) {
    let text = |words: &str| {
        format!("---\ntitle: \"Essai {number}\"\ndescription: Une page.\n---\n\n{words}\n")
    };
    let (new, old) = (number % 3, (number + 1) % 3);
    let picture = format!("<svg viewBox='0 0 {} 3'></svg>", number + 1);
    copy.write("content/pages/plan.svg", &picture);
    copy.write(&format!("content/pages/guide-{new}.txt"), &format!("Guide {number}"));
    copy.write(
        &format!("content/pages/essai-{new}.fr.md"),
        &text(&format!("![Un plan](plan.svg) [Le guide](guide-{new}.txt)")),
    );
    copy.write(
        "content/pages/entree.fr.md",
        &text(&format!("![Un plan](plan.svg) [Suite](essai-{new}.fr.md)")),
    );
    copy.write(STYLE, &format!("/* {number} */ body {{ margin: {number}px }}"));
    let _ = fs::remove_file(copy.path(&format!("content/pages/essai-{old}.fr.md")));
    let _ = fs::remove_file(copy.path(&format!("content/pages/guide-{old}.txt")));
}

/// The values of attributes that name something of the same site.
fn local(html: &str) -> Vec<String> {
    let attributes = [" href=\"/", " src=\"/", " srcset=\"/", " data-index=\"/"];
    let mut found = Vec::new();
    for attribute in attributes {
        for (at, _) in html.match_indices(attribute) {
            let value = html[at + attribute.len() - 1..].split('"').next().unwrap();
            let addresses = value.split(',').filter_map(|part| part.split_whitespace().next());
            found.extend(
                addresses.map(|address| address.split(['#', '?']).next().unwrap().to_owned()),
            );
        }
    }
    found
}

fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "html")
}

fn file_of(address: &str) -> String {
    let below = address.trim_start_matches('/');
    if below.is_empty() || below.ends_with('/') {
        format!("{below}index.html")
    } else {
        below.to_owned()
    }
}

/// Every page has its files; every page that can be reached from the home page has its links; the bundle is whole.
fn assert_whole(dist: &Path, context: &str) {
    let public = dist.join("public");
    for entry in WalkDir::new(&public).into_iter().map(Result::unwrap) {
        if is_page(entry.path()) {
            for file in
                local(&fs::read_to_string(entry.path()).unwrap()).iter().map(|to| file_of(to))
            {
                // The form's own answers are not files.
                let is_known = is_page(file.as_ref())
                    || file.starts_with("api/")
                    || public.join(&file).is_file();
                assert!(is_known, "{context}: {} lacks {file}", entry.path().display());
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut next = vec!["index.html".to_owned()];
    while let Some(page) = next.pop() {
        if seen.insert(page.clone()) {
            let html = fs::read_to_string(public.join(&page));
            let html = html.unwrap_or_else(|error| panic!("{context}: {page}: {error}"));
            next.extend(
                local(&html).iter().map(|to| file_of(to)).filter(|file| is_page(file.as_ref())),
            );
        }
    }
    let bundle = fs::read_to_string(dist.join("form-fn/bundle.json")).unwrap();
    let bundle: serde_json::Value = serde_json::from_str(&bundle).unwrap();
    for (_, name) in bundle["files"].as_object().into_iter().flatten() {
        assert!(dist.join("form-fn").join(name.as_str().unwrap()).is_file(), "{context}: {name}");
    }
}

/// A number from 0 to 1 that looks random.
fn chance(number: u32) -> f64 {
    f64::from(blake3::hash(&number.to_le_bytes()).as_bytes()[0]) / 255.0
}

/// The number of the manifest's file: another one as soon as files begin to move.
fn manifest(copy: &Copy) -> Option<u64> {
    fs::metadata(copy.path("dist/manifest.json")).ok().map(|metadata| metadata.ino())
}

#[test]
fn a_build_killed_at_any_moment_leaves_pages_that_have_their_files() {
    let half_way: u32 = thread::scope(|scope| {
        let series =
            [0, KILLS / 2].map(|first| scope.spawn(move || kill(first + 1..=first + KILLS / 2)));
        series.into_iter().map(|series| series.join().unwrap()).sum()
    });
    println!("{half_way} of {KILLS} kills came while files moved");
}

/// Kills a build for each number; how often files had begun to move and had not all arrived.
fn kill(numbers: RangeInclusive<u32>) -> u32 {
    let copy = Copy::new();
    edit(&copy, 0);
    let started = Instant::now();
    assert!(command(&copy).wait().unwrap().success());
    let whole = started.elapsed();
    let mut half_way = 0;
    for number in numbers {
        edit(&copy, number);
        let before = manifest(&copy);
        let mut build = command(&copy);
        if number % 4 == 0 {
            thread::sleep(whole.mul_f64(chance(number)));
        } else {
            while manifest(&copy) == before && build.try_wait().unwrap().is_none() {
                thread::sleep(Duration::from_micros(50));
            }
            thread::sleep(Duration::from_millis(2).mul_f64(chance(number)));
        }
        build.kill().unwrap();
        build.wait().unwrap();
        let has_begun = manifest(&copy) != before;
        half_way += u32::from(has_begun && Manifest::read(&copy.path("dist")).build.is_empty());
        assert_whole(&copy.path("dist"), &format!("kill {number}"));
        if number % 25 == 0 {
            copy.build();
            let fresh = Options { out: copy.path("fresh"), ..copy.options() };
            build::build(&fresh).unwrap();
            assert!(
                built_files(&copy.path("dist")) == built_files(&fresh.out),
                "after kill {number}"
            );
            fs::remove_dir_all(&fresh.out).unwrap();
        }
    }
    half_way
}
