//! No personal value leaves the stores unasked, and an erased one cannot be had from anywhere.

mod bench;
mod erased;
mod silent;
