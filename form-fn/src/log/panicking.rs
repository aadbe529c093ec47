//! A panic in the log. Rust's own message may quote the text that it stumbled over, such as a name
//! that was cut in the middle of a letter: ours tells the place alone.

use std::panic::PanicHookInfo;

use serde_json::json;

/// What to set as the panic hook.
pub fn panicked(panic: &PanicHookInfo<'_>) {
    super::write(told(panic));
}

fn told(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string);
    json!({ "panicked_at": place }).to_string()
}

#[cfg(test)]
mod tests {
    use std::panic;
    use std::sync::{Arc, Mutex};

    use super::told;

    #[test]
    fn a_panic_is_told_by_its_place_alone() {
        let lines = Arc::new(Mutex::new(String::new()));
        let log = Arc::clone(&lines);
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| *log.lock().unwrap() += &told(panic)));
        let caught = panic::catch_unwind(|| panic!("a name: Zoé"));
        panic::set_hook(usual);
        assert!(caught.is_err());
        let line = lines.lock().unwrap().clone();
        assert!(line.contains(file!()) && !line.contains("name"), "{line}");
    }
}
