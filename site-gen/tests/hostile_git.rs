//! Repositories inside the content are data: no command obeys their configuration.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use copy::Copy;

/// A commit that no store holds: git would fetch it from whoever promised it.
const ABSENT: &str = "1234567890123456789012345678901234567890";

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn site_gen(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .current_dir(folder)
        .env("LC_ALL", "C")
        .args(arguments)
        .output()
        .unwrap()
}

/// A copy with two commits, and a folder outside it where a program of the attacker would leave its sign.
struct Attacked {
    copy: Copy,
    signs: tempfile::TempDir,
}

impl Attacked {
    fn new() -> Self {
        let copy = Copy::new();
        let page = |text: &str| format!("---\ntitle: Un\ndescription: Une page.\n---\n\n{text}\n");
        let revision = "translation_of: 0123456789ab\n";
        copy.write("content/pages/one.fr.md", &page("Avant.")).write(
            "content/pages/one.en.md",
            &format!("---\ntitle: One\ndescription: A page.\n{revision}---\n\nBefore.\n"),
        );
        let folder = copy.path("");
        git(&folder, &["init", "--quiet"]);
        git(&folder, &["add", "--all"]);
        git(&folder, &["commit", "--quiet", "-m", "a"]);
        assert!(site_gen(&folder, &["status", "--reviewed", "one"]).status.success());
        copy.write("content/pages/one.fr.md", &page("Après."));
        git(&folder, &["add", "--all"]);
        git(&folder, &["commit", "--quiet", "-m", "b"]);
        Self { copy, signs: tempfile::tempdir().unwrap() }
    }

    fn folder(&self) -> PathBuf {
        self.copy.path("")
    }

    /// A repository's data that runs a program by each setting that can name one.
    fn arm(&self, data: &Path) {
        for folder in ["objects/info", "refs/heads", "hooks", "info"] {
            fs::create_dir_all(data.join(folder)).unwrap();
        }
        let run = |name: &str| format!("touch {}/{name}; false", self.signs.path().display());
        let config = format!(
            "[core]\n repositoryformatversion = 1\n bare = true\n fsmonitor = {fsmonitor:?}\n pager = {pager:?}\n \
             sshCommand = {ssh:?}\n hooksPath = hooks\n editor = {editor:?}\n askPass = {askpass:?}\n \
             gitProxy = {proxy:?}\n alternateRefsCommand = {alternate:?}\n\
             [extensions]\n partialClone = origin\n\
             [remote \"origin\"]\n url = ssh://localhost/nowhere\n promisor = true\n \
             partialclonefilter = blob:none\n uploadpack = {upload:?}\n\
             [protocol]\n allow = always\n[log]\n showSignature = true\n[gpg]\n program = {gpg:?}\n\
             [diff]\n external = {external:?}\n[diff \"x\"]\n command = {driver:?}\n textconv = {textconv:?}\n\
             [filter \"x\"]\n smudge = {smudge:?}\n clean = {clean:?}\n process = {process:?}\n required = true\n\
             [pager]\n log = {pager:?}\n[credential]\n helper = {helper:?}\n",
            fsmonitor = run("fsmonitor"),
            pager = run("pager"),
            ssh = run("ssh"),
            editor = run("editor"),
            askpass = run("askpass"),
            proxy = run("proxy"),
            alternate = run("alternate"),
            upload = run("upload"),
            gpg = run("gpg"),
            external = run("external"),
            driver = run("driver"),
            textconv = run("textconv"),
            smudge = run("smudge"),
            clean = run("clean"),
            process = run("process"),
            helper = format!("!{}", run("helper")),
        );
        fs::write(data.join("config"), config).unwrap();
        fs::write(data.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        fs::write(data.join("refs/heads/main"), format!("{ABSENT}\n")).unwrap();
        fs::write(data.join("objects/info/alternates"), "/nowhere\n").unwrap();
        fs::write(data.join("info/attributes"), "* diff=x filter=x\n").unwrap();
        for hook in ["post-index-change", "reference-transaction", "post-checkout", "pre-commit"] {
            let path = data.join("hooks").join(hook);
            fs::write(&path, format!("#!/bin/sh\n{}\n", run(hook))).unwrap();
            let status = Command::new("chmod").arg("+x").arg(&path).status().unwrap();
            assert!(status.success());
        }
    }

    /// Every command that reads content, each of which may refuse what it finds.
    fn run_all(&self, folder: &Path) {
        for arguments in [
            &["status"][..],
            &["status", "--diff", "one"],
            &["status", "--format", "json"],
            &["build"],
            &["check"],
            &["readability"],
            &["new", "page", "nouvelle"],
            &["record"],
            &["status", "--reviewed", "one"],
        ] {
            site_gen(folder, arguments);
            let signs: Vec<_> = fs::read_dir(self.signs.path()).unwrap().collect();
            assert!(signs.is_empty(), "site-gen {arguments:?} ran {signs:?}");
        }
    }
}

/// `status` still knows the history of the repository around the content.
fn knows_history(folder: &Path) {
    let told = site_gen(folder, &["status", "--diff", "one"]);
    let out = String::from_utf8_lossy(&told.stdout);
    let err = String::from_utf8_lossy(&told.stderr);
    assert!(out.contains("-Avant.") && out.contains("+Après."), "{out}{err}");
}

#[test]
fn a_bare_repository_in_the_content_has_no_effect() {
    for place in ["content", "content/pages"] {
        let attacked = Attacked::new();
        let folder = attacked.folder();
        attacked.arm(&folder.join(place));
        fs::write(folder.join("content/.gitattributes"), "* diff=x filter=x\n").unwrap();
        knows_history(&folder);
        attacked.run_all(&folder);
    }
}

#[test]
fn a_nested_repository_in_the_content_has_no_effect() {
    for place in ["content", "content/pages"] {
        let attacked = Attacked::new();
        let folder = attacked.folder();
        attacked.arm(&folder.join(place).join(".git"));
        knows_history(&folder);
        attacked.run_all(&folder);
    }
}

#[test]
fn a_git_file_in_the_content_has_no_effect() {
    for place in ["content", "content/pages"] {
        let attacked = Attacked::new();
        let folder = attacked.folder();
        let data = folder.join("content/pages/.data");
        attacked.arm(&data);
        fs::write(folder.join(place).join(".git"), format!("gitdir: {}\n", data.display()))
            .unwrap();
        knows_history(&folder);
        attacked.run_all(&folder);
    }
}

#[test]
fn in_a_worktree_the_history_is_known_and_the_content_has_no_effect() {
    let attacked = Attacked::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let worktree = elsewhere.path().join("autre");
    git(&attacked.folder(), &["worktree", "add", "--quiet", &worktree.display().to_string()]);
    attacked.arm(&worktree.join("content/pages"));
    knows_history(&worktree);
    attacked.run_all(&worktree);
}
