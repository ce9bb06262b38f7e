//! One transaction with many changes: of those that fail nothing stays, whether they looked at the database or not, and
//! nothing of the others is lost.

use serde_json::{Value, json};
use utblick::cooperation::partners::{Partner, PartnerIn};
use utblick::db::types::Id;
use utblick::error::{ApiError, ErrorCode};
use utblick::identity::caller::Caller;
use utblick::journal::{Origin, Tx, head, rows_after};
use utblick::register::{Effect, ExternalId, Incoming, Register as _, write};
use utblick::routes::register_of;

use crate::support::{Backend, World};

crate::tests! {
    of_what_fails_nothing_stays_and_of_the_rest_everything,
    what_was_gathered_is_seen_by_whoever_looks,
    an_external_id_goes_from_one_to_another,
}

fn keep(tx: &mut Tx<'_>, name: &str) -> Result<Id<Partner>, ApiError> {
    let content: PartnerIn =
        serde_json::from_value(json!({"name": name, "kind": "company", "partnershipKind": "project"})).unwrap();
    Ok(write::keep::<Partner>(tx, Id::new(), content, None)?.meta.id)
}

/// Looks whether a partner is there.
fn sees(tx: &mut Tx<'_>, id: Id<Partner>) -> Result<bool, ApiError> {
    Ok(write::find::<Partner>(tx.conn()?, id).is_ok())
}

fn of_what_fails_nothing_stays_and_of_the_rest_everything(backend: Backend) {
    let world = World::new(backend);
    let (first, _) = world.app.db.read_now(|conn| Ok(head(conn)?)).unwrap();
    // Every way: looking before, after, both or not at all; failing or not; and after each of these each other.
    let ways: Vec<(bool, bool, bool)> = (0..8).map(|bits| (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0)).collect();
    let mut kept = Vec::new();
    world
        .app
        .db
        .write_now(Origin::service(), |tx| {
            for (i, one) in ways.iter().enumerate() {
                for (j, other) in ways.iter().enumerate() {
                    for (k, (looks_before, looks_after, fails)) in [one, other].into_iter().enumerate() {
                        let name = format!("Försök {i}{j}{k}");
                        let done = tx.attempt(|tx| {
                            if *looks_before {
                                assert!(!sees(tx, Id::new())?);
                            }
                            let id = keep(tx, &name)?;
                            if *looks_after {
                                assert!(sees(tx, id)?);
                            }
                            let other = keep(tx, &format!("{name} igen"))?;
                            if *fails { Err(ErrorCode::NotFound.into()) } else { Ok([id, other]) }
                        });
                        assert_eq!(done.is_err(), *fails);
                        kept.extend(done.into_iter().flatten());
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(kept.len(), 8 * 8 * 2);
    let found = world.app.db.read_now(|conn| Ok(rows_after(conn, &[Partner::TYPE], first, i64::MAX, 10_000)?)).unwrap();
    assert_eq!(
        found.iter().map(|row| row.resource_id.uuid()).collect::<Vec<_>>(),
        kept.iter().map(|id| id.uuid()).collect::<Vec<_>>()
    );
    assert_eq!(world.verify().faults, Vec::<String>::new());
    let stored = world.app.db.read_now(|conn| {
        let stored: Vec<bool> = kept.iter().map(|id| write::find::<Partner>(conn, *id).is_ok()).collect();
        Ok(stored)
    });
    assert!(stored.unwrap().into_iter().all(|is_there| is_there));
    let client = world.coordination_unit();
    let total = client.get("/partners?q=F%C3%B6rs%C3%B6k&limit=1").expect(200).json()["_meta"]["totalRecords"].clone();
    assert_eq!(total, kept.len());
}

fn what_was_gathered_is_seen_by_whoever_looks(backend: Backend) {
    let world = World::new(backend);
    world
        .app
        .db
        .write_now(Origin::service(), |tx| {
            let before = tx.seq();
            let id = keep(tx, "Syns genast")?;
            assert_eq!(tx.seq(), before + 1);
            assert!(sees(tx, id)?);
            let rows = rows_after(tx.conn()?, &[Partner::TYPE], before, i64::MAX, 10)?;
            assert_eq!(rows.len(), 1);
            assert_eq!(rows[0].resource_type, Partner::TYPE);
            assert!(tx.attempt(|tx| tx.attempt(|tx| keep(tx, "I ett annat"))).is_err());
            Ok(())
        })
        .unwrap();
}

fn an_external_id_goes_from_one_to_another(backend: Backend) {
    let world = World::new(backend);
    let schemas = &world.app.schemas;
    let take_in = |tx: &mut Tx<'_>, value: &str, fields: Value| {
        let known_by = vec![ExternalId { system: "x".to_owned(), value: value.to_owned() }];
        let fields = fields.as_object().unwrap().clone();
        let incoming = Incoming { known_by, fields, ..Incoming::default() };
        register_of(Partner::TYPE).unwrap().take_in(tx, &Caller::operator(), schemas, incoming)
    };
    let named = |name: &str| json!({"name": name, "kind": "company", "partnershipKind": "project"});
    let (first, second, third) = world
        .app
        .db
        .write_now(Origin::service(), |tx| {
            let (first, how) = take_in(tx, "1", named("Först"))?;
            assert_eq!(how, Effect::Create);
            assert_eq!(take_in(tx, "1", named("Först"))?, (first, Effect::Unchanged));
            assert_eq!(take_in(tx, "1", json!({"externalIds": []}))?, (first, Effect::Update));
            let (second, how) = take_in(tx, "1", named("Sedan"))?;
            assert_eq!(how, Effect::Create);
            let failed = tx.attempt(|tx| -> Result<(), ApiError> {
                take_in(tx, "2", named("Misslyckas"))?;
                Err(ErrorCode::NotFound.into())
            });
            assert!(failed.is_err());
            let (third, how) = tx.attempt(|tx| take_in(tx, "2", named("Lyckas")))?;
            assert_eq!(how, Effect::Create);
            Ok((first, second, third))
        })
        .unwrap();
    let client = world.reader();
    let known = |value: &str| client.get(&format!("/partners/by-external-id/x/{value}")).expect(200).json();
    assert_eq!((&known("1")["id"], &known("2")["id"]), (&json!(second), &json!(third)));
    assert_eq!(client.get(&format!("/partners/{first}")).expect(200).json()["externalIds"], json!([]));
}
