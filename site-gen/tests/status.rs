//! `site-gen status`: which translations need work, what changed for them, that they were reviewed.
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::process::{Command, Output};

use copy::Copy;
use site_gen::{
    diagnostic::Diagnostics,
    translation::{pages::Pages, review},
};

/// What a command printed, and whether it succeeded; paths as in the real tree.
struct Told {
    success: bool,
    out: String,
    err: String,
}

fn site_gen(copy: &Copy, arguments: &[&str]) -> Told {
    let output = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .current_dir(copy.path(""))
        .env("LC_ALL", "C")
        .env("GIT_CEILING_DIRECTORIES", copy.path("").parent().unwrap())
        .args(arguments)
        .output()
        .unwrap();
    let Output { status, stdout, stderr } = output;
    assert!(status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&stderr));
    Told {
        success: status.success(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

fn status(copy: &Copy, arguments: &[&str]) -> Told {
    site_gen(copy, &[&["status"], arguments].concat())
}

/// A copy whose translations all name the French text as it is. Four pages are ours, so that what the
/// tests say of them does not hang on the real content.
fn reviewed() -> Copy {
    let copy = Copy::new();
    for page in ["one", "two", "three", "four"] {
        let text = "---\ntitle: \"Un\"\ndescription: \"Une page.\"\norder: 6\n---\n\n## Téléphone\n\n\
                    Une personne vous répond.\n\nVous pouvez appeler en tout temps.\n\n## Courriel\n\n\
                    Vous pouvez aussi écrire.\n";
        copy.write(&format!("content/pages/{page}.fr.md"), text);
        let text = "---\ntitle: \"One\"\ndescription: \"A page.\"\n---\n\nCall at any time.\n";
        copy.write(&format!("content/pages/{page}.en.md"), text);
    }
    let pages = Pages::read(&copy.options(), &mut Diagnostics::default()).unwrap();
    for file in copy.pages(".en.md") {
        let pair = pages.pair(&copy.path(&file).display().to_string(), None).unwrap();
        review::note(&pages, &pair).unwrap();
    }
    copy
}

fn git(copy: &Copy, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(copy.path(""))
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn commit(copy: &Copy, day: &str) {
    git(copy, &["add", "--all"]);
    let output = Command::new("git")
        .current_dir(copy.path(""))
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(["commit", "--quiet", "-m", day])
        .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A reviewed copy under git.
fn committed() -> Copy {
    let copy = reviewed();
    git(&copy, &["init", "--quiet"]);
    commit(&copy, "2026-01-10");
    copy
}

#[test]
fn one_french_page_edited_is_listed_until_it_is_reviewed() {
    let copy = reviewed();
    let told = status(&copy, &[]);
    assert!(told.success, "{}", told.out);
    assert!(told.out.ends_with("translations are up to date\n"), "{}", told.out);

    copy.edit("content/pages/one.fr.md", "en tout temps", "jour et nuit");
    let told = status(&copy, &[]);
    assert!(!told.success);
    assert!(told.out.contains("out of date  content/pages/one.en.md"), "{}", told.out);
    assert_eq!(told.out.matches("out of date").count(), 1, "{}", told.out);

    let before = copy.read("content/pages/one.en.md");
    let told = status(&copy, &["--reviewed", "one"]);
    assert!(told.success && told.out.contains("content/pages/one.en.md: noted"), "{}", told.out);
    assert!(status(&copy, &[]).success);
    let after = copy.read("content/pages/one.en.md");
    let others = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.starts_with("translation_of:"))
            .map(str::to_owned)
            .collect()
    };
    assert_ne!(after, before);
    assert_eq!(others(&after), others(&before));
    assert!(status(&copy, &["--reviewed", "one"]).out.contains("already"));
    copy.build();
}

#[test]
fn what_translations_take_from_the_french_file_is_no_change_for_them() {
    let copy = reviewed();
    copy.edit("content/pages/levels/partnership.fr.md", "overlap: 0.7", "overlap: 0.6")
        .edit("content/pages/levels/partnership.fr.md", "slug: partenariat", "slug: partenariats")
        .edit("content/pages/levels/partnership.fr.md", "order: 4", "order: 5");
    assert!(status(&copy, &[]).success);
    copy.edit(
        "content/pages/levels/partnership.fr.md",
        "decides: \"Vous",
        "decides: \"Toujours vous",
    );
    assert!(!status(&copy, &[]).success);
}

#[test]
fn everything_that_needs_work_is_listed_oldest_first() {
    let copy = committed();
    copy.remove("content/pages/two.fr.md");
    commit(&copy, "2026-02-01");
    copy.edit("content/pages/one.fr.md", "en tout temps", "jour et nuit");
    commit(&copy, "2026-03-01");
    copy.edit("content/pages/three.fr.md", "description: \"", "description: \"Mieux : ");
    commit(&copy, "2026-04-01");
    // Out of date since March, however often it is edited later.
    copy.edit("content/pages/one.fr.md", "jour et nuit", "nuit et jour");
    commit(&copy, "2026-05-01");
    copy.write(
        "content/pages/news.fr.md",
        "---\ntitle: Nouvelles\ndescription: Les nôtres.\n---\n",
    );
    commit(&copy, "2026-06-01");
    copy.write("content/pages/draft.fr.md", "---\ntitle: A\ndescription: B.\ndraft: true\n---\n");
    commit(&copy, "2026-06-01");
    copy.edit("content/pages/four.en.md", "translation_of", "# translation_of");

    let told = status(&copy, &[]);
    assert!(!told.success);
    let looked_at = format!("of {} ", copy.pages(".en.md").len() + 1);
    assert!(told.out.contains(&looked_at), "{}", told.out);
    insta::assert_snapshot!("everything", told.out.replace(&looked_at, "of … "));
    let told = status(&copy, &["--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert!(!told.success);
    insta::assert_snapshot!("everything_json", serde_json::to_string_pretty(&rows).unwrap());
    assert!(status(&copy, &["--drafts"]).out.contains("content/pages/draft.en.md"));
}

#[test]
fn what_is_up_to_date_is_an_empty_list_for_programs() {
    let told = status(&reviewed(), &["--format", "json"]);
    assert!(told.success);
    assert_eq!(told.out, "[]\n");
}

#[test]
fn without_git_the_files_say_when() {
    let copy = reviewed();
    copy.edit("content/pages/one.fr.md", "en tout temps", "jour et nuit").edit(
        "content/pages/two.fr.md",
        "title: \"",
        "title: \"Nos ",
    );
    let set = |name: &str, time: u64| {
        let file = std::fs::File::options().append(true).open(copy.path(name)).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(time)).unwrap();
    };
    set("content/pages/one.fr.md", 1_790_000_000);
    set("content/pages/two.fr.md", 1_780_000_000);
    let told = status(&copy, &[]);
    let lines: Vec<_> = told.out.lines().skip(1).take(2).collect();
    assert!(lines[0].starts_with("2026-05-28  out of date  content/pages/two.en.md"), "{lines:?}");
    assert!(lines[1].starts_with("2026-09-21  out of date  content/pages/one.en.md"), "{lines:?}");
}

#[test]
fn a_page_that_cannot_be_read_is_told_and_not_taken_for_missing() {
    let copy = reviewed();
    copy.write("content/pages/one.fr.md", "---\ntitle: \"Sans fin\n---\n")
        .write("content/pages/two.en.md", "nothing\n");
    let told = status(&copy, &[]);
    assert!(!told.success);
    assert!(told.out.contains("translations are up to date"), "{}", told.out);
    assert!(told.err.contains("content/pages/one.fr.md:2:8"), "{}", told.err);
    assert!(told.err.contains("content/pages/two.en.md:1"), "{}", told.err);
}

#[test]
fn the_difference_is_found_in_the_history_under_an_earlier_name_too() {
    let copy = committed();
    copy.edit("content/pages/one.fr.md", "en tout temps", "jour et nuit");
    commit(&copy, "2026-02-01");
    for lang in ["fr", "en"] {
        std::fs::create_dir_all(copy.path("content/pages/one")).unwrap();
        std::fs::rename(
            copy.path(&format!("content/pages/one.{lang}.md")),
            copy.path(&format!("content/pages/one/index.{lang}.md")),
        )
        .unwrap();
    }
    commit(&copy, "2026-03-01");
    copy.edit("content/pages/one/index.fr.md", "order: 6", "order: 6\n# Une note");
    let told = status(&copy, &["--diff", "one"]);
    assert!(told.success, "{}", told.err);
    let shown = told.out.lines().map(|line| {
        let (line, _) = line.split_once(" (commit ").unwrap_or((line, ""));
        format!("{line}\n")
    });
    insta::assert_snapshot!("difference", shown.collect::<String>());
    assert!(!told.out.contains('\u{1b}'), "no colour where there is no terminal");
    assert_eq!(status(&copy, &["--diff", "content/pages/one/index.en.md"]).out, told.out);
    assert!(status(&copy, &["--diff", "two"]).out.contains("nothing changed in French"));
}

#[test]
fn where_the_difference_cannot_be_known_it_says_why() {
    let copy = reviewed();
    copy.edit("content/pages/one.fr.md", "en tout temps", "jour et nuit");
    let told = status(&copy, &["--diff", "one"]);
    assert!(!told.success && told.err.contains("not a git repository"), "{}", told.err);

    git(&copy, &["init", "--quiet"]);
    assert!(status(&copy, &["--diff", "one"]).err.contains("does not have any commits yet"));
    commit(&copy, "2026-02-01");
    let told = status(&copy, &["--diff", "one"]);
    assert!(!told.success && told.err.contains("knows one version of this file"), "{}", told.err);

    copy.edit("content/pages/two.en.md", "translation_of", "# translation_of");
    let told = status(&copy, &["--diff", "two"]);
    assert!(told.err.contains("does not say which French text it is made from"), "{}", told.err);
    assert!(told.err.contains("--reviewed content/pages/two.en.md"), "{}", told.err);
}

#[test]
fn in_a_shallow_clone_it_says_how_to_get_the_history() {
    let copy = committed();
    copy.edit("content/pages/one.fr.md", "en tout temps", "jour et nuit");
    commit(&copy, "2026-02-01");
    let whole = format!("file://{}", copy.path("").display());
    git(&copy, &["clone", "--quiet", "--depth", "1", &whole, "clone"]);
    let told = status(&copy, &["--content", "clone/content", "--diff", "one"]);
    assert!(!told.success && told.err.contains("git fetch --unshallow"), "{}", told.err);
}

#[test]
fn a_page_is_named_by_its_id_or_by_any_of_its_files() {
    let copy = reviewed();
    let absolute = copy.path("content/pages/levels/partnership.en.md").display().to_string();
    for page in [
        "levels/partnership",
        "content/pages/levels/partnership.fr.md",
        "./content/pages/levels/partnership.en.md",
        "levels/partnership.en.md",
        &absolute,
    ] {
        let told = status(&copy, &["--reviewed", page]);
        assert!(told.out.contains("levels/partnership.en.md: it is"), "{page}: {}", told.err);
    }
    assert!(status(&copy, &["--reviewed", "levels"]).out.contains("levels/index.en.md"));
    assert!(status(&copy, &["--reviewed", "levels/index"]).out.contains("levels/index.en.md"));
    assert!(status(&copy, &["--reviewed", "index"]).out.contains("pages/index.en.md"));
}

#[test]
fn what_is_not_there_is_refused_with_a_way_on() {
    let copy = reviewed();
    copy.write("content/pages/news.fr.md", "---\ntitle: N\ndescription: N.\n---\n");
    for (arguments, message, help) in [
        (
            ["--reviewed", "levels/partnerhip"].as_slice(),
            "no page `levels/partnerhip`",
            "did you mean `levels/partnership`?",
        ),
        (
            &["--diff", "content/pages/onee.fr.md"],
            "no page `content/pages/onee.fr.md`",
            "did you mean `one`?",
        ),
        (&["--reviewed", "news"], "`news` has no translation", "write `news.en.md`"),
        (
            &["--reviewed", "one", "--only", "fr"],
            "French is what translations are made from",
            "--only en",
        ),
        (&["--reviewed", "one", "--only", "es"], "`one` has no text in `es`", "one.es.md"),
        (&["--only", "es"], "no translations in `es`", "`en`"),
    ] {
        let told = status(&copy, arguments);
        assert!(!told.success, "{arguments:?}");
        assert!(
            told.err.contains(message) && told.err.contains(help),
            "{arguments:?}: {}",
            told.err
        );
    }
}

#[test]
fn a_language_for_two_pages_is_expected_on_no_other() {
    let copy = reviewed();
    copy.edit("content/site.yaml", "languages: [fr, en]", "languages: [fr, en, es]")
        .write("content/pages/one.es.md", "---\ntitle: C\ndescription: C.\n---\n")
        .write("content/pages/two.es.md", "---\ntitle: E\ndescription: E.\n---\n");
    let told = status(&copy, &["--reviewed", "one"]);
    assert!(!told.success && told.err.contains("`--only en` or `--only es`"), "{}", told.err);
    for page in ["one", "two"] {
        assert!(status(&copy, &["--reviewed", page, "--only", "es"]).success);
    }
    let told = status(&copy, &[]);
    assert!(told.success, "{}", told.out);
    assert!(told.out.contains("`es` has neither a home page nor the form"), "{}", told.out);
    let told = status(&copy, &["--only", "es"]);
    assert!(
        !told.success && told.out.contains("missing  content/pages/apply.es.md"),
        "{}",
        told.out
    );

    // English is for all pages, also while its form is missing.
    copy.remove("content/pages/apply.en.md");
    let told = status(&copy, &[]);
    assert!(
        !told.success && told.out.contains("missing  content/pages/apply.en.md"),
        "{}",
        told.out
    );
}

#[test]
fn a_revision_stands_in_translations_and_is_one() {
    let copy = reviewed();
    copy.edit("content/pages/one.fr.md", "order: 6", "order: 6\ntranslation_of: \"0123456789ab\"")
        .edit("content/pages/two.en.md", "translation_of: \"", "translation_of: \"x");
    let text = copy.fail();
    assert!(text.contains("error[translation-key]"), "{text}");
    assert!(text.contains("content/pages/one.fr.md:5:1"), "{text}");
    assert!(text.contains("`translation_of` must be 12 digits"), "{text}");
    assert!(text.contains("content/pages/two.en.md:"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_reviewed_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let copy = reviewed();
    copy.edit("content/pages/one.fr.md", "en tout temps", "jour et nuit");
    let file = copy.path("content/pages/one.en.md");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o664)).unwrap();
    assert!(status(&copy, &["--reviewed", "one"]).success);
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o664);
    let left = std::fs::read_dir(copy.path("content/pages")).unwrap().map(Result::unwrap);
    let hidden = left.filter(|entry| entry.file_name().to_string_lossy().starts_with('.'));
    assert_eq!(hidden.count(), 0, "nothing is left beside it");
}

#[test]
fn who_reads_french_is_told_in_french() {
    let copy = reviewed();
    copy.edit("content/pages/one.fr.md", "Une personne vous répond.", "Quelqu’un vous répond.");
    copy.remove("content/pages/two.en.md");
    let told = site_gen(&copy, &["status", "--lang", "fr"]);
    let lines: Vec<_> = told.out.lines().collect();
    let has =
        |parts: [&str; 3]| lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
    assert!(has(["Depuis", "Fichier", "Pourquoi"]), "{}", told.out);
    assert!(has(["à revoir", "one.en.md", "one.fr.md a changé"]), "{}", told.out);
    assert!(has(["manque", "two.en.md", "two.fr.md n’a pas de texte `en`"]), "{}", told.out);
    assert!(told.out.contains("2 traductions sur "), "{}", told.out);
    let told = site_gen(&copy, &["status", "--lang", "fr", "--reviewed", "nowhere"]);
    assert!(told.err.contains("erreur\u{a0}: il n’y a pas de page `nowhere`"), "{}", told.err);
    let told = site_gen(&copy, &["check", "--lang", "fr"]);
    assert!(
        told.out.contains("rien à corriger") || told.err.contains("avertissement"),
        "{}",
        told.err
    );
}
