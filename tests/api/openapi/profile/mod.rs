//! DIGG's national REST API profile: each rule that a document can show, how it is found broken, and one way to break it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::Document;

mod addresses;
mod answers;
mod documentation;
mod fields;
mod queries;
mod security;

crate::tests! {
    ; once the_document_follows_the_profile,
    every_rule_notices_when_it_is_broken,
    the_exceptions_are_those_of_the_page,
}

/// A rule of the profile.
struct Rule {
    /// Its id.
    id: &'static str,
    /// What it asks of the document.
    asks: &'static str,
    /// The places where a document breaks it.
    find: fn(&Document) -> Vec<String>,
    /// One way to break it.
    breaks: fn(&mut Value),
}

/// What `docs/rest-api-profile.md` accepts: the rule, and the ends of the places where the document breaks it; no place
/// for a rule that only a running service shows.
const EXCEPTIONS: &[(&str, &[&str])] = &[
    (
        "AME.04",
        &[
            "/_meta",
            "/version-history",
            "Import/sha256",
            "ReportSnapshot/sha256",
            "StatusReport/sha256",
            "StatusReportLine/sha256",
        ],
    ),
    (
        "AME.05",
        &[
            "/grant_type",
            "/access_token",
            "/token_type",
            "/expires_in",
            "/refresh_token",
            "/client_id",
            "/client_secret",
        ],
    ),
    (
        "AME.06",
        &[
            "/missing",
            "/heldBy",
            "/byArea",
            "/byContribution",
            "/byCountry",
            "/byKind",
            "/byState",
            "/sustainability",
            "/costEstimate",
            "/costActual",
            "RollOverPreview/carry",
            "RollOverPreview/close",
            "RollOverPreview/copy",
            "_embedded/activity",
            "_embedded/call",
            "_embedded/decision",
            "_embedded/framework",
            "_embedded/fromPlan",
            "_embedded/fundingProgramme",
            "_embedded/indicator",
            "_embedded/initiator",
            "_embedded/operationalPlan",
            "_embedded/parent",
            "_embedded/previousPlan",
            "_embedded/projectIdea",
            "_embedded/statusReport",
            "_embedded/supersededBy",
            "_embedded/unit",
            "_embedded/createdByUnit",
            "_embedded/strategy",
            "_embedded/strategyArea",
            "_embedded/ownerUnit",
            "_embedded/responsibleUser",
            "_embedded/carriedFrom",
            "_embedded/continuedFrom",
            "_embedded/electedByDecision",
            "_embedded/master",
            "_embedded/meeting",
            "_embedded/member",
            "_embedded/membership",
            "_embedded/mergedInto",
            "_embedded/organisation",
            "_embedded/partner",
            "_embedded/responsibleUnit",
            "_embedded/viaOrganisation",
            "_embedded/visit",
        ],
    ),
    ("AME.07", &["/version-history"]),
    ("DOK.16", &["Change/record", "HistoryEntry/snapshot", "TransitionIn/fields"]),
    ("FNS.09", &["GET /changes limit"]),
    (
        "HYP.05",
        &[
            "ApiInfo",
            "TokenOut",
            "ReportLink",
            "Export",
            "Catalogue",
            "NewClientSecret",
            "AnyReport",
            "AgreementsReport",
            "BoardAgendaReport",
            "BoardBriefReport",
            "CallsReport",
            "CompetenceReport",
            "CostsReport",
            "CoverageReport",
            "CrossSectionsReport",
            "DelimitationsReport",
            "EuImpactReport",
            "FollowUpReport",
            "InfluenceReport",
            "IntegrationReport",
            "LeverageReport",
            "MatrixReport",
            "MembershipsReport",
            "MobilisationReport",
            "MonitoringChainReport",
            "PartnersReport",
            "ProfileAreasReport",
            "SnapshotData",
            "StrategyReport",
            "UnattendedReport",
            "VisitsReport",
        ],
    ),
    ("HYP.14", &[]),
    ("RES.02", &[]),
    (
        "RES.06",
        &[
            "/api-info",
            "/dcat",
            "/open-data",
            "/calendar",
            "/me",
            "/password",
            "/history",
            "/by-external-id",
            "/export",
            "/data",
            "/roll-over",
            "/chain",
            "/merge",
            "/follow-up",
            "/current",
            "/matrix",
            "/strategy",
            "/board-agenda",
            "/board-brief",
            "/coverage",
            "/leverage",
            "/mobilisation",
            "/monitoring-chain",
            "/competence",
            "/influence",
            "/eu-impact",
            "/integration",
            "/unattended",
        ],
    ),
    ("SAK.12", &[]),
    ("UFN.03", &["POST /imports"]),
    ("VER.09", &[]),
];

