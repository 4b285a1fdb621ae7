//! Pieces of evidence as pure records: what a walk found, what reading gave, what a judgement may know. Nothing here opens a file.

mod contents;
mod fault;
pub mod figure;
pub mod heap;
pub mod inventory;
pub mod item;
pub mod limits;
pub mod memory;
pub mod naming;
pub mod reading;
pub mod survey;
pub mod text;
pub mod transcript;

pub use contents::{Answer, Contents, Facts, Fuse, Reader, is_read};
pub use fault::Fault;
pub use memory::Memory;
