//! Pieces of evidence as pure records: what a walk found, what reading gave, what a judgement may know. Nothing here opens a file.

mod cell;
mod contents;
pub mod counting;
mod fault;
pub mod figure;
pub mod grid;
pub mod heap;
pub mod inventory;
pub mod item;
pub mod limits;
pub mod memory;
pub mod naming;
mod posed;
pub mod reading;
pub mod survey;
pub mod table;
pub mod tally;
pub mod text;
pub mod transcript;

pub use cell::plain;
pub use contents::{Answer, Contents, Facts, Fuse, Reader, is_read};
pub use fault::Fault;
pub use memory::Memory;
pub use posed::Posed;
