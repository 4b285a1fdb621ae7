//! The `mediaudit` command.

fn main() -> std::process::ExitCode {
    mediaudit::cli::run()
}
