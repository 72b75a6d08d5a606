import type { PowerView } from "../../judgement/trust.ts";
import {
  ADMINISTRATION_RIGHTS,
  type DocumentPower,
  EVERYTHING,
  isDenialOfAll,
  READ,
  rights,
  WRITE,
} from "./document-power.ts";
import { ESCALATIONS } from "./escalations.ts";

/** A policy that a principal holds, and what it is called in a sentence. */
export type HeldPolicy = { label: string; says: DocumentPower };

const WAYS = ESCALATIONS.map((way) => ({ ...way, rights: rights(way.needs) }));

const inWords = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(", "), parts.at(-1)].filter(Boolean).join(" and ");
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What all policies of a principal give together. The reason names the same policies in whatever order they come. */
export function powerOfPolicies(held: readonly HeldPolicy[]): PowerView {
  const policies = held.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const granted = policies.reduce((set, { says }) => set | says.granted, 0n);
  const denied = policies.reduce((set, { says }) => set | says.denied, 0n);
  const denial = policies.find(({ says }) => isDenialOfAll(says.denied));
  if (denial) return { power: "none", reason: `${sentence(denial.label)} denies everything` };
  return (
    administrator(policies, granted, denied) ??
    escalation(policies, granted & ~denied) ??
    unread(policies) ??
    ordinary(policies)
  );
}

function administrator(policies: readonly HeldPolicy[], granted: bigint, denied: bigint): PowerView | null {
  const all = policies.find(({ says }) => (says.granted & EVERYTHING) !== 0n);
  if (!all || (denied & ADMINISTRATION_RIGHTS) !== 0n || (granted & EVERYTHING) === 0n) return null;
  return { power: "admin", reason: `${sentence(all.label)} allows every action on every resource` };
}

/** The first way that is open, with the policies that open it. */
function escalation(policies: readonly HeldPolicy[], allowed: bigint): PowerView | null {
  const way = WAYS.find((each) => (allowed & each.rights) === each.rights);
  if (!way) return null;
  const steps = way.needs.map((need) => {
    const bit = rights([need]);
    const by = policies.find(({ says }) => (says.granted & bit) !== 0n);
    return `${by?.label ?? ""} allows ${need}`;
  });
  return { power: "escalation", reason: `${sentence(inWords(steps))}: enough to ${way.toWhat}` };
}

function unread(policies: readonly HeldPolicy[]): PowerView | null {
  const missing = policies.filter(({ says }) => !says.isComplete).map(({ label }) => label);
  return missing.length === 0 ? null : { power: "unknown", reason: `${sentence(inWords(missing))} could not be read` };
}

function ordinary(policies: readonly HeldPolicy[]): PowerView {
  const writing = policies.find(({ says }) => (says.granted & WRITE) !== 0n);
  if (writing) return { power: "write", reason: `${sentence(writing.label)} allows ${writing.says.writeAction}` };
  const reading = policies.find(({ says }) => (says.granted & READ) !== 0n);
  if (reading) {
    return {
      power: "read",
      reason: `${sentence(reading.label)} allows ${reading.says.anyAction}, and nothing allows a change`,
    };
  }
  return { power: "none", reason: "No policy allows anything" };
}
