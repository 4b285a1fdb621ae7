//! Which of several sites an audit looks at: √n of them, the head office always, the others by a draw that anyone can do again.

use crate::assessment::Inputs;
use crate::assessment::inputs::Site;
use crate::assessment::results::Drawn;
use crate::kernel::{Digest, SiteId};
use crate::norm::model::{DrawRounding, HeadOffice};

/// The draw; none where the norm wants none, or where there is nothing to draw from.
///
/// Sites that are not the head office stand in the ascending order of SHA-256(seed ‖ site id); the first ones are taken.
pub(super) fn draw(inputs: &Inputs) -> Option<Drawn> {
    let rule = inputs.norm.policy.draw.as_ref()?;
    if !(rule.audits.is_empty() || rule.audits.contains(&inputs.audit)) || inputs.sites.len() < 2 {
        return None;
    }
    let seed = inputs
        .seed
        .clone()
        .unwrap_or_else(|| inputs.dossier.as_str().to_owned());
    let root = root(inputs.sites.len(), rule.rounding);
    let (heads, mut others): (Vec<&Site>, Vec<&Site>) =
        inputs.sites.iter().partition(|site| site.head_office);
    let size = match rule.head_office {
        HeadOffice::Inside => root.max(heads.len()),
        HeadOffice::Beside => root + heads.len(),
    }
    .min(inputs.sites.len());
    others.sort_by_key(|site| Digest::of(&[seed.as_bytes(), site.id.as_str().as_bytes()].concat()));
    let sites: Vec<SiteId> = heads
        .iter()
        .chain(&others)
        .take(size)
        .map(|site| site.id.clone())
        .collect();
    Some(Drawn {
        seed,
        of: inputs.sites.len(),
        sites,
    })
}

/// √n as a whole number, without a float.
fn root(n: usize, rounding: DrawRounding) -> usize {
    let floor = (1..=n).take_while(|k| k * k <= n).last().unwrap_or(0);
    let exact = floor * floor == n;
    match rounding {
        DrawRounding::Up if !exact => floor + 1,
        // (k + 1/2)² is never whole: n above k² + k is nearer to k + 1
        DrawRounding::Nearest if n > floor * floor + floor => floor + 1,
        DrawRounding::Up | DrawRounding::Nearest => floor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_whole() {
        let up: Vec<usize> = (1..=10).map(|n| root(n, DrawRounding::Up)).collect();
        assert_eq!(up, [1, 2, 2, 2, 3, 3, 3, 3, 3, 4]);
        let near: Vec<usize> = (1..=13).map(|n| root(n, DrawRounding::Nearest)).collect();
        assert_eq!(near, [1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4]);
    }
}
