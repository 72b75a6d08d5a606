type Statement = Record<string, unknown>;

const statementsOf = ({ Statement: given }: Record<string, unknown>): Statement[] =>
  (Array.isArray(given) ? given : [given]) as Statement[];

/** A name for a statement that no other has: IAM wants each Sid once in a document. */
function uniqueSid(sid: string, taken: ReadonlySet<string>): string {
  let name = sid;
  for (let number = 2; taken.has(name); number++) name = `${sid}${number}`;
  return name;
}

/**
 * Several policy documents as one, for a permission set, which has room for one. Statements stay as they are, but for a Sid that stands in two documents.
 *
 * @returns null where there is none
 */
export function mergedDocument(documents: readonly Record<string, unknown>[]): Record<string, unknown> | null {
  const [first, ...others] = documents;
  if (!first || others.length === 0) return first ?? null;
  const taken = new Set<string>();
  const statements = documents.flatMap(statementsOf).map((statement) => {
    if (typeof statement.Sid !== "string") return statement;
    const Sid = uniqueSid(statement.Sid, taken);
    taken.add(Sid);
    return { ...statement, Sid };
  });
  return { Version: first.Version, Statement: statements };
}
