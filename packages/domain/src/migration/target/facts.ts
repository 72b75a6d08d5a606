import type { CredentialKind, CredentialStatus } from "../../inventory/credential.ts";
import type { Tag } from "../../inventory/user.ts";
import type { UsageRhythm } from "../../judgement/rotation.ts";

/** One credential of a user, as far as the choice of a target looks at it. */
export type MovedCredential = {
  kind: CredentialKind;
  status: CredentialStatus;
  /** The service that it is for, such as codecommit.amazonaws.com; null: for all. */
  serviceName: string | null;
  name: string | null;
  rhythm: UsageRhythm;
  /** Unused for longer than its rhythm and any pause that was seen would explain; null: not watched long enough to tell. */
  isQuiet: boolean | null;
  lastUsedAt: Date | null;
  lastUsedService: string | null;
};

/** How often something was seen in CloudTrail. */
export type Observed = {
  value: string;
  events: number;
  /** How many of them AWS refused: attempts, which are no use. Null: nobody counted. */
  refused: number | null;
  lastAt: Date;
};

/** What CloudTrail's event history told of a user's credentials. */
export type ObservedUse = {
  lookedUpAt: Date;
  userAgents: readonly Observed[];
  sourceIpAddresses: readonly Observed[];
  services: readonly Observed[];
};

/** All that the choice of a target stands on, of one user at one instant. */
export type MigrationFacts = {
  userName: string;
  path: string;
  tags: readonly Tag[];
  groupNames: readonly string[];
  /** Null: could not be read. */
  hasConsolePassword: boolean | null;
  /** Whether an MFA device is active; null: could not be read. */
  hasMfa: boolean | null;

  credentials: readonly MovedCredential[];
  /** Services that its policies allow anything of, such as `s3`, or `*`; null: a policy could not be read. */
  allowedServices: readonly string[] | null;
  /** Keys of the conditions in its policies, in lower case; null: a policy could not be read. */
  conditionKeys: readonly string[] | null;
  /** ARNs of the account's SAML and OIDC providers; null: could not be read. */
  providerArns: readonly string[] | null;
  /** Null: nobody looked it up, or it is not granted. */
  observed: ObservedUse | null;
};

export const activeOf = ({ credentials }: MigrationFacts, kind: CredentialKind): MovedCredential[] =>
  credentials.filter((credential) => credential.kind === kind && credential.status === "active");
