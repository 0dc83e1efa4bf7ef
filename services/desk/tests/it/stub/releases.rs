//! Answers about releases.
#![expect(clippy::unnecessary_wraps, reason = "every answer has the shape of its call")]

use sentier_proto::statistics::v1 as statistics;
use sentier_proto::statistics::v1::{ReleaseRegion, ReleaseTable, subscription};
use tonic::Status;

use super::Stub;
use super::care::at;
use super::facts::*;

fn subscription(id: &str, state: subscription::State) -> statistics::Subscription {
    let approved = state == subscription::State::Approved;
    statistics::Subscription {
        name: format!("subscriptions/{id}"),
        analyst: format!("analysts/{STAFF}"),
        organisation: "Observatoire national".to_owned(),
        purpose: "Rapport annuel sur l'accès aux services".to_owned(),
        expire_time: at(9),
        state: state.into(),
        deliveries: 12,
        version: 2,
        approver: if approved { format!("centres/{CENTRE}/staff/{STAFF}") } else { String::new() },
        approve_time: if approved { at(YESTERDAY) } else { None },
        last_delivery_time: if approved { at(YESTERDAY) } else { None },
    }
}

pub(super) fn list_subscriptions(
    _: &Stub,
    _: statistics::ListSubscriptionsRequest,
) -> Result<statistics::ListSubscriptionsResponse, Status> {
    let subscriptions = vec![
        subscription(CASE, subscription::State::Requested),
        subscription(STAFF, subscription::State::Approved),
    ];
    Ok(statistics::ListSubscriptionsResponse { subscriptions, next_page_token: String::new() })
}

fn release() -> statistics::Release {
    statistics::Release {
        name: "releases/region-2026-11".to_owned(),
        table: ReleaseTable::Region.into(),
        period: "2026-11".to_owned(),
        schema_version: 1,
        publish_time: at(10),
        rho: 22_260_000,
        sigma: 4_739,
        cells: Vec::new(),
    }
}

pub(super) fn list_releases(
    _: &Stub,
    _: statistics::ListReleasesRequest,
) -> Result<statistics::ListReleasesResponse, Status> {
    let releases = vec![release()];
    Ok(statistics::ListReleasesResponse { releases, next_page_token: String::new() })
}

pub(super) fn get_release(
    _: &Stub,
    _: statistics::GetReleaseRequest,
) -> Result<statistics::GetReleaseResponse, Status> {
    let cell = |region: ReleaseRegion, noisy_count| statistics::ReleaseCell {
        region: region.into(),
        noisy_count,
        estimate: noisy_count * 1_000 - 160,
        low: 0,
        high: 9_440,
        ..statistics::ReleaseCell::default()
    };
    let cells = vec![cell(ReleaseRegion::GrandLome, 31), cell(ReleaseRegion::Savanes, -2)];
    Ok(statistics::GetReleaseResponse { release: Some(statistics::Release { cells, ..release() }) })
}

/// A file in two pieces.
pub(super) fn pieces() -> Vec<Result<statistics::DownloadReleaseResponse, Status>> {
    let piece = |chunk: &[u8]| {
        Ok(statistics::DownloadReleaseResponse {
            file_name: "region-2026-11.parquet".to_owned(),
            chunk: chunk.to_vec(),
        })
    };
    vec![piece(b"PAR1 in "), piece(b"two pieces")]
}

/// Of every quarter: it waits, but for the third, which is released.
pub(super) fn get_record_batch(
    _: &Stub,
    asked: statistics::GetRecordBatchRequest,
) -> Result<statistics::GetRecordBatchResponse, Status> {
    use statistics::record_batch::State;
    let period = asked.name.trim_start_matches("recordBatches/").to_owned();
    let released = period.ends_with("-Q3");
    let class = statistics::RecordClass {
        region: "plateaux".to_owned(),
        ages: "under_18".to_owned(),
        kind: "sexual".to_owned(),
        count: 12,
    };
    let batch = statistics::RecordBatch {
        name: asked.name,
        period,
        state: if released { State::Released } else { State::Waiting }.into(),
        classes: vec![class],
        records: 15,
        carried: 2,
        dropped: 1,
        approver: if released { format!("centres/ogou-1/staff/{STAFF}") } else { String::new() },
        approve_time: if released { at(10) } else { None },
        limits: "Aucune garantie formelle.".to_owned(),
    };
    Ok(statistics::GetRecordBatchResponse { batch: Some(batch) })
}

pub(super) fn download_record_batch(
    _: &Stub,
    _: statistics::DownloadRecordBatchRequest,
) -> Result<statistics::DownloadRecordBatchResponse, Status> {
    Ok(statistics::DownloadRecordBatchResponse {
        file_name: "records-2026-Q3.csv".to_owned(),
        media_type: "text/csv; charset=utf-8".to_owned(),
        content: b"period,region,ages,kind,guarantee\n".to_vec(),
    })
}
