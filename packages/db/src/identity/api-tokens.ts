import { ApiToken, type Page, type PageInput } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { type List, pageOf } from "../sql/paging.ts";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** A digest of a token, which is all that is kept of it. */
type TokenHash = Uint8Array<ArrayBuffer>;

const API_TOKENS: List<typeof ApiToken> = {
  row: ApiToken,
  select: columnsOf(ApiToken, "t"),
  from: Prisma.sql`api_token t`,
  id: Prisma.sql`t.id`,
  sorts: { at: { expression: Prisma.sql`t.created_at`, type: "timestamptz", required: true } },
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
export const listApiTokenRows = (tx: TenantTx, input: PageInput): Promise<Page<ApiToken>> =>
  pageOf(tx, API_TOKENS, { where: [], sort: "-at", ...input });

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

/** How many tokens open the tenant. */
export const countApiTokens = (tx: TenantTx): Promise<number> =>
  clientOf(tx).apiToken.count({ where: { revokedAt: null } });
