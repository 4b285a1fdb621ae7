//! The structure tree, built while the frames are walked.

use std::collections::{BTreeMap, HashMap};

use typst::foundations::{Content, StyleChain};
use typst::introspection::Location;
use typst::model::{
    EnumElem, FigureCaption, FigureElem, HeadingElem, LinkMarker, ListElem, OutlineEntry, ParElem, TableCell,
    TableElem, TitleElem,
};
use typst::pdf::{ArtifactElem, PdfMarkerTag, PdfMarkerTagKind};

/// What an element holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kid {
    /// Another element.
    Node(usize),
    /// Marked content: page, identifier.
    Content(usize, i64),
    /// A link annotation: page, rank on the page.
    Annotation(usize, usize),
}

/// Place and spans of a table cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct TagCell {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// An element of the tree.
#[derive(Debug)]
pub(super) struct TagNode {
    pub(super) kind: String,
    pub(super) parent: usize,
    pub(super) kids: Vec<Kid>,
    pub(super) alt: Option<String>,
    pub(super) cell: Option<TagCell>,
    /// A paragraph that was made to hold loose content.
    made: bool,
}

/// The tree and what each page holds of it.
pub(super) struct Tree {
    pub(super) nodes: Vec<TagNode>,
    /// By page: the owner of each marked content, in order.
    pub(super) owners: Vec<Vec<usize>>,
    /// By page: the owner of each link, and its words.
    pub(super) links: Vec<Vec<(usize, String)>>,
    stack: Vec<(usize, Option<Location>)>,
    by_location: HashMap<Location, usize>,
    artifacts: Vec<Location>,
}

impl Tree {
    pub(super) fn new(pages: usize) -> Self {
        let root = TagNode {
            kind: "Document".to_owned(),
            parent: 0,
            kids: Vec::new(),
            alt: None,
            cell: None,
            made: false,
        };
        Self {
            nodes: vec![root],
            owners: vec![Vec::new(); pages],
            links: vec![Vec::new(); pages],
            stack: Vec::new(),
            by_location: HashMap::new(),
            artifacts: Vec::new(),
        }
    }

    pub(super) fn is_artifact(&self) -> bool {
        !self.artifacts.is_empty()
    }

    fn top(&self) -> usize {
        self.stack.last().map_or(0, |(node, _)| *node)
    }

