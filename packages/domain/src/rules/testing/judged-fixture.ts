import type { CredentialKind } from "../../inventory/credential.ts";
import type {
  JudgedCredential,
  JudgedGroup,
  JudgedLimits,
  JudgedPolicy,
  JudgedProvider,
  JudgedRole,
  JudgedSettings,
  JudgedUser,
  JudgedUserWithOwner,
  JudgementContext,
  Verdict,
} from "../../judgement/judged.ts";
import type { RotationLimits } from "../../judgement/rotation-policy.ts";
import type { LastUse } from "../../scans/reading.ts";
import { useRecordedSince } from "../../scans/use-record.ts";
import { credentialDeadlines, DEFAULT_LIMITS } from "../deadlines/credential-state.ts";

export const ACCOUNT = "111122223333";
export const AS_OF = new Date("2026-06-01T12:00:00Z");

/** Statements, or actions that are allowed on everything; null: not read. */
export type ShortDocument = readonly string[] | object | null;
export type ShortHolder = {
  attached?: readonly string[];
  inline?: Readonly<Record<string, ShortDocument>>;
  boundary?: string;
};

export function documentOf(short: ShortDocument): unknown {
  if (!Array.isArray(short)) return short;
  const isActions = short.every((item) => typeof item === "string");
  return { Version: "2012-10-17", Statement: isActions ? [{ Effect: "Allow", Action: short, Resource: "*" }] : short };
}

/** `aws:Name` is one of AWS's own policies. */
export const policyArn = (name: string): string =>
  name.startsWith("aws:") ? `arn:aws:iam::aws:policy/${name.slice(4)}` : `arn:aws:iam::${ACCOUNT}:policy/${name}`;

const problemOf = (document: unknown): string | null => (document === null ? "Not read: AccessDenied" : null);

export function policyOf(name: string, short: ShortDocument): JudgedPolicy {
  const document = documentOf(short);
  return {
    id: `policy-${name}`,
    arn: policyArn(name),
    policyName: name.replace(/^aws:(?:.*\/)?/, ""),
    isAwsManaged: name.startsWith("aws:"),
    document,
    problem: problemOf(document),
  };
}

const held = ({ attached = [], inline = {}, boundary }: ShortHolder) => ({
  attachedPolicyArns: attached.map(policyArn),
  inlinePolicies: Object.entries(inline).map(([name, short]) => {
    const document = documentOf(short);
    return { name, document, problem: problemOf(document) };
  }),
  permissionsBoundaryArn: boundary === undefined ? null : policyArn(boundary),
});

export const groupOf = (groupName: string, holder: ShortHolder): JudgedGroup => ({
  id: `group-${groupName}`,
  groupName,
  ...held(holder),
});

export type ShortUser = ShortHolder & {
  groups?: readonly string[];
  createdAt?: string;
  hasConsolePassword?: boolean | null;
  /** As the kind tells, unless it is given. */
  hasMfa?: boolean | null;
  mfa?: JudgedUser["mfa"];
  activeAccessKeys?: number | null;
  tags?: JudgedUser["tags"];
};

const hasMfaOf = (mfa: JudgedUser["mfa"] = "virtual"): boolean | null => (mfa === "unknown" ? null : mfa !== "none");

export const userOf = (short: ShortUser, userName = "alice"): JudgedUserWithOwner => ({
  id: `user-${userName}`,
  userName,
  userId: `AIDA${userName}`,
  arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`,
  path: "/",
  createdAt: new Date(short.createdAt ?? "2025-01-01T00:00:00Z"),
  tags: short.tags ?? [],
  groupNames: [...(short.groups ?? [])],
  ...held(short),
  hasConsolePassword: short.hasConsolePassword ?? (short.hasConsolePassword === null ? null : false),
  hasMfa: short.hasMfa === undefined ? hasMfaOf(short.mfa) : short.hasMfa,
  mfa: short.mfa ?? "virtual",
  activeAccessKeys: short.activeAccessKeys === undefined ? 1 : short.activeAccessKeys,
  owner: null,
});

export type ShortRole = ShortHolder & {
  kind?: JudgedRole["kind"];
  /** Statements of its trust policy. */
  trust?: readonly object[];
};

export const roleOf = (short: ShortRole, roleName = "deploy"): JudgedRole => ({
  id: `role-${roleName}`,
  roleName,
  arn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`,
  path: "/",
  createdAt: new Date("2025-01-01T00:00:00Z"),
  kind: short.kind ?? "other",
  ...held(short),
  tags: [],
  trust: { principals: [], requiresExternalId: false, document: { Statement: short.trust ?? [] } },
});

