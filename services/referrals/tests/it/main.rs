//! The referrals service against real databases, a real broker and TLS; what is not under test (the
//! cases and access services) is played by the test, through the contract alone.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on must stop, and helpers are not tests themselves"
)]

mod answers;
mod deadlines;
mod directory;
mod fakes;
mod fhir;
mod inbound;
mod isolation;
mod lifecycle;
mod lists;
mod messages;
mod onward;
mod partner_api;
mod pathway;
mod planning;
mod ranking;
mod receiver;
mod restarts;
mod steps;
mod upkeep;
mod watching;
mod webhooks;
mod withdrawal;
mod world;

use sentier_referrals::ReferralsConfig;
use sentier_test_support::databases::On;

use crate::world::World;

/// Runs each sentence of the suite on both databases.
macro_rules! on_both {
    ($($room:ident: $($sentence:ident),+;)+) => {
        mod sqlite {
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $sentence() {
                    let world = crate::World::start(crate::On::Sqlite).await;
                    crate::$room::$sentence(&world).await;
                    world.stop().await;
                }
            )+)+
        }
        mod postgres {
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $sentence() {
                    let world = crate::World::start(crate::On::Postgres).await;
                    crate::$room::$sentence(&world).await;
                    world.stop().await;
                }
            )+)+
        }
    };
}

