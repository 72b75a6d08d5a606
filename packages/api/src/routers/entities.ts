import {
  getAccountSettings,
  getGroup,
  getIdentityProvider,
  getInstanceProfile,
  getPermissionSet,
  getPolicy,
  getRolesAnywhereResource,
  listGroups,
  listIdentityProviders,
  listInstanceProfiles,
  listPermissionSets,
  listPolicies,
  listPolicyAttachments,
  listRolesAnywhere,
} from "@rolecall/core";
import {
  AccountSettings,
  FindAccountSettingsInput,
  FindInput,
  IamGroup,
  IamPolicy,
  IdentityProvider,
  InstanceProfile,
  ListGroupsInput,
  ListIdentityProvidersInput,
  ListInstanceProfilesInput,
  ListPermissionSetsInput,
  ListPoliciesInput,
  ListPolicyAttachmentsInput,
  ListRolesAnywhereInput,
  PermissionSet,
  PolicyAttachment,
  pageOf,
  RolesAnywhereResource,
} from "@rolecall/domain";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Inventory"];

export const policiesRouter = router({
  list: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/policies", tags, summary: "List managed policies", protect: true } })
    .input(ListPoliciesInput)
    .output(pageOf(IamPolicy))
    .query(({ ctx, input }) => listPolicies(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/policies/{id}",
        tags,
        summary: "One managed policy in its default version",
        protect: true,
      },
    })
    .input(FindInput)
    .output(IamPolicy)
    .query(({ ctx, input }) => getPolicy(ctx.uc, input)),

  attachments: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/policies/{id}/attachments",
        tags,
        summary: "Who has a managed policy",
        protect: true,
      },
    })
    .input(ListPolicyAttachmentsInput)
    .output(pageOf(PolicyAttachment))
    .query(({ ctx, input }) => listPolicyAttachments(ctx.uc, input)),
});

export const groupsRouter = router({
  list: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/groups", tags, summary: "List IAM groups", protect: true } })
    .input(ListGroupsInput)
    .output(pageOf(IamGroup))
    .query(({ ctx, input }) => listGroups(ctx.uc, input)),

  get: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/groups/{id}", tags, summary: "One IAM group", protect: true } })
    .input(FindInput)
    .output(IamGroup)
    .query(({ ctx, input }) => getGroup(ctx.uc, input)),
});

export const instanceProfilesRouter = router({
  list: tenantProcedure
    .meta({
      openapi: { method: "GET", path: "/instance-profiles", tags, summary: "List instance profiles", protect: true },
    })
    .input(ListInstanceProfilesInput)
    .output(pageOf(InstanceProfile))
    .query(({ ctx, input }) => listInstanceProfiles(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: { method: "GET", path: "/instance-profiles/{id}", tags, summary: "One instance profile", protect: true },
    })
    .input(FindInput)
    .output(InstanceProfile)
    .query(({ ctx, input }) => getInstanceProfile(ctx.uc, input)),
});

export const identityProvidersRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/identity-providers",
        tags,
        summary: "List OIDC and SAML providers",
        protect: true,
      },
    })
    .input(ListIdentityProvidersInput)
    .output(pageOf(IdentityProvider))
    .query(({ ctx, input }) => listIdentityProviders(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/identity-providers/{id}",
        tags,
        summary: "One OIDC or SAML provider",
        protect: true,
      },
    })
    .input(FindInput)
    .output(IdentityProvider)
    .query(({ ctx, input }) => getIdentityProvider(ctx.uc, input)),
});

export const permissionSetsRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/permission-sets",
        tags,
        summary: "List permission sets of IAM Identity Center",
        protect: true,
      },
    })
    .input(ListPermissionSetsInput)
    .output(pageOf(PermissionSet))
    .query(({ ctx, input }) => listPermissionSets(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/permission-sets/{id}",
        tags,
        summary: "One permission set with its assignments",
        protect: true,
      },
    })
    .input(FindInput)
    .output(PermissionSet)
    .query(({ ctx, input }) => getPermissionSet(ctx.uc, input)),
});

export const rolesAnywhereRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/roles-anywhere",
        tags,
        summary: "List trust anchors, profiles and subjects of Roles Anywhere",
        protect: true,
      },
    })
    .input(ListRolesAnywhereInput)
    .output(pageOf(RolesAnywhereResource))
    .query(({ ctx, input }) => listRolesAnywhere(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/roles-anywhere/{id}",
        tags,
        summary: "One trust anchor, profile or subject of Roles Anywhere",
        protect: true,
      },
    })
    .input(FindInput)
    .output(RolesAnywhereResource)
    .query(({ ctx, input }) => getRolesAnywhereResource(ctx.uc, input)),
});

export const accountSettingsRouter = router({
  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/accounts/{awsAccountId}/settings",
        tags,
        summary: "Alias, password policy, quotas and root user of an account",
        protect: true,
      },
    })
    .input(FindAccountSettingsInput)
    .output(AccountSettings)
    .query(({ ctx, input }) => getAccountSettings(ctx.uc, input)),
});
