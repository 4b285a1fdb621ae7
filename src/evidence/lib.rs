//! What is on disk.
//!
//! `door` opens what lies in a folder, never through a link; `whole` reads a file as one version of it, `disk` walks and hashes
//! evidence, `state` tells whether a folder is as it was, `heap` reads what lies outside of any dossier, `papers` reads what lies
//! beside. `kind` tells what a file is (depth 1), `contents` what stands in it (depths 2 and 3), as records.

pub mod contents;
pub mod disk;
pub mod door;
pub mod heap;
pub mod kind;
pub mod papers;
pub mod state;
pub mod whole;
pub mod wire;
pub mod zip_directory;
