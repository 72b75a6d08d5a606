import { isAboutAll, MOST_COMPARED, withoutCovered } from "./cut-statement.ts";
import { covers, meets } from "./pattern-relations.ts";
import type { PlainStatement } from "./statement-for-user.ts";

const sum = (statements: readonly PlainStatement[]): number =>
  statements.reduce((total, { actions }) => total + actions.length, 0);
const lower = (texts: readonly string[]): string[] => texts.map((text) => text.toLowerCase());

const isEverywhere = ({ resources, isExceptResources, condition }: PlainStatement): boolean =>
  condition === null && !isExceptResources && resources.includes("*");

const mayAllow = ({ actions, isExceptActions }: PlainStatement, action: string): boolean =>
  isExceptActions
    ? !lower(actions).some((pattern) => covers(pattern, action))
    : lower(actions).some((pattern) => meets(pattern, action));

/**
 * The part of a pattern that a boundary's patterns may allow. What is neither within one of them nor holds one stays whole: the boundary
 * has to be kept then.
 */
function within(action: string, allowing: readonly PlainStatement[]): string[] {
  const pattern = action.toLowerCase();
  const touching = allowing.filter((statement) => mayAllow(statement, pattern));
  if (touching.some(({ isExceptActions }) => isExceptActions)) return [action];
  const written = touching.flatMap(({ actions }) => actions).filter((cap) => meets(cap.toLowerCase(), pattern));
  return written.every((cap) => covers(pattern, cap.toLowerCase())) ? written : [action];
}

/** What a boundary leaves of what is allowed. */
export type Bounded = {
  allowed: readonly PlainStatement[];
  /** Patterns of which it allows nothing. */
  outside: readonly string[];
  /** It limits what is left by resources or conditions, or by actions that no pattern can name: only itself says the same. */
  isNeeded: boolean;
};

/**
 * Holds what is allowed against a permissions boundary. Where the boundary allows all that is left on every resource and without a
 * condition, its denials say the rest; else the role needs the same boundary, and AWS intersects.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundBy(allowed: readonly PlainStatement[], boundary: readonly PlainStatement[]): Bounded {
  const allowing = boundary.filter(({ allows }) => allows);
  const isWhollyAllowed = (action: string): boolean =>
    allowing.some(
      (statement) =>
        isEverywhere(statement) &&
        isAboutAll({ patterns: lower(statement.actions), isExcept: statement.isExceptActions }, action.toLowerCase()),
    );
  const pairs = sum(allowed) * sum(allowing);
  // What is not compared is left to AWS.
  if (pairs > MOST_COMPARED) return { allowed, outside: [], isNeeded: true };
  const outside: string[] = [];
  let isNeeded = false;
  const left = allowed.flatMap((statement) => {
    if (statement.isExceptActions) {
      isNeeded = true;
      return [statement];
    }
    const actions = withoutCovered(
      statement.actions.flatMap((action) => {
        if (isWhollyAllowed(action)) return [action];
        const parts = within(action, allowing);
        if (parts.length === 0) outside.push(action);
        return parts;
      }),
    );
    isNeeded ||= !actions.every(isWhollyAllowed);
    return actions.length === 0 ? [] : [{ ...statement, actions }];
  });
  return { allowed: left, outside: [...new Set(outside)], isNeeded };
}
