import type { Entrance, Outsider, TrustMap } from "../../judgement/trust-map.ts";
import { entranceOf, type MappedRole, type TrustMapContext, type TrustMapRole } from "./mapped-role.ts";
import { findOutsiders } from "./outsiders.ts";
import { buildChains } from "./role-chains.ts";
import type { TrustSurroundings } from "./trust-assessment.ts";
import { readTrust } from "./trust-statements.ts";

export { TrustMapContext, TrustMapRole } from "./mapped-role.ts";

/** AWS makes these and decides who comes in; nobody outside does. */
const isMadeByAws = ({ kind }: TrustMapRole): boolean => kind === "service_linked" || kind === "identity_center";

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const byRole = (one: Entrance, other: Entrance): number =>
  compare(one.awsAccountId, other.awsAccountId) ||
  compare(one.roleName, other.roleName) ||
  compare(one.roleId, other.roleId);

function surroundingsOf(
  awsAccountId: string,
  arn: string,
  context: TrustMapContext,
  own: ReadonlySet<string>,
): TrustSurroundings {
  return {
    awsAccountId,
    partition: arn.split(":", 2)[1] ?? "aws",
    ownAccountIds: own,
    organizationIds: context.organizationIds,
    externalIdUses: {},
    providers: new Map(),
  };
}

function outsidersOf(roles: readonly MappedRole[]): Outsider[] {
  const found = new Map<string, Outsider>();
  for (const role of roles)
    for (const { kind, id, name, isVendor, requiresExternalId } of role.outsiders) {
      const key = `${kind} ${id}`;
      const outsider = found.get(key) ?? { kind, id, name, isVendor, entrances: [] };
      found.set(key, outsider);
      outsider.entrances.push(entranceOf(role, requiresExternalId));
    }
  const outsiders = [...found.values()].sort(
    (one, other) => compare(one.kind, other.kind) || compare(one.id, other.id),
  );
  for (const outsider of outsiders) outsider.entrances.sort(byRole);
  return outsiders;
}

/**
 * Who outside can enter which account, and the ways over roles from there: of the roles that are given, whatever their accounts.
 * Same roles, same map, in whatever order they come.
 */
export function buildTrustMap(roles: readonly TrustMapRole[], context: TrustMapContext): TrustMap {
  const own = new Set([...context.ownAccountIds, ...roles.map(({ awsAccountId }) => awsAccountId)]);
  let unread = 0;
  const mapped = roles.flatMap((role): MappedRole[] => {
    const read = role.trust.unread === undefined ? readTrust(role.trust.document, role.awsAccountId) : null;
    if (!read?.isComplete) unread++;
    if (!read) return [];
    const surroundings = surroundingsOf(role.awsAccountId, role.arn, context, own);
    return [{ ...role, read, surroundings, outsiders: isMadeByAws(role) ? [] : findOutsiders(read, surroundings) }];
  });
  const reachable = mapped.filter((role) => !isMadeByAws(role)).sort((one, other) => compare(one.arn, other.arn));
  return { outsiders: outsidersOf(reachable), ...buildChains(reachable), unread };
}
