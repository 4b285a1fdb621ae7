//! The words that every other module shares. Imports nothing of ours.

pub mod cycle;
pub mod date;
pub mod digest;
pub mod id;
pub mod persons;
pub mod ratio;
pub mod span;
pub mod status;
pub mod words;

pub use cycle::Cycle;
pub use date::{Date, Period};
pub use digest::Digest;
pub use id::{FactKey, Id};
pub use ratio::{Interval, Ratio};
pub use span::{FileId, Located, Span};
pub use status::Status;
