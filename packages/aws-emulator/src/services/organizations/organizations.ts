import { AwsError, errors } from "../../protocol/aws-error.ts";
import { requiredText } from "../../protocol/json.ts";
import type { EmulatedAccountState, WorldState } from "../../world/model.ts";
import { epochSeconds, type JsonCall, type JsonService, pageOf } from "../actions/json-service.ts";
import { type Member, members, roleInOrganization, rootId, unitId, unitPath, units } from "./membership.ts";

const MAX_RESULTS = 20;

function arn(state: WorldState, resource: string): string {
  const partition = state.accounts.get(state.managementAccountId)?.partition ?? "aws";
  return `arn:${partition}:organizations::${state.managementAccountId}:${resource}`;
}

/** `Status` has no word for closed accounts, nor for those that are not yet active; `State` has. */
const STATUSES: Record<EmulatedAccountState, string> = {
  PENDING_ACTIVATION: "ACTIVE",
  ACTIVE: "ACTIVE",
  SUSPENDED: "SUSPENDED",
  PENDING_CLOSURE: "PENDING_CLOSURE",
  CLOSED: "SUSPENDED",
};

function accountJson(state: WorldState, account: Member) {
  const { awsAccountId, email, name, organizationalUnits, createdAt } = account;
  return {
    Id: awsAccountId,
    Arn: arn(state, `account/${state.organizationId}/${awsAccountId}`),
    Email: email,
    Name: name,
    Status: STATUSES[account.state],
    State: account.state,
    Paths: [`${unitPath(state, organizationalUnits)}${awsAccountId}/`],
    JoinedMethod: awsAccountId === state.managementAccountId ? "INVITED" : "CREATED",
    JoinedTimestamp: epochSeconds(createdAt),
  };
}

const unitJson = (state: WorldState, path: readonly string[]) => ({
  Id: unitId(state, path),
  Arn: arn(state, `ou/${state.organizationId}/${unitId(state, path)}`),
  Name: path.at(-1),
  Path: unitPath(state, path),
});

const paginate = <T>(call: JsonCall, items: readonly T[]) =>
  pageOf(call, items, {
    max: MAX_RESULTS,
    invalidToken: () => new AwsError("InvalidInputException", "You provided an invalid NextToken"),
  });

function describeOrganization({ state }: JsonCall) {
  const { organizationId, managementAccountId } = state;
  return {
    Organization: {
      Id: organizationId,
      Arn: arn(state, `organization/${organizationId}`),
      FeatureSet: "ALL",
      MasterAccountId: managementAccountId,
      MasterAccountArn: arn(state, `account/${organizationId}/${managementAccountId}`),
      MasterAccountEmail: state.accounts.get(managementAccountId)?.email,
      AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    },
  };
}

function accountsJson(call: JsonCall, accounts: readonly Member[]) {
  const { items, token } = paginate(call, accounts);
  return { Accounts: items.map((account) => accountJson(call.state, account)), NextToken: token };
}

const listAccounts = (call: JsonCall) => accountsJson(call, members(call.state));

function findAccount({ state, input }: JsonCall, parameter: string): Member | undefined {
  const id = requiredText(input, parameter);
  return members(state).find(({ awsAccountId }) => awsAccountId === id);
}

function describeAccount(call: JsonCall) {
  const account = findAccount(call, "AccountId");
  if (!account) throw new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
  return { Account: accountJson(call.state, account) };
}

function listRoots({ state }: JsonCall) {
  const id = rootId(state);
  const root = { Id: id, Arn: arn(state, `root/${state.organizationId}/${id}`), Name: "Root", PolicyTypes: [] };
  return { Roots: [root] };
}

const findUnit = (state: WorldState, id: string) => units(state).find((path) => unitId(state, path) === id);

/** The path of names behind a parent's id; the root's is empty. */
function findParent({ state, input }: JsonCall): string[] {
  const parentId = requiredText(input, "ParentId");
  const path = parentId === rootId(state) ? [] : findUnit(state, parentId);
  if (!path) throw new AwsError("ParentNotFoundException", "You specified a parent that doesn't exist.");
  return path;
}

