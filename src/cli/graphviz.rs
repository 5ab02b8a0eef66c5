//! An installed Graphviz, asked to lay a picture out.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;

/// How long it may take: dense graphs of hundreds of actors keep it busy for minutes.
const LIMIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);

/// The SVG that `dot -Tsvg` makes of a DOT text.
///
/// # Errors
/// When there is no `dot`, it fails, or it takes longer than a minute.
pub(super) fn svg(text: &str) -> Result<String, Error> {
    run("dot", text, LIMIT)
}

fn run(program: &str, text: &str, limit: Duration) -> Result<String, Error> {
    let told = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::Usage(format!(
            "--engine dot needs Graphviz, and there is no program {program}; install it, or leave --engine out"
        )),
        _ => Error::Usage(format!("{program}: {error}")),
    };
    let mut child = Command::new(program)
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(told)?;
    // Threads feed and drain it, so that no full pipe can stop both of us.
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let input = text.to_owned();
    thread::spawn(move || stdin.map(|mut pipe| pipe.write_all(input.as_bytes())));
    let drain = |pipe: Option<Box<dyn std::io::Read + Send>>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut pipe) = pipe {
                let _ = pipe.read_to_end(&mut bytes);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let out = drain(stdout.map(|pipe| Box::new(pipe) as _));
    let complaint = drain(stderr.map(|pipe| Box::new(pipe) as _));
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(told)? {
            break status;
        }
        if started.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Error::Usage(format!(
                "{program} was stopped after {} seconds; ask for fewer relations (--around, --only), or leave --engine out",
                limit.as_secs()
            )));
        }
        thread::sleep(PAUSE);
    };
    let (out, complaint) = (
        out.join().unwrap_or_default(),
        complaint.join().unwrap_or_default(),
    );
    if status.success() && !out.is_empty() {
        return Ok(out);
    }
    let why = complaint
        .lines()
        .next()
        .unwrap_or("it gave no picture")
        .to_owned();
    Err(Error::Usage(format!("{program} failed: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_missing() {
        let error = run("no-such-graphviz", "digraph {}", LIMIT).unwrap_err();
        assert!(error.to_string().contains("needs Graphviz"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn what_fails_is_told() {
        let error = run("false", "", LIMIT).unwrap_err();
        assert!(error.to_string().contains("failed"), "{error}");
    }
}
