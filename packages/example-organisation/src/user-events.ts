import type {
  EmulatedAccessKey,
  EmulatedAccount,
  EmulatedMfaDevice,
  EmulatedUser,
  UsagePattern,
} from "@rolecall/aws-emulator";
import { accountId } from "./accounts.ts";
import { otherCredentialEvents } from "./credential-events.ts";
import { originOfKind, originOfUser } from "./origins.ts";
import type { KeyPlan, PasswordPlan, UserPlan } from "./plans.ts";
import { type Changed, trailOf } from "./trail.ts";
import { type Clockwork, hasCome, usagePattern } from "./usage.ts";
import * as userCalls from "./user-calls.ts";
import {
  type AccountEvent,
  byCalls,
  type Compiling,
  type DayEvent,
  instantOf,
  isPattern,
  onUser,
} from "./user-event.ts";

const KEYS_PER_USER = 2;

/** The events of a user's life, in order of time but for those of the same instant, which keep their place. */
export function userEvents(clockwork: Clockwork, plan: UserPlan): AccountEvent[] {
  const label = `${plan.account}/${plan.userName.toLowerCase()}/${plan.generation ?? 1}`;
  const offset = (clockwork.ids.number("time of day", label) / 2 ** 32) * 0.95;
  const compiling: Compiling = { ...clockwork, plan, label, offset, awsAccountId: accountId(plan.account) };
  const lasts = (day: number) => hasCome(day) && (plan.deletedDay === undefined || day < plan.deletedDay);
  const planned = [
    created(compiling),
    ...(plan.password ? passwordEvents(compiling, plan.password) : []),
    ...(plan.mfa ?? []).map((device, index) => mfaEnabled(compiling, device, index)),
    ...(plan.keys ?? []).flatMap((key, index) => keyEvents(compiling, key, index)),
    ...otherCredentialEvents(compiling),
    ...(plan.changes ?? []).map(({ day, what, apply, calls = [] }) =>
      byCalls(onUser(compiling, day, what, apply), ...calls),
    ),
  ].filter((event) => lasts(event.day));
  if (hasCome(plan.deletedDay)) planned.push(deleted(compiling, plan.deletedDay));
  const changed = changedUser(compiling);
  return planned
    .sort((a, b) => a.day - b.day)
    .map(({ day, what, apply, calls = [] }) => ({
      account: plan.account,
      at: clockwork.calendar.workingInstant(day + offset),
      what,
      apply,
      trail: trailOf(clockwork.ids, changed, day, calls),
    }));
}

/** People see to their own keys and passwords; those of programs are seen to by administrators. */
function changedUser({ plan, label, awsAccountId }: Compiling): Changed {
  const ownerArn = `arn:aws:iam::${awsAccountId}:user${plan.path ?? "/"}${plan.userName}`;
  return { account: plan.account, label, path: plan.path, tags: plan.tags, ownerArn: plan.password ? ownerArn : null };
}

function created(compiling: Compiling): DayEvent {
  const { plan, ids, label, awsAccountId } = compiling;
  return {
    day: plan.createdDay,
    what: `${plan.userName}: user created`,
    calls: userCalls.userCreatedCalls(plan),
    apply: (account) => {
      const name = plan.userName.toLowerCase();
      if (account.users.has(name)) throw new Error(`User ${label} exists already`);
      account.users.set(name, {
        userId: ids.unique("AIDA", awsAccountId, label),
        userName: plan.userName,
        path: plan.path ?? "/",
        createdAt: instantOf(compiling, plan.createdDay),
        tags: (plan.tags ?? []).map((tag) => ({ ...tag })),
        groupNames: [...(plan.groups ?? [])],
        attachedPolicies: (plan.attached ?? []).map((policy) => ({ ...policy })),
        inlinePolicies: (plan.inline ?? []).map((policy) => ({ ...policy })),
        permissionsBoundaryArn: plan.permissionsBoundaryArn ?? null,
        password: null,
        mfaDevices: [],
        accessKeys: [],
        sshPublicKeys: [],
        signingCertificates: [],
        serviceSpecificCredentials: [],
      });
    },
  };
}

function deleted({ plan }: Compiling, day: number): DayEvent {
  return {
    day,
    what: `${plan.userName}: user deleted`,
    calls: userCalls.userDeletedCalls(plan),
    apply: (account) => {
      const user = account.users.get(plan.userName.toLowerCase());
      for (const key of user?.accessKeys ?? []) rememberKey(account, user!, key);
      account.users.delete(plan.userName.toLowerCase());
    },
  };
}

function passwordEvents(compiling: Compiling, password: PasswordPlan): DayEvent[] {
  const createdAt = instantOf(compiling, password.createdDay);
  const window = {
    from: createdAt,
    until: hasCome(password.removedDay) ? instantOf(compiling, password.removedDay) : null,
  };
  const usage = password.usage
    .map((use) => usagePattern(compiling, use, compiling.offset, window, `${compiling.label}/password`))
    .filter(isPattern)
    .map((pattern) => ({ ...pattern, origin: originOfKind(compiling.ids, "browser", compiling.label) }));
  const set = byCalls(
    onUser(compiling, password.createdDay, "console password set", (user) => {
      user.password = {
        createdAt,
        lastChangedAt: createdAt,
        usage,
        ...(password.noInformation ? { noInformation: true } : {}),
      };
    }),
    userCalls.passwordCall(compiling.plan, "CreateLoginProfile"),
  );
  const changes = (password.changedDays ?? []).map((day) =>
    byCalls(
      onUser(compiling, day, "console password changed", (user) => {
        if (user.password) user.password = { ...user.password, lastChangedAt: instantOf(compiling, day) };
      }),
      userCalls.passwordCall(compiling.plan, "ChangePassword"),
    ),
  );
  if (password.removedDay === undefined) return [set, ...changes];
  const removed = byCalls(
    onUser(compiling, password.removedDay, "console password removed", (user) => {
      user.password = null;
    }),
    userCalls.passwordCall(compiling.plan, "DeleteLoginProfile"),
  );
  return [set, ...changes, removed];
}

