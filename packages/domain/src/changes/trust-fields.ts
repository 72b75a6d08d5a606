import { asSet, isSamePolicy, spellPolicy, spellPrincipal } from "../policy/equal-policies.ts";
import { isRecord } from "../policy/json.ts";
import { accountOfPrincipal, readAwsPrincipal } from "../policy/principals.ts";
import { type DescribedField, type FieldRule, inWords, isSame, plain, shown, type VersionContent } from "./fields.ts";

/** Null: the policy was not read. */
const trustOf = (content: VersionContent): Record<string, unknown> | null =>
  isRecord(content.trust) && content.trust.unread === undefined ? content.trust : null;

/** The principals of a trust policy as they are listed, `<type> <value>`, in one spelling. Null: it was not read. */
function principalsOf(content: VersionContent): string[] | null {
  const principals = trustOf(content)?.principals;
  if (!Array.isArray(principals)) return null;
  return principals.filter(isRecord).map((principal) => {
    const { type, value } = spellPrincipal({ type: shown(principal.type), value: shown(principal.value) });
    return `${type} ${value}`;
  });
}

const principalOf = (listed: string): string => listed.slice(listed.indexOf(" ") + 1);

/** A user or role: `role/pipeline` of the account itself, `role/pipeline of account 222233334444` of another one. */
function identityInWords(arn: string, ownAccount: string | null): string {
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  const account = accountOfPrincipal(arn);
  return account === null || account === ownAccount ? name : `${name} of account ${account}`;
}

/** A principal of a trust policy as people say it, from `<type> <value>`. */
function principalInWords(listed: string, ownAccount: string | null): string {
  const [type, value] = [listed.slice(0, listed.indexOf(" ")), principalOf(listed)];
  if (type.startsWith("Not")) return `everybody but ${principalInWords(listed.slice(3), ownAccount)}`;
  if (value === "*") return "everybody";
  const principal = readAwsPrincipal(value);
  if (type !== "AWS") return value;
  if (principal.form === "account") return `account ${principal.awsAccountId}`;
  return principal.form === "identity" ? identityInWords(value, ownAccount) : value;
}

const ID_PREFIXES = { role: "AROA", user: "AIDA" } as const;
const isIdOf = (listed: string, type: keyof typeof ID_PREFIXES): boolean =>
  principalOf(listed).startsWith(ID_PREFIXES[type]) && readAwsPrincipal(principalOf(listed)).form === "unique_id";
function isIdentity(listed: string, type: keyof typeof ID_PREFIXES): boolean {
  const principal = readAwsPrincipal(principalOf(listed));
  return principal.form === "identity" && principal.type === type;
}

type Renamed = { identities: string[]; ids: string[] };

/**
 * The users or roles of one list that stand as ids in the other: AWS writes the id of a principal that is deleted in place of its ARN. Only
 * where there is an id for each of them: else it is not known which of them it is.
 */
function renamedIn(identities: readonly string[], ids: readonly string[]): Renamed {
  const found: Renamed = { identities: [], ids: [] };
  for (const type of ["role", "user"] as const) {
    const [named, known] = [identities.filter((one) => isIdentity(one, type)), ids.filter((one) => isIdOf(one, type))];
    if (named.length === 0 || named.length > known.length) continue;
    found.identities.push(...named);
    found.ids.push(...known.slice(0, named.length));
  }
  return found;
}

/** The account of the role itself, by its ARN. */
const accountOfRole = ({ arn }: VersionContent): string | null =>
  typeof arn === "string" ? accountOfPrincipal(arn) : null;

/**
 * Whom a trust policy names. A principal that was deleted turns into its id: then it is lost, and nobody is gained. The way back, its ARN
 * for the id, is no new principal.
 */
export const trustPrincipals: FieldRule = (before, after) => {
  const [was, is] = [principalsOf(before), principalsOf(after)];
  if (was === null || is === null) return [];
  const [came, went] = [is.filter((one) => !was.includes(one)), was.filter((one) => !is.includes(one))];
  if (came.length + went.length === 0) return [];
  const [deleted, again] = [renamedIn(went, came), renamedIn(came, went)];
  const without = (all: readonly string[], { identities, ids }: Renamed) =>
    all.filter((one) => !identities.includes(one) && !ids.includes(one));
  const gained = without(without(came, deleted), again);
  const lost = without(without(went, deleted), again);
  const ownAccount = accountOfRole(after);
  const named = (principals: readonly string[]) => inWords(principals.map((one) => principalInWords(one, ownAccount)));
  const were = deleted.identities.length === 1 ? "was" : "were";
  const lines: readonly (readonly [readonly string[], (names: string) => string])[] = [
    [gained, (names) => `now also lets in ${names}`],
    [again.identities, (names) => `admits ${names} again`],
    [deleted.identities, (names) => `no longer admits ${names}, which ${were} deleted`],
    [lost, (names) => `no longer lets in ${names}`],
  ];
  const words = lines.flatMap(([principals, phrase]) => (principals.length > 0 ? [phrase(named(principals))] : []));
  return [
    {
      ...{ field: "trust.principals", label: "Trusted principals", isPolicy: false, words },
      ...{ before: trustOf(before)?.principals, after: trustOf(after)?.principals },
      ...{ gained: [...gained, ...again.identities], lost: [...lost, ...deleted.identities] },
    },
  ];
};

export const trustExternalId: FieldRule = (before, after) => {
  const [was, is] = [trustOf(before)?.requiresExternalId, trustOf(after)?.requiresExternalId];
  if (typeof was !== "boolean" || typeof is !== "boolean" || was === is) return [];
  const words = [is ? "now demands an External ID" : "no longer demands an External ID"];
  return [
    { field: "trust.requiresExternalId", label: "Demands an External ID", before: was, after: is, ...plain, words },
  ];
};

/** A policy without some elements of its statements, in one spelling. */
function withoutElements(document: unknown, elements: readonly string[]): unknown {
  const policy = spellPolicy(document);
  if (!isRecord(policy) || !Array.isArray(policy.Statement)) return policy;
  const rest = policy.Statement.map((statement: unknown) =>
    isRecord(statement)
      ? Object.fromEntries(Object.entries(statement).filter(([element]) => !elements.includes(element)))
      : statement,
  );
  return { ...policy, Statement: asSet(rest) };
}

/** In what two trust policies of the same principals differ, from the narrowest to the widest. */
const DIFFERENCES: readonly (readonly [elements: readonly string[], words: string])[] = [
  [["Sid"], "the same, with other names of its statements"],
  [["Condition"], "the same principals under other conditions"],
  [["Action", "NotAction"], "the same principals for other actions"],
  [["Condition", "Action", "NotAction", "Sid"], "the same principals under other conditions and for other actions"],
];

export const trustDocument: FieldRule = (before, after) => {
  const [was, is] = [trustOf(before), trustOf(after)];
  if (!was || !is || isSamePolicy(was.document, is.document)) return [];
  const field: DescribedField = {
    ...{ field: "trust.document", label: "Trust policy", before: was.document ?? null, after: is.document ?? null },
    ...{ ...plain, isPolicy: true, words: [] },
  };
  if (trustPrincipals(before, after).length + trustExternalId(before, after).length > 0) return [field];
  const difference = DIFFERENCES.find(([elements]) =>
    isSame(withoutElements(was.document, elements), withoutElements(is.document, elements)),
  );
  return [{ ...field, words: [difference?.[1] ?? "the same principals in other statements"] }];
};
