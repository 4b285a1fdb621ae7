//! Writes the structure tree into the file: elements, parent tree, tagged links.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::PdfError;
use super::metadata::{name, text};
use super::tags::{Kid, TagNode, Tree};

pub(super) fn add(file: &mut Document, tree: &Tree) -> Result<(), PdfError> {
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = tree.nodes.iter().map(|_| file.new_object_id()).collect();
    // INVARIANT: nodes, pages and annotations are numbered by the tree itself; what pointed nowhere would point to the root
    let id_of = |node: usize| ids.get(node).copied().unwrap_or(root);
    let mut keys: Vec<Object> = Vec::new();
    let mut link_keys: Vec<(i64, ObjectId)> = Vec::new();
    let mut annotations: Vec<Vec<ObjectId>> = Vec::new();
    let mut next = whole(pages.len());
    for (number, page) in pages.iter().enumerate() {
        let found = file
            .get_dictionary(*page)?
            .get(b"Annots")
            .and_then(Object::as_array)
            .cloned()
            .unwrap_or_default();
        let mut tagged = Vec::new();
        let words = tree.links.get(number).map(Vec::as_slice).unwrap_or_default();
        for (annotation, (node, said)) in found.into_iter().zip(words) {
            let mut annotation = annotation.as_dict()?.clone();
            annotation.set("F", 4);
            annotation.set("StructParent", next);
            annotation.set("Contents", text(said));
            annotation.remove(b"C");
            tagged.push(file.add_object(annotation));
            link_keys.push((next, id_of(*node)));
            next += 1;
        }
        let dict = file.get_object_mut(*page)?.as_dict_mut()?;
        dict.remove(b"Annots");
        if !tagged.is_empty() {
            dict.set(
                "Annots",
                tagged.iter().map(|id| Object::Reference(*id)).collect::<Vec<_>>(),
            );
        }
        dict.set("StructParents", whole(number));
        dict.set("Tabs", name("S"));
        annotations.push(tagged);
        let owners: Vec<Object> = tree
            .owners
            .get(number)
            .into_iter()
            .flatten()
            .map(|node| Object::Reference(id_of(*node)))
            .collect();
        keys.push(whole(number).into());
        keys.push(Object::Reference(file.add_object(Object::Array(owners))));
    }
    for (key, id) in link_keys {
        keys.extend([key.into(), Object::Reference(id)]);
    }
    let kid = |kid: &Kid| -> Object {
        match kid {
            Kid::Node(node) => Object::Reference(id_of(*node)),
            Kid::Content(page, id) => Object::Dictionary(
                dictionary! { "Type" => "MCR", "Pg" => pages.get(*page).copied().unwrap_or(root), "MCID" => *id },
            ),
            Kid::Annotation(page, rank) => {
                let annotation = annotations
                    .get(*page)
                    .and_then(|list| list.get(*rank))
                    .copied()
                    .unwrap_or(root);
                Object::Dictionary(
                    dictionary! { "Type" => "OBJR", "Pg" => pages.get(*page).copied().unwrap_or(root), "Obj" => annotation },
                )
            }
        }
    };
    // cells hang under rows, which the layout does not name
    let mut parents: BTreeMap<usize, ObjectId> = BTreeMap::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        let mut kids: Vec<Object> = Vec::new();
        if node.kind == "Table" {
            let (mut head, mut body) = (Vec::new(), Vec::new());
            let (head_id, body_id) = (file.new_object_id(), file.new_object_id());
            let lines = tree.rows(at);
            // a group of headings heads something: alone, the first line is the whole of the table
            let headed = lines.len() > 1;
            for (line, cells) in lines {
                let row = file.new_object_id();
                let members: Vec<Object> = cells.iter().map(|cell| Object::Reference(id_of(*cell))).collect();
                parents.extend(cells.iter().map(|cell| (*cell, row)));
                let (group, group_id) = if line == 0 && headed {
                    (&mut head, head_id)
                } else {
                    (&mut body, body_id)
                };
                file.set_object(
                    row,
                    dictionary! { "Type" => "StructElem", "S" => "TR", "P" => group_id, "K" => members },
                );
                group.push(Object::Reference(row));
            }
            for (kind, id, rows) in [("THead", head_id, head), ("TBody", body_id, body)] {
                if !rows.is_empty() {
                    file.set_object(
                        id,
                        dictionary! { "Type" => "StructElem", "S" => kind, "P" => id_of(at), "K" => rows },
                    );
                    kids.push(Object::Reference(id));
                }
            }
            let is_cell = |k: &&Kid| matches!(k, Kid::Node(node) if tree.nodes.get(*node).is_some_and(|n| n.cell.is_some()));
            kids.extend(node.kids.iter().filter(|k| !is_cell(k)).map(kid));
        } else {
            kids.extend(node.kids.iter().map(kid));
        }
        let parent = if at == 0 {
            root
        } else {
            parents.get(&at).copied().unwrap_or(id_of(node.parent))
        };
        file.set_object(id_of(at), element(node, parent, kids));
    }
    let parent_tree = file.add_object(dictionary! { "Nums" => keys });
    file.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot", "K" => vec![Object::Reference(id_of(0))], "ParentTree" => parent_tree, "ParentTreeNextKey" => next,
        },
    );
    let catalog = file.catalog_mut()?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

fn element(node: &TagNode, parent: ObjectId, kids: Vec<Object>) -> Dictionary {
    let mut out = dictionary! { "Type" => "StructElem", "S" => name(&node.kind), "P" => parent, "K" => kids };
    if let Some(alt) = &node.alt {
        out.set("Alt", text(alt));
    }
    let mut table = Dictionary::new();
    if node.kind == "TH" {
        let across = node.cell.is_some_and(|cell| cell.y == 0);
        table.set("Scope", name(if across { "Column" } else { "Row" }));
    }
    if let Some(cell) = node.cell.filter(|cell| cell.columns > 1 || cell.rows > 1) {
        table.set("ColSpan", whole(cell.columns));
        table.set("RowSpan", whole(cell.rows));
    }
    if !table.is_empty() {
        table.set("O", name("Table"));
        out.set("A", table);
    }
    out
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
