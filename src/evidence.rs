//! Floor 2: what is on disk.
//!
//! `disk` walks and hashes: the only door to files here. `inventory` and `item` are pure records; the engine judges items.

pub mod disk;
pub mod inventory;
pub mod item;
