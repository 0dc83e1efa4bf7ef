//! No personal value leaves the stores unasked, and an erased one cannot be had from anywhere.

mod analysts;
mod bench;
mod erased;
mod restored;
mod silent;
