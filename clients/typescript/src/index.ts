// A client of Utblick: the types and addresses come from the OpenAPI document; what is written here signs in, stays signed in,
// and turns problems into errors.

import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type { components, paths } from "./schema.js";

/** What the service sends, by its name in the document: `Schema<"Partner">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
/** A problem (RFC 9457). */
export type Problem = Schema<"Problem">;
/** Every operation, typed: `api.GET("/partners", …)`. */
export type Api = Client<paths>;

/** Who calls: a client with its secret, a person with a password, or a token that is at hand. */
export type Credentials =
  | { clientId: string; clientSecret: string; scope?: string }
  | { username: string; password: string }
  | { token: string };

export interface Options {
  /** Where the API is: `https://…/international-strategy/v1`. */
  baseUrl: string;
  credentials: Credentials;
  /** The language of texts and problems. */
  language?: "sv" | "en";
  /** Another fetch than the platform's. */
  fetch?: (request: Request) => Promise<Response>;
}

/** What the service refused. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.name = "Refused";
  }

  /** Every fault by its place: what a form shows beside its fields. */
  faults(): Map<string, string> {
    return new Map((this.problem.invalidParameters ?? []).map((fault) => [fault.pointer, fault.reason]));
  }
}

/** The content of an answer; a problem is thrown as `Refused`. */
export function content<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.error !== undefined) throw new Refused(answer.error);
  if (answer.data === undefined) throw new Error(`no content: ${answer.response.status}`);
  return answer.data;
}

/** A client that signs in when it must and renews its token before it ends. */
export function connect(options: Options): Api {
  const client = createClient<paths>({
    baseUrl: options.baseUrl,
    headers: { "Accept-Language": options.language ?? "sv" },
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  const signedIn = new Session(client, options.credentials);
  const authorize: Middleware = {
    async onRequest({ request, schemaPath }) {
      if (schemaPath !== "/tokens") request.headers.set("Authorization", `Bearer ${await signedIn.token()}`);
      return request;
    },
  };
  client.use(authorize);
  return client;
}

/** Every item of a list, page after page. */
export async function* pages<T>(
  page: (number: number) => Promise<{ items: T[]; _links: { next?: unknown } }>,
): AsyncGenerator<T> {
  for (let number = 1; ; number += 1) {
    const { items, _links } = await page(number);
    yield* items;
    if (_links.next === undefined || _links.next === null) return;
  }
}

/** The token of a caller, renewed before it ends. */
class Session {
  private current?: { token: string; refreshToken?: string | undefined; renewAt: number };
  private renewal?: Promise<string> | undefined;

  constructor(
    private readonly client: Api,
    private readonly credentials: Credentials,
  ) {}

  /** Many requests at the same time ask for one token. */
  async token(): Promise<string> {
    if ("token" in this.credentials) return this.credentials.token;
    if (this.current && Date.now() < this.current.renewAt) return this.current.token;
    this.renewal ??= this.renew().finally(() => {
      this.renewal = undefined;
    });
    return this.renewal;
  }

  private async renew(): Promise<string> {
    const refreshToken = this.current?.refreshToken;
    if (refreshToken !== undefined) {
      const answer = await this.ask({ grant_type: "refresh_token", refresh_token: refreshToken });
      // A session that is over begins anew with the password.
      if (answer.data) return this.keep(answer.data);
    }
    return this.keep(content(await this.ask(this.grant())));
  }

  private grant(): Schema<"TokenIn"> {
    if ("clientId" in this.credentials) {
      const { clientId, clientSecret, scope } = this.credentials;
      const asked = scope === undefined ? {} : { scope };
      return { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, ...asked };
    }
    if ("username" in this.credentials) {
      return { grant_type: "password", username: this.credentials.username, password: this.credentials.password };
    }
    throw new Error("a token cannot be renewed");
  }

  private ask(body: Schema<"TokenIn">) {
    return this.client.POST("/tokens", { body });
  }

  private keep(token: Schema<"TokenOut">): string {
    this.current = {
      token: token.access_token,
      refreshToken: token.refresh_token,
      // A minute early, so that no request is under way when it ends.
      renewAt: Date.now() + (token.expires_in - 60) * 1000,
    };
    return token.access_token;
  }
}
