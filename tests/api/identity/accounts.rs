use serde_json::json;
use utblick::identity::policy::{Grant, POLICY, Role, permission};

use super::{rules, set_password, sign_in};
use crate::support::{Backend, World};

crate::tests! {
    everyone_is_told_what_the_policy_grants,
    an_administrator_is_neither_board_nor_registrar,
    a_user_of_an_area_unit_belongs_to_a_unit,
    nobody_changes_their_own_roles,
    nobody_changes_their_own_unit,
    the_last_administrator_stays,
    two_administrators_cannot_remove_each_other,
    a_user_name_is_unique_whatever_its_case,
    disabling_or_archiving_a_user_bites_within_two_seconds,
    a_demotion_bites_within_two_seconds,
    roles_are_codes_and_at_least_one,
}

const PASSWORD: &str = "vinterljus-över-vänern";
/// A user's row is believed for two seconds.
const REMEMBERED: std::time::Duration = std::time::Duration::from_millis(2_100);

fn path(world: &World, name: &str) -> String {
    format!("/users/{}", world.user_id(name))
}

fn everyone_is_told_what_the_policy_grants(backend: Backend) {
    let world = World::new(backend);
    for (place, role) in Role::ALL.iter().enumerate() {
        let me = world.user(role.as_str()).get("/me").expect(200).json();
        assert_eq!(me["roles"], json!([role.as_str()]));
        let granted: Vec<_> = POLICY
            .iter()
            .filter_map(|(subject, verb, grants)| {
                let reach = match grants[place] {
                    Grant::All => "all",
                    Grant::Own => "own",
                    Grant::No => return None,
                };
                Some(json!({"name": permission(subject, *verb), "reach": reach}))
            })
            .collect();
        assert_eq!(me["permissions"], json!(granted), "{}", role.as_str());
    }
}

fn an_administrator_is_neither_board_nor_registrar(backend: Backend) {
    let world = World::new(backend);
    let administrator = world.administrator();
    for other in ["board", "registrar"] {
        let roles = json!([other, "administrator"]);
        let created = administrator.post("/users", &json!({"username": "both", "roles": roles}));
        assert_eq!(rules(&created.problem(422, "unprocessable")), ["/roles R-21"]);
        let patched = administrator.patch(&path(&world, other), "*", &json!({"roles": roles}));
        assert_eq!(rules(&patched.problem(422, "unprocessable")), ["/roles R-21"]);
        assert_eq!(administrator.get(&path(&world, other)).json()["version"], 1);
    }
    let allowed = json!({"username": "allowed", "roles": ["reader", "administrator"]});
    administrator.post("/users", &allowed).expect(201);
}

fn a_user_of_an_area_unit_belongs_to_a_unit(backend: Backend) {
    let world = World::new(backend);
    let without = world.administrator().post("/users", &json!({"username": "area", "roles": ["area_unit"]}));
    assert_eq!(rules(&without.problem(422, "unprocessable")), ["/unitId R-20"]);
    let emptied = world.administrator().patch(&path(&world, "area_unit"), "*", &json!({"unitId": null}));
    assert_eq!(rules(&emptied.problem(422, "unprocessable")), ["/unitId R-20"]);
    let stranger = json!({"unitId": uuid::Uuid::now_v7()});
    let stranger = world.administrator().patch(&path(&world, "area_unit"), "*", &stranger);
    assert_eq!(stranger.problem(422, "unprocessable").faults(), ["/unitId unknown_reference"]);
}

fn nobody_changes_their_own_roles(backend: Backend) {
    let world = World::new(backend);
    world.administrator().post("/users", &json!({"username": "second", "roles": ["administrator"]})).expect(201);
    let own = path(&world, "administrator");
    for roles in [json!(["administrator", "coordination_unit"]), json!(["reader"])] {
        let refused = world.administrator().patch(&own, "*", &json!({"roles": roles}));
        assert_eq!(rules(&refused.problem(422, "unprocessable")), ["/roles R-21"]);
    }
    world.administrator().patch(&own, "*", &json!({"displayName": "Jag", "roles": ["administrator"]})).expect(200);
    world.user("second").patch(&own, "*", &json!({"roles": ["administrator", "reader"]})).expect(200);
}

