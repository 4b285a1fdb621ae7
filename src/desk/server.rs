//! The life of a desk: its port, its keys, its two threads, its end.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::runtime;
use tokio::sync::watch;

use super::desk::Desk;
use super::gate::{DeskGate, ENTRANCE};
use super::house::{self, House};
use super::{DeskEnd, DeskSettings, diags, pages};
use mediaudit_app::places;
use mediaudit_app::refusal::Refusal;
use mediaudit_app::threads;
use mediaudit_core::kernel::Digest;

/// Serves a dossier until a person stops it or nobody asks any more. `ready` is told the address, which works once.
pub fn serve(mut settings: DeskSettings, ready: &mut dyn FnMut(&str)) -> Result<DeskEnd, Refusal> {
    // a folder of dossiers: the person chooses among them
    if let Some(folder) = settings.folder.take_if(|folder| is_above(folder)) {
        settings.home = Some(folder);
    }
    let refused = |error: std::io::Error| diags::port(settings.port, &error.to_string());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port.unwrap_or(0))).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let address = format!("http://127.0.0.1:{port}/");
    let (once, cookie) = (secret()?, secret()?);
    let mut desk = Desk::new(settings.clone(), address.clone(), secret()?);
    if let Some(folder) = &settings.folder {
        desk.open(folder)?;
    }
    let (jobs, queue) = mpsc::channel();
    let house = House::new(jobs, DeskGate::new(port, &once, cookie));
    let network = thread::Builder::new()
        .spawn(move || network(listener, house, settings.idle))
        .map_err(|error| diags::no_thread(&error.to_string()))?;
    let entrance = ENTRANCE.trim_start_matches('/');
    ready(&format!("{address}{entrance}?cle={once}"));
    // this thread judges: it is one of those that share the work
    threads::ready();
    // while the browser starts
    desk.warm();
    house::work(&mut desk, &queue);
    match network.join() {
        Ok(ended) => ended,
        Err(_) => Err(diags::no_thread("arrêt inattendu")),
    }
}

/// Is it a folder with no dossier of its own, but some below?
fn is_above(folder: &Path) -> bool {
    let place = places::look(folder);
    place.is_ok_and(|place| !place.dossier && place.folders.iter().any(|(_, dossier)| *dossier))
}

/// 128 bits that nobody guesses.
fn secret() -> Result<String, Refusal> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| diags::no_secret())?;
    Ok(Digest::of(&bytes).to_string())
}

fn network(listener: TcpListener, house: House, idle: Duration) -> Result<DeskEnd, Refusal> {
    let refused = |error: std::io::Error| diags::no_thread(&error.to_string());
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(refused)?;
    let ended = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(refused)?;
        let mut stop = house.stop.subscribe();
        let clock = clock(house.clone(), idle);
        let serving = axum::serve(listener, pages::all(house)).with_graceful_shutdown(stopped(stop.clone()));
        let serving = std::future::IntoFuture::into_future(serving);
        tokio::pin!(serving);
        tokio::select! {
            served = &mut serving => served.map_err(refused).map(|()| DeskEnd::Asked),
            end = clock => {
                // who is being answered gets the answer
                drop(tokio::time::timeout(Duration::from_secs(2), stop.changed()).await);
                Ok(end)
            }
        }
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // told, or nobody is left who could
    drop(stop.wait_for(|stop| *stop).await);
}

/// Ends when a person asks at the terminal, or when nobody has asked anything for long.
async fn clock(house: House, idle: Duration) -> DeskEnd {
    let mut stop = house.stop.subscribe();
    loop {
        tokio::select! {
            () = house.asked.notified() => {}
            () = tokio::time::sleep(idle) => return DeskEnd::Idle(idle.as_secs() / 60),
            _ = tokio::signal::ctrl_c() => return DeskEnd::Asked,
            _ = stop.wait_for(|stop| *stop) => {
                tokio::time::sleep(Duration::from_millis(300)).await;
                return DeskEnd::Asked;
            }
        }
    }
}