function mfaEnabled(
  compiling: Compiling,
  device: { kind: EmulatedMfaDevice["kind"]; day: number },
  index: number,
): DayEvent {
  const { awsAccountId, plan, ids, label } = compiling;
  const serials: Record<EmulatedMfaDevice["kind"], string> = {
    virtual: `arn:aws:iam::${awsAccountId}:mfa/${plan.userName}`,
    fido: `arn:aws:iam::${awsAccountId}:u2f/user/${plan.userName}/security-key-${ids.hex(12, label, "fido", ...(index > 0 ? [index] : [])).toUpperCase()}`,
    hardware: `GAHT${String(ids.number(label, "token") % 100_000_000).padStart(8, "0")}`,
  };
  return byCalls(
    onUser(compiling, device.day, `${device.kind} MFA enabled`, (user) => {
      user.mfaDevices.push({
        kind: device.kind,
        serialNumber: serials[device.kind],
        enabledAt: instantOf(compiling, device.day),
        ...(device.kind === "fido" ? { certifications: { FIDO: "L1" } } : {}),
      });
    }),
    userCalls.mfaCall(plan, serials[device.kind]),
  );
}

function keyEvents(compiling: Compiling, plan: KeyPlan, index: number): DayEvent[] {
  const { awsAccountId, ids, label } = compiling;
  const accessKeyId = ids.accessKeyId(awsAccountId, label, index);
  const usage = keyUsage(compiling, plan, index);
  const createdAt = instantOf(compiling, plan.createdDay);
  const ending = accessKeyId.slice(-4);
  const events = [
    byCalls(
      onUser(compiling, plan.createdDay, `access key ...${ending} created`, (user) => {
        if (user.accessKeys.length >= KEYS_PER_USER)
          throw new Error(`A third access key for ${label} on day ${plan.createdDay}`);
        user.accessKeys.push({
          accessKeyId,
          secretAccessKey: ids.secret(accessKeyId),
          status: "Active",
          createdAt,
          usage,
        });
      }),
      userCalls.keyCreatedCall(compiling.plan, accessKeyId),
    ),
    ...(plan.changes ?? []).map(({ day, to }) =>
      byCalls(
        onUser(compiling, day, `access key ...${ending} ${to === "Active" ? "activated" : "deactivated"}`, (user) => {
          keyOf(user, accessKeyId).status = to;
        }),
        userCalls.keyStatusCall(compiling.plan, accessKeyId, to),
      ),
    ),
  ];
  if (plan.deletedDay === undefined) return events;
  const removed: DayEvent = {
    day: plan.deletedDay,
    what: `${compiling.plan.userName}: access key ...${ending} deleted`,
    calls: [userCalls.keyDeletedCall(compiling.plan, accessKeyId)],
    apply: (account) => {
      const user = account.users.get(compiling.plan.userName.toLowerCase());
      if (!user) throw new Error(`No user ${label} when the story deletes its access key`);
      rememberKey(account, user, keyOf(user, accessKeyId));
      user.accessKeys = user.accessKeys.filter((key) => key.accessKeyId !== accessKeyId);
    },
  };
  return [...events, removed];
}

/** A deleted key is gone from IAM; what it did is in CloudTrail. */
function rememberKey(account: EmulatedAccount, { userName, userId, path }: EmulatedUser, key: EmulatedAccessKey): void {
  account.formerAccessKeys = [...(account.formerAccessKeys ?? []), { userName, userId, path, key }];
}

function keyOf(user: EmulatedUser, accessKeyId: string): EmulatedAccessKey {
  const key = user.accessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (!key) throw new Error(`No access key ${accessKeyId} of ${user.userName}`);
  return key;
}

/** Keeps each use between the activation before it and the deactivation after it. */
function keyUsage(compiling: Compiling, plan: KeyPlan, index: number): UsagePattern[] {
  const changes = plan.changes ?? [];
  return plan.usage.flatMap((use) => {
    const activatedDay =
      changes.findLast(({ day, to }) => to === "Active" && day <= use.fromDay)?.day ?? plan.createdDay;
    const offDay = changes.find(({ day, to }) => to === "Inactive" && day > use.fromDay)?.day ?? plan.deletedDay;
    const window = {
      from: instantOf(compiling, activatedDay),
      until: hasCome(offDay) ? instantOf(compiling, offDay) : null,
    };
    const label = `${compiling.label}/${index}`;
    const pattern = usagePattern(compiling, use, compiling.offset, window, label);
    return pattern ? [{ ...pattern, origin: originOfUser(compiling.ids, compiling.plan, use, compiling.label) }] : [];
  });
}
