import type { CredentialKind } from "../../inventory/credential.ts";
import type { JudgedCredential, JudgedUserWithOwner, JudgementContext } from "../../judgement/judged.ts";
import { DEFAULT_ROTATION_POLICIES } from "./default-policies.ts";

/** A user of whom nothing is told but its name; cases say what differs. */
export const userOf = (given: Partial<JudgedUserWithOwner> = {}): JudgedUserWithOwner => ({
  id: "0198b1a0-0000-7000-8000-000000000001",
  userName: "alpha7",
  userId: "AIDAEXAMPLE0000000001",
  arn: "arn:aws:iam::111122223333:user/alpha7",
  path: "/",
  createdAt: new Date("2025-01-01T00:00:00Z"),
  tags: [],
  groupNames: [],
  attachedPolicyArns: [],
  inlinePolicies: [],
  permissionsBoundaryArn: null,
  hasConsolePassword: null,
  hasMfa: false,
  mfa: "none",
  activeAccessKeys: null,
  owner: null,
  ...given,
});

/** An active credential made on the first of March 2026; cases say what differs. */
export const credentialOf = (kind: CredentialKind, given: Partial<JudgedCredential> = {}): JudgedCredential => ({
  id: `credential-of-kind-${kind}`,
  kind,
  userRecordId: null,
  userName: "",
  accessKeyId: null,
  credentialId: "AKIAEXAMPLE000000001",
  name: null,
  serviceName: null,
  status: "active",
  createdAt: new Date("2026-03-01T00:00:00Z"),
  expiresAt: null,
  lastUse: "unknown",
  lastUsedAt: null,
  lastUsedService: null,
  owner: null,
  firstSeenAt: new Date("2026-03-01T06:00:00Z"),
  ...given,
});

/** The context of account 111122223333 in ou-ab12-web below ou-ab12-prod. */
export const contextOf = (given: Partial<JudgementContext> = {}): JudgementContext => ({
  awsAccountId: "111122223333",
  partition: "aws",
  unitIds: ["r-ab12", "ou-ab12-prod", "ou-ab12-web"],
  rotationPolicies: DEFAULT_ROTATION_POLICIES,
  organizationIds: [],
  ownAccountIds: ["111122223333"],
  isRootCentrallyManaged: null,
  externalIdUses: {},
  ...given,
});
