//! One job for a child of médiaudit: what may loop, grow or crash does so there, and takes nothing with it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::threads::{self, Watched};

/// What became of a job.
#[derive(Debug)]
pub(super) enum Asked<H> {
    /// The head of the answer, and what follows it.
    Answered(H, Vec<u8>),
    /// The child ended without an answer.
    Died,
    /// It took too long, and was stopped.
    Late,
}

/// Has a child of `program` do a job: it is started with this hidden command, reads the job to its end, and answers a line of JSON, then
/// bytes.
pub(super) fn ask<H: DeserializeOwned + Send>(
    program: &Path,
    command: &str,
    patience: Duration,
    job: &[u8],
) -> Asked<H> {
    let started = Command::new(program)
        .arg(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else {
        return Asked::Died;
    };
    let (mut stdin, mut stdout) = (child.stdin.take(), child.stdout.take());
    let mut talk = || converse(stdin.take(), stdout.take(), job);
    // its pipes close with it, which ends the talk
    let outcome = match threads::watched(patience, &mut talk, || drop(child.kill())) {
        // its own bound of processor time is left
        Watched::Unwatched => Watched::Done(talk()),
        watched => watched,
    };
    drop(child.kill());
    drop(child.wait());
    match outcome {
        Watched::Done(Ok((head, bytes))) => Asked::Answered(head, bytes),
        Watched::Done(Err(_)) | Watched::Unwatched => Asked::Died,
        Watched::Late => Asked::Late,
    }
}

fn converse<H: DeserializeOwned>(
    stdin: Option<impl Write>,
    stdout: Option<impl Read>,
    job: &[u8],
) -> io::Result<(H, Vec<u8>)> {
    let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    stdin.write_all(job)?;
    // the child reads to the end before it answers
    drop(stdin);
    let mut stdout = BufReader::new(stdout);
    let mut head = Vec::new();
    stdout.read_until(b'\n', &mut head)?;
    let answer = serde_json::from_slice(&head)?;
    let mut bytes = Vec::new();
    stdout.read_to_end(&mut bytes)?;
    Ok((answer, bytes))
}

/// Gives an answer as [`ask`] reads it.
pub(super) fn reply(head: &impl Serialize, bytes: &[u8], output: &mut impl Write) -> io::Result<()> {
    let mut line = serde_json::to_vec(head)?;
    line.push(b'\n');
    output.write_all(&line)?;
    output.write_all(bytes)?;
    output.flush()
}
