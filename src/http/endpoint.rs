//! An endpoint: an address, its operations, and what the document says of them, in one value.
//!
//! Nothing can be served here that is not documented, and who may call is read off the handler's signature: a handler
//! whose first argument is neither [`Allowed`](crate::identity::caller::Allowed) nor
//! [`Open`](crate::identity::caller::Open) does not compile. Another method is answered 405 with `Allow`.

use std::collections::BTreeMap;

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::guard;
use actix_web::{FromRequest, Handler, Resource, Responder, Route, Scope, web};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, Ref, RefOr, Required, Response, Schema};

use super::body::JSON_TYPES;
use super::idempotency::IDEMPOTENCY_KEY;
use super::negotiate::Produces;
use super::query::{Value, parameter};
use crate::error::{ApiError, ErrorCode};
use crate::identity::caller::{Guard, Guarded};
use crate::identity::policy::permission;

/// JSON, the format of all data.
pub const JSON: &str = "application/json";
/// The media type of CSV.
pub const CSV: &str = "text/csv";
/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the document says of one operation.
pub struct Op {
    id: String,
    tag: &'static str,
    summary: String,
    description: String,
    parameters: Vec<Parameter>,
    body: Option<(RefOr<Schema>, Vec<&'static str>)>,
    status: u16,
    answer: String,
    answer_schema: Option<RefOr<Schema>>,
    produces: Vec<&'static str>,
    headers: Vec<(&'static str, &'static str)>,
    problems: Vec<ErrorCode>,
}

impl Op {
    /// An operation: its id `<verb>_<resource>`, its tag, what it does in a line, and the rest.
    pub fn new(
        id: impl Into<String>,
        tag: &'static str,
        summary: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            tag,
            summary: summary.into(),
            description: description.into(),
            parameters: Vec::new(),
            body: None,
            status: 200,
            answer: "Done.".into(),
            answer_schema: None,
            produces: vec![JSON],
            headers: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Its query parameters.
    pub fn query(mut self, parameters: Vec<Parameter>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    /// A JSON body of a schema in the document.
    pub fn body(self, schema: &str) -> Self {
        self.body_as(schema, &[JSON])
    }

    /// A JSON body that is a merge patch (RFC 7396).
    pub fn patch(self, schema: &str) -> Self {
        self.body_as(schema, &JSON_TYPES)
    }

    /// A body of some media types.
    pub fn body_as(mut self, schema: &str, media_types: &[&'static str]) -> Self {
        self.body = Some((RefOr::Ref(Ref::from_schema_name(schema)), media_types.to_vec()));
        self.problems.extend([
            ErrorCode::InvalidRequest,
            ErrorCode::ContentTooLarge,
            ErrorCode::UnsupportedMediaType,
            ErrorCode::Unprocessable,
        ]);
        self
    }

    /// Its answer: status, meaning, schema in the document.
    pub fn answers(mut self, status: u16, meaning: impl Into<String>, schema: &str) -> Self {
        self.status = status;
        self.answer = meaning.into();
        self.answer_schema = Some(RefOr::Ref(Ref::from_schema_name(schema)));
        self
    }

    /// An answer without content.
    pub fn answers_nothing(mut self, meaning: impl Into<String>) -> Self {
        self.status = 204;
        self.answer = meaning.into();
        self.produces = vec![JSON];
        self
    }

    /// The media types of its answer, the default first.
    pub fn produces(mut self, media_types: &[&'static str]) -> Self {
        self.produces = media_types.to_vec();
        self
    }

    /// A header that it reads.
    pub fn reads_header(mut self, name: &str, about: &str) -> Self {
        self.parameters.push(header_parameter(name, about));
        self
    }

    /// A header of its answer.
    pub fn header(mut self, name: &'static str, meaning: &'static str) -> Self {
        self.headers.push((name, meaning));
        self
    }

    /// An answer with a validator that `If-None-Match` is compared with.
    pub fn conditional(mut self) -> Self {
        self.parameters.push(header_parameter(
            "If-None-Match",
            "ETags of answers that the caller has; 304 when the answer is one of them.",
        ));
        self.header("ETag", "The validator of this answer.")
    }

    /// A change that `If-Match` guards.
    pub fn guarded_by_version(mut self, needed: bool) -> Self {
        let about = if needed {
            "The record's ETag, or its version in quotes; `*` means: whatever the version, I know. Without it 428."
        } else {
            "The record's ETag, or its version in quotes; 412 when it is another."
        };
        self.parameters.push(header_parameter("If-Match", about));
        self.problems.push(ErrorCode::PreconditionFailed);
        if needed {
            self.problems.push(ErrorCode::PreconditionRequired);
        }
        self
    }

    /// A POST that is carried out once under an idempotency key.
    pub fn once(mut self) -> Self {
        self.parameters.push(header_parameter(
            IDEMPOTENCY_KEY,
            "A key of the caller's own, good for 24 hours: the same request under it is carried out once, and answered again with what became of it. Another request under it is refused (422).",
        ));
        self.problem(ErrorCode::AlreadyDone).problem(ErrorCode::IdempotencyKeyReused)
    }

    /// A problem that it can answer with, beyond those of every operation.
    pub fn problem(mut self, code: ErrorCode) -> Self {
        self.problems.push(code);
        self
    }

    fn build(mut self, path: &str, guard: Guard) -> Operation {
        let conditional = self.parameters.iter().any(|parameter| parameter.name == "If-None-Match");
        if self.parameters.iter().any(|parameter| parameter.name == "asOf") {
            self.problems.push(ErrorCode::BeforeJournal);
        }
        let names: Vec<String> = path_parameters(path);
        if !names.is_empty() {
            self.problems.extend([ErrorCode::InvalidRequest, ErrorCode::NotFound]);
        }
        self.problems.extend([
            ErrorCode::InvalidRequest,
            ErrorCode::NotAcceptable,
            ErrorCode::UriTooLong,
            ErrorCode::Internal,
            ErrorCode::Unavailable,
        ]);
        let mut description = self.description;
        let mut operation =
            OperationBuilder::new().operation_id(Some(self.id)).tag(self.tag).summary(Some(self.summary));
        match guard {
            Guard::Open => operation = operation.securities(Some(std::iter::empty::<SecurityRequirement>())),
            Guard::Permission(subject, verb) => {
                self.problems.extend([ErrorCode::Unauthenticated, ErrorCode::Forbidden]);
                let permission = permission(subject, verb);
                description = format!("{description}\n\nNeeds the permission `{permission}`.");
                operation = operation
                    .security(SecurityRequirement::new("bearer", [permission.clone()]))
                    .security(SecurityRequirement::new("oauth2", Vec::<String>::new()));
            }
        }
        operation = operation.description(Some(description));
        for name in names {
            operation = operation.parameter(path_parameter(&name));
        }
        for parameter in self.parameters {
            operation = operation.parameter(parameter);
        }
        operation = operation.parameter(parameter(
            "lang",
            "The language of texts in the answer, before Accept-Language: sv or en.",
            <String as Value>::schema(),
        ));
        if let Some((schema, media_types)) = self.body {
            let mut body = RequestBodyBuilder::new().required(Some(Required::True));
            for media_type in media_types {
                body = body.content(media_type, Content::new(Some(schema.clone())));
            }
            operation = operation.request_body(Some(body.build()));
        }
        operation = operation.response(
            self.status.to_string(),
            success(&self.answer, self.status, self.answer_schema, &self.produces, &self.headers),
        );
        self.problems.sort_by_key(|code| code.status());
        self.problems.dedup_by_key(|code| code.status());
        for code in self.problems {
            operation = operation
                .response(code.status().to_string(), RefOr::Ref(Ref::from_response_name(problem_response(code))));
        }
        if conditional {
            operation = operation.response(
                "304",
                ResponseBuilder::new().description("Not modified: what the caller has is current.").build(),
            );
        }
        operation.build()
    }
}

/// The name of the shared response of a kind of problem: by status, as the document knows one answer per status.
pub fn problem_response(code: ErrorCode) -> String {
    format!("Problem{}", code.status())
}

fn success(
    meaning: &str,
    status: u16,
    schema: Option<RefOr<Schema>>,
    produces: &[&'static str],
    headers: &[(&'static str, &'static str)],
) -> Response {
    let mut response = ResponseBuilder::new().description(meaning);
    if status != 204 {
        for media_type in produces {
            let schema = if media_type.contains("json") { schema.clone() } else { Some(<String as Value>::schema()) };
            response = response.content(*media_type, Content::new(schema));
        }
    }
    for (name, meaning) in headers {
        response = response.header(
            *name,
            HeaderBuilder::new().schema(Some(<String as Value>::schema())).description(Some(*meaning)).build(),
        );
    }
    response.build()
}

fn header_parameter(name: &str, about: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(<String as Value>::schema()))
        .build()
}

/// The names in braces of a path.
fn path_parameters(path: &str) -> Vec<String> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(str::to_owned).collect()
}

fn path_parameter(name: &str) -> Parameter {
    let (about, schema) = if name.ends_with("Id") || name == "id" {
        ("The id of the record.", <uuid::Uuid as Value>::schema())
    } else {
        ("The name or code of the entry.", <String as Value>::schema())
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(about))
        .schema(Some(schema))
        .build()
}

/// An address with its operations.
pub struct Endpoint {
    path: String,
    routes: Vec<Route>,
    methods: Vec<&'static str>,
    produces: Vec<&'static str>,
    operations: Vec<(HttpMethod, Operation)>,
    documented: bool,
}

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident $method:ident [$($http:literal),+] $guard:expr;)*) => { $(
        $(#[$doc])*
        pub fn $name<F, Args>(mut self, op: Op, handler: F) -> Self
        where
            F: Handler<Args>,
            F::Output: Responder + 'static,
            Args: FromRequest + Guarded + 'static,
        {
            self.methods.extend([$($http),+]);
            for media_type in &op.produces {
                if !self.produces.contains(media_type) {
                    self.produces.push(media_type);
                }
            }
            let operation = op.build(&self.path, Args::GUARD);
            self.operations.push((HttpMethod::$method, operation));
            self.routes.push(web::route().guard($guard).to(handler));
            self
        }
    )* };
}

impl Endpoint {
    /// An address, below the API's.
    pub fn at(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            routes: Vec::new(),
            methods: Vec::new(),
            produces: Vec::new(),
            operations: Vec::new(),
            documented: true,
        }
    }

