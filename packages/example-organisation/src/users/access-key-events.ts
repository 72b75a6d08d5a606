import type { EmulatedAccessKey, EmulatedAccount, EmulatedUser } from "@rolecall/aws-emulator";
import { accessKeyIdOf, secretOf } from "../clockwork/ids.ts";
import type { CredentialLife } from "../story/users.ts";
import { statusChanges, usageOf } from "./credential-use.ts";
import { type DayEvent, eventOf, instantOf, type Life } from "./life.ts";
import { ownCall } from "./user-calls.ts";

const KEYS_PER_USER = 2;

/** What happens to one of a user's access keys. */
export function keyEvents(life: Life, key: CredentialLife, index: number): DayEvent[] {
  const { user, label } = life;
  const accessKeyId = accessKeyIdOf(life.awsAccountId, label, index);
  const name = `access key ...${accessKeyId.slice(-4)}`;
  const names = [accessKeyId];
  const event = (day: number, what: string, eventName: string, parameters: Record<string, unknown>, apply: Apply) =>
    eventOf(life, { day, what: `${name} ${what}`, calls: [ownCall(user, eventName, { parameters, names })] }, apply);
  const made: EmulatedAccessKey = {
    accessKeyId,
    secretAccessKey: secretOf(accessKeyId),
    status: "Active",
    createdAt: instantOf(life, key.createdDay),
    usage: usageOf(life, key, { label: `${label}/${index}`, origin: label }),
  };
  const created = event(key.createdDay, "created", "CreateAccessKey", {}, (held) => {
    if (held.accessKeys.length >= KEYS_PER_USER)
      throw new Error(`A third access key for ${label} on day ${key.createdDay}`);
    held.accessKeys.push({ ...made });
  });
  const changed = statusChanges(key).map(({ day, to, what }) =>
    event(day, what, "UpdateAccessKey", { accessKeyId, status: to }, (held) => {
      keyOf(held, accessKeyId).status = to;
    }),
  );
  if (key.deletedDay === undefined) return [created, ...changed];
  const deleted = event(key.deletedDay, "deleted", "DeleteAccessKey", { accessKeyId }, (held, account) => {
    rememberKey(account, held, keyOf(held, accessKeyId));
    held.accessKeys = held.accessKeys.filter((candidate) => candidate.accessKeyId !== accessKeyId);
  });
  return [created, ...changed, deleted];
}

type Apply = Parameters<typeof eventOf>[2];

/** A deleted key is gone from IAM; what it did is in CloudTrail. */
export function rememberKey(
  account: EmulatedAccount,
  { userName, userId, path }: EmulatedUser,
  key: EmulatedAccessKey,
): void {
  account.formerAccessKeys = [...(account.formerAccessKeys ?? []), { userName, userId, path, key }];
}

function keyOf(user: EmulatedUser, accessKeyId: string): EmulatedAccessKey {
  const key = user.accessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (!key) throw new Error(`No access key ${accessKeyId} of ${user.userName}`);
  return key;
}
