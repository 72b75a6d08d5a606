import { inventory } from "@rolecall/db";
import {
  AppError,
  type Credential,
  type IamRole,
  type IamUser,
  type ListCredentialsInput,
  type ListRolesInput,
  type ListUsersInput,
  type Page,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";

const found = <T>(row: T | null, what: string): T => {
  if (row === null) throw new AppError("NOT_FOUND", `No such ${what}`);
  return row;
};

/** One page of the users that exist in the tenant's connected accounts. */
export const listUsers = (ctx: Ctx, input: ListUsersInput): Promise<Page<IamUser>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => inventory.listUserRows(tx, input, ctx.now()));

/** One user, also one that is gone. @throws AppError NOT_FOUND */
export const getUser = (ctx: Ctx, input: { id: string }): Promise<IamUser> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => found(await inventory.findUser(tx, input.id, ctx.now()), "user"));

/** One page of the long-lived credentials that exist, judged now. */
export const listCredentials = (ctx: Ctx, input: ListCredentialsInput): Promise<Page<Credential>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => inventory.listCredentialRows(tx, input, ctx.now()));

/** One credential, also one that is gone. @throws AppError NOT_FOUND */
export const getCredential = (ctx: Ctx, input: { id: string }): Promise<Credential> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) =>
    found(await inventory.findCredential(tx, input.id, ctx.now()), "credential"),
  );

/** One page of the roles that exist in the tenant's connected accounts. */
export const listRoles = (ctx: Ctx, input: ListRolesInput): Promise<Page<IamRole>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => inventory.listRoleRows(tx, input));

/** One role, also one that is gone. @throws AppError NOT_FOUND */
export const getRole = (ctx: Ctx, input: { id: string }): Promise<IamRole> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => found(await inventory.findRole(tx, input.id), "role"));
