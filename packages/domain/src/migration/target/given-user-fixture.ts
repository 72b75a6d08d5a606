import type { MigrationFacts, MovedCredential, Observed } from "./facts.ts";

/** A user of a case in short: what is left out is what most users have. */
export type GivenUser = {
  userName: string;
  path?: string;
  tags?: Record<string, string>;
  groups?: string[];
  hasConsolePassword?: boolean | null;
  hasMfa?: boolean | null;
  allowedServices?: string[] | null;
  conditionKeys?: string[];
  providerArns?: string[];
  observed?: {
    userAgents?: string[];
    sourceIpAddresses?: string[];
    services?: string[];
    /** Those of them whose calls AWS refused, all of them. */
    refused?: string[];
  };
  credentials: (Omit<Partial<MovedCredential>, "lastUsedAt"> &
    Pick<MovedCredential, "kind"> & { lastUsedAt?: string | null })[];
};

export const AS_OF = new Date("2026-06-01T12:00:00Z");
const YESTERDAY = "2026-05-31T06:00:00Z";

const credentialOf = ({ lastUsedAt = YESTERDAY, ...given }: GivenUser["credentials"][number]): MovedCredential => ({
  status: "active",
  serviceName: null,
  name: null,
  rhythm: "daily",
  isQuiet: false,
  lastUsedService: null,
  lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt),
  ...given,
});

function observedOf({ userAgents, sourceIpAddresses, services, refused = [] }: NonNullable<GivenUser["observed"]>) {
  const seen = (values: string[] = []): Observed[] =>
    values.map((value) => ({ value, events: 3, refused: refused.includes(value) ? 3 : 0, lastAt: AS_OF }));
  return {
    lookedUpAt: AS_OF,
    userAgents: seen(userAgents),
    sourceIpAddresses: seen(sourceIpAddresses),
    services: seen(services),
  };
}

export const factsOf = ({ userName, path = "/", tags = {}, groups = [], ...given }: GivenUser): MigrationFacts => ({
  userName,
  path,
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  groupNames: groups,
  hasConsolePassword: given.hasConsolePassword === undefined ? false : given.hasConsolePassword,
  hasMfa: given.hasMfa === undefined ? false : given.hasMfa,
  allowedServices: given.allowedServices ?? null,
  conditionKeys: given.conditionKeys ?? (given.allowedServices ? [] : null),
  providerArns: given.providerArns ?? null,
  observed: given.observed ? observedOf(given.observed) : null,
  credentials: given.credentials.map(credentialOf),
});
