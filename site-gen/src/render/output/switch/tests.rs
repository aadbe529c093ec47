//! A switch that is stopped after any of its steps.

use std::collections::BTreeSet;

use walkdir::WalkDir;

use super::super::Output;
use super::*;
use crate::assets::fingerprinted;

/// A release: pages that name what they load and link to, and a bundle whose first file names the other.
type Release = BTreeMap<String, String>;

fn release(style: &str, pages: &[(&str, &[&str])], documents: &[&str]) -> Release {
    let style_name = format!("/assets/{}", fingerprinted("style.css", style.as_bytes()));
    let part = fingerprinted("pages.json", style.as_bytes());
    let mut release: Release =
        documents.iter().map(|name| (format!("public{name}"), format!("{style} {name}"))).collect();
    for (page, links) in pages {
        release
            .insert(format!("public{page}"), [&[style_name.as_str()], *links].concat().join("\n"));
    }
    release.insert(format!("public{style_name}"), style.to_owned());
    release.insert(format!("form-fn/{part}"), style.to_owned());
    release.insert("form-fn/bundle.json".to_owned(), part);
    release.insert("public/search.json".to_owned(), pages.iter().map(|(page, _)| *page).collect());
    release
}

fn releases() -> [Release; 4] {
    [
        release(
            "1",
            &[("/index.html", &["/a/index.html", "/f/old.pdf"]), ("/a/index.html", &[])],
            &["/f/old.pdf"],
        ),
        release(
            "2",
            &[
                ("/index.html", &["/b/index.html", "/f/new.pdf"]),
                ("/b/index.html", &["/index.html"]),
            ],
            &["/f/new.pdf"],
        ),
        release(
            "1",
            &[("/index.html", &["/a/index.html"]), ("/a/index.html", &["/f/new.pdf"])],
            &["/f/new.pdf"],
        ),
        release("3", &[("/index.html", &[])], &[]),
    ]
}

fn staged(root: &Path, release: &Release) -> (Output, Switch) {
    let output = Output::open(root).unwrap();
    for (path, text) in release {
        output.put(path, text.as_bytes()).unwrap();
    }
    let id = output.build_id(b"");
    let files = std::mem::take(&mut *output.lock());
    let switch = output.switch(&id, &files);
    (output, switch)
}

/// Takes so many steps, those of a group from its end if asked; whether there were more.
fn take(root: &Path, release: &Release, count: usize, backwards: bool) -> bool {
    let (output, switch) = staged(root, release);
    let steps = switch.groups.into_iter().flat_map(|mut group| {
        if backwards {
            group.reverse();
        }
        group
    });
    let mut steps = steps.peekable();
    for step in steps.by_ref().take(count) {
        step.take(root, output.staging.path(), Durability::InMemory).unwrap();
    }
    steps.peek().is_some()
}

fn build(root: &Path, release: &Release) {
    let (output, switch) = staged(root, release);
    switch.run(root, output.staging.path(), Durability::InMemory).unwrap();
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every page has its assets and its documents; every page that can be reached from the home page has its links too;
/// the bundle is of one build.
fn assert_whole(root: &Path, context: &str) {
    let public = root.join("public");
    let is_file = |address: &str| public.join(&address[1..]).is_file();
    for entry in WalkDir::new(&public).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|extension| extension == "html") {
            let page = fs::read_to_string(entry.path()).unwrap();
            let missing: Vec<_> = page.lines().filter(|to| !is_page(to) && !is_file(to)).collect();
            assert!(missing.is_empty(), "{context}: {} lacks {missing:?}", entry.path().display());
        }
    }
    let mut seen = BTreeSet::new();
    let mut next = vec!["/index.html".to_owned()];
    while let Some(address) = next.pop() {
        if seen.insert(address.clone()) {
            let page = read(&public, &address[1..]);
            next.extend(page.lines().filter(|to| is_page(to)).map(str::to_owned));
        }
    }
    let part = read(root, "form-fn/bundle.json");
    assert!(root.join("form-fn").join(&part).is_file(), "{context}: the bundle lacks {part}");
}

/// What stands there, but for what is kept and for the list of it.
fn standing(root: &Path) -> Release {
    let kept = Manifest::read(root).kept;
    let files = WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(root).unwrap().display().to_string();
        let text = fs::read_to_string(entry.path()).unwrap();
        (name, text)
    });
    named
        .filter(|(name, _)| !kept.contains_key(name) && name != MANIFEST && name != ".lock")
        .collect()
}

#[test]
fn a_build_stopped_after_any_step_leaves_every_page_whole() {
    let [first, rest @ ..] = releases();
    for backwards in [false, true] {
        for (number, release) in rest.iter().enumerate() {
            let mut count = 0;
            loop {
                let root = tempfile::tempdir().unwrap();
                build(root.path(), &first);
                let is_cut = take(root.path(), release, count, backwards);
                let context = format!("release {number}, {count} steps");
                assert_whole(root.path(), &context);
                // The next build finishes it, or goes on to yet another release.
                build(root.path(), &rest[(number + 1) % rest.len()]);
                assert_whole(root.path(), &context);
                assert_eq!(standing(root.path()), rest[(number + 1) % rest.len()], "{context}");
                if !is_cut {
                    break;
                }
                count += 1;
            }
            assert!(count > 5, "there were steps to stop at");
        }
    }
}

#[test]
fn builds_that_are_stopped_one_after_the_other_leave_every_page_whole() {
    let [first, second, third, last] = releases();
    for (early, late) in (0..14).flat_map(|early| (0..14).step_by(3).map(move |late| (early, late)))
    {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), &first);
        take(root.path(), &second, early, false);
        take(root.path(), &third, late, true);
        assert_whole(root.path(), &format!("{early} steps, then {late}"));
        build(root.path(), &last);
        assert_eq!(standing(root.path()), last);
    }
}

#[test]
fn pages_of_the_previous_release_that_are_open_still_load() {
    let [first, second, third, _] = releases();
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &first);
    let open: Vec<_> = first.keys().filter(|path| is_fingerprinted(path)).collect();
    build(root.path(), &second);
    assert!(open.iter().all(|path| root.path().join(path).is_file()));
    build(root.path(), &third);
    assert!(
        second
            .keys()
            .filter(|path| is_fingerprinted(path))
            .all(|path| root.path().join(path).is_file())
    );
}
