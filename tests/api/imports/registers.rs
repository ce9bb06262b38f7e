//! Registers that were kept in spreadsheets: their own headings and words, and columns that they never had.

use serde_json::{Value, json};

use super::{apply, counts, fault, import, rows, total};
use crate::identity::clients::signed_in;
use crate::support::{Backend, Client, World};

crate::tests! {
    partners_are_known_by_the_words_of_their_list,
    agreements_go_back_to_their_predecessors,
    activities_are_of_the_year_of_their_first_day,
    memberships_say_what_they_are_for,
    what_is_assumed_gives_way_to_what_is_said,
    two_columns_of_one_field_do_not_hide_each_other,
}

const PARTNERS: &str = "\
external_id,name,name_alias,kind,country,relation_to_varmland,valid_from,valid_to,source_ids,note
p1,Nordfylket,,regional authority,NO,cooperation agreement,2020,2023,S1,
p2,Skogsklustret,Skogsklustret ek. för.; Klustret,cluster organisation,SE,,,,S1;S2,Tre stavningar
p3,Gränstjänsten,,information service,,,,,,
";

const ORGANISATIONS: &str = "\
external_id,acronym,name,kind,founded_year,seat_city,seat_country,region_varmland_relation
o1,NR,Nordens regioner,interregional organisation,1985,Oslo,NO,member
o2,,Gränskommittén Nord,Nordic border committee,1967,,,
";

const AGREEMENTS: &str = "\
external_id,title,partner_external_id,kind,signed_year,valid_from,valid_to,approved_by,predecessor,focus_areas
a1,Avtal med Nordfylket,p1,cooperation agreement,,2020,2022,,,
a2,Nytt avtal med Nordfylket,p1,cooperation agreement,,2023,2026,Nämnden,a1,culture; rural development
a3,Avsikt,,letter of intent,,,,,,
a4,Länsavtal,,domestic cooperation agreement,,2019,,,,
";

/// The same file twice: everything is new, and then nothing changes.
fn twice(client: &Client, resource: &str, file: &str, all: i64) -> Value {
    let told = apply(client, resource, file);
    assert_eq!(counts(&told), [all, 0, 0, 0, 0], "{:?}", rows(client, &told, "&action=error"));
    assert_eq!(counts(&apply(client, resource, file)), [0, 0, all, 0, 0]);
    told
}

fn found(client: &Client, path: &str) -> Value {
    client.get(&format!("/{path}")).expect(200).json()
}

fn notices(client: &Client, import: &Value) -> Vec<String> {
    let said = |row: &Value| row["notices"].as_array().unwrap().clone();
    let rows = rows(client, import, "");
    rows.iter().flat_map(said).map(|one| one["message"].as_str().unwrap().to_owned()).collect()
}

fn partners_are_known_by_the_words_of_their_list(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let told = twice(&client, "partners", PARTNERS, 3);
    let message = "partnershipKind is not given: other is assumed";
    assert_eq!(notices(&client, &told), [message, message, message]);
    // What rows say may be confidential: others of the unit are not told.
    let (_, colleague) = signed_in(&world, "coordination", &["imports:read"]);
    assert_eq!((notices(&colleague, &told).len(), rows(&colleague, &told, "").len()), (0, 3));
    let one = found(&client, "partners/by-external-id/import/p1");
    assert_eq!(
        (&one["kind"], &one["validFrom"], &one["validTo"], &one["validToPrecision"], &one["description"]),
        (
            &json!("regional_authority"),
            &json!("2020-01-01"),
            &json!("2023-12-31"),
            &json!("year"),
            &json!("cooperation agreement")
        )
    );
    let two = found(&client, "partners/by-external-id/import/p2");
    assert_eq!(two["aliases"], json!(["Skogsklustret ek. för.", "Klustret"]));
    assert_eq!(
        (&two["kind"], &two["partnershipKind"], &two["note"]),
        (&json!("cluster"), &json!("other"), &json!("Tre stavningar"))
    );
    assert_eq!(found(&client, "partners/by-external-id/import/p3")["kind"], "other");
    twice(&client, "partners", ORGANISATIONS, 2);
    let one = found(&client, "partners/by-external-id/import/o1");
    assert_eq!(
        (&one["kind"], &one["aliases"], &one["country"], &one["validFrom"], &one["description"]),
        (&json!("network"), &json!(["NR"]), &json!("NO"), &json!("1985-01-01"), &json!("member"))
    );
    // Beneficiaries have a name and no kind.
    let told =
        apply(&client, "partners", "BENEFICIARY NAME,TOTAL BUDGET,AMOUNT EU SUPPORT,NUMBER OF PROJECTS\nNorr,1,1,1\n");
    assert_eq!(
        (counts(&told), notices(&client, &told)[0].clone()),
        ([1, 0, 0, 0, 0], "kind is not given: other is assumed".to_owned())
    );
    // A word that is none is told, and is not taken for another.
    let told = apply(&client, "partners", "external_id,name,kind\np9,Norr,universty\n");
    let fault = fault(&client, &told);
    assert_eq!(
        (&fault["field"], &fault["seen"], &fault["code"]),
        (&json!("kind"), &json!("universty"), &json!("unknown_code"))
    );
    // The words are published.
    let kinds = found(&client, "code-lists/partner-kinds");
    let network = kinds["codes"].as_array().unwrap().iter().find(|code| code["code"] == "network").unwrap();
    assert!(network["words"].as_array().unwrap().contains(&json!("geographical commission")), "{network}");
}

