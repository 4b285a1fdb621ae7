//! The tables of a file, with all the places where each is written: by a header, by dotted keys, between braces.

use super::layout::{Headed, Layout, Pair, ValueForm, ValueNode};

/// Where pairs stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Host<'l> {
    /// Below a header, or at the head of the file: which part of the layout.
    Part(usize),
    /// Between braces.
    Inline(&'l ValueNode),
}

/// Where a new key of a table goes: what stands before it in a dotted key.
#[derive(Debug, Clone)]
pub(super) struct Home<'l> {
    pub(super) host: Host<'l>,
    pub(super) prefix: Vec<&'l str>,
}

/// A pair at its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'l> {
    pub(super) host: Host<'l>,
    pub(super) pair: &'l Pair,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Branch<'l> {
    pub(super) entries: Vec<(&'l str, Spelling<'l>)>,
    /// Where its own keys are written; none: only tables below it have a header.
    pub(super) home: Option<Home<'l>>,
    /// The pairs that write it.
    pub(super) pairs: Vec<At<'l>>,
    /// The parts with its own header and those of tables below it.
    pub(super) parts: Vec<usize>,
    /// Its braces.
    pub(super) inline: Option<&'l ValueNode>,
}

/// What a key holds.
#[derive(Debug)]
pub(super) enum Spelling<'l> {
    /// A value.
    Plain(&'l ValueNode, Option<At<'l>>),
    /// A table.
    Branch(Branch<'l>),
    /// Values between brackets.
    Array(&'l ValueNode, Vec<Self>, Option<At<'l>>),
    /// Tables that each have a header in double brackets.
    Blocks(Vec<Branch<'l>>),
}

/// The whole file as one table. None where it is no sound TOML.
pub(super) fn root<'l>(layout: &'l Layout<'_>) -> Option<Branch<'l>> {
    let mut root = Branch {
        home: Some(Home {
            host: Host::Part(0),
            prefix: Vec::new(),
        }),
        ..Branch::default()
    };
    for (index, part) in layout.parts.iter().enumerate() {
        let own = root.headed(part, index)?;
        for pair in &part.pairs {
            own.put(At {
                host: Host::Part(index),
                pair,
            })?;
        }
    }
    Some(root)
}

impl<'l> Branch<'l> {
    /// What a key holds.
    pub(super) fn get(&self, name: &str) -> Option<&Spelling<'l>> {
        self.entries.iter().find(|(key, _)| *key == name).map(|(_, w)| w)
    }

    /// The table of that name, made where it is missing; the last one of several.
    fn down(&mut self, name: &'l str) -> Option<&mut Self> {
        let at = match self.entries.iter().position(|(key, _)| *key == name) {
            Some(at) => at,
            None => {
                self.entries.push((name, Spelling::Branch(Self::default())));
                self.entries.len() - 1
            }
        };
        match &mut self.entries.get_mut(at)?.1 {
            Spelling::Branch(branch) => Some(branch),
            Spelling::Blocks(blocks) => blocks.last_mut(),
            Spelling::Plain(..) | Spelling::Array(..) => None,
        }
    }

    /// The table that a header opens.
    fn headed(&mut self, part: &'l Headed, index: usize) -> Option<&mut Self> {
        let Some(header) = &part.header else {
            return Some(self);
        };
        let (last, above) = header.keys.split_last()?;
        let mut table = self;
        for key in above {
            table = table.down(&key.name)?;
            table.parts.push(index);
        }
        if header.repeated {
            if table.get(&last.name).is_none() {
                table.entries.push((&last.name, Spelling::Blocks(Vec::new())));
            }
            match table.entries.iter_mut().find(|(key, _)| *key == last.name)? {
                (_, Spelling::Blocks(blocks)) => blocks.push(Self::default()),
                _ => return None,
            }
        }
        let own = table.down(&last.name)?;
        own.parts.push(index);
        own.home = Some(Home {
            host: Host::Part(index),
            prefix: Vec::new(),
        });
        Some(own)
    }

    fn put(&mut self, at: At<'l>) -> Option<()> {
        let (last, above) = at.pair.keys.split_last()?;
        let mut prefix = Vec::new();
        let mut table = self;
        for key in above {
            prefix.push(key.name.as_str());
            table = table.down(&key.name)?;
            table.pairs.push(at);
            table.home.get_or_insert_with(|| Home {
                host: at.host,
                prefix: prefix.clone(),
            });
        }
        let written = written(&at.pair.value, Some(at))?;
        table.entries.push((&last.name, written));
        Some(())
    }
}

fn written<'l>(node: &'l ValueNode, at: Option<At<'l>>) -> Option<Spelling<'l>> {
    Some(match &node.form {
        ValueForm::Scalar => Spelling::Plain(node, at),
        ValueForm::Array(list) => {
            let items = list.items.iter().map(|item| written(item, None));
            Spelling::Array(node, items.collect::<Option<_>>()?, at)
        }
        ValueForm::Inline(list) => {
            let host = Host::Inline(node);
            let mut branch = Branch {
                home: Some(Home {
                    host,
                    prefix: Vec::new(),
                }),
                pairs: at.into_iter().collect(),
                inline: Some(node),
                ..Branch::default()
            };
            for pair in &list.items {
                branch.put(At { host, pair })?;
            }
            Spelling::Branch(branch)
        }
    })
}
