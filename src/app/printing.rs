//! A report by a user's templates, made by a child of médiaudit: a template that loops, grows or crashes takes nothing with it.
//!
//! Tera bounds what `range` counts, how deep components call one another and how deep a template nests, and Typst how often `while`
//! turns; neither bounds the whole. Besides the bytes that a template may give (`render::templates::MOST_OUTPUT`), fuses do: a clock,
//! and on Unix limits of memory and of processor time. A fuse that blows means that no report is written.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::helper;
use super::report::{self, Look, ReportError};
use super::threads::{self, Watched};
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
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| ReportError::Died)?;
    let (mut stdin, mut stdout) = (child.stdin.take(), child.stdout.take());
    let mut talk = || converse(stdin.take(), stdout.take(), &job);
    // its pipes close with it, which ends the talk
    let outcome = match threads::watched(patience, &mut talk, || drop(child.kill())) {
        // its own bound of processor time is left
        Watched::Unwatched => Watched::Done(talk()),
        watched => watched,
    };
    drop(child.kill());
    drop(child.wait());
    match outcome {
        Watched::Done(Ok((Printed::Written, bytes))) => Ok(bytes),
        Watched::Done(Ok((Printed::TemplateFault(fault), _))) => Err(fault.into()),
        Watched::Done(Ok((Printed::Failed(why), _))) => Err(ReportError::Told(why)),
        Watched::Done(Err(_)) | Watched::Unwatched => Err(ReportError::Died),
        Watched::Late => Err(ReportError::Clock(patience.as_secs())),
    }
}

fn converse(
    stdin: Option<impl Write>,
    stdout: Option<impl Read>,
    job: &[u8],
) -> io::Result<(Printed, Vec<u8>)> {
    let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    stdin.write_all(job)?;
    // the child reads to the end before it answers
    drop(stdin);
    let mut stdout = BufReader::new(stdout);
    let mut head = String::new();
    stdout.read_line(&mut head)?;
    let answer = serde_json::from_str(&head)?;
    let mut bytes = Vec::new();
    stdout.read_to_end(&mut bytes)?;
    Ok((answer, bytes))
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
    let mut head = serde_json::to_vec(&answer)?;
    head.push(b'\n');
    output.write_all(&head)?;
    output.write_all(&bytes)?;
    output.flush()
}
