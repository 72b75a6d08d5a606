import type { Power } from "../../inventory/trust-grade.ts";
import type { JudgedProvider, JudgedRole, JudgementContext } from "../../judgement/judged.ts";
import type { GradedPrincipal, PowerView, RoleUse, TrustVerdict } from "../../judgement/trust.ts";
import { assessAws } from "./grade-aws.ts";
import { assessFederated } from "./grade-federated.ts";
import { assessService } from "./grade-service.ts";
import { changeOf } from "./policy-change.ts";
import {
  type Assessment,
  type Graded,
  gradedPrincipal,
  ownAccountsOf,
  type TrustSurroundings,
  worstGrade,
} from "./trust-assessment.ts";
import { type ReadTrust, readTrust, type TrustStatement } from "./trust-statements.ts";

export type TrustRole = Pick<JudgedRole, "arn" | "path" | "kind" | "trust" | "roleName">;

type Prepared = { surroundings: TrustSurroundings; providers: readonly JudgedProvider[] };
const prepared = new WeakMap<JudgementContext, Prepared>();

/** Once for all roles of an account. */
function surroundingsOf(context: JudgementContext, providers: readonly JudgedProvider[]): TrustSurroundings {
  const known = prepared.get(context);
  if (known?.providers === providers) return known.surroundings;
  const surroundings: TrustSurroundings = {
    awsAccountId: context.awsAccountId,
    partition: context.partition,
    ownAccountIds: ownAccountsOf(context),
    organizationIds: context.organizationIds,
    externalIdUses: context.externalIdUses,
    providers: new Map(providers.map((provider) => [provider.arn, provider])),
  };
  prepared.set(context, { surroundings, providers });
  return surroundings;
}

/** Roles that AWS makes and keeps; nobody can change their trust policies. */
const MADE_BY_AWS: Readonly<Partial<Record<JudgedRole["kind"], string>>> = {
  service_linked: "AWS made this service-linked role and keeps its trust policy: only the service can use it.",
  identity_center:
    "IAM Identity Center made this role and keeps its trust policy: only people who are assigned can use it.",
};

const TAG_LIMITS = /^aws:(?:tagkeys$|requesttag\/)/;
const limitsTags = ({ conditions }: TrustStatement): boolean =>
  conditions.keys.some(
    (key) =>
      TAG_LIMITS.test(key) &&
      (conditions.demands(key).some(({ values }) => values.every(({ prefix }) => prefix !== "")) ||
        conditions
          .on(key)
          .some(({ operator, values }) => operator === "null" && values.every((value) => value === "true"))),
  );

const ASSESSORS: Readonly<Record<string, (assessed: Parameters<typeof assessAws>[0], value: string) => Assessment>> = {
  Service: assessService,
  Federated: assessFederated,
};

type Given = { power: Power; surroundings: TrustSurroundings; use: RoleUse | null };

function gradePrincipals(trust: ReadTrust, { power, surroundings, use }: Given): Graded[] {
  const callers = use?.callers.map(({ principal }) => principal) ?? [];
  const unlimitedTagging = trust.statements.filter((statement) => statement.letsTag && !limitsTags(statement));
  return trust.statements
    .filter(({ letsIn }) => letsIn)
    .flatMap((statement) => {
      const assessed = { power, surroundings, callers, statement, unlimitedTagging };
      // NotPrincipal lets in the rest of the world also where it names nobody.
      const { isExcept, named: written } = statement.principals;
      const named = isExcept && written.length === 0 ? NOBODY : written;
      return named.map(({ type, value }) => {
        const assessor = isExcept ? undefined : ASSESSORS[type];
        const assessment = assessor ? assessor(assessed, value) : assessAws(assessed, type, value);
        return gradedPrincipal(statement, { type, value }, assessment, use !== null);
      });
    });
}

const NOBODY = [{ type: "Principal", value: "" }] as const;

const NOTHING_TO_CHANGE = { recommendedPolicy: null, lockedOut: [], callers: [], advice: [] };

const unknown = (sentence: string): TrustVerdict => ({
  grade: "unknown",
  sentence,
  principals: [],
  ...NOTHING_TO_CHANGE,
});

const DENIED = " Deny statements of the policy may narrow this further; they are not counted.";
const INCOMPLETE = " A part of the policy has no form that IAM documents: it may let in more than is told here.";

/** The gravest principal's sentence, the same whatever the order in the document. */
function sentenceOf(grade: TrustVerdict["grade"], principals: readonly GradedPrincipal[], trust: ReadTrust): string {
  const sentences = principals.filter((principal) => principal.grade === grade).map(({ sentence }) => sentence);
  const [first = "Nobody can assume the role by this policy.", ...others] = [...new Set(sentences)].sort();
  const more =
    others.length > 0 ? ` ${others.length} more of its principals are judged the same for other reasons.` : "";
  const notes = `${trust.hasDenials ? DENIED : ""}${trust.isComplete ? "" : INCOMPLETE}`;
  return `${first}${more}${notes}`;
}

/**
 * Grades a role's trust policy: each principal of each statement by its weakest value, the policy by its worst principal. A Deny
 * statement improves nothing, as what it leaves cannot be told from the trust policy alone; the sentence says so.
 *
 * @param power what the role may do: an outsider without an External ID in an administrator's role is critical.
 * @param use who was seen to assume the role: it changes no grade, but the policy that is recommended keeps them in or names them. Null:
 * nobody asks for a recommendation, as where a whole account is judged.
 * @returns grade `unknown` for a policy that was not read or is none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function gradeTrust(
  role: TrustRole,
  { power }: PowerView,
  context: JudgementContext,
  providers: readonly JudgedProvider[],
  use: RoleUse | null = null,
): TrustVerdict {
  if (role.trust.unread !== undefined) return unknown(`The trust policy could not be read: ${role.trust.unread}`);
  const trust = readTrust(role.trust.document, context.awsAccountId);
  if (!trust) return unknown("The trust policy is malformed: whom it lets in cannot be told.");
  const surroundings = surroundingsOf(context, providers);
  const made = MADE_BY_AWS[role.kind];
  if (made) return madeByAws(made, trust);
  const graded = gradePrincipals(trust, { power, surroundings, use });
  const principals = graded.map(({ principal }) => principal);
  const grade = worstGrade([...principals.map((principal) => principal.grade), trust.isComplete ? "ok" : "unknown"]);
  return {
    grade,
    sentence: sentenceOf(grade, principals, trust),
    principals,
    ...(use === null
      ? NOTHING_TO_CHANGE
      : changeOf({ document: role.trust.document, trust, graded, use, awsAccountId: context.awsAccountId })),
  };
}

function madeByAws(sentence: string, trust: ReadTrust): TrustVerdict {
  const principals = trust.statements
    .filter(({ letsIn }) => letsIn)
    .flatMap(({ index, principals: { named } }) =>
      named.map(
        ({ type, value }): GradedPrincipal => ({
          statement: index,
          type,
          value,
          origin: type === "Service" ? "service" : "identity_provider",
          awsAccountId: null,
          vendor: null,
          grade: "ok",
          sentence,
          checkIds: [],
          outcomes: [],
          recommended: null,
        }),
      ),
    );
  return { grade: "ok", sentence, principals, ...NOTHING_TO_CHANGE };
}
