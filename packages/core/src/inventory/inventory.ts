import { inventory } from "@rolecall/db";
import type {
  Credential,
  FindInput,
  IamRole,
  IamUser,
  ListCredentialsInput,
  ListRolesInput,
  ListUsersInput,
  Page,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { readInventory } from "./read-inventory.ts";

/** One page of the users that exist in the tenant's connected accounts, or as they were. @throws AppError INVALID for a future `asOf` */
export const listUsers = async (ctx: Ctx, input: ListUsersInput): Promise<Page<IamUser>> =>
  readInventory(ctx, input, (tx) => inventory.listUserRows(tx, input, ctx.now()));

/** One user, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getUser = async (ctx: Ctx, input: FindInput): Promise<IamUser> =>
  found(await readInventory(ctx, input, (tx) => inventory.findUser(tx, input.id, ctx.now(), input.asOf)), "user");

/** One page of the long-lived credentials that exist, judged now, or as they were. @throws AppError INVALID for a future `asOf` */
export const listCredentials = async (ctx: Ctx, input: ListCredentialsInput): Promise<Page<Credential>> =>
  readInventory(ctx, input, (tx) => inventory.listCredentialRows(tx, input, ctx.now()));

/** One credential, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getCredential = async (ctx: Ctx, input: FindInput): Promise<Credential> =>
  found(
    await readInventory(ctx, input, (tx) => inventory.findCredential(tx, input.id, ctx.now(), input.asOf)),
    "credential",
  );

/** One page of the roles that exist in the tenant's connected accounts, or as they were. @throws AppError INVALID for a future `asOf` */
export const listRoles = async (ctx: Ctx, input: ListRolesInput): Promise<Page<IamRole>> =>
  readInventory(ctx, input, (tx) => inventory.listRoleRows(tx, input));

/** One role, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getRole = async (ctx: Ctx, input: FindInput): Promise<IamRole> =>
  found(await readInventory(ctx, input, (tx) => inventory.findRole(tx, input.id, input.asOf)), "role");
