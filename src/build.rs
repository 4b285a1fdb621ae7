//! How the released program is linked where the tools of this machine can: the same program, some four megabytes smaller.
//!
//! Each option is tried on an empty program, which must run. Where one is refused the program is only larger.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to what builds a package through the environment"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

const OPTIONS: [&str; 2] = [
    // functions of the same code are one
    "link-arg=-Wl,--icf=all",
    // places to adjust when the program starts, told in a thirtieth of the room; a C library older than 2.36 does not read them
    "link-arg=-Wl,-z,pack-relative-relocs",
];

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    let said = |key: &str| env::var(key).unwrap_or_default();
    // what is made for another machine cannot be tried on this one
    let own = said("HOST") == said("TARGET") && said("CARGO_CFG_TARGET_OS") == "linux";
    if !own || said("PROFILE") != "release" {
        return;
    }
    for option in OPTIONS.into_iter().filter(|option| runs_with(option)) {
        println!("cargo:rustc-{}", option.replacen("link-arg", "link-arg-bins", 1));
    }
}

/// Is an empty program linked with an option as this one will be, and does it run?
fn runs_with(option: &str) -> bool {
    let said = |key: &str| env::var(key).unwrap_or_default();
    let place = said("OUT_DIR");
    let (source, program) = (
        Path::new(&place).join("essai.rs"),
        Path::new(&place).join("essai"),
    );
    let mut rustc = Command::new(said("RUSTC"));
    rustc.arg(&source).arg("-o").arg(&program).args(["-C", option]);
    let flags = said("CARGO_ENCODED_RUSTFLAGS");
    rustc.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg("-C").arg(format!("linker={linker}"));
    }
    let succeeds = |command: &mut Command| {
        let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success())
    };
    fs::write(&source, "fn main() {}").is_ok()
        && succeeds(&mut rustc)
        && succeeds(&mut Command::new(&program))
}
