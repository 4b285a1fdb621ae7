//! Between the pages and the one thread that judges: requests wait for their turn in a queue, none holds up the network.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use axum::response::{IntoResponse, Response};
use tokio::sync::{Notify, oneshot, watch};

use super::answer::{DeskAnswer, refused};
use super::desk::Desk;
use super::gate::DeskGate;

/// Something to do with the desk.
type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// What every page holds.
#[derive(Debug, Clone)]
pub(super) struct House {
    jobs: Sender<Job>,
    pub(super) gate: Arc<DeskGate>,
    /// Told at every request of a person.
    pub(super) asked: Arc<Notify>,
    /// Told when a person wants to stop.
    pub(super) stop: watch::Sender<bool>,
}

impl House {
    pub(super) fn new(jobs: Sender<Job>, gate: DeskGate) -> Self {
        Self {
            jobs,
            gate: Arc::new(gate),
            asked: Arc::new(Notify::new()),
            stop: watch::Sender::new(false),
        }
    }

    /// A request of a person, not of a page that only asks whether we are there.
    pub(super) fn alive(&self, path: &str) {
        if path != "/vivant" {
            self.asked.notify_one();
        }
    }

    /// Has the desk answer, in its turn.
    pub(super) async fn ask(&self, act: impl FnOnce(&mut Desk) -> DeskAnswer + Send + 'static) -> Response {
        let answer = self.with(act).await;
        answer.map_or_else(refused::internal, DeskAnswer::into_response)
    }

    /// Does something with the desk, in its turn; none where that came to no end.
    pub(super) async fn with<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk) -> T + Send + 'static,
    ) -> Option<T> {
        let (give, wait) = oneshot::channel();
        let job = Box::new(move |desk: &mut Desk| {
            // who asked may have gone
            drop(give.send(act(desk)));
        });
        self.jobs.send(job).ok()?;
        wait.await.ok()
    }
}

/// Does one job after the other, until nobody can ask any more. One that breaks answers nothing, and takes nothing with it.
pub(super) fn work(desk: &mut Desk, jobs: &Receiver<Job>) {
    while let Ok(job) = jobs.recv() {
        drop(catch_unwind(AssertUnwindSafe(|| job(desk))));
    }
}
