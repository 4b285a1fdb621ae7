//! How the released program is linked where the tool chain has the linker that can: the same program, some four megabytes smaller.
//!
//! Elsewhere nothing is asked, and the program is only larger.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to what builds a package through the environment"
)]

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    println!("cargo:rerun-if-env-changed=RUSTC_LINKER");
    let is = |key: &str, wanted: &str| env::var(key).is_ok_and(|found| found == wanted);
    // the linker that comes with Rust is the default one there, unless another is asked for
    let own = is("TARGET", "x86_64-unknown-linux-gnu")
        && env::var_os("RUSTC_LINKER").is_none()
        && !env::var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(|flags| flags.contains("link"));
    if !own || !is("PROFILE", "release") {
        return;
    }
    // functions of the same code are one
    println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    // places to adjust when the program starts, told in a thirtieth of the room: what reads them is in the C library since 2.36, and a
    // program is never for an older one than that it was linked with
    if is("HOST", "x86_64-unknown-linux-gnu") && c_library().is_some_and(|version| version >= (2, 36)) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of the C library of this machine.
fn c_library() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let (major, minor) = said.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
