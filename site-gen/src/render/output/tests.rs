use super::*;

fn build(root: &Path, files: &[(&str, &str)]) -> Changes {
    let output = Output::open(root).unwrap();
    for (path, text) in files {
        output.put(path, text.as_bytes()).unwrap();
    }
    let id = output.build_id(b"");
    output.commit(&id, Durability::OnDisk).unwrap().0
}

#[test]
fn the_same_files_are_not_written_again() {
    let root = tempfile::tempdir().unwrap();
    let files = [("a.html", "A"), ("b/index.html", "B")];
    assert_eq!(build(root.path(), &files), Changes { written: 2, removed: 0 });
    let before = fs::metadata(root.path().join("a.html")).unwrap().modified().unwrap();
    assert_eq!(build(root.path(), &files), Changes { written: 0, removed: 0 });
    let after = fs::metadata(root.path().join("a.html")).unwrap().modified().unwrap();
    assert_eq!(before, after);
}

#[test]
fn what_is_no_longer_made_goes_and_what_others_put_stays() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a.html", "A"), ("b/index.html", "B")]);
    fs::write(root.path().join("mine.txt"), "mine").unwrap();
    assert_eq!(build(root.path(), &[("a.html", "A2")]), Changes { written: 1, removed: 1 });
    assert!(!root.path().join("b").exists());
    assert!(root.path().join("mine.txt").exists());
}

fn staging_folders(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_string_lossy().contains(STAGING)).collect()
}

#[test]
fn what_a_stopped_build_left_is_cleared_away() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a.html", "A"), ("old/index.html", "B")]);
    fs::create_dir(root.path().join(".staging-dead")).unwrap();
    let half = Manifest {
        build: String::new(),
        kept: BTreeMap::new(),
        files: ["a.html", "old/index.html", "never.html"]
            .map(|name| (name.to_owned(), "digest".to_owned()))
            .into(),
    };
    fs::write(root.path().join("manifest.json"), serde_json::to_vec(&half).unwrap()).unwrap();
    assert_eq!(build(root.path(), &[("a.html", "A")]), Changes { written: 0, removed: 1 });
    assert!(staging_folders(root.path()).is_empty() && !root.path().join("old").exists());
}

#[test]
fn a_manifest_removes_nothing_outside_the_folder() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    build(&out, &[("a.html", "A")]);
    fs::write(root.path().join("mine.txt"), "mine").unwrap();
    let wrong = Manifest {
        build: String::new(),
        kept: BTreeMap::new(),
        files: [("../mine.txt".to_owned(), "digest".to_owned())].into(),
    };
    fs::write(out.join("manifest.json"), serde_json::to_vec(&wrong).unwrap()).unwrap();
    build(&out, &[("a.html", "A")]);
    assert!(root.path().join("mine.txt").exists());
}

#[test]
fn an_abandoned_build_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a.html", "A")]);
    let output = Output::open(root.path()).unwrap();
    output.put("a.html", b"changed").unwrap();
    drop(output);
    assert_eq!(fs::read_to_string(root.path().join("a.html")).unwrap(), "A");
    assert!(staging_folders(root.path()).is_empty());
}

const OLD: &str = "public/assets/style.000000000001.css";
const NEW: &str = "public/assets/style.000000000002.css";

#[test]
fn assets_of_the_previous_release_stay_for_one_release() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[(OLD, "1"), ("public/a.html", "old")]);
    assert_eq!(build(root.path(), &[(NEW, "2"), ("public/a.html", "new")]).removed, 0);
    let manifest = Manifest::read(root.path());
    assert!(manifest.kept.contains_key(OLD) && !manifest.files.contains_key(OLD));
    // The same release again changes nothing, and keeps what it kept.
    assert!(!build(root.path(), &[(NEW, "2"), ("public/a.html", "new")]).any());
    assert_eq!(Manifest::read(root.path()), manifest);
    assert_eq!(build(root.path(), &[(NEW, "2"), ("public/a.html", "newer")]).removed, 1);
    assert!(!root.path().join(OLD).exists() && root.path().join(NEW).exists());
    assert!(Manifest::read(root.path()).kept.is_empty());
}

#[test]
fn a_document_that_is_removed_goes_at_once() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("public/files/list.pdf", "1"), ("public/a.html", "A")]);
    assert_eq!(build(root.path(), &[("public/a.html", "A2")]), Changes { written: 1, removed: 1 });
    assert!(!root.path().join("public/files").exists());
}

#[test]
fn a_folder_of_an_older_version_is_taken_over() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[(OLD, "1"), ("form-fn/pages.json", "{}")]);
    let manifest = fs::read_to_string(root.path().join("manifest.json")).unwrap();
    assert!(!manifest.contains("kept"), "as an older version wrote it");
    assert_eq!(build(root.path(), &[(NEW, "2")]), Changes { written: 1, removed: 1 });
    assert!(root.path().join(OLD).exists() && !root.path().join("form-fn").exists());
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("public/a", "1"), ("public/b/c/index.html", "2")]);
    build(root.path(), &[("public/a/index.html", "3"), ("public/b", "4")]);
    assert_eq!(fs::read_to_string(root.path().join("public/a/index.html")).unwrap(), "3");
    assert_eq!(fs::read_to_string(root.path().join("public/b")).unwrap(), "4");
}
