//! A file that cannot be read or written, and why, in words for editors: the system's own are English.

use std::io::{self, ErrorKind};

use form_model::{
    bilingual,
    bilingual::{Bilingual, Words, words},
};

use super::{Code, Diagnostic};

impl Diagnostic {
    /// A file or folder that cannot be read.
    #[must_use]
    pub fn unreadable(name: &str, error: &io::Error) -> Self {
        let why = reason(error);
        let (fr, en) = (why.french(), why.english());
        let message = bilingual!("ceci ne peut pas être lu : {fr}", "this cannot be read: {en}");
        Self::at_file(Code::UnreadableFile, name, message).help(bilingual!(
            "vérifiez qu’il existe et que vous pouvez le lire",
            "check that it exists and that you may read it"
        ))
    }

    /// A file or folder that cannot be written.
    #[must_use]
    pub fn unwritable(name: &str, error: &io::Error) -> Self {
        let why = reason(error);
        let (fr, en) = (why.french(), why.english());
        let message =
            bilingual!("ceci ne peut pas être écrit : {fr}", "this cannot be written: {en}");
        Self::at_file(Code::UnwritableFile, name, message).help(bilingual!(
            "vérifiez que le dossier existe, que vous pouvez y écrire et qu’il reste de la place",
            "check that the folder exists, that you may write to it, and that the disk has room"
        ))
    }
}

/// Why the system refuses; in its own words where that is rare.
#[must_use]
pub fn reason(error: &io::Error) -> Bilingual {
    let known: Words = match error.kind() {
        ErrorKind::NotFound => words("il n’existe pas", "it does not exist"),
        ErrorKind::PermissionDenied => words("vous n’en avez pas le droit", "you may not do so"),
        ErrorKind::AlreadyExists => words("il existe déjà", "it exists already"),
        ErrorKind::IsADirectory => words("c’est un dossier", "it is a folder"),
        ErrorKind::NotADirectory => words("ce n’est pas un dossier", "it is no folder"),
        ErrorKind::StorageFull => words("le disque est plein", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => {
            words("le disque ne peut qu’être lu", "the disk can only be read")
        }
        ErrorKind::AddrInUse => {
            words("un autre programme y écoute déjà", "another program listens there already")
        }
        ErrorKind::AddrNotAvailable => {
            words("cette machine n’a pas cette adresse", "this machine does not have this address")
        }
        _ => return Bilingual::same(&error.to_string()),
    };
    known.into()
}
