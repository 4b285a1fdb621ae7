//! What a structure states of its social utility: numbers with their method, their limits, and what they do not prove.

use serde::{Deserialize, Serialize};

use super::report::View;
use super::table::{Column, Holds, Table, TableCell, Width};
use crate::assessment::Inputs;
use crate::kernel::{FactKey, french};
use crate::norm::Norm;
use crate::norm::model::Indicator;

/// What a structure states for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedFigure {
    /// The number.
    pub part: u32,
    /// What it is a part of, where the indicator is one.
    pub whole: Option<u32>,
    /// Was it counted in the structure's tables?
    pub counted: bool,
}

/// What is stated for each indicator of the norm, in its order; one that is a part of something is stated by both numbers.
pub fn figures(inputs: &Inputs) -> Vec<Option<StatedFigure>> {
    let number = |key: &FactKey| -> Option<u32> {
        let value = inputs.facts.get(key)?.value.number()?;
        value.floor().to_string().parse().ok()
    };
    let counted = |key: &FactKey| {
        let found = inputs.computed.get(key);
        found.is_some_and(|counted| counted.not_taken.is_none())
    };
    let one = |indicator: &Indicator| {
        let part = number(indicator.fact.as_ref()?)?;
        let whole = match &indicator.over {
            Some(over) => Some(number(over)?),
            None => None,
        };
        // a part beyond its whole says nothing
        whole.is_none_or(|whole| part <= whole).then(|| StatedFigure {
            part,
            whole,
            counted: indicator.fact.iter().chain(&indicator.over).all(counted),
        })
    };
    inputs.norm.indicators.iter().map(one).collect()
}

/// What an indicator stands under, in words; the axes that the norm gives it, in their order.
pub fn under(norm: &Norm, indicator: &Indicator) -> String {
    let values = indicator.labels.iter().filter_map(|label| norm.axis_value(label));
    let said: Vec<&str> = values.map(|(_, value)| value.label.as_str()).collect();
    said.join(" › ")
}

fn said(indicator: &Indicator, figure: &StatedFigure) -> String {
    let number = |n: u32| french::number(usize::try_from(n).unwrap_or(usize::MAX));
    let unit = if figure.part > 1 {
        indicator.unit.clone()
    } else {
        french::singular(&indicator.unit)
    };
    match figure.whole {
        Some(whole) => format!("{} sur {} {}", number(figure.part), number(whole), indicator.unit),
        None => format!("{} {unit}", number(figure.part)),
    }
}

impl View<'_> {
    /// The indicators that the structure states; none where the norm has none, or nothing is stated.
    pub(super) fn utility(&self) -> Option<Table> {
        // a profile that looks at a part says nothing of the rest
        if self
            .norm
            .profile(&self.a.inputs.profile)
            .is_some_and(|own| own.partial)
        {
            return None;
        }
        let text = |title: &str, width: Width| Column::new(title, Holds::Text, width);
        let columns = vec![
            text("Indicateur", Width::Share(6)),
            text("Déclaré", Width::Share(3)),
            text("Méthode et limites", Width::Share(6)),
            text("Ce que cela ne prouve pas", Width::Share(4)),
        ];
        let figures = figures(&self.a.inputs);
        let rows: Vec<Vec<TableCell>> = self
            .norm
            .indicators
            .iter()
            .zip(&figures)
            .filter_map(|(indicator, figure)| {
                let figure = figure.as_ref()?;
                let origin = if figure.counted {
                    "compté dans ses tableaux"
                } else {
                    "saisi"
                };
                Some(vec![
                    TableCell::text(&indicator.title)
                        .strong(true)
                        .note(under(self.norm, indicator)),
                    TableCell::text(said(indicator, figure))
                        .note(format!("{}, {origin}", indicator.reached.label())),
                    TableCell::text(format!("{} {}", indicator.method, indicator.limits)),
                    TableCell::text(&indicator.unproven),
                ])
            })
            .collect();
        let caption = format!(
            "Utilité sociale : {} sur {} de la norme, sans effet sur le jugement",
            french::count(rows.len(), "indicateur dit", "indicateurs dits"),
            self.norm.indicators.len()
        );
        (!rows.is_empty()).then(|| Table::of("utilite", caption, columns).rows(rows).dense())
    }
}
