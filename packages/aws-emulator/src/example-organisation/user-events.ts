import type { EmulatedAccessKey, EmulatedAccount, EmulatedMfaDevice, EmulatedUser, UsagePattern } from "../model.ts";
import { type AccountName, accountId } from "./accounts.ts";
import type { KeyPlan, PasswordPlan, UserPlan } from "./plans.ts";
import { type Clockwork, hasCome, usagePattern } from "./usage.ts";

const KEYS_PER_USER = 2;

/** Something that happens within one account. */
export type AccountEvent = { account: AccountName; at: Date; what: string; apply: (account: EmulatedAccount) => void };

/** Everything that one user plan needs while it is compiled; `offset` is the user's own time of the day. */
type Compiling = Clockwork & { plan: UserPlan; label: string; offset: number; awsAccountId: string };

const isPattern = (pattern: UsagePattern | null): pattern is UsagePattern => pattern !== null;

/** The events of a user's life, in order of time but for those of the same instant, which keep their place. */
export function userEvents(clockwork: Clockwork, plan: UserPlan): AccountEvent[] {
  const label = `${plan.account}/${plan.userName.toLowerCase()}/${plan.generation ?? 1}`;
  const offset = (clockwork.ids.number("time of day", label) / 2 ** 32) * 0.95;
  const compiling: Compiling = { ...clockwork, plan, label, offset, awsAccountId: accountId(plan.account) };
  const lasts = (day: number) => hasCome(day) && (plan.deletedDay === undefined || day < plan.deletedDay);
  const planned = [
    created(compiling),
    ...(plan.password ? passwordEvents(compiling, plan.password) : []),
    ...(plan.mfa ?? []).map((device) => mfaEnabled(compiling, device)),
    ...(plan.keys ?? []).flatMap((key, index) => keyEvents(compiling, key, index)),
    ...(plan.changes ?? []).map((change) => onUser(compiling, change.day, change.what, change.apply)),
  ].filter((event) => lasts(event.day));
  if (hasCome(plan.deletedDay)) planned.push(deleted(compiling, plan.deletedDay));
  return planned
    .sort((a, b) => a.day - b.day)
    .map(({ day, what, apply }) => ({
      account: plan.account,
      at: clockwork.calendar.workingInstant(day + offset),
      what,
      apply,
    }));
}

type DayEvent = { day: number; what: string; apply: (account: EmulatedAccount) => void };

const instantOf = ({ calendar, offset }: Compiling, day: number) => calendar.workingInstant(day + offset);

function onUser({ plan, label }: Compiling, day: number, what: string, apply: (user: EmulatedUser) => void): DayEvent {
  return {
    day,
    what: `${plan.userName}: ${what}`,
    apply: (account) => {
      const user = account.users.get(plan.userName.toLowerCase());
      if (!user) throw new Error(`No user ${label} when the story says "${what}"`);
      apply(user);
    },
  };
}

function created(compiling: Compiling): DayEvent {
  const { plan, ids, label, awsAccountId } = compiling;
  return {
    day: plan.createdDay,
    what: `${plan.userName}: user created`,
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
      });
    },
  };
}

function deleted({ plan }: Compiling, day: number): DayEvent {
  return {
    day,
    what: `${plan.userName}: user deleted`,
    apply: (account) => {
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
    .filter(isPattern);
  const set = onUser(compiling, password.createdDay, "console password set", (user) => {
    user.password = {
      createdAt,
      lastChangedAt: createdAt,
      usage,
      ...(password.noInformation ? { noInformation: true } : {}),
    };
  });
  const changes = (password.changedDays ?? []).map((day) =>
    onUser(compiling, day, "console password changed", (user) => {
      if (user.password) user.password = { ...user.password, lastChangedAt: instantOf(compiling, day) };
    }),
  );
  if (password.removedDay === undefined) return [set, ...changes];
  const removed = onUser(compiling, password.removedDay, "console password removed", (user) => {
    user.password = null;
  });
  return [set, ...changes, removed];
}

function mfaEnabled(compiling: Compiling, device: { kind: EmulatedMfaDevice["kind"]; day: number }): DayEvent {
  const { awsAccountId, plan, ids, label } = compiling;
  const serials: Record<EmulatedMfaDevice["kind"], string> = {
    virtual: `arn:aws:iam::${awsAccountId}:mfa/${plan.userName}`,
    fido: `arn:aws:iam::${awsAccountId}:u2f/user/${plan.userName}/security-key-${ids.hex(12, label, "fido").toUpperCase()}`,
    hardware: `GAHT${String(ids.number(label, "token") % 100_000_000).padStart(8, "0")}`,
  };
  return onUser(compiling, device.day, `${device.kind} MFA enabled`, (user) => {
    user.mfaDevices.push({
      kind: device.kind,
      serialNumber: serials[device.kind],
      enabledAt: instantOf(compiling, device.day),
    });
  });
}

function keyEvents(compiling: Compiling, plan: KeyPlan, index: number): DayEvent[] {
  const { awsAccountId, ids, label } = compiling;
  const accessKeyId = ids.accessKeyId(awsAccountId, label, index);
  const usage = keyUsage(compiling, plan, index);
  const createdAt = instantOf(compiling, plan.createdDay);
  const ending = accessKeyId.slice(-4);
  const events = [
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
    ...(plan.changes ?? []).map(({ day, to }) =>
      onUser(compiling, day, `access key ...${ending} ${to === "Active" ? "activated" : "deactivated"}`, (user) => {
        keyOf(user, accessKeyId).status = to;
      }),
    ),
  ];
  if (plan.deletedDay === undefined) return events;
  const removed = onUser(compiling, plan.deletedDay, `access key ...${ending} deleted`, (user) => {
    user.accessKeys = user.accessKeys.filter((key) => key.accessKeyId !== accessKeyId);
  });
  return [...events, removed];
}

function keyOf(user: EmulatedUser, accessKeyId: string): EmulatedAccessKey {
  const key = user.accessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (!key) throw new Error(`No access key ${accessKeyId} of ${user.userName}`);
  return key;
}

/** Keeps each use between the activation before it and the deactivation after it. */
function keyUsage(compiling: Compiling, plan: KeyPlan, index: number): UsagePattern[] {
  const changes = plan.changes ?? [];
  return plan.usage
    .map((use) => {
      const activatedDay =
        changes.findLast(({ day, to }) => to === "Active" && day <= use.fromDay)?.day ?? plan.createdDay;
      const offDay = changes.find(({ day, to }) => to === "Inactive" && day > use.fromDay)?.day ?? plan.deletedDay;
      const window = {
        from: instantOf(compiling, activatedDay),
        until: hasCome(offDay) ? instantOf(compiling, offDay) : null,
      };
      return usagePattern(compiling, use, compiling.offset, window, `${compiling.label}/${index}`);
    })
    .filter(isPattern);
}
