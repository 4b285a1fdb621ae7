//! What a form sent.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, Request};
use axum::response::Response;

use super::answer::refused;

/// The fields of a form, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// What a field says, its line ends made plain; nothing where it was not sent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All that a field says that may be sent several times.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let found = self.0.iter().filter(|(own, _)| own == name);
        found.map(|(_, value)| value.clone()).collect()
    }

    /// The fields whose names begin so, trimmed.
    pub(super) fn starting(&self, prefix: &str) -> impl Iterator<Item = (String, String)> {
        let own = self.0.iter().filter(move |(name, _)| name.starts_with(prefix));
        own.map(|(name, value)| (name.clone(), value.trim().to_owned()))
    }

    /// What a field says, trimmed; an empty one says nothing.
    pub(super) fn said(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|value| !value.is_empty())
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let sent: Result<Form<Vec<(String, String)>>, FormRejection> =
            Form::from_request(request, state).await;
        match sent {
            Ok(Form(pairs)) => Ok(Self(
                pairs
                    .into_iter()
                    .map(|(name, value)| (name, value.replace("\r\n", "\n")))
                    .collect(),
            )),
            Err(rejected) => Err(refused::form(rejected.status())),
        }
    }
}
