//! The stored form of final sums.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_statistics_domain::figures::Kind;
use sentier_statistics_domain::indicators::{Count, Measure};
use sentier_statistics_domain::sums::{CareSum, Event, FigureSum, FinalSums, Sums};
use sentier_statistics_domain::value::Month;
use sentier_statistics_domain::weeks::Week;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The type of the event that holds them.
pub(crate) const SUMS_FINALISED: &str = "sums_finalised.v1";

/// The stream of what was counted of a centre in a month.
pub(crate) fn sums_stream(centre: &str, counted_in: Month) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("sentier/sums/{centre}/{counted_in}").as_bytes())
}

/// Final sums as JSON.
#[derive(Debug)]
pub(crate) struct SumsCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    counted_in: Month,
    figures: Vec<StoredFigure>,
    care: Vec<StoredCare>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredFigure {
    month: Month,
    kind: String,
    first: String,
    second: String,
    count: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredCare {
    month: Month,
    measure: String,
    part: String,
    behind: Option<Week>,
    amount: i64,
}

impl Codec for SumsCodec {
    type Aggregate = FinalSums;

    fn event_type(event: &Event) -> &'static str {
        let Event::SumsFinalised(_) = event;
        SUMS_FINALISED
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::SumsFinalised(Sums { counted_in, figures, care }) = event;
        let figure = |sum: &FigureSum| {
            let (kind, first, second) = sum.kind.codes();
            let [kind, first, second] = [kind, first, second].map(str::to_owned);
            StoredFigure { month: sum.month, kind, first, second, count: sum.count }
        };
        let care_sum = |CareSum { count, behind }: &CareSum| {
            let (measure, part) = count.measure.codes();
            let (measure, amount) = (measure.to_owned(), count.amount);
            StoredCare { month: count.month, measure, part, behind: *behind, amount }
        };
        super::write(&Stored {
            counted_in: *counted_in,
            figures: figures.iter().map(figure).collect(),
            care: care.iter().map(care_sum).collect(),
        })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != SUMS_FINALISED {
            return Err(CodecError::UnknownType);
        }
        let Stored { counted_in, figures, care } = super::read(payload)?;
        // What a later version sums is not guessed at.
        let figures: Option<_> = figures.iter().map(figure_sum).collect();
        let care: Option<_> = care.iter().map(care_sum).collect();
        let (figures, care) = figures.zip(care).ok_or(CodecError::UnknownType)?;
        Ok(Event::SumsFinalised(Sums { counted_in, figures, care }))
    }
}

fn figure_sum(stored: &StoredFigure) -> Option<FigureSum> {
    let kind = Kind::from_codes(&stored.kind, &stored.first, &stored.second)?;
    Some(FigureSum { month: stored.month, kind, count: stored.count })
}

fn care_sum(stored: &StoredCare) -> Option<CareSum> {
    let measure = Measure::from_codes(&stored.measure, &stored.part)?;
    let count = Count { month: stored.month, measure, amount: stored.amount };
    Some(CareSum { count, behind: stored.behind })
}
