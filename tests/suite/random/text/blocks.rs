//! A random file of blocks: actions, findings, observations, lifted alerts, in some of the ways in which they may be written.

use super::super::Tape;
use super::{Chunk, Owner, Pen};

/// The blocks of one kind.
pub(crate) struct Kind {
    /// The name in the double brackets.
    pub(crate) array: &'static str,
    /// What stands before all.
    pub(crate) top: &'static str,
    /// A table with a header, that is not edited.
    pub(crate) table: &'static str,
    /// The name of each block, and what it always says.
    pub(crate) blocks: [(&'static str, &'static [&'static str]); 3],
    /// What it may say, too; what stands together comes together.
    pub(crate) sometimes: &'static [&'static [&'static str]],
    /// A key of a table of its own.
    pub(crate) form: Option<(&'static str, &'static str)>,
}

impl Pen<'_, '_> {
    fn block(&mut self, kind: &Kind, always: &[&str]) -> Vec<String> {
        let mut out: Vec<String> = always.iter().map(|&pair| pair.to_owned()).collect();
        for group in kind.sometimes {
            if self.tape.chance(40) {
                out.extend(group.iter().map(|&pair| pair.to_owned()));
            }
        }
        let turn = self.tape.below(out.len());
        out.rotate_left(turn);
        out
    }

    fn has_form(&mut self, kind: &Kind) -> Option<(&'static str, &'static str)> {
        kind.form.filter(|_| self.tape.chance(40))
    }

    /// All between brackets.
    fn listed(&mut self, kind: &Kind, rows: &[(&str, &[&str])]) {
        let mut values = Vec::new();
        for (name, always) in rows {
            let mut pairs = self.block(kind, always);
            if let Some((table, pair)) = self.has_form(kind) {
                let dotted = self.tape.chance(50);
                pairs.push(if dotted {
                    format!("{table}.{pair}")
                } else {
                    format!("{table} = {{ {pair} }}")
                });
            }
            values.push((self.braces(&pairs), Owner::Of((*name).to_owned())));
        }
        // the last block takes the brackets along; nothing but space is lost between those that hold none
        let own = match rows {
            [] => Owner::Loose,
            [(only, _)] => Owner::Of((*only).to_owned()),
            _ => Owner::Nobody,
        };
        self.put(format!("{} = ", kind.array), own.clone());
        self.owned_brackets(&values, &own, false);
        self.end(Owner::Nobody);
    }

    /// Each under its header.
    fn repeated(&mut self, kind: &Kind, rows: &[(&str, &[&str])]) {
        for (name, always) in rows {
            self.put(format!("[[{}]]", kind.array), Owner::Of((*name).to_owned()));
            self.end(Owner::Within((*name).to_owned()));
            for pair in self.block(kind, always) {
                self.pair(&pair, name);
            }
            if let Some((table, pair)) = self.has_form(kind) {
                if self.tape.chance(50) {
                    self.pair(&format!("{table}.{pair}"), name);
                } else {
                    self.pair(&format!("[{}.{table}]", kind.array), name);
                    self.pair(pair, name);
                }
            }
            self.rest();
        }
    }
}

/// The chunks of a file of such blocks.
pub(crate) fn file(tape: &mut Tape<'_>, kind: &Kind) -> Vec<Chunk> {
    let mut pen = Pen {
        tape,
        chunks: Vec::new(),
        comments: 0,
        sites: 0,
    };
    pen.kept(kind.top);
    pen.rest();
    let mut rows = Vec::new();
    for row in kind.blocks {
        if pen.tape.chance(60) {
            rows.push(row);
        }
    }
    let between_brackets = pen.tape.chance(30);
    if between_brackets {
        pen.listed(kind, &rows);
        pen.rest();
    }
    let table_first = pen.tape.chance(70);
    if table_first {
        pen.kept(kind.table);
        pen.rest();
    }
    if !between_brackets {
        pen.repeated(kind, &rows);
    }
    if !table_first {
        pen.kept(kind.table);
        pen.rest();
    }
    pen.spelled()
}
