//! One audit, from the stores that hold its dossier and its norm to its result, in three steps: [`read`], [`fit`], [`judge`].
//!
//! Only the first asks the stores; the others are values in, values out. Faults of authors go to the sink, all that can be told in one
//! pass; a step that gives nothing has said why.

mod diags;
mod read;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::assessment::{Assessment, Inputs, Provenance, Results};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::dossier::{self, Version};
use crate::engine::{self, Firmness};
use crate::kernel::{ConclusionId, Date, Digest, FindingId, InternalError, ProfileId, Span};
use crate::record::inventory::Inventory;
use crate::scope::{self, Leftovers, SoughtBook};
use crate::store::{DossierStore, NormStore, Reader};
pub use read::{DossierRead, no_dossier, norm_of, profile, read};

/// What the caller chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// A norm other than the pinned one: an id, or a path.
    pub norm: Option<String>,
    /// An overlay other than the dossier's.
    pub overlay: Option<PathBuf>,
    /// A profile other than the dossier's.
    pub profile: Option<String>,
    /// An audit date other than the dossier's.
    pub date: Option<Date>,
    /// Today, where neither says it.
    pub today: Option<Date>,
    /// Also search files for data of persons.
    pub privacy: bool,
    /// Which version of its norm the dossier is read against: another than the pinned one only beside it, never instead.
    pub version: Version,
}

/// Where all dossiers of a run find their norms, and who reads the contents of their files.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Norms.
    pub norms: &'a dyn NormStore,
    /// What each norm has sought in files.
    pub sought: &'a SoughtBook,
    /// The reader of contents.
    pub reader: &'a dyn Reader,
}

impl std::fmt::Debug for Means<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Means")
            .field("norms", &self.norms)
            .finish_non_exhaustive()
    }
}

/// A dossier and its norm that fit: all that a judgement reads.
#[derive(Debug)]
pub struct Fitted {
    /// The inputs.
    pub inputs: Inputs,
    /// Where they come from.
    pub provenance: Provenance,
    /// What the walk found.
    pub inventory: Inventory,
    /// What fits nowhere.
    pub leftovers: Leftovers,
    /// The bytes of the structure's logo.
    pub logo: Option<Vec<u8>>,
    /// The files that were read beside the evidence: what an edit checks that it has not changed.
    pub papers: BTreeMap<String, Digest>,
    /// Where each finding is written.
    pub findings: BTreeMap<FindingId, Span>,
}

/// A dossier, judged.
#[derive(Debug)]
pub struct Outcome {
    /// The result.
    pub assessment: Assessment,
    /// What the walk found.
    pub inventory: Inventory,
    /// What fits nowhere.
    pub leftovers: Leftovers,
    /// The bytes of the structure's logo.
    pub logo: Option<Vec<u8>>,
    /// The files that were read beside the evidence: what an edit checks that it has not changed.
    pub papers: BTreeMap<String, Digest>,
}

/// Do dossier, norm and evidence fit? What people wrote of persons is masked from here on.
pub fn fit(read: DossierRead, sink: &mut Diagnostics) -> Option<Fitted> {
    let DossierRead {
        norm,
        dossier,
        terms,
        needs,
        mut inventory,
        digest,
        logo,
        papers,
    } = read;
    let provenance = Provenance {
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        norm: norm.digest,
        dossier: digest,
    };
    let findings = dossier.findings.iter();
    let findings = findings
        .map(|noted| (noted.finding.id.clone(), noted.place.clone()))
        .collect();
    let (inputs, leftovers) = scope::join(norm, dossier, (&mut inventory, &needs), terms, sink)?;
    Some(Fitted {
        inputs,
        provenance,
        inventory,
        leftovers,
        logo,
        papers,
        findings,
    })
}

/// The results of inputs.
#[derive(Debug)]
pub struct JudgedBeside {
    /// Under their own profile; what would change the conclusion is said where it was sought.
    pub results: Results,
    /// What is concluded under other profiles that were asked for, in their order.
    pub beside: Vec<Option<ConclusionId>>,
}

impl JudgedBeside {
    /// Those of these inputs, and what is concluded under other profiles of the norm.
    pub fn of(inputs: &Inputs, others: &[ProfileId], firmness: Firmness) -> Result<Self, InternalError> {
        let (results, beside) = engine::assess_beside(inputs, others, firmness)?;
        Ok(Self { results, beside })
    }
}

impl Fitted {
    /// The judgement; none where a finding does not hold against it, or a promise of the house is broken, which the sink then says.
    pub fn judged(
        &self,
        others: &[ProfileId],
        firmness: Firmness,
        sink: &mut Diagnostics,
    ) -> Option<JudgedBeside> {
        let judged = JudgedBeside::of(&self.inputs, others, firmness)
            .map_err(|error| sink.push(Diagnostic::internal(&error)))
            .ok()?;
        let told = sink.has_errors();
        dossier::barred(&self.inputs, &judged.results, &self.findings, sink);
        (told || !sink.has_errors()).then_some(judged)
    }

    /// Would it be judged? Where nobody found anything, nothing can fail to hold against the judgement.
    pub fn holds(&self, sink: &mut Diagnostics) -> bool {
        self.inputs.findings.is_empty() || self.judged(&[], Firmness::LeftOut, sink).is_some()
    }
}

/// The judgement, where there is one ([`Fitted::judged`]).
pub fn judge(fitted: Fitted, sink: &mut Diagnostics) -> Option<Outcome> {
    let JudgedBeside { results, beside: _ } = fitted.judged(&[], Firmness::Sought, sink)?;
    let Fitted {
        inputs,
        provenance,
        inventory,
        leftovers,
        logo,
        papers,
        findings: _,
    } = fitted;
    Some(Outcome {
        assessment: Assessment {
            schema: 1,
            inputs,
            results,
            provenance,
        },
        inventory,
        leftovers,
        logo,
        papers,
    })
}

/// The three steps, one after the other.
pub fn audit(
    dossier: &dyn DossierStore,
    means: Means<'_>,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Outcome> {
    let read = read(dossier, means, request, sources, sink)?;
    let fitted = fit(read, sink)?;
    judge(fitted, sink)
}
