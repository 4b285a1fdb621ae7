//! The helper child: médiaudit itself, started again to read contents, so that a parser that loops, grows or crashes takes nothing with it.
//!
//! It is started when the first file needs it, serves file after file over its pipes, and is replaced after a death. What it may
//! use is bounded by fuses: a clock here, and on Unix limits of memory and of processor time that it sets upon itself, which hold
//! where there is no thread to watch the clock from, and after its parent. A fuse that blows leaves the run incomplete; what decides a status are the counted limits of `evidence::contents::limits`.

use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::cache::{Cache, CacheFolder};
use super::threads::{self, Watched};
use mediaudit_core::record::item::Format;
use mediaudit_core::record::{Answer, Fuse, Memory, Reader};
use mediaudit_evidence::contents;
use mediaudit_evidence::wire;

/// The hidden command that makes a helper of médiaudit.
pub const COMMAND: &str = "lire-contenus";

/// How long one file may take. Generous: a thousand pages take less than a tenth of it.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Address space of a helper, in bytes.
pub const MEMORY: u64 = 1024 * 1024 * 1024;

/// Reads through a pool of helpers: as many as there are callers at one time, never more than the machine has cores, each reused.
#[derive(Debug)]
pub struct Helper {
    program: PathBuf,
    patience: Duration,
    /// Where what was read is remembered.
    cache: Option<Arc<CacheFolder>>,
    most: usize,
    pool: Mutex<Pool>,
    /// Told when a helper is free again, or is no more.
    free: Condvar,
}

#[derive(Debug, Default)]
struct Pool {
    idle: Vec<Running>,
    /// Helpers that live, idle or not.
    alive: usize,
    /// Helpers that were ever started.
    started: usize,
}

impl Helper {
    /// Helpers of this program; none is started yet.
    pub fn new(program: PathBuf, patience: Duration) -> Self {
        Self {
            program,
            patience,
            cache: None,
            most: thread::available_parallelism().map_or(1, NonZero::get),
            pool: Mutex::default(),
            free: Condvar::new(),
        }
    }

    /// With a memory of what was read before, in the user's cache folder. Whatever is sealed or sent must be read by one that has none.
    #[must_use]
    pub fn remembering(self, cache: &Path) -> Self {
        Self {
            cache: Some(CacheFolder::below(cache)),
            ..self
        }
    }

    /// How many helpers were started, those that died included.
    pub fn started(&self) -> usize {
        self.pool().started
    }

    /// The text of a file that a PDF carries inside, by its name; an answer without a text: it carries none of that name.
    pub fn inside_pdf(&self, bytes: &[u8], name: &str) -> Result<Answer, Fuse> {
        self.turn().read(Format::Pdf, Some(name), bytes)
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A helper that is free, or the right to start one. Waits where as many as there may be are at work.
    fn turn(&self) -> Turn<'_> {
        let mut pool = self.pool();
        loop {
            let running = pool.idle.pop();
            if running.is_none() && pool.alive >= self.most {
                pool = self.free.wait(pool).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            if running.is_none() {
                pool.alive += 1;
            }
            return Turn {
                helper: self,
                running,
            };
        }
    }

    fn start(&self) -> io::Result<Running> {
        let mut process = Command::new(&self.program)
            .arg(COMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        self.pool().started += 1;
        match (process.stdin.take(), process.stdout.take()) {
            (Some(stdin), Some(stdout)) => Ok(Running {
                process,
                stdin,
                stdout: BufReader::new(stdout),
            }),
            _ => Err(ErrorKind::BrokenPipe.into()),
        }
    }
}

/// A place in the pool, with a helper where one was free.
#[derive(Debug)]
struct Turn<'a> {
    helper: &'a Helper,
    running: Option<Running>,
}

impl Turn<'_> {
    fn read(&mut self, format: Format, inside: Option<&str>, bytes: &[u8]) -> Result<Answer, Fuse> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.helper.start().map_err(|_| Fuse::NoHelper)?,
        };
        // one that failed is dropped, which ends it: another takes its place at the next file
        let answer = running.converse(self.helper.patience, format, inside, bytes)?;
        self.running = Some(running);
        Ok(answer)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut pool = self.helper.pool();
        match self.running.take() {
            Some(running) => pool.idle.push(running),
            None => pool.alive -= 1,
        }
        self.helper.free.notify_one();
    }
}

impl Reader for Helper {
    fn read(&self, format: Format, bytes: &[u8]) -> Result<Answer, Fuse> {
        self.turn().read(format, None, bytes)
    }

    fn memory(&self, dossier: &Path) -> Option<Box<dyn Memory>> {
        let cache = self.cache.as_ref()?;
        Some(Box::new(Cache::open(cache, dossier)))
    }
}

#[derive(Debug)]
struct Running {
    process: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    fn converse(
        &mut self,
        patience: Duration,
        format: Format,
        inside: Option<&str>,
        bytes: &[u8],
    ) -> Result<Answer, Fuse> {
        let (process, stdin, stdout) = (&mut self.process, &mut self.stdin, &mut self.stdout);
        let mut talk = || wire::ask(stdin, format, inside, bytes).and_then(|()| wire::answered(stdout));
        // its pipes close with it, which ends the talk
        let stop = || drop(process.kill());
        let answer = match threads::watched(patience, &mut talk, stop) {
            Watched::Done(answer) => answer,
            Watched::Late => return Err(Fuse::Clock),
            // its own bound of processor time is left
            Watched::Unwatched => talk(),
        };
        answer.map_err(|error| match error.kind() {
            ErrorKind::InvalidData => Fuse::Nonsense,
            _ => Fuse::Died,
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The life of a helper: reads what it is asked, until the pipe closes.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    limit(MEMORY);
    while let Some(asked) = wire::asked(input)? {
        limit_time(PATIENCE);
        let answer = match &asked.inside {
            None => contents::read(asked.format, &asked.bytes),
            Some(name) => contents::inside_pdf(&asked.bytes, name),
        };
        wire::answer(output, &answer)?;
    }
    Ok(())
}

/// Where the system lets a process bound itself: memory, no file written, no image of memory left behind. A refusal leaves the clock.
#[cfg(unix)]
pub(super) fn limit(memory: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [(Resource::As, memory), (Resource::Fsize, 0), (Resource::Core, 0)] {
        let bound = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, bound).ok();
    }
}

#[cfg(not(unix))]
pub(super) fn limit(_: u64) {}

/// Processor time beyond a patience: the clock, where somebody watches it, is always first.
#[cfg(unix)]
const SPARE: u64 = 5;

/// As [`limit`]: from now on this process may use so much more processor time.
#[cfg(unix)]
pub(super) fn limit_time(patience: Duration) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    let spent = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let most = spent + patience.as_secs() + SPARE;
    let maximum = getrlimit(Resource::Cpu).maximum;
    let bound = Rlimit {
        current: Some(maximum.map_or(most, |hard| hard.min(most))),
        maximum,
    };
    setrlimit(Resource::Cpu, bound).ok();
}

#[cfg(not(unix))]
pub(super) fn limit_time(_: Duration) {}
