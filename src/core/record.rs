//! Pieces of evidence as pure records: what a walk found, what reading gave, what a judgement may know. Nothing here opens a file.

mod contents;
mod fault;
pub mod inventory;
pub mod item;
pub mod limits;
pub mod naming;
pub mod reading;
pub mod text;

pub use contents::{Answer, Depth, Facts, Fuse, Reader, Text, is_read};
pub use fault::Fault;
