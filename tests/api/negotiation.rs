//! What requests and answers carry beside their content: methods, media types, sizes, languages, traces, origins.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Answer, Backend, World};

crate::tests! {
    another_method_is_405_with_allow_at_every_address,
    accept_that_fits_nothing_is_406,
    a_body_of_another_media_type_is_415,
    a_body_over_one_mebibyte_is_413,
    an_address_over_2048_characters_is_414,
    a_trace_goes_on_through_every_answer,
    a_malformed_trace_is_replaced_by_a_new_one,
    every_answer_says_how_it_may_be_kept_and_in_which_language,
    no_accept_language_breaks_the_service,
    the_language_follows_accept_language_and_lang_overrides_it,
    no_origin_may_call_by_default,
    listed_origins_may_call_and_see_what_they_need,
    forwarded_is_believed_only_when_told_to,
}

fn another_method_is_405_with_allow_at_every_address(backend: Backend) {
    let world = World::new(backend);
    let document: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    let client = world.coordination_unit();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let known = |method: &str| operations.get(method.to_lowercase()).is_some();
        let mut expected: Vec<&str> =
            ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter().filter(|m| known(m)).collect();
        if known("GET") {
            expected.push("HEAD");
        }
        expected.sort_unstable();
        let path = path.replace("{id}", &uuid::Uuid::nil().to_string()).replace(['{', '}'], "");
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROB"] {
            if expected.contains(&method) {
                continue;
            }
            let answer = client.send(method, &path, &[], None).expect(405);
            if method != "HEAD" {
                assert_eq!(answer.json()["code"], "method_not_allowed");
            }
            let mut allowed: Vec<&str> = answer.header("allow").unwrap().split(", ").collect();
            allowed.sort_unstable();
            assert_eq!(allowed, expected, "{method} {path}");
        }
    }
}

fn accept_that_fits_nothing_is_406(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/partners/{}", world.partner("Åmål").id());
    let get = |path: &str, accept: &str| world.reader().get_with(path, &[("Accept", accept)]);
    for accept in
        ["application/json", "*/*", "application/*", "text/csv, */*;q=0.1", "application/problem+json", "nonsense"]
    {
        let answer = get(&path, accept).expect(200);
        assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"), "{accept}");
    }
    for accept in
        ["application/xml", "text/*", "text/html, image/png", "application/json;q=0", "application/json;q=0, text/csv"]
    {
        for path in [path.as_str(), "/partners", "/me"] {
            get(path, accept).problem(406, "not_acceptable");
        }
    }
    let body = json!({"name": "new", "kind": "other", "partnershipKind": "other"});
    let rows = world.verify().rows;
    let headers = [("Accept", "text/html")];
    world.coordination_unit().json("POST", "/partners", &headers, &body).problem(406, "not_acceptable");
    assert_eq!(world.verify().rows, rows, "refused before anything is done");
}

fn a_body_of_another_media_type_is_415(backend: Backend) {
    let world = World::new(backend);
    let body = json!({"name": "x", "kind": "other", "partnershipKind": "other"}).to_string();
    let post =
        |headers: &[(&str, &str)]| world.coordination_unit().send("POST", "/partners", headers, Some(body.as_bytes()));
    let refused: [&[(&str, &str)]; 6] = [
        &[],
        &[("Content-Type", "text/plain")],
        &[("Content-Type", "application/x-www-form-urlencoded")],
        &[("Content-Type", "application/json; charset=latin1")],
        &[("Content-Type", "application/json"), ("Content-Encoding", "gzip")],
        &[("Content-Type", "application/jsonx")],
    ];
    for headers in refused {
        post(headers).problem(415, "unsupported_media_type");
    }
    post(&[("Content-Type", "Application/JSON; charset=\"UTF-8\""), ("Content-Encoding", "identity")]).expect(201);
    let token = world.anonymous().send("POST", "/tokens", &[("Content-Type", "text/plain")], Some(b"x"));
    token.problem(415, "unsupported_media_type");
}

/// A request written byte by byte, of which the service may not read everything.
fn raw(world: &World, head: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(world.url.trim_start_matches("http://")).unwrap();
    let token = world.token("coordination_unit");
    let head = format!("{head}\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let mut answer = Vec::new();
    stream.write_all(head.as_bytes()).unwrap();
    let _ = stream.write_all(body);
    // The rest never comes: the answer is read for as long as it flows.
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(5))).unwrap();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn a_body_over_one_mebibyte_is_413(backend: Backend) {
    let world = World::new(backend);
    let post = "POST /international-strategy/v1/partners HTTP/1.1\r\nConnection: close";
    let announced = raw(&world, post, b"Content-Length: 10485760\r\n\r\n");
    assert!(announced.starts_with("HTTP/1.1 413") && announced.contains("\"content_too_large\""), "{announced}");
    let mut chunks = b"Transfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..17 {
        chunks.extend_from_slice(b"10000\r\n");
        chunks.extend(std::iter::repeat_n(b' ', 0x10000));
        chunks.extend_from_slice(b"\r\n");
    }
    let streamed = raw(&world, post, &chunks);
    assert!(streamed.starts_with("HTTP/1.1 413") && streamed.contains("\"content_too_large\""), "{streamed}");
    let note = "x".repeat(1024 * 1024 - 200);
    let fits = json!({"name": "x", "kind": "other", "partnershipKind": "other", "note": note});
    assert_eq!(world.coordination_unit().post("/partners", &fits).expect(422).faults(), ["/note too_long"]);
}

