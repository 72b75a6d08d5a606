import { Power } from "../../inventory/trust-grade.ts";
import type { PowerView } from "../../judgement/trust.ts";
import { type ActionSet, firstLeft, intersection, union } from "./action-sets.ts";
import {
  ADMINISTRATION_RIGHTS,
  type DocumentPower,
  EVERYTHING,
  isDenialOfAll,
  READ,
  rights,
  WRITE,
} from "./document-power.ts";
import { OUT_OF_BOUNDARY } from "./escalation-table.ts";
import { ESCALATIONS } from "./escalations.ts";

/** A policy that a principal holds, and what it is called in a sentence. */
export type HeldPolicy = { label: string; says: DocumentPower };

const WAYS = ESCALATIONS.map((way) => ({ ...way, rights: rights(way.needs) }));

const inWords = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(", "), parts.at(-1)].filter(Boolean).join(" and ");
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Policies in the order of their names, and what caps them. */
type Held = { policies: readonly HeldPolicy[]; cap: DocumentPower | null };

/** The rights that policies grant, and those that any of them denies. */
function together(policies: readonly HeldPolicy[], cap: DocumentPower | null): { granted: bigint; denied: bigint } {
  let [granted, denied] = [0n, cap?.denied ?? 0n];
  for (const { says } of policies) {
    if (says.granted !== 0n) granted |= says.granted;
    if (says.denied !== 0n) denied |= says.denied;
  }
  return { granted: cap ? granted & cap.granted : granted, denied };
}

/** What all policies of a principal give together, and a boundary leaves. The reason names the same policies in whatever order they come. */
function judge({ policies, cap }: Held): PowerView {
  const { granted, denied } = together(policies, cap);
  const denial = denied === 0n ? undefined : policies.find(({ says }) => isDenialOfAll(says.denied));
  if (denial) return { power: "none", reason: `${sentence(denial.label)} denies everything` };
  return (
    administrator(policies, granted, denied) ??
    escalation(policies, denied === 0n ? granted : granted & ~denied) ??
    unread(policies) ??
    ordinary({ policies, cap })
  );
}

function administrator(policies: readonly HeldPolicy[], granted: bigint, denied: bigint): PowerView | null {
  if ((granted & EVERYTHING) === 0n || (denied & ADMINISTRATION_RIGHTS) !== 0n) return null;
  const all = policies.find(({ says }) => (says.granted & EVERYTHING) !== 0n);
  if (!all) return null;
  return { power: "admin", reason: `${sentence(all.label)} allows every action on every resource` };
}

type Way = (typeof WAYS)[number];
/** Most principals hold the same few sets of rights. Emptied when full, as policies may be of any kind. */
const waysKnown = new Map<bigint, Way | null>();
const MAX_KNOWN = 10_000;

/** The first way that is open to those who have these rights; null: none is. */
function openWay(allowed: bigint): Way | null {
  const known = waysKnown.get(allowed);
  if (known !== undefined) return known;
  const way = WAYS.find((each) => (allowed & each.rights) === each.rights) ?? null;
  if (waysKnown.size >= MAX_KNOWN) waysKnown.clear();
  waysKnown.set(allowed, way);
  return way;
}

/** The first way that is open, with the policies that open it. */
function escalation(policies: readonly HeldPolicy[], allowed: bigint): PowerView | null {
  const way = openWay(allowed);
  if (!way) return null;
  const steps = way.needs.map((need) => {
    const bit = rights([need]);
    const by = policies.find(({ says }) => (says.granted & bit) !== 0n);
    return `${by?.label ?? ""} allows ${need}`;
  });
  return { power: "escalation", reason: `${sentence(inWords(steps))}: enough to ${way.toWhat}` };
}

function unread(policies: readonly HeldPolicy[]): PowerView | null {
  if (policies.every(({ says }) => says.isComplete)) return null;
  const missing = policies.filter(({ says }) => !says.isComplete).map(({ label }) => label);
  return { power: "unknown", reason: `${sentence(inWords(missing))} could not be read` };
}

