import { ApiToken, type Page, type PageInput } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { keyset, Sorted, type SortKey, toPage } from "../sql/paging.ts";
import { clientOf, rowsOf } from "../sql/rows.ts";

/** A digest of a token, which is all that is kept of it. */
type TokenHash = Uint8Array<ArrayBuffer>;

const SORTS: Record<string, SortKey> = {
  at: { expression: Prisma.sql`t.created_at`, type: "timestamptz" },
};

const SHOWN = {
  id: true,
  name: true,
  prefix: true,
  createdBy: true,
  createdAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const satisfies Record<keyof ApiToken, true>;

type NewApiToken = Pick<ApiToken, "id" | "name" | "prefix" | "createdBy" | "createdAt"> & { tokenHash: TokenHash };

export const insertApiToken = (tx: TenantTx, tenantId: string, token: NewApiToken): Promise<ApiToken> =>
  clientOf(tx).apiToken.create({ data: { ...token, tenantId }, select: SHOWN });

/** One page of the tenant's tokens, newest first, revoked ones too. */
export async function listApiTokenRows(tx: TenantTx, { cursor, limit }: PageInput): Promise<Page<ApiToken>> {
  const order = keyset(SORTS, "-at", Prisma.sql`t.id`, cursor);
  const rows = await rowsOf(
    tx,
    ApiToken.extend(Sorted),
    Prisma.sql`
    SELECT t.id, t.name, t.prefix, t.created_by AS "createdBy", t.created_at AS "createdAt", t.last_used_at AS "lastUsedAt",
      t.revoked_at AS "revokedAt", ${order.sortValue}
    FROM api_token t WHERE ${order.after} ${order.orderBy} LIMIT ${limit + 1}`,
  );
  return toPage(rows, limit);
}

/** One token, also a revoked one. */
export const findApiToken = (tx: TenantTx, of: { id: string } | { tokenHash: TokenHash }): Promise<ApiToken | null> =>
  clientOf(tx).apiToken.findFirst({ where: of, select: SHOWN });

/** Notes when a token was used last, or when it was revoked. */
export async function setApiToken(
  tx: TenantTx,
  id: string,
  changes: Partial<Pick<ApiToken, "lastUsedAt" | "revokedAt">>,
): Promise<void> {
  await clientOf(tx).apiToken.updateMany({ where: { id }, data: changes });
}