const isDirectlyIn = (path: readonly string[], parent: readonly string[]) =>
  path.length === parent.length + 1 && parent.every((name, index) => path[index] === name);

function listOrganizationalUnits(call: JsonCall) {
  const { state } = call;
  const parent = findParent(call);
  const inside = units(state).filter((path) => isDirectlyIn(path, parent));
  const { items, token } = paginate(
    call,
    inside.sort((a, b) => (a.at(-1)! < b.at(-1)! ? -1 : 1)),
  );
  return { OrganizationalUnits: items.map((path) => unitJson(state, path)), NextToken: token };
}

function describeOrganizationalUnit({ state, input }: JsonCall) {
  const path = findUnit(state, requiredText(input, "OrganizationalUnitId"));
  if (!path) {
    throw new AwsError(
      "OrganizationalUnitNotFoundException",
      "You specified an organizational unit that doesn't exist.",
    );
  }
  return { OrganizationalUnit: unitJson(state, path) };
}

function listAccountsForParent(call: JsonCall) {
  const id = unitPath(call.state, findParent(call));
  const inside = members(call.state).filter(
    ({ organizationalUnits }) => unitPath(call.state, organizationalUnits) === id,
  );
  return accountsJson(call, inside);
}

/** An account and a unit have one parent each. */
function listParents(call: JsonCall) {
  const { state, input } = call;
  const path =
    findAccount(call, "ChildId")?.organizationalUnits ?? findUnit(state, String(input.ChildId))?.slice(0, -1);
  if (!path) throw new AwsError("ChildNotFoundException", "You specified a child that doesn't exist.");
  const parent =
    path.length === 0 ? { Id: rootId(state), Type: "ROOT" } : { Id: unitId(state, path), Type: "ORGANIZATIONAL_UNIT" };
  return { Parents: [parent] };
}

function listDelegatedAdministrators(call: JsonCall) {
  const { state, input } = call;
  const wanted = (state.delegatedAdministrators ?? []).filter(
    ({ servicePrincipal }) => input.ServicePrincipal === undefined || input.ServicePrincipal === servicePrincipal,
  );
  const delegated = members(state).flatMap((account) => {
    const first = wanted.find(({ awsAccountId }) => awsAccountId === account.awsAccountId);
    return first ? [{ account, enabledAt: first.enabledAt }] : [];
  });
  const { items, token } = paginate(call, delegated);
  const DelegatedAdministrators = items.map(({ account, enabledAt }) => {
    const { Paths, ...json } = accountJson(state, account);
    return { ...json, DelegationEnabledDate: epochSeconds(enabledAt) };
  });
  return { DelegatedAdministrators, NextToken: token };
}

/** Any member may describe its organisation; the rest is for the management account and delegated administrators. */
const forEveryMember = (handle: (call: JsonCall) => unknown) => (call: JsonCall) => {
  if (roleInOrganization(call.state, call.account) === null) {
    throw new AwsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
  }
  return handle(call);
};

const forAdministrators = (handle: (call: JsonCall) => unknown) => ({
  handle: forEveryMember((call) => {
    if (roleInOrganization(call.state, call.account) === "member") {
      throw errors.accessDenied("You don't have permissions to access this resource.");
    }
    return handle(call);
  }),
});

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/ */
export const ORGANIZATIONS: JsonService = {
  protocol: "json",
  prefix: "organizations",
  isRegional: false,
  errorNames: { Throttling: "TooManyRequestsException", ServiceFailure: "ServiceException" },
  actions: {
    DescribeOrganization: { handle: forEveryMember(describeOrganization) },
    ListAccounts: forAdministrators(listAccounts),
    DescribeAccount: forAdministrators(describeAccount),
    ListRoots: forAdministrators(listRoots),
    ListOrganizationalUnitsForParent: forAdministrators(listOrganizationalUnits),
    DescribeOrganizationalUnit: forAdministrators(describeOrganizationalUnit),
    ListAccountsForParent: forAdministrators(listAccountsForParent),
    ListParents: forAdministrators(listParents),
    ListDelegatedAdministrators: forAdministrators(listDelegatedAdministrators),
  },
};
