import { createHash } from "node:crypto";
import type { EmulatedAccount, WorldState } from "../model.ts";
import { AwsError, errors } from "../protocol/aws-error.ts";
import { type JsonInput, requiredText } from "../protocol/json.ts";
import { type PagingStyle, pageSize } from "./paging.ts";

type OrganizationsCall = { state: WorldState; input: JsonInput; paging: PagingStyle };
type OrganizationsAction = (call: OrganizationsCall) => unknown;

const MAX_RESULTS = 20;

const hash = (text: string, length: number) => createHash("sha256").update(text).digest("hex").slice(0, length);
const rootId = (state: WorldState) => `r-${hash(state.organizationId, 4)}`;
const unitId = (state: WorldState, path: readonly string[]) =>
  `ou-${hash(state.organizationId, 4)}-${hash(path.join("/"), 8)}`;
const seconds = (at: Date) => at.getTime() / 1000;

function arn(state: WorldState, resource: string): string {
  const partition = state.accounts.get(state.managementAccountId)?.partition ?? "aws";
  return `arn:${partition}:organizations::${state.managementAccountId}:${resource}`;
}

/** `Status` has no word for closed accounts; `State` has. */
const STATUSES: Record<EmulatedAccount["state"], string> = {
  ACTIVE: "ACTIVE",
  SUSPENDED: "SUSPENDED",
  CLOSED: "SUSPENDED",
};

function accountJson(state: WorldState, account: EmulatedAccount) {
  const { awsAccountId } = account;
  return {
    Id: awsAccountId,
    Arn: arn(state, `account/${state.organizationId}/${awsAccountId}`),
    Email: account.email,
    Name: account.name,
    Status: STATUSES[account.state],
    State: account.state,
    Paths: [accountPath(state, account)],
    JoinedMethod: awsAccountId === state.managementAccountId ? "INVITED" : "CREATED",
    JoinedTimestamp: seconds(account.createdAt),
  };
}

function accountPath(state: WorldState, { organizationalUnits, awsAccountId }: EmulatedAccount): string {
  const units = organizationalUnits.map((_, index) => unitId(state, organizationalUnits.slice(0, index + 1)));
  return `${[state.organizationId, rootId(state), ...units, awsAccountId].join("/")}/`;
}

/** The accounts of the organisation. One in another partition cannot be a member. */
function members(state: WorldState): EmulatedAccount[] {
  const partition = state.accounts.get(state.managementAccountId)?.partition;
  return [...state.accounts.values()].filter((account) => account.partition === partition);
}

function paginate<T, U>({ input, paging }: OrganizationsCall, items: readonly T[], toJson: (item: T) => U) {
  const { offset, page } = readToken(input.NextToken);
  const asked = input.MaxResults === undefined ? MAX_RESULTS : Number(input.MaxResults);
  if (!(asked >= 1 && asked <= MAX_RESULTS)) {
    throw errors.validation(`MaxResults must be between 1 and ${MAX_RESULTS}`);
  }
  const end = offset + pageSize(paging, page, asked);
  const token = end < items.length ? Buffer.from(`${end}:${page + 1}`).toString("base64url") : undefined;
  return { items: items.slice(offset, end).map(toJson), NextToken: token };
}

function readToken(token: unknown): { offset: number; page: number } {
  if (token === undefined) return { offset: 0, page: 0 };
  const [, offset, page] = /^(\d+):(\d+)$/.exec(Buffer.from(String(token), "base64url").toString()) ?? [];
  if (offset === undefined || page === undefined) {
    throw new AwsError("InvalidInputException", "You provided an invalid NextToken");
  }
  return { offset: Number(offset), page: Number(page) };
}

function describeOrganization({ state }: OrganizationsCall) {
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

function listAccounts(call: OrganizationsCall) {
  const { items, NextToken } = paginate(call, members(call.state), (account) => accountJson(call.state, account));
  return { Accounts: items, NextToken };
}

function listRoots({ state }: OrganizationsCall) {
  const id = rootId(state);
  const root = { Id: id, Arn: arn(state, `root/${state.organizationId}/${id}`), Name: "Root", PolicyTypes: [] };
  return { Roots: [root] };
}

/** The path of names behind a parent's id; the root's is empty. */
function findParent({ state, input }: OrganizationsCall): string[] {
  const parentId = requiredText(input, "ParentId");
  if (parentId === rootId(state)) return [];
  for (const { organizationalUnits } of members(state)) {
    for (let depth = 1; depth <= organizationalUnits.length; depth += 1) {
      const path = organizationalUnits.slice(0, depth);
      if (unitId(state, path) === parentId) return path;
    }
  }
  throw new AwsError("ParentNotFoundException", "You specified a parent that doesn't exist.");
}

const isUnder = (path: readonly string[], parent: readonly string[]) =>
  parent.every((name, index) => path[index] === name);

function listOrganizationalUnits(call: OrganizationsCall) {
  const { state } = call;
  const parent = findParent(call);
  const inside = members(state)
    .map((account) => account.organizationalUnits)
    .filter((path) => isUnder(path, parent));
  const names = new Set(inside.flatMap((path) => path[parent.length] ?? []));
  const { items, NextToken } = paginate(call, [...names].sort(), (name) => {
    const id = unitId(state, [...parent, name]);
    return { Id: id, Arn: arn(state, `ou/${state.organizationId}/${id}`), Name: name };
  });
  return { OrganizationalUnits: items, NextToken };
}

function listAccountsForParent(call: OrganizationsCall) {
  const parent = findParent(call);
  const accounts = members(call.state).filter(
    ({ organizationalUnits }) => organizationalUnits.length === parent.length && isUnder(organizationalUnits, parent),
  );
  const { items, NextToken } = paginate(call, accounts, (account) => accountJson(call.state, account));
  return { Accounts: items, NextToken };
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/ */
export const ORGANIZATIONS_ACTIONS: Readonly<Record<string, OrganizationsAction>> = {
  DescribeOrganization: describeOrganization,
  ListAccounts: listAccounts,
  ListRoots: listRoots,
  ListOrganizationalUnitsForParent: listOrganizationalUnits,
  ListAccountsForParent: listAccountsForParent,
};
