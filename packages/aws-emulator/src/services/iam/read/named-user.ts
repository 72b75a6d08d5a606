import { arns } from "../../../identity/arns.ts";
import { errors } from "../../../protocol/aws-error.ts";
import type { EmulatedUser } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";

/** @throws AwsError NoSuchEntity. */
export function getUser({ account }: AccountCall, userName: string): EmulatedUser {
  const user = account.users.get(userName.toLowerCase());
  if (!user) throw errors.noSuchEntity(`The user with name ${userName} cannot be found.`);
  return user;
}

/** @throws AwsError NoSuchEntity, or ValidationError if no user is named. */
export const requiredUser = (call: AccountCall): EmulatedUser => getUser(call, call.params.required("UserName"));

/** The user that is named, or the one that calls; null for the root user. @throws AwsError ValidationError for a role. */
export function namedOrCalling(call: AccountCall): EmulatedUser | null {
  const userName = call.params.optional("UserName");
  if (userName !== null) return getUser(call, userName);
  if (call.caller.kind === "user") return call.caller.user;
  if (call.caller.kind === "root") return null;
  throw errors.validation("Must specify userName when calling with non-User credentials");
}

/** The ARN on which an action on a user is authorized; the name counts where there is no such user. */
export function userResource({ account, params, caller }: AccountCall): string {
  const userName = params.optional("UserName");
  if (userName === null) return caller.kind === "user" ? arns.user(account, caller.user) : arns.any(account, "user/");
  const user = account.users.get(userName.toLowerCase());
  return user ? arns.user(account, user) : arns.any(account, `user/${userName}`);
}

/** An action that is authorized on the user it names. */
export const onUser = (handle: (call: AccountCall) => string): IamAction => ({ resource: userResource, handle });
