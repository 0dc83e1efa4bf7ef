//! The privacy bench in its quick form; in full: `cargo run --release -p sentier-tests --bin privacy-bench`.

use sentier_statistics_domain::release::Table;
use sentier_tests::privacy::Kind;
use sentier_tests::privacy::attacks::{Effort, all};
use sentier_tests::privacy::errors;
use sentier_tests::privacy::reference::{Drawn, SIGMAS, Sigma, between, from_definition};

#[test]
fn the_releases_keep_every_bound() {
    let findings = all(Kind::Releases, Effort::QUICK);
    let broken: Vec<_> = findings.iter().filter(|finding| !finding.holds()).collect();
    assert!(findings.len() >= 15 && broken.is_empty(), "{broken:?}");
}

#[test]
fn every_planted_publisher_is_caught() {
    // A world and a reading or two show them; the costly attacks are for the full form.
    let effort = Effort { years: 2, draws: 10, pairs: 20, women: 1, worlds: 3 };
    for kind in Kind::PLANTED {
        let findings = all(kind, effort);
        let broken: Vec<_> = findings.iter().filter(|finding| !finding.holds()).collect();
        assert!(!broken.is_empty(), "{} was not caught", kind.name());
    }
}

#[test]
fn errors_are_those_that_the_plan_expects() {
    let lines = errors::lines(480, 4);
    let expected = lines.iter().filter_map(|line| Some((line, line.rmse?)));
    let told: Vec<&str> = expected.clone().map(|(line, _)| line.what.as_str()).collect();
    assert_eq!(told.len(), 8, "five tables, the services, and two of a centre alone: {told:?}");
    for (line, rmse) in expected {
        let error = line.measured;
        // A month is estimated when its quarter is not over, so it lacks what the quarter would add; and of some
        // 40 cells chance moves an error by a tenth.
        assert!(error.rmse < rmse * 1.4 && error.rmse > rmse * 0.6, "{line:?}");
        // The services have eight cells a year, and nothing that makes them surer.
        let few = line.what == Table::Services.code();
        let held = if few { 0.72..=1.0 } else { 0.8..=0.99 };
        assert!(held.contains(&error.coverage), "{line:?}");
    }
}

#[test]
fn every_figure_of_the_plan_stands_beside_a_measured_one() {
    for reports in errors::VOLUMES {
        let of_centres = errors::EXPECTED_OF_A_CENTRE.iter().filter(|one| one.0 == reports).count();
        let lines = errors::lines(reports, 1);
        assert_eq!(lines.iter().filter(|line| line.rmse.is_some()).count(), 6 + of_centres);
        let relative = lines.iter().filter(|line| line.relative.is_some());
        assert_eq!(relative.count(), if reports == 2_800 { 5 } else { of_centres });
        let sound = lines.iter().all(|line| line.measured.rmse.is_finite());
        assert!(sound && lines.len() == 11 + of_centres, "{lines:?}");
    }
}

#[test]
fn our_sampler_and_that_of_opendp_draw_the_same_distribution() {
    for sigma in SIGMAS {
        let (ours, theirs) = (Drawn::ours(sigma, 20_000), Drawn::theirs(sigma, 20_000));
        let apart = between(&ours, &theirs);
        assert!(!apart.is_alarm() && apart.degrees >= 4.0, "{sigma:?}: {apart:?}");
        for (whose, drawn) in [("ours", &ours), ("opendp's", &theirs)] {
            let apart = from_definition(drawn, sigma);
            assert!(!apart.is_alarm(), "{whose}, {sigma:?}: {apart:?}");
        }
    }
}

#[test]
fn noise_that_is_a_tenth_too_wide_is_told_from_that_of_opendp() {
    let (wide, theirs) = (Drawn::ours(Sigma(21, 4), 20_000), Drawn::theirs(SIGMAS[1], 20_000));
    assert!(between(&wide, &theirs).is_alarm());
    assert!(from_definition(&wide, SIGMAS[1]).is_alarm());
}