/** The first action that a policy allows and nothing takes away. */
type FirstLeft = (policy: HeldPolicy, isReading: boolean) => string | null;

const asWritten: FirstLeft = ({ says }, isReading) => {
  if (isReading) return (says.granted & READ) === 0n ? null : says.anyAction;
  return (says.granted & WRITE) === 0n ? null : says.writeAction;
};

const leftBy =
  (denied: ActionSet, cap: DocumentPower | null): FirstLeft =>
  ({ says }, isReading) => {
    const allowed = says.allowedActions;
    return firstLeft(cap ? intersection(allowed, cap.allowedActions) : allowed, denied, isReading);
  };

function denialsIn(policies: readonly HeldPolicy[], cap: DocumentPower | null): ActionSet[] {
  const denying = policies.filter(({ says }) => says.isDenying).map(({ says }) => says.deniedActions);
  return cap?.isDenying ? [...denying, cap.deniedActions] : denying;
}

function ordinary({ policies, cap }: Held): PowerView {
  const denials = denialsIn(policies, cap);
  const firstOf = cap || denials.length > 0 ? leftBy(union(denials), cap) : asWritten;
  const allowing = (isReading: boolean) => {
    for (const policy of policies) {
      const action = firstOf(policy, isReading);
      if (action !== null) return `${sentence(policy.label)} allows ${action}`;
    }
    return null;
  };
  const writing = allowing(false);
  if (writing !== null) return { power: "write", reason: writing };
  const reading = allowing(true);
  if (reading !== null) return { power: "read", reason: `${reading}, and nothing allows a change` };
  return {
    power: "none",
    reason: denials.length > 0 ? "Whatever is allowed is denied too" : "No policy allows anything",
  };
}

/**
 * What all policies of a principal give together, as far as its permissions boundary allows it too: actions are intersected before
 * they are ranked. A boundary that could not be read does not cap.
 */
export function powerOfPolicies(held: readonly HeldPolicy[], boundary: HeldPolicy | null): PowerView {
  const policies = held.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const given = judge({ policies, cap: null });
  if (boundary === null || given.power === "none") return given;
  if (!boundary.says.isComplete) {
    return { ...given, reason: `${given.reason}; its permissions boundary, ${boundary.label}, could not be read` };
  }
  const left = knownWithin(policies, boundary);
  const isLess = left.power !== "unknown" && Power.options.indexOf(left.power) > Power.options.indexOf(given.power);
  if (left.power === "unknown" || (!isLess && given.power !== "unknown")) return left;
  const wayOut = wayOutOf(boundary, policies);
  if (wayOut !== null && given.power !== "unknown") {
    return {
      power: given.power === "admin" ? "escalation" : given.power,
      reason: `${wayOut}: enough to take the permissions boundary, ${boundary.label}, away, beyond which ${lowered(given.reason)}`,
    };
  }
  return { power: left.power, reason: `${given.reason}; capped by its permissions boundary, ${boundary.label}` };
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** By which action the boundary itself lets its holder get rid of it; null: by none. */
function wayOutOf({ says: cap }: HeldPolicy, policies: readonly HeldPolicy[]): string | null {
  const denied = policies.reduce((set, { says }) => set | says.denied, cap.denied);
  for (const { action } of OUT_OF_BOUNDARY) {
    const bit = rights([action]) & cap.granted & ~denied;
    const by = policies.find(({ says }) => (says.granted & bit) !== 0n);
    if (by) return `${sentence(by.label)} allows ${action}`;
  }
  return null;
}

/** What could not be read gives no more than the boundary leaves: where that is what is known anyway, it does not matter. */
function knownWithin(policies: readonly HeldPolicy[], boundary: HeldPolicy): PowerView {
  const left = judge({ policies, cap: boundary.says });
  if (left.power !== "unknown") return left;
  const known = judge({ policies: policies.filter(({ says }) => says.isComplete), cap: boundary.says });
  const most = judge({ policies: [boundary], cap: boundary.says });
  return most.power === known.power ? known : left;
}
