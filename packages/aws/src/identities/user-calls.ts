import { GetUserCommand, ListGroupsForUserCommand, type User } from "@aws-sdk/client-iam";
import { itself } from "../reading/each-once.ts";
import { listAll } from "../reading/iam-lists.ts";
import type { IamCall } from "../session/account-session.ts";

/** What a user is, and where it belongs, by calls of its own. */

/** @param isWhole what the answer must have. @throws AwsCallFailed, also for a user who is not there. */
export async function getUser(call: IamCall, UserName: string, isWhole: (user: User) => boolean): Promise<User> {
  const { User } = await call(
    "iam:GetUser",
    (iam, abort) => iam.send(new GetUserCommand({ UserName }), abort),
    ({ User }) => User !== undefined && isWhole(User),
  );
  return User as User;
}

/** @throws AwsCallFailed, also for a user who is not there. */
export const groupNamesOfUser = (call: IamCall, UserName: string): Promise<string[]> =>
  listAll(call, {
    action: "iam:ListGroupsForUser",
    send: (iam, page, abort) => iam.send(new ListGroupsForUserCommand({ UserName, ...page }), abort),
    itemsOf: ({ Groups }) => Groups,
    factOf: ({ GroupName = "" }) => GroupName,
    identityOf: itself,
  });
