import type { AccessKeyFact, ResourceKind, RoleFact, UserFact } from "@rolecall/domain";
import { policyOf, readAs, roleOf, UNREAD, usedAt } from "../scans/landing/facts-fixture.ts";
import { accountOf, keyUser, withReportOf } from "./judged-account-fixture.ts";

/** Random numbers below `limit` that are the same in every run. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const ADMIN_ARN = "arn:aws:iam::aws:policy/AdministratorAccess";
const TRUSTS = [
  { Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] },
  { Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" }] },
  { Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] },
];
const DENIED: ResourceKind[][] = [["access_keys"], ["roles"], ["users", "access_keys"], ["policies"]];

/** An account in which something happens between scans: what its owner does, and what a reading of it gives. */
export class ChangingWorld {
  readonly #random: (limit: number) => number;
  readonly #users = new Map<string, UserFact>();
  readonly #roles = new Map<string, RoleFact>();
  #keys = 0;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  #one<T>(map: ReadonlyMap<string, T>): T | undefined {
    return [...map.values()][this.#random(map.size)];
  }

  #changeKeys(change: (keys: AccessKeyFact[]) => AccessKeyFact[]): void {
    const user = this.#one(this.#users);
    if (user?.accessKeys.state !== "read") return;
    this.#users.set(user.userName, { ...user, accessKeys: readAs(change(user.accessKeys.value)) });
  }

  #changeUser(over: (user: UserFact) => Partial<UserFact>): void {
    const user = this.#one(this.#users);
    if (user) this.#users.set(user.userName, { ...user, ...over(user) });
  }

  /** Something happens. */
  happen(at: Date): void {
    const random = this.#random;
    const oneKey = (keys: AccessKeyFact[], over: Partial<AccessKeyFact>) => {
      const index = random(keys.length);
      return keys.map((key, each) => (each === index ? { ...key, ...over } : key));
    };
    const actions: (() => void)[] = [
      () => {
        const name = `user-${random(8)}`;
        if (this.#users.has(name)) return;
        const tags = random(2) === 0 ? [{ key: "owner", value: `team-${random(3)}` }] : [];
        this.#users.set(
          name,
          keyUser(name, at, { userId: `AIDA${name}${++this.#keys}`, createdAt: at, accessKeys: readAs([]), tags }),
        );
      },
      () =>
        this.#changeKeys((keys) =>
          keys.length > 1
            ? keys
            : [
                ...keys,
                { accessKeyId: `AKIA${++this.#keys}`, status: "Active", createdAt: at, lastUse: { kind: "never" } },
              ],
        ),
      () => this.#changeKeys((keys) => oneKey(keys, { lastUse: usedAt(at, "s3", "eu-west-1") })),
      () => this.#changeKeys((keys) => oneKey(keys, { lastUse: usedAt(at, "s3", "eu-west-1") })),
      () => this.#changeKeys((keys) => oneKey(keys, { status: random(2) === 0 ? "Inactive" : "Active" })),
      () => (random(3) === 0 ? this.#changeKeys((keys) => keys.slice(1)) : undefined),
      () => {
        const user = random(6) === 0 ? this.#one(this.#users) : undefined;
        if (user) this.#users.delete(user.userName);
      },
      () =>
        this.#changeUser(() => ({
          consolePassword: readAs({ exists: random(2) === 0, lastChangedAt: at, lastUse: usedAt(at) }),
          mfa: readAs((["none", "virtual", "fido"] as const)[random(3)] ?? "none"),
          mfaDevices: UNREAD,
        })),
      () => this.#changeUser(() => ({ attachedPolicyArns: random(2) === 0 ? [] : [ADMIN_ARN] })),
      () => {
        const name = `role-${random(5)}`;
        const document = TRUSTS[random(TRUSTS.length)];
        const attachedPolicyArns = random(2) === 0 ? [] : [ADMIN_ARN];
        this.#roles.set(name, roleOf(name, { trustPolicy: { state: "parsed", document }, attachedPolicyArns }));
      },
      () => (random(4) === 0 ? this.#roles.delete(`role-${random(5)}`) : undefined),
    ];
    actions[random(actions.length)]?.();
  }

  get anyUser(): UserFact | undefined {
    return this.#one(this.#users);
  }

  /** A reading at an instant, now and then without what was denied, and with a report some hours old. */
  readingAt(at: Date) {
    const denied = this.#random(6) === 0 ? (DENIED[this.#random(DENIED.length)] ?? []) : [];
    const document = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    const admin = policyOf("AdministratorAccess", {
      arn: ADMIN_ARN,
      isAwsManaged: true,
      document: { state: "parsed", document },
    });
    const given = {
      users: denied.includes("users")
        ? []
        : [...this.#users.values()].map((user) =>
            denied.includes("access_keys") ? { ...user, accessKeys: UNREAD } : user,
          ),
      roles: denied.includes("roles") ? [] : [...this.#roles.values()],
      policies: denied.includes("policies") ? [] : [admin],
    };
    const reading = accountOf(given.users, { roles: given.roles, policies: given.policies }, denied);
    return denied.length > 0 ? reading : withReportOf(new Date(at.getTime() - 3_600_000), reading);
  }
}
