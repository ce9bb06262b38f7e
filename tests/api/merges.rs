//! Merging partners: two that were one all along become one, and nothing that was said of either is lost.

use std::collections::BTreeSet;
use std::sync::Barrier;

use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::routes::REGISTERS;

use crate::journal::as_of::same;
use crate::support::{Answer, Backend, Client, World, activity, engagement, membership, partner, with};

crate::tests! {
    everything_that_refers_to_the_duplicate_refers_to_the_partner,
    the_partner_takes_over_what_the_duplicate_was_known_by,
    what_is_no_duplicate_is_not_merged,
    the_duplicate_stays_away,
    a_list_that_named_both_names_one,
    equal_amounts_stay_as_many_as_they_were,
    the_name_of_the_duplicate_is_free_for_the_partner_alone,
    what_a_record_may_not_become_is_named_and_nothing_is_changed,
    what_is_closed_or_settled_does_not_hold_a_merge_up,
    of_two_merges_into_each_other_one_succeeds,
    merges_and_new_references_at_once_lose_nothing,
}

fn merge(client: &Client, into: &str, duplicate: &str) -> Answer {
    let body = json!({"duplicateId": duplicate});
    client.json("POST", &format!("/partners/{into}/merge"), &[("If-Match", "*")], &body)
}

/// Which references lead to a partner, and from where.
fn links(world: &World, to: &str) -> BTreeSet<(String, String)> {
    use diesel::prelude::*;
    use utblick::db::schema::record_references as links;
    use utblick::db::types::Id;
    let id: Id<()> = to.parse().unwrap();
    let found: Vec<(String, Id<()>)> = world
        .app
        .db
        .read_now(|conn| {
            Ok(links::table.filter(links::to_id.eq(id)).select((links::reference, links::from_id)).load(conn)?)
        })
        .unwrap();
    found.into_iter().map(|(reference, from)| (reference, from.to_string())).collect()
}

