//! Many structures at once: lines of `entrees` judged one by one, and portfolios.

pub mod flow;
pub mod held;

mod diags;
