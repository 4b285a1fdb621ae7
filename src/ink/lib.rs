//! The words in ink. Tera renders the templates; PDF goes through [`pdf`], HTML through [`html`].

pub mod drafts;
pub mod html;
pub mod json;
pub mod pdf;
pub mod schema;
pub mod screen;
pub mod sheets;
pub mod starter;
pub mod templates;
pub mod text;
