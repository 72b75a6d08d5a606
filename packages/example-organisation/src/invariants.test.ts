import type { EmulatedAccount, EmulatedRole, Tag, WorldState } from "@rolecall/aws-emulator";
import { lastUse } from "@rolecall/aws-emulator";
import { describe, expect, it } from "vitest";
import { accountsOf, ENDS_AT, instants, keysOf, months, rolesOf, usersOf, world } from "./month-states-fixture.ts";

const NAME = /^[\w+=,.@-]{1,64}$/;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** What breaks a rule, as text, so that a failure names it. */
const breaches = <T>(items: readonly T[], breaks: (item: T) => boolean, name: (item: T) => string) =>
  items.filter(breaks).map(name);

const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

const badTags = (tags: readonly Tag[]) =>
  tags.length > 50 ||
  repeated(tags.map(({ key }) => key.toLowerCase())).length > 0 ||
  tags.some(({ key, value }) => key.length > 128 || value.length > 256 || !TAG_TEXT.test(key) || !TAG_TEXT.test(value));

const lengthOf = (documents: readonly { document: string }[]) =>
  documents.reduce((sum, { document }) => sum + document.length, 0);

function federatedPrincipals(role: EmulatedRole): string[] {
  const { Statement } = JSON.parse(role.trustPolicy);
  return [Statement].flat().flatMap((statement) => [statement.Principal?.Federated ?? []].flat());
}

function unknownProviders(account: EmulatedAccount): string[] {
  const known = new Set(
    [...account.oidcProviders, ...account.samlProviders].map(({ arn }) => arn).concat("cognito-identity.amazonaws.com"),
  );
  return [...account.roles.values()].flatMap((role) =>
    federatedPrincipals(role)
      .filter((principal) => !known.has(principal))
      .map((principal) => `${role.roleName}: ${principal}`),
  );
}

describe.each(months.map((state, month) => ({ month, state, now: instants[month]! })))(
  "at the end of month $month",
  ({ state, now }) => {
    const users = usersOf(state);
    const roles = rolesOf(state);

    it("keeps AWS's limits for users", () => {
      const name = (user: (typeof users)[number]) => user.userName;
      expect(breaches(users, (user) => user.accessKeys.length > 2, name)).toEqual([]);
      expect(breaches(users, (user) => user.groupNames.length > 10 || user.attachedPolicies.length > 10, name)).toEqual(
        [],
      );
      expect(breaches(users, (user) => lengthOf(user.inlinePolicies) > 2048, name)).toEqual([]);
      expect(breaches(users, (user) => !NAME.test(user.userName) || badTags(user.tags), name)).toEqual([]);
    });

    it("keeps AWS's limits for roles", () => {
      const name = (role: EmulatedRole) => role.roleName;
      expect(
        breaches(roles, (role) => role.trustPolicy.length > 2048 || role.attachedPolicies.length > 10, name),
      ).toEqual([]);
      expect(breaches(roles, (role) => lengthOf(role.inlinePolicies) > 10_240, name)).toEqual([]);
      expect(breaches(roles, (role) => !NAME.test(role.roleName) || badTags(role.tags), name)).toEqual([]);
    });

    it("has no id twice", () => {
      const ids = [
        ...users.map(({ userId }) => userId),
        ...roles.map(({ roleId }) => roleId),
        ...keysOf(state).map(({ accessKeyId }) => accessKeyId),
      ];
      expect(repeated(ids)).toEqual([]);
      expect(breaches(ids, (id) => !/^(AIDA|AROA)[A-Z2-7]{17}$|^AKIA[A-Z2-7]{16}$/.test(id), String)).toEqual([]);
    });

    it("has nothing from the future, and no key older than its user", () => {
      const created = [...users, ...roles, ...keysOf(state)].map(({ createdAt }) => createdAt);
      expect(created.filter((at) => at > now)).toEqual([]);
      const tooOld = users.filter((user) => user.accessKeys.some((key) => key.createdAt < user.createdAt));
      expect(tooOld.map(({ userName }) => userName)).toEqual([]);
      const passwords = users.flatMap(({ password }) => password ?? []);
      expect(
        passwords.filter(({ createdAt, lastChangedAt }) => createdAt > lastChangedAt || lastChangedAt > now),
      ).toEqual([]);
    });

    it("names only groups, policies and identity providers that are there", () => {
      for (const account of accountsOf(state)) {
        const strangers = [...account.users.values()].flatMap(({ groupNames }) =>
          groupNames.filter((name) => !account.groups.has(name.toLowerCase())),
        );
        expect(strangers, account.name).toEqual([]);
        expect(unknownProviders(account), account.name).toEqual([]);
        const own = [...account.users.values(), ...account.roles.values()]
          .flatMap(({ attachedPolicies }) => attachedPolicies)
          .filter(({ arn }) => arn.includes(account.awsAccountId));
        expect(
          own.filter(({ name }) => !account.policies.has(name.toLowerCase())),
          account.name,
        ).toEqual([]);
      }
    });
  },
);

