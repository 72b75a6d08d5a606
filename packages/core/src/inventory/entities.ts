import { accounts, inventory } from "@rolecall/db";
import {
  type AccountSettings,
  type ActivityDay,
  AppError,
  type FindAccountSettingsInput,
  type FindInput,
  type IamGroup,
  type IamPolicy,
  type IdentityProvider,
  type InstanceProfile,
  type ListGroupsInput,
  type ListIdentityProvidersInput,
  type ListInstanceProfilesInput,
  type ListPermissionSetsInput,
  type ListPoliciesInput,
  type ListPolicyAttachmentsInput,
  type ListRolesAnywhereInput,
  type Page,
  type PermissionSet,
  type PolicyAttachment,
  type RolesAnywhereResource,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { readInventory } from "./read-inventory.ts";

/** One page of the policies that exist, or existed at `asOf`. @throws AppError INVALID for a future `asOf` */
export const listPolicies = (ctx: Ctx, input: ListPoliciesInput): Promise<Page<IamPolicy>> =>
  readInventory(ctx, input, (tx) => inventory.listPolicyRows(tx, input));

/** One policy, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getPolicy = async (ctx: Ctx, input: FindInput): Promise<IamPolicy> =>
  found(await readInventory(ctx, input, (tx) => inventory.findPolicy(tx, input.id, input.asOf)), "policy");

/** One page of the groups that exist, or existed at `asOf`. @throws AppError INVALID for a future `asOf` */
export const listGroups = (ctx: Ctx, input: ListGroupsInput): Promise<Page<IamGroup>> =>
  readInventory(ctx, input, (tx) => inventory.listGroupRows(tx, input));

/** One group, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getGroup = async (ctx: Ctx, input: FindInput): Promise<IamGroup> =>
  found(await readInventory(ctx, input, (tx) => inventory.findGroup(tx, input.id, input.asOf)), "group");

/** One page of the instance profiles that exist, or existed at `asOf`. @throws AppError INVALID for a future `asOf` */
export const listInstanceProfiles = (ctx: Ctx, input: ListInstanceProfilesInput): Promise<Page<InstanceProfile>> =>
  readInventory(ctx, input, (tx) => inventory.listInstanceProfileRows(tx, input));

/** One instance profile, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getInstanceProfile = async (ctx: Ctx, input: FindInput): Promise<InstanceProfile> =>
  found(
    await readInventory(ctx, input, (tx) => inventory.findInstanceProfile(tx, input.id, input.asOf)),
    "instance profile",
  );

/** One page of the identity providers that exist, or existed at `asOf`. @throws AppError INVALID for a future `asOf` */
export const listIdentityProviders = (ctx: Ctx, input: ListIdentityProvidersInput): Promise<Page<IdentityProvider>> =>
  readInventory(ctx, input, (tx) => inventory.listIdentityProviderRows(tx, input));

/** One identity provider, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getIdentityProvider = async (ctx: Ctx, input: FindInput): Promise<IdentityProvider> =>
  found(
    await readInventory(ctx, input, (tx) => inventory.findIdentityProvider(tx, input.id, input.asOf)),
    "identity provider",
  );

/** One page of the permission sets that exist, or existed at `asOf`. @throws AppError INVALID for a future `asOf` */
export const listPermissionSets = (ctx: Ctx, input: ListPermissionSetsInput): Promise<Page<PermissionSet>> =>
  readInventory(ctx, input, (tx) => inventory.listPermissionSetRows(tx, input));

/** One permission set, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getPermissionSet = async (ctx: Ctx, input: FindInput): Promise<PermissionSet> =>
  found(
    await readInventory(ctx, input, (tx) => inventory.findPermissionSet(tx, input.id, input.asOf)),
    "permission set",
  );

/** One page of the resources of Roles Anywhere that exist, or existed at `asOf`. @throws AppError INVALID for a future `asOf` */
export const listRolesAnywhere = (ctx: Ctx, input: ListRolesAnywhereInput): Promise<Page<RolesAnywhereResource>> =>
  readInventory(ctx, input, (tx) => inventory.listRolesAnywhereRows(tx, input));

/** One resource of Roles Anywhere, also one that is gone. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getRolesAnywhereResource = async (ctx: Ctx, input: FindInput): Promise<RolesAnywhereResource> =>
  found(
    await readInventory(ctx, input, (tx) => inventory.findRolesAnywhere(tx, input.id, input.asOf)),
    "resource of Roles Anywhere",
  );

/** Who has a policy attached, or as a boundary. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const listPolicyAttachments = (ctx: Ctx, input: ListPolicyAttachmentsInput): Promise<Page<PolicyAttachment>> =>
  readInventory(ctx, input, async (tx) => {
    found(await inventory.findPolicy(tx, input.id, input.asOf), "policy");
    return inventory.listPolicyAttachmentRows(tx, input);
  });

/** What holds for an account as a whole. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getAccountSettings = (ctx: Ctx, input: FindAccountSettingsInput): Promise<AccountSettings> =>
  readInventory(ctx, input, async (tx) => {
    const settings = await inventory.findAccountSettings(tx, input.awsAccountId, input.asOf);
    if (settings) return settings;
    const account = found(await accounts.findAccountByAwsId(tx, input.awsAccountId), "account");
    const when = input.asOf ? `had been read by ${input.asOf.toISOString()}` : "have been read yet";
    throw new AppError("NOT_FOUND", `No settings of account ${account.awsAccountId} ${when}`);
  });

/** Use of a user over the last 400 days, as sampled. @throws AppError NOT_FOUND */
export const listUserActivity = (ctx: Ctx, { id }: { id: string }): Promise<ActivityDay[]> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    found(await inventory.findUser(tx, id, ctx.now()), "user");
    return inventory.readActivity(tx, "user", id, ctx.now());
  });

/** Use of a credential over the last 400 days, as sampled. @throws AppError NOT_FOUND */
export const listCredentialActivity = (ctx: Ctx, { id }: { id: string }): Promise<ActivityDay[]> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    found(await inventory.findCredential(tx, id, ctx.now()), "credential");
    return inventory.readActivity(tx, "credential", id, ctx.now());
  });

/** Use of a role over the last 400 days, as sampled. @throws AppError NOT_FOUND */
export const listRoleActivity = (ctx: Ctx, { id }: { id: string }): Promise<ActivityDay[]> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    found(await inventory.findRole(tx, id), "role");
    return inventory.readActivity(tx, "role", id, ctx.now());
  });
