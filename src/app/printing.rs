//! A report by a user's templates, made by a child of médiaudit: a template that loops, grows or crashes takes nothing with it.
//!
//! Tera bounds what `range` counts, how deep components call one another and how deep a template nests, and Typst how often `while`
//! turns; neither bounds the whole. Besides the bytes that a template may give (`render::templates::MOST_OUTPUT`), fuses do: a clock,
//! and on Unix limits of memory and of processor time. A fuse that blows means that no report is written.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::child::{self, Asked};
use super::helper;
use super::report::{self, Look, ReportError};
use super::threads;
use mediaudit_core::assessment::Assessment;
use mediaudit_ink::templates::Overlay;
use mediaudit_ink::templates::fault::TemplateFault;

/// The hidden command that makes a printing child of médiaudit.
pub const COMMAND: &str = "imprimer-rapport";

/// How long a report may take: one of a thousand pages takes a third of it.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Address space of the child, in bytes.
pub const MEMORY: u64 = 2 * 1024 * 1024 * 1024;

#[derive(Debug, Serialize, Deserialize)]
struct Job {
    look: Look,
    overlay: Overlay,
    logo: Option<Vec<u8>>,
    assessment: Assessment,
}

/// The first line of the answer; the report follows where there is one.
#[derive(Debug, Serialize, Deserialize)]
enum Printed {
    Written,
    TemplateFault(TemplateFault),
    Failed(String),
}

/// The report in a format, by these templates, made by a child of `program`.
pub fn write(
    program: &Path,
    patience: Duration,
    assessment: &Assessment,
    logo: Option<&[u8]>,
    look: Look,
    overlay: &Overlay,
) -> Result<Vec<u8>, ReportError> {
    let job = Job {
        look,
        overlay: overlay.clone(),
        logo: logo.map(<[u8]>::to_vec),
        assessment: assessment.clone(),
    };
    let job = serde_json::to_vec(&job).map_err(|_| ReportError::Died)?;
    match child::ask(program, COMMAND, patience, &job) {
        Asked::Answered(Printed::Written, bytes) => Ok(bytes),
        Asked::Answered(Printed::TemplateFault(fault), _) => Err(fault.into()),
        Asked::Answered(Printed::Failed(why), _) => Err(ReportError::Told(why)),
        Asked::Died => Err(ReportError::Died),
        Asked::Late => Err(ReportError::Clock(patience.as_secs())),
    }
}

/// The life of a printing child: one job, one answer.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    helper::limit(MEMORY);
    threads::ready();
    // each thread may work all the time
    let threads = u32::try_from(rayon::current_num_threads()).unwrap_or(1);
    helper::limit_time(PATIENCE.saturating_mul(threads));
    let mut job = Vec::new();
    input.read_to_end(&mut job)?;
    let job: Job = serde_json::from_slice(&job)?;
    let (answer, bytes) = match report::write(&job.assessment, job.logo.as_deref(), job.look, &job.overlay) {
        Ok(bytes) => (Printed::Written, bytes),
        Err(ReportError::Template(fault)) => (Printed::TemplateFault(fault), Vec::new()),
        Err(other) => (Printed::Failed(other.to_string()), Vec::new()),
    };
    child::reply(&answer, &bytes, output)
}