fn an_address_over_2048_characters_is_414(backend: Backend) {
    let world = World::new(backend);
    let path = "/international-strategy/v1/partners?q=";
    let longest = format!("{path}{}", "x".repeat(2048 - path.len()));
    let short = longest.trim_start_matches("/international-strategy/v1");
    world.reader().get(short).expect(200);
    world.reader().get(&format!("{short}x")).problem(414, "uri_too_long");
    world.anonymous().get(&format!("{short}x")).problem(414, "uri_too_long");
}

/// One answer of every kind.
fn answers(world: &World, headers: &[(&str, &str)]) -> Vec<Answer> {
    let (reader, nobody) = (world.reader(), world.anonymous());
    let get = |path: &str| reader.get_with(path, headers);
    let mut all = vec![get("/partners").expect(200), get("/reports/partners").expect(200), get("/nothing").expect(404)];
    all.push(get(&format!("/strategy-areas/{}", uuid::Uuid::nil())).expect(404));
    all.push(get("/partners?foo=1").expect(400));
    all.push(nobody.get_with("/partners", headers).expect(401));
    all.push(nobody.get_with("/openapi.json", headers).expect(200));
    all.push(reader.send("PUT", "/partners", headers, None).expect(405));
    all.push(reader.send("POST", "/partners", headers, None).expect(403));
    let etag = get("/partners").etag();
    all.push(reader.get_with("/partners", &[headers, &[("If-None-Match", &etag)]].concat()).expect(304));
    all
}

fn trace_of(answer: &Answer) -> Vec<String> {
    answer.header("traceparent").expect("a trace").split('-').map(str::to_owned).collect()
}

fn a_trace_goes_on_through_every_answer(backend: Backend) {
    let world = World::new(backend);
    let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    for flags in ["00", "01"] {
        for answer in answers(&world, &[("traceparent", &format!("00-{trace}-{span}-{flags}"))]) {
            let parts = trace_of(&answer);
            assert_eq!((parts[0].as_str(), parts[1].as_str(), parts[3].as_str()), ("00", trace, flags));
            assert!(parts[2] != span && parts[2].len() == 16, "a span of its own");
            if answer.status >= 400 {
                assert_eq!(answer.json()["traceId"], trace);
            }
        }
    }
    let headers = [("traceparent", format!("00-{trace}-{span}-01"))].map(|(name, value)| (name, value.leak() as &str));
    let body = json!({"name": "x", "kind": "other", "partnershipKind": "other"});
    let path =
        format!("/partners/{}", world.coordination_unit().json("POST", "/partners", &headers, &body).expect(201).id());
    let history = world.user("board").get(&format!("{path}/history")).expect(200).json();
    assert_eq!(history["items"][0]["traceId"], trace, "the journal names it too");
}

fn a_malformed_trace_is_replaced_by_a_new_one(backend: Backend) {
    let world = World::new(backend);
    let zero = "00-00000000000000000000000000000000-00f067aa0ba902b7-01";
    let mut seen = std::collections::HashSet::new();
    for malformed in ["nonsense", zero, "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"] {
        for answer in answers(&world, &[("traceparent", malformed)]) {
            let trace = trace_of(&answer)[1].clone();
            assert!(trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit()), "{trace}");
            assert!(seen.insert(trace), "a new one each time");
        }
    }
}

fn every_answer_says_how_it_may_be_kept_and_in_which_language(backend: Backend) {
    let world = World::new(backend);
    for answer in answers(&world, &[]) {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
        assert_eq!(answer.header("vary"), Some("Authorization, Accept, Accept-Language"));
        assert_eq!(answer.header("content-language"), Some("en"));
    }
    let nobody = world.anonymous().get("/partners").expect(401);
    assert!(nobody.header("www-authenticate").unwrap().starts_with("Bearer"));
}

fn the_language_follows_accept_language_and_lang_overrides_it(backend: Backend) {
    let world = World::new(backend);
    let cases = [
        ("", "sv", "", "Finns inte"),
        ("", "en-GB, sv;q=0.5", "", "Not found"),
        ("", "de", "", "Finns inte"),
        ("", "*", "", "Finns inte"),
        ("?lang=en", "sv", "en", "Not found"),
        ("?lang=sv", "en", "sv", "Finns inte"),
    ];
    for (query, accepted, _, title) in cases {
        let answer = world.reader().get_with(&format!("/nothing{query}"), &[("Accept-Language", accepted)]);
        let answer = answer.problem(404, "not_found");
        assert_eq!(answer.json()["title"], title, "{query} {accepted}");
        let language = if title == "Finns inte" { "sv" } else { "en" };
        assert_eq!(answer.header("content-language"), Some(language));
    }
    let path = format!("/partners/{}", world.partner("x").id());
    let title = |query: &str| {
        let partner = world.coordination_unit().get(&format!("{path}{query}")).expect(200).json();
        partner["_links"]["transitions"][0]["title"].clone()
    };
    assert_eq!((title(""), title("?lang=sv")), (json!("Assess"), json!("Bedöm")));
    let reasons =
        world.reader().get("/partners?limit=0&lang=sv").expect(400).json()["invalidParameters"][0]["reason"].clone();
    assert_eq!(reasons, "ska vara 1 till 100");
    for wrong in ["lang=de", "lang=", "lang=sv&lang=en"] {
        let code = if wrong.contains('&') { "lang repeated" } else { "lang wrong_format" };
        assert_eq!(world.reader().get(&format!("/me?{wrong}")).expect(400).faults(), [code]);
    }
}

