//! The bar that shows how far the month is; silent when nobody sits at a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far the month is.
#[derive(Clone, Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar of so many steps.
    pub fn new(steps: usize) -> Self {
        let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX));
        // It hides itself when the error output is no terminal.
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
        if let Ok(style) =
            ProgressStyle::with_template("{wide_bar} {pos}/{len} steps, {elapsed}\n{msg}")
        {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// One step is done.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// Says what is going on.
    pub fn say(&self, what: &'static str) {
        self.0.set_message(what);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