on_both! {
    pathway:
        a_request_reaches_the_agency_which_serves_it,
        the_disclosure_is_read_by_its_agency_and_the_centre_is_told,
        a_refused_consent_is_told_back_and_never_reaches_the_agency,
        an_unsuited_structure_is_told_back_without_any_claim,
        cases_is_waited_for_when_it_is_away;
    answers:
        an_illegal_transition_names_the_state_and_what_is_allowed,
        a_repeated_answer_changes_nothing,
        a_version_that_is_behind_is_refused,
        everything_wrong_with_an_answer_is_said_at_once;
    isolation:
        another_agencys_referral_is_found_on_no_call,
        a_centre_sees_its_own_and_no_other_does,
        a_caseworker_sees_what_belongs_to_her_cases,
        only_agencies_answer_and_read,
        who_must_not_know_of_a_case_sees_no_referral_of_it;
    lifecycle:
        a_referral_goes_its_whole_way_and_the_centre_is_told_each_step,
        a_cancellation_is_asked_for_and_confirmed,
        each_step_is_refused_where_the_table_has_none,
        a_repeated_step_changes_nothing,
        everything_wrong_with_a_step_is_said_at_once,
        another_agency_moves_and_reads_nothing;
    messages:
        both_sides_write_and_read_and_each_reading_is_entered,
        messages_are_paged_newest_first,
        what_was_written_stands_nowhere_in_clear,
        a_decline_ends_the_agencys_reading_and_not_the_centres,
        a_withdrawal_destroys_what_was_written;
    inbound:
        an_agency_refers_to_the_centre_which_opens_a_case,
        the_centre_is_told_which_case_was_opened_and_by_which_agency,
        a_declined_one_gives_its_reason_and_its_key_is_destroyed,
        only_its_agency_takes_it_back,
        what_nobody_answers_lapses,
        who_may_not_take_it_sees_nothing,
        what_was_told_stands_nowhere_in_clear,
        everything_wrong_with_a_submission_is_said_at_once,
        a_centre_that_the_agency_does_not_serve_is_not_referred_to;
    onward:
        an_agency_proposes_and_learns_whether_it_is_taken_up_and_no_more,
        another_agency_proposes_and_takes_back_nothing,
        a_withdrawal_ends_what_was_proposed,
        a_case_is_handed_over_to_an_agency_that_takes_cases_alone;
    deadlines:
        a_silent_structure_loses_the_referral_and_nobody_is_named_by_the_bus,
        an_answer_in_time_is_kept,
        an_unconfirmed_cancellation_stands_at_its_deadline,
        a_deadline_that_passed_while_the_service_was_away_is_kept,
        how_fast_a_structure_answered_is_told_to_figures;
    lists:
        a_list_is_paged_newest_first_and_filtered,
        a_page_token_of_another_list_is_refused,
        a_list_is_narrowed_by_states_and_by_when_they_changed;
    directory:
        agencies_and_structures_are_kept_by_managers,
        structures_are_listed_by_need_and_centre_while_the_agency_is_active,
        a_wrong_structure_is_refused_for_everything_at_once;
    upkeep:
        an_agency_keeps_its_own_structures_up_to_date_and_no_others,
        structures_are_listed_by_commune_hour_place_and_agency,
        everything_wrong_with_an_update_is_said_at_once,
        a_repeated_update_changes_nothing;
    planning:
        a_manager_sets_the_pathway_and_the_rules_before_stay_readable,
        health_is_never_made_to_wait_for_the_police,
        structures_are_proposed_in_order_with_reasons_and_the_time_left,
        what_is_closed_full_or_tried_is_not_proposed,
        a_pathway_bounds_what_is_claimed,
        a_pathway_is_its_own_centres;
    ranking:
        what_a_rule_serves_first_is_told_until_it_is_settled,
        her_commune_decides_who_is_next_among_those_whom_no_rule_names,
        the_time_that_care_has_bounds_the_answer_of_who_is_next;
    watching:
        a_stream_resumes_after_a_cut_without_loss,
        a_resume_token_of_another_agency_is_refused,
        a_reading_is_no_change_on_the_stream,
        a_revoked_credential_ends_the_stream,
        readers_that_stop_hold_nobody_up;
    partner_api:
        a_read_mask_shows_the_wanted_fields_alone,
        a_batch_acknowledges_each_referral_by_itself,
        a_wrong_batch_is_refused_whole,
        a_change_keeps_its_id_however_often_it_is_sent,
        a_token_of_a_month_ago_resumes_on_a_read_model_built_anew;
    withdrawal:
        a_withdrawal_reaches_an_open_stream_within_two_seconds_with_the_key_destroyed,
        a_withdrawal_does_not_wait_behind_a_request_that_waits_for_cases,
        a_withdrawal_that_comes_first_stops_the_request,
        an_erasure_revokes_every_referral_of_her_cases,
        the_key_is_destroyed_when_the_reading_period_is_over;
    webhooks:
        a_change_is_posted_signed_and_says_nothing_of_her,
        a_receiver_that_fails_is_asked_again_and_nothing_overtakes,
        what_was_given_up_is_listed_and_replayed,
        a_webhook_is_paused_switched_off_resumed_and_removed,
        webhooks_are_the_agencys_own_and_the_manager_sees_them,
        each_change_is_delivered_whichever_process_dies;
    restarts:
        a_restart_in_the_middle_loses_nothing_and_repeats_nothing,
        keys_that_were_not_destroyed_are_after_a_restart;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_stream_shows_that_it_lives() {
    let world = World::start(On::Sqlite).await;
    watching::a_heartbeat_comes_within_sixteen_seconds(&world).await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_revocation_no_value_is_in_the_database_files() {
    let world = World::start(On::Sqlite).await;
    withdrawal::no_value_of_the_disclosure_is_in_any_file(&world).await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_that_come_again_change_nothing() {
    let world = World::start(On::Sqlite).await;
    Box::pin(restarts::messages_that_come_again_change_nothing(world)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuilt_read_model_equals_the_live_one() {
    let world = World::start(On::Sqlite).await;
    restarts::read_models_rebuilt_from_zero_are_the_same(&world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hasty_agency_slows_itself_alone() {
    let tune = |config: &mut ReferralsConfig| {
        (config.agency_calls_per_second, config.agency_burst) = (1, 10);
    };
    let world = World::start_with(On::Sqlite, tune).await;
    partner_api::an_agency_that_calls_too_fast_is_told_when_to_come_back(&world).await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_of_one_agency_leave_room_for_others() {
    let world = World::start_with(On::Sqlite, |config| config.agency_streams = 2).await;
    partner_api::an_agency_holds_no_more_streams_than_it_may(&world).await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_in_python_takes_what_the_service_sends() {
    let world = World::start(On::Sqlite).await;
    webhooks::the_receiver_in_python_takes_what_the_service_sends(&world).await;
    world.stop().await;
}
