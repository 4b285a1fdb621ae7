//! Floor 2: what is on disk.
//!
//! `disk` walks and hashes: the only door to files here. `kind` tells what a file is (depth 1), `contents` what stands in it (depths 2
//! and 3). `inventory`, `reading` and `item` are pure records; the engine judges items.

pub mod contents;
pub mod disk;
pub mod inventory;
pub mod item;
pub mod kind;
pub mod reading;
pub mod wire;
pub mod zip_directory;
