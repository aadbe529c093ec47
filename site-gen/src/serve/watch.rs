//! Folders watched for changes, many at once taken as one.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A program saves a file in several steps; this long a silence ends them.
const QUIET: Duration = Duration::from_millis(40);

/// Watches for as long as it is kept.
pub struct Watch {
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Calls `changed` in a thread of its own after each change below the folders.
    /// What is written below `out` is no change: the output may lie inside a folder that is watched.
    /// It is called once at the start, for what changed before anything was watched.
    pub(super) fn start(
        folders: &[PathBuf],
        out: &Path,
        changed: impl FnMut() + Send + 'static,
    ) -> notify::Result<Self> {
        let (sender, receiver) = channel();
        let _ = sender.send(());
        let out = out.canonicalize().unwrap_or_else(|_| out.to_owned());
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| is_change(&event, &out)) {
                let _ = sender.send(());
            }
        })?;
        for folder in folders {
            let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
        thread::spawn(move || call_after_each_change(&receiver, changed));
        Ok(Self { _watcher: watcher })
    }
}

fn is_change(event: &Event, out: &Path) -> bool {
    !matches!(event.kind, EventKind::Access(_))
        && !event.paths.iter().all(|path| path.starts_with(out))
}

fn call_after_each_change(events: &Receiver<()>, mut changed: impl FnMut()) {
    while events.recv().is_ok() {
        while events.recv_timeout(QUIET).is_ok() {}
        changed();
    }
}
