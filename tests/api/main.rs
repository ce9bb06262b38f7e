//! The integration tests: one binary, every test on both databases.
//!
//! SQLite always; PostgreSQL when `TEST_DATABASE_URL` names a server on which databases may be made. Each test has a
//! database of its own, dropped afterwards, and a server of its own on a free port.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is what it is for"
)]

mod activities;
mod activity_bases;
mod agreement_terms;
mod agreements;
mod bad_input;
mod calendar;
mod calendar_subscriptions;
mod calls;
mod calls_report;
mod changes;
mod closing;
mod command_line;
mod confidentiality;
mod crash;
mod decisions;
mod demo;
mod digest;
mod engagements;
mod eu_impact;
mod exports;
mod external_ids;
mod files;
mod framework_elements;
mod funding_programmes;
mod fuzzing;
mod gates;
mod governance;
mod idempotency;
mod identity;
mod imports;
mod indicator_values;
mod indicators;
mod influence_cases;
mod integration_statements;
mod journal;
mod junk;
mod knowledge_activities;
mod leverage;
mod life_cycles;
mod lists;
mod matrix;
mod matrix_cells;
mod memberships;
mod merges;
mod migrations;
mod mobilisation;
mod monitoring_chain;
mod monitoring_items;
mod monitoring_reports;
mod negotiation;
mod one_resource;
mod open_data;
mod openapi;
mod operational_plans;
mod partner_fields;
mod partner_report;
mod partners;
mod planning_reports;
mod policy;
mod policy_frameworks;
mod profile_areas;
mod profiling_actions;
mod progress_updates;
mod project_ideas;
mod projects;
mod queries;
mod races;
mod reference;
mod report_links;
mod reports;
mod roll_overs;
mod scenarios;
mod status_reports;
mod strategies;
mod strategy_areas;
mod support;
mod tasks;
mod times;
mod units;
mod walkthrough;
mod webhooks;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use support::{Backend, Test};

/// The files of tests, one per resource or matter.
fn all() -> Vec<Test> {
    [
        // One line a file.
        activities::tests(),
        activity_bases::tests(),
        agreement_terms::tests(),
        agreements::tests(),
        bad_input::tests(),
        calendar::tests(),
        calendar_subscriptions::tests(),
        calls::tests(),
        calls_report::tests(),
        changes::tests(),
        closing::tests(),
        command_line::tests(),
        confidentiality::tests(),
        crash::tests(),
        decisions::tests(),
        demo::tests(),
        demo::priorities::tests(),
        digest::tests(),
        engagements::tests(),
        eu_impact::tests(),
        exports::tests(),
        imports::tests(),
        imports::parts::tests(),
        imports::cells::tests(),
        imports::registers::tests(),
        external_ids::tests(),
        files::tests(),
        framework_elements::tests(),
        funding_programmes::tests(),
        fuzzing::tests(),
        gates::tests(),
        governance::tests(),
        idempotency::tests(),
        identity::tests(),
        indicator_values::tests(),
        indicators::tests(),
        influence_cases::tests(),
        integration_statements::tests(),
        journal::tests(),
        junk::tests(),
        knowledge_activities::tests(),
        leverage::tests(),
        life_cycles::tests(),
        lists::tests(),
        matrix::tests(),
        matrix_cells::tests(),
        memberships::tests(),
        merges::tests(),
        migrations::tests(),
        mobilisation::tests(),
        monitoring_chain::tests(),
        monitoring_items::tests(),
        monitoring_reports::tests(),
        monitoring_reports::chains::tests(),
        monitoring_reports::competence::tests(),
        monitoring_reports::influence::tests(),
        negotiation::tests(),
        open_data::tests(),
        one_resource::tests(),
        openapi::tests(),
        operational_plans::tests(),
        partner_fields::tests(),
        partner_report::tests(),
        partners::tests(),
        planning_reports::tests(),
        policy::tests(),
        policy_frameworks::tests(),
        profile_areas::tests(),
        profiling_actions::tests(),
        progress_updates::tests(),
        project_ideas::tests(),
        projects::tests(),
        queries::tests(),
        races::tests(),
        reference::tests(),
        report_links::tests(),
        reports::tests(),
        roll_overs::tests(),
        scenarios::tests(),
        status_reports::tests(),
        strategies::tests(),
        strategy_areas::tests(),
        tasks::tests(),
        times::tests(),
        units::tests(),
        walkthrough::tests(),
        webhooks::tests(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let postgres = std::env::var("TEST_DATABASE_URL").ok();
    let mut trials = Vec::new();
    for test in all() {
        for backend in [Some(Backend::Sqlite), postgres.clone().map(Backend::Postgres)].into_iter().flatten() {
            if test.once && backend != Backend::Sqlite {
                continue;
            }
            let name = test.name.trim_start_matches("api::");
            let name = if test.once { name.to_owned() } else { format!("{name}::{}", backend.name()) };
            trials.push(Trial::test(name, move || {
                (test.run)(backend);
                Ok(())
            }));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if postgres.is_none() {
        println!(
            "PostgreSQL was NOT covered: set TEST_DATABASE_URL to an address such as postgres://postgres@127.0.0.1/postgres\n"
        );
    }
    if !support::service::have_curl() {
        println!("The curl lines of the README and the demo were NOT covered: curl is not installed\n");
    }
    if conclusion.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