fn agreements_go_back_to_their_predecessors(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    apply(&client, "partners", PARTNERS);
    let told = twice(&client, "cooperation-agreements", AGREEMENTS, 4);
    let assumed = notices(&client, &told);
    assert_eq!(assumed.iter().filter(|message| message.contains("renewal")).count(), 1, "{assumed:?}");
    let [one, two, three, four] = ["a1", "a2", "a3", "a4"]
        .map(|id| found(&client, &format!("cooperation-agreements/by-external-id/import/{id}")));
    assert_eq!((&two["masterId"], &two["relation"]), (&one["id"], &json!("renewal")));
    assert_eq!(two["partnerIds"], json!([found(&client, "partners/by-external-id/import/p1")["id"]]));
    assert_eq!((&two["focusAreas"], &two["validTo"]), (&json!(["culture", "rural development"]), &json!("2026-12-31")));
    assert_eq!(
        [&one["relation"], &three["kind"], &four["kind"]],
        [&json!("original"), &json!("letter_of_intent"), &json!("domestic")]
    );
}

fn activities_are_of_the_year_of_their_first_day(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    apply(&client, "partners", PARTNERS);
    let file = "external_id,title,priority,kind,start_date,end_date,place,partners,result\n\
        v1,Kontoret öppnar,IS08-3,representation,2015-02-03,,Bryssel,p1; p2,\n\
        v2,Dialogen,IS08-1,initiative,2019-12-05,2019-12-31,,,\n";
    twice(&client, "activities", file, 2);
    let one = found(&client, "activities/by-external-id/import/v1");
    assert_eq!(
        (&one["year"], &one["priority"], &one["kind"], &one["cooperationLevel"], &one["startsOn"]),
        (
            &json!(2015),
            &json!("influence_and_profiling"),
            &json!("profiling"),
            &json!("international"),
            &json!("2015-02-03")
        )
    );
    assert_eq!(one["partnerIds"].as_array().unwrap().len(), 2);
    // Without a day there is no year to assume.
    let told = apply(&client, "activities", "external_id,title,kind\nv3,Konferensen,event\n");
    let fault = fault(&client, &told);
    assert_eq!((&fault["field"], &fault["code"]), (&json!("year"), &json!("missing")), "{fault}");
}

fn memberships_say_what_they_are_for(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    apply(&client, "partners", ORGANISATIONS);
    let file = "external_id,organisation_external_id,level,from,to\nm1,o1,direct,2017-11-14,\nm2,o2,direct,,2020\n";
    let told = apply(&client, "memberships", file);
    let fault = fault(&client, &told);
    assert_eq!((counts(&told), &fault["field"]), ([0, 0, 0, 0, 2], &json!("purpose")), "{fault}");
    assert!(fault["advice"].as_str().unwrap().contains("fill="), "{fault}");
    let query = "resource=memberships&mode=apply&fill=purpose:P%C3%A5verkan";
    let told = import(&client, query, file.as_bytes()).expect(201).json();
    assert_eq!(counts(&told), [2, 0, 0, 0, 0], "{:?}", rows(&client, &told, ""));
    let [one, two] = ["m1", "m2"].map(|id| found(&client, &format!("memberships/by-external-id/import/{id}")));
    assert_eq!((&one["startsOn"], &one["purpose"]), (&json!("2017-11-14"), &json!("Påverkan")));
    assert_eq!((&two["endsOn"], &two["endsOnPrecision"]), (&json!("2020-12-31"), &json!("year")));
}

fn what_is_assumed_gives_way_to_what_is_said(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let file = "external_id,name,kind\np1,Norr,bolag\n";
    let query = "resource=partners&mode=apply&fill=partnershipKind:project";
    let told = import(&client, query, file.as_bytes()).expect(201).json();
    assert_eq!((counts(&told), notices(&client, &told)), ([1, 0, 0, 0, 0], Vec::new()));
    // What is there is not overwritten by what would be assumed of something new.
    let told = apply(&client, "partners", "external_id,name,kind\np1,Norr i väst,bolag\n");
    assert_eq!((counts(&told), notices(&client, &told)), ([0, 1, 0, 0, 0], Vec::new()));
    let after = found(&client, "partners/by-external-id/import/p1");
    assert_eq!((&after["partnershipKind"], &after["name"]), (&json!("project"), &json!("Norr i väst")));
    // A cell that is there and empty is a fault, as it would be in another row.
    let told = apply(&client, "partners", "external_id,name,kind,partnershipKind\np2,Syd,bolag,\n");
    let fault = fault(&client, &told);
    assert_eq!((&fault["field"], &fault["code"]), (&json!("partnershipKind"), &json!("missing")), "{fault}");
}

fn two_columns_of_one_field_do_not_hide_each_other(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let file = "external_id,name,name_alias,acronym,kind\n\
        p1,Norr,Norra,,bolag\np2,Syd,,SY,bolag\np3,Väst,Västra,VÄ,bolag\n";
    let told = apply(&client, "partners", file);
    assert_eq!(counts(&told), [2, 0, 0, 0, 1]);
    let fault = fault(&client, &told);
    assert_eq!(
        (&fault["field"], &fault["reason"]),
        (&json!("acronym"), &json!("is the same field as name_alias and says something else"))
    );
    let [one, two] = ["p1", "p2"].map(|id| found(&client, &format!("partners/by-external-id/import/{id}")));
    assert_eq!((&one["aliases"], &two["aliases"]), (&json!(["Norra"]), &json!(["SY"])));
    assert_eq!(total(&client, "/partners"), 2);
}
