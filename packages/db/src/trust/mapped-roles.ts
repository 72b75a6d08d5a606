import type { TrustMapContext, TrustMapInput } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";

/** Whose map it is: of all connected accounts, or the ways into one. */
export type MapOf = { context: TrustMapContext } & Pick<TrustMapInput, "awsAccountId">;

/** The roles `r` that exist in connected accounts `a`. */
export const LIVE_ROLES = Prisma.sql`iam_role r JOIN aws_account a
  ON a.tenant_id = r.tenant_id AND a.id = r.account_id AND a.status <> 'disconnected' AND r.gone_at IS NULL`;

/** Of outsiders `o`: those that are none of the tenant's own accounts and organisations. */
export const isOutsideSql = ({ ownAccountIds, organizationIds }: TrustMapContext): Prisma.Sql =>
  Prisma.sql`(o.kind <> 'aws_account' OR o.outsider_id NOT IN (SELECT unnest(${[...ownAccountIds, ...organizationIds]}::text[])))`;
