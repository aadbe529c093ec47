//! What a test tells whoever runs it, also when it passes: past the capture of what tests print.

use std::io::Write as _;

/// Prints a line, or several.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").unwrap();
}