describe("use", () => {
  it("never comes before a key or role is made", () => {
    const all = months.flatMap((state) => [...keysOf(state), ...rolesOf(state)]);
    expect(all.filter(({ usage, createdAt }) => usage.some(({ firstAt }) => firstAt < createdAt))).toEqual([]);
  });

  it("never comes while a key is inactive", () => {
    const state = world.initial();
    const offSince = inactiveKeys(state, new Map(), instants[0]!);
    const late: string[] = [];
    for (const event of world.events) {
      const keys = keysOf(state).filter(({ status }) => status === "Inactive");
      for (const key of keys) {
        const used = lastUse(key.usage, event.at);
        if (used && used.at > offSince.get(key.accessKeyId)!)
          late.push(`${key.accessKeyId} at ${event.at.toISOString()}`);
      }
      event.apply(state);
      inactiveKeys(state, offSince, event.at);
    }
    expect(late).toEqual([]);
  });

  it("ends for keys that were deleted, which are gone", () => {
    const left = new Set(keysOf(months[12]!).map(({ accessKeyId }) => accessKeyId));
    const gone = keysOf(months[0]!).filter(({ accessKeyId }) => !left.has(accessKeyId));
    expect(gone.length).toBeGreaterThan(150);
  });
});

/** Notes since when each inactive key has been so; an active key is forgotten again. */
function inactiveKeys(state: WorldState, offSince: Map<string, Date>, at: Date): Map<string, Date> {
  for (const { accessKeyId, status } of keysOf(state)) {
    if (status === "Active") offSince.delete(accessKeyId);
    else if (!offSince.has(accessKeyId)) offSince.set(accessKeyId, at);
  }
  return offSince;
}

describe("the trail", () => {
  const inAccounts = world.events.filter(({ awsAccountId }) => awsAccountId !== undefined);

  it("tells by which calls each change within an account was made, but for machines that were merely seen", () => {
    const withoutCalls = inAccounts.filter(({ trail = [] }) => trail.length === 0);
    expect(withoutCalls.map(({ what }) => what).filter((what) => !/first seen$/.test(what))).toEqual([]);
  });

  it("names actors of the same account, or AWS itself", () => {
    const strangers = inAccounts.flatMap(({ awsAccountId, trail = [] }) =>
      trail.filter(({ actorArn }) => actorArn !== "AWS Internal" && !actorArn.includes(`:${awsAccountId}:`)),
    );
    expect(strangers).toEqual([]);
  });
});

describe("the calendar", () => {
  it("lets people work in the daytime from Monday to Friday", () => {
    const odd = world.events.filter(
      ({ at }) => at.getUTCDay() === 0 || at.getUTCDay() === 6 || at.getUTCHours() < 7 || at.getUTCHours() > 19,
    );
    expect(odd.map(({ what }) => what)).toEqual([]);
    expect(new Set(world.events.map(({ at }) => at.toISOString().slice(0, 10))).size).toBeGreaterThan(230);
    expect(world.events.at(-1)!.at <= ENDS_AT).toBe(true);
  });
});
