import type { EmulatedAccount, WorldState } from "@rolecall/aws-emulator";
import { findManagedPolicy, lastUse, shownStatus } from "@rolecall/aws-emulator";
import { describe, expect, it } from "vitest";
import { accountsOf, instants, months, rolesOf, usersOf, world } from "./month-states-fixture.ts";
import { type AccountName, accountId } from "./story/accounts.ts";

const last = months[12]!;
const account = (state: WorldState, name: AccountName) => state.accounts.get(accountId(name))!;
const eventsWith = (text: string) => world.events.map(({ what }) => what).filter((what) => what.includes(text));

const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

/** The ids of what an account holds besides users, roles and access keys, with the form that AWS gives to them. */
function idsOf(held: EmulatedAccount): [id: string, form: RegExp][] {
  const all = <T>(items: Iterable<T>, idOf: (item: T) => string, form: RegExp) =>
    Array.from(items, (item): [string, RegExp] => [idOf(item), form]);
  const users = [...held.users.values()];
  return [
    ...all(held.groups.values(), ({ groupId }) => groupId, /^AGPA[A-Z2-7]{17}$/),
    ...all(held.policies.values(), ({ policyId }) => policyId, /^ANPA[A-Z2-7]{17}$/),
    ...all(held.instanceProfiles.values(), ({ instanceProfileId }) => instanceProfileId, /^AIPA[A-Z2-7]{17}$/),
    ...all(held.serverCertificates, ({ serverCertificateId }) => serverCertificateId, /^ASCA[A-Z2-7]{17}$/),
    ...users.flatMap((user) => all(user.sshPublicKeys, ({ sshPublicKeyId }) => sshPublicKeyId, /^APKA[A-Z2-7]{17}$/)),
    ...users.flatMap((user) =>
      all(
        user.serviceSpecificCredentials,
        ({ serviceSpecificCredentialId }) => serviceSpecificCredentialId,
        /^ACCA[A-Z2-7]{17}$/,
      ),
    ),
    ...[held.root, ...users].flatMap((owner) =>
      all(owner.signingCertificates, ({ certificateId }) => certificateId, /^[A-Z0-9]{24,128}$/),
    ),
  ];
}

describe.each(months.map((state, month) => ({ month, state, now: instants[month]! })))(
  "at the end of month $month",
  ({ state, now }) => {
    it("has no id twice, and each in its form", () => {
      const ids = accountsOf(state).flatMap(idsOf);
      expect(repeated(ids.map(([id]) => id))).toEqual([]);
      expect(ids.filter(([id, form]) => !form.test(id))).toEqual([]);
    });

    it("has no credential that is from the future, or older than its user", () => {
      for (const user of usersOf(state)) {
        const made = [
          ...user.sshPublicKeys.map(({ uploadedAt }) => uploadedAt),
          ...user.signingCertificates.map(({ uploadedAt }) => uploadedAt),
          ...user.serviceSpecificCredentials.map(({ createdAt }) => createdAt),
          ...user.mfaDevices.map(({ enabledAt }) => enabledAt),
        ];
        expect(
          made.filter((at) => at > now || at < user.createdAt),
          user.userName,
        ).toEqual([]);
        expect(user.signingCertificates.length, user.userName).toBeLessThanOrEqual(2);
        expect(repeated(user.mfaDevices.map(({ serialNumber }) => serialNumber)), user.userName).toEqual([]);
      }
    });

    it("names only what is there: roles in profiles, versions of policies, policies of groups and of AWS", () => {
      for (const held of accountsOf(state)) {
        const profiles = [...held.instanceProfiles.values()];
        expect(profiles.filter(({ roleName }) => roleName !== null && !held.roles.has(roleName.toLowerCase()))).toEqual(
          [],
        );
        for (const { versions, defaultVersionId, createdAt } of held.policies.values()) {
          expect(versions.map(({ versionId }) => versionId)).toContain(defaultVersionId);
          expect(versions.length).toBeLessThanOrEqual(5);
          expect(versions.filter((version) => version.createdAt < createdAt || version.createdAt > now)).toEqual([]);
        }
        const attached = [...held.users.values(), ...held.roles.values(), ...held.groups.values()].flatMap(
          ({ attachedPolicies }) => attachedPolicies,
        );
        const unknown = attached.filter(({ arn, name }) =>
          arn.includes(":iam::aws:") ? !findManagedPolicy(arn) : !held.policies.has(name.toLowerCase()),
        );
        expect(
          unknown.map(({ arn }) => arn),
          held.name,
        ).toEqual([]);
      }
    });
  },
);