fn no_origin_may_call_by_default(backend: Backend) {
    let world = World::new(backend);
    let answer = world.reader().get_with("/partners", &[("Origin", "https://a.example.se")]).expect(200);
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{:?}", answer.headers);
    let asked = [("Origin", "https://a.example.se"), ("Access-Control-Request-Method", "GET")];
    world.anonymous().send("OPTIONS", "/tokens", &asked, None).expect(401);
}

fn listed_origins_may_call_and_see_what_they_need(backend: Backend) {
    let world =
        World::with(backend, Clock::default(), &["--cors-origins", "https://a.example.se,https://b.example.se"]);
    for origin in ["https://a.example.se", "https://b.example.se"] {
        let own = world.reader().get_with("/partners", &[("Origin", origin)]).expect(200);
        let denied = world.anonymous().get_with("/partners", &[("Origin", origin)]).problem(401, "unauthenticated");
        for answer in [own, denied] {
            assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
            let exposed = answer.header("access-control-expose-headers").unwrap().to_lowercase();
            let mut exposed: Vec<&str> = exposed.split(", ").collect();
            exposed.sort_unstable();
            assert_eq!(exposed, ["etag", "location", "preference-applied", "retry-after", "traceparent"]);
            let vary = answer.headers.get_all("vary").iter().map(|value| value.to_str().unwrap().to_lowercase());
            let vary = vary.collect::<Vec<_>>().join(", ");
            assert!(vary.contains("origin") && vary.contains("accept-language"), "{vary}");
        }
        let asked = [
            ("Origin", origin),
            ("Access-Control-Request-Method", "PATCH"),
            ("Access-Control-Request-Headers", "authorization,content-type,if-match"),
        ];
        let allowed = world.anonymous().send("OPTIONS", "/partners", &asked, None).expect(200);
        assert_eq!(allowed.header("access-control-allow-origin"), Some(origin));
        assert!(allowed.header("access-control-allow-methods").unwrap().contains("PATCH"));
        assert!(allowed.header("access-control-allow-headers").unwrap().to_lowercase().contains("if-match"));
    }
    let other = world.reader().get_with("/partners", &[("Origin", "https://evil.example")]);
    assert_eq!(other.header("access-control-allow-origin"), None);
    let same = world.reader().get("/partners").expect(200);
    assert_eq!(same.header("access-control-allow-origin"), None, "no origin, no word of it");
}

fn forwarded_is_believed_only_when_told_to(backend: Backend) {
    let forwarded = [("Forwarded", "for=192.0.2.1;host=api.example.se;proto=https")];
    let link = |world: &World| {
        let list = world.reader().get_with("/partners", &forwarded).expect(200).json();
        list["_links"]["first"]["href"].as_str().unwrap().to_owned()
    };
    let world = World::new(backend.clone());
    assert!(link(&world).starts_with(&world.url));
    let world = World::with(backend, Clock::default(), &["--trust-forwarded", "true"]);
    assert_eq!(link(&world), "https://api.example.se/international-strategy/v1/partners?page=1");
    let problem = world.reader().get_with("/nothing", &forwarded).problem(404, "not_found").json();
    assert_eq!(problem["type"], "https://api.example.se/international-strategy/problems/not-found");
    let spoofed = world.reader().get_with("/partners", &[("Forwarded", "host=evil.example/x;proto=javascript")]);
    assert!(spoofed.expect(200).text().contains(&world.url));
}

fn no_accept_language_breaks_the_service(backend: Backend) {
    let world = World::new(backend);
    let mixed: Vec<&str> = (0..40).map(|place| ["a;q=nan", "a;q=0.8", "a;q=0.7", "en;q=0.1"][place % 4]).collect();
    for header in [mixed.join(","), "sv;q=inf,en;q=0.5".into(), ";;;,,,q=,en".into(), "*;q=0, en".into()] {
        let answer = world.anonymous().get_with("/partners", &[("Accept-Language", &header)]).expect(401);
        assert_eq!(answer.header("content-language"), Some("en"), "{header}");
    }
    let refused = world.anonymous().get_with("/partners", &[("Accept-Language", "de, en;q=0")]).expect(401);
    assert_eq!(refused.header("content-language"), Some("sv"), "what is refused is not given");
}
