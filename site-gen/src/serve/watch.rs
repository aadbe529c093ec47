//! Folders watched for changes, many at once taken as one.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode, ModifyKind, RenameMode},
};

/// What an event says of the file it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Something is done to it, and more may follow: it may be empty still.
    Half,
    /// It is as its program wants it: closed, moved to its place, or gone.
    Whole,
}

impl Step {
    /// A silence this long after it ends a change. After a file that is whole it need only be long enough for
    /// the next file of the same change; after one that may not be, long enough for a slow program.
    fn quiet(self) -> Duration {
        Duration::from_millis(match self {
            Self::Half => 40,
            Self::Whole => 4,
        })
    }

    /// None for an event that changes nothing. Where a system does not tell that a file was closed, every
    /// step is half a change.
    fn of(kind: EventKind) -> Option<Self> {
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(
                ModifyKind::Name(RenameMode::To | RenameMode::Both) | ModifyKind::Metadata(_),
            ) => Some(Self::Whole),
            EventKind::Access(_) => None,
            _ => Some(Self::Half),
        }
    }
}

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
        let _ = sender.send(Step::Whole);
        let out = out.canonicalize().unwrap_or_else(|_| out.to_owned());
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Some(step) = event.ok().and_then(|event| step(&event, &out)) {
                let _ = sender.send(step);
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

fn step(event: &Event, out: &Path) -> Option<Step> {
    let is_output = event.paths.iter().all(|path| path.starts_with(out));
    if is_output { None } else { Step::of(event.kind) }
}

fn call_after_each_change(events: &Receiver<Step>, mut changed: impl FnMut()) {
    while let Ok(mut step) = events.recv() {
        while let Ok(next) = events.recv_timeout(step.quiet()) {
            step = next;
        }
        changed();
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange};

    use super::*;

    #[test]
    fn a_file_is_whole_once_it_is_closed_or_in_place() {
        let write = AccessKind::Close(AccessMode::Write);
        assert_eq!(Step::of(EventKind::Access(write)), Some(Step::Whole));
        let moved = ModifyKind::Name(RenameMode::To);
        assert_eq!(Step::of(EventKind::Modify(moved)), Some(Step::Whole));
        let truncated = ModifyKind::Data(DataChange::Any);
        assert_eq!(Step::of(EventKind::Modify(truncated)), Some(Step::Half));
        assert_eq!(Step::of(EventKind::Create(CreateKind::File)), Some(Step::Half));
        assert_eq!(Step::of(EventKind::Access(AccessKind::Close(AccessMode::Read))), None);
    }

    #[test]
    fn what_is_written_to_the_output_is_no_change() {
        let event = Event::new(EventKind::Create(CreateKind::File)).add_path("/site/dist/a".into());
        assert_eq!(step(&event, Path::new("/site/dist")), None);
        assert_eq!(step(&event, Path::new("/site/out")), Some(Step::Half));
    }

    #[test]
    fn steps_that_follow_each_other_are_one_change() {
        let (sender, receiver) = channel();
        for step in [Step::Half, Step::Half, Step::Whole] {
            sender.send(step).unwrap();
        }
        drop(sender);
        let mut calls = 0;
        call_after_each_change(&receiver, || calls += 1);
        assert_eq!(calls, 1);
    }
}
