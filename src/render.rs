//! Floor 7: the words in ink. Tera renders the templates; PDF goes through [`pdf`].

pub mod pdf;
pub mod templates;