describe("the story of the other credentials", () => {
  it("has SSH keys of old developers, some of which the programme deletes", () => {
    const keys = months.map((state) => usersOf(state).flatMap(({ sshPublicKeys }) => sshPublicKeys).length);
    expect(keys[0]).toBeGreaterThanOrEqual(8);
    expect(keys[12]).toBeLessThan(keys[0]!);
    expect(eventsWith("SSH public key").filter((what) => what.endsWith("deleted")).length).toBeGreaterThanOrEqual(2);
  });

  it("makes API keys for Bedrock, of which some expire and one never will", () => {
    const statuses = (month: number) =>
      usersOf(months[month]!)
        .flatMap(({ serviceSpecificCredentials }) => serviceSpecificCredentials)
        .filter(({ serviceName }) => serviceName === "bedrock.amazonaws.com")
        .map((credential) => `${shownStatus(credential, instants[month]!)}${credential.expiresAt ? "" : " for ever"}`)
        .sort();
    expect(statuses(3)).toEqual([]);
    expect(statuses(4)).toEqual(["Active"]);
    expect(statuses(6)).toEqual(["Expired"]);
    expect(statuses(12)).toEqual(["Active", "Active for ever", "Expired"]);
  });

  it("replaces a credential for Keyspaces, and leaves the old one behind", () => {
    const user = account(last, "data").users.get("keyspaces-sensor-store")!;
    expect(user.serviceSpecificCredentials.map(({ status }) => status)).toEqual(["Inactive", "Active"]);
  });

  it("brings signing certificates from 2014 along with the acquired account", () => {
    const legacy = account(last, "legacy");
    const uploaded = [legacy.root, ...legacy.users.values()].flatMap(({ signingCertificates }) =>
      signingCertificates.map(({ uploadedAt }) => uploadedAt.getUTCFullYear()),
    );
    expect(uploaded).toEqual([2014, 2014, 2014]);
  });

  it("lets a server certificate expire, and an identity provider be about to", () => {
    const now = instants[12]!;
    const daysLeft = (until: Date) => Math.floor((until.getTime() - now.getTime()) / 86_400_000);
    const certificates = accountsOf(last).flatMap(({ serverCertificates }) => serverCertificates);
    expect(certificates.filter(({ expiresAt }) => expiresAt < now)).toHaveLength(2);
    const providers = accountsOf(last).flatMap(({ samlProviders }) => samlProviders);
    const okta = providers.filter(({ arn }) => arn.endsWith("/Okta")).map(({ validUntil }) => daysLeft(validUntil));
    expect(okta.every((days) => days > 0 && days < 60)).toBe(true);
    expect(providers.filter(({ validUntil }) => validUntil < now)).toHaveLength(1);
  });
});

