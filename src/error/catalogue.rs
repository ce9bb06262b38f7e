//! The kinds of problem, as one table.

use actix_web::http::StatusCode;

use crate::text::{Text, text};

/// One row of the catalogue per kind of problem: `Name = "code" status (title sv, title en) (meaning sv, meaning en)`.
macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $code:literal $status:literal
        ($title_sv:literal, $title_en:literal) ($meaning_sv:literal, $meaning_en:literal);)*) => {
        /// The kinds of problem. The codes are stable: programs may rely on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $($(#[$doc])* $name,)* }

        impl ErrorCode {
            /// All kinds, in the order of their status.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code, lower snake case.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// The short title, the same for every problem of the kind.
            pub const fn title(self) -> Text {
                match self { $(Self::$name => text($title_sv, $title_en),)* }
            }

            /// What it means and what to do about it.
            pub const fn meaning(self) -> Text {
                match self { $(Self::$name => text($meaning_sv, $meaning_en),)* }
            }
        }
    };
}

catalogue! {
    /// The body is no JSON.
    MalformedBody = "malformed_body" 400
        ("Innehållet kan inte läsas", "The body cannot be read")
        ("Innehållet är inte giltig JSON i UTF-8, eller inte av den sort som väntades.",
         "The body is not valid JSON in UTF-8, or not of the kind that was expected.");
    /// Fields, parameters or headers that cannot be understood.
    InvalidRequest = "invalid_request" 400
        ("Begäran har fel", "The request has faults")
        ("Något i begäran är okänt, saknas, eller har fel typ eller format. invalidParameters räknar upp alla fel.",
         "Something in the request is unknown, missing, or of the wrong type or format. invalidParameters lists every fault.");
    /// RFC 6749: wrong name or password, or a refresh token that is not good.
    InvalidGrant = "invalid_grant" 400
        ("Fel namn eller lösenord, eller en förbrukad token", "Wrong name or password, or a token that is spent")
        ("Kontot finns inte, är avstängt, lösenordet är fel, eller token har redan använts eller gått ut. Svaret är detsamma i alla fallen.",
         "There is no such account, it is disabled, the password is wrong, or the refresh token was used before or has expired. The answer is the same in all cases.");
    /// RFC 6749: a grant type that is not offered.
    UnsupportedGrantType = "unsupported_grant_type" 400
        ("Inloggningssättet stöds inte", "The grant type is not supported")
        ("grant_type måste vara password, refresh_token eller client_credentials.",
         "grant_type must be password, refresh_token or client_credentials.");
    /// RFC 6749: a scope that the client does not have.
    InvalidScope = "invalid_scope" 400
        ("Rättigheten finns inte hos klienten", "The client does not have the scope")
        ("scope nämner något som klienten inte har. GET /me räknar upp vad den har.",
         "scope names something that the client does not have. GET /me lists what it has.");
    /// RFC 6749: wrong client or secret.
    InvalidClient = "invalid_client" 401
        ("Fel klient eller hemlighet", "Wrong client or secret")
        ("Klienten finns inte, är avstängd, eller hemligheten är fel eller har gått ut. Svaret är detsamma i alla fallen.",
         "There is no such client, it is disabled, or the secret is wrong or has expired. The answer is the same in all cases.");
    /// No token, or none that is valid.
    Unauthenticated = "unauthenticated" 401
        ("Inloggning krävs", "Sign in first")
        ("Begäran saknar en giltig token. Hämta en med POST /tokens och skicka den som Authorization: Bearer.",
         "The request carries no valid token. Get one with POST /tokens and send it as Authorization: Bearer.");
    /// Visible, but not allowed.
    Forbidden = "forbidden" 403
        ("Rättighet saknas", "Permission is missing")
        ("Rollen, eller klientens rättigheter, räcker inte till åtgärden. permission säger vilken rättighet som saknas.",
         "The role, or the client's scopes, do not allow the action. permission names the missing permission.");
    /// Nothing there, or nothing that the caller may see.
    NotFound = "not_found" 404
        ("Finns inte", "Not found")
        ("På adressen finns ingenting som anroparen får se.", "There is nothing at the address that the caller may see.");
    /// The address does not know the method.
    MethodNotAllowed = "method_not_allowed" 405
        ("Metoden stöds inte här", "The method is not allowed here")
        ("Adressen finns men inte för denna metod. Rubriken Allow räknar upp dem som finns.",
         "The address exists, but not for this method. The header Allow lists those that do.");
    /// No format that the caller accepts.
    NotAcceptable = "not_acceptable" 406
        ("Inget av formaten kan ges", "None of the formats can be given")
        ("Accept nämner inget format som adressen kan ge.", "Accept names no format that the address can give.");
    /// The state does not allow it.
    StateConflict = "state_conflict" 409
        ("Tillståndet tillåter det inte", "The state does not allow it")
        ("Posten är inte i ett tillstånd där åtgärden är möjlig. missing räknar upp vad som fattas.",
         "The record is not in a state where the action is possible. missing lists what it lacks.");
    /// Only a decision opens the way.
    GateClosed = "gate_closed" 409
        ("Grinden är stängd", "The gate is shut")
        ("Bara ett beslut av behörigt organ öppnar övergången. decisionKind säger vilket slags beslut, missing vad som fattas.",
         "Only a decision of the competent body opens the transition. decisionKind says which kind, missing what is lacking.");
    /// Something else has that name, code or id.
    Duplicate = "duplicate" 409
        ("Finns redan", "It exists already")
        ("En annan post har redan detta namn, denna kod eller detta externa id.",
         "Another record already has this name, code or external id.");
    /// The same request was carried out before.
    AlreadyDone = "already_done" 409
        ("Redan gjort", "Already done")
        ("En begäran med samma Idempotency-Key har redan utförts, och dess svar kan inte ges en gång till. Location säger vilken post den gällde.",
         "A request with the same Idempotency-Key was carried out before, and its answer cannot be given again. Location names the record.");
    /// Others refer to it.
    Referenced = "referenced" 409
        ("Andra poster hänvisar hit", "Other records refer to it")
        ("Posten kan inte tas bort så länge andra hänvisar till den. heldBy räknar upp dem.",
         "The record cannot be deleted while others refer to it. heldBy lists them.");
    /// The record has changed since it was read.
    PreconditionFailed = "precondition_failed" 412
        ("Posten har ändrats", "The record has changed")
        ("If-Match gäller en annan version. Hämta posten igen, och gör om ändringen på den nya.",
         "If-Match names another version. Fetch the record again and make the change on the new one.");
    /// More than the service reads.
    ContentTooLarge = "content_too_large" 413
        ("Innehållet är för stort", "The body is too large")
        ("Innehållet är större än vad tjänsten tar emot (1 MiB).", "The body is larger than the service takes (1 MiB).");
    /// A longer address than the service reads.
    UriTooLong = "uri_too_long" 414
        ("Adressen är för lång", "The address is too long")
        ("Adressen med parametrar får ha högst 2048 tecken.", "The address with its parameters may have at most 2048 characters.");
    /// Not a media type that the operation reads.
    UnsupportedMediaType = "unsupported_media_type" 415
        ("Innehållstypen stöds inte", "The content type is not supported")
        ("Content-Type saknas eller är inte en som adressen läser.",
         "Content-Type is missing or is not one that the address reads.");
    /// Understood, but against a limit or a rule.
    Unprocessable = "unprocessable" 422
        ("Uppgifterna kan inte godtas", "The data cannot be accepted")
        ("Innehållet är välformat men bryter mot en gräns eller en regel. invalidParameters räknar upp alla fel.",
         "The body is well-formed, but breaks a limit or a rule. invalidParameters lists every fault.");
    /// An idempotency key that belongs to another request.
    IdempotencyKeyReused = "idempotency_key_reused" 422
        ("Nyckeln hör till en annan begäran", "The key belongs to another request")
        ("Samma Idempotency-Key har använts för en annan adress eller ett annat innehåll under det senaste dygnet. Ta en ny nyckel.",
         "The same Idempotency-Key was used for another address or another body within the last 24 hours. Take a new key.");
    /// Asked for an instant before the register began.
    BeforeJournal = "before_journal" 422
        ("Registret fanns inte då", "The register did not exist then")
        ("asOf ligger före den första ändringen i registret. detail säger när den gjordes.",
         "asOf lies before the first change of the register. detail says when that was made.");
    /// A change without If-Match.
    PreconditionRequired = "precondition_required" 428
        ("If-Match krävs", "If-Match is required")
        ("Skicka If-Match med postens ETag eller version, så att ingen annans ändring skrivs över.",
         "Send If-Match with the record's ETag or version, so that nobody else's change is overwritten.");
    /// Too many tries.
    TooManyRequests = "too_many_requests" 429
        ("För många försök", "Too many tries")
        ("Vänta den tid som Retry-After anger.", "Wait for the time that Retry-After gives.");
    /// A fault of the service.
    Internal = "internal" 500
        ("Fel i tjänsten", "A fault in the service")
        ("Tjänsten kunde inte svara. Felet är loggat under traceId.",
         "The service could not answer. The fault is logged under traceId.");
    /// The database does not answer, or the service is full.
    Unavailable = "unavailable" 503
        ("Tjänsten är tillfälligt otillgänglig", "The service is unavailable for the moment")
        ("Försök igen om den tid som Retry-After anger. En ändring som besvaras så kan ha gjorts: läs posten först.",
         "Try again after the time that Retry-After gives. A change answered so may have been made: read the record first.");
}

impl ErrorCode {
    /// The last segment of the problem's address.
    pub fn slug(self) -> String {
        self.code().replace('_', "-")
    }

    /// The kind that a bare status of the framework stands for.
    pub fn of_status(status: StatusCode) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.status() == status.as_u16() && *code != Self::MalformedBody)
            .unwrap_or(if status.is_client_error() { Self::InvalidRequest } else { Self::Internal })
    }
}
