//! A random dossier.toml, in some of the ways in which one may be written: it is kept in chunks, so that a test may tell what an edit left.

pub(crate) mod blocks;

use super::Tape;

/// What a chunk belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Nothing that is edited: it must stay, byte for byte.
    Nobody,
    /// A fact, a criterion, a piece.
    Of(String),
    /// A comment inside the block of one: it goes with the block alone.
    Within(String),
    /// A comma, a blank line: they may come and go with what they keep apart.
    Loose,
}

#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) text: String,
    pub(crate) owner: Owner,
}

pub(crate) const FACTS: [&str; 5] = ["ouvert", "equipe.mediateurs", "equipe.signes", "part", "delai"];
pub(crate) const CRITERIA: [&str; 3] = ["E1", "E2", "1.1"];
pub(crate) const PIECES: [&str; 3] = ["p0", "p1", "p2"];
pub(crate) const SITES: [&str; 2] = ["nord", "sud"];

struct Pen<'t, 'b> {
    tape: &'t mut Tape<'b>,
    chunks: Vec<Chunk>,
    comments: usize,
    sites: usize,
}

fn quoted(name: &str) -> String {
    if name.contains('.') {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}

impl Pen<'_, '_> {
    fn put(&mut self, text: impl Into<String>, owner: Owner) {
        self.chunks.push(Chunk {
            text: text.into(),
            owner,
        });
    }

    fn kept(&mut self, text: &str) {
        self.put(text, Owner::Nobody);
    }

    /// A comment that is like no other, with its line end; or only the line end.
    fn end(&mut self, owner: Owner) {
        if self.tape.chance(30) {
            self.comments += 1;
            let comment = format!("# no {} = [\"é\"]\n", self.comments);
            self.put(" ", Owner::Loose);
            self.put(comment, owner);
        } else {
            self.put("\n", Owner::Loose);
        }
    }

    /// Blank lines and comments between blocks.
    fn rest(&mut self) {
        for _ in 0..self.tape.below(3) {
            if self.tape.chance(50) {
                self.put("\n", Owner::Loose);
            } else {
                self.comments += 1;
                let comment = format!("# entre {}\n", self.comments);
                self.kept(&comment);
            }
        }
    }

    fn value(&mut self, fact: &str) -> String {
        let n = self.tape.below(5);
        match fact {
            "ouvert" => (n > 2).to_string(),
            "part" => format!("\"{}0 %\"", n + 1),
            "delai" => self.tape.pick(&["3.5", "1_0.25", "2", "0.50"]).to_owned(),
            _ => self.tape.pick(&["3", "0x4", "1_2", "+7"]).to_owned(),
        }
    }

    /// `valeur = …` and details, in some order.
    fn details(&mut self, fact: &str, site: Option<&str>) -> Vec<String> {
        let mut out = vec![format!("valeur = {}", self.value(fact))];
        let more = [
            "au = 2026-01-02",
            "source = 'registre # \"a\"'",
            "le = 2026-02-03",
            "par = \"d\\u00e9l\u{e9}gu\u{e9}e\"",
        ];
        for key in more {
            if self.tape.chance(30) {
                out.push(key.to_owned());
            }
        }
        out.extend(site.map(|site| format!("site = \"{site}\"")));
        let turn = self.tape.below(out.len());
        out.rotate_left(turn);
        out
    }

    fn practice(&mut self, site: Option<&str>) -> Vec<String> {
        let mut out = Vec::new();
        if self.tape.chance(50) {
            let set_aside = self.tape.chance(25);
            out.push(
                if set_aside {
                    "non-applicable = 'Sans b\u{e2}ti.'"
                } else {
                    "niveau = \"absente\""
                }
                .to_owned(),
            );
        }
        for key in [
            "depuis = 2025-01-01",
            "commentaire = \"\"\"un\n[deux] = 'a'\n\"\"\"",
            "le = 2026-02-03",
        ] {
            if self.tape.chance(50) {
                out.push(key.to_owned());
            }
        }
        out.extend(site.map(|site| format!("site = \"{site}\"")));
        out
    }

    /// For whom something is said: the whole, some sites.
    fn who(&mut self) -> Vec<Option<&'static str>> {
        let mut out = Vec::new();
        if self.tape.chance(80) {
            out.push(None);
        }
        for site in SITES.iter().take(self.sites) {
            if self.tape.chance(40) {
                out.push(Some(*site));
            }
        }
        out
    }

    fn braces(&mut self, parts: &[String]) -> String {
        match self.tape.below(3) {
            0 => format!("{{{}}}", parts.join(",")),
            _ => format!("{{ {} }}", parts.join(", ")),
        }
    }

    /// Several values between brackets, on one line or on several.
    fn brackets(&mut self, values: &[String], owner: &Owner, one_line: bool) {
        let values: Vec<(String, Owner)> = values.iter().map(|v| (v.clone(), owner.clone())).collect();
        self.owned_brackets(&values, owner, one_line);
    }

    /// The same, each value with its own owner.
    fn owned_brackets(&mut self, values: &[(String, Owner)], owner: &Owner, one_line: bool) {
        let last = values.len().saturating_sub(1);
        if one_line || self.tape.chance(50) {
            self.put("[", owner.clone());
            for (rank, (value, own)) in values.iter().enumerate() {
                self.put(if rank > 0 { ", " } else { "" }, Owner::Loose);
                self.put(value.clone(), own.clone());
            }
            self.put("]", owner.clone());
            return;
        }
        self.put("[\n", owner.clone());
        let trailing = self.tape.chance(50);
        for (rank, (value, own)) in values.iter().enumerate() {
            self.put("  ", Owner::Loose);
            self.put(value.clone(), own.clone());
            self.put(if rank < last || trailing { "," } else { "" }, Owner::Loose);
            let within = match own {
                Owner::Of(name) => Owner::Within(name.clone()),
                _ => Owner::Nobody,
            };
            self.end(within);
        }
        self.put("]", owner.clone());
    }

    /// The value of a fact, for all who say it.
    fn said(&mut self, fact: &str, who: &[Option<&str>], owner: &Owner, one_line: bool) {
        let mut values = Vec::new();
        for site in who {
            values.push(if site.is_none() && self.tape.chance(60) {
                self.value(fact)
            } else {
                let details = self.details(fact, *site);
                self.braces(&details)
            });
        }
        match values.as_slice() {
            [one] if self.tape.chance(70) => self.put(one.clone(), owner.clone()),
            values => self.brackets(values, owner, one_line),
        }
    }

    fn practices_of(&mut self, who: &[Option<&str>], owner: &Owner, one_line: bool) {
        let values: Vec<String> = who
            .iter()
            .map(|site| {
                let parts = self.practice(*site);
                self.braces(&parts)
            })
            .collect();
        match values.as_slice() {
            [one] if self.tape.chance(70) => self.put(one.clone(), owner.clone()),
            values => self.brackets(values, owner, one_line),
        }
    }

    /// A pair of a block, its comment apart.
    fn pair(&mut self, pair: &str, owner: &str) {
        let indent = self.tape.pick(&["", "", "  ", "\t"]);
        self.put(format!("{indent}{pair}"), Owner::Of(owner.to_owned()));
        self.end(Owner::Within(owner.to_owned()));
    }

    fn headers(&mut self, header: &str, owner: &str, all: &[Vec<String>]) {
        for pairs in all {
            let header = if all.len() > 1 || self.tape.chance(20) {
                format!("[[{header}]]")
            } else {
                format!("[{header}]")
            };
            self.put(header, Owner::Of(owner.to_owned()));
            self.end(Owner::Within(owner.to_owned()));
            for pair in pairs {
                self.pair(pair, owner);
            }
            self.rest();
        }
    }

    /// Facts at the head of the file; else, what stands under headers comes later.
    fn facts(&mut self, way: usize, at_head: bool) {
        let mut facts: Vec<(&str, Vec<Option<&str>>)> = Vec::new();
        for fact in FACTS {
            let who = self.who();
            if self.tape.chance(70) && !who.is_empty() {
                facts.push((fact, who));
            }
        }
        let is_team = |fact: &str| fact.starts_with("equipe.");
        match (way, at_head) {
            (0, true) => {
                self.kept("faits = {");
                self.put(" ", Owner::Loose);
                for (rank, (fact, who)) in facts.iter().enumerate() {
                    self.put(if rank > 0 { ", " } else { "" }, Owner::Loose);
                    let owner = Owner::Of((*fact).to_owned());
                    self.put(format!("{fact} = "), owner.clone());
                    self.said(fact, who, &owner, true);
                }
                self.put(" ", Owner::Loose);
                self.kept("}");
                self.end(Owner::Nobody);
            }
            (1, true) => {
                for (fact, who) in &facts {
                    let owner = Owner::Of((*fact).to_owned());
                    self.put(format!("faits . {fact} = "), owner.clone());
                    self.said(fact, who, &owner, false);
                    self.end(Owner::Within((*fact).to_owned()));
                }
            }
            (2, false) => {
                self.kept("[faits]");
                self.end(Owner::Nobody);
                for (fact, who) in facts.iter().filter(|(fact, _)| !is_team(fact)) {
                    self.fact_line("", fact, who);
                }
                self.kept("[faits.equipe]");
                self.end(Owner::Nobody);
                for (fact, who) in facts.iter().filter(|(fact, _)| is_team(fact)) {
                    self.fact_line("equipe.", fact, who);
                }
            }
            (3, false) => {
                for (fact, who) in &facts {
                    let all: Vec<Vec<String>> = who.iter().map(|site| self.details(fact, *site)).collect();
                    self.headers(&format!("faits.{fact}"), fact, &all);
                }
            }
            (4.., false) => {
                self.kept("[faits]");
                self.end(Owner::Nobody);
                for (fact, who) in &facts {
                    self.rest();
                    self.fact_line("", fact, who);
                }
            }
            _ => {}
        }
    }

    /// One line of a table of facts, or a dotted line for each detail; a commented one where it is not stated.
    fn fact_line(&mut self, strip: &str, fact: &str, who: &[Option<&str>]) {
        let owner = Owner::Of(fact.to_owned());
        let key = fact.strip_prefix(strip).unwrap_or(fact).to_owned();
        if self.tape.chance(15) {
            self.comments += 1;
            let comment = format!("#{key} = \"no {}\"\n", self.comments);
            self.kept(&comment);
            return;
        }
        if let ([site], true) = (who, self.tape.chance(15)) {
            for detail in self.details(fact, *site) {
                self.pair(&format!("{key}.{detail}"), fact);
            }
            return;
        }
        self.put(format!("{key} = "), owner.clone());
        self.said(fact, who, &owner, false);
        self.end(Owner::Within(fact.to_owned()));
    }

    fn practices(&mut self, way: usize, at_head: bool) {
        let mut all: Vec<(&str, Vec<Option<&str>>)> = Vec::new();
        for criterion in CRITERIA {
            let who = self.who();
            if self.tape.chance(60) && !who.is_empty() {
                all.push((criterion, who));
            }
        }
        match (way, at_head) {
            (0, true) => {
                self.kept("pratiques = {");
                for (rank, (criterion, who)) in all.iter().enumerate() {
                    self.put(if rank > 0 { "," } else { "" }, Owner::Loose);
                    let owner = Owner::Of((*criterion).to_owned());
                    self.put(format!("{} = ", quoted(criterion)), owner.clone());
                    self.practices_of(who, &owner, true);
                }
                self.kept("}");
                self.end(Owner::Nobody);
            }
            (1, true) => {
                for (criterion, who) in &all {
                    self.practice_line("pratiques.", criterion, who);
                }
            }
            (2, false) => {
                self.kept("[ pratiques ]");
                self.end(Owner::Nobody);
                for (criterion, who) in &all {
                    self.practice_line("", criterion, who);
                    self.rest();
                }
            }
            (3.., false) => {
                for (criterion, who) in &all {
                    if self.tape.chance(20) {
                        self.comments += 1;
                        let n = self.comments;
                        let name = quoted(criterion);
                        for line in [
                            &format!("#[pratiques.{name}]\n"),
                            &format!("# no {n}\n"),
                            "#niveau = \"\"\n",
                            "#depuis = 2026-01-01\n",
                        ] {
                            self.kept(line);
                        }
                        continue;
                    }
                    let pairs: Vec<Vec<String>> = who.iter().map(|site| self.practice(*site)).collect();
                    self.headers(&format!("pratiques.{}", quoted(criterion)), criterion, &pairs);
                }
            }
            _ => {}
        }
    }

    fn practice_line(&mut self, before: &str, criterion: &str, who: &[Option<&str>]) {
        let name = quoted(criterion);
        if let ([site], true) = (who, self.tape.chance(50)) {
            for pair in self.practice(*site) {
                self.pair(&format!("{before}{name}.{pair}"), criterion);
            }
            return;
        }
        let owner = Owner::Of(criterion.to_owned());
        self.put(format!("{before}{name} = "), owner.clone());
        self.practices_of(who, &owner, false);
        self.end(Owner::Within(criterion.to_owned()));
    }

    fn piece(&mut self, name: &str) -> Vec<String> {
        let mut out = vec![
            format!("id = \"{name}\""),
            self.tape
                .pick(&["types = [\"regle\"]", "types = [\n  'liste', # une\n]"])
                .to_owned(),
            format!("fichier = \"preuves/regle/{name}.txt\""),
        ];
        for key in [
            "date-effet = 2026-01-05",
            "expire = 2027-01-05",
            "titre = \"a, b\"",
            "periode = [2025-01-01, 2025-12-31]",
        ] {
            if self.tape.chance(40) {
                out.push(key.to_owned());
            }
        }
        out
    }

    fn pieces(&mut self, at_head: bool) {
        let mut names = Vec::new();
        for name in PIECES {
            if self.tape.chance(60) {
                names.push(name);
            }
        }
        if at_head {
            self.kept("preuve = [");
            for (rank, name) in names.iter().enumerate() {
                self.put(if rank > 0 { ", " } else { "" }, Owner::Loose);
                let parts: Vec<String> = self
                    .piece(name)
                    .iter()
                    .map(|part| part.replace("\n  'liste', # une\n", "'liste'"))
                    .collect();
                let braces = self.braces(&parts);
                self.put(braces, Owner::Of((*name).to_owned()));
            }
            self.kept("]");
            self.end(Owner::Nobody);
            return;
        }
        for name in names {
            self.put("[[preuve]]", Owner::Of(name.to_owned()));
            self.end(Owner::Within(name.to_owned()));
            for pair in self.piece(name) {
                self.pair(&pair, name);
            }
            self.rest();
        }
    }

    /// The chunks, with their line ends, a mark of order, and a last line end or none.
    fn spelled(mut self) -> Vec<Chunk> {
        let endings = self.tape.below(4);
        let mut chunks = std::mem::take(&mut self.chunks);
        for chunk in &mut chunks {
            if endings == 1 || (endings == 2 && self.tape.chance(50)) {
                chunk.text = chunk.text.replace('\n', "\r\n");
            }
        }
        if self.tape.chance(20) {
            while let Some(last) = chunks.last_mut() {
                let shorter = last.text.trim_end_matches(['\r', '\n']).len();
                last.text.truncate(shorter);
                if shorter > 0 {
                    break;
                }
                chunks.pop();
            }
        }
        if self.tape.chance(10) {
            chunks.insert(
                0,
                Chunk {
                    text: "\u{feff}".to_owned(),
                    owner: Owner::Nobody,
                },
            );
        }
        chunks
    }
}

