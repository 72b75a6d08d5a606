import { AwsError, errors } from "../../protocol/aws-error.ts";
import { requiredText } from "../../protocol/json.ts";
import type { EmulatedIdentityCenter, EmulatedPermissionSet } from "../../world/model.ts";
import { epochSeconds, type JsonAction, type JsonCall, type JsonService, pageOf } from "../actions/json-service.ts";
import { callerMay } from "./membership.ts";

const MAX_RESULTS = 100;
const SERVICE_PRINCIPAL = "sso.amazonaws.com";

const page = <T>(call: JsonCall, items: readonly T[]) =>
  pageOf(call, items, {
    max: MAX_RESULTS,
    invalidToken: () => errors.validation("The provided NextToken is invalid"),
  });

/** The organisation's instance, if it is in this Region and the caller's account may see it. */
function visibleInstance({ state, account, region }: JsonCall): EmulatedIdentityCenter | null {
  const { identityCenter } = state;
  if (!identityCenter || identityCenter.homeRegion !== region) return null;
  return callerMay(state, account, SERVICE_PRINCIPAL) ? identityCenter : null;
}

/** Outside of the home Region there is no such instance; in it, a member account is denied, whether or not there is one. */
function instanceOf(call: JsonCall): EmulatedIdentityCenter {
  const instanceArn = requiredText(call.input, "InstanceArn");
  const instance = visibleInstance(call);
  if (instance?.instanceArn === instanceArn) return instance;
  if (call.state.identityCenter?.homeRegion === call.region && !instance) {
    throw errors.accessDenied("You do not have sufficient access to perform this action.");
  }
  throw new AwsError("ResourceNotFoundException", `Instance ${instanceArn} was not found`);
}

function permissionSetOf(call: JsonCall): { instance: EmulatedIdentityCenter; set: EmulatedPermissionSet } {
  const instance = instanceOf(call);
  const arn = requiredText(call.input, "PermissionSetArn");
  const set = instance.permissionSets.find((candidate) => candidate.arn === arn);
  if (!set) throw new AwsError("ResourceNotFoundException", `PermissionSet ${arn} was not found`);
  return { instance, set };
}

function listInstances(call: JsonCall) {
  const instance = visibleInstance(call);
  const { items, token } = page(call, instance ? [instance] : []);
  const Instances = items.map(({ instanceArn, identityStoreId, homeRegion, createdAt }) => ({
    InstanceArn: instanceArn,
    IdentityStoreId: identityStoreId,
    OwnerAccountId: call.state.managementAccountId,
    CreatedDate: epochSeconds(createdAt),
    Status: "ACTIVE",
    PrimaryRegion: homeRegion,
  }));
  return { Instances, NextToken: token };
}

function listPermissionSets(call: JsonCall) {
  const { items, token } = page(call, instanceOf(call).permissionSets);
  return { PermissionSets: items.map(({ arn }) => arn), NextToken: token };
}

function describePermissionSet(call: JsonCall) {
  const { arn, name, description, createdAt, sessionDuration } = permissionSetOf(call).set;
  const optional = description === null ? {} : { Description: description };
  return {
    PermissionSet: {
      Name: name,
      PermissionSetArn: arn,
      CreatedDate: epochSeconds(createdAt),
      SessionDuration: sessionDuration,
      ...optional,
    },
  };
}

const distinct = (values: readonly string[]) => [...new Set(values)];

function listPermissionSetsProvisionedToAccount(call: JsonCall) {
  const { assignments } = instanceOf(call);
  const awsAccountId = requiredText(call.input, "AccountId");
  const arns = assignments.filter((one) => one.awsAccountId === awsAccountId).map((one) => one.permissionSetArn);
  const { items, token } = page(call, distinct(arns));
  return { PermissionSets: items, NextToken: token };
}

function listAccountsForProvisionedPermissionSet(call: JsonCall) {
  const { instance, set } = permissionSetOf(call);
  const ids = instance.assignments.filter((one) => one.permissionSetArn === set.arn).map((one) => one.awsAccountId);
  const { items, token } = page(call, distinct(ids));
  return { AccountIds: items, NextToken: token };
}

function listAccountAssignments(call: JsonCall) {
  const { instance, set } = permissionSetOf(call);
  const accountId = requiredText(call.input, "AccountId");
  const assigned = instance.assignments.filter(
    ({ awsAccountId, permissionSetArn }) => awsAccountId === accountId && permissionSetArn === set.arn,
  );
  const { items, token } = page(call, assigned);
  const AccountAssignments = items.map(({ awsAccountId, permissionSetArn, principalType, principalId }) => ({
    AccountId: awsAccountId,
    PermissionSetArn: permissionSetArn,
    PrincipalType: principalType,
    PrincipalId: principalId,
  }));
  return { AccountAssignments, NextToken: token };
}

function listManagedPolicies(call: JsonCall) {
  const { items, token } = page(call, permissionSetOf(call).set.managedPolicies);
  return { AttachedManagedPolicies: items.map(({ name, arn }) => ({ Name: name, Arn: arn })), NextToken: token };
}

const getInlinePolicy = (call: JsonCall) => ({ InlinePolicy: permissionSetOf(call).set.inlinePolicy ?? "" });

const onInstance = (handle: JsonAction["handle"]): JsonAction => ({
  resource: ({ input }) => requiredText(input, "InstanceArn"),
  handle,
});

/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/ */
export const SSO_ADMIN: JsonService = {
  protocol: "json",
  prefix: "sso",
  isRegional: true,
  errorNames: { Throttling: "ThrottlingException", ServiceFailure: "InternalServerException" },
  actions: {
    ListInstances: { handle: listInstances },
    ListPermissionSets: onInstance(listPermissionSets),
    DescribePermissionSet: onInstance(describePermissionSet),
    ListPermissionSetsProvisionedToAccount: onInstance(listPermissionSetsProvisionedToAccount),
    ListAccountsForProvisionedPermissionSet: onInstance(listAccountsForProvisionedPermissionSet),
    ListAccountAssignments: onInstance(listAccountAssignments),
    ListManagedPoliciesInPermissionSet: onInstance(listManagedPolicies),
    GetInlinePolicyForPermissionSet: onInstance(getInlinePolicy),
  },
};