describe("the story of what is found", () => {
  const namesWith = <T>(
    held: (of: EmulatedAccount) => Iterable<T>,
    shows: (item: T) => boolean,
    name: (item: T) => string,
  ) => accountsOf(last).flatMap((of) => [...held(of)].filter(shows).map((item) => `${of.name}/${name(item)}`));
  const holds = (policyName: string) => (of: { attachedPolicies: readonly { name: string }[] }) =>
    of.attachedPolicies.some(({ name }) => name === policyName);

  it("has a user that AWS put into quarantine years ago, with its key off", () => {
    const quarantined = namesWith(
      (of) => of.users.values(),
      holds("AWSCompromisedKeyQuarantineV2"),
      (user) => user.userName,
    );
    expect(quarantined).toEqual(["parcelwise-legacy/pw-driver-app"]);
    const { accessKeys } = account(last, "legacy").users.get("pw-driver-app")!;
    expect(accessKeys.map(({ status }) => status)).toEqual(["Inactive"]);
  });

  it("lets one group have CloudShell without limits", () => {
    const groups = namesWith(
      (of) => of.groups.values(),
      holds("AWSCloudShellFullAccess"),
      (group) => group.groupName,
    );
    expect(groups).toEqual(["staging/platform-engineers"]);
  });

  it("has a role for AWS Support everywhere but in the acquired account", () => {
    const without = accountsOf(last).filter(({ roles }) => ![...roles.values()].some(holds("AWSSupportAccess")));
    expect(without.map(({ name }) => name)).toEqual(["parcelwise-legacy"]);
  });

  it("has one role with an inline policy that allows everything", () => {
    const allows = (document: string) => JSON.parse(document).Statement[0].Action === "*";
    const roles = namesWith(
      (of) => of.roles.values(),
      ({ inlinePolicies }) => inlinePolicies.some(({ document }) => allows(document)),
      ({ roleName }) => roleName,
    );
    expect(roles).toEqual(["data-platform/warehouse-move-2022"]);
  });

  it("keeps the company's password policy in most accounts, and signs in as root daily in one", () => {
    const connected = accountsOf(last).filter(({ name }) => name !== "sandbox-lab");
    const weak = connected.filter(
      ({ passwordPolicy }) =>
        !passwordPolicy || passwordPolicy.minimumLength < 14 || passwordPolicy.reusePrevention !== 24,
    );
    expect(weak.map(({ name }) => name)).toEqual(["staging", "development", "sandbox"]);
    const signedIn = connected.filter(
      ({ root }) =>
        (lastUse(root.passwordUsage, instants[12]!)?.at ?? 0) > new Date(instants[12]!.getTime() - 86_400_000 * 2),
    );
    expect(signedIn.map(({ name }) => name)).toEqual(["parcelwise-legacy"]);
  });
});

describe("the story of groups and policies", () => {
  const versionIn = (month: number) => account(months[month]!, "production").policies.get("deploy-stacks")!;

  it("changes the default version of a policy, forward and back", () => {
    expect([0, 4, 12].map((month) => versionIn(month).defaultVersionId)).toEqual(["v1", "v2", "v2"]);
    expect(versionIn(12).versions.map(({ versionId }) => versionId)).toEqual(["v1", "v2", "v3"]);
    expect(
      eventsWith("policy deploy-stacks ").filter((what) => /new default version|went back/.test(what)),
    ).toHaveLength(4);
  });

  it("gives groups policies and takes them away", () => {
    const developers = (month: number) =>
      account(months[month]!, "production")
        .groups.get("developers")!
        .attachedPolicies.map(({ name }) => name);
    expect([developers(7), developers(8)]).toEqual([["PowerUserAccess"], ["ReadOnlyAccess"]]);
    expect(account(months[3]!, "data").groups.has("model-builders")).toBe(false);
    expect(account(last, "data").groups.get("model-builders")!.attachedPolicies).toHaveLength(2);
  });

  it("has a policy that allows everything, in use", () => {
    const everything = [...account(last, "production").policies.values()].find(({ versions }) =>
      versions.some(({ document }) => JSON.parse(document).Statement[0].Action[0] === "*"),
    )!;
    const arn = `arn:aws:iam::${accountId("production")}:policy/${everything.policyName}`;
    const holders = [...usersOf(last), ...rolesOf(last)].filter(({ attachedPolicies }) =>
      attachedPolicies.some((attached) => attached.arn === arn),
    );
    expect(holders.length).toBeGreaterThan(0);
  });

  it("leaves instance profiles behind whose role is gone, and deletes one", () => {
    const empty = (state: WorldState) =>
      accountsOf(state).flatMap(({ instanceProfiles }) =>
        [...instanceProfiles.values()]
          .filter(({ roleName }) => roleName === null)
          .map((one) => one.instanceProfileName),
      );
    expect(empty(months[6]!).sort()).toEqual(["build-host-v1", "gpu-experiment", "pw-old-worker"]);
    expect(empty(last).sort()).toEqual(["gpu-experiment", "pw-old-worker"]);
  });
});
