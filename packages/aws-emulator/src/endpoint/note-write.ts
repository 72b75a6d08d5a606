import { callerArn } from "../identity/caller.ts";
import type { AccountCall } from "../services/actions/query-action.ts";
import type { EmulatedAccessKey } from "../world/model.ts";
import type { Trail } from "../world/trail.ts";

/** Parameters that name what a call is about. */
const NAMES = /^(AccessKeyId|UserName|RoleName|GroupName|PolicyArn|PolicyName|SerialNumber|InstanceProfileName)$/;

/** Performs a call that changes the account, and notes it for CloudTrail if it succeeds. */
export function noteWrite(
  trail: Trail,
  call: AccountCall,
  { action, userAgent }: { action: string; userAgent: string },
  perform: (call: AccountCall) => string | null,
): string | null {
  const { account, caller, params, now } = call;
  const user = account.users.get((params.optional("UserName") ?? "").toLowerCase());
  const keysBefore = [...(user?.accessKeys ?? [])];
  const result = perform(call);
  if (user) {
    const left = account.users.get(user.userName.toLowerCase()) === user ? user.accessKeys : [];
    keepFormer(call, user, keysBefore, left);
  }
  const given = params.all();
  const created = /<AccessKeyId>(\w+)</.exec(result ?? "")?.[1];
  const resourceNames = Object.entries(given).flatMap(([name, value]) => (NAMES.test(name) ? value : []));
  trail.write(account.awsAccountId, now, {
    eventName: action,
    actorArn: callerArn(caller, account.partition),
    resourceNames: created === undefined ? resourceNames : [...resourceNames, created],
    requestParameters: Object.fromEntries(Object.entries(given).map(([name, value]) => [camel(name), value])),
    userAgent,
    sourceIpAddress: "127.0.0.1",
  });
  return result;
}

const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** A deleted key made its last calls before it was deleted; they stay in the trail. */
function keepFormer(
  { account, now }: AccountCall,
  { userName, userId, path }: { userName: string; userId: string; path: string },
  before: readonly EmulatedAccessKey[],
  left: readonly EmulatedAccessKey[],
): void {
  const gone = before.filter((key) => !left.includes(key));
  if (gone.length === 0) return;
  const former = gone.map((key) => ({
    userName,
    userId,
    path,
    key: { ...key, usage: key.usage.map((pattern) => ({ ...pattern, until: earlier(pattern.until, now) })) },
  }));
  account.formerAccessKeys = [...(account.formerAccessKeys ?? []), ...former];
}

const earlier = (a: Date | null, b: Date) => (a !== null && a < b ? a : b);
