import { isRecord, type Json } from "../../../policy/json.ts";
import { cappedBy, extentOfSayings, type Saying, sayingOf } from "./extent.ts";

/** What documents say of services: a policy that many roles have is asked once. */
const known = new WeakMap<Json, Map<string, Saying>>();

function sayingOfService(document: unknown, service: string): Saying {
  const sayings = isRecord(document) ? (known.get(document) ?? new Map<string, Saying>()) : null;
  const saying = sayings?.get(service) ?? sayingOf(document, `${service}:*`, "role");
  sayings?.set(service, saying);
  if (sayings && isRecord(document)) known.set(document, sayings);
  return saying;
}

/**
 * Whether a role is allowed something of each service that was used: what a landing asks for thousands of users. Documents must not be
 * changed afterwards, as what is read of them is kept.
 *
 * @param documents of the role's policies; null in place of one that could not be read.
 * @param boundary the document of the role's permissions boundary, null if it could not be read; undefined: it has none.
 * @returns null where a document was not read, or not as a whole, and those that were do not say no.
 */
export function coversServices(
  documents: readonly unknown[],
  usedServices: readonly string[],
  boundary?: unknown,
): boolean | null {
  let isKnown = true;
  for (const written of usedServices) {
    const service = written.toLowerCase();
    const own = documents.map((document) => sayingOfService(document, service));
    const cap = boundary === undefined ? [] : [sayingOfService(boundary, service)];
    const extent = boundary === undefined ? extentOfSayings(own) : cappedBy(extentOfSayings(own), extentOfSayings(cap));
    if (extent === "none") return false;
    isKnown &&= extent !== "unknown" && [...own, ...cap].every(({ isComplete }) => isComplete);
  }
  return isKnown ? true : null;
}