fn the_last_administrator_stays(backend: Backend) {
    let world = World::new(backend);
    let own = path(&world, "administrator");
    let said = |change| {
        let answer = world.administrator().patch(&own, "*", &change).problem(422, "unprocessable");
        assert!(answer.text().contains("the last administrator cannot be removed"), "{}", answer.text());
        rules(&answer)
    };
    assert_eq!(said(json!({"disabled": true})), ["/roles R-21"]);
    assert_eq!(said(json!({"archived": true})), ["/roles R-21"]);
    assert_eq!(said(json!({"roles": ["reader"]})), ["/roles R-21", "/roles R-21"]);
    // One who is shut out is nobody to be left with.
    let shut = json!({"username": "shut", "roles": ["administrator"], "disabled": true});
    world.administrator().post("/users", &shut).expect(201);
    assert_eq!(said(json!({"disabled": true})), ["/roles R-21"]);
    world.administrator().patch(&path(&world, "shut"), "*", &json!({"disabled": false})).expect(200);
    world.administrator().patch(&own, "*", &json!({"disabled": true})).expect(200);
}

fn two_administrators_cannot_remove_each_other(backend: Backend) {
    let world = World::new(backend);
    world.administrator().post("/users", &json!({"username": "second", "roles": ["administrator"]})).expect(201);
    let pair = [(world.administrator(), path(&world, "second")), (world.user("second"), path(&world, "administrator"))];
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries = pair
            .iter()
            .map(|(client, other)| scope.spawn(move || client.patch(other, "*", &json!({"roles": ["reader"]})).status));
        tries.collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

fn a_user_name_is_unique_whatever_its_case(backend: Backend) {
    let world = World::new(backend);
    world.administrator().post("/users", &json!({"username": "Åsa", "roles": ["reader"]})).expect(201);
    for name in ["BOARD", "åSA"] {
        let answer = world.administrator().post("/users", &json!({"username": name, "roles": ["reader"]}));
        assert_eq!(answer.problem(409, "duplicate").faults(), ["/username taken"]);
    }
    let renamed = world.administrator().patch(&path(&world, "reader"), "*", &json!({"username": "ÅSA"}));
    assert_eq!(renamed.problem(409, "duplicate").faults(), ["/username taken"]);
    world.administrator().patch(&path(&world, "åsa"), "*", &json!({"username": "ÅSA"})).expect(200);
}

fn disabling_or_archiving_a_user_bites_within_two_seconds(backend: Backend) {
    let world = World::new(backend);
    let (reader, board) = (world.reader(), world.user("board"));
    for name in ["reader", "board"] {
        set_password(&world, name, PASSWORD);
        world.user(name).get("/me").expect(200);
    }
    world.administrator().patch(&path(&world, "reader"), "*", &json!({"disabled": true})).expect(200);
    world.administrator().patch(&path(&world, "board"), "*", &json!({"archived": true})).expect(200);
    sign_in(&world, "reader", PASSWORD).problem(400, "invalid_grant");
    std::thread::sleep(REMEMBERED);
    reader.get("/partners").problem(401, "unauthenticated");
    board.get("/partners").problem(401, "unauthenticated");
    world.administrator().patch(&path(&world, "reader"), "*", &json!({"disabled": false})).expect(200);
    std::thread::sleep(REMEMBERED);
    world.reader().get("/partners").expect(200);
}

fn a_demotion_bites_within_two_seconds(backend: Backend) {
    let world = World::new(backend);
    let body = json!({"name": "Före", "kind": "company", "partnershipKind": "project"});
    let coordinator = world.coordination_unit();
    coordinator.post("/partners", &body).expect(201);
    world.administrator().patch(&path(&world, "coordination_unit"), "*", &json!({"roles": ["reader"]})).expect(200);
    std::thread::sleep(REMEMBERED);
    let refused = coordinator.post("/partners", &body).problem(403, "forbidden");
    assert_eq!(refused.json()["permission"], "partners:create");
    assert_eq!(coordinator.get("/me").expect(200).json()["roles"], json!(["reader"]));
}

fn roles_are_codes_and_at_least_one(backend: Backend) {
    let world = World::new(backend);
    let faults = |roles| {
        let answer = world.administrator().post("/users", &json!({"username": "new", "roles": roles}));
        answer.problem(422, "unprocessable").faults()
    };
    assert_eq!(faults(json!([])), ["/roles too_few"]);
    assert_eq!(faults(json!(["king"])), ["/roles/0 unknown_code"]);
    assert_eq!(faults(json!(["reader", "reader"])), ["/roles/1 duplicate_item"]);
    let without = world.administrator().post("/users", &json!({"username": "new"}));
    assert!(without.status == 400 || without.status == 422, "{}", without.text());
}

fn nobody_changes_their_own_unit(backend: Backend) {
    let world = World::new(backend);
    let administrator = world.administrator();
    let unit = world.area_unit().get("/me").expect(200).json()["unitId"].clone();
    let refused = administrator.patch(&path(&world, "administrator"), "*", &json!({"unitId": unit}));
    assert_eq!(refused.problem(422, "unprocessable").faults(), ["/unitId rule"]);
    administrator.patch(&path(&world, "reader"), "*", &json!({"unitId": unit})).expect(200);
}
