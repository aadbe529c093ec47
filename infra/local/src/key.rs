//! The secret behind references, made once and kept beside the applications: with another one, an
//! application sent twice would be taken for two.

use std::{fs, io, io::Write as _, path::Path};

use form_fn::home;
use form_model::reference::ReferenceKey;

/// The key in a data folder; made if there is none.
///
/// # Errors
/// A folder that cannot be written, an empty key, or a machine without randomness.
pub fn in_folder(data: &Path) -> io::Result<ReferenceKey> {
    let file = data.join(home::KEY);
    let secret = match fs::read(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(data, &file)?.into_bytes(),
        read => read?,
    };
    let empty =
        || io::Error::new(io::ErrorKind::InvalidData, format!("{} is empty", file.display()));
    ReferenceKey::new(&secret).ok_or_else(empty)
}

/// Written whole under another name first, so that a key is never cut short; readable by its owner only.
fn make(data: &Path, file: &Path) -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    let key = bytes.iter().fold(String::new(), |key, byte| key + &format!("{byte:02x}"));
    let mut staged = tempfile::NamedTempFile::new_in(data)?;
    staged.write_all(key.as_bytes())?;
    staged.as_file().sync_all()?;
    staged.persist(file)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once() {
        let data = tempfile::tempdir().unwrap();
        let secret = || fs::read_to_string(data.path().join(home::KEY)).unwrap();
        in_folder(data.path()).unwrap();
        let first = secret();
        assert_eq!(first.len(), 64);
        in_folder(data.path()).unwrap();
        assert_eq!(secret(), first);
        let other = tempfile::tempdir().unwrap();
        in_folder(other.path()).unwrap();
        assert_ne!(fs::read_to_string(other.path().join(home::KEY)).unwrap(), first);
    }

    #[test]
    fn an_empty_key_is_refused() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(home::KEY), "").unwrap();
        assert_eq!(in_folder(data.path()).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
