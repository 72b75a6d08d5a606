import { isAbout, serviceOf } from "./cut-statement.ts";
import { meets } from "./pattern-relations.ts";
import type { DroppedPermission, DroppedReason, KeptPermission, KeptReason } from "./proposal.ts";
import type { PlainStatement } from "./statement-for-user.ts";
import { namesOf, PASS_ROLE, type UsedActions } from "./used-actions.ts";

export type PermissionLists = { dropped: DroppedPermission[]; kept: KeptPermission[] };

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

const KEPT: Readonly<Record<KeptReason, string>> = {
  watched_too_short: "Use has not been watched for as long as the rhythm of the workload needs.",
  use_not_read: "The service last accessed data could not be read.",
  not_reported: "AWS does not report when this service was used.",
  service_level_only: "AWS reports that the service was used, and not which of its actions.",
  action_not_tracked: "AWS does not track these actions, such as those on data.",
  pass_role: "AWS never reports that a role was passed.",
};

function droppedSentence(reason: DroppedReason, lastUsedAt: Date | null, from: Date | null): string {
  const since = from === null ? "" : ` since ${dayOf(from)}`;
  const last = lastUsedAt === null ? "" : `, last on ${dayOf(lastUsedAt)}`;
  return {
    unused: `Not used${since}${last}.`,
    denied_only: "Every call that was seen was denied.",
    wildcard_only: "Services that only a wildcard allows, and that AWS does not report as used.",
    outside_boundary: "The permissions boundary does not allow it.",
  }[reason];
}

const keptEntry = (service: string, actions: string[] | null, reason: KeptReason): KeptPermission => ({
  service,
  actions,
  reason,
  sentence: KEPT[reason],
});

type Granted = {
  isGranted(action: string): boolean;
  /** Services that a pattern names. */
  named: readonly string[];
  /** Whether a wildcard may stand for the service. */
  isLeftOpen(service: string): boolean;
  hasOpen: boolean;
};

function grantedBy(statements: readonly PlainStatement[]): Granted {
  const abouts = statements.map(({ actions, isExceptActions }) => ({
    patterns: actions.map((action) => action.toLowerCase()),
    isExcept: isExceptActions,
  }));
  const patterns = abouts.filter(({ isExcept }) => !isExcept).flatMap((about) => about.patterns);
  const open = patterns.filter((pattern) => serviceOf(pattern) === null && /[*?]/.test(pattern));
  const excepts = abouts.filter(({ isExcept }) => isExcept);
  return {
    isGranted: (action) => abouts.some((about) => isAbout(about, action)),
    named: [...new Set(patterns.flatMap((pattern) => serviceOf(pattern) ?? []))].sort(),
    isLeftOpen: (service) =>
      open.some((pattern) => meets(pattern, `${service}:*`)) ||
      excepts.some((about) => !about.patterns.some((pattern) => pattern === `${service}:*` || pattern === "*")),
    hasOpen: open.length > 0 || excepts.length > 0,
  };
}

function listService(service: string, granted: Granted, used: UsedActions): PermissionLists {
  const cut = used.cutOf(service);
  if (cut.keeps === "all") return { kept: [keptEntry(service, null, cut.reason)], dropped: [] };
  if (cut.keeps === "none") {
    const sentence = droppedSentence(cut.reason, cut.lastUsedAt, used.from);
    return { kept: [], dropped: [{ service, actions: null, reason: cut.reason, sentence }] };
  }
  const names = [...namesOf(service, used)].filter(([action]) => action !== PASS_ROLE && granted.isGranted(action));
  const kept = names.filter(([action]) => cut.isKept(action) && !cut.isUsed(action)).map(([, name]) => name);
  const dropped = names.filter(([action]) => !cut.isKept(action)).map(([, name]) => name);
  const sentence = droppedSentence("unused", null, used.from);
  return {
    kept: kept.length > 0 ? [keptEntry(service, kept, "action_not_tracked")] : [],
    dropped: dropped.length > 0 ? [{ service, actions: dropped, reason: "unused", sentence }] : [],
  };
}

/** What becomes of everything that the user's statements allow, by service. */
export function listPermissions(statements: readonly PlainStatement[], used: UsedActions): PermissionLists {
  const granted = grantedBy(statements);
  const reported = [...new Set([...used.reported, ...used.used])].filter(granted.isLeftOpen);
  const services = used.keepsAll ? granted.named : [...new Set([...granted.named, ...reported])].sort();
  const lists = services.map((service) => listService(service, granted, used));
  const passed = granted.isGranted(PASS_ROLE) ? [keptEntry("iam", ["iam:PassRole"], "pass_role")] : [];
  const open: PermissionLists = { kept: [], dropped: [] };
  if (granted.hasOpen && used.keepsAll) open.kept.push(keptEntry("*", null, used.keepsAll));
  if (granted.hasOpen && !used.keepsAll)
    open.dropped.push({
      service: "*",
      actions: null,
      reason: "wildcard_only",
      sentence: droppedSentence("wildcard_only", null, used.from),
    });
  return {
    dropped: [...lists.flatMap(({ dropped }) => dropped), ...open.dropped],
    kept: [...lists.flatMap(({ kept }) => kept), ...passed, ...open.kept],
  };
}

/** Patterns that a boundary does not allow, by service. */
export function listOutside(patterns: readonly string[]): DroppedPermission[] {
  return [...Map.groupBy(patterns, (pattern) => serviceOf(pattern.toLowerCase()) ?? "*")].map(([service, actions]) => ({
    service,
    actions,
    reason: "outside_boundary",
    sentence: droppedSentence("outside_boundary", null, null),
  }));
}
