//! Writing behind the door: what is made, named and taken away lies in the open folder itself, by its bare name, and is no link.
//!
//! Whether something may be written is not asked here: that is for `app::output`, which alone comes here.

use std::ffi::OsStr;
use std::fs::{File, Permissions};
use std::io;
use std::path::{Component, Path};

use super::{OpenFolder, Unopened, parts};

/// Who may look into what is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As for any new file of the person's.
    Usual,
    /// The person alone, where the system knows such rights.
    Private,
}

impl OpenFolder {
    /// A folder below, opened for itself (an empty path: this one): it stays the one that it is, whatever takes its name.
    pub fn hold(&self, folder: &Path) -> Result<Self, Unopened> {
        Ok(Self {
            path: self.path.join(folder),
            handle: self.handle.hold(&parts(folder)?)?,
        })
    }

    /// A new file; an error where there is anything of that name.
    pub fn new_file(&self, name: &OsStr, access: Access) -> Result<File, Unopened> {
        Ok(self.handle.new_file(own(name)?, access)?)
    }

    /// A new folder; an error where there is anything of that name.
    pub fn new_folder(&self, name: &OsStr, access: Access) -> Result<(), Unopened> {
        Ok(self.handle.new_folder(own(name)?, access)?)
    }

    /// A private file to lock, made where it is missing.
    pub fn lock_file(&self, name: &OsStr) -> Result<File, Unopened> {
        self.handle.lock_file(own(name)?)
    }

    /// The rights of a file.
    pub fn rights(&self, name: &OsStr) -> Result<Permissions, Unopened> {
        let file = self.handle.file(&[], own(name)?)?;
        Ok(file.metadata()?.permissions())
    }

    /// Gives a file another name, in the place of what bears it.
    pub fn rename(&self, from: &OsStr, to: &OsStr) -> Result<(), Unopened> {
        Ok(self.handle.rename(own(from)?, own(to)?)?)
    }

    /// Takes a file away, or a link itself.
    pub fn remove_file(&self, name: &OsStr) -> Result<(), Unopened> {
        Ok(self.handle.remove_file(own(name)?)?)
    }

    /// Takes an empty folder away.
    pub fn remove_folder(&self, name: &OsStr) -> Result<(), Unopened> {
        Ok(self.handle.remove_folder(own(name)?)?)
    }

    /// Makes the names of the folder last through a failure of the machine.
    pub fn sync(&self) -> io::Result<()> {
        self.handle.sync()
    }
}

/// A name that leads nowhere else.
fn own(name: &OsStr) -> Result<&OsStr, Unopened> {
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(only)), None) if only == name => Ok(name),
        _ => Err(Unopened::Outside),
    }
}
