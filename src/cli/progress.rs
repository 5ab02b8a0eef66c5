//! How far reading has come, told on a terminal only.

use std::io::Read;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressBarIter, ProgressStyle};

/// Between two pictures of a bar whose end is not known.
const TICK: Duration = Duration::from_millis(120);

/// Whether and how progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// On standard error, if that is a terminal.
    Shown,
    /// Not at all: the answer comes as it is read.
    Hidden,
}

impl Progress {
    /// A bar over the bytes of a file; without their number, standard input, what was read and how fast.
    pub(super) fn bytes(self, what: &str, n_bytes: Option<u64>) -> ProgressBar {
        let template = match n_bytes {
            Some(_) => "{msg} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
            None => "{msg} {spinner} {bytes}, {bytes_per_sec}",
        };
        let bar = self.bar(n_bytes, template);
        bar.set_message(what.to_owned());
        bar
    }

    /// A bar over texts.
    pub(super) fn texts(self, n_texts: usize) -> ProgressBar {
        self.bar(
            Some(n_texts as u64),
            "{wide_bar} {pos} of {len} texts, {per_sec}, {eta} left",
        )
    }

    fn bar(self, length: Option<u64>, template: &str) -> ProgressBar {
        if self == Self::Hidden {
            return ProgressBar::hidden();
        }
        let bar = match length {
            Some(length) => ProgressBar::new(length),
            None => ProgressBar::no_length(),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        bar
    }
}

/// Counts on the bar what is read, so that a packed file's bar goes by its bytes on the disk.
pub(super) fn counted<R: Read>(bar: &ProgressBar, input: R) -> ProgressBarIter<R> {
    bar.wrap_read(input)
}