/** `used`: an instant, `never`, `before_record` or `unknown`. */
export type ShortCredential = {
  id: string;
  kind?: CredentialKind;
  status?: JudgedCredential["status"];
  createdAt?: string | null;
  firstSeenAt?: string;
  expiresAt?: string;
  used?: string;
  limits?: Partial<RotationLimits>;
};

const useOf = (used: string, kind: CredentialKind): LastUse => {
  const recordedSince = useRecordedSince(kind);
  if (used === "before_record" && recordedSince) return { kind: used, recordedSince };
  if (used === "never") return { kind: used };
  if (used === "unknown") return { kind: "unknown", reason: "AccessDenied" };
  return { kind: "at", at: new Date(used), service: "s3", region: "eu-west-1" };
};

export function credentialOf(short: ShortCredential, userName: string | null = "alice"): JudgedCredential {
  const {
    id,
    kind = "access_key",
    status = "active",
    createdAt = "2026-05-01T12:00:00Z",
    used = "2026-05-31T00:00:00Z",
  } = short;
  const use = useOf(used, kind);
  return {
    id,
    kind,
    userRecordId: userName === null ? null : `user-${userName}`,
    userName: userName ?? "<root_account>",
    accessKeyId: kind === "access_key" ? id : null,
    credentialId: kind === "access_key" || kind === "api_key" || kind === "ssh_public_key" ? id : `owner:${id}`,
    name: kind === "server_certificate" ? id : null,
    serviceName: kind === "api_key" ? "bedrock.amazonaws.com" : null,
    status,
    createdAt: createdAt === null ? null : new Date(createdAt),
    expiresAt: short.expiresAt ? new Date(short.expiresAt) : null,
    lastUse: use.kind,
    lastUsedAt: use.kind === "at" ? use.at : null,
    lastUsedService: null,
    owner: null,
    firstSeenAt: new Date(short.firstSeenAt ?? "2026-05-31T00:00:00Z"),
  };
}

/** The limits as the defaults tell them, passwords and server certificates without one of age. */
export function limitsOf(
  short: ShortCredential,
  { id, kind, status, createdAt, expiresAt }: JudgedCredential,
): JudgedLimits {
  const hasAge = !["console_password", "root_password", "server_certificate"].includes(kind);
  const limits = { ...DEFAULT_LIMITS, ...(hasAge ? {} : { rotationDays: null }), ...short.limits };
  const deadlines = credentialDeadlines(
    { status, createdAt, expiresAt, lastUse: useOf(short.used ?? "2026-05-31T00:00:00Z", kind) },
    limits,
  );
  return { credentialId: id, limits: { ...limits, holder: "machine", reason: "default for machines" }, deadlines };
}

export const settingsOf = (short: Partial<JudgedSettings>): JudgedSettings => ({
  id: "settings",
  passwordPolicy: {
    minimumLength: 14,
    requiresSymbols: true,
    requiresNumbers: true,
    requiresUppercase: true,
    requiresLowercase: true,
    allowsUsersToChange: true,
    maxPasswordAgeDays: null,
    reusePrevention: 24,
    hardExpiry: null,
  },
  passwordPolicyState: "own",
  ...short,
  root: short.root === undefined ? rootOf({}) : short.root && rootOf(short.root),
});

type Root = NonNullable<JudgedSettings["root"]>;
/** A member account whose root credentials have been taken away, where nothing else is said. */
const rootOf = (short: Partial<Root>): Root => ({
  hasPassword: false,
  mfaActive: false,
  mfaKind: "none",
  accessKeys: 0,
  signingCertificates: 0,
  ...short,
});

export const providerOf = (kind: JudgedProvider["kind"], validUntil: string | null = null): JudgedProvider => ({
  id: `provider-${kind}`,
  arn: `arn:aws:iam::${ACCOUNT}:${kind}-provider/corporate`,
  kind,
  name: "corporate",
  clientIds: [],
  validUntil: validUntil === null ? null : new Date(validUntil),
});

export const contextOf = (short: Partial<JudgementContext>): JudgementContext => ({
  awsAccountId: ACCOUNT,
  partition: "aws",
  unitIds: [],
  rotationPolicies: { human: DEFAULT_LIMITS, machine: DEFAULT_LIMITS, overrides: [] },
  organizationIds: [],
  ownAccountIds: [ACCOUNT],
  isRootCentrallyManaged: null,
  externalIdUses: {},
  ...short,
});

/** The verdicts of a result, as a case lists them: `credential_overdue AKIA1 high`; sorted. */
export const listed = (verdicts: readonly Verdict[], wanted: Verdict["result"]): string[] =>
  verdicts
    .filter(({ result }) => result === wanted)
    .map(({ checkId, resourceName, severity }) => `${checkId} ${resourceName} ${severity}`)
    .sort();
