import {
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  type User,
} from "@aws-sdk/client-iam";
import { isWholePage, readAll } from "../reading/marker-pages.ts";
import { isWholeUser } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** One user and what it may do, by calls of its own. All throw AwsCallFailed, also for a user who is not there. */

export async function getUser(call: IamCall, UserName: string): Promise<User> {
  const { User } = await call(
    "iam:GetUser",
    (iam, abort) => iam.send(new GetUserCommand({ UserName }), abort),
    ({ User }) => User !== undefined && isWholeUser(User),
  );
  return User as User;
}

export function groupNamesOfUser(call: IamCall, UserName: string): Promise<string[]> {
  return readAll(
    "iam:ListGroupsForUser",
    (page) =>
      call(
        "iam:ListGroupsForUser",
        (iam, abort) => iam.send(new ListGroupsForUserCommand({ UserName, ...page }), abort),
        (answer) => isWholePage(answer, answer.Groups),
      ),
    ({ Groups = [] }) => Groups.flatMap(({ GroupName }) => GroupName ?? []),
  );
}

export function attachedPolicyArnsOfUser(call: IamCall, UserName: string): Promise<string[]> {
  return readAll(
    "iam:ListAttachedUserPolicies",
    (page) =>
      call(
        "iam:ListAttachedUserPolicies",
        (iam, abort) => iam.send(new ListAttachedUserPoliciesCommand({ UserName, ...page }), abort),
        (answer) => isWholePage(answer, answer.AttachedPolicies),
      ),
    ({ AttachedPolicies = [] }) => AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []),
  );
}

export function inlinePolicyNamesOfUser(call: IamCall, UserName: string): Promise<string[]> {
  return readAll(
    "iam:ListUserPolicies",
    (page) =>
      call(
        "iam:ListUserPolicies",
        (iam, abort) => iam.send(new ListUserPoliciesCommand({ UserName, ...page }), abort),
        (answer) => isWholePage(answer, answer.PolicyNames),
      ),
    ({ PolicyNames }) => PolicyNames ?? [],
  );
}

/** The document as IAM returns it, URL-encoded. */
export async function inlinePolicyOfUser(call: IamCall, UserName: string, PolicyName: string): Promise<string> {
  const { PolicyDocument = "" } = await call(
    "iam:GetUserPolicy",
    (iam, abort) => iam.send(new GetUserPolicyCommand({ UserName, PolicyName }), abort),
    ({ PolicyDocument }) => PolicyDocument !== undefined,
  );
  return PolicyDocument;
}
