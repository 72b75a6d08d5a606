import type { RoleKind } from "../../inventory/role.ts";
import type { Power } from "../../inventory/trust-grade.ts";
import type { JudgedProvider, JudgedRole, JudgementContext } from "../../judgement/judged.ts";
import type { RoleUse, TrustVerdict } from "../../judgement/trust.ts";
import { DEFAULT_ROTATION_POLICIES } from "../deadlines/default-policies.ts";
import { gradeTrust } from "./grade-trust.ts";

type Statement = Record<string, unknown>;
export type TrustGiven = {
  /** Parts of Allow statements: the action that goes with the principal is filled in. */
  statements?: Statement[];
  document?: unknown;
  unread?: string;
  power?: Power;
  kind?: RoleKind;
  partition?: JudgementContext["partition"];
};
export type TrustCase = {
  name: string;
  source: string;
  given: TrustGiven;
  expected: { grade: TrustVerdict["grade"]; fails: string[]; says?: string };
};

export const ACCOUNT = "111122223333";

/** Own accounts, one organisation, and External IDs that roles of the tenant ask for. */
export const CONTEXT: JudgementContext = {
  awsAccountId: ACCOUNT,
  partition: "aws",
  unitIds: [],
  rotationPolicies: DEFAULT_ROTATION_POLICIES,
  organizationIds: ["o-ab12cd34ef"],
  ownAccountIds: [ACCOUNT, "222233334444"],
  isRootCentrallyManaged: null,
  externalIdUses: {
    "shared-5d41402abc4b2a76": { roles: 2, trustedAccountIds: ["888877776666", "999988887777"] },
    "several-5d41402abc4b2a76": { roles: 3, trustedAccountIds: ["999988887777"] },
    "vendor-5d41402abc4b2a76": { roles: 2, trustedAccountIds: ["107630771604", "595280932656"] },
    "own-5d41402abc4b2a76": { roles: 2, trustedAccountIds: ["222233334444", "999988887777"] },
  },
};

export const PROVIDERS: readonly JudgedProvider[] = [
  {
    id: "00000000-0000-7000-8000-000000000001",
    arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
    kind: "oidc",
    name: "token.actions.githubusercontent.com",
    clientIds: ["sts.amazonaws.com"],
    validUntil: null,
  },
];

function usualAction({ Principal: principal }: Statement): string {
  const federated = JSON.stringify((principal as Record<string, unknown> | undefined)?.Federated ?? null);
  if (federated === "null") return "sts:AssumeRole";
  return federated.includes(":saml-provider/") ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
}

/** The whole policy of a case. */
export const documentOf = ({ statements = [] }: TrustGiven) => ({
  Version: "2012-10-17",
  Statement: statements.map((statement) => ({ Effect: "Allow", Action: usualAction(statement), ...statement })),
});

/** A role with this trust policy. */
export function roleOf(given: TrustGiven): JudgedRole {
  const document = given.document === undefined && given.statements ? documentOf(given) : (given.document ?? null);
  return {
    id: "00000000-0000-7000-8000-00000000000a",
    roleName: "Example",
    arn: `arn:${given.partition ?? "aws"}:iam::${ACCOUNT}:role/Example`,
    path: "/",
    createdAt: new Date("2026-01-01T00:00:00Z"),
    kind: given.kind ?? "other",
    attachedPolicyArns: [],
    inlinePolicies: [],
    permissionsBoundaryArn: null,
    tags: [],
    trust: {
      principals: [],
      requiresExternalId: false,
      document,
      ...(given.unread === undefined ? {} : { unread: given.unread }),
    },
  };
}

/** A role of whose use nothing is known. */
export const UNOBSERVED: RoleUse = { callers: [], lastUsedAt: null };

/** The verdict on a case, and the checks that fail, in order. */
export function gradeCase(given: TrustGiven): { verdict: TrustVerdict; failed: string[] } {
  const context = given.partition ? { ...CONTEXT, partition: given.partition } : CONTEXT;
  const power = { power: given.power ?? ("read" as const), reason: "" };
  const verdict = gradeTrust(roleOf(given), power, context, PROVIDERS, UNOBSERVED);
  return { verdict, failed: [...new Set(verdict.principals.flatMap(({ checkIds }) => checkIds))].sort() };
}

/** A recommended policy as somebody would fill it in. */
export function withRealValues(policy: unknown): unknown {
  const text = JSON.stringify(policy)
    .replaceAll("REPLACE-WITH-ACCOUNT-ID", "999988887777")
    .replaceAll(/REPLACE-WITH-EXTERNAL-ID[A-Z0-9-]*/g, "0b8f6f4e-5b0b-4f0e-9a53-2f5a7e1c9d44")
    .replaceAll(/REPLACE-WITH-[A-Z-]*[A-Z]/g, "a1b2c3d4e5f6");
  return JSON.parse(text);
}
