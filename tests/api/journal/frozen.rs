//! Snapshots of every format that was ever written, kept as files: they can be read for ever. A file is never altered;
//! a new format gets a new one, beside an upgrade step in its room.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::cooperation::agreements::CooperationAgreement;
use utblick::cooperation::benefit_reviews::BenefitReview;
use utblick::cooperation::engagements::Engagement;
use utblick::cooperation::mandates::Mandate;
use utblick::cooperation::membership_fees::MembershipFee;
use utblick::cooperation::memberships::Membership;
use utblick::cooperation::partners::Partner;
use utblick::db::Db;
use utblick::db::migrations::{MigrateMode, migrate};
use utblick::db::types::Id;
use utblick::exchange::webhooks::Webhook;
use utblick::funding::calls::Call;
use utblick::funding::funding_programmes::FundingProgramme;
use utblick::funding::project_ideas::ProjectIdea;
use utblick::funding::projects::Project;
use utblick::governance::bodies::Body;
use utblick::governance::competences::Competence;
use utblick::governance::decisions::Decision;
use utblick::governance::introductions::Introduction;
use utblick::governance::meetings::Meeting;
use utblick::governance::units::Unit;
use utblick::governance::visits::Visit;
use utblick::identity::clients::Client;
use utblick::identity::users::User;
use utblick::journal::replay::restore;
use utblick::journal::{JournalRow, Origin};
use utblick::monitoring::influence_cases::InfluenceCase;
use utblick::monitoring::knowledge_activities::KnowledgeActivity;
use utblick::monitoring::monitoring_items::MonitoringItem;
use utblick::monitoring::profiling_actions::ProfilingAction;
use utblick::planning::activities::Activity;
use utblick::planning::indicator_values::IndicatorValue;
use utblick::planning::indicators::Indicator;
use utblick::planning::integration_statements::IntegrationStatement;
use utblick::planning::matrix_cells::MatrixCell;
use utblick::planning::operational_plans::OperationalPlan;
use utblick::planning::progress_updates::ProgressUpdate;
use utblick::planning::report_snapshots::ReportSnapshot;
use utblick::planning::roll_overs::RollOver;
use utblick::planning::status_reports::StatusReport;
use utblick::register::{Register, record_of, write};
use utblick::routes::REGISTERS;
use utblick::strategy::framework_elements::FrameworkElement;
use utblick::strategy::policy_frameworks::PolicyFramework;
use utblick::strategy::profile_areas::ProfileArea;
use utblick::strategy::strategies::Strategy;
use utblick::strategy::strategy_areas::StrategyArea;

use crate::support::{Backend, Database};

crate::tests! { every_frozen_snapshot_restores }

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/api/frozen")
}

/// A journal row that holds a frozen snapshot.
fn row(kind: &str, format: i32) -> JournalRow {
    let file = folder().join(format!("{kind}.{format}.json"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let snapshot: Value = serde_json::from_str(&text).unwrap();
    JournalRow {
        seq: 1,
        at: snapshot["updatedAt"].as_str().unwrap().parse().unwrap(),
        actor_id: None,
        action: "update".to_owned(),
        resource_type: kind.to_owned(),
        resource_id: snapshot["id"].as_str().unwrap().parse::<Id<()>>().unwrap(),
        version: 1,
        format,
        snapshot: Some(snapshot.to_string()),
        cause_type: None,
        cause_id: None,
        trace_id: String::new(),
        salt: String::new(),
        snapshot_hash: String::new(),
        previous_hash: String::new(),
        hash: String::new(),
        confidential: false,
    }
}

fn every_frozen_snapshot_restores(backend: Backend) {
    let mut seen = BTreeSet::new();
    check::<Unit>(&backend, &mut seen);
    check::<User>(&backend, &mut seen);
    check::<Client>(&backend, &mut seen);
    check::<PolicyFramework>(&backend, &mut seen);
    check::<FrameworkElement>(&backend, &mut seen);
    check::<Strategy>(&backend, &mut seen);
    check::<StrategyArea>(&backend, &mut seen);
    check::<Partner>(&backend, &mut seen);
    check::<Activity>(&backend, &mut seen);
    check::<Decision>(&backend, &mut seen);
    check::<Body>(&backend, &mut seen);
    check::<Competence>(&backend, &mut seen);
    check::<Meeting>(&backend, &mut seen);
    check::<CooperationAgreement>(&backend, &mut seen);
    check::<Membership>(&backend, &mut seen);
    check::<MembershipFee>(&backend, &mut seen);
    check::<Mandate>(&backend, &mut seen);
    check::<BenefitReview>(&backend, &mut seen);
    check::<Visit>(&backend, &mut seen);
    check::<Introduction>(&backend, &mut seen);
    check::<ProfileArea>(&backend, &mut seen);
    check::<Indicator>(&backend, &mut seen);
    check::<IndicatorValue>(&backend, &mut seen);
    check::<IntegrationStatement>(&backend, &mut seen);
    check::<MatrixCell>(&backend, &mut seen);
    check::<OperationalPlan>(&backend, &mut seen);
    check::<ProgressUpdate>(&backend, &mut seen);
    check::<StatusReport>(&backend, &mut seen);
    check::<ReportSnapshot>(&backend, &mut seen);
    check::<RollOver>(&backend, &mut seen);
    check::<FundingProgramme>(&backend, &mut seen);
    check::<Call>(&backend, &mut seen);
    check::<ProjectIdea>(&backend, &mut seen);
    check::<Project>(&backend, &mut seen);
    check::<MonitoringItem>(&backend, &mut seen);
    check::<KnowledgeActivity>(&backend, &mut seen);
    check::<InfluenceCase>(&backend, &mut seen);
    check::<ProfilingAction>(&backend, &mut seen);
    check::<Engagement>(&backend, &mut seen);
    check::<Webhook>(&backend, &mut seen);
    assert_eq!(seen.len(), REGISTERS.len(), "a register is not in this test: {seen:?}");
    for file in std::fs::read_dir(folder()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let kind = name.split('.').next().unwrap();
        assert!(seen.contains(kind), "{name} belongs to no register");
    }
}

fn check<R: Register>(backend: &Backend, seen: &mut BTreeSet<&'static str>) {
    seen.insert(R::TYPE);
    for format in 1..=R::FORMAT {
        // With those it refers to, of the first format.
        let rows: Vec<JournalRow> = REGISTERS
            .iter()
            .map(|register| row(register.kind(), if register.kind() == R::TYPE { format } else { 1 }))
            .collect();
        let frozen = rows.iter().find(|row| row.resource_type == R::TYPE).unwrap();
        let record = record_of::<R>(frozen).unwrap().unwrap();
        if format == R::FORMAT {
            // Of today's format: nothing is lost and nothing added.
            assert_eq!(record.snapshot().unwrap(), frozen.snapshot_json().unwrap().unwrap(), "{}", R::TYPE);
        }
        let database = Database::new(backend);
        migrate(&database.backing, MigrateMode::Auto).unwrap();
        let db = Db::new(&database.backing, Clock::default());
        db.write_now(Origin::service(), |tx| Ok(restore(tx, &rows)?)).unwrap();
        let restored = db.read_now(|conn| write::find::<R>(conn, record.meta.id)).unwrap();
        assert_eq!(json!(restored), json!(record), "{} {format}", R::TYPE);
    }
}
