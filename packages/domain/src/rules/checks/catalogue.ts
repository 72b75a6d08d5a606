import { type CheckDefinition, CheckId } from "../../judgement/check.ts";
import { ACCOUNT_TEXTS } from "./account-texts.ts";
import { controlRefs } from "./check-controls.ts";
import type { CheckTexts } from "./check-text.ts";
import { CREDENTIAL_TEXTS } from "./credential-texts.ts";
import { POLICY_TEXTS } from "./policy-texts.ts";
import { TRUST_TEXTS } from "./trust-texts.ts";

const TEXTS: CheckTexts = { ...ACCOUNT_TEXTS, ...CREDENTIAL_TEXTS, ...POLICY_TEXTS, ...TRUST_TEXTS };

/** All checks, one for each id, in the order of the ids. */
export const CHECKS: readonly CheckDefinition[] = CheckId.options.map((id) => ({
  id,
  ...TEXTS[id],
  controls: controlRefs(id),
}));

/** The severity of a check before it is weighted. */
export const baseSeverity = (id: CheckId): CheckDefinition["severity"] => TEXTS[id].severity;
