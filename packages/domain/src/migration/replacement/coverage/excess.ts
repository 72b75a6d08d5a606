import { z } from "zod";
import { actionsOf } from "../../../rules/power/action-levels.ts";
import { type ActionSet, intersection, union } from "../../../rules/power/action-sets.ts";
import { documentPower } from "../../../rules/power/document-power.ts";
import type { HeldPermissions } from "../permissions/facts.ts";
import type { UsedActions } from "../permissions/used-actions.ts";

/** Published actions that are allowed and were not used: those that only read, and all others. */
export const Excess = z.object({ reads: z.number().int(), writes: z.number().int() });
export type Excess = z.infer<typeof Excess>;

const count = (bits: bigint): number => bits.toString(2).replaceAll("0", "").length;

function allowedOf({ policies, boundary }: HeldPermissions): { allowed: ActionSet; denied: ActionSet } {
  const powers = policies.map(({ document }) => documentPower(document));
  const own = union(powers.map(({ allowedActions }) => allowedActions));
  const cap = boundary && documentPower(boundary.document);
  return {
    allowed: cap ? intersection(own, cap.allowedActions) : own,
    denied: union([...powers, ...(cap ? [cap] : [])].map(({ deniedActions }) => deniedActions)),
  };
}

/** Of a service that was used without word of its actions, none is beyond what was used. */
function usedBits(service: string, used: UsedActions): bigint {
  const actions = actionsOf(service);
  if (!actions || !used.used.includes(service)) return 0n;
  const seen = [...used.usedActions.keys()].filter((action) => action.startsWith(`${service}:`));
  if (seen.length === 0) return actions.all;
  return seen.reduce((bits, action) => {
    const place = actions.places.get(action.slice(service.length + 1));
    return place === undefined ? bits : bits | (1n << BigInt(place));
  }, 0n);
}

/** How much somebody is allowed beyond what was used. Conditions and resources are not weighed. */
export function excessOf(held: HeldPermissions, used: UsedActions): Excess {
  const { allowed, denied } = allowedOf(held);
  const excess = { reads: 0, writes: 0 };
  for (const [service, bits] of allowed.known) {
    const reads = actionsOf(service)?.reads ?? 0n;
    const left = bits & ~(denied.known.get(service) ?? 0n) & ~usedBits(service, used);
    excess.reads += count(left & reads);
    excess.writes += count(left & ~reads);
  }
  return excess;
}