fn rules() -> impl Iterator<Item = &'static Rule> {
    let files =
        [documentation::RULES, addresses::RULES, security::RULES, fields::RULES, queries::RULES, answers::RULES];
    files.into_iter().flatten()
}

/// The places where a rule is broken, and whether each is accepted.
fn findings(rule: &Rule, document: &Document) -> Vec<(String, bool)> {
    let accepted = EXCEPTIONS.iter().find(|(id, _)| *id == rule.id).map_or(&[][..], |(_, places)| places);
    let places = (rule.find)(document).into_iter();
    places.map(|place| (place.clone(), accepted.iter().any(|end| place.ends_with(end)))).collect()
}

fn the_document_follows_the_profile() {
    let document = Document::committed();
    let mut broken = Vec::new();
    for rule in rules() {
        let found = findings(rule, &document);
        let open: Vec<&str> = found.iter().filter(|(_, accepted)| !accepted).map(|(place, _)| place.as_str()).collect();
        if !open.is_empty() {
            broken.push(format!("{}: {}\n    {}", rule.id, rule.asks, open.join("\n    ")));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    for (id, places) in EXCEPTIONS {
        for end in *places {
            let needed = rules().filter(|rule| rule.id == *id).flat_map(|rule| (rule.find)(&document));
            assert!(needed.into_iter().any(|place| place.ends_with(end)), "{id} is not broken at {end} any more");
        }
    }
}

fn every_rule_notices_when_it_is_broken() {
    let mut ids = BTreeSet::new();
    for rule in rules() {
        assert!(ids.insert(rule.id), "{} stands twice", rule.id);
        let mut document = Document::committed();
        (rule.breaks)(&mut document.0);
        let noticed = findings(rule, &document).iter().any(|(_, accepted)| !accepted);
        assert!(noticed, "{} does not notice", rule.id);
    }
}

fn the_exceptions_are_those_of_the_page() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rest-api-profile.md");
    let page = std::fs::read_to_string(path).unwrap();
    let written: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|id| id.contains('.'))
        .collect();
    let listed: Vec<&str> = EXCEPTIONS.iter().map(|(id, _)| *id).collect();
    assert_eq!(written, listed, "docs/rest-api-profile.md and the test differ");
}

/// The places where something is wanting.
fn unless(fine: bool, place: impl Into<String>) -> Vec<String> {
    if fine { Vec::new() } else { vec![place.into()] }
}

/// The pointers at which there is no text.
fn without_text(document: &Document, pointers: &[&str]) -> Vec<String> {
    let empty = |pointer: &&&str| document.text(pointer).trim().is_empty();
    pointers.iter().filter(empty).map(|pointer| (*pointer).to_owned()).collect()
}

/// Puts a value at a JSON Pointer whose parent is there.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/");
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) => items.push(value),
        parent => parent[name.as_str()] = value,
    }
}

/// Takes away what a JSON Pointer names.
fn take(document: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let taken = document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(&name.replace("~1", "/"));
    assert!(taken.is_some(), "{pointer} is not there");
}
