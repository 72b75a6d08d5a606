import { ListRegionsCommand } from "@aws-sdk/client-account";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
} from "@aws-sdk/client-organizations";
import { ListProfilesCommand, ListSubjectsCommand, ListTrustAnchorsCommand } from "@aws-sdk/client-rolesanywhere";
import {
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
} from "@aws-sdk/client-sso-admin";
import type { ReadAction } from "@rolecall/domain";
import type { ServiceCalls } from "../session/account-session.ts";
import { NO_SUCH_ACCESS_KEY, type ProbedAccount } from "./permission-probes-iam.ts";

type PackAction = Exclude<ReadAction, `iam:${string}`>;
type PackProbe = (calls: ServiceCalls, action: PackAction, account: ProbedAccount) => Promise<unknown>;

/** The root of no organisation, and an instance and a permission set of nobody. */
const NO_SUCH_PARENT = { ParentId: "r-zzzz" };
const NO_SUCH_INSTANCE_ID = "ssoins-0000000000000000";
const ONE = { MaxResults: 1 };

const instanceOf = ({ partition }: ProbedAccount) => ({
  InstanceArn: `arn:${partition}:sso:::instance/${NO_SUCH_INSTANCE_ID}`,
});
const permissionSetOf = (account: ProbedAccount) => ({
  ...instanceOf(account),
  PermissionSetArn: `arn:${account.partition}:sso:::permissionSet/${NO_SUCH_INSTANCE_ID}/ps-0000000000000000`,
});

/** One small call for each action of a pack that is not of IAM. */
export const PACK_PROBES: Readonly<Record<PackAction, PackProbe>> = {
  "cloudtrail:LookupEvents": (calls, action) =>
    calls.on("cloudtrail")(action, (client, abort) =>
      client.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: "AccessKeyId", AttributeValue: NO_SUCH_ACCESS_KEY }],
          ...ONE,
        }),
        abort,
      ),
    ),
  "account:ListRegions": (calls, action) =>
    calls.on("account")(action, (client, abort) => client.send(new ListRegionsCommand(ONE), abort)),
  "rolesanywhere:ListTrustAnchors": (calls, action) =>
    calls.on("rolesanywhere")(action, (client, abort) =>
      client.send(new ListTrustAnchorsCommand({ pageSize: 1 }), abort),
    ),
  "rolesanywhere:ListProfiles": (calls, action) =>
    calls.on("rolesanywhere")(action, (client, abort) => client.send(new ListProfilesCommand({ pageSize: 1 }), abort)),
  "rolesanywhere:ListSubjects": (calls, action) =>
    calls.on("rolesanywhere")(action, (client, abort) => client.send(new ListSubjectsCommand({ pageSize: 1 }), abort)),
  "organizations:DescribeOrganization": (calls, action) =>
    calls.on("organizations")(action, (client, abort) => client.send(new DescribeOrganizationCommand({}), abort)),
  "organizations:ListAccounts": (calls, action) =>
    calls.on("organizations")(action, (client, abort) => client.send(new ListAccountsCommand(ONE), abort)),
  "organizations:ListRoots": (calls, action) =>
    calls.on("organizations")(action, (client, abort) => client.send(new ListRootsCommand(ONE), abort)),
  "organizations:ListOrganizationalUnitsForParent": (calls, action) =>
    calls.on("organizations")(action, (client, abort) =>
      client.send(new ListOrganizationalUnitsForParentCommand({ ...NO_SUCH_PARENT, ...ONE }), abort),
    ),
  "organizations:ListAccountsForParent": (calls, action) =>
    calls.on("organizations")(action, (client, abort) =>
      client.send(new ListAccountsForParentCommand({ ...NO_SUCH_PARENT, ...ONE }), abort),
    ),
  "organizations:ListDelegatedAdministrators": (calls, action) =>
    calls.on("organizations")(action, (client, abort) =>
      client.send(new ListDelegatedAdministratorsCommand(ONE), abort),
    ),
  "sso:ListInstances": (calls, action) =>
    calls.on("sso")(action, (client, abort) => client.send(new ListInstancesCommand(ONE), abort)),
  "sso:ListPermissionSets": (calls, action, account) =>
    calls.on("sso")(action, (client, abort) =>
      client.send(new ListPermissionSetsCommand({ ...instanceOf(account), ...ONE }), abort),
    ),
  "sso:DescribePermissionSet": (calls, action, account) =>
    calls.on("sso")(action, (client, abort) =>
      client.send(new DescribePermissionSetCommand(permissionSetOf(account)), abort),
    ),
  "sso:ListAccountsForProvisionedPermissionSet": (calls, action, account) =>
    calls.on("sso")(action, (client, abort) =>
      client.send(new ListAccountsForProvisionedPermissionSetCommand({ ...permissionSetOf(account), ...ONE }), abort),
    ),
  "sso:ListAccountAssignments": (calls, action, account) =>
    calls.on("sso")(action, (client, abort) =>
      client.send(
        new ListAccountAssignmentsCommand({ ...permissionSetOf(account), AccountId: account.awsAccountId, ...ONE }),
        abort,
      ),
    ),
};