fn sound(world: &World) {
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

fn everything_that_refers_to_the_duplicate_refers_to_the_partner(backend: Backend) {
    let clock = Clock::fixed("2010-06-15T08:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    world.furnish();
    let staff = world.coordination_unit();
    let duplicate = staff.get("/partners?q=Assembly").expect(200).json()["items"][0]["id"].as_str().unwrap().to_owned();
    // What a furnished world lacks.
    let seen = json!({"partnerIds": [duplicate]});
    staff.post("/activities", &with(activity("Möte", 2010, None, &world.unit("area")), seen)).expect(201);
    staff.post("/partners", &with(partner("Efterträdaren"), json!({"predecessorIds": [duplicate]}))).expect(201);
    let line = json!({"kind": "private", "financierId": duplicate, "source": "Avtalet", "basis": "granted",
                      "amount": {"amount": "1", "currency": "SEK"}});
    let project = staff.get("/projects").expect(200).json()["items"][0]["id"].as_str().unwrap().to_owned();
    staff.patch(&format!("/projects/{project}"), "*", &json!({"fundingLines": [line]})).expect(200);
    staff.post("/project-ideas", &json!({"title": "Idé", "partnerIds": [duplicate]})).expect(201);
    let network = world.organisation("Ett nätverk");
    let via = json!({"viaOrganisationId": duplicate, "level": "indirect"});
    staff.post("/memberships", &with(membership(&network), via)).expect(201);
    let town = with(partner("Arvika kommun"), json!({"kind": "network"}));
    let into = staff.post("/partners", &town).expect(201).id();
    let before = links(&world, &duplicate);
    let kinds: BTreeSet<&str> = before.iter().map(|(reference, _)| reference.as_str()).collect();
    // Every way to a partner there is, but for a municipality's membership.
    let ways = [
        "activity.partners",
        "cooperation_agreement.partners",
        "engagement.partner",
        "introduction.partner",
        "membership.organisation",
        "membership.viaOrganisation",
        "partner.predecessors",
        "project.financiers",
        "project.partners",
        "project_idea.initiator",
        "project_idea.partners",
        "visit.partners",
    ];
    assert_eq!(kinds, BTreeSet::from(ways));
    let instant = clock.now().to_string();
    clock.set("2010-06-16T08:00:00Z".parse().unwrap());
    let head = world.head();
    let told = merge(&world.coordination_unit(), &into, &duplicate).expect(200).json();
    assert_eq!((&told["id"], &told["aliases"]), (&json!(into), &json!(["Assembly of European Regions"])));
    // The duplicate's own link to the partner is new.
    let mut after = links(&world, &into);
    assert!(after.remove(&("partner.mergedInto".to_owned(), duplicate.clone())));
    assert_eq!((after, links(&world, &duplicate)), (before.clone(), BTreeSet::new()));
    let records: BTreeSet<&String> = before.iter().map(|(_, from)| from).collect();
    assert_eq!(world.head(), head + i64::try_from(records.len()).unwrap() + 2, "a row for each, and for both partners");
    let engaged = world.reader().get(&format!("/engagements?partnerId={into}")).expect(200).json();
    let history =
        world.user("board").get(&format!("/engagements/{}/history", engaged["items"][0]["id"].as_str().unwrap()));
    assert_eq!(history.expect(200).json()["items"][0]["causeId"], json!(into));
    // As it was before, and now from the journal alone.
    let board = world.user("board");
    let then = board.get(&format!("/visits?partnerId={duplicate}&asOf={instant}")).expect(200).json();
    assert_eq!(then["_meta"]["totalRecords"], 1);
    let now = world.app.clock.now().to_string();
    for register in REGISTERS.iter().filter(|register| !["users", "clients", "webhooks"].contains(&register.path())) {
        same(&board, &format!("/{}?limit=100", register.path()), &now);
    }
    sound(&world);
}

fn the_partner_takes_over_what_the_duplicate_was_known_by(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let area = world.strategy_area("kultur");
    let older = world.partner("Föregångaren").id();
    let document = json!({"title": "Avtal", "url": "https://example.se/avtal", "kind": "agreement"});
    let contact = json!({"name": "Sekretariatet", "role": "Samordnare"});
    let one = json!({
        "name": "Region Dalarna", "aliases": ["dalarna"], "country": "SE", "externalIds": [{"system": "w3d3", "value": "1"}],
        "documents": [document], "strategyAreas": [{"id": area, "contribution": "supports"}],
    });
    let into = staff.post("/partners", &with(partner("Region Dalarna"), one)).expect(201).id();
    let other = json!({
        "name": "DALARNA", "aliases": ["Dalarnas län", "REGION DALARNA"], "country": "NO", "website": "https://example.se",
        "organisationNumber": "212000-1850", "externalIds": [{"system": "w3d3", "value": "2"}, {"system": "keep", "value": "7"}],
        "documents": [document], "contacts": [contact], "predecessorIds": [older],
        "strategyAreas": [{"id": area, "contribution": "develops"}],
    });
    // A Swedish number is of a Swedish partner.
    let other =
        with(with(partner("Dalarna"), other), json!({"country": "SE", "nutsCode": "SE312", "nutsVersion": "2016"}));
    let duplicate = staff.post("/partners", &other).expect(201).id();
    let told = merge(&staff, &into, &duplicate).expect(200).json();
    assert_eq!(told["name"], "Region Dalarna");
    assert_eq!(told["aliases"], json!(["dalarna", "Dalarnas län"]));
    let ids: Vec<&Value> = told["externalIds"].as_array().unwrap().iter().map(|id| &id["value"]).collect();
    assert_eq!(ids, ["1", "2", "7"]);
    assert_eq!((&told["country"], &told["organisationNumber"]), (&json!("SE"), &json!("212000-1850")));
    assert_eq!((&told["website"], &told["nutsCode"]), (&json!("https://example.se"), &json!("SE312")));
    assert_eq!((told["documents"].as_array().unwrap().len(), &told["contacts"][0]["role"]), (1, &json!("Samordnare")));
    assert_eq!(told["strategyAreas"], json!([{"id": area, "contribution": "supports"}]));
    assert_eq!((&told["predecessorIds"], &told["version"]), (&json!([older]), &json!(2)));
    let found = world.reader().get("/partners?q=Dalarnas%20l%C3%A4n").expect(200).json();
    assert_eq!(found["items"][0]["id"], json!(into));
    let away = staff.get(&format!("/partners/{duplicate}")).expect(200).json();
    assert_eq!((&away["archived"], &away["mergedIntoId"]), (&json!(true), &json!(into)));
    assert_eq!(
        (&away["externalIds"], &away["predecessorIds"], &away["name"]),
        (&json!([]), &json!([]), &json!("DALARNA"))
    );
    let history = staff.get(&format!("/partners/{duplicate}/history")).expect(200).json();
    assert_eq!(history["_meta"]["totalRecords"], 2);
    let old = staff.get(&format!("/partners/{duplicate}/history?version=1")).expect(200).json();
    assert_eq!(old["snapshot"]["externalIds"].as_array().unwrap().len(), 2);
    assert_eq!(staff.get(&format!("/partners/{older}")).expect(200).json()["successorIds"], json!([into]));
    sound(&world);
}

fn what_is_no_duplicate_is_not_merged(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let [one, two, three] = ["Ett", "Två", "Tre"].map(|name| world.partner(name).id());
    let after = |name: &str, before: &str| {
        staff.post("/partners", &with(partner(name), json!({"predecessorIds": [before]}))).expect(201).id()
    };
    let later = after("Senare", &one);
    let latest = after("Senast", &later);
    let head = world.head();
    let fault =
        |into: &str, duplicate: &str| merge(&staff, into, duplicate).expect(422).json()["invalidParameters"][0].clone();
    assert_eq!(fault(&one, &one)["pointer"], "/duplicateId");
    for (into, duplicate) in [(&one, &latest), (&latest, &one), (&later, &one)] {
        assert_eq!(fault(into, duplicate)["rule"], "R-31", "{into} {duplicate}");
    }
    assert_eq!(fault(&one, "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")["code"], "unknown_reference");
    merge(&staff, "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f", &one).problem(404, "not_found");
    let path = format!("/partners/{one}/merge");
    staff.post(&path, &json!({"duplicateId": two})).problem(428, "precondition_required");
    staff
        .json("POST", &path, &[("If-Match", "\"9\"")], &json!({"duplicateId": two}))
        .problem(412, "precondition_failed");
    staff.json("POST", &path, &[("If-Match", "*")], &json!({"duplicateId": two, "x": 1})).expect(400);
    for role in ["area_unit", "board", "registrar", "administrator", "reader", "working_committee"] {
        merge(&world.user(role), &one, &two).problem(403, "forbidden");
    }
    assert_eq!(world.head(), head);
    merge(&staff, &two, &three).expect(200);
    assert_eq!(fault(&one, &three)["pointer"], "/duplicateId");
    merge(&staff, &three, &one).problem(409, "state_conflict");
}

fn the_duplicate_stays_away(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let [one, two, three] = ["Ett", "Två", "Tre"].map(|name| world.partner(name).id());
    merge(&staff, &two, &three).expect(200);
    let path = format!("/partners/{three}");
    let faults = staff.patch(&path, "*", &json!({"archived": false})).expect(422);
    assert!(faults.text().contains("/archived"), "{}", faults.text());
    // What is archived can be a duplicate too, and what became part of it goes along.
    staff.patch(&format!("/partners/{two}"), "*", &json!({"archived": true})).expect(200);
    merge(&staff, &one, &two).expect(200);
    assert_eq!(staff.get(&path).expect(200).json()["mergedIntoId"], json!(one));
    assert_eq!(staff.get(&format!("/partners/{one}")).expect(200).json()["aliases"], json!(["Två", "Tre"]));
    let refused = staff.post("/engagements", &engagement(&three, "2009-03-24")).expect(422).json();
    assert_eq!(refused["invalidParameters"][0]["code"], "archived_reference");
    staff.delete(&format!("/partners/{one}"), "*").problem(409, "referenced");
    sound(&world);
}

fn a_list_that_named_both_names_one(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let [one, two, other] = ["Ett", "Två", "Annan"].map(|name| world.partner(name).id());
    let both = json!({"partnerIds": [two, other, one]});
    let body = with(activity("Möte", 2009, None, &world.unit("area")), both);
    let met = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
    let roles = json!({"participations": [
        {"partnerId": one, "role": "lead"}, {"partnerId": two, "role": "lead"}, {"partnerId": two, "role": "financier"},
    ]});
    let body = with(json!({"name": "Projekt"}), roles);
    let project = format!("/projects/{}", staff.post("/projects", &body).expect(201).id());
    merge(&staff, &one, &two).expect(200);
    assert_eq!(staff.get(&met).expect(200).json()["partnerIds"], json!([one, other]));
    let roles: Vec<Value> = staff.get(&project).expect(200).json()["participations"].as_array().unwrap().clone();
    let roles: Vec<(&Value, &Value)> = roles.iter().map(|role| (&role["partnerId"], &role["role"])).collect();
    assert_eq!(roles, [(&json!(one), &json!("lead")), (&json!(one), &json!("financier"))]);
    sound(&world);
}

fn equal_amounts_stay_as_many_as_they_were(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let [one, two] = ["Ett", "Två"].map(|name| world.partner(name).id());
    let line = |kind: &str, amount: &str, financier: Option<&str>| {
        json!({"kind": kind, "amount": {"amount": amount, "currency": "SEK"}, "basis": "granted", "source": "Beslutet",
               "financierId": financier})
    };
    let lines = json!([
        line("region_own", "100", None),
        line("region_own", "100", None),
        line("private", "50", Some(&one)),
        line("private", "50", Some(&two)),
        line("private", "50", Some(&two)),
    ]);
    let body = json!({"name": "Projekt", "fundingLines": lines});
    let path = format!("/projects/{}", staff.post("/projects", &body).expect(201).id());
    let before = staff.get(&path).expect(200).json();
    merge(&staff, &one, &two).expect(200);
    let after = staff.get(&path).expect(200).json();
    assert_eq!((&after["leverage"], after["fundingLines"].as_array().unwrap().len()), (&before["leverage"], 5));
    let financiers: Vec<&Value> =
        after["fundingLines"].as_array().unwrap().iter().skip(2).map(|line| &line["financierId"]).collect();
    assert_eq!(financiers, [&json!(one); 3]);
}

fn the_name_of_the_duplicate_is_free_for_the_partner_alone(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let [one, two, other] = ["Ett", "Två", "Annan"].map(|name| world.partner(name).id());
    merge(&staff, &one, &two).expect(200);
    let rename =
        |id: &str, name: &str| staff.patch(&format!("/partners/{id}"), "*", &json!({"name": name, "aliases": []}));
    rename(&other, "TVÅ").problem(409, "duplicate");
    staff.post("/partners", &partner("två")).problem(409, "duplicate");
    assert_eq!(rename(&one, "TVÅ").expect(200).json()["name"], "TVÅ");
    // The duplicate has ended: it is changed no less than before, and never deleted.
    staff.patch(&format!("/partners/{two}"), "*", &json!({"note": "Dubblett."})).expect(200);
    let away = staff.get(&format!("/partners/{two}")).expect(200).json();
    assert_eq!((&away["state"], &away["name"]), (&json!("ended"), &json!("Två")));
    staff.delete(&format!("/partners/{two}"), "*").problem(409, "state_conflict");
    rename(&one, "Ett").expect(200);
    sound(&world);
}

fn what_a_record_may_not_become_is_named_and_nothing_is_changed(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let [one, two] = ["AER", "Regionernas församling"].map(|name| world.organisation(name));
    for organisation in [&one, &two] {
        world.active_membership(&membership(organisation));
    }
    let company = world.partner("Bolaget").id();
    staff.post("/engagements", &engagement(&two, "2009-03-24")).expect(201);
    let head = world.head();
    let faults = merge(&staff, &one, &two).expect(422).json();
    let fault = &faults["invalidParameters"][0];
    assert_eq!((&fault["pointer"], &fault["rule"]), (&json!("/duplicateId"), &json!("R-34")));
    assert!(fault["reason"].as_str().unwrap().contains("/memberships, Regionernas församling, /startsOn"), "{fault}");
    let faults = merge(&staff, &company, &two).expect(422).json();
    assert!(faults.to_string().contains("/organisationId"), "{faults}");
    assert_eq!(world.head(), head);
    assert_eq!(staff.get(&format!("/partners/{two}")).expect(200).json()["archived"], json!(false));
    // More names than a partner can have.
    let names = |prefix: &str| json!((0..12).map(|place| format!("{prefix}{place}")).collect::<Vec<_>>());
    let named =
        |name: &str| staff.post("/partners", &with(partner(name), json!({"aliases": names(name)}))).expect(201).id();
    let faults = merge(&staff, &named("A"), &named("B")).expect(422).json();
    assert!(faults.to_string().contains("/aliases"), "{faults}");
}

fn what_is_closed_or_settled_does_not_hold_a_merge_up(backend: Backend) {
    let clock = Clock::fixed("2009-02-01T08:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let [one, two] = ["Ett", "Två"].map(|name| world.partner(name).id());
    let activity = world.planned_activity("Utbyte", 2009, "area");
    let path = format!("/activities/{activity}");
    world.coordination_unit().patch(&path, "*", &json!({"partnerIds": [two]})).expect(200);
    let agreement = world.signed_agreement(&crate::support::agreement("Avtal", &two));
    let plan = world.adopted_plan(2009);
    clock.set("2010-03-01T08:00:00Z".parse().unwrap());
    let staff = world.coordination_unit();
    for state in ["in_follow_up", "closed"] {
        staff.transition(&plan, state).expect(200);
    }
    staff.patch(&path, "*", &json!({"partnerIds": [one]})).expect(409);
    staff.patch(&agreement, "*", &json!({"partnerIds": [one]})).expect(422);
    merge(&staff, &one, &two).expect(200);
    assert_eq!(staff.get(&path).expect(200).json()["partnerIds"], json!([one]));
    assert_eq!(staff.get(&agreement).expect(200).json()["partnerIds"], json!([one]));
    sound(&world);
}

/// What each got who began at the same moment.
fn at_once<'a>(requests: Vec<Box<dyn FnOnce() -> Answer + Send + 'a>>) -> Vec<Answer> {
    let barrier = Barrier::new(requests.len());
    std::thread::scope(|scope| {
        let threads: Vec<_> = requests
            .into_iter()
            .map(|request| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    request()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn of_two_merges_into_each_other_one_succeeds(backend: Backend) {
    let world = World::new(backend);
    for round in 0..5 {
        let [one, two] = ["Ett", "Två"].map(|name| world.partner(&format!("{name} {round}")).id());
        for id in [&one, &two] {
            world.coordination_unit().post("/engagements", &engagement(id, "2009-03-24")).expect(201);
        }
        let staff = || world.coordination_unit();
        let (first, second) = (staff(), staff());
        let answers = at_once(vec![Box::new(|| merge(&first, &one, &two)), Box::new(|| merge(&second, &two, &one))]);
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{round}");
        let stays = answers.iter().find(|answer| answer.status == 200).unwrap().id();
        let page = staff().get(&format!("/engagements?partnerId={stays}")).expect(200).json();
        assert_eq!(page["_meta"]["totalRecords"], 2);
    }
    sound(&world);
}

fn merges_and_new_references_at_once_lose_nothing(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let into = world.partner("Den som blir kvar").id();
    let others: Vec<String> = (0..8).map(|place| world.partner(&format!("Dubblett {place}")).id()).collect();
    for id in &others {
        staff.post("/engagements", &engagement(id, "2009-03-24")).expect(201);
    }
    let clients: Vec<Client> = (0..16).map(|_| Client::new(&staff.base, staff.token.clone())).collect();
    let (merging, writing) = clients.split_at(8);
    let mut requests: Vec<Box<dyn FnOnce() -> Answer + Send>> = Vec::new();
    for ((merger, writer), id) in merging.iter().zip(writing).zip(&others) {
        requests.push(Box::new(|| merge(merger, &into, id)));
        requests.push(Box::new(|| writer.post("/engagements", &engagement(id, "2009-03-25"))));
    }
    let answers = at_once(requests);
    let (merged, written): (Vec<_>, Vec<_>) = answers.chunks(2).map(|pair| (pair[0].status, pair[1].status)).unzip();
    assert_eq!(merged, [200; 8]);
    // Whoever came first was taken along; who came after was told that the partner is put away.
    assert!(written.iter().all(|status| [201, 422].contains(status)), "{written:?}");
    let written = written.iter().filter(|status| **status == 201).count();
    let page = staff.get(&format!("/engagements?partnerId={into}")).expect(200).json();
    assert_eq!(page["_meta"]["totalRecords"], 8 + written);
    let kept = staff.get(&format!("/partners/{into}")).expect(200).json();
    assert_eq!((&kept["version"], kept["aliases"].as_array().unwrap().len()), (&json!(9), 8));
    sound(&world);
}
