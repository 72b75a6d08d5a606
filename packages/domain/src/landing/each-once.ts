import type { AccountReading, RolesAnywhereFact, SlowLaneReading } from "../scans/reading.ts";

/** Each of these once, by its identity, at the place where it came first: of several, the last one counts. */
export function lastOfEach<Fact>(facts: readonly Fact[], identityOf: (fact: Fact) => string): Fact[] {
  const byIdentity = new Map(facts.map((fact) => [identityOf(fact), fact]));
  return byIdentity.size === facts.length ? [...facts] : [...byIdentity.values()];
}

/** The reading of an account in which each thing stands once: lists that are read page by page are no snapshot, nor are files. */
export const eachOnce = (reading: AccountReading): AccountReading => ({
  ...reading,
  users: lastOfEach(reading.users, ({ userId }) => userId),
  roles: lastOfEach(reading.roles, ({ roleId }) => roleId),
  groups: lastOfEach(reading.groups, ({ groupId }) => groupId),
  policies: lastOfEach(reading.policies, ({ policyId }) => policyId),
  instanceProfiles: lastOfEach(reading.instanceProfiles, ({ instanceProfileId }) => instanceProfileId),
  oidcProviders: lastOfEach(reading.oidcProviders, ({ arn }) => arn),
  samlProviders: lastOfEach(reading.samlProviders, ({ arn }) => arn),
  serverCertificates: lastOfEach(reading.serverCertificates, ({ serverCertificateId }) => serverCertificateId),
});

/** The same of what the slow lane reads. */
export const eachOnceInSlowLane = (reading: SlowLaneReading): SlowLaneReading => ({
  ...reading,
  users: lastOfEach(reading.users, ({ userId }) => userId),
  rolesAnywhere: lastOfEach(reading.rolesAnywhere, ({ arn }: RolesAnywhereFact) => arn),
});
