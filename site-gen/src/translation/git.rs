//! Git, run so that nothing inside the content decides what it does.
//!
//! Git obeys the configuration of the repository that it finds, and some settings name programs to run. It looks for
//! that repository from a folder upwards, and takes any folder that looks like one. Content comes from people who
//! may not run programs on the machine of whoever reads it, so the search for a repository begins above the content,
//! and git is started at the top of what was found there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use form_model::bilingual;

use super::history::NoHistory;

/// The folder or file that marks the top of a repository's working tree.
const MARK: &str = ".git";

/// Settings for every command: no program besides git itself runs, and nothing is fetched.
const SETTINGS: [&str; 7] = [
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "protocol.allow=never",
    "log.showSignature=false",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// Variables with which a surrounding git command, such as a hook, would name another repository or change how
/// paths are read.
const UNSET: [&str; 15] = [
    "GIT_DIR",
    "GIT_COMMON_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_CONFIG",
    "GIT_EXTERNAL_DIFF",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// The repository that keeps the content.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The top of its working tree.
    top: PathBuf,
    /// The content's folder below it, its parts joined by `/`.
    content: String,
}

impl Repository {
    /// Looks for the repository in the folders above the content. Whatever is inside the content is never taken for
    /// it: a bare repository, a `.git` folder, or a `.git` file that names another folder.
    ///
    /// # Errors
    /// No folder above the content is a repository.
    pub fn around(content: &Path) -> Result<Self, NoHistory> {
        let resolved = content.canonicalize().map_err(|error| {
            NoHistory(bilingual!(
                "le dossier du contenu ne peut pas être lu : {error}",
                "the content folder cannot be read: {error}"
            ))
        })?;
        let top = resolved.ancestors().skip(1).find(|top| is_top(top, &resolved));
        let Some((top, below)) = top.and_then(|top| Some((top, resolved.strip_prefix(top).ok()?)))
        else {
            return Err(not_found(resolved.join(MARK).exists()));
        };
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        Ok(Self { top: top.to_owned(), content: parts.join("/") })
    }

    /// The content's folder below the top of the repository, its parts joined by `/`.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.content
    }

    /// A git command at the top of the repository. Git itself refuses a repository that another account owns.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.top).arg("--no-pager");
        for setting in SETTINGS {
            git.args(["-c", setting]);
        }
        for name in UNSET {
            git.env_remove(name);
        }
        // The repository is at the top itself: git does not look above it.
        if let Some(above) = self.top.parent() {
            git.env("GIT_CEILING_DIRECTORIES", above);
        }
        // An empty list of protocols wins over what any configuration allows.
        git.env("GIT_ALLOW_PROTOCOL", "")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C");
        git
    }
}

/// Whether a folder is the top of a repository that keeps its data outside the content.
fn is_top(top: &Path, content: &Path) -> bool {
    let mark = top.join(MARK);
    let data = if mark.is_file() { named_in(&mark, top) } else { Some(mark) };
    let data = data.and_then(|data| data.canonicalize().ok());
    data.is_some_and(|data| data.join("HEAD").exists() && !data.starts_with(content))
}

/// The folder that a `.git` file names: that of a worktree or of a submodule.
fn named_in(mark: &Path, top: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(mark).ok()?;
    Some(top.join(text.strip_prefix("gitdir:")?.trim()))
}

fn not_found(is_in_content: bool) -> NoHistory {
    NoHistory(if is_in_content {
        bilingual!(
            "ceci n’est pas un dépôt git : un `.git` dans le dossier du contenu ne sert pas, le dépôt doit commencer plus haut",
            "this is not a git repository: a `.git` inside the content folder is not used, the repository must begin above it"
        )
    } else {
        bilingual!(
            "ceci n’est pas un dépôt git : aucun dossier au-dessus du contenu n’a de `.git`",
            "this is not a git repository: no folder above the content has a `.git`"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(parts: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("site/content/pages")).unwrap();
        for part in parts {
            let data = folder.path().join(part);
            fs::create_dir_all(&data).unwrap();
            fs::write(data.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        }
        folder
    }

    fn found(folder: &tempfile::TempDir) -> Option<(PathBuf, String)> {
        let found = Repository::around(&folder.path().join("site/content")).ok()?;
        let root = folder.path().canonicalize().unwrap();
        Some((found.top.strip_prefix(root).unwrap().to_owned(), found.content))
    }

    #[test]
    fn the_repository_is_the_nearest_above_the_content() {
        let folder = folder_with(&[".git", "site/content/.git", "site/content/pages/.git"]);
        assert_eq!(found(&folder), Some((PathBuf::new(), "site/content".to_owned())));
        let folder = folder_with(&[".git", "site/.git"]);
        assert_eq!(found(&folder), Some(("site".into(), "content".to_owned())));
    }

    #[test]
    fn nothing_inside_the_content_is_taken_for_it() {
        assert_eq!(found(&folder_with(&["site/content", "site/content/.git"])), None);
        assert_eq!(found(&folder_with(&["site"])), None);
        let folder = folder_with(&["site/content/data"]);
        fs::write(folder.path().join("site/.git"), "gitdir: content/data\n").unwrap();
        assert_eq!(found(&folder), None);
    }

    #[test]
    fn a_file_may_name_the_folder_of_a_worktree() {
        let folder = folder_with(&["data"]);
        fs::write(folder.path().join("site/.git"), "gitdir: ../data\n").unwrap();
        assert_eq!(found(&folder), Some(("site".into(), "content".to_owned())));
    }
}