/// The chunks of a dossier of the trial norm, with its sites.
pub(crate) fn dossier(tape: &mut Tape<'_>) -> (Vec<Chunk>, &'static [&'static str]) {
    let sites = tape.below(3);
    let (facts, practices, pieces_at_head) = (tape.below(6), tape.below(5), tape.chance(15));
    let mut pen = Pen {
        tape,
        chunks: Vec::new(),
        comments: 0,
        sites,
    };
    pen.kept("schema = 1\nid = \"essai\" # un\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\n");
    pen.rest();
    pen.kept("genre = \"auto-evaluation\"\ncycle = \"initial\"\n");
    pen.facts(facts, true);
    pen.practices(practices, true);
    if pieces_at_head {
        pen.pieces(true);
    }
    pen.rest();
    pen.kept("[structure]\nnom = \"A\"\n");
    pen.rest();
    for site in SITES.iter().take(sites) {
        pen.kept(&format!("[[site]]\nid = \"{site}\"\nnom = \"S\"\n"));
        pen.rest();
    }
    let turn = pen.tape.below(3);
    for rank in 0..3 {
        match (rank + turn) % 3 {
            0 => pen.facts(facts, false),
            1 => pen.practices(practices, false),
            _ if !pieces_at_head => pen.pieces(false),
            _ => {}
        }
        pen.rest();
    }
    (pen.spelled(), &SITES[..sites])
}
