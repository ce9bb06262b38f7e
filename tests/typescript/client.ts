// A client as another team would write it, with nothing but the types of the committed document. It is compiled, not run:
// what stops it from compiling is a change that breaks clients, or a document that says less than the service does.

import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Partner = components["schemas"]["Partner"];
type Problem = components["schemas"]["Problem"];
type Report = components["schemas"]["PartnersReport"];
type Api = Client<paths>;

/** What the service refused, with its problem. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
  }

  /** Every fault by its place: what a form shows beside its fields. */
  faults(): Map<string, string> {
    return new Map((this.problem.invalidParameters ?? []).map((fault) => [fault.pointer, fault.reason]));
  }
}

/** The content of an answer, or its problem as an error. */
function content<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.error !== undefined) throw new Refused(answer.error);
  if (answer.data === undefined) throw new Error(`no content: ${answer.response.status}`);
  return answer.data;
}

/** Signs in as RFC 6749 asks: as a form. */
export async function signIn(baseUrl: string, username: string, password: string): Promise<Api> {
  const api = createClient<paths>({ baseUrl, headers: { "Accept-Language": "en" } });
  const token = content(
    await api.POST("/tokens", {
      body: { grant_type: "password", username, password },
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }),
  );
  api.use({
    onRequest({ request }) {
      request.headers.set("Authorization", `${token.token_type} ${token.access_token}`);
      return request;
    },
  });
  return api;
}

/** Every partner of some countries in some states, page after page. */
export async function* partners(api: Api, country: string[], state: Partner["state"][]): AsyncGenerator<Partner> {
  for (let page = 1; ; page += 1) {
    const query = { country, state, page, limit: 100, sort: "name", expand: "strategyAreas" };
    const { items, _meta, _links } = content(await api.GET("/partners", { params: { query } }));
    yield* items;
    if (!_links.next || page * _meta.limit >= _meta.totalRecords) return;
  }
}

/** One partner with its validator, or undefined when there is none. */
export async function partner(api: Api, id: string): Promise<{ partner: Partner; etag: string } | undefined> {
  const answer = await api.GET("/partners/{id}", { params: { path: { id } } });
  if (answer.response.status === 404) return undefined;
  const found = content(answer);
  return { partner: found, etag: answer.response.headers.get("ETag") ?? `"${found.version}"` };
}

/** A new partner; its name may be taken. */
export async function create(api: Api, name: string): Promise<Partner | "taken"> {
  const answer = await api.POST("/partners", {
    body: {
      name,
      kind: "regional_authority",
      partnershipKind: "project",
      country: "NO",
      aliases: ["Innlandet"],
      validFrom: "2009-01-01",
      validFromPrecision: "year",
      contacts: [{ name: "Internasjonal avdeling", role: "Rådgiver", officialEmail: null }],
    },
  });
  if (answer.error?.code === "duplicate") return "taken";
  return content(answer);
}

/** Changes the description; when someone else was faster, once more on what they left. */
export async function describe(api: Api, id: string, description: string | null): Promise<Partner> {
  for (let attempt = 0; ; attempt += 1) {
    const current = await partner(api, id);
    if (!current) throw new Error(`no partner ${id}`);
    const answer = await api.PATCH("/partners/{id}", {
      params: { path: { id }, header: { "If-Match": current.etag } },
      body: { description },
    });
    if (answer.response.status !== 412 || attempt > 0) return content(answer);
  }
}

/** Moves a partner on, if that is open to the caller now; else what is missing. */
export async function assess(api: Api, current: Partner): Promise<Partner | string[]> {
  const path = { id: current.id };
  if (current._links.transitions?.some((link) => link.to === "assessed")) {
    return content(await api.POST("/partners/{id}/transitions", { params: { path }, body: { to: "assessed" } }));
  }
  const ways = content(await api.GET("/partners/{id}/transitions", { params: { path } }));
  const way = ways.items.find((item) => item.to === "assessed");
  return way?.missing.map((item) => `${item.pointer}: ${item.reason} ${item.rule ?? ""}`) ?? [];
}

/** The report as data: the partners of each country, twin regions apart. */
export async function byCountry(api: Api, on: string): Promise<[string, number, number][]> {
  const report: Report | string = content(await api.GET("/reports/partners", { params: { query: { on, lang: "en" } } }));
  if (typeof report === "string") throw new Error("JSON is what comes when no other format is asked for");
  return report.byCountry.map((line) => [line.label, line.partners, line.twinRegions]);
}

/** The report as a file, and as an address for a browser. */
export async function asFileAndLink(api: Api): Promise<{ csv: string; href: string }> {
  const answer = await api.GET("/reports/partners", { params: { query: { format: "csv" } }, parseAs: "text" });
  const link = content(await api.POST("/report-links", { body: { report: "partners", parameters: { format: "html", lang: "sv" } } }));
  return { csv: content(answer), href: link.href };
}

/** What the document must refuse: each line stops the build when the types let it pass. */
export async function refused(api: Api, read: Partner): Promise<void> {
  // @ts-expect-error A partner needs a kind and a kind of partnership.
  await api.POST("/partners", { body: { name: "Ny" } });
  // @ts-expect-error No such kind.
  await api.POST("/partners", { body: { name: "Ny", kind: "club", partnershipKind: "project" } });
  // @ts-expect-error No such field: a typo must not pass in silence.
  await api.POST("/partners", { body: { name: "Ny", kind: "company", partnershipKind: "project", contry: "SE" } });
  // @ts-expect-error States change by transitions alone.
  const patch: components["schemas"]["PartnerPatch"] = { state: "assessed" };
  await api.PATCH("/partners/{id}", { params: { path: { id: read.id } }, body: patch });
  // @ts-expect-error No such filter.
  await api.GET("/partners", { params: { query: { colour: ["red"] } } });
  // @ts-expect-error No such address.
  await api.GET("/partner");
  // @ts-expect-error Read-only.
  read.version = 2;
  // @ts-expect-error May be null.
  read.country.toLowerCase();
}
