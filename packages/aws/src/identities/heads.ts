import {
  type Group,
  ListGroupsCommand,
  ListPoliciesCommand,
  type ListPoliciesCommandInput,
  ListUsersCommand,
  type Policy,
  type User,
} from "@aws-sdk/client-iam";
import { eachOnce } from "../reading/each-once.ts";
import { listAll } from "../reading/iam-lists.ts";
import { type Listed, OddRecords } from "../reading/odd-records.ts";
import { isWholeGroup, isWholePolicy, isWholeUser } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** What lists show of users, groups and policies: who they are, without their details. All throw AwsCallFailed. */

export async function listUsers(call: IamCall): Promise<Listed<User[]>> {
  const odd = new OddRecords("iam:ListUsers", "users");
  const value = await listAll(call, {
    action: "iam:ListUsers",
    send: (iam, page, abort) => iam.send(new ListUsersCommand(page), abort),
    itemsOf: ({ Users }) => Users,
    isWhole: isWholeUser,
    onOdd: odd.note,
    factOf: (user) => user,
    identityOf: ({ UserId = "" }) => UserId,
  });
  return { value, lacking: odd.failure };
}

export async function listGroups(call: IamCall): Promise<Listed<Group[]>> {
  const odd = new OddRecords("iam:ListGroups", "groups");
  const value = await listAll(call, {
    action: "iam:ListGroups",
    send: (iam, page, abort) => iam.send(new ListGroupsCommand(page), abort),
    itemsOf: ({ Groups }) => Groups,
    isWhole: isWholeGroup,
    onOdd: odd.note,
    factOf: (group) => group,
    identityOf: ({ GroupId = "" }) => GroupId,
  });
  return { value, lacking: odd.failure };
}

const SCOPES: readonly ListPoliciesCommandInput[] = [{ Scope: "Local" }, { Scope: "AWS", OnlyAttached: true }];

/** The account's own policies and those of AWS that are attached. */
export async function listPolicies(call: IamCall): Promise<Listed<Policy[]>> {
  const odd = new OddRecords("iam:ListPolicies", "policies");
  const identityOf = ({ PolicyId = "" }: Policy) => PolicyId;
  const lists = await Promise.all(
    SCOPES.map((scope) =>
      listAll(call, {
        action: "iam:ListPolicies",
        send: (iam, page, abort) => iam.send(new ListPoliciesCommand({ ...scope, ...page }), abort),
        itemsOf: ({ Policies }) => Policies,
        isWhole: isWholePolicy,
        onOdd: odd.note,
        factOf: (policy) => policy,
        identityOf,
      }),
    ),
  );
  return { value: eachOnce(lists.flat(), identityOf), lacking: odd.failure };
}
