//! The `mediaudit` command.

fn main() {}