    /// An address that the document leaves out, because the national profile asks so or because it is no part of the
    /// API.
    pub fn apart(path: impl Into<String>) -> Self {
        Self { documented: false, ..Self::at(path) }
    }

    methods! {
        /// Its GET; HEAD comes with it.
        get Get ["GET", "HEAD"] guard::Any(guard::Get()).or(guard::Head());
        /// Its POST.
        post Post ["POST"] guard::Post();
        /// Its PUT.
        put Put ["PUT"] guard::Put();
        /// Its PATCH.
        patch Patch ["PATCH"] guard::Patch();
        /// Its DELETE.
        delete Delete ["DELETE"] guard::Delete();
    }

    /// Its path and operations, for the document.
    pub fn into_operations(self) -> impl Iterator<Item = (String, HttpMethod, Operation)> {
        let Self { path, operations, documented, .. } = self;
        operations
            .into_iter()
            .filter(move |_| documented)
            .map(move |(method, operation)| (path.clone(), method, operation))
    }

    /// What is served, at its address below a part of it.
    fn below(self, prefix: &str) -> Resource {
        let allow = self.methods.join(", ");
        let refuse = move || {
            let mut error = ApiError::from(ErrorCode::MethodNotAllowed);
            error.0.allow = Some(allow.clone());
            std::future::ready(Err::<actix_web::HttpResponse, ApiError>(error))
        };
        let resource = web::resource(self.path.strip_prefix(prefix).unwrap_or(&self.path));
        let resource = self.routes.into_iter().fold(resource, Resource::route);
        resource.app_data(Produces(self.produces)).default_service(web::to(refuse))
    }
}

/// Endpoints, gathered by the first segment of their address: a request is compared with the segments, and then with the few
/// addresses below its own.
pub fn by_segment(endpoints: Vec<Endpoint>) -> Vec<Scope> {
    let mut segments: BTreeMap<String, Vec<Endpoint>> = BTreeMap::new();
    for endpoint in endpoints {
        let segment = endpoint.path.split('/').take(2).collect::<Vec<_>>().join("/");
        segments.entry(segment).or_default().push(endpoint);
    }
    let scope = |(segment, endpoints): (String, Vec<Endpoint>)| {
        endpoints.into_iter().fold(web::scope(&segment), |scope, endpoint| scope.service(endpoint.below(&segment)))
    };
    segments.into_iter().map(scope).collect()
}

impl HttpServiceFactory for Endpoint {
    fn register(self, config: &mut AppService) {
        self.below("").register(config);
    }
}
