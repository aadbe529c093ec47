//! Git's store of contents, asked for one after the other from one process of git.

use std::{
    io::{self, BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A running `git cat-file --batch`.
pub struct Store {
    git: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Store {
    /// Starts it in the repository that `git` is set up for.
    ///
    /// # Errors
    /// Git cannot be run.
    pub fn open(git: &mut Command) -> io::Result<Self> {
        let mut git = git
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let questions = git.stdin.take();
        let answers = git.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self { git, questions, answers: BufReader::new(answers) })
    }

    /// The bytes of a blob; none if the store does not hold it.
    ///
    /// # Errors
    /// Git has ended.
    pub fn read(&mut self, blob: &str) -> io::Result<Option<Vec<u8>>> {
        let questions = self.questions.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(questions, "{blob}")?;
        questions.flush()?;
        answer(&mut self.answers)
    }
}

/// Git ends when nobody can ask it any more.
impl Drop for Store {
    fn drop(&mut self) {
        self.questions = None;
        let _ = self.git.wait();
    }
}

/// Reads one answer: `<blob> blob <length>`, the bytes, a line end; or `<blob> missing`.
fn answer(answers: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    if answers.read_line(&mut head)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let length = head.trim_end().rsplit(' ').next().and_then(|length| length.parse().ok());
    let Some(length) = length else { return Ok(None) };
    let mut bytes = vec![0; length];
    answers.read_exact(&mut bytes)?;
    answers.read_exact(&mut [0])?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_by_their_lengths() {
        let mut answers: &[u8] = b"1 blob 4\na\nb\n\n2 missing\n3 blob 0\n\n4 blob 9\nshort";
        assert_eq!(answer(&mut answers).unwrap(), Some(b"a\nb\n".to_vec()));
        assert_eq!(answer(&mut answers).unwrap(), None);
        assert_eq!(answer(&mut answers).unwrap(), Some(Vec::new()));
        assert!(answer(&mut answers).is_err());
        assert!(answer(&mut answers).is_err());
    }
}
