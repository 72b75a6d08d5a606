import { z } from "zod";
import { Instant } from "../../../primitives.ts";
import type { HeldPermissions, ObservedPermissions } from "../permissions/facts.ts";
import { readUsedActions, type UsedActions } from "../permissions/used-actions.ts";
import { Extent, extentOf, isRead } from "./extent.ts";

/** One service, or one action of it, that was used. */
export const CoverageRow = z.object({
  service: z.string(),
  action: z.string().nullable().describe("Null: the service as a whole"),
  lastUsedAt: Instant.nullable(),
  replacement: Extent.describe("How far the replacement is allowed it"),
  user: Extent.describe("How far the user is allowed it"),
  sources: z
    .array(z.enum(["last_used", "action_last_accessed", "cloudtrail"]))
    .describe("What tells of the use: last_used is of services, from scans and IAM's service last accessed data"),
  note: z.string().nullable().describe("What somebody should know of it"),
});
export type CoverageRow = z.infer<typeof CoverageRow>;

export const Coverage = z.object({
  rows: z.array(CoverageRow),
  covers: z
    .boolean()
    .nullable()
    .describe("Whether what was used is allowed to the replacement; null: use or a policy could not be read"),
  sentence: z.string(),
});
export type Coverage = z.infer<typeof Coverage>;

export type CoverageInput = { observed: ObservedPermissions; user: HeldPermissions; replacement: HeldPermissions };

const NARROWER =
  "The user may do it on every resource, the replacement on some, or under conditions: see that what is used is among them.";
const OTHERWISE =
  "No policy of the user allows it: a resource policy does, or the calls were denied. It does not count against the replacement.";

function noteOf(replacement: Extent, user: Extent): string | null {
  if (user === "none") return OTHERWISE;
  return user === "all" && replacement === "some" ? NARROWER : null;
}

/** What tells that a service, or one of its actions, was used. */
function sourcesOf({ services, actions }: ObservedPermissions, pattern: string): CoverageRow["sources"] {
  const isOf = (action: string) =>
    pattern.endsWith(":*") ? action.startsWith(pattern.slice(0, -1)) : action === pattern;
  const byAction = actions
    .filter(({ action, lastUsedAt }) => lastUsedAt !== null && isOf(action.toLowerCase()))
    .map(({ source }) => source);
  const isTold = (services ?? []).some(
    ({ service, lastUsedAt }) => lastUsedAt !== null && `${service.toLowerCase()}:*` === pattern,
  );
  return [...(isTold ? (["last_used"] as const) : []), ...new Set(byAction)];
}

function rowsOf({ observed, user, replacement }: CoverageInput, used: UsedActions): CoverageRow[] {
  const lastOf = new Map((observed.services ?? []).map((each) => [each.service.toLowerCase(), each.lastUsedAt]));
  const actions = [...used.usedActions].sort(([one], [other]) => (one < other ? -1 : 1));
  const row = (service: string, action: string | null, lastUsedAt: Date | null): CoverageRow => {
    const pattern = (action ?? `${service}:*`).toLowerCase();
    const [ofReplacement, ofUser] = [extentOf(replacement, pattern, "role"), extentOf(user, pattern, "user")];
    return {
      service,
      action,
      lastUsedAt,
      replacement: ofReplacement,
      user: ofUser,
      sources: sourcesOf(observed, pattern),
      note: noteOf(ofReplacement, ofUser),
    };
  };
  return used.used.flatMap((service) => {
    const of = actions.filter(([action]) => action.startsWith(`${service}:`));
    const last = lastOf.get(service) ?? null;
    const newest = of.reduce((latest, [, at]) => (latest === null || at > latest ? at : latest), last);
    return [row(service, null, newest), ...of.map(([action, at]) => row(service, used.spellingOf(action), at))];
  });
}

function answerOf(rows: readonly CoverageRow[], { observed, replacement }: CoverageInput): Omit<Coverage, "rows"> {
  const missing = rows.filter((row) => row.replacement === "none" && row.user !== "none");
  if (missing.length > 0) {
    const names = [...new Set(missing.map(({ service, action }) => action ?? service))].join(", ");
    return { covers: false, sentence: `Used, and not allowed to the replacement: ${names}.` };
  }
  if (observed.services === null)
    return { covers: null, sentence: "The service last accessed data could not be read: what was used is not known." };
  if (!isRead(replacement))
    return {
      covers: null,
      sentence: "A policy of the replacement could not be read: it may deny what the others allow.",
    };
  const counted = rows.filter(({ user, replacement: of }) => user !== "none" || of !== "none");
  return {
    covers: true,
    sentence:
      counted.length === 0
        ? "Nothing was used that the user's policies allow."
        : "All services and actions that were used are allowed to the replacement.",
  };
}

/** What was used, held against what the replacement is allowed and what the user is, by service and by action where AWS tells it. */
export function coverageOf(input: CoverageInput): Coverage {
  const rows = rowsOf(input, readUsedActions(input.observed));
  return { rows, ...answerOf(rows, input) };
}
