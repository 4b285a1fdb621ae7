//! The `mediaudit` command.

fn main() -> std::process::ExitCode {
    mediaudit_cli::run()
}
