//! Many structures at once: lines of `entrees` judged one by one, and portfolios.

pub mod carried;
pub mod earlier;
pub mod flow;
pub mod gather;
pub mod held;
pub mod publish;
pub mod write;

mod diags;
mod remembered;
