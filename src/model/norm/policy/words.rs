//! The closed lists of words that parameters take.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ })+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
            #[derive(schemars::JsonSchema)]
            pub enum $name {
                $($(#[$variant_meta])* #[serde(rename = $word)] $variant,)+
            }
        )+
    };
}

words! {
    /// How the values of a group's members give the group's.
    Aggregation {
        /// Mean by weights.
        #[default]
        WeightedMean = "moyenne-ponderee",
        /// Plain mean.
        Mean = "moyenne",
        /// The lowest.
        Minimum = "minimum",
        /// The product: one zero makes all zero.
        Product = "produit",
        /// The sum of weight times value.
        Sum = "somme",
        /// Full where every member is full, else nothing.
        All = "tous",
    }
    /// What a criterion counts for that nothing settles.
    Unsettled {
        /// Anything from nothing to all: the score is an interval.
        Bounds = "bornes",
        /// It leaves the sum.
        Leaves = "sort",
        /// As much as a failure.
        #[default]
        Fails = "echec",
    }
    /// What becomes of the weight of a criterion that does not apply.
    Excluded {
        /// It leaves numerator and denominator.
        #[default]
        Leaves = "sort",
        /// It counts as met.
        Full = "plein",
        /// It counts for the stated target.
        Target = "cible",
        /// Its weight is shared out equally among its siblings.
        Equal = "egal",
        /// Its weight is shared out among its siblings, by their weights.
        Prorata = "prorata",
        /// Nobody may set a criterion aside.
        Forbidden = "interdit",
    }
    /// What a criterion counts for whose rule met inconsistent data.
    Erring {
        /// As much as a failure.
        #[default]
        Fails = "echec",
        /// It leaves the sum.
        Leaves = "sort",
    }
    /// What a group counts for when nothing in it counts.
    EmptyGroup {
        /// It leaves the sum.
        #[default]
        Leaves = "sort",
        /// Nothing.
        Zero = "zero",
        /// All.
        Full = "plein",
    }
    /// What a group counts for when something in it counts and none of it weighs.
    WeightlessGroup {
        /// It leaves the sum.
        #[default]
        Leaves = "sort",
        /// Nothing.
        Zero = "zero",
    }
    /// What a weight of zero means.
    ZeroWeight {
        /// A weight of zero.
        #[default]
        Zero = "zero",
        /// A weight of one.
        One = "un",
        /// A fault of the norm.
        Refused = "refuse",
    }
    /// What chapters weigh.
    ChapterWeights {
        /// What each says.
        #[default]
        Written = "ecrit",
        /// What its criteria weigh that are in the score.
        Sum = "somme",
    }
    /// What the whole counts for when nothing counts.
    EmptyTotal {
        /// There is no score.
        #[default]
        None = "sans-objet",
        /// Nothing.
        Zero = "zero",
        /// All.
        Full = "plein",
    }
    /// How figures are rounded.
    RoundingMode {
        /// Halves away from zero.
        #[default]
        HalfUp = "demi-superieur",
        /// Halves to the even neighbour.
        HalfEven = "demi-pair",
        /// Down.
        Down = "bas",
        /// Not at all.
        None = "aucun",
    }
    /// Where figures are rounded.
    RoundingPlace {
        /// Where they are shown only: thresholds compare exact fractions.
        #[default]
        Display = "affichage",
        /// The value of each criterion.
        Criterion = "critere",
        /// The value of each criterion and of each group.
        Levels = "niveaux",
    }
    /// How the statuses of samples give the criterion's.
    SampleStatus {
        /// The worst decides.
        #[default]
        Worst = "pire",
        /// Conforming when a stated share of the applicable samples conforms, else the worst.
        Share = "part",
    }
    /// How the values of samples give the criterion's.
    SampleValue {
        /// The lowest.
        #[default]
        Minimum = "minimum",
        /// Their mean.
        Mean = "moyenne",
        /// Full where every sample is full, else nothing.
        AnyFail = "un-echec",
    }
    /// What a sample that is not assessed does to the criterion.
    SampleGap {
        /// It stays unsettled.
        #[default]
        Blocks = "bloque",
        /// The other samples decide.
        Ignored = "ignore",
    }
    /// How √n becomes a whole number.
    DrawRounding {
        /// Up.
        #[default]
        Up = "superieur",
        /// To the nearest; √n is never exactly half-way.
        Nearest = "proche",
    }
    /// How the head office enters the sample.
    HeadOffice {
        /// As one of the √n.
        #[default]
        Inside = "dans",
        /// Beside them.
        Beside = "en-plus",
    }
    /// How a gate bounds the score.
    GateForm {
        /// While a criterion of the gate fails, the score is at most the ceiling.
        #[default]
        Ceiling = "plafond",
        /// The score is at most the lowest value among them.
        Minimum = "minimum",
        /// The score is multiplied by their values.
        Product = "produit",
        /// While one of them fails, the score is nothing.
        All = "tous",
    }
    /// Within what findings are counted together.
    Reach {
        /// One criterion.
        Criterion = "critere",
        /// One chapter, sub-chapters included.
        Chapter = "chapitre",
        /// The whole norm.
        #[default]
        Norm = "norme",
    }
    /// What becomes of the findings that were counted together.
    Effect {
        /// They become one of the worse kind.
        #[default]
        Consumes = "consomme",
        /// They stay, and one of the worse kind is added.
        Adds = "ajoute",
    }
    /// What to do when the audit before is not known.
    NoPrevious {
        /// Nothing.
        #[default]
        Ignored = "sans-effet",
        /// No conclusion.
        Blocks = "bloque",
    }
}
