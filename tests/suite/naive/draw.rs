//! Which sites are looked at?

use mediaudit_core::assessment::Inputs;
use mediaudit_core::kernel::SiteId;
use mediaudit_core::norm::model::{DrawRounding, HeadOffice};
use sha2::{Digest as _, Sha256};

/// The sites drawn, head offices first; none where there is no draw.
pub(super) fn drawn(i: &Inputs) -> Option<(String, Vec<SiteId>)> {
    let rule = i.norm.policy.draw.as_ref()?;
    let asked = rule.audits.is_empty() || rule.audits.contains(&i.audit);
    let n = i.sites.len();
    if !asked || n < 2 {
        return None;
    }
    let seed = i.seed.clone().unwrap_or_else(|| i.dossier.to_string());
    // √n: the whole number whose square is nearest above, or nearest at all
    let above = (0..=n).find(|k| k * k >= n).unwrap();
    let below = (0..=n).rfind(|k| k * k <= n).unwrap();
    let root = match rule.rounding {
        DrawRounding::Up => above,
        // (below + 1/2)² = below² + below + 1/4
        DrawRounding::Nearest if n <= below * below + below => below,
        DrawRounding::Nearest => above,
    };
    let mut sites: Vec<_> = i.sites.iter().collect();
    let place = |id: &SiteId| Sha256::digest(format!("{seed}{id}").as_bytes()).to_vec();
    let rank = |head: bool, at: usize, id: &SiteId| if head { (0, at, vec![]) } else { (1, 0, place(id)) };
    let mut ranked: Vec<_> = sites.drain(..).enumerate().collect();
    ranked.sort_by_key(|(at, s)| rank(s.head_office, *at, &s.id));
    let heads = ranked.iter().filter(|(_, s)| s.head_office).count();
    let size = match rule.head_office {
        HeadOffice::Inside => root.max(heads),
        HeadOffice::Beside => root + heads,
    };
    Some((
        seed,
        ranked.into_iter().take(size).map(|(_, s)| s.id.clone()).collect(),
    ))
}
