//! The threads of a run. A system may have none to give: then one does all.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Lets this thread and those that it can get share the work; this one alone where the system gives no other. Without it the first
/// shared work of a process that can have no thread would end it.
pub fn ready() {
    // whoever joins a pool that is then not whole stays in it: try first
    let tried: Result<ThreadPool, ThreadPoolBuildError> = ThreadPoolBuilder::new().build();
    // zero: as many as there are
    let most = usize::from(tried.is_err());
    drop(tried);
    // this thread is in it from now on; one that was already stays where it is
    let joined: Result<ThreadPool, ThreadPoolBuildError> = ThreadPoolBuilder::new()
        .num_threads(most)
        .use_current_thread()
        .build();
    drop(joined);
}

/// What became of work under a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watched<T> {
    /// It ended.
    Done(T),
    /// It took too long, and was stopped.
    Late,
    /// It was not begun: there is no thread to watch it from.
    Unwatched,
}

/// Does `work` on a thread of its own. After `patience`, `stop` must make it end.
pub(super) fn watched<T: Send>(
    patience: Duration,
    work: &mut (dyn FnMut() -> T + Send),
    stop: impl FnOnce(),
) -> Watched<T> {
    thread::scope(|scope| {
        let (done, outcome) = mpsc::channel();
        let task = move || {
            // nobody listens any more where the clock was faster
            drop(done.send(work()));
        };
        if thread::Builder::new().spawn_scoped(scope, task).is_err() {
            return Watched::Unwatched;
        }
        match outcome.recv_timeout(patience) {
            Ok(value) => Watched::Done(value),
            Err(_) => {
                stop();
                Watched::Late
            }
        }
    })
}
