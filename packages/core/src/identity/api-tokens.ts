import { createHash, randomBytes } from "node:crypto";
import { keyset, Prisma, toPage } from "@rolecall/db";
import { type ApiToken, AppError, type CreatedApiToken, type Page, type PageInput } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx, Deps } from "../context.ts";

/** `rolecall_<tenant id, 32 hex digits>_<256 random bits>`: the tenant is named, so that the look-up stays within it. */
const TOKEN = /^rolecall_([0-9a-f]{32})_([\w-]{43})$/;
/** How often a token's last use is written at the most. */
const LAST_USE_EVERY_MS = 60_000;

const digest = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());
const toUuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const shown = {
  id: true,
  name: true,
  prefix: true,
  createdBy: true,
  createdAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;

/** Makes a token for the REST API. Its secret is in the answer and nowhere else. */
export function createApiToken(ctx: Ctx, input: { name: string }): Promise<CreatedApiToken> {
  const token = `rolecall_${ctx.tenantId.replaceAll("-", "")}_${randomBytes(32).toString("base64url")}`;
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await tx.apiToken.create({
      data: {
        tenantId: ctx.tenantId,
        id: ctx.newId(),
        name: input.name,
        prefix: `…${token.slice(-6)}`,
        tokenHash: digest(token),
        createdBy: ctx.actor.label,
        createdAt: ctx.now(),
      },
      select: shown,
    });
    await audit(ctx, tx, "api_token.created", row.id, { name: row.name });
    return { ...row, token };
  });
}

/** One page of the tenant's tokens, newest first, revoked ones too. */
export function listApiTokens(ctx: Ctx, input: PageInput): Promise<Page<ApiToken>> {
  const order = keyset(
    { at: { expression: Prisma.sql`t.created_at`, type: "timestamptz" } },
    "-at",
    Prisma.sql`t.id`,
    input.cursor,
  );
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const rows = await tx.$queryRaw<(ApiToken & { sortValue: string | null })[]>`
      SELECT t.id, t.name, t.prefix, t.created_by AS "createdBy", t.created_at AS "createdAt", t.last_used_at AS "lastUsedAt",
        t.revoked_at AS "revokedAt", ${order.sortValue}
      FROM api_token t WHERE ${order.after} ${order.orderBy} LIMIT ${input.limit + 1}`;
    return toPage(rows, input.limit);
  });
}

/**
 * Revokes a token: the next request with it is refused.
 *
 * @throws AppError NOT_FOUND if the tenant has no such token.
 */
export function revokeApiToken(ctx: Ctx, input: { id: string }): Promise<ApiToken> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const where = { tenantId_id: { tenantId: ctx.tenantId, id: input.id } };
    const row = await tx.apiToken.findUnique({ where, select: shown });
    if (!row) throw new AppError("NOT_FOUND", "No such API token");
    if (row.revokedAt) return row;
    await audit(ctx, tx, "api_token.revoked", row.id, { name: row.name });
    return tx.apiToken.update({ where, data: { revokedAt: ctx.now() }, select: shown });
  });
}

/** Whose token this is; null if it is malformed, unknown or revoked. */
export async function resolveApiToken(deps: Deps, token: string): Promise<Pick<Ctx, "tenantId" | "actor"> | null> {
  const match = TOKEN.exec(token);
  if (!match) return null;
  const tenantId = toUuid(match[1]!);
  return deps.db.inTenant(tenantId, async (tx) => {
    const row = await tx.apiToken.findUnique({ where: { tenantId_tokenHash: { tenantId, tokenHash: digest(token) } } });
    if (!row || row.revokedAt) return null;
    const now = deps.now();
    if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > LAST_USE_EVERY_MS) {
      await tx.apiToken.update({ where: { tenantId_id: { tenantId, id: row.id } }, data: { lastUsedAt: now } });
    }
    return { tenantId, actor: { kind: "api_token" as const, id: row.id, label: `API token “${row.name}”` } };
  });
}
