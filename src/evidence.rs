//! Floor 2: what is on disk and what the structure says of it.
//!
//! `disk` walks and hashes (depth 1), `reader` asks the helper child for pages, metadata and text (depths 2 and 3),
//! `item` is the pure record that the engine judges. `disk`, `reader` and `child` are the only doors to files here.

pub mod item;
