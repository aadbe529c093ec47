//! What staff type while a command runs: notes, corrections and confirmations. A command line can be read by every
//! account of the machine, in the list of processes; what is typed here cannot.

use std::fs;
use std::io::{self, BufRead, IsTerminal as _, Read as _};
use std::path::Path;
use std::process::Command;

use form_model::bilingual;
use form_model::bilingual::{Bilingual, words};
use form_model::lang::Lang;
use tempfile::TempDir;

use super::failure::Failure;
use super::output::Output;
use super::told;
use crate::private;

/// The most bytes of a text: a record must stay far below the 400 KB that the table takes.
const MOST: u64 = 64 * 1024;

/// Where a command prints, and where it reads what is typed.
pub struct Console<'c> {
    /// Where a command prints.
    pub out: Output<'c>,
    input: Input<'c>,
    lang: Lang,
}

/// What is typed, and by whom.
pub struct Input<'i> {
    stream: Box<dyn BufRead + 'i>,
    typist: Typist,
}

/// Who types.
enum Typist {
    /// A person at a terminal, who may have named a command that opens their editor.
    Person { editor: Option<String> },
    /// A file or another program.
    Program,
}

impl<'i> Input<'i> {
    /// What a person types at a terminal, or writes in their editor if they have one.
    pub fn of_person(terminal: impl BufRead + 'i, editor: Option<String>) -> Self {
        Self { stream: Box::new(terminal), typist: Typist::Person { editor } }
    }

    /// What a file or another program holds.
    pub fn of_program(stream: impl BufRead + 'i) -> Self {
        Self { stream: Box::new(stream), typist: Typist::Program }
    }
}

impl Input<'static> {
    /// The standard input of this process.
    #[must_use]
    pub fn standard() -> Self {
        let stdin = io::stdin().lock();
        if !io::stdin().is_terminal() {
            return Self::of_program(stdin);
        }
        let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
        let editor = named.into_iter().find(|editor| !editor.trim().is_empty());
        Self::of_person(stdin, editor)
    }
}

/// A text that somebody wrote. What was written in an editor stays in its file until the text is stored.
#[derive(Debug)]
pub struct Draft {
    /// The text.
    pub text: String,
    folder: Option<TempDir>,
}

impl Draft {
    /// A text that is on the command line.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self { text: text.to_owned(), folder: None }
    }

    /// Keeps what was written in an editor, because it could not be stored; the failure then says where.
    #[must_use]
    pub fn keep(self, failure: Failure) -> Failure {
        match self.folder {
            Some(folder) => failure.and(&kept_in(&folder.keep().join(NAME))),
            None => failure,
        }
    }
}

/// The name of the file that an editor opens.
const NAME: &str = "note.txt";

impl<'c> Console<'c> {
    /// A console that speaks a language.
    #[must_use]
    pub fn new(out: Output<'c>, input: Input<'c>, lang: Lang) -> Self {
        Self { out, input, lang }
    }

    /// One line. A person is asked for it; a line that cannot be read is empty.
    ///
    /// # Errors
    /// If the question cannot be printed.
    pub fn line(&mut self, question: &Bilingual) -> Result<String, Failure> {
        if let Typist::Person { .. } = self.input.typist {
            told::print(&mut self.out, question.in_lang(&self.lang))?;
        }
        let mut line = String::new();
        let read = (&mut self.input.stream).take(MOST).read_line(&mut line);
        Ok(read.map(|_| line).unwrap_or_default())
    }

    /// A text of any number of lines. A person is asked for it, in their editor if they have one.
    ///
    /// # Errors
    /// If it cannot be read, is empty or is too long.
    pub fn text(&mut self, question: &Bilingual) -> Result<Draft, Failure> {
        if let Typist::Person { editor } = &self.input.typist {
            let question = question.in_lang(&self.lang);
            if let Some(editor) = editor {
                told::print(&mut self.out, question)?;
                return edited(editor);
            }
            let end = words("Pour finir : Entrée, puis Ctrl+D.", "To finish: Enter, then Ctrl+D.");
            told::print(&mut self.out, format!("{question} {}", end.in_lang(&self.lang)))?;
        }
        let text = read(&mut self.input.stream)?;
        check(&text)?;
        Ok(Draft { text, folder: None })
    }
}

fn read(stream: &mut dyn BufRead) -> Result<String, Failure> {
    let mut text = String::new();
    let read = stream.take(MOST + 1).read_to_string(&mut text);
    read.map_err(|error| unreadable(&error))?;
    Ok(text.replace("\r\n", "\n"))
}

fn check(text: &str) -> Result<(), Failure> {
    if text.trim().is_empty() {
        return Err(Failure::Refused(bilingual!(
            "rien n’a été tapé; rien n’a été écrit",
            "nothing was typed; nothing was written"
        )));
    }
    if text.len() as u64 > MOST {
        return Err(Failure::Usage(bilingual!(
            "le texte est trop long; rien n’a été écrit",
            "the text is too long; nothing was written"
        )));
    }
    Ok(())
}

/// Opens the editor on a private file and reads what it holds afterwards.
fn edited(editor: &str) -> Result<Draft, Failure> {
    let folder = private_folder().map_err(|error| unreadable(&error))?;
    let file = folder.path().join(NAME);
    new_file(&file).map_err(|error| unreadable(&error))?;
    // As other programs do: the variable may hold options.
    let opened =
        Command::new("sh").args(["-c", &format!("{editor} \"$1\""), "sh"]).arg(&file).status();
    let text = fs::File::open(&file)
        .map_err(|error| unreadable(&error))
        .and_then(|file| read(&mut io::BufReader::new(file)));
    let draft = |text| Draft { text, folder: Some(folder) };
    match (opened, text) {
        (Ok(status), Ok(text)) if status.success() => match check(&text) {
            Ok(()) => Ok(draft(text)),
            Err(failure) if text.trim().is_empty() => Err(failure),
            Err(failure) => Err(draft(text).keep(failure)),
        },
        (_, Ok(text)) if text.trim().is_empty() => Err(not_opened(editor)),
        (Ok(status), Err(failure)) if status.success() => Err(draft(String::new()).keep(failure)),
        (_, text) => Err(draft(text.unwrap_or_default()).keep(not_opened(editor))),
    }
}

/// A folder that the person alone may look into: in memory where the system offers that.
fn private_folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("applications-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    match std::env::var_os("XDG_RUNTIME_DIR").map(|folder| builder.tempdir_in(folder)) {
        Some(Ok(folder)) => Ok(folder),
        _ => builder.tempdir(),
    }
}

fn new_file(file: &Path) -> io::Result<()> {
    private::new_file().write(true).create_new(true).open(file).map(drop)
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::Usage(bilingual!(
        "le texte ne peut pas être lu : {error}; rien n’a été écrit",
        "the text cannot be read: {error}; nothing was written"
    ))
}

fn not_opened(editor: &str) -> Failure {
    Failure::Usage(bilingual!(
        "l’éditeur ({editor}) s’est arrêté sur une erreur; rien n’a été écrit\nchangez VISUAL ou EDITOR; ou tapez le texte sans éditeur : `VISUAL= EDITOR= applications …`",
        "the editor ({editor}) ended with an error; nothing was written\nchange VISUAL or EDITOR; or type the text without an editor: `VISUAL= EDITOR= applications …`"
    ))
}

fn kept_in(file: &Path) -> Bilingual {
    let file = file.display();
    bilingual!(
        "votre texte est gardé dans {file} : reprenez-le, puis supprimez ce fichier",
        "your text is kept in {file}: use it again, then delete that file"
    )
}
