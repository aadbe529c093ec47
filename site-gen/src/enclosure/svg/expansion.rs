//! How much a drawing becomes when a browser draws it: `<use>` repeats a part, which may repeat others.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::{allowed::XLINK, own_name};

/// The most elements that a drawing may become.
pub const ELEMENTS: u64 = 200_000;

/// The most elements within each other.
pub const DEPTH: usize = 200;

/// Whether a drawing stays within the limits.
pub fn is_bounded(document: &Document<'_>) -> bool {
    let mut by_id = HashMap::new();
    for node in document.descendants() {
        // Of several with the same name, a browser takes the first.
        if let Some(id) = node.attribute("id") {
            by_id.entry(id).or_insert(node);
        }
    }
    let mut count = Count { by_id, repeated: HashMap::new() };
    count.of(document.root_element(), 0).is_some()
}

struct Count<'a> {
    by_id: HashMap<&'a str, Node<'a, 'a>>,
    repeated: HashMap<&'a str, u64>,
}

impl<'a> Count<'a> {
    /// How many elements a part becomes; none if that is too many, or if it repeats itself without end.
    fn of(&mut self, node: Node<'a, 'a>, depth: usize) -> Option<u64> {
        if depth > DEPTH {
            return None;
        }
        let mut count = 1;
        if own_name(&node) == Some("use") {
            let target = node.attribute("href").or_else(|| node.attribute((XLINK, "href")));
            let target = target.and_then(|target| target.strip_prefix('#')).unwrap_or_default();
            if let Some(part) = self.by_id.get(target).copied() {
                let repeated = match self.repeated.get(target) {
                    Some(known) => *known,
                    None => self.of(part, depth + 1)?,
                };
                self.repeated.insert(target, repeated);
                count += repeated;
            }
        }
        for child in node.children().filter(Node::is_element) {
            count += self.of(child, depth + 1)?;
        }
        (count <= ELEMENTS).then_some(count)
    }
}
