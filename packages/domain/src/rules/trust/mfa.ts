import { type Conditions, demandsPresence } from "../../policy/conditions.ts";

/** The keys by which a request tells of MFA. */
export const MFA_KEYS: readonly string[] = ["aws:multifactorauthpresent", "aws:multifactorauthage"];

/** Whether MFA is demanded of every caller, or only of those whose request tells of it. */
export function readMfa(conditions: Conditions): { isAsked: boolean; isHeld: boolean; loose: string | null } {
  const onMfa = MFA_KEYS.flatMap((key) => conditions.on(key));
  // Whose request tells of the one key tells of the other too.
  const isPresent = onMfa.some(demandsPresence);
  const demanding = onMfa.filter(
    ({ operator, values }) =>
      (operator === "bool" && values.length > 0 && values.every((value) => value.toLowerCase() === "true")) ||
      operator.startsWith("numericlessthan"),
  );
  const isHeld = demanding.some(({ isOptional }) => !isOptional || isPresent);
  const loose = demanding.find(({ isOptional }) => isOptional);
  return { isAsked: demanding.length > 0, isHeld, loose: isHeld || !loose ? null : loose.writtenOperator };
}
