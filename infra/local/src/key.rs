//! The secret behind references, made once and kept beside the applications: with another one, an
//! application sent twice would be taken for two.

use std::{fs, io, io::Write as _, path::Path};

/// The key in a data folder; made if there is none.
///
/// # Errors
/// A folder that cannot be written, or a machine without randomness.
pub fn in_folder(data: &Path) -> io::Result<String> {
    let file = data.join("reference-key");
    match fs::read_to_string(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(data, &file),
        read => read,
    }
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
        let key = in_folder(data.path()).unwrap();
        assert_eq!(key.len(), 64);
        assert_eq!(in_folder(data.path()).unwrap(), key);
        let other = tempfile::tempdir().unwrap();
        assert_ne!(in_folder(other.path()).unwrap(), key);
    }
}