    fn kind_of(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |n| n.kind.as_str())
    }

    /// The kind of the element at hand.
    pub(super) fn kind(&self, node: usize) -> String {
        self.kind_of(node).to_owned()
    }

    fn add(&mut self, kind: &str, parent: usize) -> usize {
        let id = self.nodes.len();
        self.nodes.push(TagNode {
            kind: kind.to_owned(),
            parent,
            kids: Vec::new(),
            alt: None,
            cell: None,
            made: false,
        });
        self.give(parent, Kid::Node(id));
        id
    }

    pub(super) fn give(&mut self, node: usize, kid: Kid) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.kids.push(kid);
        }
    }

    fn push(&mut self, kind: &str, location: Option<Location>) -> usize {
        let id = self.add(kind, self.top());
        self.stack.push((id, location));
        if let Some(location) = location {
            self.by_location.insert(location, id);
        }
        id
    }

    /// A tagged element begins.
    pub(super) fn start(&mut self, content: &Content) {
        let Some(location) = content.location() else {
            return;
        };
        let here = Some(location);
        if content.is::<ArtifactElem>() {
            self.artifacts.push(location);
            return;
        }
        if self.is_artifact() {
            return;
        }
        let styles = StyleChain::default();
        if let Some(heading) = content.to_packed::<HeadingElem>() {
            let level = heading.resolve_level(styles).get().min(6);
            self.push(&format!("H{level}"), here);
        } else if content.is::<TitleElem>() || content.is::<ParElem>() {
            let inside = self.kind_of(self.top());
            if !(inside == "P" || inside == "Caption" || inside == "Lbl" || inside.starts_with('H')) {
                self.push("P", here);
            }
        } else if let Some(marker) = content.to_packed::<PdfMarkerTag>() {
            self.marker(&marker.kind, here);
        } else if content.is::<OutlineEntry>() {
            self.push("TOCI", here);
        } else if content.is::<LinkMarker>() {
            self.push("Link", here);
        } else if content.is::<TableElem>() {
            self.push("Table", here);
        } else if let Some(cell) = content.to_packed::<TableCell>() {
            // a cell that is an artifact only ties rows together
            if cell.is_repeated.get(styles) || cell.body.is::<ArtifactElem>() {
                self.artifacts.push(location);
                return;
            }
            let place = TagCell {
                x: cell.x.get(styles).unwrap_or(0),
                y: cell.y.get(styles).unwrap_or(0),
                columns: cell.colspan.get(styles).get(),
                rows: cell.rowspan.get(styles).get(),
            };
            // the first line heads the columns, the first cell of each other line heads its row
            let id = self.push(if place.y == 0 || place.x == 0 { "TH" } else { "TD" }, here);
            if let Some(node) = self.nodes.get_mut(id) {
                node.cell = Some(place);
            }
        } else if let Some(figure) = content.to_packed::<FigureElem>() {
            let alt = figure.alt.get_cloned(styles).map(|alt| alt.to_string());
            let id = self.push("Figure", here);
            if let Some(node) = self.nodes.get_mut(id) {
                node.alt = alt;
            }
        } else if content.is::<FigureCaption>() {
            self.push("Caption", here);
        } else if content.is::<ListElem>() || content.is::<EnumElem>() {
            self.push("L", here);
        }
    }

    fn marker(&mut self, kind: &PdfMarkerTagKind, here: Option<Location>) {
        match kind {
            PdfMarkerTagKind::OutlineBody => {
                self.push("TOC", here);
            }
            PdfMarkerTagKind::ListItemLabel => {
                // the layout names no items: each label begins one, and ends the one before
                if let Some(list) = self
                    .stack
                    .iter()
                    .rposition(|(node, _)| self.kind_of(*node) == "L")
                {
                    self.stack.truncate(list + 1);
                    self.push("LI", None);
                }
                self.push("Lbl", here);
            }
            PdfMarkerTagKind::ListItemBody => {
                self.push("LBody", here);
            }
            _ => {}
        }
    }

    /// A tagged element ends.
    pub(super) fn end(&mut self, location: Location) {
        if let Some(at) = self.artifacts.iter().rposition(|l| *l == location) {
            self.artifacts.truncate(at);
        } else if let Some(at) = self.stack.iter().rposition(|(_, l)| *l == Some(location)) {
            self.stack.truncate(at);
        }
    }

    /// Content that is laid out apart from its element (a table cell, a caption) goes back to it; gives the depth to return to.
    pub(super) fn enter(&mut self, parent: Option<Location>) -> usize {
        let depth = self.stack.len();
        let node = parent
            .and_then(|location| self.by_location.get(&location))
            .copied();
        if let Some(node) = node.filter(|node| *node != self.top()) {
            self.stack.push((node, None));
        }
        depth
    }

    /// Returns to a depth.
    pub(super) fn leave(&mut self, depth: usize) {
        self.stack.truncate(depth);
    }

    /// The element that may hold content here: one is made where only a group is open.
    pub(super) fn leaf(&mut self) -> usize {
        let top = self.top();
        if !matches!(
            self.kind_of(top),
            "Document" | "TOC" | "Table" | "L" | "LI" | "Sect"
        ) {
            return top;
        }
        if let Some(Kid::Node(last)) = self.nodes.get(top).and_then(|node| node.kids.last())
            && self.nodes.get(*last).is_some_and(|node| node.made)
        {
            return *last;
        }
        let id = self.add("P", top);
        if let Some(node) = self.nodes.get_mut(id) {
            node.made = true;
        }
        id
    }

    /// Inside of a figure, and not in its caption?
    pub(super) fn in_figure(&self) -> bool {
        let open = |kind: &str| self.stack.iter().any(|(node, _)| self.kind_of(*node) == kind);
        open("Figure") && !open("Caption")
    }

    /// The link that is open.
    pub(super) fn link(&self) -> Option<usize> {
        self.stack
            .iter()
            .rev()
            .map(|(node, _)| *node)
            .find(|node| self.kind_of(*node) == "Link")
    }

    /// Rows of a table: cells by line, in order.
    pub(super) fn rows(&self, table: usize) -> BTreeMap<usize, Vec<usize>> {
        let mut rows: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for kid in self.nodes.get(table).into_iter().flat_map(|node| &node.kids) {
            if let Kid::Node(id) = kid
                && let Some(cell) = self.nodes.get(*id).and_then(|node| node.cell)
            {
                rows.entry(cell.y).or_default().push((cell.x, *id));
            }
        }
        rows.into_iter()
            .map(|(y, mut cells)| {
                cells.sort_unstable();
                (y, cells.into_iter().map(|(_, id)| id).collect())
            })
            .collect()
    }
}
