import { createHash, randomBytes } from "node:crypto";
import { identity } from "@rolecall/db";
import type { ApiToken, CreatedApiToken, Page, PageInput } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx, Deps } from "../context.ts";
import { found } from "../found.ts";
import { assertWithinQuota } from "../quotas.ts";

/** `rolecall_<tenant id, 32 hex digits>_<256 random bits>`: the tenant is named, so that the look-up stays within it. */
const TOKEN = /^rolecall_([0-9a-f]{32})_([\w-]{43})$/;
/** How often a token's last use is written at the most. */
const LAST_USE_EVERY_MS = 60_000;

const digest = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());
const toUuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** Makes a token for the REST API. Its secret is in the answer and nowhere else. @throws AppError CONFLICT where there are too many */
export function createApiToken(ctx: Ctx, input: { name: string }): Promise<CreatedApiToken> {
  const token = `rolecall_${ctx.tenantId.replaceAll("-", "")}_${randomBytes(32).toString("base64url")}`;
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    assertWithinQuota("apiTokens", await identity.countApiTokens(tx));
    const row = await identity.insertApiToken(tx, ctx.tenantId, {
      id: ctx.newId(),
      name: input.name,
      prefix: `…${token.slice(-6)}`,
      tokenHash: digest(token),
      createdBy: ctx.actor.label,
      createdAt: ctx.now(),
    });
    await audit(ctx, tx, "api_token.created", row.id, { name: row.name });
    return { ...row, token };
  });
}

/** One page of the tenant's tokens, newest first, revoked ones too. */
export const listApiTokens = (ctx: Ctx, input: PageInput): Promise<Page<ApiToken>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => identity.listApiTokenRows(tx, input));

/**
 * Revokes a token: the next request with it is refused.
 *
 * @throws AppError NOT_FOUND if the tenant has no such token.
 */
export function revokeApiToken(ctx: Ctx, { id }: { id: string }): Promise<ApiToken> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = found(await identity.findApiToken(tx, { id }), "API token");
    if (row.revokedAt) return row;
    const revokedAt = ctx.now();
    await audit(ctx, tx, "api_token.revoked", id, { name: row.name });
    await identity.setApiToken(tx, id, { revokedAt });
    return { ...row, revokedAt };
  });
}

/** Whose token this is; null if it is malformed, unknown or revoked. */
export async function resolveApiToken(deps: Deps, token: string): Promise<Pick<Ctx, "tenantId" | "actor"> | null> {
  const [, tenant] = TOKEN.exec(token) ?? [];
  if (!tenant) return null;
  const tenantId = toUuid(tenant);
  return deps.db.inTenant(tenantId, async (tx) => {
    const row = await identity.findApiToken(tx, { tokenHash: digest(token) });
    if (!row || row.revokedAt) return null;
    const now = deps.now();
    if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > LAST_USE_EVERY_MS) {
      await identity.setApiToken(tx, row.id, { lastUsedAt: now });
    }
    return { tenantId, actor: { kind: "api_token" as const, id: row.id, label: `API token “${row.name}”` } };
  });
}
